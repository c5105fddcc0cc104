"""Baselines: what is known fails nothing, stays in every output, and is told when it is mended or gets worse."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit import Baseline, Outcome, Severity, Standing
from stackaudit.audit.baseline import KnownFinding, compared
from stackaudit.finding import BrokenRule, Missing, RuleResult, Unknown
from stackaudit.load import load_text
from stackaudit.outputs.formats import FORMATS
from stackaudit.outputs.html import values_of
from stackaudit.outputs.terminal import audit_lines, summary_line

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, capture_points]
tools:
  a: {name: Mailer, sends: [email], captures_opt_out: [email], owner: none}
  b: {sends: [email], captures_opt_out: [email], owner: none}
  c: {owner: none, sends: none}
"""
WAIVED = """\
waivers:
  - {rule: STK-06, element: tools.a, owner: head of ops, reason: replaced in May, until: 2026-12-31}
"""
TEXTS = ("json", "sarif", "junit", "github", "gitlab", "md", "jsonl", "html")


def audit(text=STACK, *, select=("STK-06", "GRA-01"), **more):
    return stackaudit.run(load_text(text), select=select, **more)


def ids(findings):
    return [finding.id for finding in findings]


def plain(text, **_):
    return text


def lines(held, **how):
    return "\n".join(audit_lines(held, plain, **how))


def known(finding, **changes):
    """A baseline that holds one finding, in other words than it has now."""
    return Baseline.holding([replace(next(iter(Baseline.of([finding]).findings.values())), **changes)])


BARE = audit()


def test_what_is_known_fails_nothing_and_still_counts():
    held = BARE.against(Baseline.of(BARE.findings))
    assert BARE.fails(Severity.P5)
    assert not held.fails(Severity.P5, strict=True)
    assert held.findings == BARE.findings == held.known_findings
    assert held.score.total == BARE.score.total
    assert isinstance(held, stackaudit.Audit)
    assert held.against(None).new_findings == BARE.findings


def test_what_is_new_fails_and_is_told_first():
    first, *others = BARE.findings
    held = BARE.against(Baseline.of(others))
    assert held.fails(first.severity)
    assert ids(held.new_findings) == [first.id] == ids(held.findings_and_waived)[:1]
    assert summary_line(held, plain).startswith(f"1 new red flag: 1 {first.severity} · {len(others)} known · ")


@settings(max_examples=50, deadline=None)
@given(st.sets(st.sampled_from(ids(BARE.findings))), st.sampled_from(list(Severity)))
def test_a_baseline_hides_what_it_holds_and_nothing_else(chosen, threshold):
    held = BARE.against(Baseline.of(finding for finding in BARE.findings if finding.id in chosen))
    assert set(ids(held.known_findings)) == chosen
    assert ids(held.new_findings) == [one for one in ids(BARE.findings) if one not in chosen]
    assert held.fails(threshold) == any(one.severity <= threshold for one in held.new_findings)
    assert held.comparison.absent == ()
    for name in TEXTS[:-1]:
        made = FORMATS[name].render(held, "pinned")
        assert all(made.count(one.message) or name in {"github", "md"} for one in BARE.findings), name
    assert lines(held, known=True).count("STK-06") == 3


def test_one_that_got_worse_counts_as_new_and_says_so():
    finding = BARE.findings[0]
    milder = known(finding, severity=Severity.P5)
    held = BARE.against(milder)
    assert held.standing(finding) is Standing.WORSE
    assert held.fails(finding.severity)
    assert "Worse than in the baseline: P5, flagged there" in lines(held)
    assert "1 of them worse than known" in summary_line(held, plain)
    suspected = BARE.against(known(finding, outcome=Outcome.SUSPECTED))
    assert suspected.standing(finding) is Standing.WORSE
    assert "suspected there" in FORMATS["github"].render(suspected, "pinned")
    assert BARE.against(known(finding, severity=Severity.P1)).standing(finding) is Standing.KNOWN


def test_what_is_mended_is_told_by_its_id():
    mended = audit(STACK.replace("c: {owner: none, ", "c: {owner: b, ").replace("tools:", "teams: {b: {}}\ntools:"))
    held = mended.against(Baseline.of(BARE.findings))
    told = lines(held)
    assert "Baseline: 4 known findings are left, 1 is mended" in told
    assert "  STK-06:tools.c  mended; --prune takes it out of the baseline" in told
    data = json.loads(held.to_json())["baseline"]
    assert data["absent"] == [
        {"id": "STK-06:tools.c", "rule": "STK-06", "element": "tools.c", "severity": "P3", "outcome": "flagged",
         "state": "mended"}
    ]  # fmt: skip


def test_what_cannot_be_judged_any_more_is_not_mended():
    asks = audit(STACK.replace("c: {owner: none, ", "c: {"))
    held = asks.against(Baseline.of(BARE.findings))
    assert [(one.known.id, one.state) for one in held.comparison.absent] == [("STK-06:tools.c", "not judged")]
    assert "STK-06:tools.c  not mended: it cannot be judged now" in lines(held)


