"""Small connected structures that make a rule bite: random clauses alone rarely meet in one body.

Each takes bodies that are there, refills some, says a few things, and mostly promises what the structure bears on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from constdsl.strategies.grow import capturing, checking
from constdsl.strategies.grow.draft import Draft
from constdsl.strategies.grow.shape import MOTIFS

__all__ = ["STRUCTURES", "weave"]

STRUCTURES: Mapping[str, Callable[[Draft], None]] = {**capturing.STRUCTURES, **checking.STRUCTURES}


def weave(d: Draft) -> None:
    """Add one structure."""
    kind = d.kind(MOTIFS)
    if kind is not None:
        STRUCTURES[kind](d)
