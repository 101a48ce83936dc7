"""What can be folded away: all that stands in braces, longer comments, and in Markdown each block of a constitution.

Braces are counted without regard to what the text means, so that folds stay where they are while it is being written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lsprotocol import types

from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.source import markdown_blocks

__all__ = ["folds", "register"]

_SCAN = re.compile(
    r"""\#[^\n]*+                        # a comment
      | "(?:[^"\n]*+"|[^"\n{]*+)         # a title, perhaps without its closing quotation mark
      | ([{}])                           # 1 a brace
    """,
    re.VERBOSE,
)
_COMMENTS = re.compile(r"^[ \t]*+\#[^\n]*+(?:\n[ \t]*+\#[^\n]*+)++", re.MULTILINE)


def folds(view: View) -> list[types.FoldingRange]:
    """All stretches of lines that can be folded, one at most for each line that it begins at. Linear."""
    found: dict[int, types.FoldingRange] = {}
    for first, last, kind in (*_comments(view), *_blocks(view), *_braces(view)):
        if last > first and first not in found:
            found[first] = types.FoldingRange(first, last, kind=kind)
    return [found[first] for first in sorted(found)]


_Fold = tuple[int, int, types.FoldingRangeKind | None]


def _comments(view: View) -> Iterator[_Fold]:
    for match in _COMMENTS.finditer(view.document.source.text):
        yield _line(view, match.start()), _line(view, match.end()), types.FoldingRangeKind.Comment


def _blocks(view: View) -> Iterator[_Fold]:
    """The blocks of a Markdown text, from the line that opens each to the last line before the one that closes it."""
    if view.document.is_markdown:
        for block in markdown_blocks(view.document.text):
            if block.end > block.start:
                yield _line(view, block.start) - 1, _line(view, block.end - 1), None


def _braces(view: View) -> Iterator[_Fold]:
    """Each pair of braces, the outer ones of one line first. The line of the closing brace stays in sight."""
    text = view.document.source.text
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _SCAN.finditer(text):
        if match[1] == "{":
            opened.append(match.start())
        elif match[1] == "}" and opened:
            pairs.append((opened.pop(), match.start()))
    for start, end in sorted(pairs):
        last = _line(view, end)
        alone = not text[view.lines.starts[last] : end].strip()
        yield _line(view, start), last - 1 if alone else last, None


def _line(view: View, offset: int) -> int:
    return bisect_right(view.lines.starts, offset) - 1


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def answer(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        view = server.view(params.text_document.uri)
        return folds(view) if view is not None else []
