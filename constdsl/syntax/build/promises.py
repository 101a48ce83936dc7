"""Guarantees: who can or cannot do what, and what is always or never so."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from constdsl.source import Span
from constdsl.syntax import tree as t
from constdsl.syntax.build.base import Base, refs_in

__all__ = ["Promises"]


class Promises(Base):
    def sole_property(self, c: list[Any], start: int, end: int) -> t.Property:
        promise: t.Property = c[0]
        return promise

    def guarantee(self, c: list[Any], start: int, end: int) -> t.Guarantee:
        return t.Guarantee(c[1].text[1:-1], c[3], span=Span(start, end))

    def ability(self, c: list[Any], start: int, end: int) -> t.Ability:
        return t.Ability(c[0], c[1].kind == "CAN", c[2], _within(c), span=Span(start, end))

    def prohibition(self, c: list[Any], start: int, end: int) -> t.Ability:
        return t.Ability(c[0], False, c[2], _within(c), span=Span(start, end))

    def invariant(self, c: list[Any], start: int, end: int) -> t.Invariant:
        return t.Invariant(c[0].kind == "ALWAYS", c[1], span=Span(start, end))

    def coalition(self, c: list[Any], start: int, end: int) -> t.NamedCoalition:
        return t.NamedCoalition(refs_in(c), span=Span(start, end))

    def every_coalition(self, c: list[Any], start: int, end: int) -> t.EveryCoalition:
        return t.EveryCoalition(2 if c[1].kind == "TWO" else 1, refs_in(c), span=Span(start, end))

    def control(self, c: list[Any], start: int, end: int) -> t.Control:
        return t.Control(c[1], span=Span(start, end))

    def choose(self, c: list[Any], start: int, end: int) -> t.ChooseCandidates:
        return t.ChooseCandidates(c[4], span=Span(start, end))

    def paralyse(self, c: list[Any], start: int, end: int) -> t.Paralyse:
        return t.Paralyse(c[1], span=Span(start, end))

    def bar(self, c: list[Any], start: int, end: int) -> t.Bar:
        return t.Bar(c[1], c[3], span=Span(start, end))

    def block(self, c: list[Any], start: int, end: int) -> t.Block:
        return t.Block(c[1], span=Span(start, end))

    def perform(self, c: list[Any], start: int, end: int) -> t.Perform:
        return t.Perform(c[0], span=Span(start, end))


def _within(children: list[Any]) -> Fraction | None:
    last = children[-1]
    return last if type(last) is Fraction else None
