"""Which constitution a seed of the differential run stands for."""

from __future__ import annotations

from random import Random

from constdsl.strategies.grow import Shape, grow

__all__ = ["SHAPES", "text_of"]

OPEN = Shape(weights={"option": 6, "unclear": 8})
SHAPES = (*[Shape()] * 7, OPEN)
"""Shapes taken in turn: one text in eight leaves words or options open, which the usual ones do not."""


def text_of(seed: int) -> str:
    """The text of a seed."""
    return grow(Random(seed), SHAPES[seed % len(SHAPES)])
