"""Edits of which ways out are made. They are only proposed here; what they do to a text is tried elsewhere."""

from __future__ import annotations

from constdsl.diagnostic import Edit
from constdsl.model.entities import Clause
from constdsl.rules.rule import Repair
from constdsl.source import Span

__all__ = ["added", "cut", "delete", "extend", "insert", "put"]


def insert(after: Clause, statement: str) -> Edit:
    """A statement on a line of its own after another one. The clause must be that of a whole statement: that of a body,
    class, status or article is its name only."""
    return Edit(after.file, Span(after.span.end, after.span.end), f"\n{statement}")


def extend(clause: Clause, words: str) -> Edit:
    """Words at the end of a statement or of a group of seats: a qualifier, a clause."""
    return Edit(clause.file, Span(clause.span.end, clause.span.end), f" {words}")


def put(clause: Clause, words: str) -> Edit:
    """Other words in place of a statement or clause."""
    return Edit(clause.file, clause.span, words)


def delete(clause: Clause) -> Edit:
    """A statement or clause taken out."""
    return Edit(clause.file, clause.span, "")


def cut(clause: Clause, title: str) -> Repair:
    """A repair that takes out one statement."""
    return Repair(title, (delete(clause),))


def added(after: Clause, statement: str, title: str) -> Repair:
    """A repair that adds one statement after another."""
    return Repair(title, (insert(after, statement),))
