"""What all single changes of a constitution share: their kinds, how a part is replaced, and who comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from attrs import evolve, field, frozen

from constdsl.model.entities import Body, Clause, Constitution, Group, Threshold

__all__ = ["Mutant", "MutantKind", "next_body", "steps", "with_body", "with_group", "with_rules", "without_rules"]


class MutantKind(StrEnum):
    """In which way a clause is changed."""

    DELETE = "delete"
    """The clause is left out."""
    WEAKEN = "weaken"
    """Fewer votes suffice, or a quorum is dropped."""
    STRENGTHEN = "strengthen"
    """More votes are needed."""
    UNGATE = "ungate"
    """Something that stood in the way of being chosen, of keeping a seat, of acting or of meeting is dropped."""
    UNCHECK = "uncheck"
    """A veto, an annulment or the lifting of a flag is left out."""
    UNEXCEPT = "unexcept"
    """A rule loses what it says after `when` or `unless`, or a part of it."""
    SWAP = "swap"
    """Another body stands in the place of the one named."""


@frozen
class Mutant:
    """A constitution in which one clause is changed: which, in what way, in words, and what comes of it.

    `about` says what the clause settles where its own words, out of their body, would not: `who fills Council`.
    """

    clause: Clause
    kind: MutantKind
    words: str
    constitution: Constitution = field(repr=False)
    about: str = ""


Rules = Literal["powers", "norms", "bindings", "free", "emergencies", "shields", "precedences", "assumptions"]
"""The parts of a constitution that are lists of rules."""


def without_rules(constitution: Constitution, kind: Rules, dropped: Sequence[object]) -> Constitution:
    """The constitution without some of its rules (those very ones, not others that say the same)."""
    return with_rules(constitution, kind, {id(rule): None for rule in dropped})


def with_rules(constitution: Constitution, kind: Rules, new: dict[int, Any]) -> Constitution:
    """The constitution with rules replaced, by the identity of the old ones; by None to leave them out."""
    rules = tuple(after for rule in getattr(constitution, kind) if (after := new.get(id(rule), rule)) is not None)
    changes: dict[str, Any] = {kind: rules}
    return evolve(constitution, **changes)


def with_body(constitution: Constitution, body: Body) -> Constitution:
    """The constitution with another body of the same name in the same place."""
    return evolve(constitution, bodies={**constitution.bodies, body.name: body})


def with_group(constitution: Constitution, group: Group) -> Constitution:
    """The constitution with another group in the place of the one with its reference."""
    body = constitution.bodies[group.ref.body]
    groups = tuple(group if other.ref == group.ref else other for other in body.groups)
    return with_body(constitution, evolve(body, groups=groups))


def next_body(constitution: Constitution, holder: str, spared: Collection[str]) -> str | None:
    """The body that follows a holder in the text, from the first again after the last, and is none of those spared."""
    names = list(constitution.bodies)
    own = holder.split(".")[0]
    start = names.index(own) + 1 if own in names else 0
    others = (name for name in (*names[start:], *names[:start]) if name != own and name not in spared)
    return next(others, None)


_LADDER = ((Fraction(1, 3), False), (Fraction(1, 2), True), (Fraction(2, 3), False), (Fraction(1), False))
"""A third, a majority, two-thirds, all: the steps by which thresholds are weakened and strengthened."""


def steps(threshold: Threshold, seats: int | None) -> Iterator[tuple[MutantKind, Threshold]]:
    """The next easier and the next harder threshold that differ from this one on so many seats.

    None for a number that is not known: then a number of votes has no neighbours.
    """
    if threshold.number is None:
        place = (threshold.share, threshold.strict)
    elif seats:
        place = (Fraction(threshold.number, seats), False)
    else:
        return
    for kind, rungs in ((MutantKind.WEAKEN, reversed(_LADDER)), (MutantKind.STRENGTHEN, iter(_LADDER))):
        for share, strict in rungs:
            other = evolve(threshold, share=share, strict=strict, number=None)
            beyond = (share, strict) < place if kind is MutantKind.WEAKEN else (share, strict) > place
            if beyond and (seats is None or other.needed(seats) != threshold.needed(seats)):
                yield kind, other
                break
