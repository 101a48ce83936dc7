"""A coalition played at random against everybody else, for all promises that are about it at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve

from constdsl.check.results import Play
from constdsl.model.entities import Ability, Constitution
from constdsl.play.campaign import Campaign, Fill, Move, Unlawful, Use
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import TooLarge
from constdsl.testing.game import Game, Target, Walk
from constdsl.testing.machine import BATCH, play_batch, seed_of
from constdsl.testing.results import Assignment, Budget, Commanded, Found, Hit, Played
from constdsl.testing.wording import WAIT, Wording, article

__all__ = ["play_coalition", "shortened"]


_FRESH = 9
"""How much likelier a move is that has not been made than one that has."""

_TIMES = 2
"""How often one move may be made in a play; waiting may always be."""


class _Player:
    """A walk through a game, by the words of its moves."""

    def __init__(self, game: Game, wording: Wording, best: dict[str, Commanded]) -> None:
        self._walk = Walk(game)
        self._wording = wording
        self._best = best
        self.path: list[str] = []
        self._note()

    @property
    def weights(self) -> Sequence[int]:
        # What was done before is worth little, and flags need not go up and down for ever.
        made = Counter(self.path)
        found = [self._wording.words(move) for move in self._walk.moves]
        return [_FRESH if each == WAIT or not made[each] else int(made[each] < _TIMES) for each in found]

    @property
    def reached(self) -> frozenset[int]:
        return self._walk.reached

    def take(self, number: int) -> None:
        self.path.append(self._wording.words(self._walk.moves[number]))
        self._walk.make(number)
        self._note()

    def _note(self) -> None:
        for label in sorted(self._walk.commanded):
            found = Commanded(label, self._walk.date, len(self.path))
            known = self._best.get(label)
            if known is None or (found.years, found.moves) < (known.years, known.moves):
                self._best[label] = found


def play_coalition(
    constitution: Constitution,
    assignment: Assignment,
    budget: Budget,
    *,
    earlier: Sequence[tuple[int, int, tuple[str, ...]]] = (),
    commands: bool = False,
    lawbook: Lawbook | None = None,
) -> Played:
    """Play a coalition until every goal is reached, all is played or the budget is spent.

    `earlier` are histories of former runs to be tried first: the promise, the seed, and the words of the moves.
    """
    abilities = [_ability(constitution, number) for number in assignment.promises]
    targets = [Target(each.goal, each.possible, each.within) for each in abilities]
    blank = Played(assignment)
    try:
        game = Game(
            constitution, assignment.coalition,
            contested=assignment.play is Play.CONTESTED, targets=targets, commands=commands, lawbook=lawbook,
        )  # fmt: skip
        return _play(game, blank, budget, earlier)
    except TooLarge as error:
        return evolve(blank, limit=str(error))


def _ability(constitution: Constitution, number: int) -> Ability:
    found = constitution.promises[number].property
    assert isinstance(found, Ability)
    return found


def _play(game: Game, blank: Played, budget: Budget, earlier: Sequence[tuple[int, int, tuple[str, ...]]]) -> Played:
    assignment, wording = blank.assignment, Wording(game.constitution)
    best: dict[str, Commanded] = {}
    left = list(range(len(game.targets)))
    hits: list[Hit] = []

    def hit(target: int, words: Sequence[str], seed: int, example: int, *, known: bool) -> None:
        left.remove(target)
        shortest = game.shortest(target)
        if shortest is not None:
            words = [wording.words(move) for move in shortest]
        words = shortened(game, target, words, wording)
        found, refusal = _replayed(game, target, words, wording)
        number = assignment.promises[target]
        hits.append(
            Hit(number, assignment.coalition, assignment.play, found, seed, example, known, refusal=refusal)
        )  # fmt: skip

    for promise, seed, words in earlier:
        target = assignment.promises.index(promise)
        if target in left and _leads(game, target, words, wording):
            hit(target, words, seed, 0, known=True)
    examples, batch, stopped = 0, 0, False
    while (left or game.noting) and examples < budget.examples and not (batch and game.exhausted):
        if budget.until is not None and time.monotonic() >= budget.until:
            stopped = True
            break
        number = seed_of(budget.seed, assignment.coalition, str(assignment.play), assignment.promises, batch)
        reached, plays = play_batch(
            lambda draw: _Player(game, wording, best), left,
            examples=min(BATCH, budget.examples - examples), steps=budget.steps, number=number,
        )  # fmt: skip
        batch += 1
        examples += plays
        if reached is not None:
            hit(reached.target, reached.path, budget.seed, examples, known=False)
    ordered = tuple(sorted(hits, key=lambda each: each.promise))
    commanded = tuple(best[label] for label in (*game.constitution.bodies, *game.constitution.classes) if label in best)
    return evolve(
        blank, examples=examples, hits=ordered, exhausted=game.exhausted, commanded=commanded, stopped=stopped
    )


# --- one history --------------------------------------------------------------------------------------------------


def _walked(game: Game, words: Sequence[str], wording: Wording) -> Walk | None:
    """A walk by these moves, or None where one of them is not lawful, or changes nothing."""
    walk = Walk(game)
    for each in words:
        numbers = [number for number, move in enumerate(walk.moves) if wording.words(move) == each]
        if not numbers:
            return None
        walk.make(numbers[0])
    return walk


def _leads(game: Game, target: int, words: Sequence[str], wording: Wording) -> bool:
    walk = _walked(game, words, wording)
    return walk is not None and target in walk.reached


def shortened(game: Game, target: int, words: Sequence[str], wording: Wording) -> tuple[str, ...]:
    """The history without any move, or pair of moves, that can be left out."""
    found = tuple(words)
    again = True
    while again:
        again = False
        for fewer in _fewer(found):
            if _leads(game, target, fewer, wording):
                found, again = fewer, True
                break
    return found


def _fewer(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for number in reversed(range(len(words))):
        yield words[:number] + words[number + 1 :]
    for last in reversed(range(len(words))):
        for first in range(last):
            yield words[:first] + words[first + 1 : last] + words[last + 1 :]


def _replayed(
    game: Game, target: int, words: Sequence[str], wording: Wording
) -> tuple[tuple[Found, ...], str | None]:
    """The history as a fresh campaign makes it, and why it does not follow, if it does not."""
    campaign, wanted = game.campaign(), game.targets[target]
    hit = campaign.reached(wanted.goal, every=wanted.every)
    for each in words:
        move = wording.move(each)
        assert move is not None
        if isinstance(move, Use) and not hit and campaign.lawful(move):
            hit = campaign.during(move.power, wanted.goal, every=wanted.every)
        try:
            campaign.apply(move)
        except Unlawful as refusal:
            return _told(campaign, wording), f"{each}: {refusal.reason}"
        hit = hit or campaign.reached(wanted.goal, every=wanted.every)
    late = wanted.within is not None and campaign.situation.date > wanted.within
    return _told(campaign, wording), None if hit and not late else "the goal is not reached by these moves"


def _told(campaign: Campaign, wording: Wording) -> tuple[Found, ...]:
    coalition = " and ".join(campaign.coalition)
    found = []
    for made in campaign.history:
        clause = wording.clause(made.move)
        actor, text = _sentence(made.move, coalition)
        label = article(campaign.constitution, clause)
        found.append(Found(made.number, made.years, actor, text, wording.words(made.move), label, clause))
    return tuple(found)


def _sentence(move: Move, coalition: str) -> tuple[str, str]:
    match move:
        case Use(power):
            return power.who or power.subject or "anyone", power.act.text
        case Fill():
            return coalition, str(move)
        case _:
            return "", "time passes until the next term ends or a meeting is due"
