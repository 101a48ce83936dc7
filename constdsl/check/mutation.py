"""Mutation testing of a constitution: which clauses its promises rest on, and which could change unnoticed.

One clause is changed at a time, and the promises that the change can reach are weighed again. Options stand as chosen
and unclear words have their first reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from attrs import field, frozen

from constdsl.capture.calculus import Calculus
from constdsl.check.cones import Cones, Part, parts
from constdsl.check.results import Verdict
from constdsl.model.entities import Clause, Constitution, Promise
from constdsl.model.mutants import Mutant, MutantKind, mutants
from constdsl.verdict.promises import Case, weigh

__all__ = ["Mutation", "Shift", "Standing", "Trial", "Tried", "conclude", "prepare", "titles", "try_mutant"]


@frozen
class Standing:
    """How a promise fares: its verdict, and the smallest coalitions that break it (of prohibitions only)."""

    verdict: Verdict
    breakers: frozenset[tuple[str, ...]] = frozenset()


@frozen
class Shift:
    """A promise, by its number among those looked at, that fares otherwise after a change."""

    promise: int
    before: Standing
    after: Standing

    @property
    def verdict_changed(self) -> bool:
        """Whether the verdict itself is another, and not only who breaks the promise."""
        return self.before.verdict is not self.after.verdict


@frozen
class Tried:
    """One change, and what came of it. `article` is the label of the article in which the clause stands; `about`
    says what the clause settles where its own words, out of their body, would not.

    `weighed` counts the promises that had to be weighed again.
    """

    clause: Clause
    article: str | None
    kind: MutantKind
    words: str
    shifts: tuple[Shift, ...]
    weighed: int
    about: str = ""

    @property
    def kills(self) -> bool:
        """Whether some promise has another verdict: the change would be noticed."""
        return any(shift.verdict_changed for shift in self.shifts)


@frozen
class Trial:
    """All that is to be tried on one constitution. A value: it can be worked out again in another process."""

    constitution: Constitution
    promises: tuple[Promise, ...]
    standings: tuple[Standing, ...]
    mutants: tuple[Mutant, ...] = field(repr=False)
    cones: tuple[frozenset[str] | None, ...] = field(repr=False)


@frozen
class Mutation:
    """What all changes do to all promises looked at, in the order of the text."""

    promises: tuple[Promise, ...]
    standings: tuple[Standing, ...]
    tried: tuple[Tried, ...]

    @property
    def killed(self) -> int:
        """Changes that give at least one promise another verdict."""
        return sum(each.kills for each in self.tried)

    @property
    def moved(self) -> int:
        """Changes after which all verdicts stand, and only others break a promise."""
        return sum(bool(each.shifts) and not each.kills for each in self.tried)

    @property
    def kill_rate(self) -> Fraction | None:
        """The share of changes that change a verdict; None where nothing can be changed."""
        return Fraction(self.killed, len(self.tried)) if self.tried else None

    @property
    def weighings(self) -> int:
        """How often a promise would be weighed if all were weighed after every change."""
        return len(self.promises) * len(self.tried)

    @property
    def saved(self) -> int:
        """How many of those weighings were not needed, since the change cannot reach the promise."""
        return self.weighings - sum(each.weighed for each in self.tried)

    def idle(self) -> tuple[Clause, ...]:
        """Clauses that carry no promise: whatever was done to them, every promise fares as before."""
        carrying = {each.clause for each in self.tried if each.shifts}
        return tuple(dict.fromkeys(each.clause for each in self.tried if each.clause not in carrying))


def titles(constitution: Constitution) -> tuple[str, ...]:
    """The titles of all promises, in the order of the text."""
    return tuple(dict.fromkeys(promise.title for promise in constitution.promises))


def prepare(constitution: Constitution, wanted: Collection[str] = ()) -> Trial:
    """Weigh the promises as the text stands, and list what is to be tried; only promises with titles in `wanted`,
    if there are any. Titles that no promise has are passed over."""
    promises = tuple(promise for promise in constitution.promises if not wanted or promise.title in wanted)
    case = Case(constitution, Calculus(constitution))
    standings = tuple(_standing(case, promise) for promise in promises)
    cones = Cones(constitution)
    return Trial(
        constitution, promises, standings, mutants(constitution), tuple(map(cones.cone, promises)),
    )  # fmt: skip


def try_mutant(trial: Trial, number: int, *, sparing: bool = True) -> Tried:
    """Weigh, after one change, the promises that it can reach. With `sparing` false, weigh all of them."""
    mutant = trial.mutants[number]
    changed = list(_differences(trial.constitution, mutant.constitution))
    cones = Cones(trial.constitution)
    reached = [
        place
        for place, (promise, cone) in enumerate(zip(trial.promises, trial.cones, strict=True))
        if not sparing or any(cones.touches(cone, part, promise) for part in changed)
    ]
    shifts = []
    case = Case(mutant.constitution, Calculus(mutant.constitution)) if reached else None
    for place in reached:
        assert case is not None
        after = _standing(case, trial.promises[place])
        if after != trial.standings[place]:
            shifts.append(Shift(place, trial.standings[place], after))
    key = mutant.clause.article
    article = trial.constitution.articles[key].label if key is not None else None
    return Tried(mutant.clause, article, mutant.kind, mutant.words, tuple(shifts), len(reached), mutant.about)


def conclude(trial: Trial, tried: Mapping[int, Tried] | Sequence[Tried]) -> Mutation:
    """Put together what came of every change, by its number."""
    return Mutation(trial.promises, trial.standings, tuple(tried[number] for number in range(len(trial.mutants))))


def _standing(case: Case, promise: Promise) -> Standing:
    answer = weigh(case, promise)
    # A promise that somebody *can* has nobody who breaks it; there the coalition is the one asked of.
    return Standing(answer.verdict, frozenset(answer.breakers) if not answer.ability else frozenset())


def _differences(before: Constitution, after: Constitution) -> Iterator[Part]:
    """The parts that stand in one of the two only, by identity: what a change leaves alone, both share."""
    old = {id(part): part for part in parts(before)}
    new = {id(part): part for part in parts(after)}
    for key, part in chain(old.items(), new.items()):
        if key not in old or key not in new:
            yield part
