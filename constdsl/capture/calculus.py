"""The calculus as later layers use it: compile a constitution once, then ask what coalitions reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from constdsl.capture.compiler import Compiler, Reliance
from constdsl.capture.goals import goal_node
from constdsl.capture.graph import Closure
from constdsl.capture.modes import Mode
from constdsl.model.entities import Act, Constitution, Goal
from constdsl.syntax.tree import Verb

__all__ = ["Calculus", "Forced"]

MAX_KEPT = 1_000_000
"""Facts of earlier queries that are remembered before all are forgotten: about 100 MB."""


@frozen(eq=False)
class Forced:
    """How a coalition forces a goal: the closure that shows it, and the date in years.

    No closure, when the only way found puts out of force, in `refraining`, what it relies on.
    """

    closure: Closure | None
    years: Fraction
    refraining: frozenset[Reliance]


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
        self._closures: dict[tuple[tuple[str, ...], bool, frozenset[Reliance], bool], Closure] = {}
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

    def close(
        self,
        coalition: Sequence[str],
        *,
        contested: bool,
        refraining: frozenset[Reliance] = frozenset(),
        consenting: bool = False,
    ) -> Closure:
        """All facts that a coalition forces in a play; labels of bodies, offices, classes and seat groups.

        `refraining` from putting something out of force is the coalition's own choice; `consenting` makes outsiders
        give every consent they are asked for.
        """
        key = (tuple(coalition), contested, refraining, consenting)
        found = self._closures.get(key)
        if found is None:
            c = self.compiler
            seeds = [c.source(("in", label)) for label in coalition]
            always = [node for node, spoiled in c.permits.items() if spoiled not in refraining]
            always += [] if contested else [c.acquiescent]
            always += [c.consenting] if consenting else []
            found = c.graph.close(seeds, always)
            self._kept += len(found.dates)
            if self._kept > MAX_KEPT:
                self._closures.clear()
                self._kept = len(found.dates)
            self._closures[key] = found
        return found

    def force(
        self, coalition: Sequence[str], node: int, *, contested: bool, consenting: bool = False
    ) -> Forced | None:
        """How a coalition forces a goal, by a history that does not undo what it later relies on; None if it cannot.

        Facts only grow in the calculus; but who suspends an article cannot then use a power that stands in it. A
        derivation in which a step depends on having put out of force what the step relies on is no history: the
        coalition is asked again to refrain from that. If it then fails, the answer is in doubt.
        """
        refraining: frozenset[Reliance] = frozenset()
        while True:
            closure = self.close(coalition, contested=contested, refraining=refraining, consenting=consenting)
            ticks = closure.date(node)
            if ticks is None:
                return Forced(None, Fraction(0), refraining) if refraining else None
            spoiled = self._spoiled(closure, node) - refraining
            if not spoiled:
                return Forced(closure, self.compiler.years(ticks), refraining)
            refraining |= spoiled

    def _spoiled(self, closure: Closure, node: int) -> frozenset[Reliance]:
        """What a derivation relies on after having put it out of force, for want of a power to restore it."""
        c = self.compiler
        if not c.spoils:
            return frozenset()
        used = closure.derivation(node)
        if not any(found in c.spoils for found in used):
            return frozenset()
        found: set[Reliance] = set()
        for step in used:
            relied = set(c.relies.get(step, ()))
            if not relied:
                continue
            for before in closure.derivation(step):
                if relied & set(c.spoils.get(before, ())) and not self._restorable(closure, before):
                    found.add(c.spoils[before][0])
        return frozenset(found)

    def _restorable(self, closure: Closure, node: int) -> bool:
        """A flag that the coalition raises it can also lift."""
        kind, name = self.compiler.spoils[node][0]
        if kind != "down":
            return False
        lifting = self.compiler.known(("can", Act(Verb.LIFT, name=name)))
        return lifting is not None and closure.date(lifting) is not None

    def date(self, closure: Closure, node: int) -> Fraction | None:
        """The date of a node in years, or None when it is not forced."""
        ticks = closure.date(node)
        return None if ticks is None else self.compiler.years(ticks)

    def reach(self, coalition: Sequence[str], *, contested: bool) -> dict[str, Fraction]:
        """The bodies and classes beyond itself that come to act for a coalition, in the order of the text."""
        closure = self.close(coalition, contested=contested)
        if self.compiler.spoils:
            return self._careful_reach(coalition, contested)
        mine = [node for node in closure.dates if node in self._labels]
        always = [node for node in self._everybodys(closure) if node not in closure.dates]
        labels = sorted((number, label) for node in (*mine, *always) for number, label in self._labels[node])
        own = set(coalition)
        return {
            label: self.compiler.years(closure.date(self._control[label]) or 0)
            for _, label in labels
            if label not in own
        }

    def _careful_reach(self, coalition: Sequence[str], contested: bool) -> dict[str, Fraction]:
        """The same where a coalition's own steps may spoil each other: each body is asked for by itself."""
        found: dict[str, Fraction] = {}
        for label, node in self._control.items():
            forced = self.force(coalition, node, contested=contested) if label not in coalition else None
            if forced is not None and forced.closure is not None:
                found[label] = forced.years
        return found

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
