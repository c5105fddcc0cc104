"""How many of the flows between tools pass no hub."""

from __future__ import annotations

from stackaudit.checks import FactRef, View
from stackaudit.checks.sprawling import point_to_point
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows]\n"
TOOLS = "hub: {capabilities: [crm]}, a: {capabilities: [form]}, b: {capabilities: [map]}"


def judged(ways, head=WHOLE, tools=TOOLS, flows=4):
    """``ways`` are texts such as ``a b, status: unknown``: the ends, then what else is said of a flow.

    It goes by a method that passes no hub, where none is said.
    """
    lines = []
    for number, way in enumerate(ways):
        ends, _, more = way.partition(",")
        tail, end = ends.split()
        method = "" if "method:" in more else ", method: native"
        lines.append(f"- {{id: f{number}, from: {tail}, to: {end}{method}{',' if more else ''}{more}}}\n")
    stack = load_text(f"{head}tools: {{{tools}}}\nflows:\n{''.join(lines)}")
    [verdict] = point_to_point(View(stack, StackGraph(stack), {"flows": flows, "share": 0.4}))
    return verdict


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_it_is_told_how_many_of_how_many():
    verdict = judged(["a b", "b a", "a hub", "hub b"])
    assert verdict.outcome is FLAGGED
    assert verdict.values == {"count": "2", "total": "4", "percent": "50"}
    assert verdict.facts == (FactRef("flows", "f0"), FactRef("flows", "f1"))
    assert verdict.related == ("flows.f0", "flows.f1")


def test_at_the_share_itself_they_are_no_rule():
    assert judged(["a b", "b a", "a hub", "hub b", "b hub"]).outcome is CLEAR


def test_flows_that_may_run_count_where_they_can_decide():
    unsure = ", status: unknown"
    assert judged(["a b", "b a", "a hub", f"hub b{unsure}"], flows=3).outcome is FLAGGED
    assert asked(judged(["a b", "b a", "a hub", f"hub b{unsure}"])) == ["flows.f3.status"]
    assert asked(judged(["a b", f"b a{unsure}", "a hub", "hub b"])) == ["flows.f1.status"]
    assert judged(["a b", "a hub", "hub b", f"b hub{unsure}"]).outcome is CLEAR


def test_it_asks_what_tools_are_there_for_and_what_runs_a_flow():
    tools = f"{TOOLS}, c: {{}}, d: {{status: unknown, capabilities: [form]}}"
    assert asked(judged(["a b", "a c", "a hub", "hub b"], tools=tools)) == ["tools.c.capabilities"]
    assert asked(judged(["a b", "a b, via: unknown", "a hub", "hub b"])) == ["flows.f1.via"]
    assert asked(judged(["a b", "a d", "a hub", "hub b"], tools=tools)) == ["tools.d.status"]
    assert judged(["a b", "a b, via: hub", "a hub", "hub b"]).outcome is CLEAR
    assert asked(judged(["a b", "a b, method: unknown", "a hub", "hub b"])) == ["flows.f1.method"]
    assert judged(["a b", "a b, method: ipaas", "a hub", "hub b"]).outcome is CLEAR


def test_flows_that_nobody_listed_can_turn_it_round_where_there_may_be_any():
    ways = ["a b", "b a", "a hub", "hub b"]
    assert judged(ways, HEAD).outcome is SUSPECTED
    partial = HEAD + "complete: [tools]\n"
    assert asked(judged(ways, partial)) == ["complete.flows"]
    closed = TOOLS.replace("]}", "], flows_complete: both}")
    assert judged(ways, partial, closed).outcome is FLAGGED
    one_open = closed.replace("[form], flows_complete: both", "[form], flows_complete: in")
    assert judged(ways, partial, one_open).outcome is FLAGGED
    # Also without a hub more can pass one, by their method; with two open ends more can be direct.
    bare = "a: {capabilities: [form]}, b: {capabilities: [map]}"
    assert judged(["a b"] * 4, partial, bare).outcome is SUSPECTED
    assert asked(judged(["a b"], partial, bare)) == ["complete.flows"]
    hubs_only = TOOLS.replace("[form]", "[cdp]")
    assert judged(["a b"] * 4, partial, hubs_only).outcome is CLEAR
    # Flows that pass a hub make a small stack one that is large enough.
    apart = TOOLS.replace("[form]}", "[form], flows_complete: both}").replace("[map]}", "[map], flows_complete: in}")
    assert asked(judged(["a b"] * 3, partial, apart)) == ["complete.flows"]
