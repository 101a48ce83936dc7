"""Which coalitions are played for which promises, and how what play found compares with the verdicts."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from constdsl.capture.goals import target
from constdsl.check.results import Answer, Play, Verdict
from constdsl.model.entities import Ability, Constitution, Invariant
from constdsl.play.lawbook import Lawbook
from constdsl.testing.campaigns import play_coalition
from constdsl.testing.lives import play_everybody
from constdsl.testing.results import Assignment, Budget, FuzzReport, Hit, Outcome, Played

__all__ = ["MOST_PAIRS", "assignments", "conclude", "play"]

MOST_PAIRS = 40
"""Pairs of bodies that are played; where there are more, chance picks them."""

_PLAYS = (Play.CONTESTED, Play.ACQUIESCENT)

Earlier = Sequence[tuple[int, int, tuple[str, ...]]]


def assignments(constitution: Constitution, seed: int = 0, coalition: Sequence[str] = ()) -> tuple[Assignment, ...]:
    """What there is to play: every coalition meant by some promise in both plays, then everybody.

    With a `coalition`, that one only, for the promises that it could break or that are made to it.
    """
    meant: dict[tuple[str, ...], list[int]] = {tuple(coalition): []} if coalition else {}
    everybody: list[Assignment] = []
    for number, promise in enumerate(constitution.promises):
        match promise.property:
            case Invariant():
                everybody.append(Assignment((), None, (number,)))
            case Ability() as ability:
                for each in _meant(constitution, ability, seed, coalition):
                    meant.setdefault(each, []).append(number)
    found = [
        Assignment(each, play, tuple(numbers))
        for each, numbers in meant.items()
        for play in _PLAYS
        if numbers or coalition
    ]
    return (*found, *(() if coalition else everybody))


def _meant(
    constitution: Constitution, ability: Ability, seed: int, only: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    wanted = ability.coalition
    if wanted.size is None:
        if not only or set(only) == set(wanted.members):
            yield tuple(only) or wanted.members
        return
    spared = {target(ability.goal), *wanted.excepting}
    bodies = [name for name in constitution.bodies if name not in spared]
    if only:
        if len(only) <= wanted.size and set(only) <= set(bodies):
            yield tuple(only)
        return
    yield from ((name,) for name in bodies)
    if wanted.size > 1:
        pairs = list(itertools.combinations(bodies, 2))
        rng = random.Random(f"{seed}:pairs")
        yield from sorted(rng.sample(pairs, MOST_PAIRS), key=pairs.index) if len(pairs) > MOST_PAIRS else pairs


def play(
    constitution: Constitution,
    assignment: Assignment,
    budget: Budget,
    *,
    earlier: Earlier = (),
    commands: bool = False,
    lawbook: Lawbook | None = None,
) -> Played:
    """Play one assignment; histories of `earlier` runs are tried first."""
    if assignment.play is None:
        return play_everybody(constitution, assignment, budget, earlier=earlier)
    return play_coalition(
        constitution, assignment, budget, earlier=earlier, commands=commands, lawbook=lawbook
    )  # fmt: skip


# --- what it comes to -----------------------------------------------------------------------------------------------


def conclude(
    constitution: Constitution,
    answers: Sequence[Answer],
    played: Iterable[Played],
    *,
    seed: int,
    coalition: Sequence[str] = (),
) -> FuzzReport:
    """What was found for every promise that was played for, beside its verdict."""
    done = list(played)
    verdicts = {(each.file, each.span, each.name): each for each in answers}
    outcomes = []
    for number, promise in enumerate(constitution.promises):
        mine = [each for each in done if number in each.assignment.promises]
        if not mine:
            continue
        answer = verdicts.get((promise.clause.file, promise.clause.span, promise.title))
        possible = isinstance(promise.property, Ability) and promise.property.possible
        hits = sorted(
            _least([hit for each in mine for hit in each.hits if hit.promise == number]),
            key=lambda hit: (hit.play is Play.ACQUIESCENT, len(hit.coalition), len(hit.history), hit.coalition),
        )
        outcomes.append(
            Outcome(
                promise, answer, tuple(hits), sum(each.examples for each in mine),
                len({each.assignment.coalition for each in mine}), all(each.exhausted for each in mine),
                tuple(dict.fromkeys(each.limit for each in mine if each.limit is not None)),
                tuple(_disagreements(constitution, answer, mine, number, possible)), possible,
            )
        )  # fmt: skip
    commanded = tuple((each.assignment.play, each.commanded) for each in done if coalition and each.assignment.play)
    stopped = any(each.stopped for each in done)
    return FuzzReport(tuple(outcomes), seed, tuple(coalition), commanded, stopped)


def _least(hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits of coalitions of which no part reaches the same in the same play."""
    parts = {(hit.play, frozenset(hit.coalition)) for hit in hits}
    for hit in hits:
        own = frozenset(hit.coalition)
        if not any(play is hit.play and part < own for play, part in parts):
            yield hit


