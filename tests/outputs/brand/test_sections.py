"""``report: sections`` and ``leave_out`` hold for whatever a client reads: documents, slides and Markdown as the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

import stackaudit
from stackaudit.finding import BrokenRule
from stackaudit.model.report import ReportSettings
from stackaudit.model.words import ReportSection
from stackaudit.outputs.brand.sections import TITLES, left_out, wanted
from stackaudit.outputs.deck.slides import First, Rows, Words
from stackaudit.outputs.deck.story import deck
from stackaudit.outputs.diagram import pictures
from stackaudit.outputs.document.blocks import Heading, Paragraph, Turn
from stackaudit.outputs.document.plan import tool_verdicts
from stackaudit.outputs.document.story import document
from stackaudit.outputs.html import to_html

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {regions: [us], contacts: 1200000}
teams: {marketing: {}, sales: {}}
tools:
  hub: {owner: marketing, capabilities: [crm], sends: [email], captures_opt_out: [email], cost: {amount: 100, currency: eur, per: month},
        contract: {renews: 2027-01-31, notice: 60d, auto_renew: true}}
  mailer: {sends: [email], captures_opt_out: [email]}
flows:
  - {from: hub, to: mailer, method: csv_manual, every: 1w, takes: 8d, signals: [opt_out]}
processes: {segmentation: {}}
requests: {banner: {asked_on: 2026-11-19, from: sales, objective: More sales, effort: 5, severity: P3}}
waivers:
  - {rule: GRA-03, element: 'tools.mailer:email', owner: head of ops, reason: replaced in May, until: 2027-05-31}
report: {commentary: {score: It is early., diagram: As drawn by IT.}}
"""
RULES = ["GRA-01", "GRA-02", "GRA-03", "PRO-01", "STK-13", "STK-24"]


@pytest.fixture(scope="module")
def audit():
    return stackaudit.run(stackaudit.load_text(STACK), select=RULES)


@pytest.fixture(scope="module")
def drawn(audit):
    return pictures(audit.stack, audit.graph, audit.findings)


def reported(audit, sections=None, leave_out=()):
    """The same audit with other settings for its report."""
    settings = audit.stack.report.model_copy(update={"sections": sections, "leave_out": leave_out})
    return replace(audit, stack=audit.stack.model_copy(update={"report": settings}))


def headings(made):
    return [one.text for one in made.blocks if isinstance(one, Heading) and one.level == 1]


def paragraphs(made):
    return ["".join(span.text for span in one.spans) for one in made.blocks if isinstance(one, Paragraph)]


def titles(made):
    return [one.title for one in made.slides if not isinstance(one, First)]


FEW = (ReportSection.TOOLS, ReportSection.DIAGRAM, ReportSection.FINDINGS, ReportSection.TOOLS)


def test_a_form_has_what_is_named_of_what_it_has_and_the_disclaimer():
    order = (ReportSection.SUMMARY, ReportSection.SCORE, ReportSection.DISCLAIMER)
    assert wanted(None, order) == order
    named = ReportSettings(sections=(ReportSection.SCORE, ReportSection.TOOLS, ReportSection.SUMMARY))
    assert wanted(named, order) == (ReportSection.SCORE, ReportSection.SUMMARY, ReportSection.DISCLAIMER)
    without = ReportSettings(leave_out=(ReportSection.SCORE, ReportSection.DISCLAIMER))
    assert wanted(without, order) == (ReportSection.SUMMARY, ReportSection.DISCLAIMER)
    assert wanted(without, order[:2]) == (ReportSection.SUMMARY,)


def test_each_section_has_a_name():
    assert set(TITLES) == set(ReportSection)
    assert left_out("this", [ReportSection.SCORE, ReportSection.TOOLS]) == "Left out of this: Score, Tools."
    assert left_out("this", ()) == ""


def test_a_document_has_the_sections_in_the_wanted_order_and_names_the_rest(audit, drawn):
    made = document(reported(audit, FEW), drawn)
    assert headings(made) == ["Tools", "Data flow", "Findings by root cause", "Disclaimer"]
    assert paragraphs(made)[-1] == (
        "Left out of this document: Summary, Score, At a glance, Requests, Roadmap, What to do with each tool, "
        "Business case, Opt-out matrix, Data flows, Open questions, Waivers, Rules and outcomes, Facts used, Method."
    )
    every = document(reported(audit), drawn)
    assert not any("Left out of this" in one for one in paragraphs(every))
    less = document(reported(audit, leave_out=(ReportSection.RULES, ReportSection.BASELINE)), drawn)
    assert headings(less) == [one for one in headings(every) if one != "Rules and outcomes"]
    assert paragraphs(less)[-1] == "Left out of this document: Rules and outcomes."


def test_pages_turn_only_where_what_stands_on_them_needs_it(audit, drawn):
    made = document(reported(audit, (ReportSection.TOOLS, ReportSection.FLOWS, ReportSection.SCORE)), drawn)
    turns = [one.wide if isinstance(one, Turn) else one.text for one in made.blocks if isinstance(one, (Turn, Heading))]
    assert turns[:5] == [True, "Tools", "Data flows", False, "Score"]
    for one, following in zip(made.blocks, made.blocks[1:], strict=False):
        assert not (isinstance(one, Turn) and isinstance(following, Turn))


