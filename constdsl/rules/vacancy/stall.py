"""A few vacancies that cannot be filled any more."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.bodies import deadlock, figures, refills, sole_decisions
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["stall"]


@rule(code="J1", severity="warning", since="0.1")
def stall(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do a few vacancies end for good a body that fills its own seats and alone decides something?"""
    for body in constitution.bodies.values():
        found = deadlock(capture, body)
        if found is None:
            continue
        gone, dependent = found
        # One vacancy is told by thresholds/no-default. More than a quarter of the seats is no longer bad luck.
        if gone < 2 or 4 * gone > body.seats:
            continue
        decisions = list(sole_decisions(capture, body))
        if not decisions:
            continue
        who = f"takes the vote of `{body.name}` itself" if dependent.by_itself else "is nobody's power"
        yield Finding(
            f"{gone} vacancies of {body.seats} end `{body.name}`, for to fill `{dependent.group.label}` {who}",
            at=body.quorum_clause or body.decides_clause or dependent.group.clause,
            labels=(
                (dependent.group.clause, "who fills these seats"),
                *((each.clause, f"nobody else may {each.words}") for each in decisions[:3]),
            ),
            reason=(f"With {body.seats - gone} members left it can neither decide nor choose new ones.",),
            table=figures(body, dependent.threshold),
            repairs=tuple(refills(capture, body, dependent)),
            cause=("vacancy", body.name),
            subject=(body.name,),
        )
