"""Which flows pass no hub, against a plain look at each flow."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH

NAMES = "abc"
KINDS = {"hub": ["warehouse"], "plain": ["form"], "open": "unknown"}
FLOW = st.tuples(
    st.sampled_from([(one, other) for one in NAMES for other in NAMES if one != other]),
    st.sampled_from(["none", "unknown", *NAMES]),
    st.sampled_from(["native", "ipaas", "unknown", None]),
    st.sampled_from(["active", "paused", "unknown"]),
    st.booleans(),
)


@settings(deadline=None)  # the first stack that is loaded takes longer
@given(st.fixed_dictionaries({name: st.sampled_from(list(KINDS)) for name in NAMES}), st.lists(FLOW, max_size=6))
def test_a_flow_is_direct_where_neither_its_ends_nor_what_runs_it_is_a_hub(kinds, drawn):
    flows, expected = [], []
    for number, (ends, via, method, status, both) in enumerate(drawn):
        ways = {"between": list(ends)} if both else {"from": ends[0], "to": ends[1]}
        flows.append({"id": f"f{number}", "via": via, "method": method, "status": status, **ways})
        passed = {kinds.get(one, one) for one in (*ends, via)} | {method}
        direct = FALSE if passed & {"hub", "ipaas"} else UNKNOWN_TRUTH if passed & {"open", "unknown", None} else TRUE
        if status != "paused":
            expected.append((f"f{number}", UNKNOWN_TRUTH if status == "unknown" else TRUE, direct))
    data = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "tools": {name: {"capabilities": KINDS[kind]} for name, kind in kinds.items()},
        "flows": flows,
    }
    found = StackGraph(load_data(data)).sprawl()
    assert [(link.flow, link.runs, link.direct) for link in found] == expected


def test_what_comes_from_a_capture_point_is_no_flow_between_tools():
    data = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "tools": {"a": {}},
        "capture_points": {"p": {"tool": "a"}},
        "flows": [{"from": "p", "to": "a"}],
    }
    assert StackGraph(load_data(data)).sprawl() == ()
