"""What open play is played with: persons, positions, moves and the reasons why a move is not lawful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import field, frozen

from constdsl.model.entities import Clause, Filling, GroupRef

if TYPE_CHECKING:
    from constdsl.play.open_world import World

__all__ = ["Move", "Person", "Position", "Step", "Unlawful"]


def _numbers(given: Mapping[str, int] | Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(dict(given).items()))


def _values(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(dict(given).items()))


def _names(given: Iterable[str]) -> frozenset[str]:
    return frozenset(given)


@frozen
class Person:
    """Somebody with a name, the statuses held at the start, and attributes, which never change.

    A numeric attribute that is not given is 0; a named one that is not given has the first of its values.
    """

    name: str
    statuses: frozenset[str] = field(default=frozenset(), converter=_names)
    numbers: tuple[tuple[str, int], ...] = field(default=(), converter=_numbers)
    values: tuple[tuple[str, str], ...] = field(default=(), converter=_values)


@frozen(cache_hash=True)
class Move:
    """One act: who does it, what it is, the clause that allows it (None where no clause does), to whom it is done
    (None for nobody, or for somebody without a name), and a sentence that tells it."""

    actor: str
    act: str
    clause: Clause | None
    person: str | None
    words: str


@frozen
class Step:
    """A move that was made: its number from 1, and the years from the start by which it can be made."""

    number: int
    date: Fraction
    move: Move


class Unlawful(Exception):
    """A move that nobody may make now: the reason in words, and the clause that stands against it, if one does."""

    def __init__(self, reason: str, clause: Clause | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.clause = clause


@frozen(cache_hash=True)
class Position:
    """Who holds what at a date. Persons and groups go by number, in the order of `world.persons`, `world.groups`.

    Seats held neither by a named person nor vacant are held by others, who have no names. A group is `open` from the
    end of its term until time passes: whoever is chosen takes the place of one of the others.
    """

    world: World = field(eq=False, repr=False)
    date: Fraction
    """Years since the start."""
    statuses: tuple[frozenset[str], ...]
    seats: tuple[frozenset[GroupRef], ...]
    """The groups in which each person holds a seat; ex officio and joint seats follow from them."""
    size: tuple[int, ...]
    """The seats of each group, with those added since the start."""
    vacant: tuple[int, ...]
    open: frozenset[GroupRef] = frozenset()
    flags: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()
    """The keys of articles suspended by an act; those suspended during a flag lapse besides."""
    dissolved: frozenset[str] = frozenset()
    adjourned: frozenset[str] = frozenset()
    """Bodies that nobody convenes."""
    beginning: bool = True
    """Whether no move was made but to say who has held a seat from the start."""

    def sits(self, body: str) -> bool:
        """Whether a body exists and meets."""
        return body not in self.dissolved and body not in self.adjourned

    def in_force(self, article: str) -> bool:
        """Whether an article, by its key, is not suspended."""
        if article in self.suspended:
            return False
        return not any(flag in self.flags for flag in self.world.emergencies.get(article, ()))

    def others(self, number: int) -> int:
        """How many seats of a group are held by persons without a name."""
        ref = self.world.refs[number]
        return self.size[number] - self.vacant[number] - sum(ref in held for held in self.seats)

    def holders(self, label: str) -> tuple[str, ...]:
        """The named persons in a body or group, by its label, in the order of persons. KeyError for no such label."""
        behind = {block.origin for block in self.world.law.blocks(label)}
        return tuple(
            person.name for person, held in zip(self.world.persons, self.seats, strict=True) if behind & held
        )  # fmt: skip

    def vacancies(self, label: str) -> int:
        """The vacant seats of a body or group, by its label. KeyError for no such label."""
        return sum(self.vacant[self.world.numbers[block.origin]] for block in self.world.law.blocks(label))


def filled(filling: Filling) -> bool:
    """Whether seats filled so have holders of their own, rather than those of another body."""
    return filling not in (Filling.HELD, Filling.JOINING)
