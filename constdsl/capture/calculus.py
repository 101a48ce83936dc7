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
        self.compiler.settle()
        self._size = len(self.compiler.graph)
        self._closures: dict[tuple[tuple[str, ...], bool], Closure] = {}

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

    def close(self, coalition: Sequence[str], *, contested: bool) -> Closure:
        """All facts that a coalition forces in a play; labels of bodies, offices, classes and seat groups."""
        key = (tuple(coalition), contested)
        found = self._closures.get(key)
        if found is None:
            c = self.compiler
            seeds = [c.source(("in", label)) for label in coalition]
            found = c.graph.close(seeds, () if contested else (c.acquiescent,))
            self._closures[key] = found
        return found

    def date(self, closure: Closure, node: int) -> Fraction | None:
        """The date of a node in years, or None when it is not forced."""
        ticks = closure.date(node)
        return None if ticks is None else self.compiler.years(ticks)

    def reach(self, coalition: Sequence[str], *, contested: bool) -> dict[str, Fraction]:
        """The bodies and classes beyond itself that come to act for a coalition, in the order of the text."""
        closure = self.close(coalition, contested=contested)
        own = set(coalition)
        found: dict[str, Fraction] = {}
        for label, node in self._control.items():
            ticks = closure.date(node) if label not in own else None
            if ticks is not None:
                found[label] = self.compiler.years(ticks)
        return found

    def limits(self, node: int) -> Iterable[str]:
        """The limits of the tool on which the truth of a node may hang."""
        limited = self.compiler.limits
        if not limited:
            return ()
        return dict.fromkeys(limited[found] for found in self.compiler.graph.ancestors(node) if found in limited)
