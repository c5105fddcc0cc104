"""The report as a PDF and as a Word file: both say what the page says, and what is hostile stays text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pypdf
import pytest
from pypdf.generic import ArrayObject

import stackaudit
from stackaudit.outputs import typeset
from stackaudit.outputs.archive import rezipped
from stackaudit.outputs.diagram import pictures
from stackaudit.outputs.diagram.flat import Flat
from stackaudit.outputs.document import appendix, causes, matrix
from stackaudit.outputs.document.blocks import Heading, Paragraph, Span, Table, Turn, cell
from stackaudit.outputs.document.docx import docx_of
from stackaudit.outputs.document.pdf import pdf_of
from stackaudit.outputs.document.plan import tool_verdicts
from stackaudit.outputs.document.story import document
from stackaudit.outputs.html.findings import Cards
from stackaudit.outputs.html.inventory import spending
from stackaudit.outputs.html.leadership import leadership
from stackaudit.outputs.html.matrix import matrices
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.story import RuleBlock
from stackaudit.outputs.method import PROVED_AND_SUSPECTED
from stackaudit.outputs.plain import visible
from stackaudit.outputs.scoring import becomes, mended_words, sensitivity_words


@pytest.fixture(scope="session")
def story(delivered):
    return told(delivered)


def told(audit):
    return document(audit, pictures(audit.stack, audit.graph, audit.findings))


@pytest.fixture(scope="session")
def pdf(story):
    return pypdf.PdfReader(io.BytesIO(pdf_of(story)))


@pytest.fixture(scope="session")
def word(story):
    return docx.Document(io.BytesIO(docx_of(story)))


def spans(block):
    if isinstance(block, Heading):
        return [block.text]
    if isinstance(block, Paragraph):
        return [span.text for span in block.spans]
    if isinstance(block, Table):
        return [*block.head, *(span.text for row in block.rows for cell in row for span in cell)]
    return [block.title] if isinstance(block, Flat) else []


def texts(story):
    return [*(value for _, value in story.cover.facts), *(text for block in story.blocks for text in spans(block))]


def squeezed(text):
    """Text without what a page adds: line breaks, and places where long words may break."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


@pytest.fixture(scope="session")
def pages(pdf):
    """The text of each page."""
    return [page.extract_text() for page in pdf.pages]


def pdf_text(pages):
    """The text of all pages, without what stands at the foot of each."""
    foot = re.compile(r"Marketingstackaudit:NorthwindPage\d+of\d+$")
    return "".join(foot.sub("", squeezed(page)) for page in pages)


def word_text(document):
    return "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


# -- what it says -----------------------------------------------------------------------------------------------------


def test_all_findings_are_told_with_their_evidence_and_fixes(story, delivered):
    said = texts(story)
    assert delivered.findings
    for finding in delivered.findings:
        assert finding.message in said
        assert delivered.rules[finding.rule].fix.now in said
        assert {one.path for one in finding.evidence} <= {*said, ""}
    assert any("interview, head of CRM" in text for text in said)
    assert "15 days" in said


def test_a_source_behind_several_facts_is_said_once_below_them(audit_of):
    text = "tools: {a: {owner: none, sends: [email], source: 'interview, head of CRM', basis: told}}"
    said = texts(told(audit_of(text, "STK-06")))
    source = "(a) interview, head of CRM (somebody said so)"
    assert [one for one in said if "(a)" in one or "interview" in one] == [" (a)", " (a)", source]


def test_findings_stand_below_what_they_stem_from(story, delivered):
    headings = [block for block in story.blocks if isinstance(block, Heading)]
    first = next(number for number, block in enumerate(headings) if block.text == "Findings by root cause")
    titles = [block.text for block in headings[first + 1 :] if block.level == 2][: len(delivered.causes)]
    assert sorted(titles) == sorted(cause.title for cause in delivered.causes)


def test_the_score_is_told_with_its_arithmetic_and_what_to_mend_first(whole):
    said = texts(told(whole))
    assert any(text.startswith(f"{becomes(whole.score)} of 100, level ") for text in said)
    assert {one.dimension.heading for one in whole.score.dimensions} <= {*said}
    assert mended_words(whole.score, whole.mending) in said
    assert {change for one in whole.mending.first for change in one.changes} <= {*said}


