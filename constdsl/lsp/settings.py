"""What a person has set in the editor, and what the project has set in its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from constdsl.check.asking import Asking
from constdsl.check.settings import Settings, Unusable
from constdsl.project.configuration import installed_rules, settings_for

__all__ = ["EditorSettings", "asking_for", "editor_settings"]


@frozen
class EditorSettings:
    """The section `constdsl` of an editor's settings; `problems` are sentences about what cannot be followed."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ways_out: bool = True
    inlay_hints: bool = True
    code_lenses: bool = True
    history_view: bool = False
    """Whether the editor shows histories itself; set by the client, not by people."""
    own_snippets: bool = False
    """Whether the client brings snippets for whole statements itself."""
    report_state: bool = False
    """Whether the client wants to be told when a text is analysed."""
    problems: tuple[str, ...] = ()


def editor_settings(given: Any, before: EditorSettings | None = None) -> EditorSettings:
    """Settings as an editor sends them. What is not understood keeps its former value, and is mentioned."""
    settings = evolve(before or EditorSettings(), problems=())
    if not isinstance(given, Mapping):
        return settings
    problems: list[str] = []
    changes: dict[str, Any] = {}
    for key, name, kind in (
        ("select", "select", list), ("ignore", "ignore", list), ("waysOut", "ways_out", bool),
        ("inlayHints", "inlay_hints", bool), ("codeLenses", "code_lenses", bool), ("historyView", "history_view", bool),
        ("ownSnippets", "own_snippets", bool), ("reportState", "report_state", bool),
    ):  # fmt: skip
        value = given.get(key)
        if value is None:
            continue
        if kind is list and isinstance(value, Sequence) and all(isinstance(each, str) for each in value):
            changes[name] = (value,) if isinstance(value, str) else tuple(value)
        elif kind is bool and isinstance(value, bool):
            changes[name] = value
        else:
            wanted = "a list of rules" if kind is list else "true or false"
            problems.append(f"the setting `constdsl.{key}` must be {wanted}")
    return evolve(settings, **changes, problems=tuple(problems))


def asking_for(name: str, settings: EditorSettings) -> tuple[Asking, tuple[str, ...]]:
    """What is asked of a text: as `constdsl check` asks, with the editor's own choice of rules; and what is wrong
    with the settings."""
    rules, notes = installed_rules()
    problems = list(notes)
    found = Settings()
    try:
        found = settings_for(
            [name], rules, config=None, isolated="://" in name or ":" in name[2:], select=settings.select,
            ignore=settings.ignore,
        )  # fmt: skip
    except Unusable as error:
        problems.append(str(error))
    return Asking(rules, found), tuple(problems)
