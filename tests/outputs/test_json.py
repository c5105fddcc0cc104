"""The audit as JSON: its shape, which is apart from the internal types, and its bytes."""

from __future__ import annotations

import json
from math import inf

import pytest

from stackaudit._version import __version__
from stackaudit.checks.verdict import FactRef, Verdict
from stackaudit.finding import Hop, Missing, Outcome, Severity
from stackaudit.outputs.json import FORMAT, as_data, question_data, to_json

TEXT = """\
company: {name: Bücher & Söhne}
tools:
  a: {owner: none, source: "interview, 2026-11-03", basis: told}
  b: {}
flows: [{from: a, to: b, method: csv_manual, every: 1w}]
"""
PLACE = {"file": "stack.yaml", "line": 5, "column": 7, "end_line": 5, "end_column": 12}


@pytest.fixture
def found(audited, rule_that):
    def flags(view):
        hop = Hop("flows.a->b", "a", "b", "csv_manual", 604800, inf, view.stack.provenance.place("tools", "a", "owner"))
        facts = (FactRef("tools", "a", "owner"), FactRef("tools", "b", "owner"))
        yield Verdict(
            ("tools.a", "tools.b"),
            Outcome.FLAGGED,
            "email",
            facts,
            path=(hop, Hop("flows.x", "b", "a", "api", inf, inf)),
        )
        yield Verdict(("tools.b",), Outcome.SUSPECTED, severity=Severity.P1, missing=(Missing(("complete", "flows")),))
        yield Verdict(("tools.b",), Outcome.UNKNOWN, missing=(Missing(("tools", "b", "owner")),))
        yield Verdict(("tools.c",), Outcome.CLEAR)
        yield Verdict(("tools.d",), Outcome.NOT_APPLICABLE)

    def breaks(_view):
        raise ValueError("nothing fits")

    return audited(TEXT, rule_that(flags), rule_that(breaks, 2, "P2"))


def test_the_head_and_the_summary_say_what_was_audited_and_what_came_of_it(found):
    data = as_data(found)
    assert list(data) == [
        "format",
        "stackaudit",
        "as_of",
        "company",
        "packs",
        "summary",
        "score",
        "causes",
        "actions",
        "plan",
        "verdicts",
        "swot",
        "cases",
        "findings",
        "waivers",
        "baseline",
        "settings",
        "questions",
        "triage",
        "opt_outs",
        "costs",
        "renewals",
        "commentary",
        "rules",
    ]
    assert (data["format"], FORMAT, data["stackaudit"]) == (1, 1, __version__)
    assert (data["as_of"], data["company"]) == ("2026-11-22", "Bücher & Söhne")
    assert data["packs"] == [{"name": "mine", "version": "1.2"}]
    assert data["summary"] == {
        "flagged": {"P1": 0, "P2": 0, "P3": 1, "P4": 0, "P5": 0},
        "suspected": 1,
        "waived": 0,
        "questions": 2,
        "coverage": 0.5,
        "rules": {"run": 2, "applicable": 1, "not_judged": 0, "broken": 1},
        "tools": 2,
        "flows": 1,
        "contacts": None,
    }


def test_a_finding_has_its_evidence_its_path_and_its_place(found):
    flagged, suspected = as_data(found)["findings"]
    assert flagged == {
        "id": "MY-01:tools.a+tools.b:email",
        "rule": "MY-01",
        "outcome": "flagged",
        "severity": "P3",
        "because": "",
        "rated": None,
        "title": "Title 1",
        "message": "m",
        "elements": ["tools.a", "tools.b"],
        "topic": "email",
        "place": PLACE,
        "evidence": [
            {
                "path": "tools.a.owner",
                "value": "none",
                "origin": "stated",
                "place": PLACE,
                "source": "interview, 2026-11-03",
                "basis": "told",
            },
            {
                "path": "tools.b.owner",
                "value": "not stated",
                "origin": "not recorded",
                "place": {"file": "stack.yaml", "line": 6, "column": 3, "end_line": 6, "end_column": 4},
                "source": None,
                "basis": None,
            },
        ],
        "path": [
            {"element": "flows.a->b", "from": "a", "to": "b", "method": "csv_manual", "at_least": 604800, "at_most": None,
             "place": PLACE},
            {"element": "flows.x", "from": "b", "to": "a", "method": "api", "at_least": None, "at_most": None, "place": None},
        ],
        "missing": [],
        "impact": "i",
        "waiver": None, "baseline": None,
    }  # fmt: skip
    assert (suspected["outcome"], suspected["severity"], suspected["place"]) == ("suspected", "P1", None)
    assert suspected["missing"] == ["complete.flows"]


