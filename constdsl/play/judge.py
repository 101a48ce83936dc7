"""What is true for a coalition in one position: facts asked for by rules, and worked out until nothing more follows.

A rule is a function of the judge and of what it is about; it may ask for other facts, and must never turn false when
they turn true. The facts of a position are the least set closed under the rules (section 2 of docs/semantics.md).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from attrs import frozen

from constdsl.model.entities import GroupRef
from constdsl.patience import checkpoint
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import People

__all__ = ["Ballot", "Judge", "Today", "World"]

Rule = Callable[..., bool]
_Fact = tuple[Rule, tuple[Any, ...]]


class Ballot(StrEnum):
    """In which kind of decision seats are counted."""

    OPEN = "open"
    NOMINATION = "nomination"
    SECRET = "secret"


@frozen(cache_hash=True)
class World:
    """The flags that the coalition keeps up, and the articles that it has suspended."""

    up: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()

    def lapsed(self, law: Lawbook, article: str | None) -> bool:
        """Whether an article is suspended, by act or during a flag."""
        if article is None:
            return False
        return article in self.suspended or any(
            item.article == article and item.flag in self.up for item in law.constitution.emergencies
        )


@frozen(cache_hash=True)
class Today:
    """What was done at the very date before flags or articles changed, and stays so: groups emptied, bodies dissolved,
    bodies enlarged."""

    emptied: frozenset[GroupRef] = frozenset()
    dissolved: frozenset[str] = frozenset()
    enlarged: frozenset[str] = frozenset()


class Judge:
    """Says what is true for a coalition in one play and one position.

    `seats` are the groups that it has captured so far; `meeting` the bodies that have come to meet by the passing of
    time. `practices` numbers the powers that it makes use of, all that it has when None; with `filling`, vacancies
    that it can fill are filled without more ado. What was done `today` stays so, and `amended` articles (by key and
    file) do; `before` is who judged the state of flags and articles before this one: persons stay as they were led
    there. With `consenting`, outsiders give every consent they are asked for.
    """

    def __init__(
        self,
        law: Lawbook,
        people: People,
        coalition: tuple[str, ...],
        *,
        contested: bool,
        world: World,
        seats: frozenset[GroupRef] = frozenset(),
        meeting: frozenset[str] = frozenset(),
        practices: frozenset[int] | None = None,
        filling: bool = True,
        consenting: bool = False,
        today: Today = Today(),
        amended: frozenset[tuple[str | None, str]] = frozenset(),
        before: Judge | None = None,
    ) -> None:
        self.law = law
        self.people = people
        self.coalition = coalition
        self.contested = contested
        self.world = world
        self.seats = seats
        self.meeting = meeting
        self.practices = practices
        self.filling = filling
        self.consenting = consenting
        self.today = today
        self.amended = amended
        self.before = before
        self._true: set[_Fact] = set()
        self._asked: set[_Fact] = set()
        self._waiting: dict[_Fact, dict[_Fact, None]] = {}
        self._queue: deque[_Fact] = deque()
        self._current: _Fact | None = None

    def ask(self, rule: Rule, *about: Any) -> bool:
        """Whether a fact is known by now; the rule that asks is run again when it comes to be known."""
        fact = (rule, about)
        if fact in self._true:
            return True
        if fact not in self._asked:
            self._asked.add(fact)
            self._queue.append(fact)
        if self._current is not None:
            self._waiting.setdefault(fact, {})[self._current] = None
        return False

    def rules(self, rule: Rule, *about: Any) -> bool:
        """Whether a fact is true, once everything that follows has been drawn."""
        assert self._current is None
        if self.ask(rule, *about):
            return True
        self.settle()
        return (rule, about) in self._true

    def settle(self) -> None:
        """Run every rule whose facts have changed, until none does."""
        while self._queue:
            checkpoint()
            fact = self._queue.popleft()
            if fact in self._true:
                continue
            self._current = fact
            rule, about = fact
            if rule(self, *about):
                self._true.add(fact)
                self._queue.extend(self._waiting.pop(fact, ()))
        self._current = None
