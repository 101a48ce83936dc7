"""What an editor can ask for, a module each: functions from what is known of a text to values of the protocol."""

MODULES: tuple[str, ...] = (
    "actions", "completion", "folding", "formatting", "hierarchy", "hints", "history", "hover", "lenses", "links",
    "navigation", "rename", "selection", "signature", "symbols", "tokens",
)  # fmt: skip
"""The modules of this package that answer questions; each has a function `register`."""
