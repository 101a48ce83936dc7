"""What several rules about vacancies ask of a body: what it alone decides, who fills its seats, and the figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from constdsl.capture.index import covers
from constdsl.diagnostic import Table
from constdsl.model.conditions import TRUE
from constdsl.model.entities import Act, Body, Clause, Filling, Group, Threshold
from constdsl.model.mutant_words import threshold_words
from constdsl.rules.common.arithmetic import stall, turns
from constdsl.rules.repairs import insert, put
from constdsl.rules.rule import Repair
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Base, Verb

__all__ = [
    "Dependent", "Sole", "deadlock", "dependents", "figures", "refills", "sentence", "sole_decisions", "stalls_at",
]  # fmt: skip


@frozen
class Sole:
    """Something that a body, and nobody else, may decide: in words, where that stands, and at which threshold."""

    words: str
    clause: Clause
    threshold: Threshold
    duty: bool = False
    act: Act | None = None


def sole_decisions(capture: Capture, body: Body) -> Iterator[Sole]:
    """What a body decides and nobody else may; filling its own seats is not meant."""
    for power in capture.index.held(body.name):
        act = power.act
        if power.sugar or act.body == body.name:
            continue
        rivals = [each for each in capture.index.powers(act) if each.subject != body.name and covers(each.act, act)]
        if not rivals:
            yield Sole(act.text, power.clause, capture.threshold(power), power.duty, act)
    for group in capture.filled_by(body.name):
        if group.ref.body != body.name and group.filling in (Filling.ELECTED, Filling.APPOINTED):
            yield Sole(f"fill `{group.label}`", group.fill_clause, _filling_threshold(capture, body, group))


def _filling_threshold(capture: Capture, body: Body, group: Group) -> Threshold:
    for power in capture.index.group_powers(Verb.APPOINT, group):
        if power.subject == body.name:
            return capture.threshold(power)
    return body.decides


@frozen
class Dependent:
    """Seats that nobody but the body itself fills, or nobody at all, and what filling them (or deciding) takes."""

    group: Group
    threshold: Threshold
    by_itself: bool


def dependents(capture: Capture, body: Body) -> Iterator[Dependent]:
    """The groups of a body whose vacancies nobody outside can fill. Lots and seats that come with another seat are
    filled by themselves."""
    for group in body.groups:
        if group.filling in (Filling.HELD, Filling.JOINING, Filling.LOT):
            continue
        choosers = capture.choosers(group)
        if not choosers and group.for_life:
            yield Dependent(group, body.decides, False)
        elif choosers and all(chooser.split(".")[0] == body.name for chooser in choosers):
            yield Dependent(group, _filling_threshold(capture, body, group), True)


def stalls_at(body: Body, dependent: Dependent) -> int | None:
    """The number of vacancies among such seats at which they can never be filled again, if they are that many."""
    gone = stall(dependent.threshold, body.quorum, body.seats)
    return gone if 0 < gone <= dependent.group.seats else None


def figures(body: Body, threshold: Threshold) -> Table:
    """The turning points of a body, from no vacancy to all."""
    rows = [
        (f"{turn.vacancies:,}", f"{turn.members:,}", "none suffice" if turn.votes is None else f"{turn.votes:,}",
         turn.says)
        for turn in turns(threshold, body.quorum, body.seats)
    ]  # fmt: skip
    return Table(f"Vacancies of {body.name}", ("vacant", "filled", "votes needed", "what changes"), tuple(rows))


def refills(capture: Capture, body: Body, dependent: Dependent) -> Iterator[Repair]:
    """Let somebody independent fill a vacancy, or count on the members that are left."""
    after = sentence(capture, body.clause)
    for name in capture.outsiders(body.name)[:3]:
        if dependent.group.eligible == TRUE and after is not None:
            yield Repair(
                f"let `{name}` fill a vacancy in `{dependent.group.label}`, too",
                (insert(after, f"{name} may appoint anyone to {dependent.group.label}"),),
            )
    if body.quorum_clause is not None:
        yield Repair(f"let a majority of `{body.name}` be a quorum", (put(body.quorum_clause, "quorum majority"),))
    elif body.decides_clause is not None:
        words = threshold_words(_on_members(body)).removeprefix("a ")
        edit = put(body.decides_clause, f"decides by {words} quorum majority")
        yield Repair(f"count on the members of `{body.name}`, a majority of its seats being a quorum", (edit,))


def sentence(capture: Capture, near: Clause) -> Clause | None:
    """A whole sentence after which another can stand: in the article of a clause, else in its file; None if none."""
    powers = capture.constitution.powers
    found = [power.clause for power in powers if not power.sugar and power.clause.file == near.file]
    return next((clause for clause in found if clause.article == near.article), found[0] if found else None)


def _on_members(body: Body) -> Threshold:
    """The usual threshold of a body as a share of its members."""
    if body.decides.number is None:
        return evolve(body.decides, base=Base.MEMBERS)
    return Threshold(min(Fraction(1), Fraction(body.decides.number, body.seats)), strict=False, base=Base.MEMBERS)


def deadlock(capture: Capture, body: Body) -> tuple[int, Dependent] | None:
    """The fewest vacancies, among seats that nobody outside fills, after which they are never filled again."""
    found = [(gone, each) for each in dependents(capture, body) if (gone := stalls_at(body, each)) is not None]
    return min(found, key=lambda pair: pair[0], default=None)
