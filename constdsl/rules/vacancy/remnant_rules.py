"""The last ones left choose all the others."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Body, Constitution
from constdsl.rules.common.arithmetic import by_minority, by_one
from constdsl.rules.common.bodies import dependents, figures, sole_decisions
from constdsl.rules.repairs import extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["remnant_rules"]


@rule(code="J2", severity="warning", since="0.1")
def remnant_rules(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can the few members left of a body decide for all its seats, and choose the rest?"""
    for body in constitution.bodies.values():
        own = [each for each in dependents(capture, body) if each.by_itself]
        if body.seats < 3 or not own or len(own) < len(body.groups):
            continue  # seats that others fill keep the remnant small for a while only
        threshold = own[0].threshold
        single, minority = (count(threshold, body.quorum, body.seats) for count in (by_one, by_minority))
        if single is None or minority is None:
            continue
        decisions = list(sole_decisions(capture, body))
        if not decisions:
            continue
        yield Finding(
            f"`{body.name}` counts its majority on the members who are left: after {minority:,} vacancies of "
            f"{body.seats:,} fewer than half of its seats decide, after {single:,} one member does",
            at=body.decides_clause or own[0].group.clause,
            labels=(
                (own[0].group.clause, "nobody else fills these seats"),
                *((each.clause, f"nobody else may {each.words}") for each in decisions[:3]),
            ),
            reason=("No quorum holds, and whoever remains chooses those who follow.",),
            table=figures(body, threshold),
            repairs=tuple(_quorum(body)),
            cause=("remnant", body.name),
            subject=(body.name,),
        )


def _quorum(body: Body) -> Iterator[Repair]:
    title = f"give `{body.name}` a quorum of a majority of its seats"
    if body.quorum_clause is not None:
        yield Repair(title, (put(body.quorum_clause, "quorum majority"),))
    elif not body.office:
        yield Repair(title, (extend(body.decides_clause or body.groups[-1].clause, "quorum majority"),))
