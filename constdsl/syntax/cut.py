"""Cut a text at the statements that certainly begin there, so that each piece can be parsed alone.

Pieces keep memory flat in long texts, and keep a mistake in one item from hiding the next. The scan knows only
comments, titles, braces and the words with which statements begin; it is linear.
"""

from __future__ import annotations

import re
from itertools import pairwise

from attrs import frozen

from constdsl.source import Span
from constdsl.syntax.tree import Comment

__all__ = ["Cuts", "Piece", "cut"]

_STARTS = (
    "status|attribute|act|class|body|office|flag|option|unclear|guarantee|use|assume|article|constitution|law|statute"
)
_COMMENT_OR_BRACE = r"""
        (\#[^\n]*+)                                                    # 1 a comment
      | "(?:[^"\n]*+"|[^"\n{]*+)                                        #   a title
      | ([{}])                                                         # 2 a brace
"""
_SPOKEN_OF = r"""
        (?:amend|suspend|over|any|lift)\s++article\b                   #   an article spoken of, not begun
      | no\s++body\b                                                   #   `no body alone can`
      | article\s++[0-9]++[A-Za-z]?+\s++(?:is|prevails)\b              #   an article spoken of
"""
# Whatever begins nothing is skipped word by word inside one match: most of a text is that, and each match costs.
_SCAN = re.compile(
    r"[^\w#\"{}.-]*+ (?: (?!(?:" + _STARTS + r"|amend|suspend|over|any|lift|no)(?![\w-])) [\w.-]++ [^\w#\"{}.-]*+ )*+"
    r"(?:" + _COMMENT_OR_BRACE + "|" + _SPOKEN_OF + r"""
      | (""" + _STARTS + r""")(?![\w-])                                # 3 the start of a statement
      | [\w.-]++                                                       #   a word that looked like one of these
      | \Z
    )""",
    re.VERBOSE,
)
_SCAN_LINES = re.compile(
    _COMMENT_OR_BRACE + r"| (?<![\w.-])(?:" + _SPOKEN_OF + r""")
      | (?<![\w.-])(""" + _STARTS + r""")(?![\w-])                     # 3 the start of a statement
      | ^[ \t]*+([^\W\d]\w*+(?:\.\w++)?+[ \t]++(?:may|must)\b)         # 4 a line that reads like a power or duty
    """,
    re.VERBOSE | re.MULTILINE,
)
_LARGE = 50_000
_FINISHED = re.compile(r"(?:[^\W\d]\w*|[\d%}])\Z")
_UNFINISHED = re.compile(
    r"(?<![\w.-])(?:any|only|and|or|not|of|by|in|is|to|for|from|on|with|when|unless|where|while|may|must|veto|annul)\Z"
)



@frozen
class Piece:
    """One stretch of text to parse alone."""

    start: int
    end: int


@frozen
class Cuts:
    """The pieces of a text in order, its comments, and the greatest depth of its braces.

    Where braces do not match up, `others` holds a second way to cut.
    """

    pieces: tuple[Piece, ...]
    comments: tuple[Comment, ...]
    depth: int
    others: tuple[Piece, ...] | None = None


def cut(text: str) -> Cuts:
    """Cut at every start of a statement outside braces.

    Where braces do not match up, statements at the left margin may be taken to stand outside braces, so that one
    missing brace does not swallow the rest of the text: that is the second way to cut. Linear.
    """
    cuts = _cut(text, _SCAN)
    if any(piece.end - piece.start > _LARGE for piece in cuts.pieces):
        cuts = _cut(text, _SCAN_LINES)
    return cuts


def _cut(text: str, scan: re.Pattern[str]) -> Cuts:
    comments: list[Comment] = []
    certain: list[int] = []
    margin: list[int] = []
    depth = deepest = lowest = 0
    for match in scan.finditer(text):
        group = match.lastindex
        if group == 2:
            if match[2] == "{":
                depth += 1
                if depth > deepest:
                    deepest = depth
            else:
                depth -= 1
                if depth < lowest:
                    lowest = depth
        elif group == 3:
            start = match.start(3)
            if depth == 0:
                certain.append(start)
            if start == 0 or text[start - 1] == "\n":
                margin.append(start)
        elif group == 4:
            # Not certain, hence only where a piece has grown large, and never after a word that wants another.
            start = match.start(4)
            if depth == 0 and start - (certain[-1] if certain else 0) > _LARGE and _is_finished(text, start):
                certain.append(start)
        elif group == 1:
            comments.append(_comment(text, match.start(1), match[1]))
    if depth == 0 and lowest == 0:
        return Cuts(_pieces(certain, len(text)), tuple(comments), deepest)
    return Cuts(_pieces(certain, len(text)), tuple(comments), deepest, _pieces(margin, len(text)))


def _is_finished(text: str, end: int) -> bool:
    """Whether the line before seems to end a statement."""
    before = text[max(0, end - 200) : end].rstrip()
    return "#" not in before.rsplit("\n", 1)[-1] and bool(_FINISHED.search(before)) and not _UNFINISHED.search(before)


def _comment(text: str, start: int, words: str) -> Comment:
    line = text.rfind("\n", 0, start) + 1
    words = words.rstrip("\r")
    return Comment(words, not text[line:start].strip(), span=Span(start, start + len(words)))


def _pieces(starts: list[int], end: int) -> tuple[Piece, ...]:
    edges = [0, *(start for start in starts if start > 0), end]
    return tuple(Piece(first, last) for first, last in pairwise(edges) if last > first)
