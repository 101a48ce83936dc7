"""The arithmetic of vacancies against brute force over small bodies."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest

from constdsl.model.entities import Threshold
from constdsl.rules.common.arithmetic import (
    Tie,
    by_minority,
    by_one,
    carrying,
    fewest,
    largest_base,
    least_members,
    stall,
    tie,
    turns,
)
from constdsl.syntax.tree import Base

SHARES = [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(3, 5), Fraction(2, 3), Fraction(1)]
THRESHOLDS = [
    *(Threshold(share, strict, None, base) for share, strict, base in product(SHARES, (False, True), Base)),
    *(Threshold(number=number) for number in (0, 1, 2, 4)),
]
QUORUMS = [
    None,
    Threshold(Fraction(1, 2), False),
    Threshold(Fraction(2, 3), True),
    Threshold(Fraction(1), False),
    Threshold(Fraction(1, 2), True, None, Base.MEMBERS),
    Threshold(Fraction(1), False, None, Base.MEMBERS),
    Threshold(number=3),
]
CASES = [(threshold, quorum, seats) for threshold in THRESHOLDS for quorum in QUORUMS for seats in range(1, 7)]


def passes(
    threshold: Threshold, quorum: Threshold | None, seats: int, members: int, vote: tuple[int, int, int]
) -> bool:
    """The plain reading of section 3: so many vote yes, vote no, and attend without voting."""
    yes, no, silent = vote
    present = yes + no + silent
    if quorum is not None:
        whole = seats if quorum.base is Base.SEATS else members
        if present < quorum.needed(whole):
            return False
    base = {Base.SEATS: seats, Base.MEMBERS: members, Base.PRESENT: present, Base.VOTES: yes + no}[threshold.base]
    return present > 0 and yes >= threshold.needed(base)


def votes(of: int) -> Iterator[tuple[int, int, int]]:
    """Every way in which so many members can vote yes, no, abstain or stay away."""
    for yes in range(of + 1):
        for no in range(of - yes + 1):
            for silent in range(of - yes - no + 1):
                yield yes, no, silent


def carried_by(threshold: Threshold, quorum: Threshold | None, seats: int, members: int) -> int | None:
    """The fewest who carry whatever the others do."""
    for yes in range(members + 1):
        others = [(no, silent) for more, no, silent in votes(members - yes) if more == 0]
        if all(passes(threshold, quorum, seats, members, (yes, *other)) for other in others):
            return yes
    return None


def the_fewest(threshold: Threshold, quorum: Threshold | None, seats: int, members: int) -> int | None:
    found = [vote[0] for vote in votes(members) if passes(threshold, quorum, seats, members, vote)]
    return min(found, default=None)


@pytest.mark.parametrize("quorum", QUORUMS, ids=str)
def test_votes_needed(quorum: Threshold | None) -> None:
    """What carries at best, and what carries whatever others do, for each number of vacancies."""
    for threshold, seats in product(THRESHOLDS, range(1, 7)):
        for members in range(seats + 1):
            best, sure = fewest(threshold, quorum, seats, members), carrying(threshold, quorum, seats, members)
            assert best == the_fewest(threshold, quorum, seats, members), (threshold, seats, members)
            assert sure == carried_by(threshold, quorum, seats, members), (threshold, seats, members)


def test_no_decision_passes_without_a_vote() -> None:
    """Every threshold asks for one vote at least, even a share of nothing: vacancies never make a decision pass."""
    for threshold, quorum, seats in CASES:
        assert not any(
            passes(threshold, quorum, seats, members, vote)
            for members in range(seats + 1)
            for vote in votes(members)
            if vote[0] == 0
        )


def test_turning_points() -> None:
    """The first vacancy at which a body stalls, at which a minority of its seats and at which one member decides."""
    for threshold, quorum, seats in CASES:
        sure = [carried_by(threshold, quorum, seats, seats - gone) for gone in range(seats + 1)]
        able = [the_fewest(threshold, quorum, seats, seats - gone) is not None for gone in range(seats + 1)]
        where = (threshold, quorum, seats)
        assert stall(threshold, quorum, seats) == able.index(False), where
        least = least_members(threshold, quorum, seats)
        assert least == min((seats - gone for gone in range(seats + 1) if able[gone]), default=None), where
        single = next((gone for gone, votes in enumerate(sure) if votes == 1), None)
        assert by_one(threshold, quorum, seats) == single, where
        if seats > 2:
            minority = next((gone for gone, votes in enumerate(sure) if votes is not None and 2 * votes < seats), None)
            assert by_minority(threshold, quorum, seats) == minority, where


def test_a_body_that_cannot_decide_never_recovers_with_fewer() -> None:
    """Vacancies never help to decide at all."""
    for threshold, quorum, seats in CASES:
        able = [fewest(threshold, quorum, seats, seats - gone) is not None for gone in range(seats + 1)]
        assert able == sorted(able, reverse=True)


def test_even_splits() -> None:
    """Neither side, or both."""
    for threshold, quorum, seats in CASES:
        for members in range(seats + 1):
            half = members // 2
            if members == 0 or members % 2:
                expected = Tie.NONE
            elif passes(threshold, quorum, seats, members, (half, half, 0)):
                expected = Tie.BOTH
            else:
                expected = Tie.FAILS
            assert tie(threshold, quorum, seats, members) is expected


def test_largest_base() -> None:
    """The inverse of `needed`, on bases up to some size."""
    for threshold in THRESHOLDS:
        for votes_cast in range(5):
            fits = [base for base in range(1, 40) if threshold.needed(base) <= votes_cast]
            found = largest_base(threshold, votes_cast)
            assert (39 if found is None else found) == max(fits, default=0), (threshold, votes_cast)


def test_turns_of_a_large_body_are_few() -> None:
    """Only turning points, however many seats."""
    found = turns(Threshold(Fraction(1, 2), True, None, Base.MEMBERS), None, 1_000_000)
    assert [turn.vacancies for turn in found] == [0, 3, 999_999, 1_000_000]
    assert found[0].votes == 500_001
    assert found[-1].votes is None


def test_turns_of_a_small_body() -> None:
    """Nine seats, of which eight must agree: one vacancy gives every member a veto, two end it."""
    found = turns(Threshold(number=8), None, 9)
    assert [(turn.vacancies, turn.votes, turn.says) for turn in found] == [
        (0, 8, "it decides"),
        (1, 8, "every member has a veto"),
        (2, None, "nothing is decided any more"),
    ]
