"""Who can repair what runs again and again."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.people import one_maintainer
from stackaudit.checks.verdict import values_of
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome

PEOPLE = """
stackaudit: 1
as_of: 2026-11-22
teams: {ops: {name: Operations}, solo: {headcount: 1}, empty: {headcount: 0}, gone: {headcount: none}}
people:
  analyst: {name: Analyst}
  engineer: {status: active}
  founder: {status: left}
  mother: {status: away}
  ghost: {status: unknown}
tools: {a: {}, b: {}, old: {status: retired}, perhaps: {status: unknown}}
"""


def verdicts(text):
    stack = load_text(PEOPLE + text)
    return list(one_maintainer(View(stack, StackGraph(stack))))


def automation(fields):
    (verdict,) = verdicts(f"automations: {{welcome: {{{fields}}}}}")
    return verdict


def flow(fields, ends="from: a, to: b"):
    (verdict,) = verdicts(f"flows: [{{id: sync, {ends}, {fields}}}]")
    return verdict


def asked(verdict):
    return [missing.path for missing in verdict.missing]


def test_one_person_is_too_few():
    verdict = automation("name: Welcome, maintainers: [analyst], sends: none")
    assert (verdict.elements, verdict.outcome, verdict.severity) == (("automations.welcome",), FLAGGED, None)
    assert dict(verdict.values) == {
        "element": "Welcome",
        "maintainers": "Analyst",
        "count": "1",
        "alone": "Analyst",
        "gone": "",
    }
    assert verdict.facts == (FactRef("automations", "welcome", "maintainers"), FactRef("people", "analyst", "status"))
    assert set(verdict.values) == set(values_of(one_maintainer))


@pytest.mark.parametrize(
    ("maintainers", "count", "names"),
    [
        ("[analyst, founder]", "1", "Analyst and founder"),
        ("[mother, founder]", "0", "mother and founder"),
        ("[analyst, analyst]", "1", "Analyst"),
        ("[solo]", "1", "solo"),
        ("[empty, gone, analyst]", "1", "empty, gone and Analyst"),
        ("none", "0", "nobody"),
        ("[]", "0", "nobody"),
    ],
)
def test_those_who_are_not_there_do_not_count(maintainers, count, names):
    verdict = automation(f"maintainers: {maintainers}")
    assert (verdict.outcome, verdict.values["count"], verdict.values["maintainers"]) == (FLAGGED, count, names)
    assert verdict.values["gone"] == (names if count == "0" else "")
    assert (verdict.values["alone"] == "") == (count == "0")


@pytest.mark.parametrize(
    "maintainers", ["[analyst, engineer]", "[ops]", "[solo, analyst]", "[analyst, engineer, more]", "[ops, ghost]"]
)
def test_two_people_or_a_team_are_enough(maintainers):
    assert automation(f"maintainers: {maintainers}").outcome is CLEAR


@pytest.mark.parametrize(
    ("maintainers", "missing"),
    [
        ("unknown", ["automations.welcome.maintainers"]),
        ("[analyst, more]", ["automations.welcome.maintainers"]),
        ("[analyst, ghost]", ["people.ghost.status"]),
        ("[ghost, more]", ["automations.welcome.maintainers", "people.ghost.status"]),
    ],
)
def test_who_could_repair_is_asked(maintainers, missing):
    verdict = automation(f"maintainers: {maintainers}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_nobody_is_asked_for_where_only_one_person_is_there():
    text = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [people, teams]\nautomations: {welcome: {}}\npeople: "
    (verdict,) = one_maintainer(
        View(stack := load_text(f"{text}{{analyst: {{}}, founder: {{status: left}}}}"), StackGraph(stack))
    )
    assert (verdict.outcome, verdict.values["count"]) == (FLAGGED, "0")
    assert verdict.facts == (FactRef("automations", "welcome", "maintainers"), FactRef("people"), FactRef("teams"))
    (verdict,) = one_maintainer(View(stack := load_text(f"{text}{{analyst: {{}}, engineer: {{}}}}"), StackGraph(stack)))
    assert verdict.outcome is UNKNOWN


def test_who_could_repair_is_not_asked_where_there_is_no_second_person():
    text = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [people, teams]\npeople: {analyst: {}}\n"
    stack = load_text(f"{text}tools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b}}]")
    (verdict,) = one_maintainer(View(stack, StackGraph(stack)))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["flows.a->b.every"])


def test_people_are_looked_up_once_and_judged_for_each_element():
    found = verdicts("automations: {one: {maintainers: [analyst]}, two: {maintainers: [analyst]}}")
    assert [(one.elements, one.outcome) for one in found] == [
        (("automations.one",), FLAGGED),
        (("automations.two",), FLAGGED),
    ]


def test_an_automation_that_messages_people_is_worse():
    assert automation("maintainers: none, sends: [email]").severity is Severity.P2
    verdict = automation("maintainers: none")
    assert (verdict.severity, asked(verdict)) == (None, ["automations.welcome.sends"])


@pytest.mark.parametrize(
    ("signals", "severity", "missing"),
    [
        ("[opt_out]", Severity.P2, []),
        ("[spend, 'opt_out:email', more]", Severity.P2, []),
        ("[spend]", None, []),
        ("none", None, []),
        ("[spend, more]", None, ["flows.sync.signals"]),
        ("unknown", None, ["flows.sync.signals"]),
    ],
)
def test_a_flow_that_passes_on_opt_outs_is_worse(signals, severity, missing):
    verdict = flow(f"every: 1d, maintainers: [analyst], signals: {signals}")
    assert (verdict.outcome, verdict.severity, asked(verdict)) == (FLAGGED, severity, missing)
    why = [FactRef("flows", "sync", "signals")] if severity else []
    assert list(verdict.facts[-1 - len(why) :]) == [FactRef("flows", "sync", "every"), *why]


@pytest.mark.parametrize("every", ["1d", "on_event", "[wed, sat]", "'0 4 * * 1'"])
def test_a_flow_that_runs_again_and_again_is_a_subject(every):
    assert flow(f"every: {every}, maintainers: none").outcome is FLAGGED


def test_each_flow_is_judged():
    found = verdicts(
        "flows: [{from: a, to: b, every: 1d, maintainers: none}, {from: b, to: a, every: 1d, maintainers: [ops]}]"
    )
    assert [one.outcome for one in found] == [FLAGGED, CLEAR]


@pytest.mark.parametrize("fields", ["every: once", "every: on_request", "every: none", "every: 1d, status: paused"])
def test_a_flow_that_does_not_is_none(fields):
    assert flow(f"{fields}, maintainers: none").outcome is NOT_APPLICABLE


def test_a_flow_of_a_tool_that_is_not_in_use_is_none():
    assert flow("every: 1d, maintainers: none", ends="between: [a, old]").outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ("every: unknown, maintainers: none", ["flows.sync.every"]),
        ("every: 1d, status: unknown, maintainers: none", ["flows.sync.status"]),
        ("maintainers: [analyst, more]", ["flows.sync.every", "flows.sync.maintainers"]),
    ],
)
def test_whether_a_flow_stands_is_asked(fields, missing):
    verdict = flow(fields)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_whether_the_ends_of_a_flow_are_in_use_is_asked():
    verdict = flow("every: 1d, maintainers: none", ends="from: perhaps, to: a")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.perhaps.status"])


def test_nothing_is_asked_of_a_flow_that_two_people_can_repair():
    assert flow("status: unknown, maintainers: [analyst, engineer]").outcome is CLEAR
