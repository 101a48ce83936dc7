"""Powers that whoever was given them may give away, again and again."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Holds
from constdsl.model.entities import Constitution, Power
from constdsl.rules.repairs import cut, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["bottomless"]


@rule(code="G2", severity="warning", since="0.1")
def bottomless(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can those to whom a power was given pass it on, and those in turn, without end?"""
    conferring = [
        power for power in constitution.powers
        if power.subject is None and power.act.verb is Verb.CONFER and power.act.name is not None and not power.consent
    ]  # fmt: skip
    if not conferring:
        return
    told: set[frozenset[str]] = set()
    for first in conferring:
        for second in conferring:
            middle, last = first.act.name, second.act.name
            givers = _asked(constitution, capture, first)
            if middle is None or last is None or not givers or not _gives(constitution, capture, middle, second):
                continue
            round_trip = frozenset((givers[0], middle, last))
            passed = [
                power for power in constitution.powers
                if power.subject is None and power.act.verb not in (Verb.CONFER, Verb.REVOKE)
                and _gives(constitution, capture, givers[0], power)
                and not capture.logic.entails(first.act.whom, power.subject_condition)
                and _may(constitution, capture, middle, power) and _may(constitution, capture, last, power)
            ]  # fmt: skip
            if passed and round_trip not in told:
                told.add(round_trip)
                yield _finding(capture, first, second, givers[0], passed[0])


def _asked(constitution: Constitution, capture: Capture, power: Power) -> list[str]:
    """The statuses that each holder of a power must have; where one contains another, the narrower."""
    found = [name for name in constitution.statuses if capture.logic.entails(power.subject_condition, Holds(name))]
    return [
        name for name in found
        if not any(other != name and capture.logic.entails(Holds(other), Holds(name)) for other in found)
    ]  # fmt: skip


def _gives(constitution: Constitution, capture: Capture, status: str, power: Power) -> bool:
    """Whether who receives a status has with it all statuses that a power asks for, and it asks for one at least."""
    asked = _asked(constitution, capture, power)
    return bool(asked) and all(capture.logic.entails(Holds(status), Holds(each)) for each in asked)


def _may(constitution: Constitution, capture: Capture, status: str, power: Power) -> bool:
    """Whether who receives a status may do the act of a power, by that power or by another."""
    return any(
        other.act == power.act and other.subject is None and _gives(constitution, capture, status, other)
        for other in constitution.powers
    )


def _finding(capture: Capture, first: Power, second: Power, giver: str, passed: Power) -> Finding:
    middle, last = first.act.name or "", second.act.name or ""
    again = "without end" if last in (middle, giver) else f"to any `{last}`"
    labels = [(passed.clause, "the power that is passed on")]
    if second is not first:
        labels.append((second.clause, "and those pass it on again"))
    return Finding(
        f"whoever is `{giver}` may pass the power to {passed.act.text} on to any `{middle}`, "
        f"who may pass it on {again}",
        at=first.clause,
        labels=tuple(labels),
        reason=("Nobody who answers for it chooses those who use it, and no rule limits their number or rank.",),
        repairs=tuple(_repairs(capture, first, second)),
        cause=("delegation", middle),
        subject=(giver, middle, last),
    )


def _repairs(capture: Capture, first: Power, second: Power) -> Iterator[Repair]:
    yield cut(second.clause, f"let those who receive it not {second.act.text}")
    for name in [name for name, body in capture.constitution.bodies.items() if body.seats > 1][:2]:
        if second.clause == first.clause:
            yield Repair(f"let `{name}` agree each time", (extend(second.clause, f"with consent of {name}"),))
