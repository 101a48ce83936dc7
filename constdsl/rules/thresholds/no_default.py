"""A full house or none."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.bodies import deadlock, figures, refills, sole_decisions
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["no_default"]


@rule(code="T4", severity="warning", since="0.1")
def no_default(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does one vacancy, which nobody else fills, end a body that alone decides something?"""
    for body in constitution.bodies.values():
        if body.seats < 2:
            continue
        found = deadlock(capture, body)
        if found is None or found[0] > 1:
            continue
        decisions = list(sole_decisions(capture, body))
        if not decisions:
            continue
        _, dependent = found
        who = f"only `{body.name}` itself, when it is full," if dependent.by_itself else "nobody"
        cause = body.quorum_clause or body.decides_clause or dependent.group.clause
        yield Finding(
            f"one vacancy ends `{body.name}`: it decides only with all its {body.seats} members, and {who} "
            f"fills `{dependent.group.label}`",
            at=cause,
            labels=(
                (dependent.group.clause, "who fills these seats"),
                *((each.clause, f"nobody else may {each.words}") for each in decisions[:3]),
            ),
            reason=("No rule says what holds until then, and nobody decides in its place.",),
            table=figures(body, dependent.threshold),
            repairs=tuple(refills(capture, body, dependent)),
            cause=("vacancy", body.name),
            subject=(body.name,),
        )
