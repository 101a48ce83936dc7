"""Controllers who sit among the controlled."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Condition, Member, conjunction, disjunction
from constdsl.model.entities import Body, Constitution, Filling, Group, Power
from constdsl.rules.repairs import put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["same_people_two_bodies"]


@rule(code="B3", severity="warning", since="0.1")
def same_people_two_bodies(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is a body that checks another made up of members of that other?"""
    seen: set[tuple[str, str]] = set()
    for power in constitution.powers:
        checker = capture.body_of(power.subject or "")
        # One person who checks a body from within is a chair; a body that does is a control.
        if checker is None or checker.seats < 2:
            continue
        for name in _checked(constitution, capture, power):
            if name == checker.name or (checker.name, name) in seen:
                continue
            checked = constitution.bodies[name]
            shared = [group for group in checker.groups if _inside(capture, group, checked)]
            seats = sum(group.seats for group in shared)
            needed = capture.threshold(power).needed(checker.seats)
            if seats < needed or _answers(capture, checked, checker):
                continue
            seen.add((checker.name, name))
            yield Finding(
                f"`{checker.name}` checks `{name}`, and {seats} of its {checker.seats} seats are held by members of "
                f"`{name}`",
                at=shared[0].part("from") if shared[0].part("from") != shared[0].clause else shared[0].fill_clause,
                labels=((power.clause, "the check"), (checked.clause, "who is checked")),
                reason=(f"{needed} of {checker.seats} decide, so the checked decide about themselves.",),
                repairs=tuple(_apart(shared[0], checked)) if len(shared) == 1 else (),
                cause=("overlap", checker.name, name),
                subject=(checker.name, name),
            )


def _checked(constitution: Constitution, capture: Capture, power: Power) -> Iterator[str]:
    """The bodies that a power checks: whose acts it stops or undoes, or whose members it removes."""
    if power.act.verb is Verb.REMOVE and power.act.body is not None:
        yield power.act.body
    elif power.act.verb in (Verb.VETO, Verb.ANNUL) and power.act.inner is not None:
        for other in capture.index.powers(power.act.inner):
            body = capture.body_of(other.subject or "")
            if body is not None and not other.sugar:
                yield body.name


def _seated(body: Body) -> Condition:
    """To hold any seat of a body."""
    return disjunction(Member(body.name), *(Member(body.name, group.name) for group in body.groups if group.name))


def _inside(capture: Capture, group: Group, body: Body) -> bool:
    """Whether everybody who holds a seat in a group sits in a body: it asks so, or the seat comes with one there."""
    if group.filling is Filling.JOINING:
        return all(label.split(".")[0] == body.name for label in group.by)
    if group.filling is Filling.HELD:
        there = {label for each in body.groups if each.filling is Filling.HELD for label in each.by}
        return all(label in there or _office_inside(capture, label, body) for label in group.by)
    return capture.logic.entails(conjunction(group.eligible, group.retain), _seated(body))


def _office_inside(capture: Capture, label: str, body: Body) -> bool:
    office = capture.body_of(label)
    return office is not None and bool(office.groups) and all(
        group.filling is not Filling.HELD
        and capture.logic.entails(conjunction(group.eligible, group.retain), _seated(body))
        for group in office.groups
    )


def _answers(capture: Capture, checked: Body, checker: Body) -> bool:
    """Whether the checked are a committee of the checkers: a parliament that removes ministers chosen from it."""
    return bool(checked.groups) and all(_inside(capture, group, checker) for group in checked.groups)


def _apart(group: Group, checked: Body) -> Iterator[Repair]:
    """Where nothing else is asked of those chosen, ask the opposite."""
    if isinstance(group.eligible, Member) and group.part("from") != group.clause:
        words = f"not member of {checked.name}"
        title = f"let nobody sit in `{group.ref.body}` and `{checked.name}` at once"
        yield Repair(title, (put(group.part("from"), f"from {words} while {words}"),))
