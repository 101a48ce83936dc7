"""Some vote for more seats of a body than others do."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Condition, Member, disjunction, negation
from constdsl.model.entities import Body, Constitution, Filling, Group
from constdsl.rules.common.ballot import decides, popular
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["plural_votes"]

MAX_KINDS = 64
"""Kinds of voters told apart in one body; beyond them nothing is reported."""


@rule(code="E6", severity="error", since="0.1")
def plural_votes(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do organisations seat deputies in a body for which their members vote as well?"""
    for body in constitution.bodies.values():
        districts = [group for group in body.groups if popular(capture, group)]
        seated = [group for group in body.groups if group not in districts and group.filling in _CHOSEN]
        if not districts or len(body.groups) < 2 or not decides(capture, body):
            continue
        voters = {group.ref: found for group in (*districts, *seated) if (found := _voters(capture, group)) is not None}
        plural = [group for group in body.groups if group.ref in voters]
        extra = _extra(capture, plural, [voters[group.ref] for group in plural])
        if extra is not None:
            yield _finding(capture, body, districts, extra)


_CHOSEN = (Filling.ELECTED, Filling.APPOINTED)


def _voters(capture: Capture, group: Group) -> Condition | None:
    """Who has a say in a group of seats: the classes on whose votes it rests, else the members of whoever fills it.
    A single office has no members to speak of."""
    people: dict[Condition, None] = {}
    for label in capture.choosers(group):
        found = [label, *capture.answers_to(label)]
        classes = [each.condition for name in found if (each := capture.class_of(name)) is not None]
        body = capture.body_of(label)
        if classes:
            people |= dict.fromkeys(classes)
        elif body is not None and not body.office and body.name != group.ref.body:
            people[Member(body.name)] = None
    return disjunction(*people) if people else None


def _extra(capture: Capture, groups: list[Group], voters: list[Condition]) -> list[Group] | None:
    """The groups in which some have several votes, if others have fewer; None if all have as many."""
    kinds: list[tuple[list[Condition], int]] = [([], 0)]
    for condition in voters:
        kinds = [
            (facts, number + counted)
            for known, number in kinds
            for facts, counted in (([*known, condition], 1), ([*known, negation(condition)], 0))
            if capture.can_meet(*facts)
        ]
        if len(kinds) > MAX_KINDS:
            return None
    numbers = {number for _, number in kinds if number}
    if len(numbers) < 2:
        return None
    most, _ = max(kinds, key=lambda kind: kind[1])
    return [group for group, voter in zip(groups, voters, strict=True) if voter in most]


def _finding(capture: Capture, body: Body, districts: list[Group], extra: list[Group]) -> Finding:
    special = [group for group in extra if group not in districts] or extra[1:]
    seats = sum(group.seats for group in special)
    names = list(dict.fromkeys(label for group in special for label in capture.choosers(group)))
    listed = ", ".join(f"`{name}`" for name in names[:6])
    first = districts[0]
    return Finding(
        f"whoever has a say in {listed} votes more than once for `{body.name}`",
        at=special[0].clause,
        labels=((first.fill_clause, "and here they vote like everybody"),
                *((group.clause, "a further vote") for group in special[1:])),
        reason=(
            f"{seats:,} of {body.seats:,} seats are filled by organisations or special electors.",
            f"Their members are electors of {first.label} as well, and all seats have the same vote there.",
        ),
        repairs=(
            Repair(
                f"let {' and '.join(first.by)} elect these seats, too",
                tuple(put(group.fill_clause, f"elected by {', '.join(first.by)}") for group in special),
            ),
            Repair(f"leave the seats out of {body.name}", tuple(delete(group.clause) for group in special)),
        ),
        cause=("plural", body.name),
        subject=(body.name,),
    )  # fmt: skip
