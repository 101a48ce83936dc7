"""Bodies and offices: groups of seats, how they are filled, and how a body meets and decides."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from constdsl.source import Span
from constdsl.syntax import tree as t
from constdsl.syntax.build.amounts import Amounts
from constdsl.syntax.build.base import name_of, refs_in, title_in
from constdsl.syntax.words import Word

__all__ = ["Bodies"]

_MEETING = (t.DecidesBy, t.Quorum, t.ConvenedBy)


class Bodies(Amounts):
    def body_decl(self, c: list[Any], start: int, end: int) -> t.BodyDecl:
        items = tuple(item for item in c[3:] if type(item) is not Word)
        return t.BodyDecl(name_of(c[1]), title_in(c), False, items, span=Span(start, end))

    def office_decl(self, c: list[Any], start: int, end: int) -> t.BodyDecl:
        parts = [item for item in c[3:] if type(item) is not Word]
        seat = [item for item in parts if type(item) not in _MEETING]
        span = Span(seat[0].span.start, seat[-1].span.end) if seat else Span(start, end)
        items = (self._group(None, None, seat, span), *(item for item in parts if type(item) in _MEETING))
        return t.BodyDecl(name_of(c[1]), title_in(c), True, items, span=Span(start, end))

    def group(self, c: list[Any], start: int, end: int) -> t.SeatGroup:
        seats: int | t.PerResidents | None = None
        name: t.Name | None = None
        parts = []
        for part in c:
            if type(part) is not Word:
                if type(part) is t.PerResidents:
                    seats = part
                else:
                    parts.append(part)
            elif part.kind == "INT":
                seats = int(part.text)
            elif part.kind == "NAME":
                name = name_of(part)
        return self._group(seats, name, parts, Span(start, end))

    def _group(
        self, seats: int | t.PerResidents | None, name: t.Name | None, parts: list[Any], span: Span
    ) -> t.SeatGroup:
        filling: t.Filling | None = None
        clauses: list[t.Clause] = []
        for part in parts:
            if type(part) is not t.Filling:
                clauses.append(part)
            elif filling is None:
                filling = part
            else:
                self.report(
                    "said-twice", "these seats are filled in two ways", part.span.start, part.span.end,
                    "Keep one way, or begin a second group with `seats`.",
                )  # fmt: skip
        return t.SeatGroup(seats, name, filling, tuple(clauses), span=span)

    def per_residents(self, c: list[Any], start: int, end: int) -> t.PerResidents:
        persons = int(c[2].text)
        if persons == 0:
            self.report(
                "impossible-amount", "no seat can be given for every nobody", start, end,
                "Say for how many persons there is a seat, such as `1 per 25_000 of …`.",
            )  # fmt: skip
        return t.PerResidents(int(c[0].text), persons or 1, c[4], span=Span(start, end))

    def elected(self, c: list[Any], start: int, end: int) -> t.Filling:
        return t.Filling(t.FillingKind.ELECTED, refs_in(c), span=Span(start, end))

    def appointed(self, c: list[Any], start: int, end: int) -> t.Filling:
        return t.Filling(t.FillingKind.APPOINTED, refs_in(c), span=Span(start, end))

    def held(self, c: list[Any], start: int, end: int) -> t.Filling:
        return t.Filling(t.FillingKind.HELD, refs_in(c), span=Span(start, end))

    def joining(self, c: list[Any], start: int, end: int) -> t.Filling:
        return t.Filling(t.FillingKind.JOINING, refs_in(c), span=Span(start, end))

    def co_opted(self, c: list[Any], start: int, end: int) -> t.Filling:
        return t.Filling(t.FillingKind.CO_OPTED, span=Span(start, end))

    def drawn(self, c: list[Any], start: int, end: int) -> t.Filling:
        return t.Filling(t.FillingKind.LOT, span=Span(start, end))

    def from_clause(self, c: list[Any], start: int, end: int) -> t.From:
        return t.From(c[1], span=Span(start, end))

    def while_clause(self, c: list[Any], start: int, end: int) -> t.While:
        return t.While(c[1], span=Span(start, end))

    def nominated(self, c: list[Any], start: int, end: int) -> t.NominatedBy:
        return t.NominatedBy(refs_in(c), span=Span(start, end))

    def vetted(self, c: list[Any], start: int, end: int) -> t.VettedBy:
        return t.VettedBy(refs_in(c), span=Span(start, end))

    def consent_clause(self, c: list[Any], start: int, end: int) -> t.WithConsent:
        return t.WithConsent(refs_in(c), span=Span(start, end))

    def funded(self, c: list[Any], start: int, end: int) -> t.FundedBy:
        return t.FundedBy(refs_in(c), span=Span(start, end))

    def at_least(self, c: list[Any], start: int, end: int) -> t.AtLeastCandidates:
        self.agree(c[2], c[3])
        return t.AtLeastCandidates(int(c[2].text), span=Span(start, end))

    def at_most(self, c: list[Any], start: int, end: int) -> t.AtMostCandidates | t.TermLimit:
        self.agree(c[2], c[3])
        number, span = int(c[2].text), Span(start, end)
        if c[3].kind in ("TERM", "TERMS"):
            return t.TermLimit(number, refs_in(c), span=span)
        return t.AtMostCandidates(number, span=span)

    def surplus(self, c: list[Any], start: int, end: int) -> t.SurplusSettledBy:
        return t.SurplusSettledBy(c[3], span=Span(start, end))

    def each_naming(self, c: list[Any], start: int, end: int) -> t.EachNaming:
        return t.EachNaming(int(c[4].text), span=Span(start, end))

    def ballot(self, c: list[Any], start: int, end: int) -> t.Ballot:
        return t.Ballot(c[1].kind == "SECRET", span=Span(start, end))

    def term(self, c: list[Any], start: int, end: int) -> t.Term:
        return t.Term(c[1] if type(c[1]) is Fraction else None, span=Span(start, end))

    def decides(self, c: list[Any], start: int, end: int) -> t.DecidesBy:
        return t.DecidesBy(c[2], span=Span(start, end))

    def quorum(self, c: list[Any], start: int, end: int) -> t.Quorum:
        return t.Quorum(c[1], span=Span(start, end))

    def convened(self, c: list[Any], start: int, end: int) -> t.ConvenedBy:
        every = c[-1] if type(c[-1]) is Fraction else None
        return t.ConvenedBy(refs_in(c), every, span=Span(start, end))
