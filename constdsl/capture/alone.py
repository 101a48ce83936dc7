"""What each of many sources brings about alone, for all of them at once.

Whoever asks which bodies alone force something would need a closure for each body, most of which reach nothing near
it. Here dates are left aside, and the sources by which a node becomes true are the bits of one number, so that all
bodies are gone through together; the closures are then needed of those alone that have something to show.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heappush

from constdsl.capture.graph import Graph
from constdsl.patience import checkpoint

__all__ = ["Alone"]


class Alone:
    """For every node the sources of which one is enough to make it true, among some sources and what always is.

    Nodes that come later cost only themselves, as long as no earlier one is defined anew: `generation` tells.
    """

    def __init__(self, graph: Graph, sources: Sequence[int]) -> None:
        self.graph = graph
        self.generation = graph.generation
        self.everybody = (1 << len(sources)) - 1
        self._bits = {source: 1 << number for number, source in enumerate(sources)}
        self._found: list[int] = []
        self._place: list[int] = []
        """The place of each node in the order in which they are gone through: premises first, circles apart."""

    @property
    def size(self) -> int:
        """How many nodes have been taken in."""
        return len(self._found)

    def who(self, node: int) -> int:
        """The sources that alone make a node true, as bits in the order in which they were given."""
        return self._found[node]

    def extend(self, always: Collection[int]) -> None:
        """Take in the nodes added since the last time; those of them in `always` are true whoever asks."""
        graph, first = self.graph, self.size
        if first == len(graph):
            return
        graph.wire()
        for node in range(first, len(graph)):
            self._found.append(self.everybody if node in always else self._bits.get(node, 0))
        self._place += [0] * (len(graph) - first)
        order = self._premises_first(first)
        for place, node in enumerate(order, first):
            self._place[node] = place
        at = dict(enumerate(order, first))
        heap = list(at)
        heapify(heap)
        waiting = set(heap)
        while heap:
            checkpoint()
            place = heappop(heap)
            waiting.discard(place)
            node = at[place]
            found = self._found[node] | self._enough(node)
            if found == self._found[node]:
                continue
            self._found[node] = found
            for follower in graph.followers(node):
                if (then := self._place[follower]) not in waiting:
                    waiting.add(then)
                    heappush(heap, then)

    def _premises_first(self, first: int) -> list[int]:
        """The nodes from a number on, each after its premises where they stand in no circle."""
        seen: set[int] = set()
        order: list[int] = []
        for start in range(first, len(self.graph)):
            stack = [(start, False)]
            while stack:
                node, done = stack.pop()
                if done:
                    order.append(node)
                elif node not in seen:
                    seen.add(node)
                    stack.append((node, True))
                    stack += [
                        (premise, False) for premise, _ in self.graph.premises[node]
                        if premise >= first and premise not in seen
                    ]  # fmt: skip
        return order

    def _enough(self, node: int) -> int:
        """The sources for which the premises of a node weigh enough."""
        need, premises = self.graph.needs[node], self.graph.premises[node]
        if need <= 0:
            return self.everybody
        if sum(weight for _, weight in premises) < need:
            return 0
        there = [(found, weight) for premise, weight in premises if (found := self._found[premise])]
        if all(weight >= need for _, weight in there):
            some = 0
            for found, _ in there:
                some |= found
            return some
        if sum(weight for _, weight in there) - min(weight for _, weight in there) < need:
            every = self.everybody if sum(weight for _, weight in there) >= need else 0
            for found, _ in there:
                every &= found
            return every
        return self._weighed(need, there)

    def _weighed(self, need: int, there: Sequence[tuple[int, int]]) -> int:
        """The sources for which true premises of these weights add up to a need: written sums, a digit for each bit."""
        digits: list[int] = []
        for found, weight in there:
            for digit in range(weight.bit_length()):
                if weight >> digit & 1:
                    self._carry(digits, digit, found)
        more, equal = 0, self.everybody
        for digit in reversed(range(max(len(digits), need.bit_length()))):
            one = digits[digit] if digit < len(digits) else 0
            if need >> digit & 1:
                equal &= one
            else:
                more |= equal & one
                equal &= ~one
        return more | equal

    @staticmethod
    def _carry(digits: list[int], digit: int, found: int) -> None:
        while found:
            digits += [0] * (digit + 1 - len(digits))
            digits[digit], found = digits[digit] ^ found, digits[digit] & found
            digit += 1
