"""Where data gets to from some tools when nobody checks consent on the way, against a slow and plain search."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stackaudit.checks.reading import stated_yes
from stackaudit.graph import StackGraph
from stackaudit.graph.unchecked import unchecked
from stackaudit.load import load_data
from stackaudit.truth import FALSE, TRUE, negate

NAMES = "abcdef"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]


def _ungated(graph):
    return graph.of_flow_edges(lambda gated: negate(stated_yes(gated)), "consent_gated")


def _reached(start, links):
    found = {start}
    for _ in links:
        found |= {head for tail, head in links if tail in found}
    return found


@given(st.lists(st.sampled_from(PAIRS), unique=True, max_size=14), st.sets(st.sampled_from(NAMES)), st.data())
def test_it_gets_where_a_plain_search_gets_from_another_source(pairs, sources, data):
    gated = {pair: data.draw(st.booleans()) for pair in pairs}
    stack = load_data(
        {
            "stackaudit": 1,
            "as_of": "2026-11-22",
            "complete": ["tools", "flows"],
            "tools": {name: {} for name in NAMES},
            "flows": [{"from": one, "to": other, "consent_gated": gated[one, other]} for one, other in pairs],
        }
    )
    graph = StackGraph(stack)
    begins = [TRUE if name in sources else FALSE for name in NAMES]
    found = unchecked(graph, begins, _ungated(graph))
    links = [pair for pair in pairs if not gated[pair]]
    for node, name in enumerate(NAMES):
        expected = any(name in _reached(source, links) for source in sources - {name})
        assert found.truths[node] == (TRUE if expected else FALSE)
        path = [graph.edges[edge] for edge in found.path(graph, node)]
        assert bool(path) == expected
        if path:
            assert path[0].source in sources - {name}
            assert path[-1].target == name
            assert all(one.target == other.source for one, other in pairwise(path))
            assert not any(gated[edge.source, edge.target] for edge in path)


def test_there_is_no_path_to_where_nothing_gets():
    stack = load_data({"stackaudit": 1, "as_of": "2026-11-22", "complete": ["tools", "flows"], "tools": {"a": {}, "b": {}, "c": {}},
                       "flows": [{"id": "on", "from": "a", "to": "b", "consent_gated": False}]})  # fmt: skip
    graph = StackGraph(stack)
    found = unchecked(graph, [TRUE, FALSE, FALSE], _ungated(graph))
    assert [[graph.edges[edge].ref for edge in found.path(graph, node)] for node in range(3)] == [[], ["flows.on"], []]
