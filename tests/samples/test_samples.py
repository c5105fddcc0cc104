"""The sample stacks come out as their expected files say; run as a program, this writes those files anew."""

from __future__ import annotations

from pathlib import Path

import pytest

import stackaudit
from stackaudit.finding import Outcome

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
NAMES = ("red_flags", "red_flags_more", "healthy", "sourcegraph", "govuk")


def summary(audit: stackaudit.Audit) -> str:
    """The findings by id, the questions by topic, and the coverage."""
    lines = [f"{finding.outcome} {finding.severity} {finding.id}" for finding in audit.findings]
    lines += [f"question {question.topic} ({len(question.places)})" for question in audit.questions]
    return "\n".join([*lines, f"coverage {audit.coverage.percent} %"]) + "\n"


@pytest.fixture(scope="module")
def audits() -> dict[str, stackaudit.Audit]:
    return {name: stackaudit.run(SAMPLES / f"{name}.yaml") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_comes_out_as_expected(name, audits) -> None:
    expected = (SAMPLES / "expected" / f"{name}.txt").read_text(encoding="utf-8")
    assert summary(audits[name]) == expected


def test_every_rule_finds_something_in_the_company_with_red_flags(audits) -> None:
    audit = audits["red_flags"]
    rules = {rule.id for rule in audit.rules.values() if not rule.alias_of}
    found = {finding.rule for finding in audit.flagged}
    # What excludes one of them has a company of its own.
    more = {finding.rule for finding in audits["red_flags_more"].flagged}
    assert found | more == rules
    assert rules - found <= {"PRO-05", "PRO-17", "STR-07"}


def test_the_company_put_right_has_no_finding_and_nothing_is_unknown(audits) -> None:
    audit = audits["healthy"]
    assert not audit.findings
    assert not audit.questions
    assert audit.coverage.share == 1.0
    assert all(result.outcome in {Outcome.CLEAR, Outcome.NOT_APPLICABLE} for result in audit.results)


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_that_decided_has_its_place_in_the_file(name, audits) -> None:
    for finding in audits[name].findings:
        assert finding.place is not None, finding.id
        assert all(one.place is not None for one in finding.evidence if one.path), finding.id


@pytest.mark.parametrize("name", ["sourcegraph", "govuk"])
def test_a_real_organisation_is_described_with_sources_and_a_notice(name, audits) -> None:
    stack = audits[name].stack
    assert stack.report is not None
    assert "not an assessment" in (stack.report.notice or "")
    assert all(tool.source for tool in stack.tools.values())
    assert all(flow.source for flow in stack.flows.values())


def test_no_name_of_the_sample_files_leads_to_a_broken_rule(audits) -> None:
    assert all(not audit.broken for audit in audits.values())


if __name__ == "__main__":
    (SAMPLES / "expected").mkdir(exist_ok=True)
    for sample in NAMES:
        text = summary(stackaudit.run(SAMPLES / f"{sample}.yaml"))
        (SAMPLES / "expected" / f"{sample}.txt").write_text(text, encoding="utf-8")
