"""Bodies for which only those can be chosen who already sit there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from constdsl.model.conditions import Member, atoms, conjunction
from constdsl.model.entities import Constitution, Filling, Group, GroupRef
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["never_founded"]

_Needs = Mapping[GroupRef, tuple[tuple[str, frozenset[GroupRef]], ...]]
"""For each group the seats, one of each kind, that one must hold to be chosen for it: their label, and the groups."""


@rule(code="O11", severity="error", since="0.1")
def never_founded(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Must one already sit in a body, perhaps by way of others, to be chosen for it?"""
    needs = {group.ref: tuple(_needs(constitution, capture, group)) for group in capture.groups()}
    open_to_newcomers = _foundable(needs)
    told: set[GroupRef] = set()
    for start in needs:
        circle = _circle(constitution, needs, open_to_newcomers, start)
        if not circle or told & set(circle):
            continue
        told |= set(circle)
        group = constitution.group(circle[0])
        labels = [constitution.group(ref).label for ref in circle]
        through = "" if len(labels) == 1 else f", by way of {', '.join(f'`{label}`' for label in labels[1:])}"
        yield Finding(
            f"only who already sits in `{labels[0]}` can be chosen for it{through}",
            at=group.part("from"),
            labels=tuple((constitution.group(ref).part("from"), "and this asks for a seat") for ref in circle[1:]),
            reason=("Nobody from outside can ever be chosen: it cannot be founded, and seats once empty stay empty.",),
            repairs=tuple(
                cut(found.part("from"), f"let others be chosen for {found.label}")
                for found in map(constitution.group, circle) if found.part("from") != found.clause
            ),
            cause=("founded", *sorted(labels)),
            subject=tuple(sorted(labels)),
        )  # fmt: skip


def _needs(
    constitution: Constitution, capture: Capture, group: Group
) -> Iterator[tuple[str, frozenset[GroupRef]]]:
    if group.filling is Filling.HELD:
        for label in group.by:
            yield label, frozenset(constitution.labels[label])
        return
    if group.for_life or (group.filling in (Filling.JOINING, Filling.NOBODY) and not capture.choosers(group)):
        return  # others sit there, or nobody is named to fill it: that is silence; or who sits there stays
    known = capture.calculus.compiler.seats.known
    asked = known(conjunction(group.eligible, group.retain))
    if not capture.can_meet(asked):
        return
    for atom in dict.fromkeys(atoms(conjunction(group.eligible, group.retain))):
        if isinstance(atom, Member) and capture.logic.entails(asked, known(atom)):
            # To keep a seat one must hold it; that asks for nothing before.
            label = f"{atom.body}.{atom.group}" if atom.group else atom.body
            groups = frozenset(constitution.labels[label])
            if group.ref not in groups or capture.logic.entails(known(group.eligible), known(atom)):
                yield label, groups


def _foundable(needs: _Needs) -> frozenset[GroupRef]:
    """The groups for which somebody can be chosen who sat nowhere to begin with."""
    found: set[GroupRef] = set()
    while more := {
        ref for ref, asked in needs.items() if ref not in found and all(groups & found for _, groups in asked)
    }:
        found |= more
    return frozenset(found)


def _circle(
    constitution: Constitution, needs: _Needs, founded: frozenset[GroupRef], start: GroupRef
) -> list[GroupRef]:
    """From a group along seats that one must hold before, back to it; empty where the way does not lead back."""
    way = [start]
    while way[-1] not in founded:
        wanted = next(groups for _, groups in needs[way[-1]] if not groups & founded)
        if start in wanted:
            return way
        after = min(wanted, default=start)
        if after in way:
            return []
        way.append(after)
    return []
