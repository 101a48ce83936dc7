"""An and-or graph with thresholds and dates, solved in order of date.

A node becomes true when the weights of its true premises reach what it needs; its date is that of the premise
which completes it, plus its own delay. Dates never decrease along an edge, so taking nodes in order of date gives
every node its earliest date at once: Knuth's generalisation of Dijkstra's algorithm (Knuth 1977), here with
thresholds. Among equal dates the shallower derivation is taken first, which keeps histories short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush

from attrs import define, field

__all__ = ["Closure", "Graph"]


@define(eq=False)
class Closure:
    """What is true for one set of seeds: for each true node its date in ticks and its rank in order of arrival.

    It speaks of the first `size` nodes of the graph; `Graph.extend` takes in those added since. `depths` counts the
    steps to each node, `barred` are nodes that are never true here.
    """

    graph: Graph
    dates: dict[int, int]
    order: dict[int, int]
    base: Closure | None
    size: int
    depths: dict[int, int] = field(repr=False)
    barred: frozenset[int] = frozenset()
    left: list[int] = field(factory=list, repr=False)
    """Without a base: what each node still needs."""
    later: list[tuple[int, int, int]] = field(factory=list, repr=False)
    """Without a base, which goes up to date 0: what becomes true after that, as date, depth and node."""
    _premises: dict[int, tuple[int, ...]] = field(factory=dict, init=False, repr=False)
    _derivations: dict[int, tuple[int, ...]] = field(factory=dict, init=False, repr=False)
    # Remembered, since a question about steps that spoil each other asks for them again and again.

    def date(self, node: int) -> int | None:
        """The earliest date of a node in ticks, or None when it never becomes true."""
        found = self.dates.get(node)
        if found is None and self.base is not None:
            return self.base.dates.get(node)
        return found

    def rank(self, node: int) -> int:
        """Order of arrival among all true nodes; nodes that hold for everybody come first."""
        found = self.order.get(node)
        if found is None and self.base is not None:
            return self.base.order[node]
        return (found or 0) + (len(self.base.order) if self.base is not None else 0)

    def premises(self, node: int) -> tuple[int, ...]:
        """The premises by which a true node was derived: the fewest and weightiest of those there in time."""
        found = self._premises.get(node)
        if found is None:
            found = self._premises[node] = self._chosen(node)
        return found

    def _chosen(self, node: int) -> tuple[int, ...]:
        graph = self.graph
        if graph.needs[node] <= 0 or node in graph.sources:
            return ()
        mine = self.rank(node)
        waited_from = (self.date(node) or 0) - graph.delays[node]
        there = [
            (premise, weight)
            for premise, weight in graph.premises[node]
            if (date := self.date(premise)) is not None and date <= waited_from and self.rank(premise) < mine
        ]
        there.sort(key=lambda pair: (-pair[1], self.rank(pair[0])))
        chosen: list[int] = []
        total = 0
        for premise, weight in there:
            if total >= graph.needs[node]:
                break
            chosen.append(premise)
            total += weight
        return tuple(chosen)

    def derivation(self, node: int) -> tuple[int, ...]:
        """Every node used to derive a node, in the order in which they came about; linear in their number."""
        found = self._derivations.get(node)
        if found is None:
            found = self._derivations[node] = self._derived(node)
        return found

    def _derived(self, node: int) -> tuple[int, ...]:
        seen = {node}
        stack = [node]
        while stack:
            for premise in self.premises(stack.pop()):
                if premise not in seen:
                    seen.add(premise)
                    stack.append(premise)
        return tuple(sorted(seen, key=self.rank))

    def weight(self, node: int) -> int:
        """How much of what a node needs is there in the end."""
        return sum(weight for premise, weight in self.graph.premises[node] if self.date(premise) is not None)


class Graph:
    """Nodes are numbers. Nodes added after a query cost only themselves: no earlier node depends on a later one, unless
    its definition is changed, which makes all queries start anew."""

    def __init__(self) -> None:
        self.needs: list[int] = []
        self.delays: list[int] = []
        self.premises: list[list[tuple[int, int]]] = []
        self.sources: set[int] = set()
        self.generation = 0
        """Goes up when earlier closures no longer hold."""
        self._successors: list[list[tuple[int, int]]] = []
        self._bases: dict[tuple[frozenset[int], frozenset[int]], Closure] = {}

    def __len__(self) -> int:
        return len(self.needs)

    def add(self) -> int:
        """A new node, false until it is defined."""
        self.needs.append(1)
        self.delays.append(0)
        self.premises.append([])
        return len(self.needs) - 1

    def source(self) -> int:
        """A new node that is true just when a query seeds it."""
        node = self.add()
        self.sources.add(node)
        return node

    def define(self, node: int, need: int, premises: Iterable[tuple[int, int]], delay: int = 0) -> None:
        """Say when a node is true: when premises of weight `need` are, `delay` ticks later.

        A premise given twice counts once, with the greater weight. A need of zero or less is always met.
        """
        weights: dict[int, int] = {}
        for premise, weight in premises:
            if weight > 0:
                weights[premise] = max(weight, weights.get(premise, 0))
        self.needs[node] = need
        self.delays[node] = delay
        self.premises[node] = list(weights.items())
        if node < len(self._successors):
            self._successors = []
            self._bases = {}
            self.generation += 1

    def close(
        self, seeds: Iterable[int], always: Iterable[int] = (), barred: frozenset[int] = frozenset()
    ) -> Closure:
        """Everything that follows from the seeds, without the `barred` nodes.

        `always` are seeds shared by many queries (they select the play); what follows from them alone at date 0 is
        worked out once. A query then costs O(m log m) for the m edges that it touches.
        """
        base = self._base(frozenset(always), barred)
        return self._run(base, seeds, barred)

    def extend(self, closure: Closure) -> None:
        """Take the nodes added since a closure was computed into it.

        Without a base it is linear in them and their premises. With one it is linear in the fewer of them and of what
        is true for these seeds alone, and in what follows: so a coalition that reaches little costs little.
        """
        base = closure.base
        if base is not None:
            self.extend(base)
        first, closure.size = closure.size, len(self.needs)
        if first == closure.size:
            return
        self.wire()
        if base is None:
            left = dict(enumerate(self.needs[first:], first))
            heap = [(self.delays[node], 0, node) for node, need in left.items() if need <= 0]
        else:
            left = {}
            heap = list(self._due(closure, base, first))
        premises = self._touching(closure, first)
        heap += [(closure.dates[premise], closure.depths[premise], premise) for premise in premises]
        heapify(heap)
        while heap:
            date, deep, node = heappop(heap)
            if node >= first:
                if base is None and date > 0:
                    closure.later.append((date, deep, node))
                    continue
                if node in closure.dates or node in closure.barred:
                    continue
                closure.dates[node] = date
                closure.order[node] = len(closure.order)
                closure.depths[node] = deep
            for successor, weight in self._following(node, first):
                before = left.get(successor)
                if before is None:
                    before = left[successor] = base.left[successor] if base is not None else 0
                if before <= 0:
                    continue
                left[successor] = before - weight
                if before <= weight:
                    heappush(heap, (date + self.delays[successor], self._deep(closure, successor), successor))
        if base is None:
            closure.left += left.values()

    def _due(self, closure: Closure, base: Closure, first: int) -> Iterator[tuple[int, int, int]]:
        """The nodes from a number on that become true for everybody, after date 0."""
        for date, _, node in reversed(base.later):
            if node < first:
                return  # those before it were there before
            yield date, self._deep(closure, node) if self.needs[node] > 0 else 0, node

    def _deep(self, closure: Closure, node: int) -> int:
        """How many steps it takes to a node, as far as its premises are known."""
        return max(closure.depths.get(premise, 0) for premise, _ in self.premises[node]) + 1

    def _touching(self, closure: Closure, first: int) -> Iterable[int]:
        """What is true in a closure without its base and is a premise of nodes from a number on."""
        if len(self.needs) - first < len(closure.dates):
            asked = dict.fromkeys(premise for each in self.premises[first:] for premise, _ in each)
            return [premise for premise in asked if premise in closure.dates]
        return [node for node in closure.dates if self._successors[node] and self._successors[node][-1][0] >= first]

    def _following(self, node: int, first: int) -> Iterator[tuple[int, int]]:
        """Which nodes from a number on follow from a node: they were learnt last."""
        for pair in reversed(self._successors[node]):
            if pair[0] < first:
                return
            yield pair

    def wire(self) -> None:
        """Learn which nodes follow from which, for the nodes added since the last query."""
        first = len(self._successors)
        self._successors += [[] for _ in range(first, len(self.needs))]
        for node in range(first, len(self.needs)):
            for premise, weight in self.premises[node]:
                self._successors[premise].append((node, weight))

    def _base(self, always: frozenset[int], barred: frozenset[int]) -> Closure:
        self.wire()
        found = self._bases.get((always, barred))
        if found is None:
            found = self._bases[always, barred] = self._prepare(always, barred)
        self.extend(found)
        return found

    def _prepare(self, always: frozenset[int], barred: frozenset[int]) -> Closure:
        left = list(self.needs)
        depth = [0] * len(left)
        dates: dict[int, int] = {}
        order: dict[int, int] = {}
        heap = [
            (self.delays[node], 0, node)
            for node, need in enumerate(self.needs)
            if need <= 0 or node in always
        ]  # fmt: skip
        heapify(heap)
        later: list[tuple[int, int, int]] = []
        depths: dict[int, int] = {}
        while heap:
            date, deep, node = heappop(heap)
            if date > 0:
                later.append((date, deep, node))
                continue
            if node in dates or node in barred:
                continue
            dates[node] = 0
            order[node] = len(order)
            depths[node] = deep
            for successor, weight in self._successors[node]:
                before = left[successor]
                if before <= 0:
                    continue
                left[successor] = before - weight
                depth[successor] = max(depth[successor], deep)
                if before <= weight:
                    heappush(heap, (self.delays[successor], depth[successor] + 1, successor))
        return Closure(self, dates, order, None, len(left), depths, barred, left, later)

    def _run(self, base: Closure, seeds: Iterable[int], barred: frozenset[int]) -> Closure:
        successors, delays = self._successors, self.delays
        known = base.dates
        left = base.left
        mine: dict[int, int] = {}
        depth: dict[int, int] = {}
        depths: dict[int, int] = {}
        dates: dict[int, int] = {}
        order: dict[int, int] = {}
        heap = [(0, 0, seed) for seed in seeds]
        heap += base.later
        heapify(heap)
        while heap:
            date, deep, node = heappop(heap)
            if node in dates or node in known or node in barred:
                continue
            dates[node] = date
            order[node] = len(order)
            depths[node] = deep
            for successor, weight in successors[node]:
                before = mine.get(successor)
                if before is None:
                    before = left[successor]
                if before <= 0:
                    continue
                mine[successor] = before - weight
                reach = depth.get(successor, 0)
                if deep > reach:
                    depth[successor] = reach = deep
                if before <= weight:
                    heappush(heap, (date + delays[successor], reach + 1, successor))
        return Closure(self, dates, order, base, len(self.needs), depths, barred)

    def followers(self, node: int) -> Iterator[int]:
        """The nodes that are defined by a node, as far as `wire` has learnt."""
        return (successor for successor, _ in self._successors[node])

    def ancestors(self, node: int) -> Iterator[int]:
        """Every node on which the truth of a node may depend, itself included."""
        seen = {node}
        stack = [node]
        while stack:
            current = stack.pop()
            yield current
            for premise, _ in self.premises[current]:
                if premise not in seen:
                    seen.add(premise)
                    stack.append(premise)
