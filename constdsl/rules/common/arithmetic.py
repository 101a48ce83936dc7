"""How many votes carry a decision while some seats are vacant: exact arithmetic over thresholds and quorums.

Of `seats` seats `members` are filled. Some members attend, some of those vote yes or no. A decision is carried when
those who attend make the quorum and the yes votes meet the threshold on its base. Everything here is in closed form:
a body of a million seats costs as much as one of three.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from constdsl.model.entities import Threshold
from constdsl.syntax.tree import Base

__all__ = [
    "Tie", "Turn", "by_minority", "by_one", "carrying", "fewest", "largest_base", "least_members", "quorate", "stall",
    "tie", "turns",
]  # fmt: skip


class Tie(StrEnum):
    """What an even split of a body comes to."""

    NONE = "no even split"
    FAILS = "neither side carries"
    BOTH = "both sides carry"


def quorate(quorum: Threshold | None, seats: int, members: int) -> int:
    """How many must attend: at least one. A quorum of those present or voting is counted on the members."""
    if quorum is None:
        return 1
    return quorum.needed(seats if quorum.base is Base.SEATS else members)


def fewest(threshold: Threshold, quorum: Threshold | None, seats: int, members: int) -> int | None:
    """The fewest votes that carry a decision when it suits them: others stay away, or attend and abstain.

    None when nothing can be carried.
    """
    attend = max(1, quorate(quorum, seats, members))
    if members < attend:
        return None
    if threshold.number is not None or threshold.base in (Base.SEATS, Base.MEMBERS):
        needed = threshold.needed(seats if threshold.base is Base.SEATS else members)
        return needed if needed <= members else None
    # Of those present: a larger attendance never needs fewer votes. Of the votes: the yes votes are all of them.
    needed = threshold.needed(attend if threshold.base is Base.PRESENT else 1)
    reachable = threshold.needed(members) <= members if threshold.base is Base.PRESENT else needed <= 1
    return needed if reachable else None


def carrying(threshold: Threshold, quorum: Threshold | None, seats: int, members: int) -> int | None:
    """The fewest votes that carry a decision whatever others do: they come and vote no, or stay away.

    None when nothing can be carried.
    """
    needed = threshold.needed(seats if threshold.base is Base.SEATS else members)
    needed = max(needed, quorate(quorum, seats, members))
    return needed if needed <= members else None


def largest_base(threshold: Threshold, votes: int) -> int | None:
    """The largest base on which so many votes meet a threshold; None where they do on any base, 0 where on none."""
    if votes < 1:
        return 0
    if threshold.number is not None:
        return None if votes >= threshold.number else 0
    if threshold.share == 0:
        return None
    exact = votes / threshold.share
    whole = exact.numerator // exact.denominator
    return whole - 1 if threshold.strict and whole == exact else whole


def least_members(threshold: Threshold, quorum: Threshold | None, seats: int) -> int | None:
    """The fewest members with whom a decision can be carried at all; None when even all of them do not suffice."""
    fixed = [1]
    for each in (threshold, quorum):
        if each is not None and (each.number is not None or each.base is Base.SEATS):
            fixed.append(each.needed(seats))
        elif each is not None and each.needed(1) > 1:
            return None  # more than all of the base
    least = max(fixed)
    return least if least <= seats else None


def stall(threshold: Threshold, quorum: Threshold | None, seats: int) -> int:
    """The smallest number of vacancies at which nothing can be carried; 0 where nothing ever can."""
    least = least_members(threshold, quorum, seats)
    return 0 if least is None else seats - least + 1


def _vacancies_for(votes: int, threshold: Threshold, quorum: Threshold | None, seats: int) -> int | None:
    """The smallest number of vacancies at which so many votes carry a decision whatever others do."""
    least = least_members(threshold, quorum, seats)
    if least is None:
        return None
    most = seats
    for each in (threshold, quorum):
        if each is None:
            continue
        if each.number is not None or each.base is Base.SEATS:
            if each.needed(seats) > votes:
                return None
        elif (base := largest_base(each, votes)) is not None:
            most = min(most, base)
    return seats - most if most >= least else None


def by_minority(threshold: Threshold, quorum: Threshold | None, seats: int) -> int | None:
    """The smallest number of vacancies at which fewer than half of all seats carry a decision whatever others do."""
    return _vacancies_for((seats - 1) // 2, threshold, quorum, seats) if seats > 2 else None


def by_one(threshold: Threshold, quorum: Threshold | None, seats: int) -> int | None:
    """The smallest number of vacancies at which a single member carries a decision whatever others do."""
    return _vacancies_for(1, threshold, quorum, seats)


def tie(threshold: Threshold, quorum: Threshold | None, seats: int, members: int) -> Tie:
    """What comes of it when all members vote and are split evenly."""
    if members == 0 or members % 2:
        return Tie.NONE
    needed = threshold.needed(seats if threshold.base is Base.SEATS else members)
    if quorate(quorum, seats, members) > members or needed > members // 2:
        return Tie.FAILS
    return Tie.BOTH


@frozen
class Turn:
    """A number of vacancies at which something changes: how many are left, how many votes carry, and what is new."""

    vacancies: int
    members: int
    votes: int | None
    says: str


def turns(threshold: Threshold, quorum: Threshold | None, seats: int) -> tuple[Turn, ...]:
    """The turning points from no vacancy to all: what carries at first, when every member has a veto, when fewer than
    half of all seats and when one member decides, and when nothing is decided any more."""
    says: dict[int, list[str]] = {0: []}
    needed = carrying(threshold, quorum, seats, seats)
    stalled = stall(threshold, quorum, seats)
    minority, single = by_minority(threshold, quorum, seats), by_one(threshold, quorum, seats)
    if needed is not None and 0 < stalled <= seats and stalled - 1 not in (single, seats - 1):
        says.setdefault(stalled - 1, []).append("every member has a veto")
    if minority is not None:
        says.setdefault(minority, []).append("fewer than half of all seats decide")
    if single is not None:
        says.setdefault(single, []).append("one member decides")
    if stalled <= seats:
        says.setdefault(stalled, []).append("nothing is decided any more")
    found = []
    for vacancies in sorted(says):
        members = seats - vacancies
        votes = carrying(threshold, quorum, seats, members) if members else None
        words = "; ".join(says[vacancies]) or "it decides"
        found.append(Turn(vacancies, members, votes, words))
    return tuple(found)
