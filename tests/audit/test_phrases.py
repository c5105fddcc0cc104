"""Phrases: the words of a message that are said only where a condition holds, with the facts that make it hold."""

from __future__ import annotations

import pytest

LACKING = [
    {"say": "an owner", "where": {"owner": "none"}},
    {"say": "a runbook", "where": {"runbook": "none"}},
    {"say": "tests by {tool.owner}", "where": {"monitored": "none"}},
]


@pytest.fixture
def said(audit, declared):
    """The message of the one finding, and the facts that it rests on."""

    def find(text, each, where, phrases, message="lacks {lacking}", **more):
        rule = declared(each, where, flag={"phrases": phrases}, message=message, **more)
        (result,) = audit(text, rule).results
        assert result.broken is None
        (finding,) = result.findings
        return finding.message, [one.path for one in finding.evidence]

    return find


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("owner: none", "lacks an owner"),
        ("owner: none, runbook: none", "lacks an owner and a runbook"),
        ("owner: none, runbook: wiki/a", "lacks an owner"),
    ],
)
def test_what_holds_is_said_and_shown_and_nothing_else(said, facts, message):
    shown = [f"tools.a.{name}" for name in ("owner", "runbook") if f"{name}: none" in facts]
    found = said(f"tools: {{a: {{built: in_house, {facts}}}}}", "tool", {"built": "in_house"}, {"lacking": LACKING})
    assert found == (message, ["tools.a.built", *shown])


def test_where_none_of_them_holds_the_next_wording_is_used(said):
    wordings = ["lacks {lacking}", "was made in house"]
    text = "tools: {a: {built: in_house, owner: unknown}}"
    assert said(text, "tool", {"built": "in_house"}, {"lacking": LACKING}, wordings)[0] == "was made in house"
    assert said(text, "tool", {"built": "in_house"}, {"lacking": LACKING})[0] == "lacks not stated"


def test_a_phrase_names_facts_of_the_element_and_one_without_its_fact_is_left_out(said):
    text = "teams: {ops: {name: Operations}}\ntools: {a: {built: in_house, monitored: none, runbook: none%s}}"
    phrases = {"lacking": LACKING}
    assert (
        said(text % ", owner: ops", "tool", {"built": "in_house"}, phrases)[0]
        == "lacks a runbook and tests by Operations"
    )
    assert said(text % "", "tool", {"built": "in_house"}, phrases)[0] == "lacks a runbook"


def test_words_of_a_phrase_are_no_ids(said):
    phrases = {"lacking": [{"say": "owner", "where": {"owner": "none"}}]}
    text = "tools: {a: {owner: none}, owner: {name: Another tool}}"
    assert said(text, "tool", {"owner": "none"}, phrases)[0] == "lacks owner"


def test_what_only_the_list_shows_is_said_of_what_is_suspected_but_not_of_what_is_proved(said):
    phrases = {
        "lacking": [
            {"say": "an owner", "where": {"owner": "none"}},
            {"say": "a figure", "where": {"no": {"metric": {"goal": {"same": "id"}}}}},
        ]
    }
    where = {"any_of": [one["where"] for one in phrases["lacking"]]}
    proved, suspected, whole = "owner: none", "owner: ops", "complete: [metrics]\n"
    text = "teams: {ops: {}}\nmetrics: {visits: {goal: none}}\ngoals: {a: {%s}}"
    assert said(text % proved, "goal", where, phrases)[0] == "lacks an owner"
    assert said(text % suspected, "goal", where, phrases)[0] == "lacks a figure"
    assert said(whole + text % proved, "goal", where, phrases)[0] == "lacks an owner and a figure"


SHARE = {"of": {"tool": {}}, "where": {"monitored": True}, "less_than": 80}
COUNTED = {"lacking": [{"say": "{met} of {counted}", "where": {"share": SHARE}}]}


@pytest.mark.parametrize(
    ("tools", "message"),
    [
        ("a: {monitored: none}, b: {monitored: true}, old: {status: retired}", "1 of 2"),
        ("a: {monitored: none}, b: {monitored: none}", "0 of 2"),
        ("a: {monitored: none}, b: {}", "too few"),
        ("a: {monitored: none}, b: {monitored: none, status: unknown}", "too few"),
    ],
)
def test_what_a_share_came_to_is_said_where_it_is_known_of_each_element(said, tools, message):
    text = f"complete: [tools]\ntools: {{{tools}}}"
    assert said(text, "stack", {"share": SHARE}, COUNTED, ["{lacking}", "too few"])[0] == message


def test_what_a_share_came_to_is_known_within_other_conditions_too(said):
    phrases = {"lacking": [{"say": "{met} of {counted}", "where": {"share": SHARE, "not": {"roadmap": "none"}}}]}
    text = "complete: [tools]\nroadmap: {}\ntools: {a: {monitored: none}}"
    assert said(text, "stack", {"share": SHARE}, phrases, "{lacking}")[0] == "0 of 1"


def test_every_section_of_the_stack_can_be_named(audit, declared):
    rule = declared(
        "stack", {"stack_map": {"owner": "none"}}, message="of {stack_map.last_updated}, by {stack_map.owner}"
    )
    (result,) = audit("stack_map: {last_updated: 2026-01-31, owner: none}", rule).results
    assert result.findings[0].message == "of 2026-01-31, by not stated"
    (result,) = audit("stack_map: {owner: none}", rule).results
    assert result.findings[0].message == "of not stated, by not stated"


def test_those_items_of_a_list_are_named_that_a_parameter_names_too(audit, declared):
    parameters = {"bought": {"value": ["form", "esp"], "about": "a", "source": "s"}}
    rule = declared(
        "tool", {"capabilities": {"any": "$bought"}}, message="for {capabilities in bought}", parameters=parameters,
        flag={"unless": {"capabilities": {"of": "$bought", "within": "company.core_competencies"}}},
    )  # fmt: skip
    text = "tools: {a: {capabilities: [website, form]}}"
    (result,) = audit(text, rule).results
    assert [one.message for one in result.findings] == ["for web forms"]
    (result,) = audit(f"company: {{core_competencies: [form]}}\n{text}", rule).results
    assert result.clear == ("tools.a",)
