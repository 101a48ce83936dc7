"""Small constitutions, and what the program answers about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.check.results import Answer, Report
from constdsl.rules.registry import built_in
from constdsl.source import Source

__all__ = ["HEAD", "answer", "report", "reader"]

HEAD = 'constitution "T" status citizen class Voters: citizen '
"""What most texts need; followed by a space."""


SILENCES = Asking(tuple(rule for rule in built_in() if rule.group == "silence"))
"""Of the rules only those about silence; all have fixtures of their own."""


def reader(files: Mapping[str, str] | None = None) -> Callable[[str], Source | str]:
    """Reads from memory."""
    found = files or {}
    return lambda name: Source(name, found[name]) if name in found else f"there is no {name}"


def report(text: str, choose: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None) -> Report:
    """`check` of one text."""
    return check([Source("t.const", text)], reader(files), choose, SILENCES)


def answer(text: str, choose: Mapping[str, str] | None = None) -> Answer:
    """The answer of a text that makes one promise and no mistake."""
    found = report(text, choose)
    assert not found.unusable, found.diagnostics
    (only,) = found.answers
    return only
