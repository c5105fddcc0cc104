"""Tools that nobody uses: what shows that one is used, where nobody stated when it last was."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.usage import nobody_uses
from stackaudit.checks.verdict import values_of
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, _, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def judged(*parts, idle="90d"):
    stack = load_text(HEAD + "\n".join(parts))
    verdicts = nobody_uses(View(stack, StackGraph(stack), {"idle": idle}))
    return {verdict.elements[0].removeprefix("tools."): verdict for verdict in verdicts}


def of_loader(facts, idle="90d"):
    tools = "tools: {a: {}, b: {}, loader: {}}"
    return judged(tools, f"flows: [{{from: a, to: b, via: loader, {facts}}}]", idle=idle)["loader"].outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ("every: 1d", CLEAR),
        ("every: 90d", CLEAR),
        ("every: [mon, thu]", CLEAR),
        ("every: 0 6 1 * *", CLEAR),
        ("every: 3mo", UNKNOWN),
        ("every: once", UNKNOWN),
        ("every: on_request", UNKNOWN),
        ("every: on_event", UNKNOWN),
        ("every: unknown", UNKNOWN),
        ("method: api", UNKNOWN),
        ("every: 1d, status: paused", UNKNOWN),
        ("every: 1d, status: unknown", UNKNOWN),
        ("last_success: 2026-08-24", CLEAR),
        ("last_success: 2026-08-24, status: paused", CLEAR),
        ("last_success: 2026-08-23", UNKNOWN),
        ("last_success: 2026-11-23", UNKNOWN),
        ("last_success: unknown", UNKNOWN),
        ("last_success: none", UNKNOWN),
    ],
)
def test_a_tool_is_used_that_runs_a_flow_often_enough(facts, outcome):
    assert of_loader(facts) is outcome


def test_how_often_is_enough_goes_by_the_limit():
    assert of_loader("every: 2w", idle="1w") is UNKNOWN
    assert of_loader("every: 6mo", idle="12mo") is CLEAR
    assert of_loader("last_success: 2026-08-23", idle="12mo") is CLEAR


def test_data_that_comes_and_goes_shows_nothing_of_either_end():
    found = judged("tools: {a: {}, b: {}}", "flows: [{from: a, to: b, every: 1d, last_success: 2026-11-21, via: none}]")
    assert {key: verdict.outcome for key, verdict in found.items()} == {"a": UNKNOWN, "b": UNKNOWN}


@pytest.mark.parametrize(
    ("report", "outcome"),
    [
        ("built_in: [other, charts, more], cadence: 1mo", CLEAR),
        ("built_in: [charts], cadence: 3mo", UNKNOWN),
        ("built_in: [charts]", UNKNOWN),
        ("built_in: unknown, cadence: 1d", UNKNOWN),
    ],
)
def test_a_tool_is_used_in_which_a_report_is_made_often_enough(report, outcome):
    found = judged("tools: {charts: {}, other: {}}", f"reports: {{weekly: {{{report}}}}}")
    assert found["charts"].outcome is outcome


@pytest.mark.parametrize(
    ("seats", "idle", "outcome"),
    [
        ("{used: 1}", "90d", CLEAR),
        ("{used: 1}", "12mo", CLEAR),
        ("{used: 1}", "30d", UNKNOWN),
        ("{used: 0}", "90d", UNKNOWN),
        ("{used: none}", "90d", UNKNOWN),
        ("none", "90d", UNKNOWN),
        ("{used: unknown}", "90d", UNKNOWN),
        ("{bought: 4}", "90d", UNKNOWN),
    ],
)
def test_a_tool_is_used_of_which_somebody_has_a_seat(seats, idle, outcome):
    assert judged(f"tools: {{crm: {{seats: {seats}}}}}", idle=idle)["crm"].outcome is outcome


def test_what_is_stated_decides_whatever_else_is_known():
    tools = "tools: {a: {}, b: {}, loader: {usage: {last_used: 2026-04-02}, seats: {used: 3}, cost: {amount: 9.5, currency: eur, per: month}}}"
    verdict = judged(tools, "flows: [{from: a, to: b, via: loader, every: 1d}]")["loader"]
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"tool": "loader", "last": "2026-04-02", "cost": "114 EUR a year"}
    assert verdict.facts == (FactRef("tools", "loader", "usage.last_used"), FactRef("tools", "loader", "cost"))
    assert set(verdict.values) == set(values_of(nobody_uses))


def test_never_used_and_nothing_known_of_its_cost():
    verdict = judged("tools: {a: {usage: {last_used: none}}}")["a"]
    assert (verdict.outcome, dict(verdict.values)) == (FLAGGED, {"tool": "a", "last": "", "cost": ""})
    assert verdict.facts == (FactRef("tools", "a", "usage.last_used"),)


def test_what_may_not_be_in_use_is_asked_for_both():
    verdict = judged("tools: {a: {status: unknown}}")["a"]
    assert [one.path for one in verdict.missing] == ["tools.a.usage.last_used", "tools.a.status"]


def test_a_retired_tool_is_not_looked_at():
    found = judged("tools: {a: {status: retired}, b: {status: unknown, usage: {last_used: 2026-11-20}}}")
    assert {key: verdict.outcome for key, verdict in found.items()} == {"a": NOT_APPLICABLE, "b": CLEAR}
