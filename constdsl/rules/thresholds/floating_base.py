"""A special majority that floats on attendance."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from constdsl.model.entities import Body, Clause, Constitution, Threshold
from constdsl.model.mutant_words import threshold_words
from constdsl.rules.common.arithmetic import fewest, quorate
from constdsl.rules.repairs import extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Base

__all__ = ["floating_base"]

_FLOATING = (Base.PRESENT, Base.VOTES)
_QUORUMS = ("two-thirds", Fraction(2, 3)), ("three-quarters", Fraction(3, 4)), ("nine-tenths", Fraction(9, 10))


@rule(code="T1", severity="warning", since="0.1")
def floating_base(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a special majority of those present or voting come to less than half of all seats?"""
    for body in constitution.bodies.values():
        places = [
            (clause, threshold) for clause, threshold in _decisions(constitution, body)
            if _special(threshold) and 2 * _enough(body, threshold) < body.seats
        ]  # fmt: skip
        if not places:
            continue
        (at, threshold), *others = sorted(places, key=lambda place: -place[1].share)
        enough, attend = _enough(body, threshold), quorate(body.quorum, body.seats, body.seats)
        plural = "seat is" if enough == 1 else "seats are"
        attending = f"{attend} of {body.seats} are a quorum" if body.quorum else f"`{body.name}` has no quorum"
        yield Finding(
            f"{threshold_words(threshold)} in `{body.name}` can be {enough:,} of {body.seats:,} seats, less than half",
            at=at,
            labels=(
                *(((body.quorum_clause, "the quorum"),) if body.quorum_clause else ()),
                *((clause, "counted in the same way") for clause, _ in others),
            ),
            reason=(f"{attending}, so {enough:,} {plural} enough for what is meant to be hard.",),
            repairs=tuple(_repairs(body, at, [each for _, each in places])),
            cause=("quorum", body.name),
            subject=(body.name,),
        )


def _decisions(constitution: Constitution, body: Body) -> Iterator[tuple[Clause, Threshold]]:
    """Where a body's thresholds stand: its usual one, and those of its powers."""
    if body.decides_clause is not None:
        yield body.decides_clause, body.decides
    for power in constitution.powers:
        if power.subject == body.name and power.threshold is not None:
            yield power.clause, power.threshold


def _special(threshold: Threshold) -> bool:
    return threshold.number is None and threshold.base in _FLOATING and threshold.share > Fraction(1, 2)


def _enough(body: Body, threshold: Threshold) -> int:
    """The votes that carry when just a quorum attends and all of it votes."""
    attend = evolve(threshold, base=Base.PRESENT)
    return fewest(attend, body.quorum, body.seats, body.seats) or body.seats


def _repairs(body: Body, at: Clause, thresholds: list[Threshold]) -> Iterator[Repair]:
    for words, share in _QUORUMS:
        raised = evolve(body, quorum=Threshold(share, False))
        if any(2 * _enough(raised, threshold) < body.seats for threshold in thresholds):
            continue
        title = f"raise the quorum of `{body.name}` to {words}"
        if body.quorum_clause is not None:
            yield Repair(title, (put(body.quorum_clause, f"quorum {words}"),))
        elif body.groups and not body.office:
            yield Repair(title, (extend(body.decides_clause or body.groups[-1].clause, f"quorum {words}"),))
        break
    if at == body.decides_clause and len(thresholds) == 1:
        words = threshold_words(evolve(body.decides, base=Base.SEATS))
        yield Repair(f"count the majority of `{body.name}` on all its seats", (put(at, f"decides by {words}"),))
