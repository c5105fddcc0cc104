"""Whether a deletion is done everywhere within the time that the law gives."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.punctual import erasure_too_slow
from stackaudit.checks.verdict import values_of
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points, processes]\n"
ONE_MONTH = "GDPR, answer to a request"
DAYS_45 = "CCPA, deletion, California"


def judge(text, head=WHOLE):
    stack = load_text(head + text)
    view = View(stack, StackGraph(stack), {"may_stay": ["user.consent"]})
    verdicts = {verdict.elements[0]: verdict for verdict in erasure_too_slow(view)}
    for verdict in verdicts.values():
        if verdict.outcome in {FLAGGED, SUSPECTED}:
            assert set(verdict.values) == set(values_of(erasure_too_slow) or ())
    return verdicts


def judged(process, company="regions: [de]", more="", tool="stores: [user]", head=WHOLE):
    """What is said of a tool b; a process deletes in a, or in b where it says so."""
    return judge(
        f"company: {{{company}}}\ntools: {{a: {{stores: []}}, b: {{{tool}}}}}\nprocesses: {{erasure: {process}}}\n{more}",
        head,
    )["tools.b"]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_finding_names_how_long_it_takes_the_limit_and_the_facts():
    flow = "flows: [{from: a, to: b, every: 20d, takes: 1d, signals: [deletion]}]"
    verdict = judged("{covers: [a], takes: 30d}", more=flow)
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"tool": "b", "takes": "up to 51 days", "limit": "1 month", "law": ONE_MONTH}
    assert verdict.facts == (
        FactRef("processes", "erasure", "takes"),
        FactRef("flows", "a->b", "every"),
        FactRef("flows", "a->b", "takes"),
        FactRef("company", "", "regions"),
        FactRef("tools", "b", "stores"),
        FactRef("processes"),
        FactRef("flows"),
    )
    assert [hop.target for hop in verdict.path] == ["b"]


@pytest.mark.parametrize(
    ("process", "takes"),
    [
        ("{covers: [b], takes: 90d}", "up to 90 days"),
        ("{covers: [b], takes: none, method: manual}", "any time, as nothing is promised"),
    ],
)
def test_how_long_it_takes_is_said_as_far_as_it_is_known(process, takes):
    assert judged(process).values["takes"] == takes


def test_of_a_way_of_which_a_step_is_open_the_least_is_said():
    verdict = judged("{covers: [a], takes: 40d}", more="flows: [{from: a, to: b, every: 1d, signals: [deletion]}]")
    assert (verdict.outcome, verdict.values["takes"]) == (FLAGGED, "at least 41 days")


def test_what_begins_in_a_form_has_no_process_in_its_facts():
    flow = "flows: [{from: a, to: b, every: once, takes: 1d, signals: [deletion]}]"
    verdict = judged("none", more=f"capture_points: {{p: {{tool: a, captures: [deletion]}}}}\n{flow}")
    assert verdict.outcome is FLAGGED
    assert verdict.facts[0] == FactRef("flows", "a->b", "every")


SLOW_AND_PERHAPS = (
    "company: {{regions: [de]}}\ntools: {{a: {{stores: []}}, b: {{stores: [user]}}}}\n"
    "processes: {{perhaps: {{kind: unknown, covers: [b], takes: {perhaps}}}, erasure: {{covers: [a], takes: {sure}}}}}\n"
    "flows: [{{id: f, from: a, to: b, every: {every}, takes: 1d, signals: [deletion]}}]\n"
)


@pytest.mark.parametrize(
    ("perhaps", "sure", "every", "takes", "process", "path"),
    [
        ("60d", "90d", "1d", "at least 60 days", "perhaps", []),
        ("92d", "90d", "1d", "up to 92 days", "erasure", ["flows.f"]),
        ("60d", "90d", "unknown", "at least 60 days", "perhaps", []),
        ("99d", "90d", "unknown", "at least 91 days", "erasure", ["flows.f"]),
    ],
)
def test_the_way_shown_is_the_one_whose_time_is_said_a_sure_one_where_it_takes_as_long(
    perhaps, sure, every, takes, process, path
):
    verdict = judge(SLOW_AND_PERHAPS.format(perhaps=perhaps, sure=sure, every=every))["tools.b"]
    assert (verdict.outcome, verdict.values["takes"]) == (FLAGGED, takes)
    assert verdict.facts[0] == FactRef("processes", process, "takes")
    assert [hop.element for hop in verdict.path] == path


def test_every_tool_is_judged_whatever_the_ones_before_it_came_to():
    text = (
        "company: {regions: [de]}\ntools: {a: {stores: [user]}, b: {stores: [user]}}\n"
        "processes: {quick: {kind: erasure, covers: [a], takes: 1d}, slow: {kind: erasure, covers: [b], takes: 90d}}\n"
    )
    assert {key: one.outcome for key, one in judge(text).items()} == {"tools.a": CLEAR, "tools.b": FLAGGED}


@pytest.mark.parametrize(
    ("company", "takes", "outcome", "law"),
    [
        ("regions: [de]", "31d", CLEAR, None),
        ("regions: [de]", "32d", FLAGGED, ONE_MONTH),
        ("regions: [us], us_states: [ca]", "45d", CLEAR, None),
        ("regions: [us], us_states: [all]", "46d", FLAGGED, DAYS_45),
        ("regions: [us, gb], us_states: [ca]", "46d", FLAGGED, ONE_MONTH),
        ("regions: [us], us_states: [ny]", "90d", NOT_APPLICABLE, None),
        ("regions: [jp]", "90d", NOT_APPLICABLE, None),
    ],
)
def test_the_shortest_law_that_binds_is_named(company, takes, outcome, law):
    verdict = judged(f"{{covers: [b], takes: {takes}}}", company)
    assert (verdict.outcome, verdict.values.get("law")) == (outcome, law)


@pytest.mark.parametrize(
    ("company", "takes", "outcome", "missing"),
    [
        ("regions: [us]", "60d", UNKNOWN, ["company.us_states"]),
        ("regions: [us]", "40d", CLEAR, []),
        ("regions: [us], us_states: [ny, more]", "60d", UNKNOWN, ["company.us_states"]),
        ("regions: [us, more], us_states: [ny]", "40d", UNKNOWN, ["company.regions"]),
        ("regions: unknown, us_states: [ca]", "60d", FLAGGED, []),
        ("name: x", "60d", UNKNOWN, ["company.regions", "company.us_states"]),
    ],
)
def test_where_people_live_is_asked_only_where_it_decides(company, takes, outcome, missing):
    verdict = judged(f"{{covers: [b], takes: {takes}}}", company)
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_without_a_company_it_is_asked_where_people_live():
    text = "tools: {b: {stores: [user]}}\nprocesses: {erasure: {covers: [b], takes: 90d}}\n"
    assert asked(judge(text)["tools.b"]) == ["company.regions", "company.us_states"]


@pytest.mark.parametrize(
    ("process", "flows", "missing"),
    [
        ("{covers: [b], takes: none}", "[]", ["processes.erasure.method"]),
        ("{covers: [b], takes: none, method: automated}", "[]", ["processes.erasure.takes"]),
        ("{covers: [b], takes: 90d, kind: unknown}", "[]", ["processes.erasure.kind"]),
        ("{covers: [a], takes: 1d}", "[{from: a, to: b, every: 1d, signals: [deletion]}]", ["flows.a->b.takes"]),
        (
            "{covers: [a], takes: 1d}",
            "[{from: a, to: b, every: 1d, takes: 1d, signals: unknown}]",
            ["flows.a->b.signals"],
        ),
    ],
)
def test_what_may_make_it_quicker_or_slower_is_asked_about(process, flows, missing):
    assert asked(judged(process, more=f"flows: {flows}")) == missing


def test_a_quicker_way_from_a_form_that_may_not_run_is_asked_about():
    flow = "flows: [{id: f, from: a, to: b, every: 1d, takes: 1d, status: unknown, signals: [deletion]}]"
    points = "capture_points: {p: {captures: [deletion], tool: a}, q: {captures: [consent]}}"
    assert asked(judged("{covers: [b], takes: 90d}", more=f"{points}\n{flow}")) == ["flows.f.status"]


def test_a_tool_on_the_way_that_may_not_be_in_use_and_a_process_that_may_cover_more_are_asked_about():
    text = (
        "company: {regions: [de]}\ntools: {a: {stores: [], status: unknown}, b: {stores: [user]}}\n"
        "processes: {erasure: {covers: [a], takes: 1d}, slow: {kind: erasure, covers: [b, more], takes: 90d}, x: unknown}\n"
        "flows: [{from: a, to: b, every: 1d, takes: 1d, signals: [deletion]}]\n"
    )
    assert asked(judge(text)["tools.b"]) == ["processes.slow.covers", "tools.a.status"]


def test_a_process_of_which_only_the_name_is_known_may_take_any_time():
    text = "company: {regions: [de]}\ntools: {b: {stores: [user]}}\nprocesses: {erasure: unknown}\n"
    assert judge(text)["tools.b"].outcome is UNKNOWN


def test_what_kind_a_quick_process_is_decides_where_the_other_is_slow():
    text = (
        "company: {regions: [de]}\ntools: {b: {stores: [user]}}\n"
        "processes: {erasure: {covers: [b], takes: 90d}, x: {kind: unknown, covers: [b], takes: 1d}}\n"
    )
    assert asked(judge(text)["tools.b"]) == ["processes.x.kind"]


def test_a_form_of_which_nobody_knows_the_tool_may_delete_at_once():
    more = "capture_points: {p: {captures: [deletion]}}"
    assert judged("{covers: [b], takes: 90d}", more=more).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("tool", "outcome"),
    [
        ("stores: [user.consent]", NOT_APPLICABLE),
        ("stores: [user], status: unknown", UNKNOWN),
        ("stores: unknown", UNKNOWN),
    ],
)
def test_only_tools_in_use_that_keep_data_of_people_count(tool, outcome):
    assert judged("{covers: [b], takes: 90d}", tool=tool).outcome is outcome


def test_a_retired_tool_and_one_that_is_not_deleted_from_are_no_subjects():
    text = "company: {regions: [de]}\ntools: {a: {stores: [user], status: retired}, b: {stores: [user]}}\nprocesses: {erasure: none}"
    assert {key: verdict.outcome for key, verdict in judge(text).items()} == {"tools.b": NOT_APPLICABLE}


def test_over_partial_lists_a_quicker_way_may_exist():
    verdict = judged("{covers: [b], takes: 90d}", head=HEAD)
    assert verdict.outcome is SUSPECTED
    assert asked(verdict) == ["complete.processes", "complete.capture_points", "complete.flows", "complete.tools"]
