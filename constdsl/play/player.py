"""The brute-force player: every order of a coalition's moves, over explicit persons and seats, to the end.

For tiny constitutions only. Within one state of flags and articles more is never less, so everything that follows is
drawn there at once; which flags to raise or lift, which articles to suspend, and when, is searched.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve, field, frozen

from constdsl.model.entities import Act, Constitution, Filling, Goal, GroupRef
from constdsl.play import aims, counting, filling, powers
from constdsl.play.judge import Ballot, Judge, Today, World
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import People, TooLarge
from constdsl.syntax.tree import Verb

__all__ = ["Found", "Player"]

MAX_POSITIONS = 2_000
"""Positions that one coalition may visit in one play."""


@frozen
class Position:
    """What a coalition has come to: the date in years, flags and articles, the groups it holds, the bodies that have
    come to meet, and by when the terms end that it waits for."""

    date: Fraction
    world: World
    seats: frozenset[GroupRef]
    meeting: frozenset[str]
    waiting: tuple[tuple[GroupRef, Fraction], ...]
    today: Today = Today()
    amended: frozenset[tuple[str | None, str]] = frozenset()
    """Articles amended, by key and file, before the state of flags and articles changed."""
    trail: tuple[World, ...] = ()
    """The states of flags and articles gone through before."""
    before: Judge | None = field(default=None, eq=False)


@frozen
class Found:
    """What a coalition reaches: by when at the latest each body or class acts for it, and each goal asked for."""

    reach: dict[str, Fraction]
    goals: dict[int, Fraction]
    """By the number of the goal in the list asked for."""


class Player:
    """Plays one constitution for any coalition."""

    def __init__(self, constitution: Constitution) -> None:
        self.constitution = constitution
        self.law = Lawbook(constitution)
        self.people = People(self.law)

    def play(
        self,
        coalition: Sequence[str],
        *,
        contested: bool,
        goals: Sequence[tuple[Goal, bool]] = (),
        consenting: bool = False,
    ) -> Found:
        """What a coalition can force; each goal comes with whether it is asked for every kind of person it speaks of.

        Raises TooLarge when there are more positions or persons than can be looked at.
        """
        own = tuple(coalition)
        reach: dict[str, Fraction] = {}
        hit: dict[int, Fraction] = {}
        labels = [*self.constitution.bodies, *self.constitution.classes]
        start = Position(Fraction(0), World(), frozenset(), frozenset(), ())
        order = itertools.count()
        queue: list[tuple[Fraction, int, Position]] = [(start.date, next(order), start)]
        seen: set[Position] = set()
        while queue:
            _, _, position = heapq.heappop(queue)
            key = evolve(position, date=Fraction(0), before=None)
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > MAX_POSITIONS:
                raise TooLarge(f"more than {MAX_POSITIONS:,} positions")
            judge = self.judge(own, contested, position, consenting)
            for label in labels:
                if label not in own and label not in reach and judge.rules(counting.acts, label, None, Ballot.OPEN):
                    reach[label] = position.date
            for number, (goal, every) in enumerate(goals):
                if number not in hit and judge.rules(aims.reached, goal, every):
                    hit[number] = position.date
            for after in self._onward(judge, position):
                heapq.heappush(queue, (after.date, next(order), after))
        return Found({label: reach[label] for label in labels if label in reach}, hit)

    def judge(self, coalition: tuple[str, ...], contested: bool, position: Position, consenting: bool = False) -> Judge:
        """Who says what is true in a position."""
        return Judge(
            self.law, self.people, coalition,
            contested=contested, world=position.world, seats=position.seats, meeting=position.meeting,
            consenting=consenting, today=position.today,
            amended=position.amended, before=position.before,
        )  # fmt: skip

    def _onward(self, judge: Judge, position: Position) -> Iterator[Position]:
        """The positions that come next: a term ends or a meeting is due, or a flag or an article is changed."""
        groups = self.law.groups.values()
        terms = [group for group in groups if group.filling not in (Filling.HELD, Filling.JOINING)]
        held = frozenset(group.ref for group in terms if judge.rules(counting.loyal, group.ref))
        before = dict(position.waiting)
        waiting = {
            group.ref: before.get(group.ref, position.date + group.term)
            for group in terms
            if group.term is not None
            and group.ref not in held
            and not position.world.lapsed(self.law, group.clause.article)
            and judge.rules(filling.ready, group.ref)
            and judge.rules(expires, group.ref)
        }
        meetings = {
            body.name: body.every
            for body in self.constitution.bodies.values()
            if body.every is not None and judge.contested and body.name not in position.meeting
        }
        dates = [*waiting.values(), *(date for date in meetings.values() if date > position.date)]
        if dates:
            date = min(dates)
            due = frozenset(ref for ref, end in waiting.items() if end <= date)
            rest = tuple(sorted((ref, end) for ref, end in waiting.items() if ref not in due))
            met = position.meeting | {name for name, first in meetings.items() if first <= date}
            yield evolve(
                position, date=date, seats=held | due, meeting=met, waiting=rest, today=Today(),
            )  # fmt: skip
        ends = tuple(sorted(waiting.items()))
        worlds = list(self._worlds(judge, position.world))
        if not worlds:
            return
        today = counting.today(judge)
        for world in worlds:
            trail = (*(each for each in position.trail if each != position.world), position.world)
            yield Position(
                position.date, world, held, position.meeting, ends, today, powers.amendments(judge), trail,
                judge,
            )  # fmt: skip

    def _worlds(self, judge: Judge, world: World) -> Iterator[World]:
        for flag in self.constitution.flags:
            if flag not in world.up and judge.rules(powers.raisable, flag):
                yield World(world.up | {flag}, world.suspended)
            if flag in world.up and judge.rules(powers.can, Act(Verb.LIFT, name=flag)):
                yield World(world.up - {flag}, world.suspended)
        for article in self.constitution.articles:
            if article not in world.suspended and judge.rules(powers.can, Act(Verb.SUSPEND, article=article)):
                yield World(world.up, world.suspended | {article})


def expires(judge: Judge, ref: GroupRef) -> bool:
    """No outsider can put off the end of a term by extending it."""
    if not judge.contested:
        return True
    extending = judge.law.powers(Act(Verb.EXTEND, body=ref.body, group=ref.index))
    return all(judge.ask(powers.disabled, power, frozenset()) for power in extending)
