"""A majority that rests on friends whom nothing binds."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Assumption, Body, Constitution, Threshold
from constdsl.rules.common.counterfactual import without
from constdsl.rules.repairs import insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control

__all__ = ["satellite_defection"]


@rule(code="T5", severity="warning", since="0.1")
def satellite_defection(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a majority rest on allies whom no rule keeps?"""
    for allies in constitution.assumptions:
        body = capture.body_of(allies.of)
        if allies.side is None or body is None or allies.side.split(".")[0] == body.name:
            continue
        goal = control(body.name)
        if capture.forces(allies.side, goal=goal) is None:
            continue
        alone = without(capture, allies)
        if alone.forces(allies.side, goal=goal) is not None:
            continue  # its own seats, or seats that are bound to it, are enough
        if alone.commands(allies.side, label=body.name, threshold=Threshold(number=1)) is None:
            continue  # the friends are all it has there: so the text tells how many its own people are
        history = capture.history(allies.side, goal=goal, words=f"control {body.name}")
        if history is None:
            continue
        seats, needed = _seats(constitution, allies, body), body.decides.needed(body.seats)
        yield Finding(
            f"`{allies.side}` has its majority in `{body.name}` only while {seats:,} allies side with it, "
            "and no rule binds them",
            at=allies.clause,
            labels=((body.decides_clause or body.clause, f"{needed:,} of {body.seats:,} are needed"),),
            reason=(
                "Without them its own seats do not suffice.",
                "What allies do today they need not do tomorrow, and no rule says what follows if they leave.",
            ),
            history=history,
            repairs=tuple(_bond(constitution, allies)),
            cause=("allies", body.name, allies.side),
            subject=(body.name, allies.side, allies.of),
        )


def _seats(constitution: Constitution, allies: Assumption, body: Body) -> int:
    """How many allies are assumed."""
    refs = constitution.labels.get(allies.of, ())
    total = sum(constitution.group(ref).seats for ref in refs) or body.seats
    return min(allies.number, total) if allies.number is not None else int((allies.share or 0) * total)


def _bond(constitution: Constitution, allies: Assumption) -> Iterator[Repair]:
    """Say that they are bound, where they are a group of their own, and to somebody who can bind."""
    if "." in allies.of and allies.side in constitution.bodies:
        yield Repair(
            f"say that the members of `{allies.of}` are bound, if they are",
            (insert(allies.clause, f"members of {allies.of} are bound by {allies.side} in voting"),),
        )
