"""Conditions and the selectors made of them."""

from __future__ import annotations

from typing import Any

from constdsl.source import Span
from constdsl.syntax import tree as t
from constdsl.syntax.build.base import PLURAL, Base, name_of
from constdsl.syntax.words import Word

__all__ = ["Conditions"]


class Conditions(Base):
    def ref(self, c: list[Any], start: int, end: int) -> t.Ref:
        return t.Ref(name_of(c[0]), name_of(c[2]) if len(c) == 3 else None, span=Span(start, end))

    def some(self, c: list[Any], start: int, end: int) -> t.Some:
        operands: list[t.Condition] = []
        for operand in c[::2]:
            if type(operand) is t.Some:
                operands += operand.operands
            else:
                operands.append(operand)
        return t.Some(tuple(operands), span=Span(start, end))

    def all(self, c: list[Any], start: int, end: int) -> t.All:
        operands: list[t.Condition] = []
        for operand in c[::2]:
            if type(operand) is t.All:
                operands += operand.operands
            else:
                operands.append(operand)
        return t.All(tuple(operands), span=Span(start, end))

    def negated(self, c: list[Any], start: int, end: int) -> t.Not:
        return t.Not(c[1], span=Span(start, end))

    def parens(self, c: list[Any], start: int, end: int) -> t.Condition:
        inside: t.Condition = c[1]
        return inside

    def anyone(self, c: list[Any], start: int, end: int) -> t.Anyone:
        return t.Anyone(span=Span(start, end))

    def atom(self, c: list[Any], start: int, end: int) -> t.Atom:
        return t.Atom(name_of(c[0]), span=Span(start, end))

    def comparison(self, c: list[Any], start: int, end: int) -> t.Comparison:
        right: Word = c[2]
        value = int(right.text) if right.kind == "INT" else name_of(right)
        unit = PLURAL.get(c[3].text, c[3].text) if len(c) == 4 else None
        sign = c[1].text
        if isinstance(value, t.Name) and sign not in ("=", "!="):
            self.report(
                "impossible-amount", f"`{value.text}` cannot be more or less than anything", right.start, right.end,
                "Compare with a number, or say `=` or `!=`.",
            )  # fmt: skip
        return t.Comparison(name_of(c[0]), sign, value, unit, span=Span(start, end))

    def member_of(self, c: list[Any], start: int, end: int) -> t.MemberOf:
        return t.MemberOf(c[2], span=Span(start, end))

    def is_candidate(self, c: list[Any], start: int, end: int) -> t.IsCandidate:
        return t.IsCandidate(span=Span(start, end))

    def is_sitting(self, c: list[Any], start: int, end: int) -> t.IsSitting:
        return t.IsSitting(name_of(c[0]), span=Span(start, end))

    def selector(self, c: list[Any], start: int, end: int) -> t.Selector:
        span = Span(start, end)
        if len(c) == 1:
            return t.Selector(t.Anyone(span=span), span=span)
        if len(c) == 4:
            return t.Selector(None, True, c[3], span=span)
        condition = c[1]
        # In parentheses, `any (candidate)` is a condition; bare, it is whoever stands.
        if type(condition) is t.IsCandidate and condition.span.end == end:
            return t.Selector(None, True, span=span)
        return t.Selector(condition, span=span)
