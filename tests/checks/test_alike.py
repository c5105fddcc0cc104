"""Flows that are judged kind by kind: the same verdicts in the same order as flow by flow."""

from __future__ import annotations

from stackaudit.checks import View
from stackaudit.checks.alike import plain_flows
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.truth import FALSE

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
