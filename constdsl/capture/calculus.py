"""The calculus as later layers use it: compile a constitution once, then ask what coalitions reach."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush

from attrs import frozen

from constdsl.capture.alone import Alone
from constdsl.capture.compiler import Compiler, Reliance
from constdsl.capture.goals import goal_node
from constdsl.capture.graph import Closure
from constdsl.capture.modes import Mode
from constdsl.capture.notes import Filled, Note, Used
from constdsl.model.entities import Act, Constitution, Goal
from constdsl.patience import checkpoint
from constdsl.syntax.tree import Verb

__all__ = ["Calculus", "Forced"]

MAX_KEPT = 500_000
"""Facts of earlier queries that are remembered before all are forgotten: about 100 MB."""


MAX_DETOURS = 32
"""Ways round steps that spoil each other that one question tries."""


@frozen(eq=False)
class Forced:
    """How a coalition forces a goal: the closure that shows it, and the date in years.

    Where a shorter way puts out of force, in `doubts`, what it relies on, and not every way round it is tried, the goal
    may be reached sooner, though not before `earliest`. No closure, when no other way is found at all.
    """

    closure: Closure | None
    years: Fraction
    earliest: Fraction
    doubts: frozenset[Reliance] = frozenset()

    def by(self, date: Fraction | None) -> bool | None:
        """Whether the goal is reached by a date, or at all; None when that is in doubt."""
        if self.closure is not None and (date is None or self.years <= date):
            return True
        return None if self.doubts and (date is None or self.earliest <= date) else False


@frozen
class _Schedule:
    """The steps to a goal in an order in which they can be made, with their dates in ticks, none where some would each
    have to come before the other; and what makes it late or impossible: something put out of force, and a step that
    relies on it."""

    steps: tuple[tuple[int, int], ...]
    conflict: tuple[Reliance, int] | None = None


_LASTING = frozenset({Verb.CONFER, Verb.REVOKE, Verb.REMOVE, Verb.DISSOLVE, Verb.ENLARGE, Verb.AMEND})
"""Acts whose effect remains when the power to do them is gone."""

_VACATING = frozenset({Verb.DISSOLVE, Verb.REMOVE, Verb.ENLARGE})
"""Acts that make seats vacant, which others fill when time passes."""


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
        self._grown = (self.compiler.graph.generation, len(self.compiler.permits))
        self._closures: dict[tuple[tuple[str, ...], bool, frozenset[Reliance], bool, frozenset[int]], Closure] = {}
        self._kept = 0
        self._goals: dict[tuple[Goal, bool], int] = {}
        self._alone: dict[bool, Alone] = {}
        self._bodies = {name: 1 << number for number, name in enumerate(constitution.bodies)}
        self._hanging: set[int] = set()
        self._looked_at = (0, 0, 0)

    def goal(self, goal: Goal, *, every: bool) -> int:
        """The node of a goal; `every` as in `goals.goal_node`."""
        node = self._goals.get((goal, every))
        if node is None:
            node = self._goals[goal, every] = goal_node(self.compiler, goal, every)
        self.settle()
        return node

    def settle(self) -> None:
        """Take in facts asked for since the last query; earlier answers are forgotten if they may be wrong."""
        self.compiler.settle()
        grown = (self.compiler.graph.generation, len(self.compiler.permits))
        if grown != self._grown:
            self._grown = grown
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
        checkpoint()
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
        self.compiler.graph.extend(found)
        return found

    def alone(self, node: int, *, contested: bool) -> int:
        """The bodies that alone may force the truth of a node, as bits in the order of the text: nobody else does.

        What they rely on may be spoiled on the way; `force` tells. For all bodies at once this costs no more than a
        few closures, and later nodes cost themselves.
        """
        c = self.compiler
        found = self._alone.get(contested)
        if found is None or found.generation != c.graph.generation:
            sources = [c.source(("in", name)) for name in self.constitution.bodies]
            found = self._alone[contested] = Alone(c.graph, sources)
        if found.size < len(c.graph):
            found.extend(c.permits.keys() if contested else {*c.permits, c.acquiescent})
        return found.who(node)

    def may_force(self, coalition: Sequence[str], node: int, *, contested: bool) -> bool:
        """False of a single body that certainly does not force the truth of a node; quickly told."""
        bit = self._bodies.get(coalition[0]) if len(coalition) == 1 else None
        return bit is None or bool(self.alone(node, contested=contested) & bit)

    def able(self, node: int, *, contested: bool) -> list[str]:
        """The bodies that alone may force the truth of a node, in the order of the text."""
        bits = self.alone(node, contested=contested)
        return [name for name, bit in self._bodies.items() if bits & bit] if bits else []

    def force(
        self, coalition: Sequence[str], node: int, *, contested: bool, consenting: bool = False
    ) -> Forced | None:
        """How a coalition forces a goal, by a history that does not undo what it later relies on; None if it cannot.

        Facts only grow in the calculus; but who suspends an article cannot then use a power that stands in it. A
        derivation in which a step depends on having put out of force what the step relies on is no history: the
        coalition is asked again to refrain from that, or else to do without the step. Of the ways that remain the
        earliest counts. It may do without the step where it need not, so what comes sooner, or at all, is in doubt.
        """
        best: tuple[Closure, Fraction] | None = None
        earliest = Fraction(0)
        doubts: frozenset[Reliance] = frozenset()
        pending: list[tuple[frozenset[Reliance], frozenset[int]]] = [(frozenset(), frozenset())]
        for tried in range(MAX_DETOURS):
            if not pending:
                break
            refraining, barred = pending.pop(0)
            closure = self.close(
                coalition, contested=contested, refraining=refraining, consenting=consenting, barred=barred
            )
            years = self.date(closure, node)
            if not tried:
                earliest = years or earliest
            if years is None or (best is not None and best[1] <= years):
                continue
            if not self.compiler.spoils:
                return Forced(closure, years, years)  # nothing puts anything out of force
            conflict = self._spoiled(closure, node)
            if conflict is None:
                schedule = self._scheduled(closure, node)
                conflict = schedule.conflict
                if schedule.steps:
                    years = self.compiler.years(schedule.steps[-1][1])
                    if best is None or years < best[1]:
                        best = closure, years
                    if years == earliest:
                        break
            if conflict is None:
                continue
            spoiled, step = conflict
            doubts |= {spoiled}
            for detour in ((refraining | {spoiled}, barred), (refraining, barred | {step})):
                if detour not in pending:
                    pending.append(detour)
        if best is not None:
            return Forced(*best, earliest, doubts if earliest < best[1] else frozenset())
        return Forced(None, earliest, earliest, doubts) if doubts else None

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
            relying = self._relying(together)
            for before in closure.derivation(step) if relying else ():
                hit = [reliance for reliance in c.spoils.get(before, ()) if reliance in relying]
                if before != step and hit and (before in effects or not self._restorable(closure, before, step)):
                    return c.spoils[before][0], relying[hit[0]]
            stale = self._stale(closure, step)
            if stale is not None:
                return stale
        return None

    def _relying(self, steps: Iterable[int]) -> dict[Reliance, int]:
        """What must be in force for some steps together, each with one that asks it."""
        return {reliance: found for found in sorted(steps) for reliance in self.compiler.relies.get(found, ())}

    def steps(self, closure: Closure, node: int) -> tuple[tuple[int, int], ...]:
        """The steps by which a goal is reached, in an order in which they can be made, each with its date in ticks.

        What is done to put something out of force comes right before it is so.
        """
        found = self._scheduled(closure, node).steps
        found = found or tuple((step, closure.date(step) or 0) for step in closure.derivation(node))
        dates = dict(found)
        deeds: dict[int, int] = {}
        for step, _ in found:
            if step in self.compiler.spoils:
                deeds |= {deed: step for deed in self._deeds(closure, step) if dates[deed] < dates[step]}
        before: dict[int, list[int]] = {}
        for deed, step in deeds.items():
            before.setdefault(step, []).append(deed)
        return tuple(
            (each, date) for step, date in found if step not in deeds for each in (*before.get(step, ()), step)
        )

    def _deeds(self, closure: Closure, spoiler: int) -> Iterable[int]:
        """The acts that put something out of force."""
        pending = list(closure.premises(spoiler))
        while pending:
            step = pending.pop()
            note = self.compiler.notes.get(step)
            if note is None:
                pending += closure.premises(step)
            elif isinstance(note, Used) and note.act.verb in (Verb.SUSPEND, Verb.DECLARE):
                yield step

    def _scheduled(self, closure: Closure, node: int) -> _Schedule:
        """When a goal is reached if whatever puts something out of force waits for all that relies on it."""
        c = self.compiler
        used = closure.derivation(node)
        spoiling = [step for step in used if step in c.spoils]
        if not spoiling:
            return _Schedule(tuple((step, closure.date(step) or 0) for step in used))
        waits: dict[tuple[int, int], tuple[Reliance, int]] = {}
        idle: set[tuple[int, int]] = set()
        for step in used:
            relying = self._relying(self._at_once(closure, step, vacating=self._prompt(step))[0])
            earlier = set(closure.derivation(step)) if relying else set()
            for spoiler in spoiling:
                hit = [reliance for reliance in c.spoils[spoiler] if reliance in relying]
                if hit and spoiler not in earlier:
                    waits[step, spoiler] = c.spoils[spoiler][0], relying[hit[0]]
                    if self._restorable(closure, spoiler, step):
                        idle.add((step, spoiler))
        found = self._in_order(closure, used, waits)
        if idle and found.conflict is not None:
            # A flag that can be lifted in between need not wait.
            needed = {pair: why for pair, why in waits.items() if pair not in idle}
            found = self._in_order(closure, used, needed)
        return found

    def _in_order(
        self, closure: Closure, used: Sequence[int], waits: dict[tuple[int, int], tuple[Reliance, int]]
    ) -> _Schedule:
        """The steps of a derivation in order of date, each after its premises and what it waits for."""
        after = {step: set(closure.premises(step)) for step in used}
        for step, spoiler in waits:
            after[spoiler].add(step)
        order = TopologicalSorter(after)
        try:
            order.prepare()
        except CycleError as error:
            circle = error.args[1]
            return _Schedule((), next(waits[pair] for pair in itertools.pairwise(circle) if pair in waits))
        dates: dict[int, int] = {}
        steps: list[tuple[int, int]] = []
        ready: list[tuple[int, int, int]] = []
        delays = self.compiler.graph.delays
        while order.is_active():
            for step in order.get_ready():
                begun = max((dates[before] for before in after[step]), default=0) + delays[step]
                dates[step] = max(begun, closure.date(step) or 0)
                heappush(ready, (dates[step], closure.rank(step), step))
            date, _, step = heappop(ready)
            steps.append((step, date))
            order.done(step)
        delayed = [found for (step, spoiler), found in waits.items() if dates[step] > (closure.date(spoiler) or 0)]
        last, date = steps[-1]
        return _Schedule(tuple(steps), delayed[0] if date > (closure.date(last) or 0) else None)

    def _stale(self, closure: Closure, step: int) -> tuple[Reliance, int] | None:
        """Seats vacant at one date are not so at a later one: what vacates or adds them must still be in force then."""
        c = self.compiler
        if not self._prompt(step):
            return None
        relying = self._relying(self._at_once(closure, step, vacating=True)[0])
        waits = [found for found in closure.derivation(step) if c.graph.delays[found]]
        for before in dict.fromkeys(found for wait in waits for found in closure.derivation(wait)):
            hit = [reliance for reliance in c.spoils.get(before, ()) if reliance in relying]
            if hit and not self._restorable(closure, before, step):
                return c.spoils[before][0], relying[hit[0]]
        return None

    def _prompt(self, step: int) -> bool:
        """Whether a step takes seats as soon as they are vacant, and not at the end of a term."""
        note = self.compiler.notes.get(step)
        return step in self.compiler.prompt or (isinstance(note, Filled) and not note.term)

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
                now = vacating and isinstance(note, Used) and note.act.verb in _VACATING
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
        return {
            label: self.compiler.years(closure.date(self._control[label]) or 0)
            for label in self._commanded(closure, coalition)
        }

    def _commanded(self, closure: Closure, coalition: Sequence[str]) -> list[str]:
        """The bodies and classes beyond itself that act for a coalition, in the order of the text; linear in them."""
        mine = [node for node in closure.dates if node in self._labels]
        always = [node for node in self._everybodys(closure) if node not in closure.dates]
        labels = sorted((number, label) for node in (*mine, *always) for number, label in self._labels[node])
        own = set(coalition)
        return [label for _, label in labels if label not in own]

    def _careful_reach(self, coalition: Sequence[str], contested: bool) -> dict[str, Fraction]:
        """The same where a coalition's own steps may spoil each other: each body is asked for by itself."""
        closure = self.close(coalition, contested=contested)
        doubtful = self._after_spoiling(closure)
        found: dict[str, Fraction] = {}
        for label in self._commanded(closure, coalition):
            node = self._control[label]
            if node not in doubtful:
                found[label] = self.compiler.years(closure.date(node) or 0)
                continue
            forced = self.force(coalition, node, contested=contested)
            if forced is not None and forced.closure is not None:
                found[label] = forced.years
        return found

    def _after_spoiling(self, closure: Closure) -> set[int]:
        """The nodes whose derivation puts something out of force; linear in what may follow from that."""
        spoils, graph = self.compiler.spoils, self.compiler.graph
        found: set[int] = set()
        seen = {node for node in spoils if closure.date(node) is not None}
        pending = [(closure.rank(node), node) for node in seen]
        heapify(pending)
        while pending:
            _, node = heappop(pending)  # premises come before what follows from them
            if node not in spoils and not any(premise in found for premise in closure.premises(node)):
                continue
            found.add(node)
            for follower in graph.followers(node):
                if follower not in seen and closure.date(follower) is not None:
                    seen.add(follower)
                    heappush(pending, (closure.rank(follower), follower))
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
        if not self.hangs_on_limits(node):
            return ()
        return dict.fromkeys(limited[found] for found in self.compiler.graph.ancestors(node) if found in limited)

    def hangs_on_limits(self, node: int) -> bool:
        """Whether the truth of a node may hang on a limit of the tool. Each node is looked at once."""
        graph, limited = self.compiler.graph, self.compiler.limits
        if not limited:
            return False
        known = (graph.generation, len(limited), len(graph))
        if known != self._looked_at:
            graph.wire()
            if graph.generation != self._looked_at[0]:
                self._hanging, self._looked_at = set(), (graph.generation, 0, 0)
            _, told, size = self._looked_at
            pending = list(itertools.islice(limited, told, None))
            pending += [
                new for new in range(size, len(graph))
                if any(premise in self._hanging for premise, _ in graph.premises[new])
            ]  # fmt: skip
            while pending:
                found = pending.pop()
                if found not in self._hanging:
                    self._hanging.add(found)
                    pending += graph.followers(found)
            self._looked_at = known
        return node in self._hanging
