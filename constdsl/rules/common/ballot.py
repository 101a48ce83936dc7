"""What the rules about ballots share: who chooses the candidates, and who is a player in the election."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.capture.notes import Used
from constdsl.model.entities import Act, Body, Clause, Filling, Goal, Group, Power
from constdsl.rules.repairs import insert, put
from constdsl.rules.rule import Repair
from constdsl.rules.view import Capture, choose_candidates
from constdsl.syntax.tree import Verb

__all__ = [
    "DECIDING", "all_masters", "also_nominating", "belongs_to_electors", "by_amending", "contestants", "decides",
    "masters", "nominating_clause", "nominations", "popular", "strikers",
]  # fmt: skip

DECIDING = frozenset(
    {Verb.PERFORM, Verb.AMEND, Verb.DECLARE, Verb.CONFER, Verb.REVOKE, Verb.APPOINT, Verb.REMOVE, Verb.DIRECT}
)
"""Acts by which a body rules, and does not only check others or meet."""


def popular(capture: Capture, group: Group) -> bool:
    """Whether a class of persons has a vote in an election."""
    return group.filling is Filling.ELECTED and any(capture.is_class(label) for label in group.by)


def nominations(capture: Capture, group: Group) -> list[Power]:
    """The powers to nominate for a group; none where it is open."""
    return capture.index.group_powers(Verb.NOMINATE, group)


def nominating_clause(capture: Capture, group: Group) -> Clause:
    """Where it stands who may nominate for a group: beside it, or else the first power elsewhere."""
    found = [clause for kind, clause in group.parts if kind == "nominated"]
    return next(iter([*found, *(power.clause for power in nominations(capture, group))]), group.clause)


def _gated(capture: Capture, group: Group) -> bool:
    """Whether anything stands between an eligible person and the ballot; a cheap test before any question."""
    settled = group.settler is not None and group.most_candidates is not None
    closed = not any(power.subject is None and not power.consent for power in nominations(capture, group))
    strikes = capture.index.group_powers(Verb.STRIKE, group)
    return bool(settled or strikes or (closed and nominations(capture, group)))


def all_masters(capture: Capture, group: Group) -> dict[str, Fraction]:
    """The bodies that each alone, whatever others do, choose the candidates of a group, with the dates: but not the
    electors, and none that could only do so by amending the constitution."""
    if not _gated(capture, group):
        return {}
    goal = choose_candidates(group.label)
    found = capture.who_alone_can(goal, contested=True, spared=group.by)
    return {
        name: date for name, date in found.items()
        if not by_amending(capture, name, goal)
    }  # fmt: skip


def masters(capture: Capture, group: Group) -> dict[str, Fraction]:
    """Of those who alone choose the candidates of a group, the nearest."""
    return capture.nearest(all_masters(capture, group), contested=True)


def by_amending(capture: Capture, name: str, goal: Goal, *, every: bool = False) -> bool:
    """Whether a body amends the constitution on its way: who may do so has everything, which is another matter."""
    if not capture.index.powers(Act(Verb.AMEND)):
        return False
    steps = capture.steps(name, goal=goal, contested=True, every=every)
    return any(isinstance(note, Used) and note.act.verb is Verb.AMEND for note in steps)


def strikers(capture: Capture, group: Group) -> Iterator[Power]:
    """The powers to strike candidates who could stand: who is not eligible anyway is struck by the text."""
    for power in capture.index.group_powers(Verb.STRIKE, group):
        if capture.can_meet(power.act.whom, group.eligible):
            yield power


def belongs_to_electors(capture: Capture, group: Group, label: str) -> bool:
    """Whether somebody is the electors themselves, or chosen by them alone, so that they have him in their hands."""
    electors = [capture.constitution.classes[each] for each in group.by if capture.is_class(each)]
    named = capture.class_of(label)
    if named is not None:
        return any(capture.logic.entails(each.condition, named.condition) for each in electors)
    body = capture.body_of(label)
    if label in group.by or body is None:
        return label in group.by
    chosen_by = {each for every in body.groups for each in capture.choosers(every)}
    if not chosen_by or not chosen_by <= set(group.by):
        return False
    return capture.forces(*group.by, goal=choose_candidates(group.label), contested=True) is not None


def contestants(capture: Capture, group: Group) -> list[str]:
    """The bodies that have a stake in an election: those who sit by it, those on whose choice they rest through any
    number of levels, and those whom the same electors elect."""
    bodies = capture.constitution.bodies
    chosen: dict[str, list[str]] = {}
    for each in capture.groups():
        for label in capture.choosers(each):
            chosen.setdefault(label.split(".")[0], []).append(each.ref.body)
    found = {each.ref.body for each in capture.elected_groups() if set(each.by) & set(group.by)}
    pending = [group.ref.body]
    while pending:
        name = pending.pop()
        pending += [each for each in chosen.get(name, ()) if each not in found]
        found |= {name, *chosen.get(name, ())}
    return [name for name in bodies if name in found]


def decides(capture: Capture, body: Body) -> bool:
    """Whether a body has anything to decide: acts of its own, amendments, or who sits elsewhere."""
    own = {body.name, *(group.label for group in body.groups)}
    for power in capture.constitution.powers:
        if power.subject in own and power.act.verb in DECIDING:
            return True
    return any(own & set(group.by) for group in capture.groups(Filling.ELECTED, Filling.JOINING))


def also_nominating(capture: Capture, groups: list[Group], who: tuple[str, ...]) -> Repair:
    """Somebody who may put up candidates as well."""
    edits = []
    for group in groups:
        old = [power.subject for power in nominations(capture, group) if power.sugar and power.subject is not None]
        beside = next((clause for kind, clause in group.parts if kind == "nominated"), None)
        if beside is not None:
            edits.append(put(beside, f"nominated by {', '.join(dict.fromkeys([*old, *who]))}"))
        else:
            lines = "\n".join(f"{each} may nominate anyone for {group.label}" for each in who)
            edits.append(insert(nominating_clause(capture, group), lines))
    return Repair(f"let {' and '.join(who)} nominate as well", tuple(edits))
