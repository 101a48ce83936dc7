"""Many nominators, one master."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture, choose_candidates

__all__ = ["umbrella_monopoly"]


@rule(code="N1", severity="error", since="0.1")
def umbrella_monopoly(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do all nominators of an election answer to one body?"""
    for group in capture.elected_groups():
        nominators = capture.nominators(group)
        if len(nominators) < 2 or "anyone" in nominators:
            continue  # one nominator is a plain gate, not an umbrella
        goal = choose_candidates(group.label)
        masters = capture.who_alone_can(goal, contested=True, spared=(group.ref.body, *nominators))
        for master in capture.nearest(masters, contested=True):
            words = f"choose the candidates for {group.label}"
            history = capture.history(master, goal=goal, words=words, contested=True)
            if history is None:
                continue
            yield Finding(
                f"every route onto the ballot for `{group.label}` leads through `{master}`",
                at=group.clause,
                labels=((constitution.bodies[master].clause, "one master"),),
                reason=(f"However many candidates stand, {master} alone decides who they are.",),
                history=history,
                cause=("ballot", group.label),
                subject=(group.label, master),
            )
