"""Histories saved as JSON, tried again: does each step still stand, and if not, by which clause does it fail?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from constdsl.check.program import open_question
from constdsl.check.results import Play, Report, Verdict
from constdsl.model.conditions import negation
from constdsl.model.entities import Ability, Clause, Constitution, Goal, GoalKind, GroupRef, Invariant, Promise
from constdsl.model.load import Reader
from constdsl.play.campaign import Fill, Use
from constdsl.play.people import TooLarge
from constdsl.play.replay import Claim, Failure, Replayed, Told, replay
from constdsl.play.retell import retell as relive
from constdsl.source import Source

__all__ = ["Retold", "Saved", "SavedStep", "Unreadable", "read_saved", "retell"]


class Unreadable(Exception):
    """The JSON holds no history; the message says what is missing, and where."""


@frozen
class SavedStep:
    """One step: what it says, by when, and the move it is, if it is one: whose power to do what, or seats filled."""

    number: int
    years: Fraction
    text: str
    uses: tuple[str, str] | None = None
    fills: tuple[str, int] | None = None
    """A body, and the number of its group from 0."""
    deed: tuple[str, str] | None = None
    """Where everybody cooperates: what is done, and the person's name where it is done by or to her."""
    rule: str | None = None
    """The words of the rule on which a deed rests."""


@frozen
class Saved:
    """A history with what it is to show: a property, who acts, and in which play."""

    name: str
    property: str
    verdict: Verdict
    actors: tuple[str, ...]
    play: Play | None
    """None where everybody cooperates."""
    against: tuple[str, ...]
    """Whom the property is about, where others strike first."""
    choices: Mapping[str, str]
    steps: tuple[SavedStep, ...]


@frozen
class Retold:
    """How a saved history fares with a text. `step` is the number of the step at which it fails, None at the end."""

    saved: Saved
    failed: bool
    step: int | None = None
    reason: str = ""
    clause: Clause | None = None
    article: str | None = None


# --- reading ----------------------------------------------------------------------------------------------------------


def read_saved(text: str) -> tuple[Saved, ...]:
    """The histories in a piece of JSON: what `check`, `ask` or `variants` printed, or one guarantee out of it.

    Guarantees without a history are passed over. Raises Unreadable.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is not JSON: {error}") from None
    found = [saved for answer, choices in _answers(data, {}) if (saved := _saved(answer, choices)) is not None]
    if not found:
        raise Unreadable("it holds no guarantee with a history; `constdsl check FILE --format json` writes them")
    return tuple(found)


def _answers(data: Any, choices: Mapping[str, str]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, str]]]:
    if isinstance(data, list):
        for each in data:
            yield from _answers(each, choices)
    elif isinstance(data, dict):
        if "history" in data and "property" in data:
            yield data, choices
        for each in data.get("variants", []) if isinstance(data.get("variants"), list) else []:
            if isinstance(each, dict):
                taken = each.get("choices")
                yield from _answers(each, taken if isinstance(taken, dict) else choices)
        if isinstance(data.get("guarantees"), list):
            yield from _answers(data["guarantees"], choices)


def _saved(answer: Mapping[str, Any], choices: Mapping[str, str]) -> Saved | None:
    try:
        moves = any(step.get("move") for step in answer["history"])
        if not answer["history"] or (answer.get("play") is None and not moves):
            return None
        name, words = str(answer.get("name", "")), str(answer["property"])
        reading = answer.get("reading") or {}
        breakers = answer.get("breakers") or [[]]
        return Saved(
            name, words, Verdict(answer["verdict"]), tuple(map(str, answer["actors"])),
            Play(answer["play"]) if answer["play"] is not None else None,
            tuple(map(str, breakers[0])), {**choices, **reading},
            tuple(_step(number, each) for number, each in enumerate(answer["history"], 1)),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        title = answer.get("name", "")
        raise Unreadable(f"the guarantee “{title}” is not written as in docs/json.md: {error}") from None


def _step(number: int, data: Mapping[str, Any]) -> SavedStep:
    move = data.get("move") or {}
    use, fill, deed = move.get("use"), move.get("fill"), move.get("deed")
    years = Fraction(str(data["years"])).limit_denominator(1_000_000)
    return SavedStep(
        number, years, str(data.get("text", "")),
        (str(use["by"]), str(use["act"])) if use else None,
        (str(fill["body"]), int(fill["group"]) - 1) if fill else None,
        (str(deed["act"]), deed["person"] or "") if deed else None, deed["rule"] if deed else None,
    )  # fmt: skip


# --- trying -----------------------------------------------------------------------------------------------------------


def retell(
    root: Source, read: Reader, saved: Sequence[Saved], choose: Mapping[str, str] | None = None
) -> tuple[Report | None, tuple[Retold, ...]]:
    """Try saved histories on a text; a report instead, where the text or a property cannot be used."""
    found: list[Retold] = []
    for each in saved:
        report, constitution = open_question(root, read, each.property, {**each.choices, **(choose or {})})
        if constitution is None:
            return report, ()
        asked = constitution.promises[-1].property
        if isinstance(asked, Invariant):
            found.append(_relived(constitution, asked, each, report.sources))
        else:
            found.append(_retold(constitution, each))
    return None, tuple(found)


def _retold(constitution: Constitution, saved: Saved) -> Retold:
    strangers = [who for who in saved.actors if who not in constitution.labels and who not in constitution.classes]
    if strangers:
        return Retold(saved, True, 1, f"there is no `{strangers[0]}` in this text")
    told: list[Told] = []
    places: list[int] = []
    for step in saved.steps:
        if step.uses is None and step.fills is None:
            continue
        move = _move(constitution, step)
        if isinstance(move, str):
            return Retold(saved, True, step.number, move)
        told.append(Told(step.years, move))
        places.append(step.number)
    outcomes: list[Replayed] = []
    for claim in _claims(constitution, saved):
        try:
            outcomes.append(replay(constitution, claim, told))
        except TooLarge as error:
            outcomes.append(Replayed((), Failure(None, f"too much to look at: {error}")))
        if outcomes[-1].stands:
            return Retold(saved, False)
    failure = outcomes[0].failure
    assert failure is not None
    clause = failure.clause
    article = constitution.articles[clause.article].label if clause is not None and clause.article else None
    place = places[failure.step] if failure.step is not None else None
    return Retold(saved, True, place, failure.reason, clause, article)


@frozen
class _Lived:
    """A step of somebody's life as open play reads it."""

    years: Fraction
    clause: Clause | None
    deed: tuple[str, str] | None


