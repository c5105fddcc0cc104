"""Whether a request to be deleted gets to every tool that keeps data of people."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.erasure import erasure_cannot_reach
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.truth import FALSE, TRUE

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points, processes]\n"


def judge(text, head=WHOLE):
    stack = load_text(head + text)
    view = View(stack, StackGraph(stack), {"may_stay": ["user.consent"]})
    return {verdict.elements[0]: verdict for verdict in erasure_cannot_reach(view)}


def judged(more, tool="stores: [user.name]", head=WHOLE):
    return judge(f"tools: {{a: {{stores: [user]}}, b: {{{tool}}}, c: {{}}}}\n{more}", head)["tools.b"]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_finding_names_what_is_kept_and_what_says_that_nothing_deletes_there():
    verdict = judged("processes: {erasure: {covers: [a]}}\ncompany: {contacts: 1200}", "stores: [cost, user.name]")
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"tool": "b", "data": "user.name", "contacts": "1,200"}
    assert verdict.facts == (
        FactRef("tools", "b", "stores"),
        FactRef("processes", "erasure", "covers"),
        FactRef("flows"),
    )


@pytest.mark.parametrize(("processes", "named"), [("", ""), ("processes: {erasure: none}", "erasure")])
def test_without_a_process_that_there_is_none_is_the_evidence(processes, named):
    verdict = judged(processes)
    assert verdict.outcome is FLAGGED
    assert verdict.facts[1] == FactRef("processes", named)
    assert verdict.values["contacts"] == ""


@pytest.mark.parametrize(
    ("more", "outcome", "missing"),
    [
        ("processes: {erasure: unknown}", UNKNOWN, ["processes.erasure"]),
        ("processes: {one: unknown, two: none}", FLAGGED, []),
        ("processes: {one: {kind: unknown, covers: [b]}}", UNKNOWN, ["processes.one.kind"]),
        ("processes: {one: {kind: erasure, covers: [a, more]}}", UNKNOWN, ["processes.one.covers"]),
        ("processes: {one: {kind: intake, covers: [b]}}", FLAGGED, []),
        ("capture_points: {p: {captures: [deletion], tool: b}}", CLEAR, []),
        ("capture_points: {p: {captures: [consent]}}", FLAGGED, []),
        ("capture_points: {p: {captures: [deletion]}}", UNKNOWN, ["capture_points.p.tool"]),
        ("capture_points: {p: {captures: unknown, tool: b}}", UNKNOWN, ["capture_points.p.captures"]),
        ("capture_points: {p: {captures: unknown, tool: none}}", FLAGGED, []),
    ],
)
def test_processes_and_capture_points_are_where_a_deletion_begins(more, outcome, missing):
    verdict = judged(more)
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


@pytest.mark.parametrize(
    ("flows", "outcome", "missing"),
    [
        ("[{from: a, to: c, signals: [deletion]}, {from: c, to: b, signals: [deletion]}]", CLEAR, []),
        ("[{from: a, to: b, signals: [opt_out]}]", FLAGGED, []),
        ("[{from: a, to: b}]", UNKNOWN, ["flows.a->b.signals"]),
        ("[{from: a, to: b, signals: [deletion], status: unknown}]", UNKNOWN, ["flows.a->b.status"]),
        (
            "[{from: a, to: c, signals: [deletion]}, {from: c, to: b}, {from: b, to: c, signals: [deletion]}]",
            UNKNOWN,
            ["flows.c->b.signals"],
        ),
    ],
)
def test_flows_pass_a_deletion_on(flows, outcome, missing):
    verdict = judged(f"processes: {{erasure: {{covers: [a]}}}}\nflows: {flows}")
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_a_tool_on_the_way_that_may_not_be_in_use_is_asked_about():
    text = (
        "tools: {a: {stores: []}, b: {stores: [user]}, c: {stores: [], status: unknown}}\n"
        "processes: {erasure: {covers: [a]}}\n"
        "flows: [{from: a, to: c, signals: [deletion]}, {from: c, to: b, signals: [deletion]}]"
    )
    assert asked(judge(text)["tools.b"]) == ["tools.c.status"]


@pytest.mark.parametrize(
    ("tool", "outcome"),
    [
        ("stores: [user.consent, cost]", NOT_APPLICABLE),
        ("stores: [user], status: unknown", UNKNOWN),
        ("stores: [user.consent, more]", UNKNOWN),
    ],
)
def test_what_has_to_stay_is_not_counted(tool, outcome):
    assert judged("processes: {erasure: {covers: [a]}}", tool).outcome is outcome


def test_a_tool_that_is_not_in_use_is_not_looked_at():
    assert judge("tools: {a: {stores: [user], status: retired}}") == {}


def test_over_partial_lists_it_is_suspected_and_asks_for_them():
    verdict = judged("processes: {erasure: {covers: [a]}}", head=HEAD)
    assert verdict.outcome is SUSPECTED
    assert asked(verdict) == ["complete.processes", "complete.capture_points", "complete.flows", "complete.tools"]


def test_that_there_is_no_process_is_stated_and_only_a_capture_point_may_be_missing():
    verdict = judged("processes: {erasure: none}", head=HEAD + "complete: [tools, flows]\n")
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.capture_points"])


def test_a_fact_that_several_flows_share_takes_the_place_of_no_other():
    flows = ", ".join(f"{{id: f{number}, from: c, to: b}}" for number in range(18))
    text = (
        "tools: {a: {stores: []}, b: {stores: [user]}, c: {stores: [], status: unknown}}\n"
        f"processes: {{erasure: {{covers: [a]}}}}\nflows: [{{from: a, to: c}}, {flows}]"
    )
    missing = asked(judge(text)["tools.b"])
    own = ["flows.f0.signals", "tools.c.status", *(f"flows.f{number}.signals" for number in range(1, 18))]
    assert missing == [*own, "flows.a->c.signals"]


def test_of_many_ways_only_some_are_asked_about():
    tools = ", ".join(f"t{number}: {{stores: []}}" for number in range(30))
    flows = ", ".join(f"{{from: t{number}, to: b}}, {{from: b, to: t{number}}}" for number in range(30))
    text = f"tools: {{a: {{}}, b: {{stores: [user]}}, {tools}}}\nprocesses: {{erasure: {{covers: [t1, t2]}}}}\nflows: [{flows}]"
    verdict = judge(text)["tools.b"]
    assert verdict.outcome is UNKNOWN
    assert len(verdict.missing) == 20


def test_the_graph_says_by_id_where_a_deletion_gets_to():
    stack = load_text(WHOLE + "tools: {a: {}, b: {}}\nprocesses: {erasure: {covers: [a]}}")
    assert StackGraph(stack).erased() == {"a": TRUE, "b": FALSE}
