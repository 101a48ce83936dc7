"""One person's vote counts for more than another's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from constdsl.diagnostic import Edit, Table
from constdsl.model.entities import Body, Class, Constitution, Filling, Group
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.source import Span

__all__ = ["unequal_weight"]

MOST = Fraction(3, 2)
"""By how much votes may differ in weight: districts can hardly be drawn more evenly everywhere."""


@frozen
class _Share:
    """A group of seats with its electors, and how many of them there are to a seat, where the text tells."""

    group: Group
    electors: Class
    per_seat: Fraction | None


@rule(code="E5", severity="warning", since="0.1")
def unequal_weight(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do seats of one body stand for very different numbers of electors, or for different units?"""
    for body in constitution.bodies.values():
        if len(body.groups) < 2:
            continue
        shares = [share for group in body.groups if (share := _share(capture, group)) is not None]
        shares = [share for share in shares if sum(each.electors is share.electors for each in shares) == 1]
        found = _weights(body, shares) or _units(capture, body, shares)
        if found is not None:
            yield found


def _share(capture: Capture, group: Group) -> _Share | None:
    """The one class that elects a group, itself or through bodies that it elects."""
    if group.filling is not Filling.ELECTED:
        return None
    names = dict.fromkeys(name for label in group.by for name in (label, *capture.answers_to(label)))
    classes = [found for name in names if (found := capture.class_of(name)) is not None]
    if len(classes) != 1 or not group.seats:
        return None
    number = classes[0].numbering
    return _Share(group, classes[0], Fraction(number, group.seats) if number is not None else None)


def _weights(body: Body, shares: list[_Share]) -> Finding | None:
    """Seats that stand for different numbers of electors. Fixed and equal numbers of seats, as of the states of a
    federation, are a choice of another kind."""
    known = [(share.per_seat, share) for share in shares if share.per_seat]
    alike = len({share.group.seats for _, share in known}) == 1 and not any(share.group.per for _, share in known)
    if len(known) < 2 or alike:
        return None
    most, weak = max(known, key=lambda pair: pair[0])
    least, strong = min(known, key=lambda pair: pair[0])
    if most <= MOST * least:
        return None
    times = float(most / least)
    rows = tuple(
        (share.group.label, f"{share.group.seats:,}", f"{share.electors.numbering:,}", f"{float(per_seat):,.0f}")
        for per_seat, share in known
    )
    total = sum(share.group.seats for _, share in known)
    whole = sum(share.electors.numbering or 0 for _, share in known)
    due = [Fraction((share.electors.numbering or 0) * total, whole) for _, share in known]
    fair = [(share.group, max(1, round(number))) for (_, share), number in zip(known, due, strict=True)]
    privileged, others = strong.electors.name, weak.electors.name
    return Finding(
        f"in `{body.name}` one vote of `{privileged}` weighs as much as {times:.1f} of `{others}`",
        at=weak.group.clause,
        labels=((strong.group.clause, f"one seat for {float(least):,.0f} electors"),),
        reason=(f"Here a seat stands for {float(most):,.0f} electors, and all seats have one vote.",),
        table=Table(f"electors to a seat of {body.name}", ("group", "seats", "electors", "to a seat"), rows),
        repairs=(
            Repair(
                "one ratio for all: " + ", ".join(f"{seats:,} seats for {group.label}" for group, seats in fair),
                tuple(_seated(group, f"{seats}") for group, seats in fair),
            ),
        ),
        cause=("weight", body.name),
        subject=(body.name, strong.group.label, weak.group.label),
    )


def _units(capture: Capture, body: Body, shares: list[_Share]) -> Finding | None:
    """Ratios that are counted on different things, or that differ, where nobody says how many electors there are."""
    counted = [(share, share.group.per) for share in shares if share.group.per is not None]
    for (one, per_one), (other, per_other) in itertools.pairwise(counted):
        assert per_one is not None and per_other is not None
        if one.per_seat is not None and other.per_seat is not None:
            continue
        first, second = (Fraction(persons, seats) for seats, persons, _ in (per_one, per_other))
        mixed = _of_electors(capture, one, per_one[2]) != _of_electors(capture, other, per_other[2])
        if not mixed and max(first, second) <= MOST * min(first, second):
            continue
        said = "and no rule turns one into the other" if mixed else "and all seats have one vote"
        return Finding(
            f"a seat of `{body.name}` stands for {float(first):,.0f} of `{per_one[2]}` or for {float(second):,.0f} of "
            f"`{per_other[2]}`, {said}",
            at=other.group.clause,
            labels=((one.group.clause, "the other ratio"),),
            reason=(
                *(("One of the two counts those who vote, and the other counts people who do not.",) if mixed else ()),
                "How much more one vote weighs than the other cannot be told." if mixed
                else f"The two differ by {float(max(first, second) / min(first, second)):.1f} times.",
            ),
            help=("count both on electors, and say with `numbering` how many there are",) if mixed else (),
            repairs=() if mixed else (
                Repair(
                    f"count {other.group.label} at the ratio of {one.group.label}",
                    (_seated(other.group, f"{per_one[0]} per {per_one[1]} of {per_other[2]}"),),
                ),
            ),
            cause=("weight", body.name),
            subject=(body.name, one.group.label, other.group.label),
        )  # fmt: skip
    return None


def _seated(group: Group, number: str) -> Edit:
    """Another number of seats, in place of what stands before the words that say who fills them."""
    span = Span(group.clause.span.start, group.fill_clause.span.start)
    return Edit(group.clause.file, span, f"seats {number} as {group.name} " if group.name else f"seats {number} ")


def _of_electors(capture: Capture, share: _Share, counted: str) -> bool:
    """Whether seats are counted on those who fill them."""
    named = capture.class_of(counted)
    return named is not None and capture.logic.equivalent(named.condition, share.electors.condition)
