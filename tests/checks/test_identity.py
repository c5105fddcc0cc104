"""Identifiers that break on the way, where something depends on them."""

from __future__ import annotations

from stackaudit.checks import FactRef, View
from stackaudit.checks.identity import key_breaks_on_the_path
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, metrics]\n"
QUIET = "capabilities: [form], sends: none"


def judged(flows, b="sends: [email]", a="keys: [email]", more="", head=WHOLE):
    text = f"tools:\n  a: {{name: Shop, {QUIET}, {a}}}\n  b: {{capabilities: [map], keys: none, {b}}}\n"
    stack = load_text(f"{head}{text}  c: {{{QUIET}, keys: none}}\nflows: [{flows}]\n{more}")
    return {one.elements[0]: one for one in key_breaks_on_the_path(View(stack, StackGraph(stack)))}


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_it_is_told_what_breaks_and_what_the_source_holds():
    verdict = judged("{from: a, to: b, key: customer_id}")["flows.a->b"]
    assert verdict.values == {"source": "Shop", "target": "b", "key": "customer_id", "keys": "email"}
    broken = (FactRef("flows", "a->b", "key"), FactRef("tools", "a", "keys"))
    assert verdict.facts == (*broken, FactRef("tools", "b", "sends"))


def test_it_is_told_what_depends_on_the_identifier():
    def why(flows, **more):
        return judged(flows, **more)["flows.a->b"].facts[2:]

    first = "{from: a, to: b, key: customer_id}"
    signal = why("{from: a, to: b, key: customer_id, signals: [opt_out]}", b="sends: none")
    assert signal == (FactRef("flows", "a->b", "signals"),)
    metric = "metrics: {rate: {used_as: kpi, measured_in: [c]}, other: {used_as: kpi, measured_in: [a]}}\n"
    onward = why(f"{first}, {{from: b, to: c}}, {{id: back, from: c, to: b}}", b="sends: none", more=metric)
    assert onward == (FactRef("metrics", "rate", "measured_in"), FactRef("flows", "b->c"))
    nothing = judged("{from: a, to: b, key: customer_id}", a="keys: none")["flows.a->b"]
    assert nothing.values["keys"] == "none"


def test_what_is_fed_back_is_no_reason():
    flows = "{from: a, to: b, key: customer_id}, {from: b, to: a, key: none}, {from: b, to: c, key: none}"
    kpi = "metrics: {rate: {used_as: kpi, measured_in: [c]}}\n"
    facts = judged(flows, b="sends: none", more=kpi)["flows.a->b"].facts
    assert facts[2:] == (FactRef("metrics", "rate", "measured_in"), FactRef("flows", "b->c"))


def test_of_a_flow_both_ways_the_way_counts_on_which_it_breaks():
    verdict = judged("{between: [a, b], key: email, signals: [opt_out]}", b="sends: none")["flows.a<->b"]
    assert (verdict.outcome, verdict.values["source"]) == (FLAGGED, "b")


def test_it_matters_by_however_many_steps_and_not_where_nothing_depends_on_it():
    chain = "{from: a, to: c, key: cookie, signals: none}, {from: c, to: b, key: none}"
    assert judged(chain)["flows.a->c"].outcome is FLAGGED
    assert judged(chain, b="sends: none")["flows.a->c"].outcome is CLEAR
    kpi = "metrics: {m: {used_as: kpi, measured_in: [b]}}"
    assert judged(chain, b="sends: none", more=kpi)["flows.a->c"].outcome is FLAGGED
    stopped = chain.replace("key: none", "key: none, status: paused")
    assert judged(stopped)["flows.a->c"].outcome is CLEAR


def test_what_comes_from_a_capture_point_is_no_subject():
    points = "capture_points: {p: {tool: b}}\n"
    assert judged("{from: p, to: b, key: customer_id}", more=points) == {}


def test_it_asks_for_what_can_decide():
    way = "{from: a, to: b, key: customer_id, signals: none}"
    assert asked(judged(way, a="keys: [email, more]")["flows.a->b"]) == ["tools.a.keys"]
    assert asked(judged(way.replace("customer_id", "unknown"))["flows.a->b"]) == ["flows.a->b.key"]
    assert asked(judged(way, b="sends: unknown")["flows.a->b"]) == ["tools.b.sends"]
    assert asked(judged(way, b="sends: [email], status: unknown")["flows.a->b"]) == ["tools.b.status"]
    unsaid = way.replace("signals: none", "signals: unknown, status: unknown")
    assert asked(judged(unsaid, b="sends: none")["flows.a->b"]) == ["flows.a->b.status", "flows.a->b.signals"]
    stack = load_text(
        f"{WHOLE}tools: {{a: {{sends: none, keys: none}}, b: {{sends: [email]}}}}\n"
        "flows: [{from: a, to: b, key: cookie}]\n"
    )
    [verdict] = key_breaks_on_the_path(View(stack, StackGraph(stack)))
    assert asked(verdict) == ["tools.a.capabilities"]


def test_it_asks_from_where_kpis_are_read():
    way = "{from: a, to: b, key: customer_id, signals: none}"
    metrics = "metrics: {m: {measured_in: [b]}, n: {used_as: kpi}, o: {used_as: diagnostic, measured_in: [b]}}"
    verdict = judged(way, b="sends: none", more=metrics)["flows.a->b"]
    assert asked(verdict) == ["metrics.m.used_as", "metrics.n.measured_in"]


def test_tools_flows_and_metrics_that_nobody_listed_can_depend_on_it():
    way = "{from: a, to: b, key: customer_id, signals: none}"

    def found(complete, b="sends: none"):
        return judged(way, b=b, head=f"{HEAD}complete: [{complete}]\n")["flows.a->b"]

    assert asked(found("tools, flows")) == ["complete.metrics"]
    assert asked(found("metrics, flows")) == ["complete.tools"]
    assert found("tools, metrics").outcome is CLEAR
    assert found("metrics, flows", "sends: none, flows_complete: both").outcome is CLEAR
