"""Make `Logic` use just one of its two deciders, so that each is held to everything that `Logic` promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from constdsl.logic import cubes, decide

__all__ = ["DECIDERS", "only"]

DECIDERS = ("tableau", "solver")


@contextmanager
def only(decider: str) -> Iterator[None]:
    """Let only the tableau, or only the solver, decide."""
    if decider == "tableau":
        with patch.object(decide, "_BUDGET", 10**9):
            yield
    else:
        with patch.object(cubes, "possible", side_effect=cubes.TooManyBranches):
            yield