def test_a_score_that_is_a_number_says_how_it_stands_with_other_weights():
    audit = stackaudit.run("sample_stacks/healthy.yaml")
    assert {*sensitivity_words(audit.score)} <= {*texts(told(audit))}
    assert audit.score.sensitivity


def test_where_findings_of_a_rule_differ_in_impact_each_has_its_own(delivered):
    cards = Cards(Names(delivered.stack), {}, {}, {}, frozenset())
    card = cards.card(delivered.findings[0], shared=False, is_open=False)
    both = (replace(card, impact="It costs."), replace(card, impact="It costs more.", facts=(), standing="new"))
    blocks = list(causes._rule(RuleBlock(delivered.rules["GRA-01"], "P1", "", both), None))
    said = [text for block in blocks for text in spans(block)]
    assert any(text.startswith(("Proved. new.", "Suspected. new.")) for text in said)
    assert (said.count("It costs."), said.count("It costs more."), said.count("For leadership: ")) == (1, 1, 2)


def test_leadership_reads_the_verdict_and_what_to_keep(whole):
    said = texts(told(whole))
    page = leadership(whole, spending(whole))
    assert " ".join(page.verdict) in said
    assert {words for _, words in page.stakes} <= {*said}
    assert {one.title for one in page.strengths} <= {*said}


def test_a_wide_picture_gets_a_page_that_lies(delivered):
    drawn = pictures(delivered.stack, delivered.graph, ())
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"><title>{}</title></svg>'
    sizes = ((900, 300, "Wide"), (900, 900, "Tall"), (400, 100, "Small"))
    wide, tall, small = (replace(drawn.main, svg=svg.format(*one)) for one in sizes)
    made = document(delivered, replace(drawn, main=wide, domains=(wide, tall, small)))
    around = [
        block.wide if isinstance(block, Turn) else block.title
        for block in made.blocks
        if isinstance(block, (Turn, Flat))
    ]
    assert around[:6] == [True, "Wide", "Wide", False, "Tall", "Small"]


def test_a_suspicion_says_what_would_prove_or_refute_it(whole):
    assert whole.suspected
    story = told(whole)
    said = texts(story)
    assert any(f"{len(whole.suspected)} more are suspected" in text for text in said)
    assert "What would prove or refute it:" in said
    assert {missing.path for one in whole.suspected for missing in one.missing} <= {*said}


def test_each_finding_has_its_impact_once(whole):
    said = texts(told(whole))
    for finding in whole.findings:
        assert finding.impact in said


def test_the_opt_out_matrix_says_how_long_from_where_to_whom(delivered, monkeypatch):
    (channel,) = delivered.opt_out_matrix
    blocks = list(matrix.opt_outs(delivered, Names(delivered.stack)))
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert (len(table.rows), len(table.head)) == (len(channel.places), 1 + len(channel.senders))
    said = [text for block in blocks for text in spans(block)]
    assert "15 days" in said
    assert any(" breaks 1" in text for text in said)
    monkeypatch.setattr(matrix, "_ACROSS", 1)
    narrow = [one for one in matrix.opt_outs(delivered, Names(delivered.stack)) if isinstance(one, Table)]
    assert [one.head[1:] for one in narrow] == [(sender,) for sender in table.head[1:]]


@pytest.mark.parametrize(("count", "tables"), [(0, []), (7, [7]), (8, [4, 4]), (15, [5, 5, 5])])
def test_senders_are_spread_over_tables_of_like_width(delivered, count, tables):
    (made,) = matrices(delivered, Names(delivered.stack))
    ((place, squares), *_) = made.rows
    wide = replace(made, senders=("Mailer",) * count, rows=((place, squares[:1] * count),))
    assert [len(one.head) - 1 for one in matrix._channel(wide) if isinstance(one, Table)] == tables


def test_what_a_matrix_leaves_out_is_counted(delivered):
    (made,) = matrices(delivered, Names(delivered.stack))
    said = [text for block in matrix._channel(replace(made, more_places=3)) for text in spans(block)]
    assert "Left out: 3 more places and 0 more senders." in said


