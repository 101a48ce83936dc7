"""Thin majorities, one on top of the other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.diagnostic import Table
from constdsl.model.entities import Act, Body, Constitution, Filling, Group
from constdsl.rules.common.ballot import DECIDING
from constdsl.rules.repairs import put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["tier_amplification"]

TIERS = 2
"""How many bodies between citizens and those who decide are one too many."""

MAX_DEPTH = 50
"""How many bodies that elect one another are followed."""


@rule(code="E4", severity="warning", since="0.1")
def tier_amplification(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is a body so many elections away from citizens that a small part of them suffices to decide in it?"""
    tiers: dict[str, tuple[str, ...] | None] = {}
    for name in constitution.bodies:
        _tiers(capture, name, tiers, 0)
    for body in constitution.bodies.values():
        chain = tiers[body.name]
        if chain is None or len(chain) - 1 < TIERS + 1 or body.office or _joint(body):
            continue
        below = [tiers.get(name) for name in chain[1:-1]]
        if any(each is not None and len(each) - 1 > TIERS for each in below):
            continue  # told of the first body that is too far away
        if _reached_by_citizens(capture, body, tiers) or not _decides_freely(capture, body, tiers):
            continue
        yield _finding(capture, body, chain)


def _joint(body: Body) -> bool:
    """Whether members of other bodies sit together in it: then it is of these that something is to be told."""
    return any(group.filling is Filling.JOINING for group in body.groups)


def _tiers(
    capture: Capture, name: str, known: dict[str, tuple[str, ...] | None], depth: int
) -> tuple[str, ...] | None:
    """The way from citizens to a body by elections alone: the class, the bodies in between, and itself. Where groups of
    seats have ways of different length, the longest by which enough seats to decide are filled."""
    if name in known:
        return known[name]
    known[name] = None  # a way that comes round to the body itself is none
    body = capture.constitution.bodies[name]
    found = [
        (group.seats, way) for group in body.groups
        if (way := _way(capture, group, known, depth + 1)) is not None
    ]  # fmt: skip
    needed, seats = body.decides.needed(body.seats), 0
    for number, way in sorted(found, key=lambda pair: -len(pair[1])):
        seats += number
        if seats >= needed:
            known[name] = (*way, name)
            break
    return known[name]


def _way(
    capture: Capture, group: Group, known: dict[str, tuple[str, ...] | None], depth: int
) -> tuple[str, ...] | None:
    """The shortest way from citizens to those who elect a group; none beyond a depth that no constitution has."""
    if group.filling not in (Filling.ELECTED, Filling.JOINING) or depth > MAX_DEPTH:
        return None
    ways: list[tuple[str, ...]] = []
    for label in group.by:
        body = capture.body_of(label)
        if capture.is_class(label):
            ways.append((label,))
        elif body is not None and not body.office:
            way = _tiers(capture, body.name, known, depth)
            if way is None:
                return None
            # Who sits together has not been elected once more.
            ways.append(way[:-1] if group.filling is Filling.JOINING else way)
        else:
            return None
    return min(ways, key=len) if ways else None


def _direct(label: str, capture: Capture, tiers: dict[str, tuple[str, ...] | None]) -> bool:
    """Whether somebody is citizens, or elected by them."""
    way = tiers.get(label.split(".")[0])
    return capture.is_class(label) or (way is not None and len(way) == 2)


def _reached_by_citizens(capture: Capture, body: Body, tiers: dict[str, tuple[str, ...] | None]) -> bool:
    """Whether citizens, or those whom they elect, can remove members of a body or dissolve it."""
    powers = [power for group in body.groups for power in capture.index.group_powers(Verb.REMOVE, group)]
    powers += capture.index.powers(Act(Verb.DISSOLVE, body=body.name))
    return any(power.subject is not None and _direct(power.subject, capture, tiers) for power in powers)


def _decides_freely(capture: Capture, body: Body, tiers: dict[str, tuple[str, ...] | None]) -> bool:
    """Whether a body does something, or fills other seats, and nobody whom citizens elect can stop it."""
    own = {body.name, *(group.label for group in body.groups)}
    if any(own & set(group.by) for group in capture.groups(Filling.ELECTED) if group.ref.body != body.name):
        return True
    for power in capture.constitution.powers:
        if power.subject in own and power.act.verb in DECIDING:
            others = [*power.consent, *(each.subject for each in capture.index.checks(power.act) if each.subject)]
            if not any(_direct(each, capture, tiers) for each in others):
                return True
    return False


def _finding(capture: Capture, body: Body, chain: tuple[str, ...]) -> Finding:
    citizens, *between = chain
    bodies = [capture.constitution.bodies[name] for name in between]
    shares = [Fraction(1, 2), *(Fraction(each.decides.needed(each.seats), each.seats) for each in bodies)]
    rows, product = [], Fraction(1)
    for name, share in zip(chain, shares, strict=True):
        product *= share
        rows.append((name, f"{float(share):.0%}", f"{float(product):.1%}"))
    first = next((group for group in body.groups if group.filling is Filling.ELECTED), body.groups[0])
    return Finding(
        f"`{body.name}` is {len(between) - 1} bodies away from `{citizens}`, "
        f"and {float(product):.1%} of them can suffice to decide in it",
        at=first.fill_clause,
        labels=tuple((group.fill_clause, "one tier") for each in bodies[:-1] for group in each.groups[:1]),
        reason=(
            "Each body elects the next by a majority of its own, and majorities of majorities are small.",
            f"{citizens} cannot remove its members, and nobody whom they elect checks {body.name}.",
        ),
        table=Table(
            "what suffices, tier by tier, if each seat has its own electors", ("tier", "share", "of all"), tuple(rows)
        ),
        repairs=(
            Repair(
                f"let {citizens} elect {body.name} directly",
                tuple(
                    put(group.fill_clause, f"elected by {citizens}") for group in body.groups
                    if group.filling is Filling.ELECTED
                ),
            ),
        ),
        cause=("tiers", body.name),
        subject=(citizens, *between),
    )  # fmt: skip

