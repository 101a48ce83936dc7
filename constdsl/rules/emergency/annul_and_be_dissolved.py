"""Whoever undoes a measure is sent home, and the measure stands."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import TRUE
from constdsl.model.entities import Act, Clause, Constitution, Power
from constdsl.rules.common.independence import as_it_stands, depends, holder_of, in_office, soon
from constdsl.rules.repairs import cut, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["annul_and_be_dissolved"]


@rule(code="X2", severity="error", since="0.1")
def annul_and_be_dissolved(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body send home, or leave uncalled, those who may undo its act, and act all the same?"""
    told: set[tuple[str, str]] = set()
    for power in constitution.powers:
        actor = holder_of(power)
        for check in capture.index.checks(power.act) if actor in constitution.bodies and not power.sugar else ():
            guardian = holder_of(check)
            if guardian == actor or (guardian, actor) in told:
                continue
            ending = _ending(capture, guardian)
            if ending is None:
                continue
            capture = as_it_stands(capture)
            date = capture.silences(actor, body=guardian, contested=True)
            if date is None or not in_office(capture, actor, date):
                continue
            if not soon(capture, actor, perform(power.act)):
                continue
            history = capture.history(actor, goal=perform(power.act), words=power.act.text, contested=True)
            if history is None:
                continue
            told.add((guardian, actor))
            flag = power.act.name if power.act.verb is Verb.DECLARE else None
            yield Finding(
                f"`{guardian}` may {check.act.text}, and `{actor}` can silence it first and still {power.act.text}",
                at=ending,
                labels=((check.clause, "who may undo it"), (power.clause, "what stands when nobody undoes it")),
                reason=(
                    f"A body that does not sit undoes nothing, and {actor} may act while {guardian} does not sit.",
                ),
                history=history,
                repairs=tuple(_ways_out(capture, power, actor, guardian)),
                cause=("flag", flag) if flag else ("check", guardian),
                subject=(guardian, actor),
            )


def _ending(capture: Capture, guardian: str) -> Clause | None:
    """The clause by which a body can be kept from sitting: it may be dissolved, or sits only when called."""
    body = capture.constitution.bodies.get(guardian)
    if body is None:
        return None
    dissolving = capture.index.powers(Act(Verb.DISSOLVE, body=guardian))
    if dissolving:
        return dissolving[0].clause
    return (body.convened_clause or body.clause) if body.convened and body.every is None else None


def _ways_out(capture: Capture, power: Power, actor: str, guardian: str) -> Iterator[Repair]:
    if power.scope == TRUE:
        sitting = f"when {guardian} is sitting"
        yield Repair(f"let it be done only while `{guardian}` sits", (extend(power.clause, sitting),))
    for each in capture.index.powers(Act(Verb.DISSOLVE, body=guardian)):
        if holder_of(each) and depends(capture, str(each.subject), actor):
            yield cut(each.clause, f"let `{each.who}` not {each.act.text}")