def test_what_would_tell_of_tools_has_no_column_where_nothing_is_asked(whole):
    healthy = stackaudit.run("sample_stacks/healthy.yaml")
    heads = [one.head for audit in (whole, healthy) for one in tool_verdicts(audit) if isinstance(one, Table)]
    assert [len(head) for head in heads] == [4, 3]


def test_severities_that_settings_change_are_told(delivered, monkeypatch):
    monkeypatch.setattr(appendix, "adjusted_words", lambda _audit: "Settings make GRA-01 a P3.")
    assert "Settings make GRA-01 a P3." in texts(told(delivered))


def test_what_is_waived_is_in_the_appendix_alone(story):
    said = texts(story)
    assert "replaced in May" in said
    assert not [text for text in said if "(GRA-03)" in text]


def test_the_sections_are_those_of_a_report(story):
    assert [block.text for block in story.blocks if isinstance(block, Heading) and block.level == 1] == [
        "Summary", "Score", "At a glance", "Findings by root cause", "Roadmap",
        "What to do with each tool", "Business case", "Data flow", "Opt-out matrix", "Tools", "Data flows", "Open questions", "Waivers",
        "Rules and outcomes", "Facts used", "Method", "Disclaimer",
    ]  # fmt: skip


def test_beyond_some_hundreds_findings_are_listed_and_beyond_thousands_counted(delivered, monkeypatch):
    monkeypatch.setattr(causes, "_IN_FULL", 1)
    monkeypatch.setattr(causes, "_LISTED", 2)
    blocks = list(told(delivered).blocks)
    table = next(block for block in blocks if isinstance(block, Table) and block.title == "Further findings")
    assert len(table.rows) == 2
    left = len(delivered.findings) - 2 - (1 if min(len(one.findings) for one in delivered.causes) == 1 else 0)
    assert any(f"{left:,} more are left out here" in text for text in texts(told(delivered)))


def test_a_long_table_says_what_it_leaves_out(delivered, monkeypatch):
    monkeypatch.setattr(appendix, "_MOST", 2)
    said = texts(told(delivered))
    assert "1 more are left out here; the workbook and the JSON output have them all." in said


def test_with_nothing_described_and_nothing_known_there_is_still_a_report(audit_of):
    nothing = told(audit_of("", "STK"))
    said = texts(nothing)
    assert {"No tool is described.", "No data flow is described."} <= {*said}
    assert any(text.startswith("There is none.") for text in said)
    assert "No rule that was run judges by a figure or a legal limit." in texts(told(audit_of("", "PRO-01")))
    assert pypdf.PdfReader(io.BytesIO(pdf_of(nothing))).pages
    assert "Marketing stack" in word_text(docx.Document(io.BytesIO(docx_of(nothing))))


def test_a_picture_that_cannot_be_drawn_is_named_with_the_reason(delivered):
    drawn = pictures(delivered.stack, delivered.graph, ())
    other = replace(
        drawn, main=replace(drawn.main, svg="", failure="the engine ran out of time"), notice="An overview."
    )
    made = document(delivered, other)
    assert not any(isinstance(block, Flat) for block in made.blocks)
    said = texts(made)
    assert "An overview." in said
    assert any("the engine ran out of time" in text for text in said)


def test_a_rule_that_broke_is_named_first(delivered):
    from stackaudit.finding import BrokenRule

    (first, *rest) = delivered.results
    broken = replace(delivered, results=(replace(first, broken=BrokenRule("RuntimeError: no", (), "")), *rest))
    assert f"The rule {first.rule} failed to run: nothing is known of what it looks for." in texts(told(broken))


# -- PDF --------------------------------------------------------------------------------------------------------------


@pytest.mark.no_cover
def test_the_pdf_has_all_of_the_text(pages, story):
    held = pdf_text(pages)
    for text in texts(story):
        assert squeezed(visible(text)) in held, text


