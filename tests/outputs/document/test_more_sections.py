"""What the page has beside findings is in the documents and slides too: charts as tables, requests, the baseline."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pptx
import pytest

import stackaudit
from stackaudit.audit.baseline import KnownFinding
from stackaudit.outputs.deck import figures
from stackaudit.outputs.document.blocks import Heading, Paragraph, Remark, Table
from stackaudit.outputs.document.causes import by_cause
from stackaudit.outputs.document.glance import at_a_glance
from stackaudit.outputs.document.plan import roadmap, tool_verdicts
from stackaudit.outputs.document.requests import requests
from stackaudit.outputs.document.since import since_the_baseline
from stackaudit.outputs.html import requests as log
from stackaudit.outputs.html.baseline import BaselineSection, since_words
from stackaudit.outputs.html.names import Names

SAMPLES = Path(__file__).parents[3] / "sample_stacks"
SMALL = """\
stackaudit: 1
as_of: 2026-11-22
report: {commentary: {glance: Seen., requests: Asked., baseline: Mended.}}
tools:
  hub: {capabilities: [crm], cost: {amount: 100, currency: eur, per: month}}
  old: {capabilities: [crm]}
"""


@pytest.fixture(scope="module")
def flags():
    return stackaudit.run(SAMPLES / "red_flags.yaml")


@pytest.fixture(scope="module")
def small():
    return stackaudit.run(stackaudit.load_text(SMALL))


def told(blocks):
    """What stands in blocks: headings and paragraphs as text, tables as lists of rows."""
    made = []
    for one in blocks:
        if isinstance(one, Heading):
            made.append(one.text)
        elif isinstance(one, Paragraph):
            made.append(words(one.spans))
        elif isinstance(one, Remark):
            made += told(one.blocks)
        elif isinstance(one, Table):
            made.append([list(one.head), *([words(cell) for cell in row] for row in one.rows)])
    return made


def words(spans):
    return "".join(span.text for span in spans)


def test_charts_are_tables_with_the_figures_of_the_page(flags):
    names = Names(flags.stack)
    made = told(at_a_glance(flags, names))
    headings = [
        "At a glance",
        "Findings and coverage by part",
        "What the tools for one job cost a year",
        "Renewals ahead",
    ]
    assert [one for one in made if isinstance(one, str) and one in headings] == headings
    parts, costs, renewals = (one for one in made if isinstance(one, list))
    assert parts[0] == ["Part", "P1", "P2", "P3", "P4", "P5", "Suspected", "Points", "Coverage"]
    assert [sum(int(row[column]) for row in parts[1:]) for column in range(1, 6)] == [
        flags.count(severity) for severity in stackaudit.Severity
    ]
    assert ["online shop", "42,000 USD", "Web shop"] in costs
    assert ["surveys and feedback", "13,000 USD", "2 tools: Customer survey and Typeform"] in costs
    assert ["Mailchimp", "2 December 2026", "31 January 2027", "by itself", "38,000 USD"] in renewals


def test_what_is_not_known_of_a_cost_is_said_and_commentary_has_its_place(small):
    made = told(at_a_glance(small, Names(small.stack)))
    assert made[:2] == ["At a glance", "Seen."]
    assert ["customer relationship management", "1,200 EUR not known of 1", "2 tools: hub and old"] in made[-1]


def test_what_has_no_cost_and_no_renewal_has_no_table_of_them():
    audit = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22"})
    assert sum(isinstance(one, list) for one in told(at_a_glance(audit, Names(audit.stack)))) == 1
    assert list(figures.costs_and_renewals(audit, Names(audit.stack))) == []


def test_more_than_the_page_shows_is_counted(flags, monkeypatch):
    monkeypatch.setattr(sys.modules["stackaudit.outputs.html.glance"], "_ROWS", 1)
    monkeypatch.setattr(log, "_MOST", 1)
    names = Names(flags.stack)
    made = told(at_a_glance(flags, names))
    assert "And 5 more renewals." in made
    assert any(str(one).endswith("more jobs.") for one in made)
    assert "2 more are left out here; the JSON output has them all." in told(requests(flags, names))
    costs, renewals = figures.costs_and_renewals(flags, names)
    assert (len(costs.rows), costs.total, len(renewals.rows), renewals.total) == (1, 10, 1, 6)


def test_requests_are_told_with_advice_reasons_and_questions(flags):
    made = told(requests(flags, Names(flags.stack)))
    headings = (
        "Requests",
        "Take, in this order",
        "Ask first",
        "Put off",
        "Decline",
        "Hours for requests and for the roadmap",
    )
    assert tuple(one for one in made if isinstance(one, str) and one in headings) == headings
    first = next(one for one in made if isinstance(one, list))[1]
    assert first[:2] == ["1. Orders on invoice get no confirmation", "P2"]
    ask = made[made.index("Ask first") + 1][1]
    assert ask[1] == "-"
    assert "Ask Business sales: What goes wrong, or is lost, while this is not done?" in ask[3]
    assert made[-1] == "May the team decline a request or put it off, and who backs it? Ask: the leader of marketing."


def test_a_log_without_requests_has_no_section(small):
    assert list(requests(small, Names(small.stack))) == []
    assert list(figures.requests(small, Names(small.stack))) == []


def test_what_a_baseline_knew_and_is_there_no_more_is_told(small):
    gone = [
        KnownFinding(f"STK-04:tools.{name}", "STK-04", f"tools.{name}", stackaudit.Severity.P3, outcome)
        for name, outcome in (("gone", stackaudit.Outcome.FLAGGED), ("lost", stackaudit.Outcome.SUSPECTED))
    ]
    beside = small.against(stackaudit.Baseline.holding(gone))
    heading, remark, sentence, table = told(since_the_baseline(beside))
    assert (heading, remark) == ("Since the baseline", "Mended.")
    assert sentence.startswith("Of the findings that count, ")
    assert [row[:2] for row in table[1:]] == [["STK-04:tools.gone", "P3"], ["STK-04:tools.lost", "P3?"]]
    (slide,) = figures.since(beside)
    assert slide.lead == (sentence,)


def test_a_baseline_of_which_all_is_there_has_no_table(small):
    beside = small.against(stackaudit.Baseline.holding([]))
    assert not any(isinstance(one, list) for one in told(since_the_baseline(beside)))


def test_without_a_baseline_nothing_is_said_of_one(small):
    assert list(since_the_baseline(small)) == []
    assert list(figures.since(small)) == []


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((1, 1, 1, 1), "1 is new, 1 got worse, and 1 was known. 1 was known and is mended."),
        ((0, 2, 3, 1200), "0 are new, 2 got worse, and 3 were known. 1,200 were known and are mended."),
    ],
)
def test_counts_stand_in_sentences(counts, sentence):
    assert since_words(BaselineSection(*counts, ())) == f"Of the findings that count, {sentence}"


def test_the_slides_have_costs_before_the_steps_and_say_what_else_the_report_has(flags):
    slides = pptx.Presentation(BytesIO(flags.render("pptx"))).slides
    titles = [one.shapes.title.text_frame.text for one in slides]
    wanted = ["What each job costs a year", "Next steps"]
    assert [one for one in titles if one in wanted] == wanted
    last = "\n".join(shape.text_frame.text for shape in slides[len(slides) - 1].shapes if shape.has_text_frame)
    assert "More in the report: how bad, and how soon; renewals ahead; requests; " in last
    assert len(titles) < 13


def test_of_very_many_actions_and_verdicts_the_first_are_listed_and_the_others_counted():
    tools = ", ".join(f"t{number}: {{owner: none}}" for number in range(203))
    text = f"stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools]\ntools: {{{tools}}}\n"
    audit = stackaudit.run(stackaudit.load_text(text), select=["STK-06"])
    for section in (roadmap, tool_verdicts):
        said = told(section(audit))
        (table,) = [one for one in said if isinstance(one, list)]
        assert len(table) == 1 + 200
        assert said[said.index(table) + 1] == "3 more are left out here."


def test_what_sources_disagree_on_has_a_wide_column():
    answers = "{owner: [{value: team, source: the handbook}, {value: none, source: the head of sales}]}"
    text = f"stackaudit: 1\nas_of: 2026-11-22\nteams: {{team: {{}}}}\ntools: {{hub: {{disputed: {answers}}}}}\n"
    audit = stackaudit.run(stackaudit.load_text(text), select=["EVD-01"])
    (facts,) = (one for one in by_cause(audit, Names(audit.stack)) if isinstance(one, Table))
    assert facts.title == "Facts that decided"
    assert facts.widths.index(max(facts.widths)) == facts.head.index("Value")


def test_that_nothing_was_found_leads_to_the_questions_only_where_there_are_some():
    bare = stackaudit.run(
        stackaudit.load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {hub: {}}\n"), select=["STK-06"]
    )
    whole = stackaudit.run(SAMPLES / "healthy.yaml")
    asked, known = (told(by_cause(one, Names(one.stack)))[1] for one in (bare, whole))
    assert asked == "There is none. That says something only of what is known: see the open questions."
    assert known == "There is none. All that the rules ask for is known."
