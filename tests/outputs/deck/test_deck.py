"""The deck: what is on each slide, that it can be edited, and that nothing runs out of a slide."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pptx
import pytest

import stackaudit
from stackaudit.finding import BrokenRule
from stackaudit.outputs.deck.fitting import high, is_readable, packed, trimmed
from stackaudit.outputs.deck.pptx import pptx_of
from stackaudit.outputs.deck.slides import Deck, Drawn, Rows, Words
from stackaudit.outputs.deck.story import deck
from stackaudit.outputs.diagram import pictures
from stackaudit.outputs.html.inventory import spending
from stackaudit.outputs.html.leadership import leadership
from stackaudit.outputs.plain import plain


def told(audit):
    return deck(audit, pictures(audit.stack, audit.graph, audit.findings))


@pytest.fixture(scope="session")
def made(whole):
    return told(whole)


@pytest.fixture(scope="session")
def file(made):
    return opened(made)


def opened(made):
    return pptx.Presentation(io.BytesIO(pptx_of(made)))


def text_of(slide):
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join([*found, *(cell.text for table in tables for row in table.rows for cell in row.cells)])


def titles(file):
    return [slide.shapes.title.text for slide in file.slides]


def test_the_deck_goes_from_the_verdict_to_what_is_open(file):
    assert titles(file) == [
        "Northwind", "In short", "Three things first", "The score by dimension", "What it stems from", "Top findings",
        "How data flows", "Next steps", "Open questions", "How to read this",
    ]  # fmt: skip


def test_it_says_what_the_audit_says(file, whole):
    said = [text_of(slide) for slide in file.slides]
    assert all(plain(one) in said[1] for one in leadership(whole, spending(whole)).verdict)
    assert f"{whole.coverage.percent} %" in said[1]
    worst = whole.findings[0]
    assert plain(worst.message) in said[5]
    assert plain(worst.impact) in said[5]
    assert whole.rules[worst.rule].fix.now in said[2]
    assert whole.questions[0].text in said[8]
    assert all(one.dimension.heading in said[3] for one in whole.score.dimensions)


def test_what_is_only_suspected_is_to_be_found_out_first():
    begun = {"communications": {"board": {"kind": "board"}}, "processes": {"segmentation": {}}}
    file = opened(told(stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", **begun})))
    assert titles(file)[2] == "Three things to find out first"
    said = text_of(file.slides[2])
    assert "P3?" in said
    assert "If it is so: " in said
    stems = next(shape.table for shape in file.slides[4].shapes if shape.has_table)
    assert {row.cells[3].text for row in stems.rows} == {"Points", "-"}


def test_bold_words_take_more_room():
    assert high("Rules that wait", 80, 9.0, bold=True) > high("Rules that wait", 80, 9.0)


def test_what_is_left_out_is_counted(file, whole, made):
    table = next(shape.table for shape in file.slides[5].shapes if shape.has_table)
    left = len({one.rule for one in whole.findings}) - (len(table.rows) - 1)
    assert f"And {left:,} more, each of another rule: see the report." in text_of(file.slides[5])
    worst = whole.findings[0]
    others = sum(one.rule == worst.rule for one in whole.findings) - 1
    assert not others or f"{plain(worst.message)}, and {others} more of this kind" in text_of(file.slides[5])


def test_the_title_slide_names_client_day_author_and_notice(file):
    said = text_of(file.slides[0])
    assert {
        "Marketing stack audit",
        "Draft for discussion.",
        "As of 22 November 2026",
        "Prepared by Example Consulting",
    } <= {*said.splitlines()}


def test_tables_are_native_and_the_diagram_has_words_for_those_who_do_not_see_it(file, made):
    assert sum(shape.has_table for slide in file.slides for shape in slide.shapes) == sum(
        isinstance(slide, Rows) for slide in made.slides
    )
    (picture,) = [shape for shape in file.slides[6].shapes if shape.shape_type == 13]
    (drawn,) = [slide for slide in made.slides if isinstance(slide, Drawn)]
    assert picture._element.nvPicPr.cNvPr.get("descr") == drawn.picture.description
    assert picture.image.content_type == "image/png"


def inside(file):
    """Whether all that is drawn stands within its slide, tables as high as their text needs by the estimate."""
    return all(
        shape.left >= 0
        and shape.top >= 0
        and shape.left + shape.width <= file.slide_width
        and shape.top + shape.height <= file.slide_height
        for slide in file.slides
        for shape in slide.shapes
    )


def test_nothing_runs_out_of_a_slide(file):
    assert inside(file)
    for slide in file.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert sum(row.height for row in shape.table.rows) <= shape.height + 12_700
                assert shape.top + shape.height < 500 * 12_700


def test_rows_that_do_not_fit_go_on_to_the_next_slide(made):
    rows = tuple((f"{number}", "word " * 60) for number in range(12))
    file = opened(Deck("T", "", made.day, (Rows("Long", ("No.", "Text"), rows, (10, 90)),)))
    assert titles(file) == ["Long", "Long (continued)"]
    tables = [shape.table for slide in file.slides for shape in slide.shapes if shape.has_table]
    assert [table.cell(row, 0).text for table in tables for row in range(1, len(table.rows))] == [
        row[0] for row in rows
    ]
    assert inside(file)


def test_paragraphs_that_do_not_fit_are_left_out_whole(made):
    file = opened(
        Deck("T", "", made.day, (Words("Long", (), tuple("word " * 200 for _ in range(9)), ("45 to 60", "of 100")),))
    )
    assert 1 <= text_of(file.slides[0]).count("…") < 9
    assert inside(file)


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "word " * 2_000, "中" * 3_000, b"\\u0000\\u202e".decode("unicode_escape")[1:]]
)
def test_hostile_names_stay_on_the_slide(audit_of, name):
    text = json.dumps(name)
    file = opened(
        told(
            audit_of(
                f"company: {{name: {text}}}\ntools: {{a: {{name: {text}, built: in_house, capabilities: [experimentation]}}}}"
            )
        )
    )
    assert inside(file)
    assert all("\u202e" not in text_of(slide) for slide in file.slides)
    assert max(len(paragraph) for slide in file.slides for paragraph in text_of(slide).split("\n")) < 1_000


def test_with_nothing_described_there_is_still_a_deck(audit_of):
    file = opened(told(audit_of("")))
    assert titles(file) == ["Marketing stack", "In short", "How to read this"]
    assert "the facts prove no red flag." in text_of(file.slides[1])


def test_a_picture_that_is_missing_and_a_rule_that_broke_are_named(delivered):
    drawn = pictures(delivered.stack, delivered.graph, ())
    (first, *rest) = delivered.results
    broken = replace(delivered, results=(replace(first, broken=BrokenRule("RuntimeError: no", (), "")), *rest))
    made = deck(broken, replace(drawn, main=replace(drawn.main, svg="", failure="the engine ran out of time")))
    said = [text for slide in made.slides if isinstance(slide, Words) for text in slide.text]
    assert f"The rule {first.rule} failed to run: nothing is known of what it looks for." in said
    assert "The picture is missing: the engine ran out of time." in said


BROAD = (
    "stackaudit: 1\nas_of: 2026-11-22\ntools:\n"
    + "".join(f"  {kind}{n}: {{capabilities: [{kind}]}}\n" for kind in ("website", "crm", "esp") for n in range(16))
    + "flows:\n"
    + "".join(f"  - {{from: website{n}, to: crm{n}}}\n  - {{from: crm{n}, to: esp{n}}}\n" for n in range(16))
)


def seen(audit, drawn=None):
    drawn = drawn or pictures(audit.stack, audit.graph, audit.findings)
    (slide,) = (one for one in deck(audit, drawn).slides if isinstance(one, Drawn))
    return slide


def test_a_picture_that_nobody_could_read_on_a_slide_gives_way_to_its_overview():
    audit = stackaudit.run(stackaudit.load_text(BROAD), select="STK-06")
    slide = seen(audit)
    assert is_readable(slide.picture)
    assert slide.picture.title == "Data flow: overview by layer"
    assert slide.note.startswith("An overview by layer.")
    assert any(slide.note in text_of(one) for one in opened(told(audit)).slides)


def test_a_picture_stays_where_there_is_no_overview_of_it(monkeypatch):
    audit = stackaudit.run(stackaudit.load_text(BROAD), select="STK-06")
    drawn = pictures(audit.stack, audit.graph, audit.findings)
    whole = seen(audit, replace(drawn, domains=(drawn.main,)))
    assert (whole.picture.title, whole.note[:12]) == ("Data flow", "An overview ")
    alike = stackaudit.run(
        stackaudit.load_text(BROAD.replace("[website]", "[crm]").replace("[esp]", "[crm]")), select="STK-06"
    )
    assert (seen(alike).picture.title, seen(alike).note) == ("Data flow", "")
    monkeypatch.setattr("stackaudit.outputs.diagram.overview", lambda *_, **__: replace(drawn.main, svg=""))
    assert seen(audit).picture.title == "Data flow"


def test_a_row_with_an_empty_cell_is_as_high_as_was_measured():
    """What stands below a table would else stand on its last row."""
    slide = Rows("Open questions", ("Question", "Of what"), (("Is it so?", ""),), (50, 50))
    file = opened(Deck("T", "", date(2026, 11, 22), (slide,)))
    (table,) = (shape.table for shape in file.slides[0].shapes if shape.has_table)
    assert table.cell(1, 1).text == ""
    assert table.cell(1, 1).text_frame.paragraphs[0]._p.endParaRPr.get("sz") == "1200"


def test_the_same_deck_gives_the_same_bytes_without_a_clock(made):
    once = pptx_of(made)
    assert once == pptx_of(made)
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-22T00:00:00Z"}
    assert "Example Consulting" in core


def test_each_slide_after_the_first_has_its_number(file):
    assert "slidenum" not in file.slides[0].shapes._spTree.xml
    assert all('type="slidenum"' in slide.shapes._spTree.xml for slide in list(file.slides)[1:])


def test_text_is_cut_and_measured_by_its_width():
    assert trimmed("short", 100, 10, 1) == "short"
    assert trimmed("one and another word", 100, 10, 1) == "one and another…"
    assert len(trimmed("x" * 500, 100, 10, 2)) == 2 * int(100 / 5.6)
    assert high("one", 100, 10) == 12.5
    assert high("x" * 60, 100, 10) == 4 * 12.5
    assert high("a " + "x" * 18, 100, 10) == 3 * 12.5
    rows = [["a"], ["b"], ["c"]]
    assert [[row for row, _ in group] for group in packed(rows, [100.0], 10, 50)] == [[["a"], ["b"]], [["c"]]]
