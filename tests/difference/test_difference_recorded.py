"""An audit of which only the data were kept, compared with another one; and the difference as a page."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit import audit_stack
from stackaudit.audit.difference import difference
from stackaudit.audit.difference.findings import Kind
from stackaudit.audit.difference.record import record_of
from stackaudit.audit.difference.recorded import data_of, only_rules, recorded
from stackaudit.errors import ReadError
from stackaudit.finding import Severity
from stackaudit.load import load
from stackaudit.outputs.difference.difference import Difference
from stackaudit.outputs.json import to_json
from stackaudit.rules import folder

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"


@pytest.fixture(scope="module")
def audits():
    pack = folder(HERE / "rules")
    return [audit_stack(load(GOLDEN / name, file=name), packs=[pack]) for name in ("old.yaml", "new.yaml")]


def kept(audit, name="audit.json"):
    data = data_of(to_json(audit).encode("utf-8"))
    assert data is not None
    return recorded(data, name)


def test_what_was_kept_of_an_audit_says_what_the_audit_says(audits):
    for audit in audits:
        made = difference(kept(audit), audit)
        assert made.findings == ()
        assert made.unchanged == len(audit.findings_and_waived)
        assert (made.questions.opened, made.questions.answered, made.questions.dropped) == ((), (), ())
        assert made.score.is_same
        assert made.score.moves == ()


def test_findings_questions_and_score_are_compared_with_what_was_kept(audits):
    old, new = audits
    whole, part = difference(old, new), difference(kept(old), new)
    assert {one.id: (one.before, one.after) for one in part.findings} == {
        one.id: (one.before, one.after) for one in whole.findings
    }
    assert part.questions == whole.questions
    assert part.score == whole.score
    assert (part.elements, part.reach, part.opt_outs) == (None, None, None)
    assert not any(one.by_date for one in part.findings)
    assert "Only the data of the old audit were kept" in part.notes[0]
    assert "are not compared" in part.notes[1]
    both = Difference.between(kept(old), kept(new))
    assert {one.kind for one in both.findings} == {Kind.NEW, Kind.WORSE, Kind.BETTER, Kind.MENDED, Kind.OPEN}
    assert both.questions.answered == ()
    for text in (both.to_text(), both.to_markdown(), both.to_html(), both.to_json()):
        assert "audit.json" in text


def test_other_versions_of_the_rules_are_told(audits):
    data = json.loads(to_json(audits[0]))
    data["packs"][0]["version"] = "0"
    (note,) = [one for one in difference(recorded(data, "a"), audits[0]).notes if "other rules" in one]
    assert note == "The audits were made with other rules (differing 0, then differing 1): their scores do not compare."


def test_a_rule_that_broke_then_is_told(audits):
    data = json.loads(to_json(audits[0]))
    data["rules"][0]["broken"] = {"exception": "x", "frames": []}
    made = difference(recorded(data, "a"), audits[0])
    assert made.notes[-1] == "Not compared, as they failed to run: DIF-01."


def test_of_what_was_kept_some_rules_can_be_taken(audits):
    some = only_rules(kept(audits[0]), {"DIF-02"})
    assert {one.rule for one in some.found.values()} == set(some.judged) == {"DIF-02"}
    assert all("DIF-02" in one.rules for one in some.asked.values())
    assert record_of(audits[0]).found.keys() > some.found.keys()


@pytest.mark.parametrize("text", [b"[1]", b"{", b"{}", b'{"format": 1}', b"[" * 100_000, b"\xff", b'{"findings": []}'])
def test_what_is_no_audit_is_not_taken_for_one(text):
    assert data_of(text) is None


def test_data_of_another_version_or_shape_are_refused_with_every_mistake(audits):
    data = json.loads(to_json(audits[0]))
    with pytest.raises(ReadError, match="is an audit of format '2', expected 1"):
        recorded({**data, "format": 2}, "audit.json")
    data["findings"][0]["severity"] = "P9"
    data["as_of"] = "soon"
    del data["rules"][0]["clear"]
    with pytest.raises(ReadError) as caught:
        recorded(data, "audit.json")
    told = "\n".join(problem.message for problem in caught.value.problems)
    for where in ("as_of", "findings.0.severity", "rules.0.clear"):
        assert f"'audit.json' at {where}: " in told


def test_the_page_names_all_and_escapes_what_comes_from_the_stack(audits):
    made = Difference.between(*audits)
    page = made.to_html()
    seen = html.unescape(re.sub(r"<[^>]*>", "", page))
    for one in made.findings:
        said = one.after if one.after.severity is not None else one.before
        assert said.message in seen
    for one in made.elements or ():
        assert one.path in seen
    assert "by the day alone, 2026-03-02 -> 2026-11-22" in seen
    assert "25 hours" in seen
    assert page == made.to_html()
    hostile = "<script>alert(1)</script>"
    text = f"stackaudit: 1\nas_of: 2026-11-22\ncompany: {{name: '{hostile}'}}\ntools: {{a: {{name: '{hostile}', owner: %s}}}}\n"
    page = stackaudit.diff(*(stackaudit.load_text(text % owner) for owner in ("none", "unknown"))).to_html()
    assert hostile not in page
    assert "default-src &#39;none&#39;" in page


def test_a_page_says_what_it_leaves_out(monkeypatch, audits):
    monkeypatch.setattr("stackaudit.outputs.difference.html._MOST", 2)
    page = Difference.between(*audits).to_html()
    assert "more are left out here; the JSON output has them all." in page
    empty = Difference.between(audits[0], audits[0]).to_html()
    assert "left out" not in empty
    assert "<h2" in empty
    assert "Findings</h2>" not in empty


def test_other_parameters_of_rules_are_told():
    pack = folder(HERE / "rules")
    stack = load(GOLDEN / "new.yaml", file="new.yaml")
    rule = pack.rules[0].id
    plain, severe = audit_stack(stack, packs=[pack]), audit_stack(stack, packs=[pack], severities={rule: Severity.P1})
    told = "The audits were made with other thresholds or severities: what differs may come from those alone."
    assert difference(plain, severe).notes == (told,)
    assert difference(severe, severe).notes == ()
