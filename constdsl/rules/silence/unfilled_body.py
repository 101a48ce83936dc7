"""A body, an office or a group of seats that nobody fills."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution, Filling, Group
from constdsl.rules.repairs import extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["unfilled_body"]


@rule(code="Q3", severity="warning", since="0.1")
def unfilled_body(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is there a body or a group of seats of which no rule says who fills it?"""
    for body in constitution.bodies.values():
        if not body.groups:
            yield Finding(
                f"no rule says who sits in the {'office' if body.office else 'body'} `{body.name}`",
                at=body.clause,
                help=("say how it is filled: `seats 9 elected by …`, or `appointed by …`",),
                subject=(body.name,),
            )
        for group in body.groups:
            if group.filling is not Filling.NOBODY or capture.index.group_powers(Verb.APPOINT, group):
                continue
            says = f"no rule says who fills `{group.label}`"
            if group.for_life:
                says = f"`{group.label}` is held for life, and no rule says who follows"
            yield Finding(
                says,
                at=body.clause if body.office else group.clause,
                help=("say how it is filled: `elected by …`, `appointed by …`, `drawn by lot`",),
                repairs=() if body.office else tuple(_elections(capture, group)),
                subject=(group.label, group.ref.index),
            )


def _elections(capture: Capture, group: Group) -> Iterator[Repair]:
    """Let those fill it who elect others."""
    for name in capture.constitution.classes:
        if name in capture.electorates:
            yield Repair(f"let `{name}` elect `{group.label}`", (extend(group.clause, f"elected by {name}"),))
