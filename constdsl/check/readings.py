"""Words that can be read in several ways: one verdict out of the verdicts under each reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import evolve

from constdsl.capture.history import agree, named
from constdsl.capture.modes import Mode
from constdsl.check.results import Answer, Step, Verdict
from constdsl.model.entities import Ability, Ambiguity, Promise
from constdsl.verdict.promises import Case, weigh

__all__ = ["MAX_READINGS", "Reading", "weigh_readings"]

MAX_READINGS = 64
"""Combinations of readings that are looked at for one text."""

Reading = tuple[tuple[str, str], ...]


def weigh_readings(
    cases: Mapping[Reading, Case],
    ambiguities: Sequence[Ambiguity],
    find: Callable[[Case], Promise | None],
) -> Answer | None:
    """The verdict on a promise over all readings; None where the first reading does not make the promise.

    `find` gives the promise as a case has it.
    """
    answers: dict[Reading, Answer] = {}
    for reading, case in cases.items():
        promise = find(case)
        if promise is not None:
            answers[reading] = evolve(weigh(case, promise), reading=reading)
    if not answers:
        return None
    first = next(iter(answers.values()))
    failing = {reading: answer for reading, answer in answers.items() if answer.verdict is not Verdict.HOLDS}
    if not failing or len(failing) == len(answers):
        return first
    undecided = [answer for answer in answers.values() if answer.verdict is Verdict.UNDECIDED]
    if undecided:
        return undecided[0]
    deciding = _deciding(answers, ambiguities)
    serving = _served(cases, answers, deciding, find)
    if serving is not None:
        return serving
    reading, answer = next(iter(failing.items()))
    chosen = dict(reading)
    words = tuple(f"“{ambiguity.words}”" for ambiguity in deciding)
    how = named([f"“{ambiguity.words}” is read as {chosen[ambiguity.name]}" for ambiguity in deciding])
    return evolve(
        answer, verdict=Verdict.NOT_ESTABLISHED, depends_on=words, reached=(), margin=None,
        summary=f"It depends on how {named(words)} {'is' if len(words) == 1 else 'are'} read: "
        f"it is {answer.verdict} when {how}, and holds under another reading.",
    )  # fmt: skip


def _deciding(answers: Mapping[Reading, Answer], ambiguities: Sequence[Ambiguity]) -> list[Ambiguity]:
    """The words of which one reading instead of another, all else equal, settles the matter."""
    found: dict[str, Ambiguity] = {}
    for ambiguity in ambiguities:
        by_rest: dict[Reading, set[bool]] = {}
        for reading, answer in answers.items():
            rest = tuple(pair for pair in reading if pair[0] != ambiguity.name)
            by_rest.setdefault(rest, set()).add(answer.verdict is Verdict.HOLDS)
        if any(len(outcomes) > 1 for outcomes in by_rest.values()):
            found[ambiguity.name] = ambiguity
    return list(found.values()) or list(ambiguities)


def _served(
    cases: Mapping[Reading, Case],
    answers: Mapping[Reading, Answer],
    deciding: Sequence[Ambiguity],
    find: Callable[[Case], Promise | None],
) -> Answer | None:
    """The answer when a coalition commands, under every reading, the interpreters of words by which it is served,
    however the other words are read.

    For `cannot` the coalition is one that breaks the promise under some reading; for `can`, the one meant.
    """
    # What nobody can stop comes before what a check could.
    for reading, answer in sorted(answers.items(), key=lambda pair: pair[1].verdict is not Verdict.BROKEN):
        promise = find(cases[reading])
        if promise is None or not isinstance(promise.property, Ability):
            continue
        wanted = answer.verdict is Verdict.HOLDS if promise.property.possible else answer.verdict is not Verdict.HOLDS
        if not wanted:
            continue
        coalitions = answer.breakers if not promise.property.possible else (promise.property.coalition.members,)
        contested = answer.verdict is not Verdict.CONTESTABLE
        chosen = dict(reading)
        for coalition in coalitions:
            own = [
                each for each in deciding
                if all(_commands(case, coalition, [each], contested=contested) for case in cases.values())
            ]  # fmt: skip
            same = [
                other for others, other in answers.items()
                if all(dict(others).get(each.name) == chosen.get(each.name) for each in own)
            ]  # fmt: skip
            if own and all(_serves(other, coalition, promise.property) for other in same):
                # Of the readings that remain the one that serves least is shown.
                least = next((other for other in same if other.verdict is not answer.verdict), answer)
                return _picked(least, coalition, own, chosen)
    return None


def _serves(answer: Answer, coalition: tuple[str, ...], ability: Ability) -> bool:
    """Whether an answer is what a coalition wants: it can do what is promised, or what is promised that it cannot."""
    if ability.possible:
        return answer.verdict is Verdict.HOLDS
    return answer.verdict is not Verdict.HOLDS and coalition in answer.breakers


def _commands(case: Case, coalition: tuple[str, ...], deciding: Sequence[Ambiguity], *, contested: bool) -> bool:
    calculus = case.calculus
    nodes = []
    for ambiguity in deciding:
        if ambiguity.interpreter is None:
            return False
        needed = (ambiguity.interpreter, *ambiguity.consent)
        nodes += [calculus.compiler.seats.decides(label, None, Mode.VOTE) for label in needed]
    calculus.settle()
    closure = calculus.close(coalition, contested=contested)
    return all(closure.date(node) is not None for node in nodes)


def _picked(
    answer: Answer, coalition: tuple[str, ...], deciding: Sequence[Ambiguity], chosen: Mapping[str, str]
) -> Answer:
    steps = [
        Step(
            number, Fraction(0), ambiguity.interpreter or "",
            f"interpret “{ambiguity.words}”", None,
            f"{_reader(ambiguity, coalition)} “{ambiguity.words}” as {chosen[ambiguity.name]}.",
            ambiguity.clause.file, ambiguity.clause.span,
        )
        for number, ambiguity in enumerate(deciding, 1)
    ]  # fmt: skip
    history = () if answer.verdict is Verdict.HOLDS else answer.history
    later = [evolve(step, step=step.step + len(steps)) for step in history]
    words = named([f"“{ambiguity.words}”" for ambiguity in deciding])
    breakers = (coalition, *(other for other in answer.breakers if other != coalition)) if history else ()
    return evolve(
        answer, breakers=breakers, history=(*steps, *later) if history else (),
        summary=f"{answer.summary[:-1]}; it decides how {words} {'is' if len(deciding) == 1 else 'are'} read.",
    )  # fmt: skip


def _reader(ambiguity: Ambiguity, coalition: tuple[str, ...]) -> str:
    name = ambiguity.interpreter or ""
    acting = "" if name in coalition else f", which acts for {named(coalition)},"
    return f"{name}{acting} {'reads' if acting else agree(name, 'reads')}"
