"""The kinds of decision in which seats are counted differently."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Mode"]


class Mode(StrEnum):
    """In which kind of decision seats are counted."""

    VOTE = "vote"
    """An open decision: loyalty, bindings in voting, and direction count."""
    NOMINATE = "nominate"
    """A nomination: bindings in nominating count as well."""
    SECRET = "secret"
    """A secret ballot: only loyalty counts."""
