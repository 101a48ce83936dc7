"""What many sources bring about each alone is what a query for each of them says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from constdsl.capture.alone import Alone
from constdsl.capture.graph import Graph
from tests.capture.test_graph import Case, cases, extend, graph_of


def found(graph: Graph, sources: list[int], always: frozenset[int]) -> list[int]:
    """The same by one query for each source."""
    closures = [graph.close([source], always) for source in sources]
    return [
        sum(1 << number for number, closure in enumerate(closures) if closure.date(node) is not None)
        for node in range(len(graph))
    ]


@settings(max_examples=300, deadline=None)
@given(cases())
def test_each_source_alone_is_a_query_of_its_own(case: Case) -> None:
    """Thresholds, circles and delays included; and nodes that come later change nothing of what was said before."""
    graph, sources = graph_of(case), sorted(case.sources - case.always)
    alone = Alone(graph, sources)
    alone.extend(case.always)
    assert [alone.who(node) for node in range(len(graph))] == found(graph, sources, case.always)
    extend(graph, case, rewire=False)
    alone.extend(case.always)
    assert [alone.who(node) for node in range(len(graph))] == found(graph, sources, case.always)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 5)), min_size=1, max_size=8), st.integers(1, 90))
def test_weights_are_added_up(groups: list[tuple[int, int]], need: int) -> None:
    """Of sources that hold seats in several groups each, those that hold enough."""
    graph = Graph()
    sources = [graph.source() for _ in range(6)]
    held = [[source for place, source in enumerate(sources) if (number + place) % every == 0]
            for number, (_, every) in enumerate(groups)]  # fmt: skip
    seats = [graph.add() for _ in groups]
    for node, holders in zip(seats, held, strict=True):
        graph.define(node, 1, [(holder, 1) for holder in holders])
    body = graph.add()
    graph.define(body, need, [(node, weight) for node, (weight, _) in zip(seats, groups, strict=True)])
    alone = Alone(graph, sources)
    alone.extend(())
    enough = [
        source for source in sources
        if sum(weight for (weight, _), holders in zip(groups, held, strict=True) if source in holders) >= need
    ]  # fmt: skip
    assert alone.who(body) == sum(1 << sources.index(source) for source in enough)
