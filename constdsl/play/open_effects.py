"""What moves change: each effect takes a position to the next, before anything ends of itself."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from constdsl.model.entities import GroupRef
from constdsl.play.open_position import Position

__all__ = [
    "Effect", "adjourning", "conferring", "convening", "dissolving", "enlarging", "leaving", "lowering", "nothing",
    "raising", "refill", "refilling", "revoking", "suspending", "taking", "vacating", "with_seats", "without",
]  # fmt: skip

Effect = Callable[[Position], Position]


def without(position: Position, index: int, ref: GroupRef) -> Position:
    """The position when a named person has left a seat, which is vacant."""
    number = position.world.numbers[ref]
    vacant = list(position.vacant)
    vacant[number] += 1
    return evolve(
        position, vacant=tuple(vacant), seats=with_seats(position.seats, index, position.seats[index] - {ref})
    )  # fmt: skip


def with_seats(
    seats: tuple[frozenset[GroupRef], ...], index: int, held: frozenset[GroupRef]
) -> tuple[frozenset[GroupRef], ...]:
    """Everybody's seats when one person holds these."""
    return (*seats[:index], held, *seats[index + 1 :])


def taking(index: int, ref: GroupRef, number: int) -> Effect:
    """A named person takes a seat, vacant or of an outgoing member, and the body sits again."""
    def effect(position: Position) -> Position:
        vacant = list(position.vacant)
        # In an open group a person takes the place of one of the others.
        vacant[number] = max(0, vacant[number] - 1)
        return evolve(
            position, vacant=tuple(vacant), seats=with_seats(position.seats, index, position.seats[index] | {ref}),
            dissolved=position.dissolved - {ref.body},
        )  # fmt: skip

    return effect


def leaving(index: int, ref: GroupRef) -> Effect:
    """A named person leaves a seat."""
    return lambda position: without(position, index, ref)


def vacating(number: int, seats: int = 1) -> Effect:
    """Others leave seats of a group."""
    def effect(position: Position) -> Position:
        vacant = list(position.vacant)
        vacant[number] += seats
        return evolve(position, vacant=tuple(vacant))

    return effect


def refill(position: Position, ref: GroupRef, number: int) -> Position:
    """The position when others have filled what is vacant in a group."""
    vacant = list(position.vacant)
    vacant[number] = 0
    return evolve(position, vacant=tuple(vacant), dissolved=position.dissolved - {ref.body})


def nothing(position: Position) -> Position:
    """The position as it was."""
    return position


def conferring(index: int, status: str) -> Effect:
    """A named person gains a status."""
    return lambda position: _with_statuses(position, index, position.statuses[index] | {status})


def revoking(index: int, lost: frozenset[str]) -> Effect:
    """A named person loses statuses."""
    return lambda position: _with_statuses(position, index, position.statuses[index] - lost)


def _with_statuses(position: Position, index: int, statuses: frozenset[str]) -> Position:
    return evolve(position, statuses=(*position.statuses[:index], statuses, *position.statuses[index + 1 :]))


def dissolving(name: str, own: tuple[GroupRef, ...]) -> Effect:
    """A body no longer sits, and its own seats are vacant."""
    def effect(position: Position) -> Position:
        vacant = list(position.vacant)
        for ref in own:
            number = position.world.numbers[ref]
            vacant[number] = position.size[number]
        seats = tuple(held - frozenset(own) for held in position.seats)
        return evolve(position, vacant=tuple(vacant), seats=seats, dissolved=position.dissolved | {name})

    return effect


def enlarging(number: int) -> Effect:
    """A group has one seat more, which is vacant."""
    def effect(position: Position) -> Position:
        size, vacant = list(position.size), list(position.vacant)
        size[number] += 1
        vacant[number] += 1
        return evolve(position, size=tuple(size), vacant=tuple(vacant))

    return effect


def refilling(ref: GroupRef, number: int) -> Effect:
    """Others fill what is vacant in a group."""
    return lambda position: refill(position, ref, number)


def raising(flag: str) -> Effect:
    """A flag goes up."""
    return lambda position: evolve(position, flags=position.flags | {flag})


def lowering(flag: str) -> Effect:
    """A flag goes down."""
    return lambda position: evolve(position, flags=position.flags - {flag})


def adjourning(body: str) -> Effect:
    """Nobody convenes a body."""
    return lambda position: evolve(position, adjourned=position.adjourned | {body})


def convening(body: str) -> Effect:
    """A body is convened."""
    return lambda position: evolve(position, adjourned=position.adjourned - {body})


def suspending(article: str) -> Effect:
    """An article is suspended, by its key, for good."""
    return lambda position: evolve(position, suspended=position.suspended | {article})
