"""Only whom one body finds suitable may stand."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import TRUE, Holds, atoms, conjunction
from constdsl.model.entities import Act, Constitution, Group, Power
from constdsl.rules.common.ballot import belongs_to_electors, by_amending, popular
from constdsl.rules.repairs import delete, insert, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, bar, choose_candidates, perform
from constdsl.syntax.tree import Verb

__all__ = ["merit_test"]


@rule(code="N6", severity="error", since="0.1")
def merit_test(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Must candidates have a status that one body gives at its discretion?"""
    judged: dict[tuple[str, str], list[Group]] = {}
    sources: dict[str, list[Power]] = {}
    for group in capture.elected_groups():
        for status in _asked(capture, group) if popular(capture, group) else ():
            given = sources.setdefault(status, _given(capture, status))
            judge = _judge(capture, given)
            if judge is None or belongs_to_electors(capture, group, judge):
                continue
            if _discretion(capture, group, judge, given):
                judged.setdefault((status, judge), []).append(group)
    for (status, judge), groups in judged.items():
        yield from _finding(constitution, capture, status, judge, groups, sources[status])


def _asked(capture: Capture, group: Group) -> Iterator[str]:
    """The statuses that whoever stands must have and the electors need not: what one is chosen for, and not among."""
    electors = [capture.constitution.classes[label].condition for label in group.by if capture.is_class(label)]
    asked = conjunction(group.eligible, group.retain)
    for atom in dict.fromkeys(atoms(asked)) if capture.can_meet(asked) else ():
        theirs = any(capture.logic.entails(each, atom) for each in electors)
        if isinstance(atom, Holds) and capture.logic.entails(asked, atom) and not theirs:
            yield atom.status


def _given(capture: Capture, status: str) -> list[Power]:
    """The powers by which somebody comes to have a status."""
    found = capture.index.powers(Act(Verb.CONFER, name=status))
    for act in capture.constitution.acts.values():
        if act.makes == status:
            found = [*found, *capture.index.powers(Act(Verb.PERFORM, name=act.name))]
    return found


def _judge(capture: Capture, given: list[Power]) -> str | None:
    """The one body without which nobody comes to have it."""
    for power in given:
        judge = power.subject
        if judge is None or capture.is_class(judge) or power.consent:
            continue
        if all(
            each is power or capture.disables(judge, power=each, contested=True) is not None for each in given
        ) and capture.may_use(judge, power=power, contested=True) is not None:
            return judge
    return None


def _discretion(capture: Capture, group: Group, judge: str, given: list[Power]) -> bool:
    """Whether the judge need not find so, or may take back from everybody what it must give."""
    if not all(power.duty for power in given if power.subject == judge):
        return True
    return capture.forces(judge, goal=bar(group.eligible, group.label), contested=True, every=True) is not None


def _finding(
    constitution: Constitution, capture: Capture, status: str, judge: str, groups: list[Group], given: list[Power]
) -> Iterator[Finding]:
    first, power = groups[0], next(each for each in given if each.subject == judge)
    goal, words, every = choose_candidates(first.label), f"choose the candidates for {first.label}", False
    alone = capture.forces(judge, goal=goal, contested=True) is not None
    if alone and by_amending(capture, judge, goal):
        return
    barring = bar(first.eligible, first.label)
    if not alone and capture.forces(judge, goal=barring, contested=True, every=True) is not None:
        goal, words, every = barring, f"bar any candidate from {first.label}", True
    elif not alone:
        goal, words = perform(power.act), power.act.text
    history = capture.history(judge, goal=goal, words=words, contested=True, every=every)
    if history is None:
        return
    ballots = ", ".join(f"`{group.label}`" for group in groups)
    revoking = capture.index.powers(Act(Verb.REVOKE, name=status))
    title = constitution.statuses[status].title or status
    outside = [
        name for name in capture.outsiders(judge)
        if not capture.is_class(name) and name not in {group.ref.body for group in groups}
    ]  # fmt: skip
    yield Finding(
        f"nobody may stand for {ballots} whom `{judge}` does not find to be `{status}`",
        at=first.part("from") if any(kind == "from" for kind, _ in first.parts) else first.part("while"),
        labels=((power.clause, "at its discretion"),),
        reason=(
            f"The text does not say what makes a person “{title}”: {judge} does, and need give no reason.",
            "Nobody outside can find otherwise, and those who vote need not be so.",
        ),
        history=history,
        repairs=tuple(_repairs(groups, status, power, outside, revoking)),
        cause=("merit", status, judge),
        subject=(status, judge),
    )


def _repairs(
    groups: list[Group], status: str, power: Power, outside: list[str], revoking: list[Power]
) -> Iterator[Repair]:
    for name in outside[:1]:
        words = f"{name} may confer {status} on anyone"
        yield Repair(f"let {name} find so as well", (insert(power.clause, words),))
    if power.scope == TRUE and power.act.verb is Verb.CONFER:
        again = [each for each in revoking if each.subject == power.subject]
        yield Repair(
            "make it a duty to find so, once and for all",
            (
                put(power.clause, f"{power.subject} must {power.act.text}"),
                *(delete(each.clause) for each in again),
            ),
        )
    parts = [clause for group in groups for kind, clause in group.parts if kind in ("from", "while")]
    if all(condition in (TRUE, Holds(status)) for group in groups for condition in (group.eligible, group.retain)):
        yield Repair("let whoever likes stand", tuple(delete(clause) for clause in parts))
