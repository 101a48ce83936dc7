"""What a node of the graph stands for in a history: the step it is, with the clause that allows it."""

from __future__ import annotations

from attrs import frozen

from constdsl.model.conditions import Condition
from constdsl.model.entities import Act, Binding, Clause, Emergency, GroupRef, Power

__all__ = ["Bound", "Count", "Excluded", "Filled", "Kept", "Lapsed", "Note", "Opened", "Refused", "Used"]


@frozen(eq=False)
class Used:
    """The coalition uses a power."""

    power: Power
    act: Act


@frozen(eq=False)
class Filled:
    """A group of seats is filled with the coalition's people.

    `how` is gift (those who fill it obey), or gate (nobody else can reach the seat); `term` tells that it waits for
    the term to end.
    """

    group: GroupRef
    how: str
    term: bool
    clause: Clause


@frozen(eq=False)
class Bound:
    """All who sit in a group or belong to a class (by its label), or so many of them, vote as they are bound to."""

    label: str
    binding: Binding
    number: int | None = None


@frozen(eq=False)
class Excluded:
    """Nobody but the coalition's people is left in a class."""

    label: str
    clause: Clause


@frozen(eq=False)
class Kept:
    """Others are kept off the seats of a group in one of the ways of section 6.

    `reason` is nomination, consent, funding, surplus or standing; `who` names the gatekeepers.
    """

    group: GroupRef
    reason: str
    who: tuple[str, ...]
    clause: Clause


@frozen(eq=False)
class Refused:
    """A body is not convened, because all who could convene it obey the coalition."""

    body: str
    clause: Clause


@frozen(eq=False)
class Lapsed:
    """An article lapses while a flag is up."""

    article: str
    emergency: Emergency


@frozen(eq=False)
class Opened:
    """A body or class is at the coalition's disposal, since it can amend what defines it."""

    label: str
    clause: Clause


Note = Used | Filled | Bound | Excluded | Kept | Refused | Lapsed | Opened


@frozen(eq=False)
class Count:
    """A count of seats behind a node: which nodes bring how many, how many are needed to do what, out of how many.

    `seats` pairs nodes with numbers; `gone` pairs nodes with seats that leave the base when they are true.
    `exact` is the condition on the voters counted, for words; `views` lists alternative ways of counting.
    """

    label: str
    what: str
    seats: tuple[tuple[int, int], ...]
    gone: tuple[tuple[int, int], ...]
    needed: int
    of: int
    where: Condition
