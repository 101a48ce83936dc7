"""The sentences that tell moves."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from constdsl.model.entities import Group, Power
from constdsl.play.open_position import Move

__all__ = ["Deed", "a_seat", "actor_of", "agreeing", "by_power", "capital", "chosen_for", "ended", "wording"]

Deed = Callable[[str], Move]
"""A move, worded for what it is done to."""


def a_seat(group: Group) -> str:
    """`a seat in Council`, or `the seat of Premier` where there is one only."""
    return f"the seat of {group.label}" if group.seats == 1 else f"a seat in {group.label}"


def ended(move: Move) -> Deed:
    """The end of a term, worded with a gap for somebody who loses a seat by it."""
    return lambda whom: evolve(move, words=f"{move.words[:-1]} for {whom}.")


def chosen_for(move: Move, words: str) -> Deed:
    """The choice of somebody who is no named person."""
    return lambda whom: evolve(move, words=f"{words} {whom}.")


def wording(power: Power, deed: str) -> Deed:
    """The use of a power, worded with a gap for whom it is done to."""
    return lambda whom: by_power(power, deed.format(whom))


def actor_of(power: Power) -> str:
    """Who has a power, in the words of the text."""
    return power.subject or power.who or "anyone"


def by_power(power: Power, deed: str, person: str | None = None) -> Move:
    """The use of a power, told as a deed of its subject."""
    actor = actor_of(power)
    return Move(actor, power.act.text, power.clause, person, f"{capital(actor)} {agreeing(actor, deed)}.")


def agreeing(actor: str, deed: str) -> str:
    """A deed as it is said of several, if a name sounds like several: `Electors elect`, `Congress elects`."""
    verb, space, rest = deed.partition(" ")
    if not actor.endswith("s") or actor.endswith("ss"):
        return deed
    return f"{'do' if verb == 'does' else verb.removesuffix('s')}{space}{rest}"


def capital(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]
