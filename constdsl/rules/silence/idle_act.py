"""An act that nobody may do and that nobody is forbidden."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Act, Constitution
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["idle_act"]


@rule(code="Q4", severity="warning", since="0.1")
def idle_act(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is there an act of which no rule says who may, or must not, do it?"""
    for act in constitution.acts.values():
        done = Act(Verb.PERFORM, name=act.name)
        if not capture.index.powers(done) and not capture.index.norms(done):
            yield Finding(
                f"no rule says who may, or must not, do `{act.name}`",
                at=act.clause,
                help=(f"say so: `any citizen may {act.name}`, or remove the act",),
                subject=(act.name,),
            )
