"""A thing that can happen to one person, or around her, as a value: its needs, its effect and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from attrs import evolve, frozen

from constdsl.capture.history import agree
from constdsl.capture.lives import State, Test, Want
from constdsl.capture.permission import Need
from constdsl.model.conditions import Holds, Literal, Member
from constdsl.model.entities import Clause, Group, GroupRef, Power

__all__ = [
    "PERSON", "Deed", "Effect", "a_seat", "adjourning", "by_power", "convening", "exists", "gaining", "losing",
    "lowering", "raising", "same", "suspending",
]  # fmt: skip

PERSON = "Vera Orlova"
"""The invented name of the person in such histories."""

Effect = Callable[[State], State]


@frozen(eq=False)
class Deed:
    """Something that can happen: what it needs, what it does before anything ends of itself, and how it is told."""

    needs: tuple[Need, ...]
    effect: Effect
    touches: tuple[Want, ...]
    actor: str
    act: str
    text: str
    clause: Clause | None
    wait: Fraction = Fraction(0)
    ends: GroupRef | None = None
    """The group whose term ends: told only where the person loses her seat by it."""
    founding: bool = False
    """Whether it only says where the person has always sat."""
    empties: tuple[GroupRef, ...] = ()
    """Groups that it leaves without members."""
    adds: bool = False
    """Whether the vacancy it makes is a new seat, so that those there are stay as they are."""

    @property
    def hers(self) -> bool:
        """Whether it is done to the person or by her, and not only felt by her."""
        return not self.empties and any(isinstance(fact, Holds | Member) for fact, _ in self.touches)

    def lawful(self, state: State) -> bool:
        """Whether all that it needs is so."""
        return all(need.test(state) for need in self.needs)

    @property
    def possible(self) -> bool:
        """Whether nothing that it needs is plainly impossible."""
        return all(need.possible for need in self.needs)


def by_power(power: Power, words: str, needs: Iterable[Need], effect: Effect, touches: Iterable[Want]) -> Deed:
    """The use of a power, told as a deed of its subject."""
    actor = power.subject or "Somebody"
    act = power.act.text or power.act.verb.value
    return Deed(tuple(needs), effect, tuple(touches), actor, act, f"{actor} {agree(actor, words)}.", power.clause)


def a_seat(group: Group) -> str:
    """`a seat in Council`, or `the seat of Premier` where there is one only."""
    return f"the seat of {group.label}" if group.seats == 1 else f"a seat in {group.label}"


# --- effects ---------------------------------------------------------------------------------------------------------


def same(state: State) -> State:
    return state


def gaining(status: str) -> Effect:
    return lambda state: evolve(state, person=state.person | {Holds(status)})


def losing(*facts: Literal) -> Effect:
    lost = frozenset(facts)
    return lambda state: evolve(state, person=state.person - lost)


def raising(flag: str) -> Effect:
    return lambda state: evolve(state, flags=state.flags | {flag})


def lowering(flag: str) -> Effect:
    return lambda state: evolve(state, flags=state.flags - {flag})


def exists(body: str) -> Test:
    return lambda state: body not in state.dissolved


def adjourning(body: str) -> Effect:
    return lambda state: evolve(state, adjourned=state.adjourned | {body})


def convening(body: str) -> Effect:
    return lambda state: evolve(state, adjourned=state.adjourned - {body})


def suspending(article: str) -> Effect:
    return lambda state: evolve(state, suspended=state.suspended | {article})
