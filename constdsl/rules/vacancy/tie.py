"""An even split that nothing resolves."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.diagnostic import Severity
from constdsl.model.entities import Body, Clause, Constitution, Group, Threshold
from constdsl.rules.common.arithmetic import Tie
from constdsl.rules.common.arithmetic import tie as split
from constdsl.rules.common.bodies import figures, sole_decisions
from constdsl.rules.repairs import insert, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["tie"]

FEW = 12
"""Bodies of more seats are split evenly too seldom to be worth a word."""


@rule(code="J3", severity="note", since="0.1")
def tie(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body that alone decides something be split evenly, with no rule that decides?"""
    for body in constitution.bodies.values():
        if body.seats % 2 or not body.seats:
            continue
        halves = _halves(capture, body)
        for decision in sole_decisions(capture, body):
            come = split(decision.threshold, None, body.seats, body.seats)
            both = come is Tie.BOTH and _just_half(decision.threshold)
            stuck = come is Tie.FAILS and 2 * decision.threshold.needed(body.seats) == body.seats + 2
            if both:
                says, severity = "it carries a motion and its opposite", Severity.WARNING
            elif stuck and halves:
                says, severity = "its halves, chosen by different hands, stop one another", Severity.WARNING
            elif stuck and (body.seats == 2 or (decision.duty and body.seats <= FEW)):
                says, severity = "it decides nothing", Severity.NOTE
            else:
                continue
            half = body.seats // 2
            at: Clause = decision.clause if decision.threshold != body.decides else _place(body)
            yield Finding(
                f"`{body.name}` alone may {decision.words}, and split {half:,} to {half:,} {says}",
                at=at,
                labels=(
                    *(() if at == decision.clause else ((decision.clause, "what it alone decides"),)),
                    *((group.clause, "one half") for group in halves),
                ),
                reason=("No rule says what a tie comes to, and nobody else decides it.",),
                table=figures(body, decision.threshold),
                repairs=tuple(_repairs(body, both)),
                cause=("tie", body.name),
                subject=(body.name,),
                severity=severity,
            )
            break


def _place(body: Body) -> Clause:
    return body.decides_clause or (body.groups[0].clause if body.groups else body.clause)


def _just_half(threshold: Threshold) -> bool:
    return threshold.number is None and 2 * threshold.share == 1


def _halves(capture: Capture, body: Body) -> tuple[Group, ...]:
    """The groups of a body that two other bodies fill by halves; none where that is not so. Electors are many, and what
    they choose is no block."""
    sides: dict[tuple[str, ...], int] = {}
    for group in body.groups:
        chosen = capture.choosers(group)
        if len(chosen) != 1 or capture.is_class(chosen[0]) or chosen[0].split(".")[0] == body.name:
            return ()
        sides[chosen] = sides.get(chosen, 0) + group.seats
    equal = len(sides) == 2 and all(2 * seats == body.seats for seats in sides.values())
    return body.groups if equal else ()


def _repairs(body: Body, both: bool) -> Iterator[Repair]:
    if not both and body.groups and not body.office:
        seat = "seats 1 as umpire drawn by lot for 1 year"
        yield Repair(f"give `{body.name}` an umpire drawn by lot", (insert(body.groups[-1].clause, seat),))
    if both and body.decides_clause is not None:
        yield Repair(f"let `{body.name}` decide by more than half", (put(body.decides_clause, "decides by majority"),))
