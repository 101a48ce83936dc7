"""An exception that one body finds, uses and prolongs."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.diagnostic import Severity
from constdsl.model.entities import Act, Clause, Constitution, Power
from constdsl.rules.common.independence import as_it_stands, holder_of
from constdsl.rules.emergency._flags import declarers, declaring, directly_elected, hanging_on
from constdsl.rules.repairs import extend, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["self_declared"]


@rule(code="X1", severity="error", since="0.1")
def self_declared(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a body declare by itself an exception from which it gains, and nobody independent ends it?"""
    whole = capture
    for flag in constitution.flags:
        suspended = [each for each in constitution.emergencies if each.flag == flag]
        opened = hanging_on(whole, flag)
        if not suspended and not opened:
            continue
        capture = as_it_stands(capture)
        for body, declaration in declarers(capture, flag):
            gains: dict[Clause, str] = {}
            for power in opened:
                if _gains(capture, body, declaration, power):
                    gains[power.clause] = f"{power.who} may {power.act.text}"
            for each in suspended:
                gains[each.clause] = f"{constitution.articles[each.article].label} does not apply"
            history = capture.history(body, goal=declaring(flag), words=f"declare {flag}", contested=True)
            if not gains or history is None:
                continue
            lifts = [holder_of(power) for power in capture.index.powers(Act(Verb.LIFT, name=flag))]
            ends = "Whoever else may lift it can be kept from it." if lifts else "Nobody may lift it."
            ends = f"Only {body} may lift it." if set(lifts) == {body} else ends
            yield Finding(
                f"`{body}` alone says when there is `{flag}` and when it ends, and gains by it",
                at=declaration.clause,
                labels=tuple(gains.items())[:4],
                reason=(f"While {flag} lasts, {'; '.join(list(gains.values())[:3])}.", ends),
                history=history,
                repairs=tuple(_ways_out(capture, body, flag, declaration)),
                cause=("flag", flag),
                subject=(flag, body),
                severity=Severity.WARNING if directly_elected(capture, body) else None,
            )


def _gains(capture: Capture, body: str, declaration: Power, power: Power) -> bool:
    """Whether a power that a flag opens is for who raises it, or for somebody at its command. An assembly that declares
    what a government then acts upon keeps the two apart; and a vote that takes more than the act it opens is a step of
    procedure."""
    holder = holder_of(power)
    if holder == body:
        seats = capture.constitution.bodies[body].seats
        return capture.threshold(declaration).needed(seats) <= capture.threshold(power).needed(seats)
    return not directly_elected(capture, body) and capture.reach(body, contested=True).get(str(power.subject)) == 0


def _ways_out(capture: Capture, body: str, flag: str, declaration: Power) -> Iterator[Repair]:
    for name in capture.outsiders(body)[:2]:
        yield Repair(f"let `{name}` lift it", (insert(declaration.clause, f"{name} may lift {flag}"),))
        if not declaration.consent:
            yield Repair(f"let `{name}` agree to it", (extend(declaration.clause, f"with consent of {name}"),))
