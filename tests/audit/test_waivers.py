"""Waivers: each covers just what it names, up to its last day, and stays in every output with its reason."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stackaudit
from stackaudit.errors import StackError
from stackaudit.load import load_text
from stackaudit.outputs.formats import FORMATS
from stackaudit.outputs.terminal import audit_lines, summary_line

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, capture_points]
tools:
  a: {name: Mailer, sends: [email], captures_opt_out: [email], owner: none}
  b: {sends: [email], captures_opt_out: [email], owner: none}
  c: {owner: none, sends: none}
"""
WAIVED = "  - {rule: STK-06, element: tools.a, owner: head of ops, reason: replaced in May, until: 2026-11-22}\n"


def audit(waivers="", *, select=("STK-06", "GRA-01"), **more):
    return stackaudit.run(load_text(f"{STACK}waivers:\n{waivers}" if waivers else STACK), select=select, **more)


def ids(findings):
    return [finding.id for finding in findings]


def refused(waivers):
    with pytest.raises(StackError) as caught:
        audit(waivers)
    return [f"{problem.place}: {problem.message} ({problem.hint})" for problem in caught.value.problems]


def test_a_waived_finding_counts_nowhere_else():
    bare, held = audit(), audit(WAIVED)
    assert ids(held.waived_findings) == ["STK-06:tools.a"]
    assert [one for one in ids(bare.findings) if one not in ids(held.findings)] == ["STK-06:tools.a"]
    assert len(held.flagged) == len(bare.flagged) - 1
    assert held.score.waived == 1
    assert "1 waived" in summary_line(held, lambda text, **_: text)
    assert "waived" not in summary_line(bare, lambda text, **_: text)


def test_without_waivers_the_bare_truth_is_told():
    assert ids(audit(WAIVED, waive=False).findings) == ids(audit().findings)
    assert audit(WAIVED, waive=False).waivers == ()


def test_it_holds_up_to_its_last_day():
    over = audit(WAIVED.replace("2026-11-22", "2026-11-21"))
    assert ids(over.findings) == ids(audit().findings)
    (applied,) = over.waivers
    assert (applied.state, applied.findings) == ("expired", ("STK-06:tools.a",))
    lines = "\n".join(audit_lines(over, lambda text, **_: text))
    assert ":9:5: the waiver of STK-06 for tools.a was over on 2026-11-21; what it covered counts again" in lines


def test_it_covers_the_one_finding_whose_elements_and_topic_it_names():
    named = [one for one in ids(audit().findings) if one.startswith("GRA-01:tools.a")]
    assert named == ["GRA-01:tools.a:email"]
    line = "  - {rule: GRA-01, element: 'tools.a:email', owner: x, reason: y, until: 2027-01-31}\n"
    assert ids(audit(line).waived_findings) == named
    line = "  - {rule: GRA-01, element: 'tools.b', owner: x, reason: y, until: 2027-01-31}\n"
    assert ids(audit(line).waived_findings) == ["GRA-01:tools.b:email"]


def test_an_alias_waives_what_it_leads_to():
    line = "  - {rule: TEC-02, element: tools.a, owner: x, reason: y, until: 2027-01-31}\n"
    assert ids(audit(line, select=("TEC-02",)).waived_findings) == ["GRA-01:tools.a:email"]


def test_one_that_covers_nothing_is_told_unless_its_rule_was_not_run():
    line = "  - {rule: STK-12, element: tools.c, owner: x, reason: y, until: 2027-01-31}\n"
    assert [applied.state for applied in audit(line).waivers] == ["not run"]
    unused = audit(line, select=("STK-12",))
    assert [applied.state for applied in unused.waivers] == ["unused"]
    lines = "\n".join(audit_lines(unused, lambda text, **_: text))
    assert "the waiver of STK-12 for tools.c covers nothing: take it out" in lines
    assert "covers nothing" in unused.to_html()


