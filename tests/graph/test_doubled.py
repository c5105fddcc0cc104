"""Whether something gets to a node by two ways that do not tell, against all pairs of paths without a common edge."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.graph.doubled import Arrival, doubled
from stackaudit.load import load_data

NAMES = "abcde"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]


def _paths(start, end, edges, seen=()):
    """Every path from one place to another, as the edges that it takes; no place is passed twice."""
    for number, (tail, head) in edges.items():
        if tail == start and head not in seen:
            if head == end:
                yield (number,)
            else:
                yield from ((number, *rest) for rest in _paths(head, end, edges, (*seen, head)))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PAIRS), max_size=9), st.data())
def test_two_ways_are_found_where_two_paths_have_no_edge_in_common(pairs, data):
    flows = [{"id": f"f{number}", "from": one, "to": other} for number, (one, other) in enumerate(pairs)]
    stack = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "complete": ["tools", "flows"],
        "tools": {name: {} for name in NAMES},
    }
    graph = StackGraph(load_data({**stack, "flows": flows}))
    edges = dict(enumerate(pairs))
    last = {number: data.draw(st.sampled_from(["", "x", "y"])) for number, (_, head) in edges.items() if head == "a"}
    expected = any(
        not set(one) & set(other) and (not last[one[-1]] or last[one[-1]] != last[other[-1]])
        for start in NAMES[1:]
        for one, other in combinations(list(_paths(start, "a", edges, (start,))), 2)
    )
    found = doubled(graph, 0, [Arrival(number, key) for number, key in last.items()], lambda _: True)
    assert (found is not None) == expected
    assert found is None or found[0].differs(found[1])


def test_keys_that_nobody_knows_may_be_the_same_but_differ_from_none():
    none, unknown, key = Arrival(1, ""), Arrival(2, "", is_known=False), Arrival(3, "id")
    assert none.differs(unknown)
    assert unknown.differs(none)
    assert not unknown.differs(key)
    assert not unknown.differs(Arrival(4, "", is_known=False))
    assert none.differs(Arrival(5, ""))
    assert not none.differs(none)


def test_flows_that_nobody_listed_may_bring_a_thing_by_a_second_way():
    head = {"stackaudit": 1, "as_of": "2026-11-22"}
    flows = [{"from": "b", "to": "a"}, {"from": "c", "to": "a"}]
    arrivals = [Arrival(0, ""), Arrival(1, "")]
    loose = StackGraph(load_data({**head, "tools": {name: {} for name in "abcd"}, "flows": flows}))
    assert doubled(loose, 0, arrivals, lambda _: True) is None
    assert doubled(loose, 0, arrivals, lambda _: True, at_large=True) == (arrivals[0], arrivals[1])
    closed = {name: {"flows_complete": "both"} for name in "abc"}
    shut = StackGraph(load_data({**head, "tools": {**closed, "d": {}}, "flows": flows}))
    assert doubled(shut, 0, arrivals, lambda _: True, at_large=True) is None


def test_a_flow_that_nobody_listed_may_begin_where_a_listed_way_does():
    closed = {"a": "both", "b": "out", "c": "both", "d": "in"}
    tools = {name: {"flows_complete": side} for name, side in closed.items()}
    flows = [{"from": "b", "to": "a"}, {"from": "c", "to": "a"}, {"from": "d", "to": "c"}]
    graph = StackGraph(load_data({"stackaudit": 1, "as_of": "2026-11-22", "tools": tools, "flows": flows}))
    arrivals = [Arrival(0, ""), Arrival(1, "")]
    assert doubled(graph, 0, arrivals, lambda _: True) is None
    assert doubled(graph, 0, arrivals, lambda _: True, at_large=True) is not None
    alone = {"stackaudit": 1, "as_of": "2026-11-22", "tools": tools, "flows": flows[:2]}
    assert doubled(StackGraph(load_data(alone)), 0, arrivals, lambda _: True, at_large=True) is None


def test_two_arrivals_with_one_key_are_one_however_they_part():
    flows = [{"from": "b", "to": "a"}, {"id": "again", "from": "b", "to": "a"}]
    tools = {name: {} for name in "ab"}
    graph = StackGraph(load_data({"stackaudit": 1, "as_of": "2026-11-22", "tools": tools, "flows": flows}))
    assert doubled(graph, 0, [Arrival(0, "id"), Arrival(1, "id")], lambda _: True) is None
    assert doubled(graph, 0, [Arrival(0, "id"), Arrival(1, "key")], lambda _: True) is not None
