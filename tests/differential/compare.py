"""Both engines on one constitution: what every body, class and pair of bodies reaches, and every goal, in both plays."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from constdsl.capture.calculus import Calculus
from constdsl.model.entities import Ability, Constitution, Goal
from constdsl.model.load import load
from constdsl.model.resolve import resolve
from constdsl.play.player import Player
from constdsl.source import Source

__all__ = ["Difference", "coalitions", "differences", "goals", "selected"]


@frozen
class Difference:
    """One question on which the engines do not agree; dates in years, None for never."""

    coalition: tuple[str, ...]
    contested: bool
    question: str
    calculus: Fraction | None
    player: Fraction | None

    def __str__(self) -> str:
        play = "contested" if self.contested else "acquiescent"
        who = " and ".join(self.coalition)
        return f"{who}, {play}: {self.question}: calculus {self.calculus}, player {self.player}"


def selected(text: str) -> Constitution:
    """The constitution that a text describes, under its first choices; AssertionError if it has mistakes."""
    model, mistakes = resolve(load(Source("random.const", text), lambda name: None))  # type: ignore[arg-type,return-value]
    constitution, more = model.select(model.default())
    errors = [found.message for found in (*mistakes, *more) if found.severity.value == "error"]
    assert not errors, errors
    return constitution


def coalitions(constitution: Constitution, pairs: bool = True) -> Iterator[tuple[str, ...]]:
    """Every body and every class alone, and every two bodies together."""
    yield from ((name,) for name in (*constitution.bodies, *constitution.classes))
    if pairs:
        yield from itertools.combinations(constitution.bodies, 2)


def goals(constitution: Constitution) -> list[tuple[Goal, bool]]:
    """The goals that promises speak of, each with whether it is meant of every kind of person."""
    found = [
        (promise.property.goal, promise.property.possible)
        for promise in constitution.promises
        if isinstance(promise.property, Ability)
    ]
    return [pair for number, pair in enumerate(found) if pair not in found[:number]]


def differences(constitution: Constitution, pairs: bool = True) -> Iterator[Difference]:
    """Every question on which the engines disagree. What the calculus leaves undecided is passed over."""
    calculus, player = Calculus(constitution), Player(constitution)
    asked = goals(constitution)
    nodes = [calculus.goal(goal, every=every) for goal, every in asked]
    limited = [bool(list(calculus.limits(node))) for node in nodes]
    for coalition in coalitions(constitution, pairs):
        for contested in (False, True):
            found = player.play(coalition, contested=contested, goals=asked)
            reach = calculus.reach(coalition, contested=contested)
            for name in (*constitution.bodies, *constitution.classes):
                if reach.get(name) != found.reach.get(name):
                    yield Difference(coalition, contested, f"control {name}", reach.get(name), found.reach.get(name))
            for number, (goal, every) in enumerate(asked):
                forced = calculus.force(coalition, nodes[number], contested=contested)
                if limited[number] or (forced is not None and forced.closure is None):
                    continue
                date = forced.years if forced is not None else None
                if date != found.goals.get(number):
                    words = f"{'every ' if every else ''}{goal.kind.value} {goal.body or ''} {goal.act.text if goal.act else ''}"
                    yield Difference(coalition, contested, words.strip(), date, found.goals.get(number))