def test_what_is_misspelt_is_refused_with_its_place():
    assert refused("  - {rule: STK06, element: tools.a, owner: x, reason: y, until: 2027-01-31}\n") == [
        "<text>:9:12: there is no rule 'STK06' that could be waived (did you mean 'STK-06'?)"
    ]
    wrong = (
        "  - {rule: STK-06, element: tools.aa, owner: x, reason: y, until: 2027-01-31}\n"
        "  - {rule: STK-06, element: hubspot, owner: x, reason: y, until: soon}\n"
        "  - {rule: STK-06, element: tools.a, ownr: x}\n"
    )
    told = refused(wrong)
    assert [line.split(": ")[0] for line in told] == [
        "<text>:9:29", "<text>:10:29", "<text>:10:66", "<text>:11:5", "<text>:11:5", "<text>:11:38",
    ]  # fmt: skip
    assert told[0] == "<text>:9:29: there is no 'aa' in tools (did you mean 'a'?)"


@pytest.mark.parametrize(
    "element",
    ["stack", "tracking_plan", "tools", "flows.a->b", "gaps.opt_out:a->b", "tools.a+tools.b:email", "roadmap.items.x"],
)
def test_all_kinds_of_subjects_can_be_named(element):
    text = (
        f"{STACK}flows: [{{from: a, to: b}}]\ngaps: [{{signal: opt_out, from: a, to: b}}]\nroadmap: {{items: {{x: {{}}}}}}\n"
        f"waivers: [{{rule: STK-06, element: '{element}', owner: x, reason: y, until: 2027-01-31}}]\n"
    )
    assert load_text(text).waivers[0].element == element


@pytest.mark.parametrize("element", ["flows.a->c", "gaps.opt_out:a->c", "roadmap.items.y", "widgets.a", "tools."])
def test_what_is_not_there_cannot_be_waived(element):
    text = f"{STACK}waivers: [{{rule: STK-06, element: '{element}', owner: x, reason: y, until: 2027-01-31}}]\n"
    with pytest.raises(StackError):
        load_text(text)


def test_every_output_has_it_with_its_reason():
    held = audit(WAIVED)
    reason = "Waived until 2026-11-22 by head of ops: replaced in May"
    made = {name: form.render(held, "pinned") for name, form in FORMATS.items() if name not in {"svg", "dot", "mmd"}}
    data = json.loads(made["json"])
    (one,) = [finding for finding in data["findings"] if finding["waiver"]]
    assert (one["id"], one["waiver"]["reason"], one["waiver"]["state"]) == ("STK-06:tools.a", "replaced in May", "used")
    assert data["summary"]["waived"] == len(data["waivers"]) == 1
    (result,) = [one for one in json.loads(made["sarif"])["runs"][0]["results"] if "suppressions" in one]
    assert result["suppressions"][0]["justification"] == reason
    assert result["properties"]["id"] == "STK-06:tools.a"
    cases = ET.fromstring(made["junit"]).iter("testcase")  # noqa: S314 - it was made here
    skipped = [case.find("skipped").text for case in cases if case.find("skipped") is not None]
    assert any(text.startswith(reason) for text in skipped)
    assert reason.replace(":", "%3A") not in made["github"]
    assert reason in made["github"]
    (issue,) = [one for one in json.loads(made["gitlab"]) if "Waived" in one["description"]]
    assert issue["severity"] == "info"
    assert "### Waived" in made["md"]
    assert sum(bool(json.loads(line)["waiver"]) for line in made["jsonl"].splitlines()) == 1
    assert "head of ops" in made["html"]
    assert "\n".join(audit_lines(held, lambda text, **_: text)).count(reason) == 1


@given(st.sets(st.sampled_from(ids(audit().findings))))
def test_waivers_hide_what_they_name_and_nothing_else(chosen):
    lines = "".join(
        f"  - {{rule: {one.partition(':')[0]}, element: '{one.partition(':')[2]}', owner: x, reason: y, until: 2027-01-31}}\n"
        for one in sorted(chosen)
    )
    held = audit(lines)
    assert set(ids(held.waived_findings)) == chosen
    assert set(ids(held.findings)) == set(ids(audit().findings)) - chosen
