"""Somebody who governs in another's place, and whom nothing ever makes go."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.repairs import extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["endless_regent"]


@rule(code="MON1", severity="warning", since="0.1")
def endless_regent(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is there a regent whom no term ends and nobody removes?"""
    for body in constitution.bodies.values():
        # Cheap tests first: only offices called so, and only where the seat has no end of its own.
        if not body.office or "regent" not in (body.title or body.name).lower():
            continue
        (group,) = body.groups or (None,)
        if group is None or group.term is not None:
            continue
        removers = [name for name in constitution.bodies if capture.empties(name, group=group) is not None]
        if not removers:
            yield Finding(
                f"`{body.name}` governs in another's place without an end",
                at=body.clause,
                reason=("No term ends the regency, and nobody may remove the regent",),
                repairs=(Repair("end the regency after ten years", (extend(group.clause, "for 10 years"),)),),
                subject=(body.name,),
            )
