"""The second engine: lawful play by explicit persons in explicit seats, and what a coalition can bring about by it.

Written from docs/semantics.md and from nothing else: it shares with the calculus the resolved model and the condition
language only, so that each can be held against the other. `Play` is play by everybody; `Campaign` is a coalition's
play against all others; `Player` searches campaigns to the end; `replay.replay` tries a history move by move.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constdsl.play.campaign import Campaign
    from constdsl.play.open import Play
    from constdsl.play.player import Player

__all__ = ["Campaign", "Play", "Player"]

_HOMES = {"Campaign": "constdsl.play.campaign", "Play": "constdsl.play.open", "Player": "constdsl.play.player"}


def __getattr__(name: str) -> object:
    """Import what is asked for only then: replaying a history needs no open play."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
