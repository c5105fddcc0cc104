"""Which flows write which fields, against a plain look at each flow for each field."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.load import load_data

NAMES = "abc"
STATUS = {"a": "active", "b": "unknown", "c": "retired"}
HEAD = {"stackaudit": 1, "as_of": "2026-11-22"}
FLOWS = st.fixed_dictionaries(
    {
        "ends": st.sampled_from([(one, other) for one in NAMES for other in NAMES if one != other]),
        "status": st.sampled_from(["active", "paused", "unknown"]),
        "object": st.sampled_from(["contact", "lead", "none", "unknown"]),
        "fields": st.sampled_from([["email"], ["email", "stage"], ["email", "more"], "unknown", "none", []]),
    }
)


def _as_found(graph):
    return {
        (tool, one.object, one.field): (
            {graph.edges[edge].ref for edge in one.sure},
            {graph.edges[edge].ref for edge in one.maybe},
        )
        for tool, written in graph.writers().items()
        for one in written
    }


def _plainly(flows, status):
    found = {}
    for number, flow in enumerate(flows):
        tail, head = flow["ends"]
        runs = flow["status"] != "paused" and "retired" not in (status[tail], status[head])
        if not runs or flow["object"] == "none":
            continue
        sure = "unknown" not in (flow["status"], status[tail], status[head], flow["object"])
        name = "" if flow["object"] == "unknown" else flow["object"]
        for field in ("email", "stage", "*"):
            named = field in flow["fields"] and flow["fields"] not in ("unknown", "none")
            is_open = field == "*" and ("more" in flow["fields"] or flow["fields"] == "unknown")
            if named or is_open:
                held = found.setdefault((head, name, field), (set(), set()))
                held[0 if sure and named else 1].add(f"flows.f{number}")
    return found


@settings(deadline=None)  # the first stack that is loaded takes longer
@given(st.lists(FLOWS, max_size=5), st.permutations(list(STATUS.values())))
def test_writers_are_those_of_a_plain_look_at_each_flow(flows, drawn):
    status = dict(zip(NAMES, drawn, strict=True))
    apart = [(flow["ends"], {name: held for name, held in flow.items() if name != "ends"}) for flow in flows]
    stack = {
        **HEAD,
        "tools": {name: {"status": status[name]} for name in NAMES},
        "flows": [
            {"id": f"f{number}", "from": one, "to": other, **flow} for number, ((one, other), flow) in enumerate(apart)
        ],
    }
    assert _as_found(StackGraph(load_data(stack))) == _plainly(flows, status)


def test_writers_come_in_the_order_of_the_tools():
    stack = {
        **HEAD,
        "tools": {"a": {}, "b": {}},
        "flows": [{"between": ["a", "b"], "object": "contact", "fields": ["email", "stage"]}],
    }
    found = StackGraph(load_data(stack)).writers()
    assert list(found) == ["a", "b"]
    assert [one.field for one in found["a"]] == ["email", "stage"]
