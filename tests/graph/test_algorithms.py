"""The plain-list algorithms against networkx, on any small graph."""

from __future__ import annotations

from math import inf

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.graph.components import connected, strongly_connected
from stackaudit.graph.dominators import dominator_tree
from stackaudit.graph.quickest import quickest, steps_to
from stackaudit.graph.spread import spread

SIZES = st.integers(1, 9)
Links = list[tuple[int, int]]
Graph = tuple[int, Links]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(SIZES)
    node = st.integers(0, size - 1)
    return size, draw(st.lists(st.tuples(node, node), max_size=24))


def successors(graph: Graph) -> list[list[int]]:
    size, links = graph
    following: list[list[int]] = [[] for _ in range(size)]
    for tail, head in links:
        following[tail].append(head)
    return following


def digraph(graph: Graph) -> nx.MultiDiGraph[int]:
    result: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    result.add_nodes_from(range(graph[0]))
    result.add_edges_from(graph[1])
    return result


def groups(numbers: list[int]) -> set[frozenset[int]]:
    return {frozenset(node for node, number in enumerate(numbers) if number == wanted) for wanted in numbers}


@given(graphs())
def test_strongly_connected_components_are_those_of_networkx(graph: Graph) -> None:
    component, count = strongly_connected(successors(graph))
    expected = {frozenset(group) for group in nx.strongly_connected_components(digraph(graph))}
    assert groups(component) == expected
    assert count == len(expected)


@given(graphs())
def test_edges_lead_from_higher_components_to_lower_ones(graph: Graph) -> None:
    component, _ = strongly_connected(successors(graph))
    assert all(component[tail] >= component[head] for tail, head in graph[1])


@given(graphs())
def test_connected_components_are_those_of_networkx(graph: Graph) -> None:
    size, links = graph
    assert groups(connected(size, links)) == {
        frozenset(group) for group in nx.weakly_connected_components(digraph(graph))
    }


def test_connected_components_are_numbered_in_the_order_of_their_first_nodes() -> None:
    assert connected(5, [(4, 0), (3, 1)]) == [0, 1, 2, 1, 0]


@given(graphs(), st.data())
def test_bits_spread_to_whatever_networkx_reaches(graph: Graph, data: st.DataObject) -> None:
    size, _ = graph
    sources = data.draw(st.lists(st.integers(0, size - 1), unique=True, max_size=5))
    seeds = [0] * size
    for bit, source in enumerate(sources):
        seeds[source] |= 1 << bit
    reference = digraph(graph)
    for node, bits in enumerate(spread(successors(graph), seeds)):
        for bit, source in enumerate(sources):
            assert bool(bits >> bit & 1) == nx.has_path(reference, source, node)


@given(graphs(), st.data())
def test_dominators_are_those_of_networkx(graph: Graph, data: st.DataObject) -> None:
    size, _ = graph
    sources = data.draw(st.lists(st.integers(0, size - 1), max_size=4))
    reference = digraph(graph)
    reference.add_node(size)
    reference.add_edges_from((size, source) for source in sources)
    expected = dict(nx.immediate_dominators(nx.DiGraph(reference), size))
    expected.pop(size, None)
    tree = dominator_tree(successors(graph), sources)
    assert tree == expected
    placed = [size, *tree]
    assert all(placed.index(above) < placed.index(node) for node, above in tree.items())


@given(graphs(), st.data())
def test_quickest_times_are_those_of_networkx(graph: Graph, data: st.DataObject) -> None:
    size, links = graph
    weights = data.draw(st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, inf]), min_size=len(links), max_size=len(links)))
    within = data.draw(st.sampled_from([3.0, 6.0, inf]))
    following: list[list[int]] = [[] for _ in range(size)]
    via: list[list[int]] = [[] for _ in range(size)]
    reference: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    reference.add_nodes_from(range(size))
    for number, ((tail, head), weight) in enumerate(zip(links, weights, strict=True)):
        following[tail].append(head)
        via[tail].append(number)
        reference.add_edge(tail, head, weight=weight)
    best, before = quickest(following, via, weights, [(0, 0.0, -1, -1)], within)
    expected = nx.single_source_dijkstra_path_length(reference, 0, weight="weight")
    assert best == {node: time for node, time in expected.items() if time <= within}
    for node, time in best.items():
        steps = steps_to(before, node)
        assert sum(weights[edge] for _, edge, _ in steps) == time
        assert [state for state, _, _ in steps] + [node] == [0] + [state for _, _, state in steps]


def test_among_equally_quick_ways_the_one_with_fewer_steps_wins() -> None:
    _, before = quickest([[1, 2], [2], []], [[0, 1], [2], []], [1.0, 2.0, 1.0], [(0, 0.0, -1, -1)])
    assert steps_to(before, 2) == [(0, 1, 2)]
    # The way with fewer steps may be found last: 0 -> 1 -> 2 -> 4 is known when 3 is reached.
    following, via = [[1, 3], [2], [4], [4], []], [[0, 1], [2], [3], [4], []]
    _, before = quickest(following, via, [1.0, 4.0, 1.0, 3.0, 1.0], [(0, 0.0, -1, -1)])
    assert steps_to(before, 4) == [(0, 1, 3), (3, 4, 4)]


def test_a_chain_of_ten_thousand_nodes_needs_no_recursion() -> None:
    size = 10_000
    chain = [[node + 1] for node in range(size - 1)] + [[]]
    assert strongly_connected(chain)[1] == size
    assert len(dominator_tree(chain, [0])) == size
    assert spread(chain, [1] + [0] * (size - 1))[-1] == 1
