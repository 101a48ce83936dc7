"""The same constitution without one clause: what holds there does not come of that clause."""

from __future__ import annotations

from attrs import evolve

from constdsl.rules.view import Capture

__all__ = ["without"]


def without(capture: Capture, *clauses: object) -> Capture:
    """The constitution without some of its powers or assumptions, to be asked like itself. It costs an analysis."""
    left_out = {id(clause) for clause in clauses}
    constitution = capture.constitution
    changed = evolve(
        constitution,
        powers=tuple(power for power in constitution.powers if id(power) not in left_out),
        assumptions=tuple(each for each in constitution.assumptions if id(each) not in left_out),
    )
    return capture.on(changed)
