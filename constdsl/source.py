"""Text and places in it: the one vocabulary every later layer uses to point at what was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from attrs import field, frozen

__all__ = ["NOWHERE", "Position", "Source", "Span", "markdown_blocks", "markdown_source"]


@frozen(order=True)
class Span:
    """A stretch of a source, as offsets in characters: `start` included, `end` excluded."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The stretch from where this one starts to where the other one ends."""
        return Span(self.start, max(self.end, other.end))


NOWHERE = Span(0, 0)
"""The span of something that nobody wrote, such as a value made by a program."""


@frozen(order=True)
class Position:
    """A place as people count it: line and column both start at 1, columns count characters."""

    line: int
    column: int


@frozen(slots=False)
class Source:
    """One text and the name it goes by, usually its path.

    `text` is what is parsed; `shown` is what is quoted in messages. They have the same length and differ only
    where prose around fenced blocks is blanked out for the parser.
    """

    name: str
    text: str = field(repr=False)
    shown: str = field(default="", repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def position(self, offset: int) -> Position:
        """Line and column of an offset; logarithmic in the number of lines."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break; empty past the end."""
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return (self.shown or self.text)[starts[number - 1] : end].rstrip("\r\n")

    def quote(self, span: Span) -> str:
        """The characters that a span covers."""
        return self.text[span.start : span.end]


# The words after backticks hold no backtick, or `` ```x``` `` in prose would open a block; after tildes they may.
_FENCE = re.compile(r"^ {0,3}(?:(`{3,})([^\n`]*)|(~{3,})([^\n]*))$", re.MULTILINE)


def markdown_blocks(text: str) -> list[Span]:
    """The insides of the ```` ```const ```` blocks of a Markdown text, from line start to line start."""
    blocks: list[Span] = []
    cursor = 0
    while opening := _FENCE.search(text, cursor):
        fence = opening.group(1) or opening.group(3)
        info = (opening.group(2) or opening.group(4) or "").split()
        body = min(opening.end() + 1, len(text))
        closing = re.compile(
            rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t\r]*$", re.MULTILINE
        ).search(text, body)
        if info and info[0].lower() == "const":
            blocks.append(Span(body, closing.start() if closing else len(text)))
        cursor = closing.end() if closing else len(text)
    return blocks


def markdown_source(name: str, text: str) -> Source:
    """Keep the ```` ```const ```` blocks of a Markdown text and blank out everything else.

    Offsets stay those of the Markdown, so every later position is right without translation. Blocks of other
    languages, and prose, become spaces; line breaks are kept.
    """
    parts: list[str] = []
    cursor = 0
    for block in markdown_blocks(text):
        parts += [_blank(text[cursor : block.start]), text[block.start : block.end]]
        cursor = block.end
    parts.append(_blank(text[cursor:]))
    return Source(name, "".join(parts), text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
