"""A text as a formatter sees it: words, the comments between them, and lines that must stay what they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from constdsl.source import Span
from constdsl.syntax.grammar import load_tables
from constdsl.syntax.tree import Comment
from constdsl.syntax.words import Word, split_words

__all__ = ["MARK", "Script"]

MARK = "\ufeff"
"""The mark with which some editors begin a file; it is no part of the text."""

_ALLOW = re.compile(r"#+\s*allow\s")
"""The beginning of a comment that allows a finding on its line, or on the next."""

_TIGHT_BEFORE = frozenset({"COMMA", "COLON", "DOT", "PERCENT", "RPAR", "SLASH"})
_TIGHT_AFTER = frozenset({"DOT", "LPAR", "SLASH"})


class Script:
    """The words of a text in order, and the comments around them.

    `before[i]` are the comments that stand on lines of their own before word i (`len(words)` is the end), `after[i]`
    is the comment behind word i. Word i must begin a line where it is forced to, and must not where it is `held`.
    """

    def __init__(self, text: str, comments: Sequence[Comment], span: Span | None = None) -> None:
        """The script of a text, or of some of its lines."""
        self.text = f" {text[1:]}" if text.startswith(MARK) else text
        self.words = list(_words(self.text, span or Span(0, len(text))))
        self.index = {word.start: number for number, word in enumerate(self.words)}
        self.before: dict[int, list[Comment]] = {}
        self.after: dict[int, Comment] = {}
        self._starts = [word.start for word in self.words]
        for comment in comments:
            following = self.starting(comment.span.start)
            if comment.own_line:
                self.before.setdefault(following, []).append(comment)
            else:
                self.after[following - 1] = comment
        forced = {*self.before, *(number + 1 for number in self.after)}
        self.held: set[int] = set()
        for first, last in self._allowed_lines(comments):
            forced |= {first, last}
            self.held.update(range(first + 1, last))
        self._forced = sorted(forced)
        self._spots, self.depths = _measure(self.words)

    def starting(self, offset: int) -> int:
        """The number of the first word that starts there or later."""
        return bisect_left(self._starts, offset)

    def space(self, number: int) -> str:
        """What stands on one line between a word and the one before it."""
        return "" if self._spots[number] == self._end(number - 1) else " "

    def width(self, first: int, last: int) -> int:
        """How long the words from `first` to before `last` are on one line."""
        return self._end(last - 1) - self._spots[first]

    def is_forced(self, number: int) -> bool:
        """Whether a word must begin a line: it follows a comment, or a line that must stay what it is."""
        return self.is_parted(number - 1, number + 1)

    def is_parted(self, first: int, last: int) -> bool:
        """Whether one of the words after `first` and before `last` must begin a line."""
        at = bisect_right(self._forced, first)
        return at < len(self._forced) and self._forced[at] < last

    def _end(self, number: int) -> int:
        return self._spots[number] + len(self.words[number].text)

    def _allowed_lines(self, comments: Sequence[Comment]) -> Iterator[tuple[int, int]]:
        """The words of each line on which a comment allows findings.

        Were such a line joined with another one, or broken, the comment would allow more than it did, or less.
        """
        below: Comment | None = None
        meant = 0
        for comment in reversed(comments):
            start, end = comment.span.start, comment.span.end
            if not comment.own_line:
                meant = start
            elif below is None or self.text.count("\n", end, below.span.start) != 1:
                meant = self.text.find("\n", end) + 1 or len(self.text)
            below = comment if comment.own_line else None
            if _ALLOW.match(comment.text):
                first, last = self._line(meant)
                if first < last:
                    yield first, last

    def _line(self, offset: int) -> tuple[int, int]:
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.starting(start), self.starting(end if end >= 0 else len(self.text))


def _words(text: str, span: Span) -> Iterator[Word]:
    for word in split_words(text, span.start, span.end, load_tables().keywords):
        if word.kind == "ON_PETITION":
            # One word to the grammar; to an author two, with room for a comment between them.
            yield Word(word.kind, "on", word.start, word.start + len("on"))
            yield Word("PETITION", "petition", word.end - len("petition"), word.end)
        else:
            yield word


def _measure(words: Iterable[Word]) -> tuple[list[int], list[int]]:
    """Where each word would stand if all were on one line, and how deep in parentheses."""
    spots: list[int] = []
    depths: list[int] = []
    column = depth = 0
    before = ""
    for word in words:
        kind = word.kind
        if before and before not in _TIGHT_AFTER and kind not in _TIGHT_BEFORE:
            column += 1
        depth -= kind == "RPAR"
        spots.append(column)
        depths.append(depth)
        depth += kind == "LPAR"
        column += len(word.text)
        before = kind
    return spots, depths
