"""What people have that can be taken from them, and whether it is taken for something found about each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from constdsl.model.conditions import Condition, Holds, Member, atoms, conjunction, negation
from constdsl.model.entities import Act, Clause, Power
from constdsl.rules.common.independence import depends, holder_of
from constdsl.rules.common.statuses import containing, occurrences
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["Right", "found_by_others", "losses", "rights"]


@frozen
class Right:
    """A right in words, the people who have it, where it stands, and the class whose vote it is."""

    words: str
    people: Condition
    clause: Clause
    electors: str | None = None


def rights(capture: Capture) -> Sequence[Right]:
    """Who may vote, stand, or do by themselves what the text names."""
    return capture.once("rights", lambda: tuple(_rights(capture)))


def _rights(capture: Capture) -> Iterator[Right]:
    constitution = capture.constitution
    acting = {*capture.electorates, *(holder_of(power) for power in constitution.powers)}
    for name, electors in constitution.classes.items():
        if name in acting:
            yield Right(f"the vote in `{name}`", electors.condition, electors.clause, name)
    for group in capture.elected_groups():
        eligible = conjunction(group.eligible, group.retain)
        yield Right(f"the right to stand for `{group.label}`", eligible, group.part("from"))
    for power in constitution.powers:
        if power.subject is None and power.act.verb is Verb.PERFORM:
            free = conjunction(power.subject_condition, power.scope)
            yield Right(f"the right to {power.act.name}", free, power.clause)


def losses(capture: Capture, power: Power) -> Iterator[Right]:
    """What ordinary people lose by a status that is given or taken: those who hold no office, and of whom nobody else
    has found something first. The people of each right are those of them who can be hit."""
    name = power.act.name
    if name is None or power.act.verb not in (Verb.CONFER, Verb.REVOKE):
        return
    spoiling = Holds(name) if power.act.verb is Verb.CONFER else negation(Holds(name))
    hit = conjunction(power.act.whom, power.scope)
    marks = [
        mark for mark in dict.fromkeys(atoms(hit))
        if isinstance(mark, Member) or (mark != Holds(name) and found_by_others(capture, mark, power))
    ]  # fmt: skip
    for right in _spoilt_by(capture, name, power.act.verb):
        if not capture.can_meet(right.people) or capture.can_meet(right.people, spoiling):
            continue
        free = [negation(mark) for mark in marks if capture.can_meet(right.people, negation(mark))]
        people = conjunction(right.people, *free)
        if capture.can_meet(people, hit):
            yield evolve(right, people=people)


def _spoilt_by(capture: Capture, status: str, verb: Verb) -> Iterator[Right]:
    """The rights, in order, that getting or losing a status may spoil. Getting it spoils only what it, or a status that
    contains it, stands in the way of; losing it only what asks for it or for a status within it."""
    numbers = capture.once("rights by what spoils them", lambda: _by_spoiler(capture))
    if verb is Verb.CONFER:
        spoilt = {number for name in containing(capture, status) for number in numbers.get((verb, name), ())}
    else:
        spoilt = {*numbers.get((verb, status), ())}
    every = rights(capture)
    return (every[number] for number in sorted(spoilt))


def _by_spoiler(capture: Capture) -> dict[tuple[Verb, str], list[int]]:
    found: dict[tuple[Verb, str], list[int]] = {}
    for number, right in enumerate(rights(capture)):
        for status, positive in dict.fromkeys(occurrences(right.people)):
            for name in containing(capture, status) if positive else (status,):
                found.setdefault((Verb.REVOKE if positive else Verb.CONFER, name), []).append(number)
    return found


def found_by_others(capture: Capture, mark: Condition, power: Power) -> bool:
    """Whether a status comes of one's own act, or is found by others than who has a power, or than those it has in
    hand."""
    if not isinstance(mark, Holds):
        return False
    finders = [holder_of(each) for each in capture.index.powers(Act(Verb.CONFER, name=mark.status))]
    made = any(act.makes == mark.status for act in capture.constitution.acts.values())
    return bool(made or finders) and not any(depends(capture, each, holder_of(power)) for each in finders)