_NO_HIT: Mapping[Play | None, frozenset[Verdict]] = {
    Play.ACQUIESCENT: frozenset({Verdict.HOLDS}),
    Play.CONTESTED: frozenset({Verdict.HOLDS, Verdict.CONTESTABLE}),
    None: frozenset({Verdict.HOLDS}),
}
"""The verdicts on a prohibition that leave no room for a history in this play."""

_NO_WAY: Mapping[Play | None, frozenset[Verdict]] = {
    Play.ACQUIESCENT: frozenset({Verdict.BROKEN}),
    Play.CONTESTED: frozenset({Verdict.BROKEN, Verdict.HOLLOW}),
}
"""The verdicts on a promise that somebody can that leave no room for a way in this play."""


def _disagreements(
    constitution: Constitution, answer: Answer | None, mine: Sequence[Played], number: int, possible: bool
) -> Iterator[str]:
    if answer is None or answer.verdict in (Verdict.UNDECIDED, Verdict.NOT_ESTABLISHED):
        return
    if answer.disagreement is not None:
        yield f"the simulator does not follow the history of the verdict: {answer.disagreement}"
    for each in mine:
        for hit in each.hits:
            if hit.promise != number:
                continue
            who = " and ".join(hit.coalition) or "a person"
            how = f" in {hit.play} play" if hit.play else ""
            if hit.refusal is not None:
                yield f"a history of {who}{how} does not follow when it is replayed: {hit.refusal}"
            elif hit.play in (_NO_WAY if possible else _NO_HIT) and answer.verdict in (
                _NO_WAY if possible else _NO_HIT
            )[hit.play]:
                yield f"the verdict is “{answer.verdict}”, and {who} gets there{how}"
            elif not possible and _unnamed(answer, hit):
                yield f"{who} gets there{how}, and the verdict does not name {who}"
    yield from _missed(constitution, answer, mine, number, possible)


def _unnamed(answer: Answer, hit: Hit) -> bool:
    """A coalition gets there in the play that the verdict is about, and neither it nor a part of it is named."""
    about = {Verdict.BROKEN: Play.CONTESTED, Verdict.CONTESTABLE: Play.ACQUIESCENT}.get(answer.verdict)
    if hit.play is None or hit.play is not about or answer.depends_on:
        return False
    return not any(set(breaker) <= set(hit.coalition) for breaker in answer.breakers)


def _missed(
    constitution: Constitution, answer: Answer, mine: Sequence[Played], number: int, possible: bool
) -> Iterator[str]:
    """Coalitions that the verdict names, and that got nowhere though every lawful order of moves was played."""
    if constitution.ambiguities or answer.depends_on:
        return
    play = Play.CONTESTED if answer.verdict in (Verdict.BROKEN, Verdict.HOLDS) else Play.ACQUIESCENT
    named = {frozenset(breaker) for breaker in answer.breakers}
    if possible:
        if answer.verdict is not Verdict.HOLDS:
            return
        property = constitution.promises[number].property
        assert isinstance(property, Ability)
        named = {frozenset(property.coalition.members)}
    elif answer.verdict is Verdict.HOLDS:
        return
    for each in mine:
        if each.assignment.play is not play or frozenset(each.assignment.coalition) not in named or not each.exhausted:
            continue
        if not any(hit.promise == number for hit in each.hits):
            who = " and ".join(each.assignment.coalition)
            yield f"the verdict is “{answer.verdict}” by {who}, and no lawful order of moves in {play} play gets there"