def test_the_pdf_is_tagged_and_says_what_it_is_and_in_which_language(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert isinstance(root["/StructTreeRoot"]["/K"], (ArrayObject, dict))
    assert (pdf.metadata.title, pdf.metadata.author) == ("Marketing stack audit: Northwind", "Example Consulting")
    assert "pdfuaid" in pdf.xmp_metadata.rdf_root.toxml()


def test_the_pdf_has_bookmarks_contents_and_page_numbers(pdf, pages, story):
    marks = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert [mark for mark in marks if mark != "Contents"] == [
        visible(one.text) for one in story.blocks if isinstance(one, Heading) and one.level == 1
    ]
    assert "Disclaimer" in pages[1]
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages[1:], 2))
    assert "Page" not in pages[0]


def test_wide_tables_stand_on_pages_that_lie(pdf, pages, story):
    assert any(isinstance(block, Turn) and block.wide for block in story.blocks)
    lying = [text for page, text in zip(pdf.pages, pages, strict=True) if page.mediabox.width > page.mediabox.height]
    assert any("Used for" in text for text in lying)
    assert 0 < len(lying) < len(pages)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_description_chooses_the_paper(audit_of, paper, size):
    made = told(audit_of(f"report: {{paper: {paper}}}\ntools: {{a: {{}}}}"))
    page = pypdf.PdfReader(io.BytesIO(pdf_of(made))).pages[0].mediabox
    assert (round(page.width), round(page.height)) == size
    section = docx.Document(io.BytesIO(docx_of(made))).sections[0]
    assert (round(section.page_width.pt), round(section.page_height.pt)) == size


def test_letters_that_no_typeface_has_do_not_stop_a_pdf(audit_of, monkeypatch):
    asked = []
    monkeypatch.setattr(typeset, "_covers", lambda letters, *, system: asked.append((letters, system)) or False)
    made = told(audit_of("tools: {a: {name: 中文名}}"))
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(made)))
    assert "中" in "".join(letters for letters, _ in asked)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" not in reader.xmp_metadata.rdf_root.toxml()


def test_the_typefaces_that_come_along_cover_western_text_and_no_chinese():
    assert typeset._covers("äéßŁžΩЖ→↔–…", system=False)
    assert not typeset._covers("中", system=False)


# -- Word -------------------------------------------------------------------------------------------------------------


def test_the_word_file_has_all_of_the_text(word, story):
    held = squeezed(word_text(word))
    for text in texts(story):
        assert squeezed(visible(text)) in held, text


def test_headings_are_headings_and_tables_are_tables(word, story):
    styles = [(one.style.name, one.text) for one in word.paragraphs if one.style.name.startswith("Heading")]
    assert styles == [(f"Heading {one.level}", visible(one.text)) for one in story.blocks if isinstance(one, Heading)]
    tables = [one for one in story.blocks if isinstance(one, Table)]
    assert [len(one.rows) for one in word.tables] == [1 + len(one.rows) for one in tables]
    head = word.tables[0].rows[0]._tr.xml
    assert "w:tblHeader" in head
    assert [cell.text for cell in word.tables[0].rows[0].cells] == list(tables[0].head)


def paged(story, blocks):
    """The words of each page of a document of these blocks, without title page, contents and foot."""
    sheets = pypdf.PdfReader(io.BytesIO(pdf_of(replace(story, blocks=tuple(blocks))))).pages
    return [re.sub(r"Marketing stack audit: .*", "", sheet.extract_text()).split() for sheet in sheets[2:]]


def test_what_leads_to_something_stands_on_a_page_with_it(story):
    """Long enough that one of so many pages would end after a lead-in."""
    pair = (Paragraph((Span("Lead:"),), "leading"), Paragraph((Span("led"),), "bullet"))
    filler = (Paragraph((Span("Filled."),)),) * 3
    pages = paged(story, [one for number in range(300) for one in (*pair, *filler[: number % 4])])
    assert len(pages) > 10
    assert [page[-1] for page in pages if page[-1] == "Lead:"] == []


def test_a_table_of_few_rows_is_on_one_page(story):
    rows = Table("Few", ("Headed",), tuple((cell("one"),) for _ in range(3)), (1,))
    pages = paged(
        story, [one for number in range(60) for one in (rows, *[Paragraph((Span("Filled."),))] * (number**2 % 7))]
    )
    assert len(pages) > 4
    assert [page.count("one") % 3 for page in pages] == [0] * len(pages)


