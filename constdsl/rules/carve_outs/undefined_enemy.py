"""Rights for all but those whom their opponents name."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from constdsl.model.conditions import Condition, Holds
from constdsl.model.entities import Act, Constitution, Goal, Power
from constdsl.rules.common.independence import (
    as_it_stands,
    depends,
    holder_of,
    in_office,
    in_whose_hands,
    is_judge,
    soon,
)
from constdsl.rules.common.rights import losses
from constdsl.rules.repairs import cut, extend, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["undefined_enemy"]


@rule(code="C1", severity="error", since="0.1")
def undefined_enemy(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body that is no court take people's vote or rights by calling them something?"""
    told: set[tuple[str, str]] = set()
    for power in constitution.powers:
        status = power.act.name
        if power.act.verb is not Verb.CONFER or status is None or holder_of(power) not in constitution.bodies:
            continue
        if not any(losses(capture, power)):
            continue
        capture = as_it_stands(capture)
        lost = list(losses(capture, power))
        words = f"confer {status} on any opponent"
        goal = perform(evolve(power.act, whom=lost[0].people, text=words))
        for body in _callers(capture, power, goal):
            if (status, body) in told or _appeal(capture, status, lost[0].people, body):
                continue
            history = capture.history(body, goal=goal, words=words, contested=True)
            if history is None:
                continue
            told.add((status, body))
            takes = ", ".join(dict.fromkeys(loss.words for loss in lost[:3]))
            electors = next((loss.electors for loss in lost if loss.electors), None)
            through = "" if body == holder_of(power) else f", through `{holder_of(power)}`,"
            yield Finding(
                f"`{body}` alone{through} says who is `{status}`, and whoever is loses {takes}",
                at=power.clause,
                labels=tuple((loss.clause, f"not for whoever is {status}") for loss in lost[:3]),
                reason=(f"No rule says what makes somebody {status}, and nobody independent agrees or may undo it.",),
                history=history,
                repairs=tuple(_ways_out(capture, power, body)),
                cause=("electorate", electors) if electors else ("definition", status, body),
                subject=(status, body),
            )


def _callers(capture: Capture, power: Power, goal: Goal) -> Iterator[str]:
    """The bodies that can do it against everybody's checks: who has the power, if that is no court, or who has such a
    court in hand, or what else it takes."""
    holder = holder_of(power)
    # One person is no court, whatever else he may do.
    court = is_judge(capture, holder) and not capture.constitution.bodies[holder].office
    if not court and soon(capture, holder, goal):
        yield holder
    elif court:
        yield from (name for name in in_whose_hands(capture, holder) if soon(capture, name, goal))
    else:
        found = capture.who_alone_can(goal, contested=True, spared=(holder,))
        timely = {name: date for name, date in found.items() if in_office(capture, name, date)}
        yield from capture.nearest(timely, contested=True)


def _appeal(capture: Capture, status: str, people: Condition, body: str) -> bool:
    """Whether somebody whom a body does not have in hand may take the name off again."""
    return any(
        holder_of(power) and not depends(capture, str(power.subject), body)
        and capture.can_meet(power.act.whom, power.scope, Holds(status))
        for power in capture.index.powers(Act(Verb.REVOKE, name=status))
    )  # fmt: skip


def _ways_out(capture: Capture, power: Power, body: str) -> Iterator[Repair]:
    others = sorted(capture.outsiders(body), key=lambda name: not is_judge(capture, name))
    for name in others[:2]:
        if not power.consent:
            yield Repair(f"let `{name}` agree in each case", (extend(power.clause, f"with consent of {name}"),))
        words = f"{name} may annul confer {power.act.name}"
        yield Repair(f"let `{name}` hear appeals", (insert(power.clause, words),))
    yield cut(power.clause, f"let nobody be called `{power.act.name}`")
