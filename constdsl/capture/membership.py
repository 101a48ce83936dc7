"""Membership in the seats where it begins: a member of a joint body is a member of one of the bodies that join."""

from __future__ import annotations

from constdsl.model.conditions import Condition, Literal, Member, atoms, disjunction, substitute
from constdsl.model.entities import Constitution, Filling, GroupRef

__all__ = ["by_groups", "origins", "seat", "seated"]


def seat(ref: GroupRef) -> Member:
    """The atom for holding a seat in one group, which is named by its number."""
    return Member(ref.body, f"#{ref.index}")


def seated(member: Member) -> GroupRef:
    """The group that an atom made by `seat` stands for."""
    assert member.group is not None
    return GroupRef(member.body, int(member.group[1:]))


def origins(constitution: Constitution, label: str) -> list[GroupRef]:
    """The groups in which the seats behind a label are filled; offices held and joint bodies are followed."""
    found: dict[GroupRef, None] = {}
    seen: set[GroupRef] = set()
    pending = list(constitution.labels.get(label, ()))
    while pending:
        ref = pending.pop(0)
        if ref in seen:
            continue
        seen.add(ref)
        group = constitution.group(ref)
        if group.filling in (Filling.HELD, Filling.JOINING):
            pending += [inner for name in group.by for inner in constitution.labels.get(name, ())]
        else:
            found[ref] = None
    return list(found)


def by_groups(constitution: Constitution, condition: Condition) -> Condition:
    """A condition with every membership written out as seats in the groups where they are filled."""
    if not any(isinstance(atom, Member) for atom in atoms(condition)):
        return condition

    def value(atom: Literal) -> Condition | None:
        if not isinstance(atom, Member) or (atom.group or "").startswith("#"):
            return None
        label = f"{atom.body}.{atom.group}" if atom.group else atom.body
        return disjunction(*(seat(ref) for ref in origins(constitution, label)))

    return substitute(condition, value)
