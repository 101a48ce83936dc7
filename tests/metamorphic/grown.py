"""Grown texts and what is answered about them, without places: what texts that say the same must have in common."""

from __future__ import annotations

from functools import cache
from random import Random

from constdsl.strategies.grow import grow
from tests.check.test_same_meaning import answers

__all__ = ["SEEDS", "Verdicts", "grown", "original", "verdicts"]

SEEDS = range(7_000, 7_060)
"""Not those of the differential run."""

Verdicts = dict[str, tuple[str, frozenset[frozenset[str]], frozenset[str]]]


@cache
def grown(seed: int) -> str:
    """The text of a seed."""
    return grow(Random(seed))


def verdicts(text: str, **files: str) -> Verdicts:
    """For each promise its verdict, which coalitions break it, and who could stop them."""
    return {
        f"{answer.name}: {answer.property}": (
            str(answer.verdict), frozenset(map(frozenset, answer.breakers)), frozenset(answer.stoppable_by)
        )
        for answer in answers(text, **files)
    }  # fmt: skip


@cache
def original(seed: int) -> Verdicts:
    """What is answered about the text of a seed."""
    return verdicts(grown(seed))
