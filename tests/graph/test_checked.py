"""Whose data gets where with and without a check: the bits against a search from each node."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stackaudit.checks.reading import stated_yes
from stackaudit.graph import StackGraph
from stackaudit.graph.checked import Checked
from stackaudit.load import load_data
from stackaudit.truth import TRUE, of

HEAD = {"stackaudit": 1, "as_of": "2026-11-22"}
KEYS = ("a", "b", "c", "d")


@st.composite
def stacks(draw):
    pairs = draw(st.lists(st.sampled_from([(x, y) for x in KEYS for y in KEYS if x != y]), unique=True, max_size=7))
    return {
        **HEAD,
        "complete": ["tools", "flows"],
        "tools": {key: {} for key in KEYS},
        "ends": draw(st.lists(st.booleans(), min_size=4, max_size=4)),
        "flows": [
            {"id": f"{one}{other}", "from": one, "to": other, "consent_gated": draw(st.booleans())}
            for one, other in pairs
        ],
    }


def reached(start, links, ends):
    seen = {start}
    while new := {head for tail, head in links if tail in seen and (tail == start or tail not in ends)} - seen:
        seen |= new
    return seen


@given(stacks())
def test_the_bits_of_a_node_are_the_nodes_from_which_a_search_gets_there(data):
    is_end = data.pop("ends")
    stack = load_data(data)
    checked = Checked(StackGraph(stack), lambda _flow: TRUE, stated_yes, [*map(of, is_end)])
    ends = {key for key, end in zip(KEYS, is_end, strict=True) if end}
    flows = data["flows"]
    every = [(flow["from"], flow["to"]) for flow in flows]
    unchecked = [(flow["from"], flow["to"]) for flow in flows if not flow["consent_gated"]]
    for bits, links in (
        (checked.certain, every),
        (checked.possible, every),
        (checked.at_large, every),
        (checked.unchecked, unchecked),
        (checked.perhaps_unchecked, unchecked),
        (checked.unchecked_at_large, unchecked),
    ):
        for node, key in enumerate(KEYS):
            wanted = {start for start in KEYS if key in reached(start, links, ends)}
            assert {start for place, start in enumerate(KEYS) if bits[node] >> place & 1} == wanted


def test_flows_that_nobody_listed_may_bring_what_nobody_listed():
    stack = load_data(
        {**HEAD, "tools": {"a": {"flows_complete": "out"}, "b": {}, "c": {"flows_complete": "in", "status": "unknown"}}}
    )
    checked = Checked(StackGraph(stack), lambda _flow: TRUE, stated_yes)
    assert checked.at_large == [0b1011 | 0b100, 0b1110, 0b0100, 0b1110]
    assert (checked.possible, checked.certain) == ([0b001, 0b010, 0b100, 0], [0b001, 0b010, 0, 0])


def test_what_begins_at_a_tool_that_may_not_be_in_use_is_not_certain():
    flows = [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}]
    tools = {"a": {}, "b": {"status": "unknown"}, "c": {}}
    stack = load_data({**HEAD, "complete": ["tools", "capture_points"], "tools": tools, "flows": flows})
    checked = Checked(StackGraph(stack), lambda _flow: TRUE, stated_yes)
    assert checked.certain == [0b001, 0b001, 0b100, 0]
    assert checked.possible == [0b001, 0b011, 0b111, 0]
    assert checked.at_large == [0b111, 0b111, 0b111, 0b111]
