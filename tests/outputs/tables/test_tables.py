"""An audit as CSV and as a workbook: what a reader finds in them, and that nothing in them can do harm."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

import stackaudit
from stackaudit.outputs.formats import FORMATS
from stackaudit.outputs.json import to_json
from stackaudit.outputs.tables.questions import questions
from stackaudit.outputs.tables.table import lines

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: Northwind, regions: [us]}
report: {prepared_by: Example Consulting}
teams: {marketing: {name: Marketing}}
tools:
  hub: {name: "=HYPERLINK(\\"http://evil.example\\")", owner: marketing, sends: [email], captures_opt_out: [email],
        cost: {amount: 1200.5, currency: eur, per: month}, contract: {renews: 2027-03-31}}
  mailer: {name: "  @SUM(A1)", sends: [email], captures_opt_out: [email], source: "+1 555"}
  old: {name: "\\u202Eevil\\nline", sends: none, captures_opt_out: none, cost: none}
flows:
  - {from: hub, to: mailer, method: csv_manual, every: 1w, takes: 8d, signals: [opt_out]}
  - {between: [hub, old], method: api}
waivers:
  - {rule: GRA-03, element: 'tools.mailer:email', owner: head of ops, reason: replaced in May, until: 2027-05-31}
"""
CSVS = [name for name in FORMATS if name.startswith("csv")]
SHEETS = ["Findings", "Actions", "Inventory", "Flows", "Questions"]


@pytest.fixture(scope="module")
def audit():
    return stackaudit.run(stackaudit.load_text(STACK, file="stack.yaml"), select=["GRA-01", "GRA-02", "GRA-03", "STK"])


@pytest.fixture(scope="module")
def book(audit):
    return openpyxl.load_workbook(io.BytesIO(audit.render("xlsx")))


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows(sheet):
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_the_findings_are_those_of_the_data(audit, book):
    held = json.loads(to_json(audit))["findings"]
    told = table(audit.render("csv"))
    sheet = rows(book["Findings"])
    assert held
    assert [one["Id"] for one in told] == [one["Id"] for one in sheet] == [one["id"] for one in held]
    assert [one["Finding"].removeprefix("'") for one in told] == [one["message"] for one in held]
    assert [one["Severity"] for one in sheet] == [one["severity"] for one in held]
    assert [one["Line"] for one in sheet] == [audit_line(one) for one in held]


def audit_line(finding):
    return next((fact["place"]["line"] for fact in finding["evidence"] if fact["place"]), None)


def test_a_finding_says_what_decided_who_says_so_and_how_long_the_way_is(audit):
    (late,) = [one for one in table(audit.render("csv")) if one["Id"].startswith("GRA-02") and "8d" in one["Evidence"]]
    assert "flows.hub->mailer.takes: 8d (stack.yaml:13; stated)" in late["Evidence"]
    assert "15 days" in late["Path at worst"]


def test_a_waived_finding_says_so_and_costs_nothing(audit):
    waived = [one for one in table(audit.render("csv")) if one["Waived"]]
    assert [one["Id"] for one in waived] == [one.id for one in audit.waived_findings] != []
    assert {one["Points"] for one in waived} == {""}
    assert all("waived" in one["Outcome"] and "replaced in May" in one["Waived"] for one in waived)


def test_actions_are_those_of_the_plan_in_its_order_with_what_their_findings_cost(audit):
    told = table(audit.render("csv-actions"))
    assert [(one["When"], one["Element"], int(one["Findings"])) for one in told] == [
        (one.horizon.value, one.element, len(one.findings)) for one in audit.actions
    ]
    points = [float(one["Points"]) for one in told]
    assert sum(points) == pytest.approx(sum(audit.score.losses.values()), abs=0.01 * len(points))
    (hub,) = [one for one in told if one["Element"] == "tools.hub"]
    assert (hub["Owner"], hub["Stems from"]) == ("Marketing", hub["Action"])


