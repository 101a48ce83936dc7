"""A small vocabulary, its conditions as a Hypothesis strategy, and every world it can describe, one by one.

The worlds are made from the meaning of the axioms alone, so that they can judge `constdsl.logic` without using it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import product

from hypothesis import strategies as st

from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Axioms,
    Both,
    Candidate,
    Compare,
    Condition,
    Either,
    Equals,
    Holds,
    Literal,
    Member,
    Negation,
    Raised,
    Sitting,
    atoms,
)

# `cadet` within `comrade` within `citizen`; `envoy` and `exile` contain each other; `guest` stands alone.
WITHIN = (("comrade", "citizen"), ("cadet", "comrade"), ("envoy", "exile"), ("exile", "envoy"))
ORIGINS = ("worker", "peasant", "other")
AXIOMS = Axioms(WITHIN, (("origin", ORIGINS),))
STATUSES = ("citizen", "comrade", "cadet", "envoy", "exile", "guest")
SEATS = (Member("Sejm"), Member("Sejm", "peasants"), Member("Sejm", "workers"))
WORLDLY = (Candidate(), Raised("alarm"), Sitting("Sejm"))

# Constants lie between these; one number more on either side stands for everything beyond.
CONSTANTS = {"age": (-1, 5), "rank": (0, 1)}

World = Callable[[Literal], bool]


def literals() -> st.SearchStrategy[Literal]:
    operators = st.sampled_from((">=", ">", "<=", "<", "=", "!="))
    compare = [st.builds(Compare, st.just(name), operators, st.integers(*ends)) for name, ends in CONSTANTS.items()]
    return st.one_of(
        st.sampled_from(STATUSES).map(Holds),
        *compare,
        # `nobody` is no declared origin; `faith` is not declared at all.
        st.builds(Equals, st.just("origin"), st.sampled_from((*ORIGINS, "nobody"))),
        st.builds(Equals, st.just("faith"), st.sampled_from(("old", "new"))),
        st.sampled_from(SEATS),
        st.sampled_from(WORLDLY),
    )


def conditions(leaves: int = 6) -> st.SearchStrategy[Condition]:
    def larger(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(inner.map(Negation), several.map(Both), several.map(Either))

    few = st.one_of(literals(), literals(), literals(), st.sampled_from((TRUE, FALSE)))
    return st.recursive(few, larger, max_leaves=leaves)


def worlds(*conditions: Condition) -> Iterator[World]:
    """Every combination that the axioms allow of what the conditions mention."""
    mentioned = dict.fromkeys(atom for condition in conditions for atom in atoms(condition))
    kinds = {getattr(atom, "attribute", type(atom).__name__) for atom in mentioned}
    choices: list[list[dict[object, object]]] = []

    if "Holds" in kinds:
        choices.append(_restricted(_STATUS_CHOICES, mentioned))
    if "Member" in kinds:
        choices.append(_restricted(_SEAT_CHOICES, mentioned))
    choices += [[{atom: False}, {atom: True}] for atom in WORLDLY if atom in mentioned]
    for attribute, (least, most) in CONSTANTS.items():
        if attribute in kinds:
            choices.append([{attribute: number} for number in range(least - 1, most + 2)])
    if "origin" in kinds:
        choices.append([{"origin": value} for value in ORIGINS])
    if "faith" in kinds:
        choices.append([{"faith": value} for value in ("old", "new", "something else")])

    for combination in product(*choices):
        yield _world({name: value for part in combination for name, value in part.items()})


def _combinations(names: Sequence[object]) -> list[dict[object, bool]]:
    return [dict(zip(names, held, strict=True)) for held in product((False, True), repeat=len(names))]


_STATUS_CHOICES = [
    held
    for held in _combinations([Holds(status) for status in STATUSES])
    if all(held[Holds(container)] or not held[Holds(status)] for status, container in WITHIN)
]
_SEAT_CHOICES = [held for held in _combinations(SEATS) if held[SEATS[0]] or not any(held.values())]


def _restricted(choices: list[dict[object, bool]], mentioned: Collection[object]) -> list[dict[object, object]]:
    """What the choices say of the atoms mentioned, once each: worlds that nobody can tell apart are one."""
    parts = {tuple((atom, yes) for atom, yes in choice.items() if atom in mentioned) for choice in choices}
    return [dict(part) for part in parts]


def _world(known: dict[object, object]) -> World:
    def fact(atom: Literal) -> bool:
        match atom:
            case Compare(attribute, operator, value):
                number = known[attribute]
                assert isinstance(number, int)
                return {
                    ">=": number >= value,
                    ">": number > value,
                    "<=": number <= value,
                    "<": number < value,
                    "=": number == value,
                    "!=": number != value,
                }[operator]
            case Equals(attribute, value):
                return known[attribute] == value
            case _:
                return bool(known[atom])

    return fact
