"""Facts as nodes: what the rules of the calculus share while they build one graph from one constitution.

The rules need each other in circles (a body acts for a coalition because of a power, which is available because a
body acts for it), so a fact is first named and its node handed out, and its rule is run later from a queue.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from functools import cached_property
from math import lcm

from attrs import frozen

from constdsl.capture.graph import Graph
from constdsl.capture.index import Index
from constdsl.capture.modes import Mode
from constdsl.capture.notes import Count, Note
from constdsl.logic.decide import Logic
from constdsl.model.entities import Constitution
from constdsl.patience import checkpoint

__all__ = ["Compiler", "Context", "NO_CONTEXT"]


@frozen
class Context:
    """What a power needs left alone for it to stay usable, when one asks how checks over it can be disabled.

    Bodies that must be sitting, flags that must be down, and the article in which the power itself stands.
    """

    sitting: frozenset[str] = frozenset()
    down: frozenset[str] = frozenset()
    article: str | None = None
    up: frozenset[str] = frozenset()
    """Flags that the power itself needs up."""


NO_CONTEXT = Context()

Reliance = tuple[str, str]
"""Something that can be put out of force: ("article", key), or ("down", flag) for a flag's being down."""


class Compiler:
    """One graph in the making, its facts by key, and notes that say in the language of law what a node is."""

    def __init__(self, constitution: Constitution) -> None:
        from constdsl.capture.persons import Persons
        from constdsl.capture.powers import Powers
        from constdsl.capture.seats import Seats

        self.constitution = constitution
        self.logic = Logic(constitution.axioms)
        self.index = Index(constitution)
        self.within = dict(constitution.axioms.within)
        self.graph = Graph()
        self.notes: dict[int, Note] = {}
        self.counts: dict[int, Count] = {}
        self.limits: dict[int, str] = {}
        self.guards: dict[int, tuple[str, ...]] = {}
        """Nodes that hold in acquiescent play, or when those named cannot use their check."""
        self.relies: dict[int, tuple[Reliance, ...]] = {}
        """What must be in force when a node's step is taken: articles, and flags that must be down."""
        self.spoils: dict[int, tuple[Reliance, ...]] = {}
        """What a node's step puts out of force."""
        self.prompt: set[int] = set()
        """Steps that take seats made vacant, or added, at their own date: others fill them when time passes."""
        self.permits: dict[int, Reliance] = {}
        """Sources without which a coalition refrains from a step that spoils something."""
        self._facts: dict[Hashable, int] = {}
        self._queue: deque[tuple[Callable[[int], None], int]] = deque()
        self.never = self.graph.add()
        self.sure = self.graph.add()
        self.graph.define(self.sure, 0, ())
        self.acquiescent = self.graph.source()
        self.consenting = self.graph.source()
        """True in the play in which outsiders, besides using no check, give every consent they are asked for."""
        self.seats = Seats(self)
        self.powers = Powers(self)
        self.persons = Persons(self)

    @cached_property
    def ticks(self) -> int:
        """Ticks in a year: the least number that makes every term and interval whole."""
        years = [group.term for body in self.constitution.bodies.values() for group in body.groups]
        years += [body.every for body in self.constitution.bodies.values()]
        return lcm(*(year.denominator for year in years if year is not None))

    def years(self, ticks: int) -> Fraction:
        """A date in years, exactly."""
        return Fraction(ticks, self.ticks)

    def delay(self, years: Fraction) -> int:
        """A stretch of years in ticks."""
        return int(years * self.ticks)

    def fact(self, key: Hashable, rule: Callable[[int], None]) -> int:
        """The node of a fact; its rule is run once, later, to define the node."""
        node = self._facts.get(key)
        if node is None:
            node = self._facts[key] = self.graph.add()
            self._queue.append((rule, node))
        return node

    def source(self, key: Hashable) -> int:
        """The node of a fact that only a query can make true."""
        node = self._facts.get(key)
        if node is None:
            node = self._facts[key] = self.graph.source()
        return node

    def permit(self, spoiled: Reliance) -> int:
        """A source by which a query lets the coalition put something out of force."""
        node = self.source(("permit", spoiled))
        self.permits[node] = spoiled
        return node

    def known(self, key: Hashable) -> int | None:
        """The node of a fact, if anything has asked for it."""
        return self._facts.get(key)

    def settle(self) -> None:
        """Run every rule that is waiting, and the rules that these ask for."""
        while self._queue:
            checkpoint()
            rule, node = self._queue.popleft()
            rule(node)

    def every(self, premises: Iterable[int], delay: int = 0, note: Note | None = None) -> int:
        """A node that is true when all premises are, `delay` ticks later."""
        needed: dict[int, None] = dict.fromkeys(premise for premise in premises if premise != self.sure)
        if self.never in needed:
            return self.never
        if delay == 0 and note is None:
            if not needed:
                return self.sure
            if len(needed) == 1:
                return next(iter(needed))
        key = ("every", frozenset(needed), delay, note and id(note))
        node: int | None = self._facts.get(key)
        if node is None:
            node = self._facts[key] = self.graph.add()
            self.graph.define(node, len(needed), ((premise, 1) for premise in needed), delay)
            if note is not None:
                self.notes[node] = note
        return node

    def some(self, premises: Iterable[int]) -> int:
        """A node that is true when one of the premises is."""
        offered: dict[int, None] = dict.fromkeys(premise for premise in premises if premise != self.never)
        if self.sure in offered:
            return self.sure
        if not offered:
            return self.never
        if len(offered) == 1:
            return next(iter(offered))
        key = ("some", frozenset(offered))
        node = self._facts.get(key)
        if node is None:
            node = self._facts[key] = self.graph.add()
            self.graph.define(node, 1, ((premise, 1) for premise in offered))
        return node

    def unless_used(self, neutral: int, holders: Iterable[str]) -> int:
        """A check stands in the way, unless it is neutral or nobody uses checks; `holders` are those who have it."""
        named = tuple(holders)
        if neutral == self.sure:
            return self.sure
        node = self.fact(
            ("unless used", neutral, named), lambda node: self.define_some(node, [self.acquiescent, neutral])
        )
        self.guards[node] = named
        return node

    def consents(self, label: str) -> int:
        """Somebody whose consent is needed gives it: the coalition commands them, or outsiders are asked to be kind."""
        node = self.fact(
            ("consents", label),
            lambda node: self.define_some(node, [self.consenting, self.seats.decides(label, None, Mode.VOTE)]),
        )
        self.guards[node] = (label,)
        return node

    def define_some(self, node: int, premises: Iterable[int]) -> None:
        """Define a fact as: one of these."""
        if self.sure in (offered := [premise for premise in premises if premise != self.never]):
            self.graph.define(node, 0, ())
        else:
            self.graph.define(node, 1, ((premise, 1) for premise in offered))

    def define_every(self, node: int, premises: Iterable[int]) -> None:
        """Define a fact as: all of these."""
        needed: dict[int, None] = dict.fromkeys(premise for premise in premises if premise != self.sure)
        self.graph.define(node, len(needed), ((premise, 1) for premise in needed))
