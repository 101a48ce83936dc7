"""Long work that nobody waits for any more: it looks up now and then, and stops when it is told.

An editor asks about a text while it is being written. Once the next letter is typed, the analysis of the text before
it is of no use to anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["Abandoned", "checkpoint", "while_wanted"]


class Abandoned(BaseException):
    """Raised within work that is no longer wanted. No `Exception`: nothing inside should take it for a fault."""


_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("wanted", default=None)


def checkpoint() -> None:
    """Raise `Abandoned` if the work that this is a part of is no longer wanted; else do nothing, at little cost."""
    wanted = _wanted.get()
    if wanted is not None and not wanted():
        raise Abandoned


@contextmanager
def while_wanted(wanted: Callable[[], bool]) -> Iterator[None]:
    """Do what stands inside for as long as `wanted` says so. Other threads are not concerned."""
    token = _wanted.set(wanted)
    try:
        yield
    finally:
        _wanted.reset(token)
