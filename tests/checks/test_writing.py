"""Several writers for one field, and flows both ways without a winner."""

from __future__ import annotations

from stackaudit.checks import FactRef, View
from stackaudit.checks.verdict import values_of
from stackaudit.checks.writing import two_way_without_truth, two_writers
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows]\n"
TOOLS = "tools: {crm: {name: The CRM}, form: {}, map: {name: Mailer}}\n"
STAGE = "object: contact, fields: [stage], conflict_rule: none"


def judge(check, text, head=WHOLE):
    stack = load_text(head + text)
    verdicts = list(check(View(stack, StackGraph(stack))))
    for verdict in verdicts:
        if verdict.outcome is FLAGGED:
            assert set(verdict.values) == set(values_of(check) or ())
    return verdicts


def asked(verdict):
    return [one.path for one in verdict.missing]


# -- several writers -------------------------------------------------------------------------------------------------


def test_a_contest_names_the_fields_and_the_flows_that_write_them():
    [verdict] = judge(
        two_writers,
        f"systems_of_record: {{contact: {{email: crm}}}}\n{TOOLS}flows:\n"
        "- {from: form, to: crm, object: contact, fields: [email, stage, phone], conflict_rule: none}\n"
        "- {from: map, to: crm, object: contact, fields: [stage, email, phone], conflict_rule: none}\n",
    )
    assert verdict.outcome is FLAGGED
    assert verdict.values == {
        "tool": "The CRM",
        "record": "stage and phone of contact",
        "sources": "form and Mailer",
        "count": "2",
    }
    assert verdict.facts[0] == FactRef("flows", "form->crm", "fields")
    assert verdict.facts[-1] == FactRef("systems_of_record")
    assert verdict.related == ("flows.form->crm", "flows.map->crm")


def test_flows_of_which_nobody_knows_what_they_move_are_a_subject_of_their_own():
    [verdict] = judge(
        two_writers,
        f"systems_of_record: none\n{TOOLS}flows:\n- {{from: form, to: crm, conflict_rule: none}}\n"
        "- {from: map, to: crm, conflict_rule: none, fields: [stage, more]}\n",
    )
    assert (verdict.topic, verdict.outcome) == ("", UNKNOWN)
    ways = ("form->crm", "map->crm")
    assert asked(verdict) == [f"flows.{way}.{name}" for way in ways for name in ("object", "fields")]


def test_a_rule_takes_a_flow_out_of_the_questions():
    [verdict] = judge(
        two_writers,
        f"{TOOLS}flows:\n- {{from: form, to: crm, {STAGE}}}\n- {{from: map, to: crm, {STAGE}, status: unknown}}\n"
        "- {id: third, from: map, to: crm, object: contact, fields: [stage], conflict_rule: fills what is empty}\n",
    )
    assert asked(verdict) == ["systems_of_record", "flows.map->crm.status"]


def test_the_only_place_that_another_flow_can_come_from_is_no_second_source():
    text = (
        "tools: {crm: {flows_complete: out}, form: {}}\nsystems_of_record: none\nflows: [{from: form, to: crm, %s}]\n"
    )
    head = HEAD + "complete: [tools, capture_points]\n"
    assert [one.outcome for one in judge(two_writers, text % STAGE, head)] == [CLEAR]
    ruled = STAGE.replace("none", "fills what is empty")
    assert [one.outcome for one in judge(two_writers, text % ruled, head)] == [CLEAR]


def test_many_flows_into_one_tool_are_named_in_part():
    names = [f"s{number}" for number in range(9)]
    tools = ", ".join(f"{name}: {{}}" for name in names)
    flows = "".join(f"- {{from: {name}, to: crm, {STAGE}}}\n" for name in names)
    [verdict] = judge(two_writers, f"systems_of_record: none\ntools: {{crm: {{}}, {tools}}}\nflows:\n{flows}")
    assert verdict.values["count"] == "9"
    assert verdict.values["sources"] == "s0, s1, s2, s3 and 5 more"
    assert len(verdict.facts) == 11


# -- both ways -------------------------------------------------------------------------------------------------------


def test_a_flow_both_ways_names_the_fields_without_an_owner():
    [verdict] = judge(
        two_way_without_truth,
        f"systems_of_record: {{contact: {{email: map}}}}\n{TOOLS}flows:\n"
        "- {between: [crm, map], object: contact, fields: [email, stage], conflict_rule: none}\n",
    )
    assert verdict.values == {"record": "stage of contact", "tools": "The CRM and Mailer"}
    assert verdict.related == ("tools.crm", "tools.map")


def test_it_asks_for_the_fields_only_where_some_have_an_owner_and_others_may_have_none():
    def verdict(owners, fields):
        text = f"{TOOLS}systems_of_record: {owners}\nflows: [{{between: [crm, map], object: contact{fields}, "
        [found] = judge(two_way_without_truth, text + "conflict_rule: none}]\n")
        return (found.outcome, asked(found))

    known = "flows.crm<->map.fields"
    assert verdict("none", "") == (FLAGGED, [])
    assert verdict("{contact: crm}", "") == (CLEAR, [])
    assert verdict("{contact: {email: crm}}", "") == (UNKNOWN, [known])
    assert verdict("{contact: {email: crm}}", ", fields: [email, more]") == (UNKNOWN, [known])
    assert verdict("{contact: {email: crm, '*': map}}", ", fields: [email, more]") == (CLEAR, [])
    assert verdict("{contact: {email: unknown, '*': map}}", ", fields: [email]") == (UNKNOWN, ["systems_of_record"])
    assert verdict("{contact: {email: unknown, '*': map}}", ", fields: [stage]") == (CLEAR, [])
    assert verdict("{contact: {email: crm}}", ", fields: none") == (FLAGGED, [])


def test_a_flow_whose_end_may_be_gone_is_asked_about():
    [verdict] = judge(
        two_way_without_truth,
        f"systems_of_record: none\ntools: {{a: {{}}, b: {{status: unknown}}}}\nflows: [{{between: [a, b], {STAGE}}}]\n",
    )
    assert asked(verdict) == ["tools.b.status"]
