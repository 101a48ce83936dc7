"""What the tool has to say about a place in a text: a value, not yet words on a screen."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from constdsl.source import Span

__all__ = ["Diagnostic", "Edit", "Event", "Label", "Severity", "Table", "WayOut"]


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
class Event:
    """One step of a history that shows a finding: a sentence, the latest date in years, and what allows it."""

    years: Fraction
    text: str
    article: str | None = None
    file: str | None = None
    span: Span | None = None


@frozen
class Table:
    """Figures that make up a finding, row by row, each as long as the header."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Edit:
    """A stretch of a text to be replaced by other words; an empty stretch is a place to insert them."""

    file: str
    span: Span
    text: str


@frozen
class WayOut:
    """A change of the text that was applied and analysed, and after which the finding is gone.

    `closes` are the slugs of other findings that go with it and, in quotation marks, promises that hold then; `opens`
    are those that come, and promises that hold no longer. `safe` tells that it is the
    only sensible repair and takes nothing from anybody, so that `--fix` may apply it unasked.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False
    closes: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    number: int = 0
    """Its number among all ways out of one report, from 1, by which people choose it."""


@frozen
class Diagnostic:
    """One finding: a slug and a short stable code, a sentence, a place, further places, and ways out.

    `reason` is a short chain of sentences that leads to the finding, `history` its dated steps where there are any,
    `follows` what else comes of the same cause. `help` holds complete sentences of advice, each of which can be
    followed on its own; `ways_out` are changes that have been tried.
    """

    slug: str
    code: str
    severity: Severity
    message: str
    file: str
    span: Span
    labels: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    history: tuple[Event, ...] = ()
    table: Table | None = None
    follows: tuple[str, ...] = ()
    ways_out: tuple[WayOut, ...] = ()

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by file, place, slug and words: the order in which findings are always shown."""
        return (self.file, self.span.start, self.span.end, self.slug, self.message)
