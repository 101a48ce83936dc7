"""Two duties of which each undoes what the other commands."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import FALSE, TRUE, Condition, Holds, Literal, Raised, Sitting, conjunction, substitute
from constdsl.model.entities import Act, Constitution
from constdsl.rules.common.lines import Kind, Line, force, lasting, lines, persons, picture, ranked
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["opposite_duties"]

_UNDONE_BY = {
    Verb.CONFER: Verb.REVOKE, Verb.DECLARE: Verb.LIFT, Verb.CONVENE: Verb.DISSOLVE, Verb.NOMINATE: Verb.STRIKE,
}  # fmt: skip


@rule(code="O4", severity="error", since="0.1")
def opposite_duties(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Must one do what another, or the same, must undo at once?"""
    duties = [line for line in lines(constitution) if line.kind is Kind.MUST]
    for first in duties:
        for second in duties:
            if second.act.verb is not _UNDONE_BY.get(first.act.verb) or not _same_thing(first.act, second.act):
                continue
            situation = _both_owed(capture, first, second)
            if situation is None or _settled(capture, first, second):
                continue
            yield Finding(
                f"`{first.who}` must {first.act.text}, and `{second.who}` must {second.act.text}",
                at=second.clause,
                labels=((first.clause, "the opposite duty"),),
                reason=(
                    f"Both duties are owed in {picture(capture, (situation,))}.",
                    "Whichever is performed last has broken the other, and then the first is owed again.",
                ),
                repairs=(
                    *ranked(capture, first.clause, second.clause, second.clause),
                    *(cut(line.clause, f"take out “{line.sentence}”") for line in (first, second)),
                ),
                cause=("opposite", first.name, second.name),
                subject=("opposite", first.name, second.name),
            )


def _same_thing(first: Act, second: Act) -> bool:
    if first.name != second.name or first.body != second.body:
        return False
    return first.group is None or second.group is None or first.group == second.group


def _settled(capture: Capture, first: Line, second: Line) -> bool:
    return any(capture.index.outranks(*pair) for pair in (
        (first.clause, second.clause), (second.clause, first.clause)
    ))  # fmt: skip


def _both_owed(capture: Capture, first: Line, second: Line) -> Condition | None:
    """When both are owed, whether or not what they are about is the case just now."""
    constitution = capture.constitution
    done, undone = (_when(line, line is second) for line in (first, second))
    known = capture.calculus.compiler.seats.known
    if first.act.verb is Verb.CONVENE and capture.logic.entails(done, undone) != capture.logic.entails(undone, done):
        return None  # dissolved in a special case, and convened anew afterwards
    both = conjunction(done, undone, force(constitution, first.clause), force(constitution, second.clause))
    both = conjunction(both, lasting(constitution, both))
    people = (known(line.people) for line in (first, second))
    possible = capture.logic.satisfiable(known(both)) and all(map(capture.logic.satisfiable, people))
    return both if possible else None


def _when(line: Line, done: bool) -> Condition:
    about = persons(line)[0] if line.personal else line.scope

    def value(atom: Literal) -> Condition | None:
        theme = {Holds(line.act.name or ""), Raised(line.act.name or ""), Sitting(line.act.body or "")}
        return (TRUE if done else FALSE) if atom in theme else None

    return substitute(about, value)
