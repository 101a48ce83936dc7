"""A unit's right whose key is in the pocket of the other side."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Raised, atoms
from constdsl.model.entities import Act, Constitution, Norm, Power
from constdsl.rules.repairs import cut, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, block, perform
from constdsl.syntax.tree import Verb

__all__ = ["exit_without_door"]


@rule(code="K1", severity="warning", since="0.1")
def exit_without_door(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is a right of a unit forbidden elsewhere until the other side gives leave?"""
    for power in constitution.powers:
        unit = power.subject
        if unit is None or power.act.verb is not Verb.PERFORM or power.consent:
            continue  # a consent that stands in the right itself is openly a joint decision
        locks = [norm for norm in capture.index.norms(power.act) if _locks(capture, norm, power)]
        if not locks:
            continue
        # Shut until somebody opens it, or open until somebody shuts it: in either case the key is elsewhere.
        shut = capture.forces(unit, goal=perform(power.act)) is None
        if not shut and capture.forces(unit, goal=perform(power.act), contested=True) is not None:
            continue
        goal = block(power.act)
        shutting = capture.who_alone_can(goal, contested=True, spared=(unit.split(".")[0],))
        doorkeepers = {
            name: date for name, date in shutting.items()
            if _other_side(capture, name, unit) and (shut or any(_can_shut(capture, name, lock) for lock in locks))
            and capture.forces(unit, name, goal=perform(power.act), contested=not shut) is not None
        }  # fmt: skip
        for keeper in capture.nearest(doorkeepers, contested=True):
            history = capture.history(keeper, goal=goal, words=f"block {power.act.text}", contested=True)
            if history is None:
                continue
            yield Finding(
                f"`{unit}` may {power.act.text}, and only `{keeper}` can open the door" if shut
                else f"`{unit}` may {power.act.text}, and `{keeper}` can shut the door at will",
                at=power.clause,
                labels=((locks[0].clause, "shut here until it gives leave" if shut else "shut here when it says so"),),
                reason=(
                    f"Against {keeper} {unit} cannot {power.act.text}, and with it it can.",
                    "A right that the other side must grant each time is a request.",
                ),
                history=history,
                repairs=tuple(_ways_out(capture, power, locks[0])),
                cause=("door", power.act.name, unit),
                subject=(power.act.name, unit, keeper),
            )  # fmt: skip


def _locks(capture: Capture, norm: Norm, power: Power) -> bool:
    """Whether a prohibition elsewhere hits who has the right, and does not always do so."""
    elsewhere = norm.clause.article != power.clause.article
    whom = norm.subject is None or norm.subject == power.subject or norm.subject.split(".")[0] == power.subject
    return elsewhere and whom and not capture.index.outranks(power.clause, norm.clause)


def _can_shut(capture: Capture, name: str, lock: Norm) -> bool:
    """Whether a body can raise a flag by which a prohibition comes to bite."""
    flags = {atom.flag for atom in atoms(lock.scope) if isinstance(atom, Raised)}
    raising = [power for flag in flags for power in capture.index.powers(Act(Verb.DECLARE, name=flag))]
    return any(capture.may_use(name, power=power, contested=True) is not None for power in raising)


def _other_side(capture: Capture, name: str, unit: str) -> bool:
    """Whether a body neither rests on the choice of the unit or of the unit's own people, nor the unit on its, nor
    commands the unit anyway. A unit has people."""
    if name in capture.answers_to(unit) or unit in capture.answers_to(name) or unit in capture.reach(name):
        return False
    own, others = _roots(capture, unit), _roots(capture, name)
    return bool(own) and not (others and others <= own)


def _roots(capture: Capture, label: str) -> frozenset[str]:
    """The classes on whose choice a body rests; a class rests on itself."""
    return frozenset(each for each in (label, *capture.answers_to(label)) if capture.is_class(each))


def _ways_out(capture: Capture, power: Power, lock: Norm) -> Iterator[Repair]:
    right, wall = capture.article(power.clause), capture.article(lock.clause)
    if right is not None and wall is not None and right.instrument == wall.instrument:
        words = f"article {right.number} prevails over article {wall.number}"
        yield Repair(f"let {right.label} prevail over {wall.label}", (insert(power.clause, words),))
    yield cut(lock.clause, "strike the prohibition")
