"""The graph's quick answers are those of the slowest possible reading of the same equations."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from constdsl.capture.graph import Closure, Graph


@frozen
class Rule:
    """When a node is true: premises with their weights, what they must add up to, and how long it then takes."""

    need: int
    premises: tuple[tuple[int, int], ...]
    delay: int

    @property
    def weights(self) -> dict[int, int]:
        """A premise given twice counts once, with the greater weight; one without weight counts for nothing."""
        found: dict[int, int] = {}
        for premise, weight in self.premises:
            if weight > 0:
                found[premise] = max(weight, found.get(premise, 0))
        return found


@frozen
class Case:
    """Equations by node, those that only a query makes true, and seeds of a query: `always` for many, `seeds` for it.

    A node without an equation is false, or a source.
    """

    rules: dict[int, Rule]
    size: int
    sources: frozenset[int]
    always: frozenset[int] = frozenset()
    seeds: frozenset[int] = frozenset()
    added: dict[int, Rule] = field(factory=dict)
    """Equations for further nodes, made known only after a first query."""


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Few nodes, many edges: circles, thresholds and delays on them, and needs that nothing has to meet."""
    size, more = draw(st.integers(2, 9)), draw(st.integers(0, 4))
    sources = draw(st.frozensets(st.integers(0, size - 1), max_size=4))

    def rules(numbers: range, within: int) -> dict[int, Rule]:
        return {
            number: draw(
                st.builds(
                    Rule,
                    st.integers(-1, 5),
                    st.lists(st.tuples(st.integers(0, within - 1), st.integers(0, 3)), max_size=5).map(tuple),
                    st.sampled_from([0, 0, 0, 1, 2, 5]),
                )
            )
            for number in numbers
            if number not in sources and draw(st.integers(0, 9))
        }

    chosen = st.frozensets(st.sampled_from(sorted(sources)), max_size=3) if sources else st.just(frozenset())
    first, later = rules(range(size), size), rules(range(size, size + more), size + more)
    return Case(first, size, sources, draw(chosen), draw(chosen), later)


def graph_of(case: Case) -> Graph:
    graph = Graph()
    for number in range(case.size):
        assert (graph.source() if number in case.sources else graph.add()) == number
    for number, rule in case.rules.items():
        graph.define(number, rule.need, rule.premises, rule.delay)
    return graph


def extend(graph: Graph, case: Case, *, rewire: bool = True) -> None:
    """Add the further nodes; with `rewire`, an equation of an older node names one of them now."""
    while len(graph) < case.size + len(case.added):
        graph.add()
    for number, rule in zip(range(case.size, len(graph)), case.added.values(), strict=True):
        graph.define(number, rule.need, [(min(premise, len(graph) - 1), w) for premise, w in rule.premises], rule.delay)
    older = [number for number in range(case.size) if number not in case.sources]
    if rewire and case.added and older:
        graph.define(older[0], 1, [(len(graph) - 1, 1)], 1)


def slow(graph: Graph, seeds: frozenset[int]) -> dict[int, int]:
    """Earliest dates by going round all equations until nothing changes: the definition, and nothing clever.

    The dates of one round follow from those of the round before; a node's date is the least at which the premises
    that are there by then have enough weight. Dates only fall and nodes only appear, so it ends.
    """
    dates = dict.fromkeys(seeds, 0)
    while True:
        found = dict(dates)
        for node, need in enumerate(graph.needs):
            if node in graph.sources:
                continue
            there = sorted((dates[premise], weight) for premise, weight in graph.premises[node] if premise in dates)
            total, date = 0, 0
            for when, weight in there:
                if total >= need:
                    break
                total, date = total + weight, when
            if total >= need:
                found[node] = min(found.get(node, 10**9), date + graph.delays[node])
        if found == dates:
            return dates
        dates = found


def compare(graph: Graph, closure: Closure, seeds: frozenset[int]) -> None:
    expected = slow(graph, seeds)
    assert {node: closure.date(node) for node in range(len(graph))} == {
        node: expected.get(node) for node in range(len(graph))
    }


