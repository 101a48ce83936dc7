"""Whoever is up for election says who has lost the vote."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.notes import Note, Used
from constdsl.model.conditions import Holds, atoms, negation
from constdsl.model.entities import Act, Class, Constitution, Filling, Power
from constdsl.rules.repairs import cut, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["offence_defined_by_the_opponent"]


@rule(code="F1", severity="error", since="0.1")
def offence_defined_by_the_opponent(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body that rests on people's votes alone find them guilty of what ends their vote?"""
    for voters in constitution.classes.values():
        up_for_election = [name for name in constitution.bodies if voters.name in capture.answers_to(name)]
        for act in _exclusions(capture, voters) if up_for_election else ():
            goal = perform(act)
            others = [name for name in constitution.bodies if name not in up_for_election]
            able = capture.who_alone_can(goal, contested=True, every=True, spared=others)
            told: list[str] = []
            for judge in sorted(able, key=able.__getitem__):
                if capture.reach(judge, contested=True).keys() & {*told}:
                    continue  # it does so through another
                history = capture.history(judge, goal=goal, words=act.text, contested=True, every=True)
                steps = capture.steps(judge, goal=goal, contested=True, every=True)
                powers = _powers(steps)
                if history is None or not powers:
                    continue
                told.append(judge)
                first, *rest = powers
                yield Finding(
                    f"`{judge}` alone decides who stays in `{voters.name}`, on whose votes it rests",
                    at=first.clause,
                    labels=(*((power.clause, "and this ends the vote") for power in rest),
                            (voters.clause, f"the votes on which {judge} rests")),
                    reason=(
                        f"{judge} settles who is {act.name}, and nobody whom it does not command can stop it.",
                        f"Whoever would vote against {judge} can be gone before the vote.",
                    ),
                    history=history,
                    repairs=tuple(_repairs(capture, judge, powers)),
                    cause=("electorate", voters.name),
                    subject=(voters.name, judge, act.name),
                )  # fmt: skip


def _exclusions(capture: Capture, voters: Class) -> Iterator[Act]:
    """Acts that put whomever they are done to out of a class, where some rule lets somebody do them."""
    within = dict(capture.constitution.axioms.within)
    for atom in dict.fromkeys(atom for atom in atoms(voters.condition) if isinstance(atom, Holds)):
        if not capture.can_meet(voters.condition, atom):
            act = Act(Verb.CONFER, voters.condition, name=atom.status)
            if capture.index.powers(Act(Verb.CONFER, name=atom.status)):
                yield _worded(act, f"confer {atom.status} on any of {voters.name}")
        status: str | None = atom.status if not capture.can_meet(voters.condition, negation(atom)) else None
        while status is not None:
            if capture.index.powers(Act(Verb.REVOKE, name=status)):
                act = Act(Verb.REVOKE, voters.condition, name=status)
                yield _worded(act, f"revoke {status} from any of {voters.name}")
            status = within.get(status)


def _worded(act: Act, text: str) -> Act:
    return Act(act.verb, act.whom, name=act.name, text=text)


def _powers(steps: tuple[Note, ...]) -> list[Power]:
    """The powers over persons that are used, the finding of the offence before what follows from it."""
    used = {id(note.power): note.power for note in steps if isinstance(note, Used)}
    persons = [power for power in used.values() if power.act.verb in (Verb.CONFER, Verb.REVOKE)]
    return sorted(persons, key=lambda power: power.act.verb is not Verb.CONFER)


def _repairs(capture: Capture, judge: str, powers: list[Power]) -> Iterator[Repair]:
    for power in powers:
        yield cut(power.clause, f"let nobody {power.act.text}")
    if powers[0].consent:
        return
    bodies = capture.constitution.bodies
    for name in capture.outsiders(judge):
        # Only who is chosen by nobody in the matter judges it without an interest.
        if name in bodies and all(group.filling is Filling.LOT for group in bodies[name].groups):
            yield Repair(f"let {name} find the offence too", (extend(powers[0].clause, f"with consent of {name}"),))
