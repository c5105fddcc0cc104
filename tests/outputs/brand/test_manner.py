"""Dates, numbers and amounts as a locale has them: in what a client reads, and nowhere else."""

from __future__ import annotations

import re
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers
from hypothesis import assume, given
from hypothesis import strategies as st

import stackaudit
from stackaudit.audit import locales
from stackaudit.audit.locales import known
from stackaudit.checks.verdict import Verdict
from stackaudit.errors import OutputError, StackError
from stackaudit.finding import Outcome
from stackaudit.model.report import ReportSettings
from stackaudit.model.writing import amount, day, in_manner, number, short_day, trimmed
from stackaudit.outputs import extras
from stackaudit.outputs.brand.manner import LocaleManner, as_in, date_format
from stackaudit.outputs.formats import FORMATS, rendered

TEXT = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: Northwind, regions: [us], contacts: 1200000}
tools:
  hub: {sends: [email], captures_opt_out: [email], cost: {amount: 12000.5, currency: eur, per: month},
        contract: {renews: 2027-01-31, notice: 60d, auto_renew: true}}
  mailer: {sends: [email], captures_opt_out: [email]}
flows:
  - {from: hub, to: mailer, method: csv_manual, every: 36h, takes: 30m, signals: [opt_out]}
"""


def audit(locale="", **more):
    text = f"{TEXT}report: {{locale: {locale}}}\n" if locale else TEXT
    return stackaudit.run(stackaudit.load_text(text, file="stack.yaml"), select=["GRA-01", "GRA-02", "STK-04"], **more)


def in_locale(tag):
    locale = known(tag)
    assert locale is not None
    return in_manner(LocaleManner(locale))


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("de-DE", ["1.234.567,50", "1.234,5 EUR", "2. November 2026", "02.11.2026"]),
        ("en-US", ["1,234,567.50", "EUR 1,234.5", "November 2, 2026", "Nov 2, 2026"]),
        ("en-IN", ["12,34,567.50", "EUR 1,234.5", "2 November 2026", "2 Nov 2026"]),
        ("fr", ["1\u202f234\u202f567,50", "1\u202f234,5 EUR", "2 novembre 2026", "2 nov. 2026"]),
        ("ar-EG", ["1,234,567.50", "1,234.5 EUR", "2 نوفمبر 2026", "02/11/2026"]),
    ],
)
def test_a_locale_has_its_own_numbers_amounts_and_days(tag, written):
    moment = date(2026, 11, 2)
    with in_locale(tag):
        assert [number(1234567.5, 2), amount(1234.5, "EUR"), day(moment), short_day(moment)] == written
    assert [number(1234567.5, 2), amount(1234.5, "EUR"), day(moment), short_day(moment)] == [
        "1,234,567.50",
        "1,234.5 EUR",
        "2 November 2026",
        "2026-11-02",
    ]


@given(value=st.floats(-1e9, 1e9) | st.integers(-(10**12), 10**12), decimals=st.none() | st.integers(0, 3))
def test_a_manner_changes_no_digit(value, decimals):
    plain = number(value, decimals)
    with in_locale("de-DE"):
        told = number(value, decimals)
    assume("e" not in plain)  # a number so small that it is written with a power of ten
    assert told.translate(str.maketrans(",.", ".,")) == plain


@pytest.mark.parametrize(("value", "told"), [(24.0, "24"), (7.54, "7,5"), (1200.04, "1200"), (0.0, "0")])
def test_needless_decimals_and_separators_stay_away(value, told):
    with in_locale("de-DE"):
        assert trimmed(value, grouped=False) == told


def test_what_a_client_reads_has_the_manner_of_the_locale():
    texts = {name: audit("de-DE").render(name) for name in ("html", "md")}
    page = re.sub(r"<(style|script).*?</\1>", "", texts["html"], flags=re.DOTALL)
    for told in ("22. November 2026", "31. Januar 2027", "1.200.000 contacts", "12.000,5 EUR a month", "144.006 EUR"):
        assert told in page
    assert '<time datetime="2026-11-22">' in page
    assert '<html lang="en">' in page
    for plain in ("22 November 2026", "1,200,000", "12,000.5"):
        assert plain not in page
    assert "as of 22.11.2026" in texts["md"]
    assert "31.01.2027" in texts["md"]


def test_counts_of_a_large_stack_have_the_manner_of_the_locale():
    tools = {f"t{number}": {"cost": {"amount": 1, "currency": "eur", "per": "year"}} for number in range(1200)}
    flows = [{"from": "t0", "to": f"t{number}"} for number in range(1, 1200)]
    text = {"stackaudit": 1, "as_of": "2026-11-22", "report": {"locale": "de-DE"}, "tools": tools, "flows": flows}
    page = stackaudit.run(stackaudit.load_data(text), select=["STK-06"]).to_html()
    assert "1.200 EUR a year, for 1.200 of 1.200." in page
    assert '<td class="number" data-sort="1199">1.199</td>' in page
    assert ' data-counts="0|10|100|1.000|10.000|100.000|1.000.000">' in page


def test_data_and_what_machines_read_stay_as_they_are():
    local, plain = audit("de-DE"), audit()
    for name, form in FORMATS.items():
        if not form.is_read and name != "sarif":
            assert local.render(name) == plain.render(name), name
    assert "1,200,000 contacts" in local.render("sarif")


def test_all_formats_of_a_run_are_there_in_their_order_and_the_manner_ends_with_it():
    names = ["json", "html", "csv", "md"]
    contents, failures = rendered(audit("de-DE"), names)
    assert list(contents) == [FORMATS[name].file for name in names]
    assert failures == ()
    assert number(1.5) == "1.5"


def test_documents_slides_and_tables_have_it_too():
    import docx
    import openpyxl
    import pptx
    import pypdf

    local = audit("de-DE")
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(local.render("pdf"))).pages)
    word = "\n".join(one.text for one in docx.Document(BytesIO(local.render("docx"))).paragraphs)
    slides = pptx.Presentation(BytesIO(local.render("pptx"))).slides
    deck = "\n".join(shape.text_frame.text for one in slides for shape in one.shapes if shape.has_text_frame)
    for text in (pdf, word, deck):
        assert "22. November 2026" in " ".join(text.split())
        assert "1.200.000" in text
        assert "1,200,000" not in text
    sheet = openpyxl.load_workbook(BytesIO(local.render("xlsx")))["Inventory"]
    cells = {column[0].value: column[1] for column in sheet.iter_cols()}
    assert (cells["Renews"].value.date(), cells["Renews"].number_format) == (date(2027, 1, 31), "dd.mm.yyyy")
    assert (cells["Cost"].value, cells["Cost"].number_format) == (12000.5, "#,##0.0#")


def test_rules_say_the_same_in_every_manner():
    plain = audit()
    with as_in(audit("de-DE"), audit("de-DE").stack.report) as local:
        assert [one.id for one in local.findings] == [one.id for one in plain.findings]
        assert [one.evidence for one in local.findings] == [one.evidence for one in plain.findings]
        assert [one.message for one in local.findings] != [one.message for one in plain.findings]


def test_of_a_rule_that_finds_something_else_the_second_time_the_first_result_stays(rule_that, audited):
    seen = []

    def fickle(view):
        seen.append(view)
        yield Verdict((f"tools.{'ab'[len(seen) - 1]}",), Outcome.FLAGGED)

    local = audited("report: {locale: de-DE}\ntools: {a: {}, b: {}}", rule_that(fickle))
    with as_in(local, local.stack.report) as again:
        assert len(seen) == 2
        assert again.results == local.results


def test_a_locale_that_nobody_knows_changes_nothing():
    plain = audit()
    with as_in(plain, ReportSettings(locale="xx")) as same:
        assert same is plain
        assert number(1.5) == "1.5"


@pytest.mark.parametrize(
    ("tag", "form"),
    [
        ("de-DE", "dd.mm.yyyy"),
        ("en-US", "m/d/yyyy"),
        ("sv-SE", "yyyy-mm-dd"),
        ("bg", 'd.mm.yyyy "г".'),
        ("la", "yyyy-mm-dd"),
        ("xx", "yyyy-mm-dd"),
    ],
)
def test_a_workbook_writes_days_in_figures_as_the_locale_does(tag, form):
    assert date_format(tag) == form


def test_every_locale_that_there_is_can_be_written():
    for name in sorted(locale_identifiers())[::40]:
        with in_locale(name.replace("_", "-")):
            assert "2026" in day(date(2026, 11, 22)) or "26" in day(date(2026, 11, 22))
            assert number(1234.5, 1)
        assert re.search("y", date_format(name.replace("_", "-")))


def test_a_locale_that_there_is_not_is_a_mistake_with_its_place():
    with pytest.raises(StackError) as error:
        audit("de-DR")
    (problem,) = error.value.problems
    assert problem.message == "there is no locale 'de-DR'"
    assert problem.hint == "did you mean 'de-DE'?"
    assert (problem.place.line, problem.place.column) == (11, 18)


def test_what_is_no_locale_at_all_is_told_when_the_file_is_read():
    with pytest.raises(StackError, match="expected a locale such as de-DE"):
        audit("german")


def test_a_locale_from_data_without_a_file_is_judged_too():
    with pytest.raises(StackError, match="there is no locale 'qq'"):
        stackaudit.run(stackaudit.load_data({"stackaudit": 1, "as_of": date(2026, 11, 22), "report": {"locale": "qq"}}))


def test_without_the_package_a_clients_format_says_what_to_install_and_data_are_written(monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "babel" else object())
    monkeypatch.setattr(locales, "find_spec", lambda _: None)
    local = audit("de-DR")
    assert local.render("json")
    with pytest.raises(OutputError) as error:
        local.render("md")
    assert str(error.value) == ('report.locale needs Babel, which is not installed (pip install "stackaudit[locale]")')
    with pytest.raises(OutputError, match="Babel"):
        rendered(local, ["json", "html"])


def test_numbers_of_the_report_are_written_in_one_place():
    elsewhere = {"terminal.py", "difference", "live.py", "logo.py", "style.py"}
    for path in (Path(stackaudit.__file__).parent / "outputs").rglob("*.py"):
        if not elsewhere & {path.name, path.parent.name}:
            assert not re.search(r":,(\.\d+f)?\}", path.read_text(encoding="utf-8")), path


def test_without_a_locale_nothing_of_it_is_imported(monkeypatch):
    monkeypatch.setitem(sys.modules, "babel", None)
    assert "22 November 2026" in audit().render("html")
