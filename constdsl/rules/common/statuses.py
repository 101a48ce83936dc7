"""What several rules ask of a status: whether it harms, who gives it, who takes it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Both, Condition, Either, Holds, Negation
from constdsl.model.entities import Act, Constitution
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["can_be_given", "can_be_taken", "harmful"]


def harmful(constitution: Constitution) -> frozenset[str]:
    """The statuses that take something away: they appear negated in who may vote, stand, hold a seat or act."""
    return frozenset(name for condition in _conditions(constitution) for name in _negated(condition, True))


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


def _negated(condition: Condition, positive: bool) -> Iterator[str]:
    match condition:
        case Holds(status) if not positive:
            yield status
        case Negation(operand):
            yield from _negated(operand, not positive)
        case Both(operands) | Either(operands):
            for operand in operands:
                yield from _negated(operand, positive)
        case _:
            return
