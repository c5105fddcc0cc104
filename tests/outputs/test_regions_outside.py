"""Regions of which the facts hold no law: the report says so, rather than be silent."""

from __future__ import annotations

import pytest

import stackaudit
from stackaudit.outputs.document.appendix import facts
from stackaudit.outputs.html import to_html
from stackaudit.outputs.html.outcomes import outside_the_facts

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
SAID = (
    "No law of BR and JP on opt-outs, deletion or sending is among these facts: what is demanded there was not judged."
)


def audited(text: str, **options: list[str]) -> stackaudit.Audit:
    return stackaudit.run(stackaudit.load_text(HEAD + text), **options)


@pytest.mark.parametrize(
    ("company", "said"),
    [
        ("{regions: [us, br, jp]}", "BR and JP"),
        ("{regions: [de, gb, us, ca]}", ""),
        # A group that may hold a country with a law is said to be uncertain beside that law.
        ("{regions: [emea, worldwide, more]}", ""),
        ("{name: Northwind}", ""),
        ("{regions: none}", ""),
    ],
)
def test_regions_without_a_law_are_named(company, said):
    assert outside_the_facts(audited(f"company: {company}")) == said


def test_nothing_is_said_where_no_rule_was_run_that_judges_by_laws_or_nobody_said_whose_stack_it_is():
    assert outside_the_facts(audited("company: {regions: [br]}", select=["STR-13"])) == ""
    assert outside_the_facts(audited("tools: {}")) == ""


def test_the_report_and_the_document_say_it_where_they_list_the_facts():
    audit = audited("company: {regions: [us, br, jp]}")
    assert SAID in to_html(audit, pictures=None)
    assert SAID in str(list(facts(audit)))
