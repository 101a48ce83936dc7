"""A stand-in who decides whether there is anybody to stand in for."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Negation, Sitting, atoms
from constdsl.model.entities import Act, Body, Constitution, Power
from constdsl.rules.repairs import added, cut, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, paralyse, perform
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Step

__all__ = ["permanent_substitute"]


@rule(code="G1", severity="error", since="0.1")
def permanent_substitute(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does somebody act in place of a body that need not meet, or that he keeps from meeting?"""
    told: set[tuple[str, str]] = set()
    for power in constitution.powers:
        substitute = (power.subject or "").split(".")[0]
        if substitute not in constitution.bodies:
            continue
        for name in _absent(capture, power):
            body = constitution.bodies[name]
            if name == substitute or (substitute, name) in told:
                continue
            found = _kept_away(capture, power, substitute, body) or _seldom(capture, power, substitute, body)
            if found is not None:
                told.add((substitute, name))
                yield found


def _absent(capture: Capture, power: Power) -> Iterator[str]:
    """The bodies that must not sit for a power to be there."""
    for name in dict.fromkeys(atom.body for atom in atoms(power.scope) if isinstance(atom, Sitting)):
        if capture.logic.entails(power.scope, Negation(Sitting(name))):
            yield name


def _kept_away(capture: Capture, power: Power, substitute: str, body: Body) -> Finding | None:
    """The substitute can keep the body from sitting, and then act, whatever others do."""
    if capture.silences(substitute, body=body.name, contested=True) is None:
        return None
    goal = perform(power.act)
    history = capture.history(substitute, goal=goal, words=power.act.text, contested=True)
    if history is None:
        history = capture.history(substitute, goal=paralyse(body.name), words=f"paralyse {body.name}", contested=True)
    if history is None:
        return None
    return _finding(
        power, substitute, body,
        f"`{substitute}` may {power.act.text} while `{body.name}` does not sit, and can see to it that it never sits",
        "What is done meanwhile stays: a body that never sits undoes nothing.",
        history,
    )  # fmt: skip


def _seldom(capture: Capture, power: Power, substitute: str, body: Body) -> Finding | None:
    """The body meets when the substitute calls it, at fixed times at most, and cannot undo what it finds."""
    if not body.convened:
        return None
    calling = capture.index.powers(Act(Verb.CONVENE, body=body.name))
    if any(capture.disables(substitute, power=each, contested=True) is None for each in calling):
        return None
    if any(_undoes(capture, check, substitute, body) for check in capture.index.checks(power.act)):
        return None
    return _finding(
        power, substitute, body,
        f"`{substitute}` may {power.act.text} while `{body.name}` does not sit, alone calls it, and nothing lapses",
        f"{body.name} has no power to undo what was done in its absence.",
    )  # fmt: skip


def _undoes(capture: Capture, check: Power, substitute: str, body: Body) -> bool:
    holder = check.subject or ""
    return holder.split(".")[0] == body.name or (bool(holder) and capture.independent(holder, substitute))


def _finding(
    power: Power, substitute: str, body: Body, message: str, reason: str, history: tuple[Step, ...] = ()
) -> Finding:
    return Finding(
        message, at=power.clause,
        labels=((body.convened_clause or body.clause, "for whom it stands in"),),
        reason=(reason,),
        history=history,
        repairs=tuple(_repairs(power, substitute, body)),
        cause=("substitute", substitute, body.name),
        subject=(substitute, body.name),
    )  # fmt: skip


def _repairs(power: Power, substitute: str, body: Body) -> Iterator[Repair]:
    if body.convened_clause is None:
        yield cut(power.clause, f"let nobody stand in for `{body.name}`")
        return
    undo = added(power.clause, f"{body.name} may annul {power.act.text}", "").edits
    title = f"let `{body.name}` meet every year, and undo what was done meanwhile"
    if body.every is None:
        yield Repair(title, (extend(body.convened_clause, "every 1 year"), *undo))
    else:
        yield Repair(f"let `{body.name}` undo what `{substitute}` has done", undo)