def test_a_rule_has_its_words_and_its_subjects(found):
    first, second = as_data(found)["rules"]
    assert first == {
        "id": "MY-01",
        "name": "mine-1",
        "title": "Title 1",
        "severity": "P3",
        "family": "own",
        "dimension": None,
        "kind": "check",
        "pack": "mine",
        "why": "It matters.",
        "fix": {"now": "Stop.", "later": "Mend."},
        "parameters": [],
        "outcome": "flagged",
        "flagged": ["MY-01:tools.a+tools.b:email"],
        "suspected": ["MY-01:tools.b"],
        "clear": ["tools.c"],
        "unknown": [{"element": "tools.b", "missing": ["tools.b.owner"]}],
        "not_applicable": ["tools.d"],
        "broken": None,
    }
    assert second["outcome"] == "broken"
    assert second["broken"]["exception"] == "ValueError: nothing fits"
    assert second["broken"]["frames"][-1].startswith("test_json.py:")
    assert set(second["broken"]) == {"exception", "frames"}


def test_a_question_has_its_places_and_yaml(found):
    (question,) = [question_data(one) for one in found.questions if one.topic == "tool.owner"]
    assert question == {
        "topic": "tool.owner",
        "text": "Who is accountable for this tool's use, cost and data?",
        "rules": ["MY-01"],
        "weight": 5.0,
        "places": [
            {
                "path": "tools.b.owner",
                "element": "tools.b",
                "title": "b",
                "answers": [],
                "place": {"file": "stack.yaml", "line": 6, "column": 3, "end_line": 6, "end_column": 4},
            }
        ],
        "yaml": "# the values are examples\ntools:\n  b:\n    owner: marketing\nteams:\n  marketing: {}",
    }


def test_the_text_is_the_data_with_a_line_for_each_finding_question_and_rule(found):
    text = to_json(found)
    assert json.loads(text) == json.loads(json.dumps(as_data(found)))
    assert text.endswith("\n}\n")
    lines = text.splitlines()
    assert lines[0] == "{"
    assert sum(line.startswith('    {"id": ') for line in lines) == 4
    assert sum(line.startswith('    {"topic": ') for line in lines) == 2
    assert "Bücher & Söhne" in text


def test_what_a_renewal_costs_a_year_is_null_where_nobody_said_and_where_it_is_paid_once(audited):
    text = """
tools:
  once: {contract: {renews: 2026-12-01}, cost: {amount: 5, currency: eur, per: once}}
  open: {contract: {renews: 2026-12-02}}
  paid: {contract: {renews: 2026-12-03}, cost: {amount: 5, currency: eur, per: month}}
"""
    renewals = json.loads(to_json(audited(text)))["renewals"]
    assert [(one["tool"], one["yearly"]) for one in renewals] == [
        ("once", None),
        ("open", None),
        ("paid", {"currency": "EUR", "amount": 60}),
    ]


def test_a_stack_of_which_nothing_is_said_gives_empty_lists(audited):
    text = to_json(audited("{}"[2:]))
    assert '  "company": null,\n' in text
    assert (
        '  "findings": [],\n  "waivers": [],\n  "baseline": null,\n  "settings": {"file": null, "left_out": [], "severities": [], "parameters": []},\n  "questions": [],\n  "triage": null,\n  "opt_outs": [],\n'
        in text
    )
    assert '  "renewals": [],\n  "commentary": [],\n  "rules": []\n}\n' in text


def test_a_stack_that_was_not_read_from_a_file_has_no_places(audited, rule_that):
    def flags(_view):
        yield Verdict(("tools.a",), Outcome.FLAGGED, facts=(FactRef("tools", "a", "owner"),))

    data = as_data(
        audited({"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {"owner": "none"}}}, rule_that(flags))
    )
    (finding,) = data["findings"]
    assert finding["place"] is None
    assert finding["evidence"][0]["place"] is None


def test_what_is_no_json_is_never_written(audited, rule_that):
    def flags(_view):
        yield Verdict(("tools.a",), Outcome.FLAGGED, path=(Hop("flows.x", "a", "b", "api", float("nan"), 0),))

    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(audited("tools: {a: {}}", rule_that(flags)))
