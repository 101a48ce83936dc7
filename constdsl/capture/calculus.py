"""The calculus as later layers use it: compile a constitution once, then ask what coalitions reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from constdsl.capture.compiler import Compiler, Reliance
from constdsl.capture.goals import goal_node
from constdsl.capture.graph import Closure
from constdsl.capture.modes import Mode
from constdsl.capture.notes import Filled, Note, Used
from constdsl.model.entities import Act, Constitution, Goal
from constdsl.syntax.tree import Verb

__all__ = ["Calculus", "Forced"]

MAX_KEPT = 1_000_000
"""Facts of earlier queries that are remembered before all are forgotten: about 100 MB."""


MAX_DETOURS = 32
"""Ways round steps that spoil each other that one question tries."""


@frozen(eq=False)
class Forced:
    """How a coalition forces a goal: the closure that shows it, and the date in years.

    No closure, when the only way found puts out of force, in `refraining`, what it relies on.
    """

    closure: Closure | None
    years: Fraction
    refraining: frozenset[Reliance]


_LASTING = frozenset({Verb.CONFER, Verb.REVOKE, Verb.REMOVE, Verb.DISSOLVE, Verb.ENLARGE, Verb.AMEND})
"""Acts whose effect remains when the power to do them is gone."""


def _lasts(note: Note | None) -> bool:
    return isinstance(note, Filled) or (isinstance(note, Used) and note.act.verb in _LASTING)


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
        self._closures: dict[tuple[tuple[str, ...], bool, frozenset[Reliance], bool, frozenset[int]], Closure] = {}
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
        barred: frozenset[int] = frozenset(),
    ) -> Closure:
        """All facts that a coalition forces in a play; labels of bodies, offices, classes and seat groups.

        `refraining` from putting something out of force is the coalition's own choice; `consenting` makes outsiders
        give every consent they are asked for. `barred` nodes are steps not to be taken.
        """
        key = (tuple(coalition), contested, refraining, consenting, barred)
        found = self._closures.get(key)
        if found is None:
            c = self.compiler
            seeds = [c.source(("in", label)) for label in coalition]
            always = [node for node, spoiled in c.permits.items() if spoiled not in refraining]
            always += [] if contested else [c.acquiescent]
            always += [c.consenting] if consenting else []
            found = c.graph.close(seeds, always, barred)
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
        coalition is asked again to refrain from that, or else to do without the step. Of the ways that remain the
        earliest counts. If none is found, the answer is in doubt.
        """
        best: Forced | None = None
        doubts: frozenset[Reliance] = frozenset()
        pending: list[tuple[frozenset[Reliance], frozenset[int]]] = [(frozenset(), frozenset())]
        for tried in range(MAX_DETOURS):
            if not pending:
                break
            refraining, barred = pending.pop(0)
            closure = self.close(
                coalition, contested=contested, refraining=refraining, consenting=consenting, barred=barred
            )
            ticks = closure.date(node)
            if ticks is None or (best is not None and best.years <= self.compiler.years(ticks)):
                continue
            conflict = self._spoiled(closure, node)
            if conflict is None:
                best = Forced(closure, self.compiler.years(ticks), refraining)
                if not tried:
                    break
                continue
            spoiled, step = conflict
            doubts |= {spoiled}
            for detour in ((refraining | {spoiled}, barred), (refraining, barred | {step})):
                if detour not in pending:
                    pending.append(detour)
        if best is None and doubts:
            return Forced(None, Fraction(0), doubts)
        return best

    def _spoiled(self, closure: Closure, node: int) -> tuple[Reliance, int] | None:
        """What a derivation puts out of force, for want of a power to restore it, before a step that relies on it."""
        c = self.compiler
        if not c.spoils:
            return None
        used = closure.derivation(node)
        if not any(found in c.spoils for found in used):
            return None
        for step in used:
            together, effects = self._at_once(closure, step)
            relying = {reliance: found for found in sorted(together) for reliance in c.relies.get(found, ())}
            for before in closure.derivation(step) if relying else ():
                hit = [reliance for reliance in c.spoils.get(before, ()) if reliance in relying]
                if before != step and hit and (before in effects or not self._restorable(closure, before, step)):
                    return c.spoils[before][0], relying[hit[0]]
            stale = self._stale(closure, step)
            if stale is not None:
                return stale
        return self._circle(closure, used)

    def _circle(self, closure: Closure, used: Sequence[int]) -> tuple[Reliance, int] | None:
        """Steps that put something out of force and each of which would have to come before the other.

        A step must come before whatever puts out of force what it relies on, and after all that it follows from.
        """
        c = self.compiler
        spoiling = [step for step in used if step in c.spoils]
        if len(spoiling) < 2:
            return None
        last = used[-1]
        ahead: dict[int, dict[int, int]] = {step: {} for step in spoiling}
        for step in used:
            together, _ = self._at_once(closure, step)
            relying = {reliance: found for found in sorted(together) for reliance in c.relies.get(found, ())}
            earlier = [before for before in closure.derivation(step) if before in ahead] if relying else []
            for later in spoiling:
                hit = [reliance for reliance in c.spoils[later] if reliance in relying]
                if hit and later not in earlier and not self._restorable(closure, later, last):
                    ahead_of = relying[hit[0]]
                    for before in earlier:
                        ahead[before].setdefault(later, ahead_of)
        for start in spoiling:
            seen, pending = {start}, [start]
            while pending:
                for after, relying_step in ahead[pending.pop()].items():
                    if after == start:
                        return c.spoils[start][0], relying_step
                    if after not in seen:
                        seen.add(after)
                        pending.append(after)
        return None

    def _stale(self, closure: Closure, step: int) -> tuple[Reliance, int] | None:
        """Seats vacated at one date are not vacant at a later one: what vacates them must still be in force then."""
        c = self.compiler
        note = c.notes.get(step)
        if not isinstance(note, Filled) or note.term:
            return None
        together, _ = self._at_once(closure, step, vacating=True)
        relying = {reliance: found for found in sorted(together) for reliance in c.relies.get(found, ())}
        waits = [found for found in closure.derivation(step) if c.graph.delays[found]]
        for before in dict.fromkeys(found for wait in waits for found in closure.derivation(wait)):
            hit = [reliance for reliance in c.spoils.get(before, ()) if reliance in relying]
            if hit and not self._restorable(closure, before, step):
                return c.spoils[before][0], relying[hit[0]]
        return None

    def _at_once(self, closure: Closure, step: int, *, vacating: bool = False) -> tuple[set[int], set[int]]:
        """What must be so at the moment of a step, and what has been put out of force and must still be.

        Seats stay filled and persons stay as they are made; who is directed or stopped is so only while it lasts.
        With `vacating`, acts that vacate seats are taken to be done at that moment.
        """
        c = self.compiler
        together, effects = {step}, set[int]()
        pending = [step]
        while pending:
            for premise in closure.premises(pending.pop()):
                note = c.notes.get(premise)
                now = vacating and isinstance(note, Used) and note.act.verb in (Verb.DISSOLVE, Verb.REMOVE)
                if premise in c.spoils:
                    effects.add(premise)
                elif premise not in together and (now or not _lasts(note)):
                    together.add(premise)
                    pending.append(premise)
        return together, effects

    def _restorable(self, closure: Closure, node: int, step: int) -> bool:
        """A flag that the coalition raises it can also lift, before a later step."""
        kind, name = self.compiler.spoils[node][0]
        if kind != "down":
            return False
        c = self.compiler
        # A power to lift the flag that lapses with it is of no use.
        suspended = {article for kind, article in c.spoils[node] if kind == "article"}
        lifting = [
            grant.node
            for power in c.index.powers(Act(Verb.LIFT, name=name))
            if power.clause.article not in suspended
            for grant in c.powers.grants(power)
        ]
        return any(closure.date(each) is not None and closure.rank(each) < closure.rank(step) for each in lifting)

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
        closure = self.close(coalition, contested=contested)
        doubtful = self._after_spoiling(closure)
        found: dict[str, Fraction] = {}
        for label, node in self._control.items():
            date = self.date(closure, node) if label not in coalition else None
            if date is None:
                continue
            if node not in doubtful:
                found[label] = date
                continue
            forced = self.force(coalition, node, contested=contested)
            if forced is not None and forced.closure is not None:
                found[label] = forced.years
        return found

    def _after_spoiling(self, closure: Closure) -> set[int]:
        """The nodes whose derivation puts something out of force; one pass over all true nodes."""
        spoils = self.compiler.spoils
        if all(closure.date(node) is None for node in spoils):
            return set()
        found: set[int] = set()
        nodes = [*(closure.base.order if closure.base is not None else ()), *closure.order]
        for node in nodes:
            if node in spoils or any(premise in found for premise in closure.premises(node)):
                found.add(node)
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