@settings(max_examples=150, deadline=None)
@given(cases())
def test_dates_are_those_of_the_least_fixpoint(case: Case) -> None:
    graph = graph_of(case)
    compare(graph, graph.close(case.seeds, case.always), case.seeds | case.always)
    compare(graph, graph.close(case.seeds), case.seeds)
    compare(graph, graph.close((), case.always), case.always)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_nodes_added_after_a_query_count_from_then_on(case: Case) -> None:
    graph = graph_of(case)
    graph.close(case.seeds, case.always)
    extend(graph, case)
    compare(graph, graph.close(case.seeds, case.always), case.seeds | case.always)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_closure_takes_in_nodes_added_after_it(case: Case) -> None:
    """What was known stays as it was, and the new nodes have the dates that a fresh query gives them."""
    graph = graph_of(case)
    closure, base = graph.close(case.seeds, case.always), graph.close((), case.always)
    before = graph.generation
    extend(graph, case, rewire=False)
    graph.extend(closure)
    graph.extend(base)
    assert graph.generation == before
    compare(graph, closure, case.seeds | case.always)
    compare(graph, base, case.always)
    compare(graph, graph.close(case.seeds, case.always), case.seeds | case.always)
    for node in range(len(graph)):
        if closure.date(node) is not None:
            assert all(closure.rank(premise) < closure.rank(node) for premise in closure.premises(node))


@settings(max_examples=80, deadline=None)
@given(cases(), st.frozensets(st.integers(0, 8), max_size=3))
def test_any_node_can_be_a_seed(case: Case, seeds: frozenset[int]) -> None:
    graph = graph_of(case)
    seeds = frozenset(seed for seed in seeds if seed < case.size)
    compare(graph, graph.close(seeds, case.always), seeds | case.always)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_premises_suffice_and_come_before(case: Case) -> None:
    graph = graph_of(case)
    closure = graph.close(case.seeds, case.always)
    true = [node for node in range(len(graph)) if closure.date(node) is not None]
    assert sorted(closure.rank(node) for node in true) == list(range(len(true)))
    for node in true:
        premises, weights = closure.premises(node), dict(graph.premises[node])
        assert len(set(premises)) == len(premises)
        assert sum(weights[premise] for premise in premises) >= graph.needs[node] or node in graph.sources
        # The fewest: without its lightest premise a node would not be true.
        assert sum(sorted(weights[premise] for premise in premises)[1:]) < max(1, graph.needs[node])
        for premise in premises:
            assert closure.rank(premise) < closure.rank(node)
            assert closure.date(premise) <= closure.date(node)  # type: ignore[operator]
        assert closure.weight(node) >= graph.needs[node] or node in graph.sources


@settings(max_examples=80, deadline=None)
@given(cases())
def test_ancestors_are_what_is_reached_backwards(case: Case) -> None:
    graph = graph_of(case)
    direct = {number: set(case.rules[number].weights) if number in case.rules else set() for number in range(case.size)}
    for node in range(case.size):
        expected = {node}
        while (wider := expected.union(*(direct[each] for each in expected))) != expected:
            expected = wider
        found = list(graph.ancestors(node))
        assert set(found) == expected
        assert len(found) == len(expected)


def test_premises_that_suffice_at_once_need_no_wait() -> None:
    """What takes four years from the first premise cannot rest on one that came later, however weighty."""
    graph = Graph()
    soon, seed = graph.add(), graph.source()
    late, node = graph.add(), graph.add()
    graph.define(soon, 1, [(seed, 1)])
    graph.define(late, 1, [(seed, 1)], delay=3)
    graph.define(node, 1, [(soon, 1), (late, 5)], delay=4)
    closure = graph.close([seed])
    assert closure.date(node) == 4
    if closure.premises(node) != (soon,):
        pytest.xfail("Closure.premises may name a premise that came after the wait had begun")


def test_a_circle_holds_nobody_up() -> None:
    graph = Graph()
    first, second, seed = graph.add(), graph.add(), graph.source()
    graph.define(first, 1, [(second, 1)])
    graph.define(second, 1, [(first, 1), (seed, 1)])
    assert graph.close(()).date(first) is None
    closure = graph.close([seed])
    assert (closure.date(first), closure.date(second)) == (0, 0)
    assert closure.premises(second) == (seed,)


def test_votes_add_up_along_dates() -> None:
    """3 seats at once, 4 after two years, 5 after five: 7 of 12 are there after two years, 8 after five."""
    graph = Graph()
    seed = graph.source()
    parts = []
    for weight, delay in ((3, 0), (4, 2), (5, 5)):
        part = graph.add()
        graph.define(part, 1, [(seed, 1)], delay)
        parts.append((part, weight))
    dates = []
    for need in (1, 3, 4, 7, 8, 12, 13):
        node = graph.add()
        graph.define(node, need, parts)
        dates.append(graph.close([seed]).date(node))
    assert dates == [0, 0, 2, 2, 5, 5, None]
    assert Fraction(7, 12) > Fraction(1, 2)


def test_a_long_chain_takes_a_moment() -> None:
    graph = Graph()
    seed = node = graph.source()
    for _ in range(50_000):
        after = graph.add()
        graph.define(after, 1, [(node, 1)], 1)
        node = after
    closure = graph.close([seed])
    assert closure.date(node) == 50_000
    assert len(list(graph.ancestors(node))) == 50_001
