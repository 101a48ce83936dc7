"""A right that waits for a law, and the body that it restrains is the one to make the law."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Raised, atoms, negation
from constdsl.model.entities import Act, Constitution, Power
from constdsl.rules.common.independence import is_judge
from constdsl.rules.repairs import insert, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, block
from constdsl.syntax.tree import Verb

__all__ = ["right_awaiting_law"]


@rule(code="W4", severity="warning", since="0.1")
def right_awaiting_law(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a right wait for a law that the body it restrains need not make?"""
    for power in constitution.powers:
        if power.sugar or not (power.subject is None or capture.is_class(power.subject)):
            continue  # a body's power that waits for something is a check on the body
        for flag in _awaited(capture, power):
            makers = capture.index.powers(Act(Verb.DECLARE, name=flag))
            if not makers or any(maker.duty for maker in makers):
                continue  # nobody makes it: silence; somebody must: no gift
            goal = block(power.act)
            found = {
                name: date for name, date in capture.who_alone_can(goal, contested=True).items()
                if date == 0 and _restrained(capture, power, name)
                and any(capture.may_use(name, power=maker) is not None for maker in makers)
            }  # fmt: skip
            for master in capture.nearest(found, contested=True):
                words = f"block {power.act.text}"
                history = capture.history(master, goal=goal, words=words, contested=True)
                if history is None:
                    continue
                yield Finding(
                    f"`{power.act.text}` waits for `{flag}`, which only `{master}` can declare and need not",
                    at=power.clause,
                    labels=((makers[0].clause, f"{master} may, and need not"),),
                    reason=(f"Until then the right of {power.who} is words.",),
                    history=history,
                    repairs=tuple(_ways_out(power, flag, makers[0])),
                    cause=("flag", flag),
                    subject=(flag, power.act.text, master),
                )


def _awaited(capture: Capture, power: Power) -> Iterator[str]:
    """The flags without which a power cannot be used."""
    for flag in dict.fromkeys(atom.flag for atom in atoms(power.scope) if isinstance(atom, Raised)):
        if not capture.can_meet(power.scope, negation(Raised(flag))):
            yield flag


def _restrained(capture: Capture, power: Power, name: str) -> bool:
    """Whether a right is one against a body: done to it, or a liberty, which is one against all who rule."""
    if power.act.body is not None:
        return name == power.act.body or power.act.body in capture.reach(name, contested=True)
    return power.act.verb is Verb.PERFORM and not is_judge(capture, name)


def _ways_out(power: Power, flag: str, maker: Power) -> Iterator[Repair]:
    if power.scope == Raised(flag) and power.threshold is None and power.petition is None and not power.consent:
        yield Repair("let the right take effect directly", (put(power.clause, f"{power.who} may {power.act.text}"),))
    yield Repair("make it a duty", (insert(maker.clause, f"{maker.who} must declare {flag}"),))
