"""A status that takes rights away, and nobody who confers it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.statuses import can_be_given, harmful
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["unconferred_status"]


@rule(code="Q1", severity="warning", since="0.1")
def unconferred_status(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a status take rights away without a rule that says who confers it?"""
    harming = harmful(constitution)
    for status in constitution.statuses.values():
        if status.name in harming and not can_be_given(capture, status.name):
            yield Finding(
                f"`{status.name}` takes rights away, and no rule says who confers it",
                at=status.clause,
                help=(f"say who decides: `SOMEBODY may confer {status.name} on any …`, and who reviews it",),
                subject=(status.name,),
            )