def test_a_page_does_not_turn_for_a_table_that_is_not_there(drawn):
    bare = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22"}, select=["STK-13"])
    made = document(bare, drawn)
    assert {"Tools", "Data flows"} <= {*headings(made)}
    assert not any(isinstance(one, Turn) for one in made.blocks)


def test_tools_with_one_verdict_for_the_same_reasons_share_a_row():
    tools = ", ".join(f"{name}: {{capabilities: [{what}]}}" for name, what in (("a", "crm"), ("b", "bi"), ("c", "cms")))
    text = f"stackaudit: 1\nas_of: 2026-11-22\ntools: {{{tools}}}\n"
    audit = stackaudit.run(stackaudit.load_text(text), select=["STK-02"])
    heading, _, table = tool_verdicts(audit)
    assert heading.text == "What to do with each tool"
    assert len({one.verdict for one in audit.verdicts}) == 1
    assert sorted(span.text for row in table.rows for span in row[0]) == ["a, b, c"]


def test_many_causes_of_one_kind_are_told_as_one(drawn):
    tools = ", ".join(f"t{number:02}: {{owner: none}}" for number in range(20))
    audit = stackaudit.run(
        stackaudit.load_text(f"stackaudit: 1\nas_of: 2026-11-22\ntools: {{{tools}}}\n"), select=["STK-06"]
    )
    made = document(audit, drawn)
    assert "20 causes of one kind, 20 findings" in " ".join(paragraphs(made))
    rule = audit.rules["STK-06"]
    assert paragraphs(made).count(rule.why) == 1
    assert all(finding.message in paragraphs(made) for finding in audit.findings)


def test_slides_have_the_sections_in_the_wanted_order_and_all_of_their_slides(audit, drawn):
    some = (ReportSection.GLANCE, ReportSection.REQUESTS, ReportSection.BUSINESS_CASE, ReportSection.VERDICTS)
    made = deck(reported(audit, (*some, ReportSection.SUMMARY)), drawn)
    assert titles(made) == [
        "What each job costs a year", "Renewals ahead", "Requests", "Strengths, weaknesses, opportunities, threats",
        "What to do with each tool", "In short", "How bad, and how soon", "Three things first", "How to read this",
    ]  # fmt: skip
    (last,) = [one for one in made.slides if one.title == "How to read this"]
    assert isinstance(last, Words)
    assert "Left out of these slides: Findings, Data flow diagram, Roadmap, Open questions." in last.text
    verdicts = next(one for one in made.slides if one.title == "What to do with each tool")
    assert isinstance(verdicts, Rows)
    assert {row[0] for row in verdicts.rows} == {"hub", "mailer"}


def test_slides_without_wishes_are_about_ten_and_say_what_else_the_report_has(audit, drawn):
    made = deck(reported(audit), drawn)
    assert len(made.slides) <= 12
    assert made.slides[-1].text[-1] == (
        "More in the report: how bad, and how soon; renewals ahead; requests; what to do with each tool; "
        "strengths, weaknesses, opportunities, threats."
    )
    short = next(one for one in made.slides if one.title == "In short")
    assert "Next notice: by 2 December 2026 for hub, which costs 1,200 EUR a year." in short.text
    without = deck(reported(audit, leave_out=(ReportSection.METHOD, ReportSection.GLANCE)), drawn)
    assert "What each job costs a year" not in titles(without)
    assert "A fact that nobody stated counts neither for nor against." not in without.slides[-1].text


def test_what_is_said_of_a_section_that_is_left_out_is_on_no_slide(audit, drawn):
    def said(made):
        return [row for one in made.slides if one.title == "Commentary" for row in one.rows]

    assert said(deck(reported(audit), drawn)) == [
        ("Data flow diagram", "As drawn by IT."),
        ("Score", "It is early."),
    ]
    assert said(deck(reported(audit, leave_out=(ReportSection.SCORE,)), drawn)) == [
        ("Data flow diagram", "As drawn by IT.")
    ]
    assert said(deck(reported(audit, (ReportSection.SUMMARY,)), drawn)) == []


def test_markdown_has_the_sections_in_the_wanted_order_and_names_the_rest(audit):
    text = reported(audit, (ReportSection.ROADMAP, ReportSection.FINDINGS, ReportSection.TOOLS)).render("md")
    assert 0 < text.index("### To do within a month") < text.index("### Red flags")
    assert "### Waived" not in text
    assert "replaced in May" not in text
    assert text.endswith("\nLeft out of this summary\\: Summary, Waivers.\n")
    assert "Left out of" not in reported(audit).render("md")


def test_a_rule_that_broke_is_told_even_without_the_summary(audit, drawn):
    (first, *rest) = audit.results
    broken = replace(audit, results=(replace(first, broken=BrokenRule("RuntimeError: no", (), "")), *rest))
    bare = reported(broken, (ReportSection.METHOD,))
    told = f"The rule {first.rule} failed to run: nothing is known of what it looks for."
    assert paragraphs(document(bare, drawn))[0] == told
    assert deck(bare, drawn).slides[-1].text[0] == told
    assert f"**{first.rule} is broken:**" in bare.render("md")
    for page, level in ((to_html(bare), "h2"), (to_html(broken), "h3")):
        assert page.count(f"<{level}>1 rule failed to run</{level}>") == page.count("failed to run</h") == 1
