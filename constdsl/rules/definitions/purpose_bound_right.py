"""A liberty that holds only for a purpose, and a body that says who serves it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Holds, negation
from constdsl.model.entities import Constitution, Power
from constdsl.rules.definitions._words import definers, liberties, statuses
from constdsl.rules.repairs import cut, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["purpose_bound_right"]


@rule(code="W2", severity="error", since="0.1")
def purpose_bound_right(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a liberty hold only as long as one body finds that its holder serves a purpose?"""
    told: set[tuple[str, str]] = set()
    for power, act, whom in liberties(capture):
        for status in statuses(whom):
            if capture.can_meet(whom, negation(Holds(status))):
                continue  # there are other ways to have the liberty
            for definer in definers(capture, power, whom, Verb.REVOKE, status):
                if (status, definer.name) in told:
                    continue  # one purpose, several liberties: told at the first
                told.add((status, definer.name))
                yield Finding(
                    f"`{act}` is free only to whoever is `{status}`, and `{definer.name}` alone decides who remains so",
                    at=power.clause,
                    labels=((definer.way.clause, f"`{status}` is taken away here"),),
                    reason=(f"{definer.name} can take {status} from everybody, and {definer.hold}.",),
                    history=definer.history,
                    repairs=tuple(_ways_out(power, act, status, definer.way)),
                    cause=("definition", status, definer.name),
                    subject=(status, definer.name),
                )


def _ways_out(power: Power, act: str, status: str, way: Power) -> Iterator[Repair]:
    if power.scope == Holds(status):
        yield Repair(f"drop the purpose: {power.who} may {act}", (put(power.clause, f"{power.who} may {act}"),))
    elif power.subject_condition == Holds(status):
        yield Repair(f"drop the purpose: anyone may {act}", (put(power.clause, f"anyone may {act}"),))
    yield cut(way.clause, f"let nobody take `{status}` away")
