"""A reviewer whom the reviewed choose, dismiss or outnumber."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.capture.notes import Bound, Filled, Used
from constdsl.model.entities import Act, Clause, Constitution, Filling, Goal, Power
from constdsl.rules.common.independence import as_it_stands, holder_of, in_office, is_judge
from constdsl.rules.repairs import delete, extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control, paralyse
from constdsl.syntax.tree import Verb

__all__ = ["dependent_guardian"]


@rule(code="V3", severity="error", since="0.1")
def dependent_guardian(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a body get hold, while it sits, of those who are to review what it does?"""
    guardians = _guardians(capture)
    capture = as_it_stands(capture) if guardians else capture
    for guardian, checks in guardians.items():
        held = {name: found for name in checks if (found := _held(capture, guardian, name)) is not None}
        masters = {name: date for name, (date, _) in held.items()}
        for master in capture.nearest(masters, contested=True):
            goal = held[master][1]
            words = f"{goal.kind} {guardian}"
            history = capture.history(master, goal=goal, words=words, contested=True)
            if history is None:
                continue
            check, reviewed = checks[master]
            flag = check.act.name if check.act.verb is Verb.LIFT else None
            yield Finding(
                f"`{guardian}` may {check.act.text}, and `{master}`, whom it is to check, has `{guardian}` in hand",
                at=_place(capture, goal, guardian, master),
                labels=((check.clause, "the review"), (reviewed.clause, "what is reviewed")),
                reason=(f"Before its own time is over, {master} can {words}.",),
                history=history,
                repairs=tuple(_ways_out(capture, guardian, master)),
                cause=("flag", flag) if flag else ("check", guardian),
                subject=(guardian, master),
            )


def _guardians(capture: Capture) -> dict[str, dict[str, tuple[Power, Power]]]:
    """The bodies that may stop or undo what other bodies do: for each, whom it reviews, with the check and the act."""
    bodies = capture.constitution.bodies
    found: dict[str, dict[str, tuple[Power, Power]]] = {}
    for power in capture.constitution.powers:
        by = holder_of(power)
        if by not in bodies or power.sugar:
            continue
        for check in capture.index.checks(power.act):
            guardian = holder_of(check)
            if guardian in bodies and guardian != by and not _agent(capture, check, by):
                found.setdefault(guardian, {}).setdefault(by, (check, power))
        reviewed = power.act.body
        if power.act.verb is Verb.REMOVE and reviewed in bodies and reviewed != by and _impeaches(capture, by):
            found.setdefault(by, {}).setdefault(reviewed, (power, power))
    return found


def _impeaches(capture: Capture, name: str) -> bool:
    """Whether a body does nothing but dismiss people from bodies that it does not fill, by nobody's order, and is made
    of no other bodies: then it judges them."""
    constitution = capture.constitution
    if any(holder_of(power) == name and power.act.verb is not Verb.REMOVE for power in constitution.powers):
        return False
    if any(name in (*group.by, *group.consent) for group in capture.groups()):
        return False
    mixed = any(group.filling in (Filling.JOINING, Filling.HELD) for group in constitution.bodies[name].groups)
    return not mixed and not capture.index.powers(Act(Verb.DIRECT, body=name))


def _agent(capture: Capture, check: Power, by: str) -> bool:
    """Whether a guardian, being no court, is openly the agent of those whom the people elect: a premier who may veto
    what the parliament that made him does."""
    guardian = capture.constitution.bodies[holder_of(check)]
    elected = any(capture.is_class(label) for group in capture.constitution.bodies[by].groups for label in group.by)
    made = any(by in capture.choosers(group) for group in guardian.groups)
    court = is_judge(capture, guardian.name) and not (guardian.office and check.act.verb is Verb.VETO)
    return elected and made and not court


def _held(capture: Capture, guardian: str, by: str) -> tuple[Fraction, Goal] | None:
    """When, if while it sits, a body comes to command its guardian, or can dismiss so many that nobody is left to
    review it. Dissolving it, or never calling it, is another matter."""
    goals = [control(guardian)]
    if not capture.constitution.bodies[guardian].convened and not capture.index.powers(
        Act(Verb.DISSOLVE, body=guardian)
    ):
        goals.append(paralyse(guardian))
    for goal in goals:
        date = capture.forces(by, goal=goal, contested=True)
        if date is not None and in_office(capture, by, date):
            return date, goal
    return None


def _place(capture: Capture, goal: Goal, guardian: str, master: str) -> Clause:
    """The clause that gives a guardian into somebody's hands: a dismissal, new seats, an order, or how it is filled."""
    steps = capture.steps(master, goal=goal, contested=True)
    for step in steps:
        if isinstance(step, Used) and step.act.body == guardian:
            return step.power.clause
    for step in steps:
        if isinstance(step, Filled) and step.group.body == guardian:
            return capture.constitution.group(step.group).fill_clause
        if isinstance(step, Bound) and step.label.split(".")[0] == guardian:
            return step.binding.clause
    return capture.constitution.bodies[guardian].clause


def _ways_out(capture: Capture, guardian: str, master: str) -> Iterator[Repair]:
    """Take the seats out of the master's reach; longer terms help only where nothing else does."""
    hold = [
        power for power in capture.constitution.powers
        if holder_of(power) == master and not power.sugar and power.act.body == guardian
        and power.act.verb in (Verb.REMOVE, Verb.ENLARGE, Verb.DIRECT)
    ]  # fmt: skip
    freed = tuple(delete(power.clause) for power in hold)
    title = f"leave the seats of `{guardian}` alone"
    if freed:
        yield Repair(title, freed)
    group = next((each for each in capture.constitution.bodies[guardian].groups if master in each.by), None)
    if group is None:
        return
    for name in capture.outsiders(master)[:2]:
        if name != guardian and not group.consent:
            consent = extend(group.clause, f"with consent of {name}")
            yield Repair(f"{title}, and let `{name}` agree to its members", (*freed, consent))
    terms = [each.term for each in capture.constitution.bodies[master].groups if each.term is not None]
    if group.term is not None and terms:
        longer = f"for {float(3 * max(terms)):g} years"
        yield Repair(f"{title}, and let them be held {longer}", (*freed, put(group.part("term"), longer)))