@pytest.mark.parametrize("asked", ["tools.a:email", "tools.a", "tools.a+tools.b"])
def test_an_open_question_about_the_element_keeps_all_of_it_open(asked):
    held = Baseline.holding([
        KnownFinding("X-1:tools.a:email", "X-1", "tools.a", Severity.P2, Outcome.FLAGGED),
        KnownFinding("X-1:tools.a+tools.b:sms", "X-1", "tools.a", Severity.P2, Outcome.FLAGGED),
    ])  # fmt: skip
    result = RuleResult("X-1", unknown=(Unknown(asked, (Missing(("tools", "a", "sends")),)),))
    states = {one.known.id: one.state for one in compared(held, [result], partial=False).absent}
    assert states["X-1:tools.a:email"] == ("not judged" if asked != "tools.a+tools.b" else "mended")
    assert states["X-1:tools.a+tools.b:sms"] == ("mended" if asked == "tools.a:email" else "not judged")


def test_a_rule_that_broke_was_not_run_or_is_gone_mends_nothing():
    held = Baseline.holding([KnownFinding("X-1:tools.a", "X-1", "tools.a", Severity.P2, Outcome.FLAGGED)])
    broken = RuleResult("X-1", broken=BrokenRule("ValueError: x", ()))
    states = [
        compared(held, results, partial=partial).absent[0].state
        for results, partial in (([broken], False), ([], True), ([], False))
    ]
    assert states == ["not judged", "not run", "no rule"]
    assert "1 of rules that were not run" in lines(BARE.against(held))
    whole = stackaudit.run(load_text(STACK), baseline=held)
    assert "X-1:tools.a  there is no such rule; write the baseline anew" in lines(whole)
    many = Baseline.holding(
        KnownFinding(f"X-1:tools.t{one}", "X-1", f"tools.t{one}", Severity.P2, Outcome.FLAGGED) for one in range(25)
    )
    assert "and 5 more: there is no such rule" in lines(whole.against(many))


def test_what_is_waived_is_in_no_baseline_and_stays_waived_beside_one():
    waived = audit(STACK + WAIVED)
    made = Baseline.of(waived.findings)
    assert "STK-06:tools.a" not in made.findings
    over = audit(STACK + WAIVED.replace("2026-12-31", "2026-11-21"), baseline=made)
    assert ids(over.new_findings) == ["STK-06:tools.a"]
    both = waived.against(Baseline.of(BARE.findings))
    assert ids(both.waived_findings) == ["STK-06:tools.a"]
    assert "STK-06:tools.a" not in ids(both.known_findings)
    assert both.comparison.absent == ()


def test_the_terminal_counts_what_is_known_and_lists_it_where_asked():
    held = BARE.against(Baseline.of(BARE.findings))
    assert "STK-06" not in lines(held)
    assert "no new red flags · 5 known · " in lines(held)
    assert "Known by the baseline\n  P1 GRA-01  tools.a" in lines(held, known=True)


def test_every_output_marks_what_is_known_and_what_is_new():
    first, *others = BARE.findings
    gone = KnownFinding("STK-06:tools.z", "STK-06", "tools.z", Severity.P4, Outcome.SUSPECTED)
    held = BARE.against(Baseline.holding([*Baseline.of(others).findings.values(), gone]))
    made = {name: FORMATS[name].render(held, "pinned") for name in TEXTS}
    data = json.loads(made["json"])
    assert [one["baseline"] for one in data["findings"]] == ["new", *["known"] * 4]
    assert [data["baseline"][key] for key in ("new", "worse", "known")] == [1, 0, 4]
    assert [json.loads(one)["baseline"] for one in made["jsonl"].splitlines()] == ["new", *["known"] * 4]
    sarif = json.loads(made["sarif"])
    jsonschema_rs.validator_for(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))).validate(sarif)
    (run,) = sarif["runs"]
    assert [one["baselineState"] for one in run["results"]] == ["new", *["unchanged"] * 4]
    told = run["invocations"][0]["properties"]["baselineAbsent"]
    assert told == [{"id": "STK-06:tools.z", "state": "mended"}]
    root = ET.fromstring(made["junit"])  # noqa: S314 - it was made here
    assert (root.get("failures"), len(root.findall(".//failure"))) == ("1", 1)
    assert made["junit"].count("Known: it is in the baseline") == 4
    new, left = made["github"].splitlines()
    assert new.startswith("::error ")
    assert left == "::notice title=Baseline::4 known findings are left: they stand in the other formats"
    assert [one["severity"] for one in json.loads(made["gitlab"])] == ["blocker", *["info"] * 4]
    assert made["md"].index("### New: Red flags") < made["md"].index("### Known by the baseline")
    assert "STK\\-06\\:tools.z  mended" in made["md"]
    assert made["html"].count('<span class="standing">Known</span>') == 4
    assert made["html"].count('<span class="standing">New</span>') == 1
    rows = csv.DictReader(io.StringIO(FORMATS["csv"].render(held, "pinned").removeprefix("\ufeff")))
    assert [one["Baseline"] for one in rows] == ["new", *["known"] * 4]
    section = values_of(held)["baseline"]
    assert (section.new, section.known, section.mended, section.absent[0].id) == (1, 4, 1, "STK-06:tools.z")
    worse = json.loads(FORMATS["sarif"].render(BARE.against(known(first, severity=Severity.P5)), "pinned"))
    assert worse["runs"][0]["results"][0]["baselineState"] == "updated"


def test_without_a_baseline_no_output_speaks_of_one():
    assert "baseline" not in lines(BARE)
    assert "baselineState" not in FORMATS["sarif"].render(BARE, "pinned")
    assert 'id="baseline"' not in BARE.to_html()
    assert json.loads(BARE.to_json())["baseline"] is None
    assert BARE.standing(BARE.findings[0]) is None
