"""Insiders fill the list, so that one more name opens the sifting."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution, Filling, Group
from constdsl.rules.common.ballot import belongs_to_electors, nominations
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, choose_candidates

__all__ = ["slot_flooding"]


@rule(code="N7", severity="warning", since="0.1")
def slot_flooding(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can insiders fill the list of candidates, so that any other name opens its sifting?"""
    for group in capture.elected_groups():
        cap, each, settler = group.most_candidates, group.naming, group.settler
        if cap is None or each is None or settler is None or belongs_to_electors(capture, group, settler):
            continue
        body = capture.body_of(settler)
        if body is not None and all(part.filling is Filling.LOT for part in body.groups):
            continue  # shortened by lot
        flooders = _flooders(capture, group, cap, each)
        others = len(nominations(capture, group)) - len(flooders)
        if not flooders or others <= 0:
            continue
        who = tuple(dict.fromkeys((*flooders, settler)))
        words = f"choose the candidates for {group.label}"
        history = capture.history(*who, goal=choose_candidates(group.label), words=words, contested=True)
        if history is None:
            continue
        names = " and ".join(f"`{name}`" for name in flooders)
        sum_of = " + ".join([f"{min(each, cap):,}"] * len(flooders)) if len(flooders) < 5 else (
            f"{len(flooders)} × {each:,}"
        )
        yield Finding(
            f"{names} can fill the list for `{group.label}`, so that any other name is sifted by `{settler}`",
            at=group.part("naming"),
            labels=((group.part("most"), f"{cap:,} places"), (group.part("surplus"), "who sifts")),
            reason=(
                f"{sum_of} = {len(flooders) * min(each, cap):,} names for {cap:,} places: outsiders have none left.",
                f"The first name from outside is one too many, and {settler} decides whose name goes.",
            ),
            history=history,
            repairs=tuple(_repairs(capture, group, cap)),
            cause=("ballot", group.label),
            subject=(group.label, *flooders),
        )


def _flooders(capture: Capture, group: Group, cap: int, each: int) -> list[str]:
    """The first bodies that can fill the list with the names they may give; none where all together cannot."""
    found: list[str] = []
    for label in capture.nominators(group):
        if capture.body_of(label) is not None:
            found.append(label)
        if found and len(found) * min(each, cap) >= cap:
            return found
    return []


def _repairs(capture: Capture, group: Group, cap: int) -> Iterator[Repair]:
    insiders = [label for label in capture.nominators(group) if capture.body_of(label) is not None]
    share = (cap - 1) // len(insiders)
    if share:
        words = f"each naming at most {share}"
        yield Repair("leave places that bodies cannot fill", (put(group.part("naming"), words),))
    electors = next((label for label in group.by if capture.is_class(label)), None)
    if electors is not None:
        yield Repair(
            f"let {electors} settle the surplus in a primary",
            (put(group.part("surplus"), f"surplus settled by {electors}"),),
        )
    yield Repair(
        "put all names on the ballot",
        tuple(delete(clause) for kind, clause in group.parts if kind in ("most", "surplus")),
    )
