"""Lines that never apply: the fewest of their conditions, and of those around them, that cannot be true together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from constdsl.model.conditions import Both, Condition, Member, Negation
from constdsl.model.mutant_words import Wording
from constdsl.rules.common.lines import Line, force, lasting, lines, whom
from constdsl.rules.view import Capture

__all__ = ["Never", "never_applies"]


@frozen
class Never:
    """A line that never applies, and why: conditions that cannot be true together, in words."""

    line: Line
    words: tuple[str, ...]
    swallowed: bool
    """Whether it would apply but for an exception of its own."""

    @property
    def reason(self) -> str:
        """Why it never applies, in a sentence."""
        told = [f"“{word}”" for word in self.words]
        return f"{' and '.join(told)} cannot be true together." if len(told) > 1 else f"Never is {told[0]}."


def never_applies(capture: Capture) -> Iterator[Never]:
    """The lines, other than clauses of bodies, that apply in no situation, in the order of the text."""
    words = Wording(capture.constitution)
    for line in lines(capture.constitution):
        if line.sugar:
            continue
        for limits in _limits(capture, line):
            core = _core(capture, [condition for condition, _ in limits])
            if core:
                swallowed = any(own and isinstance(condition, Negation) for condition, own in (limits[i] for i in core))
                yield Never(line, tuple(words.condition(limits[index][0]) for index in core), swallowed)
                break


_Limits = list[tuple[Condition, bool]]


def _limits(capture: Capture, line: Line) -> Iterator[_Limits]:
    """What is asked of one person, piece by piece, and whether it is a limit that the line sets itself."""
    constitution = capture.constitution
    around = [(part, False) for part in _parts(force(constitution, line.clause))]
    flags = [(part, False) for part in _parts(lasting(constitution, line.scope))]
    scope = [(part, True) for part in _parts(line.scope)]
    about = [(part, False) for part in _parts(whom(line.act))]
    people = [(part, False) for part in _parts(line.people)]
    if line.personal:
        yield [*around, *flags, *about, *scope]
        yield people
    else:
        yield about
        yield [*around, *flags, *people, *_members(capture, line), *scope]


def _members(capture: Capture, line: Line) -> _Limits:
    """That who acts belongs to the class or body that does; of a body in which nobody can sit nothing more is said."""
    if line.subject is None:
        return []
    found = capture.class_of(line.subject)
    name, _, group = line.subject.partition(".")
    belongs: Condition = found.condition if found is not None else Member(name, group or None)
    return [(belongs, False)] if not _core(capture, [belongs]) else []


def _parts(condition: Condition) -> Sequence[Condition]:
    return condition.operands if isinstance(condition, Both) else (condition,)


def _core(capture: Capture, conditions: Sequence[Condition]) -> tuple[int, ...]:
    known = capture.calculus.compiler.seats.known
    return capture.logic.core([known(condition) for condition in conditions]) or ()
