"""A duty that can be left undone."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.index import covers
from constdsl.model.conditions import Holds, atoms, negation
from constdsl.model.entities import Act, Body, Constitution, Power
from constdsl.rules.common.independence import as_it_stands, depends, holder_of, in_office
from constdsl.rules.repairs import insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, block
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Step

__all__ = ["duty_without_enforcer"]


@rule(code="V2", severity="warning", since="0.1")
def duty_without_enforcer(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is a body bound to do something with nobody to hold it to it, or to do it in its place?"""
    for duty in constitution.powers:
        body = constitution.bodies.get(holder_of(duty))
        if not duty.duty or body is None:
            continue
        capture = as_it_stands(capture)
        if _default(capture, duty, body):
            continue
        remedies = list(_remedies(capture, duty, body))
        history = _idle(capture, body, remedies)
        if history is None:
            continue
        yield Finding(
            f"`{body.name}` must {duty.act.text}, and nobody can hold it to that",
            at=duty.clause,
            labels=tuple((remedy.clause, f"{body.name} can keep this from being used") for remedy in remedies[:3]),
            reason=(
                f"If {body.name} does not, no independent body can annul that, dismiss it, "
                "or act in its place.",
            ),
            history=history,
            repairs=tuple(_ways_out(capture, duty, body)),
            cause=("duty", body.name, duty.act.text),
            subject=(body.name, duty.act.text),
        )


def _default(capture: Capture, duty: Power, body: Body) -> bool:
    """Whether it comes about in any case: others may do it, or a body meets at fixed times."""
    act = duty.act
    if act.verb is Verb.CONVENE and act.body is not None and capture.constitution.bodies[act.body].every is not None:
        return True
    return any(
        covers(other.act, act) and holder_of(other) != body.name
        and (other.subject is None or not depends(capture, other.subject, body.name))
        for other in capture.index.powers(act)
    )  # fmt: skip


def _remedies(capture: Capture, duty: Power, body: Body) -> Iterator[Power]:
    """The powers by which others undo what is omitted, tell a body what to do, or dismiss it."""
    found = list(capture.index.checks(duty.act))
    for verb in (Verb.REMOVE, Verb.DISSOLVE, Verb.DIRECT):
        found += capture.index.powers(Act(verb, body=body.name))
    for group in body.groups:
        for needed in (atom for atom in atoms(group.retain) if isinstance(atom, Holds)):
            if not capture.can_meet(group.retain, negation(needed)):
                found += capture.index.powers(Act(Verb.REVOKE, name=needed.status))
    yield from (power for power in found if holder_of(power) != body.name)


def _idle(capture: Capture, body: Body, remedies: list[Power]) -> tuple[Step, ...] | None:
    """How a body, while it sits, keeps every remedy from being used; None if some remedy remains."""
    history: tuple[Step, ...] = ()
    for remedy in remedies:
        date = capture.disables(body.name, power=remedy, contested=True)
        if date is None or not in_office(capture, body.name, date):
            return None
        if not history:
            words = f"block {remedy.act.text}"
            shown = capture.history(body.name, goal=block(remedy.act), words=words, contested=True)
            if shown is None:
                return None
            history = shown
    return history


def _ways_out(capture: Capture, duty: Power, body: Body) -> Iterator[Repair]:
    for name in capture.outsiders(body.name)[:2]:
        dismiss = f"{name} may remove any member of {body.name}"
        yield Repair(f"let `{name}` dismiss who neglects it", (insert(duty.clause, dismiss),))
        yield Repair(f"let `{name}` rule on it", (insert(duty.clause, f"{name} may annul {duty.act.text}"),))
