"""A history tried move by move in the simulator: does each move stand when it is made, and is the goal reached?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from constdsl.model.entities import Act, Clause, Constitution, Goal
from constdsl.play.campaign import Campaign, Fill, Move, Unlawful, Use, Wait
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import People
from constdsl.syntax.tree import Verb

__all__ = ["Claim", "Failure", "Replayed", "Told", "replay"]

_WORLD = frozenset({Verb.DECLARE, Verb.LIFT, Verb.SUSPEND})


@frozen
class Told:
    """A move as a history tells it, with the latest date in years by which it is said to be possible."""

    years: Fraction
    move: Use | Fill


@frozen
class Claim:
    """What a history is said to show: that a coalition reaches a goal in a play, by a date where one is given.

    `every` asks the goal for every kind of person of whom it speaks; with `consenting`, outsiders give every consent.
    """

    coalition: tuple[str, ...]
    goal: Goal
    every: bool = False
    contested: bool = False
    consenting: bool = False
    years: Fraction | None = None


@frozen
class Failure:
    """Where a history fails: the number of the move from 0 (None when all stand and the goal is not reached), why,
    and by which clause."""

    step: int | None
    reason: str
    clause: Clause | None = None


@frozen
class Replayed:
    """How a replay went: the order in which the moves were made, each with its date; or where it failed."""

    order: tuple[tuple[int, Fraction], ...]
    failure: Failure | None = None

    @property
    def stands(self) -> bool:
        """Whether every move stood and the goal was reached in time."""
        return self.failure is None


def replay(
    constitution: Constitution, claim: Claim, told: Sequence[Told], people: People | None = None
) -> Replayed:
    """Try a history, each move by the date at which it is told to be possible.

    The moves of one date may be made in any order; flags and articles are changed once nothing else can be done.
    Raises TooLarge where persons cannot be looked at one by one.
    """
    return _Attempt(constitution, claim, told, people or People(Lawbook(constitution))).run()


def _changes_world(move: Move) -> bool:
    return isinstance(move, Use) and move.power.act.verb in _WORLD


class _Attempt:
    def __init__(self, constitution: Constitution, claim: Claim, told: Sequence[Told], people: People) -> None:
        self.told = told
        self.claim = claim
        watch = [each.move.group for each in told if isinstance(each.move, Fill)]
        self.campaign = Campaign(
            constitution, claim.coalition,
            contested=claim.contested, consenting=claim.consenting, watch=watch, people=people,
        )  # fmt: skip
        self.order: list[tuple[int, Fraction]] = []
        self.hit = self._reached()

    def run(self) -> Replayed:
        left = list(range(len(self.told)))
        last: dict[int, Unlawful] = {}
        while left:
            due = self._due(left)
            made = next((number for number in due if self._try(number, last)), None)
            if made is not None:
                left.remove(made)
            elif not self._lift(left) and (due or not self._later()):
                number = min(due, default=left[0])
                refusal = last.get(number) or self.campaign.refusal(self.told[number].move)
                refusal = refusal or Unlawful("it is not possible in time")
                return Replayed(tuple(self.order), Failure(number, refusal.reason, refusal.clause))
        self.hit = self.hit or self._reached_after_lifting()
        while not self.hit and self._later():
            self.hit = self._reached() or self._reached_after_lifting()
        if not self.hit:
            return Replayed(tuple(self.order), Failure(None, "every move stands, but the goal is not reached by them"))
        return Replayed(tuple(self.order))

    def _due(self, left: Sequence[int]) -> list[int]:
        """The moves that must be made before time passes: changes of flags and articles last."""
        now, then = self.campaign.situation.date, self.campaign.next_date()
        due = [
            number for number in left if self.told[number].years <= now or (then and self.told[number].years < then)
        ]
        return sorted(due, key=lambda number: _changes_world(self.told[number].move))

    def _try(self, number: int, last: dict[int, Unlawful]) -> bool:
        move = self.told[number].move
        if isinstance(move, Use) and not self.hit and self.campaign.lawful(move):
            self.hit = self.campaign.during(move.power, self.claim.goal, every=self.claim.every)
        try:
            self.campaign.apply(move)
        except Unlawful as refusal:
            last[number] = refusal
            return False
        self.order.append((number, self.campaign.situation.date))
        self.hit = self.hit or self._reached()
        return True

    def _later(self) -> bool:
        try:
            self.campaign.apply(Wait())
        except Unlawful:
            return False
        limit = self.claim.years
        return limit is None or self.campaign.situation.date <= limit

    def _lift(self, left: Sequence[int]) -> bool:
        for lifted in self._lifted():
            if any(lifted.lawful(self.told[number].move) for number in left):
                self.campaign = lifted
                return True
        return False

    def _reached_after_lifting(self) -> bool:
        """Whether the goal is reached once a flag that stands in the way is lifted."""
        return any(lifted.reached(self.claim.goal, every=self.claim.every) for lifted in self._lifted())

    def _lifted(self) -> Iterator[Campaign]:
        """The campaign after one flag is lifted, for each way to lift one."""
        for flag in sorted(self.campaign.situation.world.up):
            for power in self.campaign.law.powers(Act(Verb.LIFT, name=flag)):
                if self.campaign.lawful(Use(power)):
                    lifted = self.campaign.copy()
                    lifted.apply(Use(power))
                    yield lifted

    def _reached(self) -> bool:
        return self.campaign.reached(self.claim.goal, every=self.claim.every)

