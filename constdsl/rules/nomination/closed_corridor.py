"""An open door, and behind it a corridor that one body closes."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution, Filling, Group, Power
from constdsl.rules.common.ballot import belongs_to_electors, nominating_clause, nominations, strikers
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, bar, choose_candidates

__all__ = ["closed_corridor"]


@rule(code="N2", severity="error", since="0.1")
def closed_corridor(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """May others propose candidates, and does one body sift their names as it likes?"""
    strikes: dict[tuple[str, str | None], list[tuple[Group, Power]]] = {}
    for group in capture.elected_groups():
        yield from _settled(capture, group)
        for power in strikers(capture, group):
            sifter = power.subject
            if sifter is None or not _others_propose(capture, group, sifter):
                continue
            if not belongs_to_electors(capture, group, sifter):
                strikes.setdefault((sifter, power.clause.article), []).append((group, power))
    for (sifter, _), struck in strikes.items():
        yield from _struck(capture, sifter, struck)


def _settled(capture: Capture, group: Group) -> Iterator[Finding]:
    """The shortening of a list that can have too many names, other than by the electors or by lot."""
    settler = group.settler
    if settler is None or group.most_candidates is None or not _others_propose(capture, group, settler):
        return
    if _lot(capture, settler) or belongs_to_electors(capture, group, settler):
        return
    goal, words = choose_candidates(group.label), f"choose the candidates for {group.label}"
    history = capture.history(settler, goal=goal, words=words, contested=True)
    if history is None:
        return
    electors = next((label for label in group.by if capture.is_class(label)), None)
    primary = (put(group.part("surplus"), f"surplus settled by {electors}"),)
    every = tuple(delete(clause) for kind, clause in group.parts if kind in ("most", "surplus"))
    yield Finding(
        f"whoever may propose for `{group.label}`, `{settler}` decides which names stay",
        at=group.part("surplus"),
        labels=((group.part("most"), "any more names open the sifting"),),
        reason=(f"{settler} need give no reason, and no body but its own can undo it.", *_behind(capture, settler)),
        history=history,
        repairs=(
            *((Repair(f"let {electors} settle it in a primary", primary),) if electors is not None else ()),
            Repair("put all names on the ballot", every),
        ),
        cause=("ballot", group.label),
        subject=(group.label, settler),
    )


def _struck(capture: Capture, sifter: str, struck: list[tuple[Group, Power]]) -> Iterator[Finding]:
    """Striking at discretion, told once for all the ballots that one body sifts by one article."""
    sure = [
        (group, power) for group, power in struck
        if capture.forces(sifter, goal=bar(group.eligible, group.label), contested=True, every=True) is not None
    ]  # fmt: skip
    if not sure:
        return
    first, strike = sure[0]
    goal, words = bar(first.eligible, first.label), f"bar any candidate from {first.label}"
    history = capture.history(sifter, goal=goal, words=words, contested=True, every=True)
    if history is None:
        return
    ballots = ", ".join(f"`{group.label}`" for group, _ in sure)
    yield Finding(
        f"whoever may propose for {ballots}, `{sifter}` strikes whom it likes",
        at=strike.clause,
        labels=(
            *((power.clause, "and here") for _, power in sure[1:]),
            *((nominating_clause(capture, first), "the open door") for _ in nominations(capture, first)[:1]),
        ),
        reason=(f"{sifter} need give no reason, and no body but its own can undo it.", *_behind(capture, sifter)),
        history=history,
        repairs=(
            Repair("let all names stay on the ballot", tuple(delete(power.clause) for _, power in sure)),
        ),
        cause=("ballot", first.label),
        subject=(first.label, sifter),
    )


def _others_propose(capture: Capture, group: Group, sifter: str) -> bool:
    """Whether somebody may nominate whom a body neither is nor stops nor commands."""
    powers = nominations(capture, group)
    return not powers or any(capture.disables(sifter, power=power, contested=True) is None for power in powers)


def _lot(capture: Capture, label: str) -> bool:
    """Whether a body is drawn by lot: if it shortens the list, that says that the list is shortened by lot."""
    body = capture.body_of(label)
    return body is not None and all(group.filling is Filling.LOT for group in body.groups)


def _behind(capture: Capture, sifter: str) -> tuple[str, ...]:
    if capture.is_class(sifter):
        return ()
    found = list(capture.nearest(capture.masters(sifter, contested=True), contested=True))
    return (f"{' and '.join(found[:3])} can come to command {sifter}.",) if found else ()
