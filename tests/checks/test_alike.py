"""Flows and tools that are judged kind by kind: the same verdicts in the same order as one by one."""

from __future__ import annotations

from stackaudit.checks import View
from stackaudit.checks.alike import LEFT_OUT, plain_flows, plain_tools
from stackaudit.checks.arriving import flows_into
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH

CLEAR, NOT_APPLICABLE = Outcome.CLEAR, Outcome.NOT_APPLICABLE
STACK = """
stackaudit: 1
as_of: 2026-11-22
tools: {a: {}, b: {}, old: {status: retired}}
flows:
  - {id: one, from: a, to: b, method: api}
  - {id: two, from: a, to: b, method: etl}
  - {id: three, from: a, to: old, method: etl}
  - {id: four, from: a, to: b, method: file}
  - {id: five, from: a, to: b, method: etl}
"""


def judge(running, method):
    if running == FALSE:
        return NOT_APPLICABLE
    return CLEAR if method == "etl" else None


def told(enter=None):
    stack = load_text(STACK)
    graph = StackGraph(stack)
    view = View(stack, graph, {}, enter)
    for plain, flow in plain_flows(view, (graph.columns.of("flow", "method"),), judge):
        yield from ((verdict.elements[0], verdict.outcome) for verdict in plain)
        yield flow and flow.id


def test_plain_verdicts_stand_between_the_flows_that_are_judged_by_themselves():
    assert list(told()) == [
        "one",
        ("flows.two", CLEAR),
        ("flows.three", NOT_APPLICABLE),
        "four",
        ("flows.five", CLEAR),
        None,
    ]


def test_in_a_run_they_are_entered_and_not_made():
    entered = []
    assert list(told(lambda outcome, paths: entered.append((outcome, list(paths))))) == ["one", "four", None]
    assert entered == [(CLEAR, ["flows.two"]), (NOT_APPLICABLE, ["flows.three"]), (CLEAR, ["flows.five"])]


def test_each_kind_of_flow_is_judged_once():
    stack = load_text(STACK)
    graph, asked = StackGraph(stack), []

    def noted(*facts):
        asked.append(facts)
        return CLEAR

    list(plain_flows(View(stack, graph), (graph.columns.of("flow", "method"),), noted))
    assert len(asked) == len(set(asked)) == 4


def test_of_what_is_left_out_nothing_is_said():
    stack = load_text(STACK)
    graph = StackGraph(stack)
    view = View(stack, graph)
    methods = (graph.columns.of("flow", "method"),)
    said = [*plain_flows(view, methods, lambda runs, method: LEFT_OUT if runs == FALSE or method == "file" else CLEAR)]
    (plain, flow) = said[-1]
    assert flow is None
    assert [verdict.elements[0] for verdict in plain] == ["flows.one", "flows.two", "flows.five"]


def test_tools_are_judged_kind_by_kind_too_with_the_numbers_of_their_nodes():
    stack = load_text(STACK)
    graph = StackGraph(stack)

    def by_use(used, status):
        return NOT_APPLICABLE if used == FALSE else CLEAR if status is None else None

    found = [
        ([(verdict.elements[0], verdict.outcome) for verdict in plain], node, tool and tool.id)
        for plain, node, tool in plain_tools(View(stack, graph), (["x", None, None],), by_use)
    ]
    assert found == [([], 0, "a"), ([("tools.b", CLEAR), ("tools.old", NOT_APPLICABLE)], -1, None)]


def test_a_flow_both_ways_runs_into_either_of_its_ends_if_it_runs():
    graph = StackGraph(
        load_text(
            """
stackaudit: 1
as_of: 2026-11-22
tools: {a: {}, b: {}, c: {}}
flows:
  - {id: to, from: b, to: a, method: api}
  - {id: away, from: a, to: b, method: api}
  - {id: both, between: [a, b], method: api}
  - {id: neither, between: [c, b], method: api}
  - {id: perhaps, from: b, to: a, method: api, status: unknown}
  - {id: never, from: b, to: a, method: api, status: paused}
"""
        )
    )
    kinds = {"a": TRUE, "b": FALSE, "c": FALSE}
    found = dict(zip(graph.columns.of("flow", "id"), flows_into(graph, kinds), strict=True))
    no = FALSE
    assert found == {"to": TRUE, "away": no, "both": TRUE, "neither": no, "perhaps": UNKNOWN_TRUTH, "never": no}
