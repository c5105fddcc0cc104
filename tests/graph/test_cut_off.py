"""What is cut off where a tool fails, against taking each tool out of the graph and looking again."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.load import load_data, load_text

KEYS = "abcdef"
PAIRS = [(one, other) for one in KEYS for other in KEYS if one != other]


@given(
    st.lists(
        st.tuples(st.sampled_from(PAIRS), st.sampled_from(["active", "paused"])), max_size=12, unique_by=lambda x: x[0]
    )
)
def test_what_is_cut_off_is_what_is_not_reached_without_the_tool(drawn):
    flows = [{"from": one, "to": other, "status": status} for (one, other), status in drawn]
    stack = load_data({"stackaudit": 1, "as_of": "2026-11-22", "tools": {key: {} for key in KEYS}, "flows": flows})
    plain = nx.DiGraph((one, other) for (one, other), status in drawn if status == "active")
    plain.add_nodes_from(KEYS)
    reached = nx.descendants(plain, "a")
    expected = {}
    for key in KEYS[1:]:
        left = plain.copy()
        left.remove_node(key)
        lost = reached - nx.descendants(left, "a") - {key}
        if key in reached and lost:
            expected[key] = tuple(sorted(lost))
    assert StackGraph(stack).cut_off("a") == expected


def test_what_is_cut_off_from_a_place_that_is_not_there_is_an_error():
    graph = StackGraph(load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {}}"))
    assert graph.cut_off("a") == {}
    with pytest.raises(KeyError):
        graph.cut_off("b")
