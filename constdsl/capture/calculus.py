"""The calculus as later layers use it: compile a constitution once, then ask what coalitions reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from constdsl.capture.compiler import Compiler
from constdsl.capture.goals import goal_node
from constdsl.capture.graph import Closure
from constdsl.capture.seats import Mode
from constdsl.model.entities import Constitution, Goal

__all__ = ["Calculus"]

MAX_KEPT = 1_000_000
"""Facts of earlier queries that are remembered before all are forgotten: about 100 MB."""


class Calculus:
    """What every coalition of one constitution can reach, in both plays.

    Compiling takes time near-linear in the constitution, and exponential only in the statuses that one question
    tells apart. A query costs O(m log m) in the m edges of the graph that it touches.
    """

    def __init__(self, constitution: Constitution) -> None:
        self.constitution = constitution
        self.compiler = Compiler(constitution)
        self._control = {
            label: self.compiler.seats.acts(label, None, Mode.VOTE)
            for label in (*constitution.bodies, *constitution.classes)
        }
        self._labels: dict[int, list[tuple[int, str]]] = {}
        for number, (label, node) in enumerate(self._control.items()):
            self._labels.setdefault(node, []).append((number, label))
        self._common: dict[int, list[int]] = {}
        self.compiler.settle()
        self._size = len(self.compiler.graph)
        self._closures: dict[tuple[tuple[str, ...], bool], Closure] = {}
        self._kept = 0

    def goal(self, goal: Goal, *, every: bool) -> int:
        """The node of a goal; `every` as in `goals.goal_node`."""
        node = goal_node(self.compiler, goal, every)
        self.settle()
        return node

    def settle(self) -> None:
        """Take in facts asked for since the last query; earlier answers are forgotten if there were any."""
        self.compiler.settle()
        if len(self.compiler.graph) != self._size:
            self._size = len(self.compiler.graph)
            self._closures.clear()
            self._common.clear()
            self._kept = 0

    def close(self, coalition: Sequence[str], *, contested: bool) -> Closure:
        """All facts that a coalition forces in a play; labels of bodies, offices, classes and seat groups."""
        key = (tuple(coalition), contested)
        found = self._closures.get(key)
        if found is None:
            c = self.compiler
            seeds = [c.source(("in", label)) for label in coalition]
            found = c.graph.close(seeds, () if contested else (c.acquiescent,))
            self._kept += len(found.dates)
            if self._kept > MAX_KEPT:
                self._closures.clear()
                self._kept = len(found.dates)
            self._closures[key] = found
        return found

    def date(self, closure: Closure, node: int) -> Fraction | None:
        """The date of a node in years, or None when it is not forced."""
        ticks = closure.date(node)
        return None if ticks is None else self.compiler.years(ticks)

    def reach(self, coalition: Sequence[str], *, contested: bool) -> dict[str, Fraction]:
        """The bodies and classes beyond itself that come to act for a coalition, in the order of the text."""
        closure = self.close(coalition, contested=contested)
        mine = [node for node in closure.dates if node in self._labels]
        always = [node for node in self._everybodys(closure) if node not in closure.dates]
        labels = sorted((number, label) for node in (*mine, *always) for number, label in self._labels[node])
        own = set(coalition)
        return {
            label: self.compiler.years(closure.date(self._control[label]) or 0)
            for _, label in labels
            if label not in own
        }

    def _everybodys(self, closure: Closure) -> list[int]:
        """Bodies and classes that act for every coalition, found once for each play."""
        base = closure.base or closure
        found = self._common.get(id(base))
        if found is None:
            found = self._common[id(base)] = [node for node in self._labels if node in base.dates]
        return found

    def limits(self, node: int) -> Iterable[str]:
        """The limits of the tool on which the truth of a node may hang."""
        limited = self.compiler.limits
        if not limited:
            return ()
        return dict.fromkeys(limited[found] for found in self.compiler.graph.ancestors(node) if found in limited)