def _relived(
    constitution: Constitution, asked: Invariant, saved: Saved, sources: Mapping[str, Source]
) -> Retold:
    """A history of one person, everybody cooperating; rules are known again by their words."""
    goal = negation(asked.condition) if asked.always else asked.condition
    told: list[_Lived] = []
    for step in saved.steps:
        clause = _clause(constitution, step, sources)
        if step.rule is not None and clause is None:
            return Retold(saved, True, step.number, "the rule on which it rests is gone or has changed")
        told.append(_Lived(step.years, clause, step.deed))
    try:
        failure = relive(constitution, goal, told)
    except TooLarge as error:
        failure = Failure(None, f"too much to look at: {error}")
    if failure is None:
        return Retold(saved, False)
    clause = failure.clause
    article = constitution.articles[clause.article].label if clause is not None and clause.article else None
    place = saved.steps[failure.step].number if failure.step is not None else None
    return Retold(saved, True, place, failure.reason, clause, article)


def _clause(constitution: Constitution, step: SavedStep, sources: Mapping[str, Source]) -> Clause | None:
    groups = [group for body in constitution.bodies.values() for group in body.groups]
    clauses = [
        *(group.fill_clause for group in groups), *(group.clause for group in groups),
        *(power.clause for power in constitution.powers),
    ]  # fmt: skip
    for clause in clauses:
        source = sources.get(clause.file)
        if source is not None and source.text[clause.span.start : clause.span.end] == step.rule:
            return clause
    return None


def _claims(constitution: Constitution, saved: Saved) -> Iterator[Claim]:
    """What a history may be meant to show; the plainest claim first."""
    promise: Promise = constitution.promises[-1]
    asked = promise.property
    contested = saved.play is Play.CONTESTED
    if saved.verdict is Verdict.FORESTALLABLE:
        for member in saved.against:
            for kind in (GoalKind.PARALYSE, GoalKind.CONTROL):
                yield Claim(saved.actors, Goal(kind, member), False, contested, years=Fraction(0))
        return
    assert isinstance(asked, Ability)
    within = None if asked.possible else asked.within
    plain = Claim(saved.actors, asked.goal, asked.possible, contested, years=within)
    yield plain
    if asked.possible:
        yield evolve(plain, consenting=True)


def _move(constitution: Constitution, step: SavedStep) -> Use | Fill | str:
    """The move that a step tells, in this text; or why there is none."""
    if step.fills is not None:
        ref = GroupRef(*step.fills)
        body = constitution.bodies.get(ref.body)
        if body is None or not 0 <= ref.index < len(body.groups):
            return f"there are no such seats of `{ref.body}` in this text"
        return Fill(ref, body.groups[ref.index].label)
    assert step.uses is not None
    who, act = step.uses
    for power in constitution.powers:
        if (power.who or power.subject or "anyone") == who and (power.act.text or power.act.verb.value) == act:
            return Use(power)
    return f"nothing lets {who} {act}"
