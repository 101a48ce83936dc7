"""A majority, a quorum or a consent that can never be had."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from constdsl.model.conditions import TRUE, conjunction
from constdsl.model.entities import MAJORITY, Body, Clause, Constitution, Filling, Group, Threshold
from constdsl.model.mutant_words import threshold_words
from constdsl.rules.common.statements import restated
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Base, Verb

__all__ = ["unreachable"]


@frozen
class _Asked:
    """Something that a body needs: where it stands, what for, how much."""

    at: Clause
    what: str
    threshold: Threshold
    repair: tuple[Repair, ...] = ()


@rule(code="T3", severity="warning", since="0.1")
def unreachable(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does something take more votes than there can ever be members?"""
    for body in constitution.bodies.values():
        missing = [group for group in body.groups if not _fillable(capture, group)]
        filled = body.seats - sum(group.seats for group in missing)
        for asked in _asked(capture, body):
            needed = asked.threshold.needed(body.seats if asked.threshold.base is Base.SEATS else filled)
            if asked.threshold.where != TRUE and asked.threshold.number is None:
                continue  # how many are left out is not known
            if needed <= filled or not body.groups or (not filled and asked.threshold.number is None):
                continue  # a body that nobody fills at all is told by silence/unfilled-body
            all_seats = f"it has {body.seats:,} seat{'' if body.seats == 1 else 's'}"
            of = f"{filled:,} of its {body.seats:,} seats can be filled" if missing else all_seats
            yield Finding(
                f"{asked.what} takes {needed:,} votes of `{body.name}`, and {of}",
                at=asked.at,
                labels=tuple((group.clause, _why(group)) for group in missing),
                reason=("No vote that can be held comes to that, so it is never done.",),
                repairs=asked.repair,
                cause=("unreachable", body.name, asked.what),
                subject=(body.name, asked.what),
            )
    yield from _of_classes(constitution)
    yield from _consents(constitution, capture)


def _why(group: Group) -> str:
    return "nobody fills these" if group.filling is Filling.NOBODY else "nobody can be what they ask"


def _fillable(capture: Capture, group: Group) -> bool:
    """Whether somebody fills a group, and somebody can sit in it."""
    filled = group.for_life or group.filling is not Filling.NOBODY or capture.index.group_powers(Verb.APPOINT, group)
    return bool(filled) and capture.can_meet(conjunction(group.eligible, group.retain))


def _asked(capture: Capture, body: Body) -> Iterator[_Asked]:
    if body.decides_clause is not None:
        drop = Repair(f"let `{body.name}` decide by majority", (put(body.decides_clause, "decides by majority"),))
        yield _Asked(body.decides_clause, "every decision", body.decides, (drop,))
    if body.quorum is not None and body.quorum_clause is not None:
        drop = Repair(f"drop the quorum of `{body.name}`", (delete(body.quorum_clause),))
        yield _Asked(body.quorum_clause, "the quorum", body.quorum, (drop,))
    for power in capture.constitution.powers:
        if power.subject == body.name and power.threshold is not None:
            unanimous = restated(power, Threshold(Fraction(1), strict=False, base=Base.MEMBERS))
            everybody = f"let all of `{body.name}` suffice to {power.act.text}"
            ways = () if unanimous is None else (Repair(everybody, (put(power.clause, unanimous),)),)
            yield _Asked(power.clause, power.act.text, power.threshold, ways)


def _of_classes(constitution: Constitution) -> Iterator[Finding]:
    """More votes than a class has members."""
    for power in constitution.powers:
        found = constitution.classes.get(power.subject or "")
        if found is None or found.numbering is None or power.threshold is None:
            continue
        if power.threshold.number is not None and power.threshold.number > found.numbering:
            yield Finding(
                f"{power.act.text} takes {threshold_words(power.threshold)} of `{found.name}`, "
                f"which numbers {found.numbering:,}",
                at=power.clause,
                labels=((found.clause, "so many"),),
                repairs=tuple(
                    Repair(f"let a majority of `{found.name}` suffice to {power.act.text}", (put(power.clause, text),))
                    for text in (restated(power, MAJORITY),) if text is not None
                ),
                cause=("unreachable", found.name, power.act.text),
                subject=(found.name, power.act.text),
            )


def _consents(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """The consent of a body in which nobody ever sits."""
    for power in constitution.powers:
        for name in power.consent:
            body = constitution.bodies.get(name.split(".")[0])
            if body is None or any(_fillable(capture, group) for group in body.groups):
                continue
            yield Finding(
                f"{power.act.text} takes the consent of `{name}`, and nobody can ever sit there",
                at=power.clause,
                labels=((body.clause, "nobody fills it"),),
                reason=("A consent that nobody can give is never given.",),
                help=(f"say who sits in `{body.name}`, or let {power.act.text} do without its consent",),
                cause=("unreachable", name, power.act.text),
                subject=(name, power.act.text, "consent"),
            )
