"""`always` and `never` by both engines: a search through states against play by one named person."""

from __future__ import annotations

from attrs import frozen

from constdsl.capture.invariants import TooMany, reach_condition
from constdsl.model.conditions import negation
from constdsl.model.entities import Constitution, Invariant
from constdsl.play.lifetime import TooLarge, find

__all__ = ["Life", "lives"]

MAX_POSITIONS = 5_000
"""Positions of one person that the plain search may visit."""


@frozen
class Life:
    """One promise that somebody always or never meets a condition, and whether each engine finds it broken; None for
    the one that gave up."""

    always: bool
    text: str
    calculus: bool | None
    player: bool | None

    @property
    def undecided(self) -> bool:
        """Whether one of the engines gave up."""
        return self.calculus is None or self.player is None

    @property
    def differs(self) -> bool:
        """Whether the engines do not agree."""
        return not self.undecided and self.calculus != self.player

    def __str__(self) -> str:
        words = {True: "broken", False: "kept", None: "left open"}
        return f"one person, cooperating: {self.text}: calculus {words[self.calculus]}, player {words[self.player]}"


def lives(constitution: Constitution, limit: int = MAX_POSITIONS) -> tuple[Life, ...]:
    """Every promise of `always` or `never`, put to both engines."""
    found = []
    for promise in constitution.promises:
        if isinstance(promise.property, Invariant):
            fast, plain = _states(constitution, promise.property), _played(constitution, promise.property, limit)
            found.append(Life(promise.property.always, promise.text, fast, plain))
    return tuple(found)


def _states(constitution: Constitution, invariant: Invariant) -> bool | None:
    condition = negation(invariant.condition) if invariant.always else invariant.condition
    try:
        return reach_condition(constitution, condition) is not None
    except TooMany:
        return None


def _played(constitution: Constitution, invariant: Invariant, limit: int) -> bool | None:
    condition = negation(invariant.condition) if invariant.always else invariant.condition
    try:
        return find(constitution, condition, limit) is not None
    except TooLarge:
        return None
