"""What random play found, as values: histories, what became of each promise, and where the verdicts disagree."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from constdsl.check.results import Answer, Play
from constdsl.model.entities import Clause, Promise
from constdsl.play.open import Person

__all__ = ["Assignment", "Budget", "Commanded", "Found", "FuzzReport", "Hit", "Outcome", "Played"]


@frozen
class Budget:
    """How much to play: plays of each coalition in each way of playing, moves in each, the seed, and the moment
    (of the monotonic clock, in seconds) at which to stop."""

    examples: int = 100
    steps: int = 50
    seed: int = 0
    until: float | None = None


@frozen
class Assignment:
    """What one process plays in one go: a coalition in one way of playing for some promises, by their numbers.

    `play` is None for play by everybody, and then there is no coalition.
    """

    coalition: tuple[str, ...]
    play: Play | None
    promises: tuple[int, ...]


@frozen
class Found:
    """One move of a history: its number from 1, the latest date in years, who makes it, in words, and by which
    clause and article. `words` is what a test calls it."""

    number: int
    years: Fraction
    actor: str
    text: str
    words: str
    article: str | None
    clause: Clause | None = None


@frozen
class Hit:
    """A history that reaches the goal of a promise, by its number; made short, and replayed move by move.

    `example` is the play that found it, counted from 1; `earlier` tells that an earlier run had found it; `seed` is
    the one with which it was found. `persons` and `person` say who takes part where everybody plays. `refusal` says
    why a replay did not follow, which is a fault of the tool.
    """

    promise: int
    coalition: tuple[str, ...]
    play: Play | None
    history: tuple[Found, ...]
    seed: int
    example: int = 0
    earlier: bool = False
    persons: tuple[Person, ...] = ()
    person: str | None = None
    refusal: str | None = None


@frozen
class Commanded:
    """What a coalition came to command: each body or class with the fewest years and moves in which play got it."""

    label: str
    years: Fraction
    moves: int


@frozen
class Played:
    """How an assignment went: plays made, histories found, and whether every lawful order of moves was played.

    `limit` says why it could not be played, where it could not.
    """

    assignment: Assignment
    examples: int = 0
    hits: tuple[Hit, ...] = ()
    exhausted: bool = False
    commanded: tuple[Commanded, ...] = ()
    limit: str | None = None
    stopped: bool = False
    """Whether time was up."""


@frozen
class Outcome:
    """One promise: its verdict, the histories that play found, and how much was played.

    Histories in contested play come first, then those of fewer bodies and moves. `disagreements` say, a sentence each,
    where play and verdict contradict each other: faults of the tool.
    """

    promise: Promise
    answer: Answer | None
    hits: tuple[Hit, ...] = ()
    examples: int = 0
    coalitions: int = 0
    exhausted: bool = False
    limits: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    kept: bool = False
    """Whether the promise is that somebody can: then a history is a way found, and no harm."""

    @property
    def finding(self) -> bool:
        """Whether play found what the promise rules out."""
        return bool(self.hits) and not self.kept


@frozen
class FuzzReport:
    """All that a run found."""

    outcomes: tuple[Outcome, ...]
    seed: int
    coalition: tuple[str, ...] = ()
    commanded: tuple[tuple[Play, tuple[Commanded, ...]], ...] = ()
    stopped: bool = False

    @property
    def disagrees(self) -> bool:
        """Whether the tool contradicts itself."""
        return any(outcome.disagreements for outcome in self.outcomes)
