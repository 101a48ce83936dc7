"""A liberty overridden by a general clause, and a body that says whom the clause hits."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import TRUE, Holds, conjunction, negation
from constdsl.model.entities import Constitution, Norm
from constdsl.rules.definitions._words import definers, liberties, statuses
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["general_harm_clause"]


@rule(code="W3", severity="error", since="0.1")
def general_harm_clause(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a general clause override a liberty for everybody whom one body counts among the harmful?"""
    told: set[tuple[str, str]] = set()
    turning: dict[int, list[tuple[str, Verb]]] = {}
    for power, act, whom in liberties(capture):
        for norm in capture.index.norms(power.act):
            if id(norm) not in turning:
                turning[id(norm)] = list(_turning_points(capture, norm))
            for status, verb in turning[id(norm)]:
                for definer in definers(capture, power, whom, verb, status):
                    if (status, definer.name) in told:
                        continue  # one clause, several liberties: told at the first
                    told.add((status, definer.name))
                    yield Finding(
                        f"`{act}` is free only to those whom `{definer.name}` "
                        + (f"does not call `{status}`" if verb is Verb.CONFER else f"leaves `{status}`"),
                        at=norm.clause,
                        labels=((power.clause, "the liberty"), (definer.way.clause, "who decides")),
                        reason=(f"{definer.name} can say so of everybody, and {definer.hold}.",),
                        history=definer.history,
                        repairs=(cut(norm.clause, "strike the clause"), cut(definer.way.clause, "strike the power")),
                        cause=("definition", status, definer.name),
                        subject=(status, definer.name),
                    )  # fmt: skip


def _turning_points(capture: Capture, norm: Norm) -> Iterator[tuple[str, Verb]]:
    """The statuses on which a prohibition turns: those without which it hits nobody, and those that free from it."""
    hit = conjunction(norm.subject_condition if norm.subject is None else TRUE, norm.scope)
    for status in statuses(hit):
        if not capture.can_meet(hit, negation(Holds(status))):
            yield status, Verb.CONFER
        elif not capture.can_meet(hit, Holds(status)):
            yield status, Verb.REVOKE
