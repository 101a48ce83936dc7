"""A status that can be taken, and nobody who gives it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Act, Constitution, Status
from constdsl.rules.common.statuses import can_be_given, can_be_taken, harmful
from constdsl.rules.repairs import added
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["irrecoverable_status"]


@rule(code="Q2", severity="note", since="0.1")
def irrecoverable_status(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a status be taken from people without a rule that says who gives it?"""
    harming = harmful(constitution)
    for status in constitution.statuses.values():
        if status.name in harming or can_be_given(capture, status.name):
            continue  # one that harms and that nobody confers is told by silence/unconferred-status
        if can_be_taken(capture, status.name):
            yield Finding(
                f"`{status.name}` can be taken from people, and no rule says who gives it",
                at=status.clause,
                help=(f"say who admits: `SOMEBODY may confer {status.name} on any …`",),
                repairs=tuple(_given_back(capture, status)),
                subject=(status.name,),
            )


def _given_back(capture: Capture, status: Status) -> Iterator[Repair]:
    """Let whoever takes it give it."""
    whom = f"any {status.within}" if status.within else "anyone"
    for power in capture.index.powers(Act(Verb.REVOKE, name=status.name))[:2]:
        if power.subject is not None:
            words = f"{power.who} may confer {status.name} on {whom}"
            yield added(power.clause, words, f"let `{power.who}` give it as well")
