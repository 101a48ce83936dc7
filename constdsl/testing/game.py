"""A coalition's play as a graph of situations, worked out once wherever it leads and walked many times.

Random play comes by the same situation again and again. What is lawful there, and what is reached, is asked of the
simulator the first time and remembered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from constdsl.model.entities import Constitution, Goal
from constdsl.play.campaign import Campaign, Move, Situation, Use
from constdsl.play.lawbook import Lawbook
from constdsl.syntax.tree import Verb

__all__ = ["Game", "Target", "Walk"]

_WORLD = frozenset({Verb.DECLARE, Verb.LIFT, Verb.SUSPEND})


@frozen
class Target:
    """A goal that a coalition plays for: for every kind of person it speaks of or for some, and by when, in years."""

    goal: Goal
    every: bool = False
    within: Fraction | None = None


_Key = tuple[Situation, tuple[Situation, ...]]


class _Node:
    """A situation: its moves, the goals reached in it, by number, and what the coalition commands."""

    def __init__(self, key: _Key, moves: tuple[Move, ...], reached: frozenset[int], commanded: frozenset[str]) -> None:
        self.key = key
        self.moves = moves
        self.reached = reached
        self.commanded = commanded
        self.ways: dict[int, tuple[_Node, frozenset[int]]] = {}
        """By the number of the move: where it leads, and the goals reached while it is made."""


class Game:
    """One coalition in one play, and the goals it plays for.

    Raises `TooLarge` where rules turn on more persons than can be looked at. `commands` tells to note, too, which
    bodies and classes the coalition comes to command.
    """

    def __init__(
        self,
        constitution: Constitution,
        coalition: Sequence[str],
        *,
        contested: bool,
        targets: Sequence[Target],
        commands: bool = False,
        lawbook: Lawbook | None = None,
    ) -> None:
        self.constitution = constitution
        self.coalition = tuple(coalition)
        self.contested = contested
        self.targets = tuple(targets)
        self._law = lawbook or Lawbook(constitution)
        own = set(self.coalition)
        labels = [*constitution.bodies, *constitution.classes] if commands else []
        self._labels = [label for label in labels if label not in own]
        self._nodes: dict[_Key, _Node] = {}
        self._open = 0
        campaign = self.campaign()
        self.start = self._node(campaign, ())

    def campaign(self) -> Campaign:
        """A fresh campaign, at the start."""
        return Campaign(self.constitution, self.coalition, contested=self.contested, lawbook=self._law)

    @property
    def exhausted(self) -> bool:
        """Whether every lawful order of moves has been played."""
        return self._open == 0

    @property
    def noting(self) -> bool:
        """Whether it is noted what the coalition comes to command."""
        return bool(self._labels)

    @property
    def situations(self) -> int:
        """How many situations play has led to."""
        return len(self._nodes)

    def shortest(self, target: int) -> tuple[Move, ...] | None:
        """The shortest history that play has come by so far and that reaches a goal, by its number."""
        if target in self.start.reached:
            return ()
        queue: deque[tuple[_Node, tuple[Move, ...]]] = deque([(self.start, ())])
        seen = {id(self.start)}
        while queue:
            node, path = queue.popleft()
            for number, (after, passing) in sorted(node.ways.items(), key=lambda way: way[0]):
                made = (*path, node.moves[number])
                if target in after.reached or target in passing:
                    return made
                if id(after) not in seen:
                    seen.add(id(after))
                    queue.append((after, made))
        return None

    def follow(self, node: _Node, number: int, campaign: Campaign | None) -> tuple[_Node, frozenset[int]]:
        """Where a move leads, asking a campaign that stands at the node if that is not known yet."""
        known = node.ways.get(number)
        if known is not None:
            return known
        assert campaign is not None
        move, before = node.moves[number], campaign.situation
        passing = self._passing(campaign, move)
        campaign.apply(move)
        trail = node.key[1]
        # Persons stay as they were led before flags and articles changed: how it came to that is part of where we are.
        changed = campaign.situation.world != before.world
        after = self._node(campaign, (*trail, before) if changed else trail)
        node.ways[number] = (after, passing)
        self._open -= 1
        return after, passing

    def _passing(self, campaign: Campaign, move: Move) -> frozenset[int]:
        """Goals reached when a power comes to be used, before its effect: any other use changes nothing that counts."""
        if not isinstance(move, Use) or move.power.act.verb not in _WORLD:
            return frozenset()
        return frozenset(
            number
            for number, target in enumerate(self.targets)
            if _in_time(target, campaign.situation.date)
            and campaign.during(move.power, target.goal, every=target.every)
        )

    def _node(self, campaign: Campaign, trail: tuple[Situation, ...]) -> _Node:
        key = (campaign.situation, trail)
        found = self._nodes.get(key)
        if found is None:
            date = campaign.situation.date
            reached = frozenset(
                number
                for number, target in enumerate(self.targets)
                if _in_time(target, date) and campaign.reached(target.goal, every=target.every)
            )
            commanded = frozenset(label for label in self._labels if campaign.commands(label))
            found = _Node(key, campaign.moves(), reached, commanded)
            self._nodes[key] = found
            self._open += len(found.moves)
        return found


def _in_time(target: Target, date: Fraction) -> bool:
    return target.within is None or date <= target.within


class Walk:
    """One play of a game, move by move."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._node = game.start
        self._campaign: Campaign | None = None
        self._pending: list[Move] = []
        self.path: list[Move] = []
        self._reached = self._node.reached

    @property
    def moves(self) -> tuple[Move, ...]:
        """The lawful moves that change anything now."""
        return self._node.moves

    @property
    def reached(self) -> frozenset[int]:
        """The goals reached by now, by number."""
        return self._reached

    @property
    def commanded(self) -> frozenset[str]:
        """What the coalition commands now beyond itself, where the game notes it."""
        return self._node.commanded

    @property
    def date(self) -> Fraction:
        """The years gone by."""
        return self._node.key[0].date

    def make(self, number: int) -> None:
        """Make one of the moves, by its number."""
        move = self._node.moves[number]
        campaign = None if number in self._node.ways else self._caught_up()
        node, passing = self._game.follow(self._node, number, campaign)
        if campaign is None:
            self._pending.append(move)
        self.path.append(move)
        self._node = node
        self._reached = self._reached | passing | node.reached

    def _caught_up(self) -> Campaign:
        if self._campaign is None:
            self._campaign = self._game.campaign()
        for move in self._pending:
            self._campaign.apply(move)
        self._pending.clear()
        return self._campaign
