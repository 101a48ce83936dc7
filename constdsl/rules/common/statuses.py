"""What several rules ask of a status: whether it harms, who gives it, who takes it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Both, Condition, Either, Holds, Negation, negation
from constdsl.model.entities import Act, Constitution
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["can_be_given", "can_be_taken", "containing", "harmful", "occurrences", "required"]


def harmful(constitution: Constitution) -> frozenset[str]:
    """The statuses that take something away: they appear negated in who may vote, stand, hold a seat or act."""
    return frozenset(
        name for condition in _conditions(constitution) for name, positive in occurrences(condition) if not positive
    )


def required(capture: Capture, condition: Condition) -> list[str]:
    """The statuses without which nobody meets a condition, in the order of the text: all, where nobody meets it."""
    statuses = capture.constitution.statuses
    if not capture.can_meet(condition):
        return list(statuses)
    # Whoever meets it may be without any status that it neither asks for nor asks for something within.
    asked = {name for name, positive in occurrences(condition) if positive}
    related = {above for name in asked for above in containing(capture, name)}
    order = capture.once("order of statuses", lambda: {name: number for number, name in enumerate(statuses)})
    return [
        name for name in sorted(related & statuses.keys(), key=order.__getitem__)
        if not capture.can_meet(condition, negation(Holds(name)))
    ]  # fmt: skip


def containing(capture: Capture, status: str) -> list[str]:
    """A status and those that contain it, the nearest first."""
    within = capture.calculus.compiler.within
    found = {status: None}
    while (outer := within.get(next(reversed(found)))) is not None and outer not in found:
        found[outer] = None
    return list(found)


def can_be_given(capture: Capture, status: str) -> bool:
    """Whether some power confers a status, or some act makes it."""
    made = any(act.makes == status for act in capture.constitution.acts.values())
    return made or bool(capture.index.powers(Act(Verb.CONFER, name=status)))


def can_be_taken(capture: Capture, status: str) -> bool:
    """Whether some power revokes a status, or one that contains it."""
    current: str | None = status
    while current is not None:
        if capture.index.powers(Act(Verb.REVOKE, name=current)):
            return True
        current = capture.constitution.statuses[current].within if current in capture.constitution.statuses else None
    return False


def _conditions(constitution: Constitution) -> Iterator[Condition]:
    """What people must meet to vote, stand, hold a seat or act."""
    for found in constitution.classes.values():
        yield found.condition
    for body in constitution.bodies.values():
        for group in body.groups:
            yield group.eligible
            yield group.retain
    for power in constitution.powers:
        if power.subject is None:
            yield power.subject_condition
            yield power.scope


def occurrences(condition: Condition, positive: bool = True) -> Iterator[tuple[str, bool]]:
    """The statuses in a condition, each with whether it helps to meet it; else it stands in the way."""
    match condition:
        case Holds(status):
            yield status, positive
        case Negation(operand):
            yield from occurrences(operand, not positive)
        case Both(operands) | Either(operands):
            for operand in operands:
                yield from occurrences(operand, positive)
        case _:
            return
