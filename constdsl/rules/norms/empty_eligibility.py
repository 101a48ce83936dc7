"""Seats, ballots and classes that ask what nobody can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from constdsl.model.conditions import Both, Condition, Truth, conjunction
from constdsl.model.entities import Clause, Constitution, Filling, Group
from constdsl.model.mutant_words import Wording
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["empty_eligibility"]


@frozen
class _Demand:
    """One thing asked of a person, and where."""

    condition: Condition
    clause: Clause
    where: str


@rule(code="O7", severity="error", since="0.1")
def empty_eligibility(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a seat, a ballot or a class ask for what nobody can be?"""
    for found in constitution.classes.values():
        core = _core(capture, _demands(found.condition, found.clause, "class"))
        if core:
            yield _finding(capture, core, f"nobody can belong to `{found.name}`", found.clause, ("class", found.name))
    for group in capture.groups():
        asked = [
            *_demands(group.eligible, group.part("from"), "from"),
            *_demands(group.retain, group.part("while"), "while"),
        ]
        core = _core(capture, asked)
        if core:
            message = f"nobody can be chosen for `{group.label}` and keep the seat"
            if all(demand.where == "from" for demand in core):
                message = f"nobody can be chosen for `{group.label}`"
            if all(demand.where == "while" for demand in core):
                message = f"nobody can keep a seat in `{group.label}`"
            yield _finding(capture, core, message, core[-1].clause, ("seat", group.label))
        else:
            yield from _shut(capture, group, asked)


def _shut(capture: Capture, group: Group, asked: Sequence[_Demand]) -> Iterator[Finding]:
    """Everybody whom somebody may nominate, or appoint, is somebody who may not be chosen."""
    verb = Verb.NOMINATE if group.filling is Filling.ELECTED else Verb.APPOINT
    powers = capture.index.group_powers(verb, group)
    cores = []
    for power in powers:
        core = _core(capture, [*asked, *_demands(conjunction(capture.whom(power), power.scope), power.clause, "power")])
        if not core:
            return
        cores.append(core)
    if cores:
        named = "be nominated for" if verb is Verb.NOMINATE else "be appointed to"
        message = f"whoever may {named} `{group.label}` may not hold it"
        yield _finding(capture, cores[0], message, powers[0].clause, ("ballot", group.label))


def _demands(condition: Condition, clause: Clause, where: str) -> Iterator[_Demand]:
    parts = condition.operands if isinstance(condition, Both) else (condition,)
    return (_Demand(part, clause, where) for part in parts)


def _core(capture: Capture, demands: Sequence[_Demand] | Iterator[_Demand]) -> list[_Demand]:
    """The fewest of some demands that nobody meets together; none if somebody meets all."""
    asked = list(demands)
    known = capture.calculus.compiler.seats.known
    core = capture.logic.core([known(demand.condition) for demand in asked])
    return [asked[index] for index in core or ()]


def _finding(
    capture: Capture, core: Sequence[_Demand], message: str, at: Clause, subject: tuple[object, ...]
) -> Finding:
    words = Wording(capture.constitution)
    told = [f"“{words.condition(demand.condition)}”" for demand in core]
    reason = f"{' and '.join(told)} cannot be true of one person." if len(told) > 1 else f"Nobody is {told[0]}."
    if isinstance(core[0].condition, Truth):
        reason = "What it asks is true of nobody."
    clauses = dict.fromkeys(demand.clause for demand in core)
    return Finding(
        message,
        at=at,
        labels=tuple((clause, "cannot be met together") for clause in clauses if clause != at),
        reason=(reason,),
        repairs=tuple(cut(clause, f"drop “{_short(core, clause, words)}”") for clause in clauses
                      if any(demand.clause == clause and demand.where in ("from", "while") for demand in core)),
        cause=("nobody", *subject),
        subject=subject,
    )  # fmt: skip


def _short(core: Sequence[_Demand], clause: Clause, words: Wording) -> str:
    return " and ".join(words.condition(demand.condition) for demand in core if demand.clause == clause)
