"""Thresholds, shares and stretches of time; all numbers are exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import frozen

from constdsl.source import Span
from constdsl.syntax import tree as t
from constdsl.syntax.build.base import Base
from constdsl.syntax.words import FRACTIONS, Word

__all__ = ["Amounts"]

_SINGULAR = {
    "CANDIDATE": "candidates", "TERM": "terms", "YEAR": "years", "MONTH": "months", "VOTE": "votes",
    "MEMBER": "members",
}  # fmt: skip


@frozen
class _Votes:
    number: int


class Amounts(Base):
    def agree(self, number: Word, noun: Word) -> None:
        """Report `2 candidate`: not ambiguous, but every later reader stumbles over it."""
        if noun.kind in _SINGULAR and number.text != "1":
            self.report(
                "known-mistake", f"`{number.text} {noun.text}` is one word short of the plural", number.start, noun.end,
                f"Write `{number.text} {_SINGULAR[noun.kind]}`.",
            )  # fmt: skip

    def whole(self, word: Word) -> int:
        return int(word.text)

    def duration(self, c: list[Any], start: int, end: int) -> Fraction:
        number, unit = c
        self.agree(number, unit)
        amount = Fraction(number.text)
        return amount / 12 if unit.kind in ("MONTH", "MONTHS") else amount

    def fraction(self, c: list[Any], start: int, end: int) -> Fraction:
        first: Word = c[0]
        if first.kind == "HALF":
            return Fraction(1, 2)
        if first.kind == "FRACTION_WORD":
            return Fraction(*FRACTIONS[first.text])
        if len(c) == 2:
            return self._share(Fraction(first.text) / 100, start, end)
        if int(c[2].text) == 0:
            self.report("impossible-amount", "nothing can be divided by zero", start, end, "Write a share such as 2/3.")
            return Fraction(1)
        return self._share(Fraction(int(first.text), int(c[2].text)), start, end)

    def percent(self, c: list[Any], start: int, end: int) -> Fraction:
        return self._share(Fraction(c[0].text) / 100, start, end)

    def _share(self, share: Fraction, start: int, end: int) -> Fraction:
        if share <= 1:
            return share
        self.report(
            "impossible-amount", "a share cannot be larger than the whole", start, end,
            "Write at most 100%, or a number of votes such as `7 votes`.",
        )  # fmt: skip
        return Fraction(1)

    def votes(self, c: list[Any], start: int, end: int) -> _Votes:
        self.agree(c[0], c[1])
        return _Votes(int(c[0].text))

    def base(self, c: list[Any], start: int, end: int) -> tuple[t.Base | None, t.Condition | None]:
        base = t.Base(c[1].text) if c[0].kind == "OF" else None
        return base, c[-1] if type(c[-1]) is not Word else None

    def threshold(self, c: list[Any], start: int, end: int) -> t.Threshold:
        base, where = c[-1] if type(c[-1]) is tuple else (None, None)
        span = Span(start, end)
        first = c[0]
        if type(first) is Word and first.kind == "MAJORITY":
            return t.Threshold(t.ThresholdKind.MAJORITY, Fraction(1, 2), True, base, where, span=span)
        if type(first) is Word and first.kind == "UNANIMITY":
            return t.Threshold(t.ThresholdKind.UNANIMITY, Fraction(1), False, base, where, span=span)
        strict = type(first) is Word and first.kind == "MORE"
        amount = c[2] if type(first) is Word else first
        if type(amount) is _Votes:
            return t.Threshold(t.ThresholdKind.VOTES, Fraction(amount.number), strict, base, where, span=span)
        return t.Threshold(t.ThresholdKind.FRACTION, amount, strict, base, where, span=span)