def test_in_word_no_lead_in_head_or_last_row_stands_alone(whole):
    made = docx.Document(io.BytesIO(docx_of(told(whole))))
    kept = {one.text: one.paragraph_format.keep_with_next for one in made.paragraphs}
    assert kept["What would prove or refute it:"]
    assert kept[whole.rules[whole.suspected[0].rule].why]
    assert kept[PROVED_AND_SUSPECTED]
    rows = next(one for one in made.tables if len(one.rows) > 3).rows
    held = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in rows]
    assert held == [True, *[None] * (len(rows) - 3), True, None]


def test_the_contents_are_a_field_that_leads_to_the_headings(word):
    body = word.element.body.xml
    assert 'TOC \\o "1-2"' in body
    anchors = re.findall(r'w:anchor="(_Toc\d+)"', body)
    assert anchors == re.findall(r'w:name="(_Toc\d+)"', body) != []
    assert body.count('w:fldCharType="begin"') == body.count('w:fldCharType="end"') == 1


def test_contents_of_more_than_two_pages_name_the_sections_alone(story):
    many = replace(story, blocks=tuple(Heading(1 + bool(number), f"Part {number}") for number in range(100)))
    body = docx.Document(io.BytesIO(docx_of(many))).element.body.xml
    assert 'TOC \\o "1-1"' in body
    assert len(re.findall(r'w:anchor="_Toc', body)) == 1
    assert body.count('w:fldCharType="begin"') == body.count('w:fldCharType="end"') == 1


def test_the_diagram_is_a_picture_with_words_for_those_who_do_not_see_it(word, story):
    drawn = [one for one in story.blocks if isinstance(one, Flat)]
    assert len(word.inline_shapes) == len(drawn) == 1
    shape = word.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == visible(drawn[0].description)
    section = word.sections[0]
    assert shape.width <= section.page_height - 2 * section.left_margin
    (image,) = [name for name in parts(docx_of(story)) if name.startswith("word/media/")]
    assert parts(docx_of(story))[image].startswith(b"\x89PNG")


def test_the_title_page_names_client_day_and_author(word):
    first = [one.text for one in word.paragraphs[:8]]
    assert first[1] == "Northwind"
    assert "Draft for discussion." in first
    assert {"Company: North & <Wind>", "As of: 22 November 2026", "Prepared by: Example Consulting"} <= {*first}
    assert word.sections[0].footer.paragraphs[0].text.startswith("Marketing stack audit: Northwind")


def parts(made):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# -- both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [pdf_of, docx_of])
def test_the_same_report_gives_the_same_bytes_without_a_clock(story, write):
    made = write(story)
    assert made == write(story)
    if write is docx_of:
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert {one.date_time[0] for one in archive.infolist()} == {1980}
        core = parts(made)["docProps/core.xml"].decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-22T00:00:00Z"}
    else:
        assert set(re.findall(rb"D:(\d{14})", made)) == {b"20261122000000"}


def test_an_archive_written_anew_has_the_same_parts():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("b.txt", "b")
        archive.writestr("a/a.txt", "a")
    assert list(parts(rezipped(made.getvalue())).items()) == [("b.txt", b"b"), ("a/a.txt", b"a")]


@pytest.mark.parametrize("name", ["x" * 10_000, "\u0085\u2028", "a\u00adb " * 900, "[link] *x* _y_ #let x = 1"])
def test_hostile_names_neither_break_nor_flood_a_document(audit_of, name):
    import json

    made = told(audit_of(f"company: {{name: {json.dumps(name)}}}\ntools: {{a: {{name: {json.dumps(name)}}}}}"))
    assert len(pypdf.PdfReader(io.BytesIO(pdf_of(made))).pages) < 12
    assert docx.Document(io.BytesIO(docx_of(made))).paragraphs
    assert max(map(len, texts(made))) <= 2_100


def test_hidden_characters_are_shown(pages, word):
    for held in (pdf_text(pages), word_text(word)):
        assert "\u202e" not in held
        assert "\\u202e" in held
