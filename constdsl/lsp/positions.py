"""Offsets in a text and positions in an editor: lines from 0, and columns in the units that were agreed on."""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol import types

from constdsl.source import Span

__all__ = ["Lines"]

_LINE_END = re.compile("\r\n|\n|\r")

_WIDTHS = {types.PositionEncodingKind.Utf8: "utf-8", types.PositionEncodingKind.Utf16: "utf-16-le"}
_UNIT = {types.PositionEncodingKind.Utf8: 1, types.PositionEncodingKind.Utf16: 2}


class Lines:
    """The lines of one text. Lines end where the protocol says: at a line feed, a carriage return, or both."""

    def __init__(self, text: str, encoding: types.PositionEncodingKind | str | None = None) -> None:
        self.text = text
        self.encoding = types.PositionEncodingKind(encoding or types.PositionEncodingKind.Utf16)
        self.plain = text.isascii() or self.encoding is types.PositionEncodingKind.Utf32
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def _width(self, text: str) -> int:
        if self.plain:
            return len(text)
        return len(text.encode(_WIDTHS[self.encoding], "surrogatepass")) // _UNIT[self.encoding]

    def position(self, offset: int) -> types.Position:
        """The position of an offset; of one past the end, the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.starts, offset) - 1
        return types.Position(line, self._width(self.text[self.starts[line] : offset]))

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position; one past the end of its line, or of the text, is taken for that end."""
        if position.line >= len(self.starts):
            return len(self.text)
        start = self.starts[position.line]
        end = self.starts[position.line + 1] if position.line + 1 < len(self.starts) else len(self.text)
        line = self.text[start:end].rstrip("\r\n")
        if self.plain:
            return start + min(position.character, len(line))
        units = 0
        for number, character in enumerate(line):
            if units >= position.character:
                return start + number
            units += self._width(character)
        return start + len(line)

    def span(self, place: types.Range) -> Span:
        """The span of a range."""
        return Span(self.offset(place.start), self.offset(place.end))

    def edited(self, changes: list[types.TextDocumentContentChangeEvent]) -> str:
        """The text after changes, each of which speaks of the text that the ones before it have left."""
        lines = self
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                span = lines.span(change.range)
                text = lines.text[: span.start] + change.text + lines.text[max(span.start, span.end) :]
            else:
                text = change.text
            lines = Lines(text, self.encoding)
        return lines.text
