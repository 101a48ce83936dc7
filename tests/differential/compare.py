"""Both engines on one constitution: what bodies, classes and pairs of bodies reach, and every goal, in both plays."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from constdsl.capture.calculus import Calculus, Forced
from constdsl.capture.modes import Mode
from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model.entities import Ability, Constitution, Goal
from constdsl.model.load import load
from constdsl.model.resolve import resolve
from constdsl.play.player import Player
from constdsl.source import Source

__all__ = [
    "Asked", "Comparison", "Difference", "Reached", "coalitions", "compare", "differences", "goals", "selected",
    "wording",
]  # fmt: skip

Asked = tuple[Goal, bool]
"""A goal, and whether it is meant of every kind of person."""


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
        who = " and ".join(self.coalition) or "one person"
        return f"{who}, {play}: {self.question}: calculus {self.calculus}, player {self.player}"

    def same(self, other: Difference) -> bool:
        """Whether another constitution's difference is about the same question, and in the same direction."""
        asked = (self.coalition, self.contested, self.question)
        return asked == (other.coalition, other.contested, other.question) and (
            (self.calculus is None, self.player is None) == (other.calculus is None, other.player is None)
        )


@frozen(eq=False)
class Reached:
    """What a coalition was found by the calculus to force: a node, and by which closure. `asked` tells which goal it
    is, by its number; None for a body or class."""

    coalition: tuple[str, ...]
    contested: bool
    asked: int | None
    node: int
    forced: Forced


@frozen(eq=False)
class Comparison:
    """What came of one constitution: how many questions were put to both engines, how many the calculus left open,
    and on which they do not agree."""

    calculus: Calculus
    asked: tuple[Asked, ...]
    questions: int
    undecided: int
    differences: tuple[Difference, ...]
    reached: tuple[Reached, ...]


def selected(text: str) -> Constitution:
    """The constitution that a text describes, under its first choices; AssertionError if it has mistakes."""
    loaded = load(Source("random.const", text), lambda name: f"there is no {name}")
    model, mistakes = resolve(loaded)
    _refuse((*loaded.diagnostics, *mistakes))
    constitution, more = model.select(model.default())
    _refuse(more)
    return constitution


def _refuse(found: Iterable[Diagnostic]) -> None:
    errors = [each.message for each in found if each.severity is Severity.ERROR]
    assert not errors, errors


def coalitions(constitution: Constitution, pairs: bool = True) -> Iterator[tuple[str, ...]]:
    """Every body and every class alone, and every two bodies together."""
    yield from ((name,) for name in (*constitution.bodies, *constitution.classes))
    if pairs:
        yield from itertools.combinations(constitution.bodies, 2)


def goals(constitution: Constitution) -> list[Asked]:
    """The goals that promises speak of, each with whether it is meant of every kind of person."""
    found = [
        (promise.property.goal, promise.property.possible)
        for promise in constitution.promises
        if isinstance(promise.property, Ability)
    ]
    return [pair for number, pair in enumerate(found) if pair not in found[:number]]


def wording(asked: Asked) -> str:
    """A goal in a few words."""
    goal, every = asked
    parts = ("every" if every else "", goal.kind.value, goal.body or "", goal.act.text if goal.act else "")
    return " ".join(filter(None, parts))


def compare(
    constitution: Constitution, pairs: bool = True, only: Sequence[tuple[str, ...]] | None = None
) -> Comparison:
    """Put every question to both engines, or those about some coalitions only.

    What the calculus leaves undecided is counted and passed over. Raises TooLarge where the player gives up.
    """
    calculus, player = Calculus(constitution), Player(constitution)
    asked = goals(constitution)
    nodes = [calculus.goal(goal, every=every) for goal, every in asked]
    limited = [bool(list(calculus.limits(node))) for node in nodes]
    labels = (*constitution.bodies, *constitution.classes)
    controls = {label: calculus.compiler.seats.acts(label, None, Mode.VOTE) for label in labels}
    calculus.settle()
    doubtful = {label for label in labels if list(calculus.limits(controls[label]))}
    questions = undecided = 0
    found: list[Difference] = []
    hits: list[Reached] = []
    for coalition in coalitions(constitution, pairs) if only is None else only:
        for contested in (False, True):
            played = player.play(coalition, contested=contested, goals=asked)
            reach = calculus.reach(coalition, contested=contested)
            for label in labels:
                if label in coalition:
                    continue
                questions += 1
                forced = calculus.force(coalition, controls[label], contested=contested)
                if forced is not None and forced.closure is not None:
                    hits.append(Reached(coalition, contested, None, controls[label], forced))
                date = reach.get(label)
                told = forced.years if forced is not None and forced.closure is not None else None
                assert date == told, f"{label} is reached by {date} and by {told}"
                if label in doubtful or _open(forced, played.reach.get(label)):
                    undecided += 1
                elif date != played.reach.get(label):
                    player_date = played.reach.get(label)
                    found.append(Difference(coalition, contested, f"control {label}", date, player_date))
            for number, pair in enumerate(asked):
                questions += 1
                forced = calculus.force(coalition, nodes[number], contested=contested)
                if forced is not None and forced.closure is not None:
                    hits.append(Reached(coalition, contested, number, nodes[number], forced))
                if limited[number] or _open(forced, played.goals.get(number)):
                    undecided += 1
                    continue
                date = forced.years if forced is not None else None
                if date != played.goals.get(number):
                    found.append(Difference(coalition, contested, wording(pair), date, played.goals.get(number)))
    return Comparison(calculus, tuple(asked), questions, undecided, tuple(found), tuple(hits))


def differences(constitution: Constitution, pairs: bool = True) -> Iterator[Difference]:
    """Every question on which the engines disagree. What the calculus leaves undecided is passed over."""
    yield from compare(constitution, pairs).differences


def _open(forced: Forced | None, played: Fraction | None) -> bool:
    """Whether the calculus leaves open what the player found: a date sooner than its own, or any where it has none."""
    if forced is None or not forced.doubts:
        return False
    if played is None:
        return forced.closure is None
    return forced.earliest <= played and (forced.closure is None or played < forced.years)
