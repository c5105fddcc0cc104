"""Commentary, accent and logo in the report as a document: the same as in the page."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import replace
from io import BytesIO

import docx
import pptx
import pypdf
import pytest
from PIL import Image

from stackaudit import run
from stackaudit.errors import OutputError
from stackaudit.load import load_text
from stackaudit.model.report import ReportSettings
from stackaudit.outputs.brand.contrast import ENOUGH, contrast
from stackaudit.outputs.brand.emblem import Emblem, emblem_of
from stackaudit.outputs.brand.markdown import as_text
from stackaudit.outputs.brand.picture import size_of_png
from stackaudit.outputs.diagram import pictures
from stackaudit.outputs.document import causes
from stackaudit.outputs.document.blocks import Paragraph, Remark, Span, Table
from stackaudit.outputs.document.said import said
from stackaudit.outputs.document.story import document
from stackaudit.outputs.html.names import Names

STACK = """stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools:
  a: {sends: [email], captures_opt_out: [email]}
  b: {sends: [email]}
report:
  colours: {accent: "#ffff00"}
  commentary: {summary: Ours, findings: Two, score: Three, diagram: Four, tools: Seven, flows: Eight, questions: Nine,
    rules: Ten, facts: Eleven, method: Twelve, disclaimer: Thirteen, GRA-01:tools.b:email: "Agreed **then**\\n\\n- in May"}
