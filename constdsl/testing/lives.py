"""Everybody's play at random, for promises about what one person may always or never be."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from constdsl.model.conditions import Condition, negation
from constdsl.model.entities import Constitution, Invariant
from constdsl.play.names import name
from constdsl.play.open import Person, Play, Unlawful, ages
from constdsl.testing.machine import BATCH, play_batch, seed_of
from constdsl.testing.results import Assignment, Budget, Found, Hit, Played
from constdsl.testing.wording import article, open_wording

__all__ = ["bad", "from_words", "play_everybody", "to_words"]

_MOST = 2
"""Persons with names in one play: the promise is about one, and another may take seats from them."""

_TIMES = 3
"""How many times as many plays as a coalition gets: who takes part is drawn as well, and what is gained can be lost."""

_HOLD, _GAIN, _TIME = 60, 10, 3
"""How much likelier than others are moves that give a person with a name a seat from the start (they cannot be made
later), those that give a seat, and the passing of time, without which no seat comes free."""

_SEATING = ("elect", "appoint ")


def bad(invariant: Invariant) -> Condition:
    """What must not come to be true of anybody."""
    return negation(invariant.condition) if invariant.always else invariant.condition


def play_everybody(
    constitution: Constitution,
    assignment: Assignment,
    budget: Budget,
    *,
    earlier: Sequence[tuple[int, int, tuple[str, ...]]] = (),
) -> Played:
    """Play until some person is what the promise rules out, or the budget is spent; one promise at a time.

    `earlier` are histories of former runs to be tried first, as `to_words` writes them.
    """
    (promise,) = assignment.promises
    invariant = constitution.promises[promise].property
    assert isinstance(invariant, Invariant)
    condition = bad(invariant)
    blank = Played(assignment)
    for _, seed, words in earlier:
        persons, made = from_words(words)
        if _person(constitution, persons, made, condition) is not None:
            return evolve(blank, hits=(_hit(constitution, condition, promise, persons, made, seed, 0, known=True),))
    examples, batch = 0, 0
    most = _TIMES * budget.examples
    while examples < most:
        if budget.until is not None and time.monotonic() >= budget.until:
            return evolve(blank, examples=examples, stopped=True)
        reached, plays = play_batch(
            lambda draw: _Player(constitution, condition, draw(_casts(constitution, condition))), [0],
            examples=min(BATCH, most - examples), steps=budget.steps,
            number=seed_of(budget.seed, promise, batch),
        )  # fmt: skip
        batch += 1
        examples += plays
        if reached is not None:
            cast, *steps = reached.path
            found = _hit(constitution, condition, promise, cast, steps, budget.seed, examples, known=False)
            return evolve(blank, examples=examples, hits=(found,))
    return evolve(blank, examples=examples)


class _Player:
    """Open play, by the words of its moves; what is looked for is true of one of the persons."""

    def __init__(self, constitution: Constitution, condition: Condition, persons: Sequence[Person]) -> None:
        self._play = Play(constitution, persons)
        self._condition = condition
        self._names = [person.name for person in persons]
        self._moves = open_wording(self._play.moves())
        self.path: list[Any] = [tuple(persons)]

    @property
    def weights(self) -> Sequence[int]:
        return [
            _HOLD if move.act.startswith("hold ") else _GAIN if move.act.startswith(_SEATING)
            else _TIME if move.act.startswith("wait") else 1
            for move in self._moves.values()
        ]  # fmt: skip

    @property
    def reached(self) -> frozenset[int]:
        return frozenset({0} if any(self._play.holds(self._condition, each) for each in self._names) else ())

    def take(self, number: int) -> None:
        words, move = list(self._moves.items())[number]
        self._play.apply(move)
        self._moves = open_wording(self._play.moves())
        self.path.append(words)


def _high(values: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers with the highest as often as all the others: most bounds are ages to be reached."""
    return values + values[-1:] * (len(values) - 2)


