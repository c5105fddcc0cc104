"""The audit as a whole: findings in order, counts, thresholds, coverage, what is run, and settings that make no sense."""

from __future__ import annotations

import pytest

from stackaudit.audit import audit_stack
from stackaudit.audit.coverage import Coverage, Tally
from stackaudit.errors import RuleError, SettingsError, StackError
from stackaudit.finding import BrokenRule, Missing, Outcome, RuleResult, Severity, Unknown
from stackaudit.load import load_text

TEXT = """\
company: {name: Northwind}
tools:
  b: {owner: none, built: in_house}
  a: {owner: none}
  c: {}
flows: [{from: a, to: b}]
"""


@pytest.fixture
def rules(declared):
    return [
        declared("tool", {"owner": "none"}, severity="P3"),
        declared("tool", {"no": {"flow": {"from": {"same": "id"}}}}, id="MY-02", severity="P1"),
        declared("tool", {"built": "in_house"}, id="MY-03", severity="P2"),
    ]


def test_findings_are_sorted_proved_first_then_worst_first_then_by_rule_and_element(audit, rules):
    found = audit(TEXT, *rules)
    assert [one.id for one in found.findings] == [
        "MY-03:tools.b",
        "MY-01:tools.a",
        "MY-01:tools.b",
        "MY-02:tools.b",
        "MY-02:tools.c",
    ]
    assert [one.id for one in found.flagged] == ["MY-03:tools.b", "MY-01:tools.a", "MY-01:tools.b"]
    assert [one.id for one in found.suspected] == ["MY-02:tools.b", "MY-02:tools.c"]
    assert {severity.value: found.count(severity) for severity in Severity} == {
        "P1": 0,
        "P2": 1,
        "P3": 2,
        "P4": 0,
        "P5": 0,
    }
    assert found.count("P3") == 2
    with pytest.raises(ValueError, match="'p3' is not a valid Severity"):
        found.count("p3")


@pytest.mark.parametrize(
    ("threshold", "fails", "strictly"),
    [("P1", False, True), ("P2", True, True), ("P3", True, True), ("P5", True, True)],
)
def test_an_audit_fails_at_a_threshold_and_suspicions_only_strictly(audit, rules, threshold, fails, strictly):
    found = audit(TEXT, *rules)
    assert found.fails(Severity(threshold)) is fails
    assert found.fails(Severity(threshold), strict=True) is strictly


def test_an_audit_without_findings_fails_nowhere(audit, declared):
    found = audit("tools: {a: {built: vendor}}", declared("tool", {"built": "in_house"}))
    assert not found.fails(Severity.P5, strict=True)


def test_an_audit_says_in_a_line_what_it_is(audit, rules):
    found = audit(TEXT, *rules)
    assert repr(found) == "<Audit of 'Northwind': 3 flagged, 2 suspected, coverage 41 %>"
    assert repr(audit("{}\n"[3:], *rules)) == "<Audit of 'stack': 0 flagged, 0 suspected, coverage 100 %>"
    assert found.packs == (("mine", "1"),)


def test_coverage_is_the_weight_of_what_has_a_verdict(audit, rules):
    found = audit(TEXT, *rules)
    assert dict(found.tallies) == {
        "MY-01": Tally(flagged=2, suspected=0, clear=0, unknown=1, not_applicable=0),
        "MY-02": Tally(flagged=0, suspected=2, clear=1, unknown=0, not_applicable=0),
        "MY-03": Tally(flagged=1, suspected=0, clear=0, unknown=2, not_applicable=0),
    }
    known = 5 * 2 / 3 + 10 * 1 / 3 + 7.5 * 1 / 3
    assert found.coverage == Coverage(pytest.approx(known / 22.5), pytest.approx(known), 22.5, 3, 0, 0)
    assert found.coverage.percent == 41


@pytest.mark.parametrize(("share", "percent"), [(0.0, 0), (0.29, 29), (0.999, 99), (1.0, 100), (0.57, 57)])
def test_only_full_coverage_reads_as_a_hundred_per_cent(share, percent):
    assert Coverage(share, 0, 0, 0, 0, 0).percent == percent


