"""The consultant's words in place of a rule's: in what a client reads, told as theirs, and nothing else changed."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

import stackaudit
from stackaudit.audit.rewording import changed, reworded
from stackaudit.errors import StackError
from stackaudit.outputs.brand.notices import notices
from stackaudit.outputs.rewording import reworded_words

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools:
  hub: {sends: [email], captures_opt_out: [email]}
  mailer: {sends: [email], captures_opt_out: [email]}
report:
  wording:
"""
GRA_01 = """\
    GRA-01:
      title: "Stop <b>means</b> stop"
      why: |
        Nobody likes
        to ask twice.
      impact: The launch in May depends on it.
      fix: {now: Call the agency., later: Buy one tool.}
"""
WORDS = ("Stop <b>means</b> stop", "Nobody likes to ask twice.", "The launch in May depends on it.", "Call the agency.")
TOLD = (
    "Words of 1 rule were changed for this report by stack.yaml: GRA-01 (title, why, impact, fix now, fix later); "
    "what they find, its severity and its evidence are the rules' own."
)


def audit(wording=GRA_01, *rules):
    stack = stackaudit.load_text(STACK + wording, file="in/stack.yaml")
    return stackaudit.run(stack, select=rules or ["GRA-01", "GRA-02", "TEC-02"])


def test_words_of_a_rule_stand_in_the_page_and_are_told_to_be_changed():
    page = audit().render("html").replace("&#39;", "'")
    for words in WORDS:
        assert words.replace("<", "&lt;").replace(">", "&gt;") in page
    assert TOLD in page
    own = audit().rules["GRA-01"]
    for words in (own.title, own.why, own.fix.now, own.fix.later):
        assert words not in page


def test_documents_slides_markdown_and_the_workbook_have_them_too():
    import docx
    import openpyxl
    import pptx
    import pypdf

    held = audit()
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(held.render("pdf"))).pages)
    word = "\n".join(one.text for one in docx.Document(BytesIO(held.render("docx"))).paragraphs)
    slides = pptx.Presentation(BytesIO(held.render("pptx"))).slides
    shapes = [shape for one in slides for shape in one.shapes]
    deck = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    deck += [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    book = openpyxl.load_workbook(BytesIO(held.render("xlsx")))
    for text in (pdf, word, "\n".join(deck)):
        line = " ".join(text.replace("\u200b", "").split())
        assert "Call the agency." in line
        assert "The launch in May depends on it." in line
        assert "Words of 1 rule were changed" in line
    findings = [cell.value for row in book["Findings"].iter_rows(min_row=2) for cell in row]
    assert {*WORDS} - {WORDS[1]} <= {*findings}
    assert book["About"]["A2"].value == TOLD
    assert "Words of 1 rule were changed" in held.render("md")
    assert "Stop \\<b\\>means" in held.render("md")


def test_data_keep_the_words_of_the_rule():
    rule = audit().rules["GRA-01"]
    for name in ("json", "sarif", "csv", "csv-actions", "text", "jsonl", "junit"):
        text = audit().render(name)
        assert "agency" not in text, name
        assert "launch in May" not in text, name
    data = json.loads(audit().render("json"))
    assert {one["id"]: one["title"] for one in data["rules"]}["GRA-01"] == rule.title


def test_nothing_but_words_is_changed():
    plain = audit()
    other = reworded(plain)
    for one, two in zip(plain.findings, other.findings, strict=True):
        for name in ("id", "severity", "outcome", "message", "evidence", "path"):
            assert getattr(one, name) == getattr(two, name)
    assert plain.score.total == other.score.total


def test_what_is_left_out_stays_the_rules_own():
    rule = reworded(audit("    GRA-01: {fix: {later: Buy one tool.}}\n")).rules["GRA-01"]
    own = audit().rules["GRA-01"]
    assert (rule.title, rule.why, rule.fix.now, rule.fix.later) == (own.title, own.why, own.fix.now, "Buy one tool.")


def test_an_alias_leads_to_its_rules():
    held = audit("    TEC-02: {title: Both}\n")
    assert dict(changed(held)) == {"GRA-01": ("title",), "GRA-02": ("title",)}
    assert {reworded(held).rules[one].title for one in ("GRA-01", "GRA-02", "TEC-02")} == {"Both"}
    assert reworded_words(held).startswith("Words of 2 rules were changed")


def test_an_alias_changes_the_rules_that_it_leads_to_and_that_were_run():
    wording = "    TEC-02: {title: Both}\n    GRA-01: {why: Because.}\n"
    assert dict(changed(audit(wording))) == {"GRA-01": ("title", "why"), "GRA-02": ("title",)}
    assert dict(changed(audit(wording, "GRA-01", "STK-13"))) == {"GRA-01": ("why",)}

    stack = stackaudit.load_text(STACK + wording, file="stack.yaml")
    rest = stackaudit.run(stack, select=["GRA-01", "GRA-02", "TEC-02"], ignore=["GRA-02"])
    assert "GRA-02" not in reworded(rest).rules


def test_each_mistake_is_told_with_its_place():
    wording = "    gra-01: {title: a}\n    GRA-01: {title: b}\n    TEC-02: {title: c, why: d}\n"
    with pytest.raises(StackError) as error:
        audit(wording)
    assert [(one.message, one.hint, one.place.line) for one in error.value.problems] == [
        ("there is no rule 'gra-01' to word otherwise", "did you mean 'GRA-01'?", 9),
        ("TEC-02 leads to GRA-01, whose title has other words under GRA-01", "keep one of them", 11),
    ]


@pytest.mark.parametrize(
    ("wording", "message"),
    [
        ("    GRA-01: {severity: P5}\n", "severity"),
        (f"    GRA-01: {{title: {'x' * 200}}}\n", "150"),
        ("    GRA-01: {title: ''}\n", "expected"),
    ],
)
def test_what_is_no_words_is_a_mistake(wording, message):
    with pytest.raises(StackError, match=message):
        audit(wording)


def test_words_of_a_stack_without_a_file_are_told_without_one():
    data = {"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {}}}
    stack = stackaudit.load_data({**data, "report": {"wording": {"STK-13": {"title": "Mine"}}}})
    assert "for this report: STK-13 (title)" in reworded_words(stackaudit.run(stack))
    wrong = stackaudit.load_data({**data, "report": {"wording": {"STK-99": {"title": "Mine"}}}})
    with pytest.raises(StackError, match="there is no rule 'STK-99'"):
        stackaudit.run(wrong)


def test_words_for_a_rule_that_was_not_run_are_told_to_stand_nowhere():
    held = audit(GRA_01, "STK-13")
    assert notices(held) == ("report.wording: GRA-01 was not run, so that no reader will see its words",)
    assert reworded(held) is held
    assert reworded_words(held) == ""


def test_of_rules_that_are_run_and_not_run_some_words_are_seen():
    held = audit(f"{GRA_01}    STK-13: {{title: Mine}}\n")
    assert list(changed(held)) == ["GRA-01"]
    assert reworded(held).rules["GRA-01"].title == WORDS[0]


def test_a_report_without_words_of_its_own_says_nothing_of_them():
    held = audit("    GRA-01: {}\n")
    assert reworded(held) is held
    assert "were changed for this report" not in held.render("html")
    assert notices(held) == ()


def test_a_locale_and_words_go_together():
    page = audit(f"{GRA_01}  locale: de-DE\n").render("html")
    assert "22. November 2026" in page
    assert "Call the agency." in page


def test_a_stack_that_says_nothing_of_its_report_has_nothing_to_be_told():
    assert notices(stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22"}, select=["GRA-01"])) == ()