def _casts(constitution: Constitution, condition: Condition) -> st.SearchStrategy[tuple[Person, ...]]:
    """One or two persons of any kind that the axioms allow; few statuses and low numbers are the simplest."""
    within = dict(constitution.axioms.within)
    numbers = ages(constitution, condition)
    names = sorted(constitution.statuses)

    def closed(chosen: Sequence[bool]) -> frozenset[str]:
        found = {status for status, has in zip(names, chosen, strict=True) if has}
        for status in sorted(found):
            while status in within:
                status = within[status]
                found.add(status)
        return frozenset(found)

    kind = st.tuples(
        st.tuples(*(st.booleans() for _ in names)).map(closed),
        st.fixed_dictionaries({key: st.sampled_from(_high(values)) for key, values in numbers.items()}),
        st.fixed_dictionaries({key: st.sampled_from(values) for key, values in constitution.axioms.values}),
    )
    return st.lists(kind, min_size=1, max_size=_MOST).map(
        lambda kinds: tuple(Person(name(number), *each) for number, each in enumerate(kinds))
    )


# --- one history --------------------------------------------------------------------------------------------------


def _person(
    constitution: Constitution, persons: Sequence[Person], words: Sequence[str], condition: Condition
) -> str | None:
    """Of whom the condition is true after these moves; None when one is not lawful, or it is true of nobody."""
    try:
        play = Play(constitution, persons)
        for each in words:
            move = open_wording(play.moves()).get(each)
            if move is None:
                return None
            play.apply(move)
    except (Unlawful, ValueError):
        return None
    return next((each.name for each in persons if play.holds(condition, each.name)), None)


def _hit(
    constitution: Constitution,
    condition: Condition,
    promise: int,
    persons: Sequence[Person],
    words: Sequence[str],
    seed: int,
    example: int,
    *,
    known: bool,
) -> Hit:
    persons, words = _shortened(constitution, condition, tuple(persons), tuple(words))
    play = Play(constitution, persons)
    made = []
    for each in words:
        play.apply(open_wording(play.moves())[each])
        made.append(each)
    history = tuple(
        Found(
            step.number, step.date, step.move.actor, step.move.words, each, article(constitution, step.move.clause),
            step.move.clause,
        )
        for step, each in zip(play.history, made, strict=True)
    )  # fmt: skip
    person = _person(constitution, persons, words, condition)
    refusal = None if person is not None else "the condition is true of nobody after these moves"
    return Hit(promise, (), None, history, seed, example, known, tuple(persons), person, refusal)


def _shortened(
    constitution: Constitution, condition: Condition, persons: tuple[Person, ...], words: tuple[str, ...]
) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The history without persons and moves that can be left out."""

    def leads(cast: tuple[Person, ...], made: tuple[str, ...]) -> bool:
        return _person(constitution, cast, made, condition) is not None

    again = True
    while again:
        again = False
        for cast, made in _fewer(persons, words):
            if leads(cast, made):
                persons, words, again = cast, made, True
                break
    return persons, words


def _fewer(
    persons: tuple[Person, ...], words: tuple[str, ...]
) -> Iterator[tuple[tuple[Person, ...], tuple[str, ...]]]:
    if len(persons) > 1:
        yield from (((each,), words) for each in persons)
        # The first name is for whom the history is about.
        yield from (((evolve(each, name=name(0)),), _renamed(words, each.name)) for each in persons[1:])
    for number in reversed(range(len(words))):
        yield persons, words[:number] + words[number + 1 :]
    for last in reversed(range(len(words))):
        for first in range(last):
            yield persons, words[:first] + words[first + 1 : last] + words[last + 1 :]


def _renamed(words: tuple[str, ...], old: str) -> tuple[str, ...]:
    return tuple(each.replace(old, name(0)) for each in words if name(0) not in each)


def to_words(persons: Sequence[Person], words: Sequence[str]) -> tuple[str, ...]:
    """A history with those who take part as plain words, to be kept."""
    cast = [[each.name, sorted(each.statuses), dict(each.numbers), dict(each.values)] for each in persons]
    return (json.dumps(cast), *words)


def from_words(words: Sequence[str]) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """What `to_words` wrote; nobody and nothing where it cannot be read."""
    reader: Callable[[str], Any] = json.loads
    try:
        cast = tuple(Person(*each) for each in reader(words[0]))
    except (ValueError, TypeError, IndexError, AttributeError):
        return (), ()
    return cast, tuple(words[1:])
