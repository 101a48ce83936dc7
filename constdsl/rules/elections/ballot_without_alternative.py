"""Voters find on the ballot whom one body put there."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Body, Constitution, Group
from constdsl.rules.common.ballot import (
    also_nominating,
    belongs_to_electors,
    by_amending,
    nominating_clause,
    popular,
)
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture, choose_candidates

__all__ = ["ballot_without_alternative"]


@rule(code="E1", severity="error", since="0.1")
def ballot_without_alternative(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do voters find on the ballot only whom one single nominator puts there?"""
    for body in constitution.bodies.values():
        lists: dict[str, list[Group]] = {}
        for group in body.groups:
            author = _sole_author(capture, group) if popular(capture, group) else None
            if author is not None:
                lists.setdefault(author, []).append(group)
        for author, groups in lists.items():
            yield from _finding(capture, body, author, groups)


def _sole_author(capture: Capture, group: Group) -> str | None:
    """Who alone may nominate, and is not the electors or their own choice."""
    nominators = capture.nominators(group)
    if len(nominators) != 1 or nominators[0] == "anyone" or belongs_to_electors(capture, group, nominators[0]):
        return None
    author, goal = nominators[0], choose_candidates(group.label)
    if capture.forces(author, goal=goal, contested=True) is None:
        return None  # somebody else's consent, or a body that keeps it from nominating, stands in between
    return None if by_amending(capture, author, goal) else author


def _finding(capture: Capture, body: Body, author: str, groups: list[Group]) -> Iterator[Finding]:
    first = groups[0]
    history = capture.history(
        author, goal=choose_candidates(first.label), words=f"choose the candidates for {first.label}", contested=True
    )
    if history is None:
        return
    where = f"`{first.label}`" if len(groups) == 1 else f"{len(groups)} groups of seats of `{body.name}`"
    choice = all(group.least_candidates is not None and group.least_candidates > group.seats for group in groups)
    names = "however many names there must be" if choice else "and need put up no more than there are seats"
    if capture.body_of(author) is None:
        behind: tuple[str, ...] = ()
    else:
        behind = tuple(capture.nearest(capture.masters(author, contested=True), contested=True))
    yield Finding(
        f"`{author}` alone puts up the candidates for {where}, {names}",
        at=nominating_clause(capture, first),
        labels=tuple((nominating_clause(capture, group), "and here") for group in groups[1:]),
        reason=(
            "Voters choose among persons whom one body has chosen." if choice
            else "Voters may find a single name for each seat, and if they refuse it the same body puts up the next.",
            *((f"{' and '.join(behind)} can come to command {author}.",) if behind else ()),
        ),
        history=history,
        repairs=(also_nominating(capture, groups, first.by),),
        cause=("ballot", first.label),
        subject=(body.name, author, first.label),
    )  # fmt: skip