"""


def written(text):
    (remark,) = said(ReportSettings(commentary={"score": text}), "score")
    assert remark.by == "Commentary"
    return list(remark.blocks)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "a **b** `c`\n*d*",
            [Paragraph((Span("a "), Span("b", "strong"), Span(" "), Span("c", "code"), Span(" "), Span("d")))],
        ),
        ("# A", [Paragraph((Span("A"),))]),
        (
            "[a](https://x.example) [b](#score)",
            [Paragraph((Span("a"), Span(" (https://x.example)", "said"), Span(" "), Span("b")))],
        ),
        ("- a\n- b", [Paragraph((Span("a"),), "bullet"), Paragraph((Span("b"),), "bullet")]),
        ("3. a\n4. b", [Paragraph((Span("3. "), Span("a"))), Paragraph((Span("4. "), Span("b")))]),
        ("```\na <b>\n```", [Paragraph((Span("a <b>", "code"),))]),
        (
            "| a | b |\n|---|---|\n| c | **d** |",
            [Table("Commentary", ("a", "b"), (((Span("c"),), (Span("d", "strong"),)),), (1, 1))],
        ),
        ("<b>a</b>\n\n---", [Paragraph((Span("<b>a</b>"),))]),
    ],
)
def test_markdown_becomes_blocks(text, blocks):
    assert written(text) == blocks


def test_who_says_nothing_has_no_block():
    assert list(said(None, "score")) == list(said(ReportSettings(), "score")) == []


def test_words_that_say_nothing_have_no_block():
    assert list(said(ReportSettings(commentary={"score": "---"}), "score")) == []


def test_commentary_is_where_it_belongs_and_the_accent_can_be_read():
    audit = run(load_text(STACK), select=["GRA"])
    made = document(audit, pictures(audit.stack, audit.graph, audit.findings))
    texts = []
    for one in made.blocks:
        told = one.blocks[0] if isinstance(one, Remark) else one
        texts.append("".join(span.text for span in told.spans) if isinstance(told, Paragraph) else _text(told))
    said_in_order = [
        *("Summary", "Ours", "Score", "Three", "Findings by root cause", "Two", "Agreed then", "Data flow", "Four"),
        *("Tools", "Seven", "Data flows", "Eight", "Open questions", "Nine", "Rules and outcomes", "Ten"),
        *("Facts used", "Eleven", "Method", "Twelve", "Disclaimer", "Thirteen"),
    ]
    places = [texts.index(one) for one in said_in_order]
    assert places == sorted(places)
    assert made.accent == "#757500"
    assert contrast(made.accent, "#f5f6f8") >= ENOUGH
    assert made.logo is None


def _text(block):
    return getattr(block, "text", "")


def test_a_finding_of_which_something_is_said_is_told_in_full_however_many_there_are(monkeypatch):
    audit = run(load_text(STACK), select=["GRA"])
    monkeypatch.setattr(causes, "_IN_FULL", 0)
    blocks = list(causes.by_cause(audit, Names(audit.stack)))
    assert [one.by for one in blocks if isinstance(one, Remark)] == ["Commentary", "Commentary"]
    quiet = replace(audit, stack=audit.stack.model_copy(update={"report": None}))
    assert "Further findings" in [_text(one) for one in causes.by_cause(quiet, Names(quiet.stack))]


LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h90v30z" fill="#123456"/></svg>'


@pytest.fixture
def with_logo(tmp_path):
    """Audits the stack with a logo."""

    def made(name="logo.svg", content=LOGO):
        (tmp_path / name).write_bytes(content)
        (tmp_path / "stack.yaml").write_text(f"{STACK}  logo: {name}\n")
        return run(tmp_path / "stack.yaml", select=["GRA"])

    return made


def test_a_logo_is_on_the_title_page_of_a_pdf_as_shapes(with_logo):
    audit = with_logo()
    made = audit.render("pdf")
    pages = pypdf.PdfReader(BytesIO(made)).pages
    assert b"0.07058824 0.20392157 0.3372549" in pages[0].get_contents().get_data()
    assert made == audit.render("pdf")


def test_a_logo_is_on_the_title_page_for_word_and_on_each_slide(with_logo):
    audit = with_logo()
    word = docx.Document(BytesIO(audit.render("docx")))
    (logo, *_) = word.inline_shapes
    assert (round(logo.width.mm), round(logo.height.mm)) == (54, 18)
    assert logo._inline.docPr.get("descr") == "Logo"
    deck = pptx.Presentation(BytesIO(audit.render("pptx")))
    for slide in deck.slides:
        held = [one for one in slide.shapes if one._element.xpath(".//p:cNvPr[@descr='Logo']")]
        assert len(held) == 1
        assert held[0].left + held[0].width <= deck.slide_width
        assert held[0].top + held[0].height <= deck.slide_height


@pytest.mark.parametrize(("width", "height", "size"), [(90, 30, (54, 18)), (900, 30, (70, 70 / 30)), (30, 90, (6, 18))])
def test_a_logo_keeps_its_shape_and_its_room(width, height, size):
    assert Emblem(b"", "", width / height).within(70, 18) == pytest.approx(size)


def test_a_bitmap_is_made_no_larger_than_it_is_and_a_large_one_smaller(with_logo):
    for side, drawn in ((40, 40), (1500, 900)):
        made = BytesIO()
        Image.new("RGB", (side, side // 2), "#0a7d4f").save(made, "JPEG")
        emblem = emblem_of(with_logo("logo.jpg", made.getvalue()).stack)
        assert (emblem.svg, emblem.ratio) == ("", 2)
        assert size_of_png(emblem.png) == (drawn, drawn // 2)


def test_a_picture_that_cannot_be_drawn_is_a_mistake(with_logo):
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 4, 4) + b"nonsense" * 4 + b"IEND\xaeB`\x82"
    audit = with_logo("logo.png", png)
    with pytest.raises(OutputError, match="the logo 'logo.png' cannot be drawn") as error:
        audit.render("pdf")
    assert error.value.problems[0].hint == "save it anew as PNG, JPEG or SVG"


def test_commentary_is_set_apart_for_word_in_styles_that_can_be_changed():
    audit = run(load_text(STACK), select=["GRA"])
    word = docx.Document(BytesIO(audit.render("docx")))
    told = [one.text for one in word.paragraphs if one.style.name.startswith("Commentary")]
    assert told[:2] == ["Commentary", "Ours"]
    assert {"Agreed then", "in May"} <= set(told)
    assert next(one for one in word.paragraphs if one.text == "in May").style.name == "Commentary Bullet"
    borders = word.styles["Commentary"].element.xpath(".//w:pBdr/w:left/@w:color")
    assert borders == ["757500"]
    assert str(word.styles["Heading 3"].font.color.rgb) == "757500"


def test_a_table_in_commentary_is_one_for_word_too():
    audit = run(load_text(STACK.replace("Ours", '"| Year | Score |\\n| --- | --- |\\n| 2025 | 31 |"')), select=["GRA"])
    word = docx.Document(BytesIO(audit.render("docx")))
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [["Year", "Score"], ["2025", "31"]]
    assert "2025" in pypdf.PdfReader(BytesIO(audit.render("pdf"))).pages[2].extract_text()


def test_commentary_is_a_slide_in_the_order_of_the_report():
    audit = run(load_text(STACK), select=["GRA"])
    slides = pptx.Presentation(BytesIO(audit.render("pptx"))).slides
    (table,) = [
        shape.table
        for slide in slides
        if slide.shapes.title.text_frame.text == "Commentary"
        for shape in slide.shapes
        if shape.has_table
    ]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:3] == [["On", "What we say"], ["Summary", "Ours"], ["Findings", "Two"]]
    assert rows[-1] == ["An opt-out from email at a never gets to b", "Agreed then • in May"]
    assert "E1E100" not in str(slides[1].shapes._spTree.xml)


def test_a_deck_without_anything_said_has_no_such_slide():
    text = STACK.replace("GRA-01:tools.b:email", "GRA-01:tools.gone:email")
    for held in (text[: text.index("report:")], re.sub(r"(?s)commentary: \{.*GRA", "commentary: {GRA", text)):
        audit = run(load_text(held), select=["GRA"])
        slides = pptx.Presentation(BytesIO(audit.render("pptx"))).slides
        assert "Commentary" not in [one.shapes.title.text_frame.text for one in slides]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a **b**\n`c`\n\nd", "a b c d"),
        ("- a\n- b", "• a • b"),
        ("2. a\n3. b", "2. a 3. b"),
        ("[a](https://x.example) [b](#score)", "a (https://x.example) b"),
        ("```\na\n  b\n```", "a b"),
        ("|a|b|\n|-|-|\n|c|d|", "• a | b • c | d"),
    ],
)
def test_markdown_becomes_one_line_of_text(text, told):
    assert as_text(text) == told


def test_the_data_have_the_commentary_as_it_stands():
    data = json.loads(run(load_text(STACK), select=["GRA"]).render("json"))
    assert data["commentary"][:2] == [{"on": "summary", "markdown": "Ours"}, {"on": "findings", "markdown": "Two"}]
    assert data["commentary"][-1] == {"on": "GRA-01:tools.b:email", "markdown": "Agreed **then**\n\n- in May"}
    assert json.loads(run(load_text(STACK[: STACK.index("report:")])).render("json"))["commentary"] == []
