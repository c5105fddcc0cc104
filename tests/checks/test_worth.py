"""Dear tools on which nothing hangs: what they are compared with, and what is asked."""

from __future__ import annotations

import pytest

from stackaudit.checks import View
from stackaudit.checks.worth import return_not_shown
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
WHOLE = "complete: [tools, metrics, processes, automations, reports]\n"


def judge(text, head=WHOLE):
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{head}{text}")
    return {
        verdict.elements[0][6:]: verdict for verdict in return_not_shown(View(stack, StackGraph(stack), {"share": 5}))
    }


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_the_share_is_of_what_is_paid_in_one_currency():
    cost = "{amount: 100, currency: eur, per: month}"
    found = judge(
        f"tools: {{a: {{cost: {cost}, serves: none, name: The tool}}, b: {{cost: {{amount: 1800, currency: EUR}}}}}}"
    )
    assert dict(found["a"].values) == {"tool": "The tool", "share": "40", "cost": "1,200 EUR", "total": "3,000 EUR"}
    assert asked(found["b"]) == ["tools.b.serves"]


def test_a_tool_of_exactly_the_share_is_dear():
    costs = "tools: {{a: {{cost: {{amount: {}, currency: eur}}, serves: none}}, b: {{cost: {{amount: 95, currency: eur}}}}}}"
    assert judge(costs.format(5))["a"].outcome is FLAGGED
    assert judge(costs.format(4))["a"].outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("other", "outcome", "missing"),
    [
        ("{cost: unknown}", UNKNOWN, ["tools.b.cost"]),
        ("{cost: {amount: 1000, currency: eur}, status: unknown}", UNKNOWN, ["tools.b.status"]),
        ("{cost: {amount: 2, currency: eur}, status: unknown}", FLAGGED, []),
        ("{cost: {amount: 1000, currency: eur}, status: retired}", FLAGGED, []),
        ("{cost: unknown, status: retired}", FLAGGED, []),
    ],
)
def test_what_others_cost_counts_if_they_are_in_use(other, outcome, missing):
    found = judge(f"tools: {{a: {{cost: {{amount: 9, currency: eur}}, serves: []}}, b: {other}}}")["a"]
    assert (found.outcome, asked(found)) == (outcome, missing)


def test_its_own_cost_and_status_are_asked_for_first():
    found = judge("tools: {a: {serves: none}, b: {cost: {amount: 1, currency: eur}, serves: none, status: unknown}}")
    assert asked(found["a"]) == ["tools.a.cost"]
    assert asked(found["b"]) == ["tools.b.status", "tools.a.cost"]


def test_a_suspicion_asks_for_every_list_that_may_be_partial():
    found = judge("tools: {a: {cost: {amount: 9, currency: eur}, serves: none}}", head="")["a"]
    lists = ("tools", "metrics", "processes", "automations", "reports")
    assert (found.outcome, asked(found)) == (SUSPECTED, [f"complete.{name}" for name in lists])


def test_what_may_name_it_is_asked_about():
    text = "tools: {a: {cost: {amount: 9, currency: eur}, serves: none}}\nmetrics: {m: {}}\nautomations: {u: {tool: unknown}}"
    assert asked(judge(text)["a"]) == ["metrics.m.measured_in", "automations.u.tool"]
    assert judge(f"{text}\nprocesses: {{p: {{tools: [a]}}}}")["a"].outcome is CLEAR


def test_what_is_paid_once_makes_no_tool_dear_nor_the_others_cheap():
    cost = "{amount: 9, currency: eur}"
    found = judge(
        f"tools: {{a: {{cost: {cost}, serves: none}}, b: {{cost: {{amount: 999, currency: eur, per: once}}, status: unknown}}}}"
    )
    assert (found["a"].outcome, found["b"].outcome) == (FLAGGED, NOT_APPLICABLE)


def test_a_retired_tool_without_a_cost_is_passed_over():
    assert judge("tools: {a: {status: retired, serves: none}}")["a"].outcome is NOT_APPLICABLE
