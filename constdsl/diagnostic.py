"""What the tool has to say about a place in a text: a value, not yet words on a screen."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from constdsl.source import Span

__all__ = ["Diagnostic", "Label", "Severity"]


class Severity(StrEnum):
    """How much a finding matters. Errors and warnings are findings (exit code 1); notes are not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Label:
    """A second place that helps to understand a diagnostic, with a few words on why."""

    file: str
    span: Span
    message: str


@frozen
class Diagnostic:
    """One finding: a slug and a short stable code, a sentence, a place, further places, and ways out.

    `help` holds complete sentences of advice, each of which can be followed on its own.
    """

    slug: str
    code: str
    severity: Severity
    message: str
    file: str
    span: Span
    labels: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by file, place, slug and words: the order in which findings are always shown."""
        return (self.file, self.span.start, self.span.end, self.slug, self.message)
