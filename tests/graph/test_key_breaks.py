"""Where identifiers break, against a plain look at each flow."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.truth import TRUE, UNKNOWN_TRUTH

NAMES = "abc"
TOOL = st.fixed_dictionaries(
    {
        "keys": st.sampled_from([["email"], ["email", "more"], [], "none", "unknown"]),
        "capabilities": st.sampled_from([["form"], ["identity_resolution"], "unknown"]),
        "status": st.sampled_from(["active", "active", "unknown", "retired"]),
    }
)
FLOW = st.tuples(
    st.sampled_from([(one, other) for one in (*NAMES, "p") for other in NAMES if one != other]),
    st.sampled_from(["email", "cookie", "none", "unknown"]),
)


def _plainly(tool, key):
    """Whether the identifier surely breaks, and whether it may."""
    holds = isinstance(tool["keys"], list) and key in tool["keys"]
    joins = "identity_resolution" in tool["capabilities"]
    if key == "none" or holds or joins:
        return False, False
    is_open = tool["keys"] == "unknown" or "more" in tool["keys"]
    return not is_open and tool["capabilities"] != "unknown" and key != "unknown", True


@settings(deadline=None)  # the first stack that is loaded takes longer
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, TOOL)), st.lists(FLOW, max_size=5))
def test_an_identifier_breaks_where_the_source_neither_holds_it_nor_joins_identities(tools, drawn):
    flows, expected = [], {}
    for number, ((one, other), key) in enumerate(drawn):
        flows.append({"id": f"f{number}", "from": one, "to": other, "key": key})
        statuses = {tools[end]["status"] for end in (one, other) if end in tools}
        if one == "p" or "retired" in statuses:
            continue
        sure, may = _plainly(tools[one], key)
        if may:
            truth = TRUE if sure and "unknown" not in statuses else UNKNOWN_TRUTH
            expected[f"flows.f{number}"] = (truth, "" if key == "unknown" else key)
    data = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "tools": tools,
        "capture_points": {"p": {}},
        "flows": flows,
    }
    graph = StackGraph(load_data(data))
    assert {graph.edges[one.edge].ref: (one.truth, one.key) for one in graph.key_breaks()} == expected


def test_an_identifier_that_the_source_may_hold_may_break_and_one_that_it_holds_does_not():
    data = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "tools": {
            "a": {"keys": ["email"], "capabilities": ["form"]},
            "b": {"capabilities": ["identity_resolution"]},
            "c": {},
        },
        "capture_points": {"p": {"tool": "a"}},
        "flows": [
            {"id": "holds", "from": "a", "to": "b", "key": "email"},
            {"id": "breaks", "from": "a", "to": "c", "key": "cookie"},
            {"id": "joins", "from": "b", "to": "a", "key": "cookie"},
            {"id": "open", "from": "c", "to": "a"},
            {"id": "no_key", "from": "c", "to": "b", "key": "none"},
            {"id": "said", "from": "p", "to": "b", "key": "cookie"},
        ],
    }
    graph = StackGraph(load_data(data))
    found = [(graph.edges[one.edge].ref, one.key, one.truth) for one in graph.key_breaks()]
    assert found == [("flows.breaks", "cookie", TRUE), ("flows.open", "", UNKNOWN_TRUTH)]