def test_rules_that_do_not_apply_or_are_broken_are_left_out_of_coverage(audit, declared, checked):
    def breaks(_view):
        raise ValueError

    unjudged = declared("tool", {"owner": "none"})
    elsewhere = declared("metric", {"goal": "none"}, id="MY-02")
    found = audit("tools: {a: {}}", unjudged, elsewhere, checked(breaks, id="MY-03"))
    assert found.coverage == Coverage(0.0, 0.0, 5.0, 1, 1, 1)
    assert audit("tools: {}", elsewhere).coverage == Coverage(1.0, 0.0, 0.0, 0, 0, 0)


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, "not_applicable"),
        ({"not_applicable": ("tools.a",)}, "not_applicable"),
        ({"clear": ("tools.a",), "not_applicable": ("tools.b",)}, "clear"),
        ({"unknown": (Unknown("tools.a", (Missing(("tools", "a", "owner")),)),), "clear": ("tools.b",)}, "unknown"),
    ],
)
def test_the_outcome_of_a_rule_is_the_worst_of_its_elements(fields, outcome):
    assert RuleResult("MY-01", **fields).outcome is Outcome(outcome)


def test_a_broken_rule_stands_in_the_result():
    result = RuleResult("MY-01", broken=BrokenRule("ValueError: x", ("a.py:1 in f",)))
    assert (result.broken.traceback, result.flagged, result.suspected) == ("", (), ())


# -- what is run --------------------------------------------------------------------------------------------------------


def test_rules_can_be_chosen_and_left_out(audit, rules):
    assert list(audit(TEXT, *rules, select=["MY-01", "MY-03"]).rules) == ["MY-01", "MY-03"]
    assert list(audit(TEXT, *rules, select=["own"], ignore=["MY-02"]).rules) == ["MY-01", "MY-03"]
    with pytest.raises(RuleError, match=r"'MY-04' is no rule, no family and no severity of rules$"):
        audit(TEXT, *rules, ignore=["MY-04"])


def test_without_packs_the_built_in_rules_are_run():
    found = audit_stack(load_text("stackaudit: 1\nas_of: 2026-11-22\n"))
    assert found.packs[0][0] == "stackaudit"
    assert len(found.results) == len([rule for rule in found.rules.values() if not rule.alias_of])


def test_a_parameter_can_be_set(audit, declared):
    parameters = {"least": {"value": 2, "unit": "tools", "about": "x", "source": "y"}}
    rule = declared(
        "tool", {"maintainers": {"count": {"fewer_than": "$least"}}}, parameters=parameters, message="under {least}"
    )
    text = "people: {ann: {}, bob: {}}\ntools: {a: {maintainers: [ann, bob]}}"
    assert audit(text, rule).results[0].clear == ("tools.a",)
    (finding,) = audit(text, rule, parameters={"MY-01": {"least": 3}}).flagged
    assert finding.message == "under 3"


def test_a_setting_for_what_there_is_not_is_a_mistake(audit, declared):
    rule = declared(
        "tool", {"owner": "none"}, parameters={"least": {"value": 2, "unit": "tools", "about": "x", "source": "y"}}
    )
    settings = {"MY-1": {"least": 2}, "MY-01": {"lest": 3, "least": 3, "xyzzy": 1}}
    with pytest.raises(SettingsError) as error:
        audit(TEXT, rule, parameters=settings)
    assert str(error.value).splitlines() == [
        "MY-01 has no parameter 'lest' (did you mean 'least'?)",
        "MY-01 has no parameter 'xyzzy'",
        "parameters for 'MY-1': there is no such rule (did you mean 'MY-01'?)",
    ]


def test_a_rule_whose_number_is_written_otherwise_is_meant_wherever_a_description_names_it():
    text = """\
tools: {a: {}}
actions: {x: {mends: ["GRA-1:tools.a"]}}
waivers: [{rule: gra1, element: tools.a, owner: me, reason: replaced, until: 2027-01-01}]
report: {commentary: {"GRA-1:tools.a": agreed}, wording: {GRA1: {title: Stop is not heard}}}
"""
    with pytest.raises(StackError) as error:
        audit_stack(load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{text}"))
    assert [one.hint for one in error.value.problems] == ["did you mean 'GRA-01'?"] * 4


def test_a_setting_may_be_there_for_a_rule_that_is_left_out(audit, rules, declared):
    extra = declared(
        "tool",
        {"note": "none"},
        id="MY-09",
        parameters={"least": {"value": 2, "unit": "tools", "about": "x", "source": "y"}},
    )
    found = audit(TEXT, *rules, extra, select=["MY-01"], parameters={"MY-09": {"least": 1}})
    assert list(found.rules) == ["MY-01"]
