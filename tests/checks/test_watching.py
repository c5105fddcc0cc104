"""Flows that can stop, or have stopped, and nobody would know."""

from __future__ import annotations

from stackaudit.checks import FactRef, View
from stackaudit.checks.watching import unwatched
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def judged(flow, ends="from: a, to: b", tools="a: {name: Shop}, b: {}"):
    stack = load_text(f"{HEAD}tools: {{{tools}}}\ncapture_points: {{p: {{}}}}\nflows: [{{{ends}, {flow}}}]\n")
    [verdict] = unwatched(View(stack, StackGraph(stack), {"intervals": 2}))
    return verdict


def asked(verdict):
    return [one.path.rpartition(".")[2] for one in verdict.missing]


def test_a_flow_has_stopped_after_two_intervals_and_a_day():
    def outcome(every, last):
        return judged(f"every: {every}, monitored: true, last_success: {last}").outcome

    assert outcome("1d", "2026-11-19") is CLEAR
    assert outcome("1d", "2026-11-18") is FLAGGED
    assert outcome("1h", "2026-11-21") is CLEAR
    assert outcome("1h", "2026-11-20") is FLAGGED
    assert outcome("[mon]", "2026-11-07") is CLEAR
    assert outcome("[mon]", "2026-11-06") is FLAGGED
    assert outcome("1d", "2026-12-24") is CLEAR
    assert outcome("1d", "none") is CLEAR
    assert outcome("once", "2026-01-01") is NOT_APPLICABLE


def test_what_is_said_of_it_is_what_is_known():
    silent = judged("every: 1d, monitored: false")
    assert silent.values == {"source": "Shop", "target": "b", "told": "no", "last": "not recorded", "stopped": ""}
    assert silent.facts == (FactRef("flows", "a->b", "monitored"), FactRef("flows", "a->b", "every"))
    stopped = judged("every: 1d, last_success: 2026-11-01")
    assert [stopped.values[name] for name in ("told", "last", "stopped")] == ["not stated", *["2026-11-01"] * 2]
    assert stopped.facts[0] == FactRef("flows", "a->b", "last_success")
    assert judged("every: 1d, monitored: true, last_success: 2026-11-01").values["told"] == "yes"
    assert judged("every: 1d, monitored: false", ends="from: p, to: b").values["source"] == "p"


def test_it_weighs_more_with_opt_outs_leads_or_orders():
    def severity(more):
        return judged(f"every: 1d, monitored: false, {more}").severity

    assert severity("signals: [deletion, opt_out], object: contact") is Severity.P2
    assert severity("object: order") is Severity.P2
    assert severity("carries: [order]") is Severity.P2
    assert severity("carries: [user.behavior, more]") is None


def test_by_what_it_weighs_more_is_among_the_facts():
    def why(more):
        return [fact.field for fact in judged(f"every: 1d, monitored: false, {more}").facts[2:]]

    assert why("signals: [deletion, opt_out], object: lead") == ["signals"]
    assert why("signals: none, object: lead, carries: [order]") == ["object"]
    assert why("object: contact, carries: [user.name, order]") == ["carries"]
    assert why("carries: [user.name]") == []


def test_it_asks_for_what_can_decide_and_for_nothing_else():
    assert asked(judged("every: 1d")) == ["monitored"]
    assert asked(judged("monitored: false")) == ["every"]
    assert asked(judged("monitored: true")) == []
    assert asked(judged("monitored: true, last_success: 2026-11-01")) == ["every"]
    assert asked(judged("monitored: true, last_success: 2026-11-21")) == []
    assert asked(judged("every: on_event, monitored: true, last_success: unknown")) == []
    assert asked(judged("every: 1d, last_success: unknown")) == ["monitored", "last_success"]
    assert asked(judged("every: 1d, monitored: false, status: unknown")) == ["status"]