def test_the_inventory_has_numbers_and_days(book):
    hub, mailer, old = rows(book["Inventory"])
    assert (hub["Cost"], hub["Currency"], hub["Per"]) == (1200.5, "EUR", "month")
    assert hub["Renews"] == datetime(2027, 3, 31)  # noqa: DTZ001 - a workbook knows no time zones
    assert (hub["Flows in"], hub["Flows out"], hub["Line"]) == (1, 2, 8)
    assert (mailer["Cost"], mailer["Currency"], old["Cost"]) == ("not stated", None, "free of charge")


def test_the_flows_say_from_where_to_where(audit):
    first, second = table(audit.render("csv-flows"))
    assert first["From"] == '\'=HYPERLINK("http://evil.example")'
    assert (first["How often"], first["Takes"], first["Both ways"], second["Both ways"]) == (
        "every 7 days",
        "8 days",
        "no",
        "yes",
    )


def test_each_place_that_waits_has_a_row_with_room_for_the_answer(audit):
    told = table(audit.render("csv-questions"))
    assert [one["Field"] for one in told] == [place.path for one in audit.questions for place in one.places]
    assert {one["Answer"] for one in told} == {""}
    assert all(one["Rules that wait"] for one in told)


def test_where_more_places_wait_than_can_be_asked_the_table_says_so(audit, monkeypatch):
    monkeypatch.setattr("stackaudit.outputs.tables.questions._MOST", 2)
    made = questions(audit)
    assert len(made.rows) == 3
    assert "more places: the JSON output has them all" in str(made.rows[-1][1])
    assert {len(row) for row in made.rows} == {len(made.columns)}


@pytest.mark.parametrize("name", CSVS)
def test_csv_is_regular_and_no_cell_begins_like_a_formula(audit, name):
    text = audit.render(name)
    head, *body = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert body
    assert {len(row) for row in body} == {len(head)}
    assert text.count("\n") == text.count("\r\n") == len(body) + 1
    assert not [cell for row in body for cell in row if cell.strip()[:1] in {*"=+-@＝＋－＠"}]


def test_a_workbook_holds_no_formula_and_no_link(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_workbook_can_be_filtered_and_its_headings_stay(book):
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(cell.alignment.wrap_text for cell in sheet[1])
        assert all(5 < sheet.column_dimensions[cell.column_letter].width <= 80 for cell in sheet[1])


@pytest.mark.parametrize("name", [*CSVS, "xlsx"])
def test_hidden_characters_are_shown(audit, name):
    made = audit.render(name)
    texts = [made] if isinstance(made, str) else [one.decode() for one in parts(made).values()]
    assert not any("\u202e" in text for text in texts)


def parts(made):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_workbook_has_the_day_of_the_description_and_no_clock(audit, book):
    assert book.properties.created == datetime(2026, 11, 22)  # noqa: DTZ001 - a workbook knows no time zones
    assert book.properties.creator == "Example Consulting"
    with zipfile.ZipFile(io.BytesIO(audit.render("xlsx"))) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
    assert date.today().isoformat() not in parts(audit.render("xlsx"))["docProps/core.xml"].decode()  # noqa: DTZ011 - any clock


def test_the_same_audit_gives_the_same_bytes(audit):
    assert audit.render("xlsx") == audit.render("xlsx")


@pytest.mark.parametrize("tools", [{}, {"a": {"name": "x" * 10_000}}])
def test_with_nothing_and_with_endless_names_there_are_still_tables(tools):
    made = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", "tools": tools}, select=["STK-13"])
    read = openpyxl.load_workbook(io.BytesIO(made.render("xlsx")))
    assert read.sheetnames == SHEETS
    assert read["Inventory"].max_row == 1 + len(tools)
    assert all(len(str(cell.value)) <= 2_000 for row in read["Inventory"].iter_rows() for cell in row)
    assert all(made.render(name).endswith("\r\n") for name in CSVS)


def test_a_cell_holds_no_more_than_a_cell_may():
    many = tuple("x" * 1_999 for _ in range(300))
    assert len(lines(many, "\n")) == 30_000
    assert lines(("a", "b"), "; ") == "a; b"
    assert lines(tuple("a" for _ in range(252)), " ").endswith(" and 2 more")
