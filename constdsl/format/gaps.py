"""The white space between words and comments, as the layout has it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from constdsl.format.layout import INDENT, Layout
from constdsl.source import Span
from constdsl.syntax.tree import Comment

__all__ = ["Gap", "Page", "gaps"]

_BEFORE_COMMENT = "  "


@frozen
class Page:
    """A stretch of a text that is laid out by itself, how its lines end, and what stands at their beginning."""

    span: Span
    ending: str = "\n"
    margin: str = ""


@frozen
class Gap:
    """White space, and what shall stand in its place.

    `word` is the word that it belongs to: the next one, but the one before where a comment on the same line follows.
    """

    word: int
    span: Span
    text: str


def gaps(layout: Layout, first: int, last: int, page: Page) -> Iterator[Gap]:
    """All the white space of a page, whose words are those from `first` to before `last`."""
    script = layout.script
    at = page.span.start
    for number in range(first, last + 1):
        behind = script.after.get(number - 1) if number > first else None
        if behind is not None:
            yield Gap(number - 1, Span(at, behind.span.start), _BEFORE_COMMENT)
            at = _extent(behind).end
        above = script.before.get(number, ())
        marks = [_extent(each) for each in above if page.span.start <= each.span.start < page.span.end]
        if number < last:
            word = script.words[number]
            if number not in layout.lines:
                yield Gap(number, Span(at, word.start), script.space(number))
                at = word.end
                continue
            marks.append(Span(word.start, word.end))
        ends = [at, *(mark.end for mark in marks)]
        between = [Span(end, mark.start) for end, mark in zip(ends, marks, strict=False)]
        spaced = _spaced(layout, number, last, [script.text.count("\n", gap.start, gap.end) > 1 for gap in between])
        column = layout.lines.get(number, 0)
        for gap, mark, is_spaced in zip(between, marks, spaced, strict=True):
            # A comment above a closing brace belongs to what the braces hold.
            inner = number < last and script.words[number].kind == "RBRACE" and mark is not marks[-1]
            line = page.margin + " " * (column + INDENT if inner else column)
            breaks = "" if gap.start == page.span.start else page.ending * (2 if is_spaced else 1)
            yield Gap(number, gap, breaks + line)
        at = ends[-1]
    yield Gap(last, Span(at, page.span.end), page.ending if at > page.span.start else "")


def _extent(comment: Comment) -> Span:
    """Where a comment stands, without the blanks at its end."""
    return Span(comment.span.start, comment.span.start + len(comment.text.rstrip()))


def _spaced(layout: Layout, number: int, last: int, left: list[bool]) -> list[bool]:
    """Before which of the comments above a word, and the word itself, there is an empty line, given where one was."""
    if not left:
        return left
    spaced = list(left)
    if number in layout.apart:
        spaced[0] = left[0] or not any(left)
    elif number not in layout.loose and number < last:
        spaced[0] = False
    if number < last and layout.script.words[number].kind == "RBRACE" and number + 1 not in layout.script.held:
        spaced[-1] = False
    return spaced
