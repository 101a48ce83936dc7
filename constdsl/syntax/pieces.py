"""A text read piece by piece, so that after a change only the pieces that changed are read again.

A piece is read as if it were a text of its own: places in it count from its start, and so it stays what it is when
text is put in before it. What `parse` says of a whole text, and what its pieces say once their places are moved to
where they stand, is the same; a property of the tests holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from constdsl.diagnostic import Diagnostic, Label
from constdsl.source import Source, Span
from constdsl.syntax import limits
from constdsl.syntax import tree as t
from constdsl.syntax.cut import Piece, cut
from constdsl.syntax.parser import Reading, describe, find_header, read_piece

__all__ = ["Key", "Part", "Parts", "Placed", "moved", "read_parts"]

_LOOK_AHEAD = 80
"""Characters after a piece that a message about its end may quote."""


@frozen(eq=False)
class Part:
    """What one piece of a text says; all places count from the start of the piece.

    `after` is the beginning of what follows it in the text: a mistake at the end of a piece may be told by it.
    """

    text: str = field(repr=False)
    after: str = field(repr=False)
    items: tuple[t.Item, ...]
    comments: tuple[t.Comment, ...] = field(repr=False)
    diagnostics: tuple[Diagnostic, ...]
    reading: Reading = field(repr=False)

    @property
    def key(self) -> Key:
        """By what it is known again: what follows matters only to a mistake."""
        return self.text, self.after if self.reading.failures else None


Key = tuple[str, str | None]


@frozen(eq=False)
class Placed:
    """A part and where it stands."""

    part: Part
    start: int

    @property
    def end(self) -> int:
        """Where the part ends in the text."""
        return self.start + len(self.part.text)


@frozen(eq=False)
class Parts:
    """A text as its parts in order, and what is wrong with it as a whole, with places that count from its start.

    The parts cover the text, but for one that cannot be read at all: that one has none.
    """

    placed: tuple[Placed, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    header: t.Header | None = None


def read_parts(source: Source, known: Mapping[Key, Part] | None = None) -> Parts:
    """Read a text in parts. Parts that are `known`, by their keys, are not read again.

    Never raises. Linear in the text for cutting it, and in the unknown parts for reading them.
    """
    known = known or {}
    text, problems, readable = limits.check_text(source.text)
    if not readable:
        return Parts((), describe(problems, [], source.name))
    cuts = cut(text)
    if (deep := limits.too_many_braces(cuts.depth)) is not None:
        problems.append(deep)
        return Parts((), describe(problems, [], source.name))
    found = _read(text, cuts.pieces, cuts.comments, known)
    if cuts.others is not None:
        other = _read(text, cuts.others, cuts.comments, known)
        found = min(other, found, key=_mistakes)
    header, misplaced = find_header((item, placed.start) for placed in found for item in placed.part.items)
    return Parts(tuple(found), describe([*problems, *misplaced], [], source.name), header)


def _mistakes(found: list[Placed]) -> int:
    return sum(placed.part.reading.mistakes for placed in found)


def _read(
    text: str, pieces: tuple[Piece, ...], comments: tuple[t.Comment, ...], known: Mapping[Key, Part]
) -> list[Placed]:
    found: list[Placed] = []
    upcoming = 0
    for piece in pieces:
        first = upcoming
        while upcoming < len(comments) and comments[upcoming].span.start < piece.end:
            upcoming += 1
        words, after = text[piece.start : piece.end], text[piece.end : piece.end + _LOOK_AHEAD]
        part = known.get((words, None)) or known.get((words, after))
        if part is None:
            reading = read_piece(words + after, Piece(0, len(words)))
            own = tuple(_comment(comment, piece.start) for comment in comments[first:upcoming])
            told = describe(list(reading.problems), list(reading.failures), "")
            part = Part(words, after, tuple(reading.items), own, told, reading)
        found.append(Placed(part, piece.start))
    return found


def _comment(comment: t.Comment, start: int) -> t.Comment:
    return evolve(comment, span=Span(comment.span.start - start, comment.span.end - start))


def moved(diagnostic: Diagnostic, start: int, file: str) -> Diagnostic:
    """What is said of a part, said of the text in which the part starts there."""
    return evolve(
        diagnostic,
        file=file,
        span=_shifted(diagnostic.span, start),
        labels=tuple(Label(file, _shifted(label.span, start), label.message) for label in diagnostic.labels),
    )


def _shifted(span: Span, start: int) -> Span:
    return Span(span.start + start, span.end + start)
