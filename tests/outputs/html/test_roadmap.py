"""The roadmap in the report: what stands there, in order, linked to the findings, and folded where it is long."""

from __future__ import annotations

from io import BytesIO

import pytest

import stackaudit
from stackaudit.load import load_text
from stackaudit.outputs.html import to_html

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
STACK = f"""\
{HEAD}capacity: {{mending_hours: 10}}
people: {{lead: {{name: The lead}}}}
tools: {{a: {{name: Alpha <b>, owner: none}}, b: {{name: Beta, owner: none}}}}
actions:
  owners: {{name: Name owners, mends: [tools.a, tools.b], effort: 200, owner: lead, due: 2027-01-31, reason_for_date: the audit}}
  old: {{mends: [capacity]}}
"""


def page(text, read):
    return read(to_html(stackaudit.run(load_text(text), select=["STK-06"])))


def test_an_action_tells_what_who_when_and_leads_to_its_findings(read):
    found = page(STACK, read)
    said = found.text[found.text.index("Name owners") :]
    assert (
        said.index("200 h, The lead")
        < said.index("At Alpha <b>, Beta")
        < said.index("To be done by 2027-01-31, the audit.")
    )
    assert "A month has 10 h for mending (capacity.mending_hours: 10 (<text>:3))." in found.text
    assert "Next: 200 h of 30 h." in found.text
    assert "That is 170 h more than there are" in found.text
    assert "Planned, and nothing is proved there: actions.old : capacity" in found.text
    assert {link[1:] for link in found.links if link.startswith("#STK-06")} <= set(found.ids)
    assert found.faults == []


def test_where_nothing_is_proved_and_nothing_planned_there_is_no_roadmap(read):
    found = page(f"{HEAD}tools: {{a: {{owner: unknown}}}}\n", read)
    assert "roadmap" not in found.ids


def test_of_many_actions_ten_are_seen_at_once_and_the_others_folded(read):
    tools = ", ".join(f"t{number:02}: {{owner: none}}" for number in range(13))
    found = page(f"{HEAD}tools: {{{tools}}}\n", read)
    assert "3 more actions" in found.text
    assert "13 actions: 0 now, 13 next, 0 later" in found.text
    assert found.faults == []


@pytest.mark.parametrize("sections", ["{sections: [roadmap]}", "{leave_out: [roadmap]}"])
def test_it_can_be_the_only_section_or_none(read, sections):
    found = page(f"{STACK}report: {sections}\n", read)
    assert ("roadmap" in found.ids) is sections.startswith("{sections")


def test_slides_and_documents_have_it_too():
    import docx
    import pptx

    audit = stackaudit.run(load_text(STACK), select=["STK-06"])
    word = docx.Document(BytesIO(audit.render("docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert any(text.startswith("Name owners") for text in cells)
    slides = pptx.Presentation(BytesIO(audit.render("pptx"))).slides
    rows = [
        cell.text for slide in slides for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()
    ]
    assert "Name owners" in rows
    assert "200 h" in rows


def test_where_the_file_lies_on_somebodys_disk_is_not_for_the_client(make, read):
    """Neither the hours of the plan nor the right to decline a request tell the folders."""
    audit = make.found(
        """\
capacity: {mending_hours: 10, available_hours: 20}
teams: {sales: {}}
processes: {triage: {may_decline: true}}
tools: {a: {}}
requests: {one: {from: sales, kind: new, effort: 400, asked_on: 2026-11-20, severity: P5, status: open}}
""",
        lambda held: [make.finding(held, "AAA-01", "tools.a")],
    )
    found = read(to_html(audit))
    assert "(capacity.mending_hours: 10 (stack.yaml:3))" in found.text
    assert "/home/somebody" not in found.text
