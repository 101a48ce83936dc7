"""Histories tried before they are shown: what the calculus tells, the simulator must be able to play.

Where it cannot, the two engines disagree; that is a fault of the tool, and no verdict is built on it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from attrs import evolve

from constdsl.capture.history import Move
from constdsl.capture.notes import Filled, Used
from constdsl.model.entities import Constitution
from constdsl.play.campaign import Fill, Use
from constdsl.play.people import People
from constdsl.play.replay import Claim, Told, replay

__all__ = ["Disagreement", "replayed"]


class Disagreement(Exception):
    """The simulator cannot follow a history; the message says where and why."""


def replayed(constitution: Constitution, people: People, claim: Claim, moves: Sequence[Move]) -> tuple[Move, ...]:
    """A history in an order in which the simulator plays it.

    Raises Disagreement when there is none, and TooLarge when persons cannot be looked at one by one.
    """
    places = [number for number, move in enumerate(moves) if move.note is not None]
    told = [_told(moves[number]) for number in places]
    found = replay(constitution, claim, told, people)
    if found.failure is not None:
        step = found.failure.step
        where = f"at step {places[step] + 1} (“{moves[places[step]].text}”)" if step is not None else "at its end"
        raise Disagreement(f"{where}: {found.failure.reason}")
    return _ordered(moves, places, [number for number, _ in found.order])


def _told(move: Move) -> Told:
    match move.note:
        case Used(power):
            return Told(move.years, Use(power))
        case Filled(group):
            return Told(move.years, Fill(group))
    raise AssertionError("a consequence is not a move")


def _ordered(moves: Sequence[Move], places: Sequence[int], made: Sequence[int]) -> tuple[Move, ...]:
    """The moves as they were made. What only follows from others stays before the move that it was told before."""
    if list(made) == sorted(made):
        return tuple(moves)
    order: list[int] = []
    taken: set[int] = set()
    for number in made:
        first = places[number - 1] + 1 if number else 0
        order += [index for index in range(first, places[number] + 1) if index not in taken]
        taken.update(order)
    order += [index for index in range(len(moves)) if index not in taken]
    dates = itertools.accumulate((moves[index].years for index in order), max)
    return tuple(evolve(moves[index], years=years) for index, years in zip(order, dates, strict=True))
