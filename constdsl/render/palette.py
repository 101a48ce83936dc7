"""Colours, as an ornament: whatever a colour says is also said by a word or a sign."""

from __future__ import annotations

from attrs import frozen

from constdsl.check.results import Verdict
from constdsl.diagnostic import Severity

__all__ = ["PLAIN", "Palette", "sign", "verdict_style"]

_CODES = {
    "": "",
    "bold": "1",
    "dim": "2",
    "good": "32",
    "bad": "1;31",
    "doubt": "33",
    "note": "36",
    "error": "1;31",
    "warning": "1;33",
    "place": "34",
}

_SIGNS = {
    Verdict.HOLDS: ("✓", "good"),
    Verdict.BROKEN: ("✗", "bad"),
    Verdict.CONTESTABLE: ("!", "doubt"),
    Verdict.HOLLOW: ("○", "doubt"),
    Verdict.FORESTALLABLE: ("»", "doubt"),
    Verdict.NOT_ESTABLISHED: ("?", "doubt"),
    Verdict.UNDECIDED: ("…", "doubt"),
}


def sign(verdict: Verdict) -> str:
    """The sign and the word of a verdict: `✗ broken`."""
    return f"{_SIGNS[verdict][0]} {verdict}"


def verdict_style(verdict: Verdict) -> str:
    """The style in which a verdict is painted."""
    return _SIGNS[verdict][1]


@frozen
class Palette:
    """Paints text, or leaves it alone when not `enabled`."""

    enabled: bool = False

    def paint(self, text: str, style: str) -> str:
        """The text in a style; spaces around it stay unpainted, and an empty text empty."""
        if not self.enabled or not style or not text.strip():
            return text
        core = text.strip()
        before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
        return f"{before}\x1b[{_CODES[style]}m{core}\x1b[0m{after}"

    def severity(self, text: str, severity: Severity) -> str:
        """The text in the style of a severity."""
        return self.paint(text, "note" if severity is Severity.NOTE else severity.value)


PLAIN = Palette()
"""No colour at all."""
