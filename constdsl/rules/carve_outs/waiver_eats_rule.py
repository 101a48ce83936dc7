"""A rule that those bound by it may lift from themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Compare,
    Condition,
    Holds,
    Member,
    Raised,
    atoms,
    conjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Clause, Constitution, Group, Norm
from constdsl.rules.common.independence import as_it_stands, soon
from constdsl.rules.repairs import cut, insert, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["waiver_eats_rule"]


@frozen
class _Waiver:
    """What lifts a rule from somebody: the body bound, the act that lifts it, the rule, and in words what it limits."""

    bound: str
    lifting: Act
    clause: Clause
    limit: str


@rule(code="C2", severity="warning", since="0.1")
def waiver_eats_rule(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body by itself grant the exception from a rule that binds it?"""
    for waiver in (*_of_norms(capture), *_of_seats(capture)):
        capture = as_it_stands(capture)
        goal = perform(waiver.lifting)
        if not soon(capture, waiver.bound, goal):
            continue
        history = capture.history(waiver.bound, goal=goal, words=waiver.lifting.text, contested=True)
        ways = capture.index.powers(Act(waiver.lifting.verb, name=waiver.lifting.name))
        if history is None or not ways:
            continue
        flag = waiver.lifting.verb is Verb.DECLARE
        yield Finding(
            f"`{waiver.bound}` can lift from itself {waiver.limit}: it has `{waiver.lifting.name}` in hand",
            at=waiver.clause,
            labels=tuple((way.clause, "the exception is granted here") for way in ways[:3]),
            reason=(f"Nobody whom {waiver.bound} does not command has to agree to the exception, or can undo it.",),
            history=history,
            repairs=tuple(_ways_out(capture, waiver)),
            cause=("flag" if flag else "waiver", waiver.lifting.name),
            subject=(waiver.bound, waiver.limit, waiver.lifting.name),
        )


def _of_norms(capture: Capture) -> Iterator[_Waiver]:
    """Prohibitions that do not apply once a flag is up, or to whoever has a status."""
    for norm in capture.constitution.norms:
        if not capture.can_meet(norm.scope):
            continue
        for atom in dict.fromkeys(atoms(norm.scope)):
            if not isinstance(atom, Raised | Holds) or capture.can_meet(norm.scope, atom):
                continue
            for bound in _bound(capture, norm):
                yield _Waiver(bound, _lifting(atom, norm.scope), norm.clause, f"the ban to {norm.act.text}")


def _lifting(atom: Raised | Holds, people: Condition) -> Act:
    if isinstance(atom, Raised):
        return Act(Verb.DECLARE, name=atom.flag, text=f"declare {atom.flag}")
    return Act(Verb.CONFER, people, name=atom.status, text=f"confer {atom.status}")


def _bound(capture: Capture, norm: Norm) -> list[str]:
    """The body that a prohibition binds, or whose members it binds."""
    if norm.subject is not None:
        return [norm.subject] if capture.body_of(norm.subject) is not None else []
    members = [atom for atom in dict.fromkeys(atoms(norm.subject_condition)) if isinstance(atom, Member)]
    return [atom.body for atom in members if not capture.can_meet(norm.subject_condition, negation(atom))]


def _of_seats(capture: Capture) -> Iterator[_Waiver]:
    """Limits to who may sit somewhere that do not apply to whoever has a status."""
    for group in capture.groups():
        asked = conjunction(group.eligible, group.retain)
        found = list(dict.fromkeys(atoms(asked)))
        for status in (atom for atom in found if isinstance(atom, Holds)):
            for limit, barred in _limits(found):
                without, given = _given(asked, status, False), _given(asked, status, True)
                if limit != status and capture.can_meet(given, barred) and not capture.can_meet(without, barred):
                    whom = conjunction(given, barred)
                    yield _Waiver(group.ref.body, _lifting(status, whom), _place(group, status), _words(group, limit))
                    break


def _limits(found: Iterable[Condition]) -> Iterator[tuple[Condition, Condition]]:
    """What may keep people out (a status, an upper limit), and the condition of those whom it keeps out."""
    for atom in found:
        if isinstance(atom, Holds):
            yield atom, atom
        elif isinstance(atom, Compare) and atom.operator in ("<", "<="):
            yield atom, negation(atom)


def _given(condition: Condition, status: Holds, value: bool) -> Condition:
    return substitute(condition, lambda atom: (TRUE if value else FALSE) if atom == status else None)


def _place(group: Group, status: Holds) -> Clause:
    return group.part("from" if status in atoms(group.eligible) else "while")


def _words(group: Group, limit: Condition) -> str:
    name = limit.status if isinstance(limit, Holds) else getattr(limit, "attribute", "")
    return f"the limit of `{name}` to who sits in `{group.label}`"


def _ways_out(capture: Capture, waiver: _Waiver) -> Iterator[Repair]:
    act = waiver.lifting
    ways = capture.index.powers(Act(act.verb, name=act.name))
    others = capture.outsiders(waiver.bound)[:2]
    for name in dict.fromkeys((*capture.electorates, *others)):
        if len(ways) == 1 and capture.independent(name, waiver.bound):
            words = f"{name} may {ways[0].act.text}"
            yield Repair(f"let `{name}` grant the exception", (put(ways[0].clause, words),))
    for name in others:
        yield Repair(f"let `{name}` annul it", (insert(ways[0].clause, f"{name} may annul {act.verb} {act.name}"),))
    if len(ways) == 1:
        yield cut(ways[0].clause, "grant no exceptions")
