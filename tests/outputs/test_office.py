"""Documents, slides and workbook open in LibreOffice, which writes them anew with the same text.

STACKAUDIT_SOFFICE names its program where it is not on the path; where it is named, it has to be there.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

import stackaudit
from stackaudit.audit.baseline import KnownFinding
from stackaudit.model.words import ReportSection

pytestmark = pytest.mark.slow

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, requests]
company: {name: "North & <Wind>", regions: [us], contacts: 1200000}
teams: {marketing: {name: Marketing}, sales: {}}
tools:
  hub: {name: "Hub #heading[x] $x$ <b> =1+1", owner: marketing, capabilities: [crm], sends: [email], captures_opt_out: [email],
        cost: {amount: 1200.5, currency: eur, per: month}, contract: {renews: 2027-01-31, notice: 60d, auto_renew: true}}
  mailer: {name: "Пошта 中文 ž", capabilities: [crm], sends: [email], captures_opt_out: [email], source: "interview, head of CRM"}
  old: {name: "=HYPERLINK(1)", sends: none, captures_opt_out: none, cost: none, status: retiring}
flows:
  - {from: hub, to: mailer, method: csv_manual, every: 1w, takes: 8d, signals: [opt_out]}
  - {between: [hub, old], method: api}
requests:
  banner: {asked_on: 2026-11-19, from: sales, objective: More sales, effort: 5, severity: P3}
waivers:
  - {rule: GRA-03, element: 'tools.mailer:email', owner: head of ops, reason: replaced in May, until: 2027-05-31}
report:
  prepared_by: Example Consulting
  sections: [SECTIONS]
  commentary: {roadmap: "Agreed in **May**.", baseline: Mended since.}
""".replace("SECTIONS", ", ".join(one.value for one in ReportSection))
RULES = ["GRA-01", "GRA-02", "GRA-03", "DEL-01", "PRO-01", "STK-01", "STK-13", "STK-24", "TEC-01"]


@pytest.fixture(scope="module")
def soffice(tmp_path_factory):
    """Writes a file anew: what LibreOffice makes of it."""
    named = os.environ.get("STACKAUDIT_SOFFICE")
    program = named or shutil.which("soffice")
    if named and not Path(named).is_file():
        pytest.fail(f"there is no program at {named}, which STACKAUDIT_SOFFICE names")
    if program is None:
        pytest.skip("there is no LibreOffice; STACKAUDIT_SOFFICE may name its program, soffice")
    folder = tmp_path_factory.mktemp("office")

    def written(made: bytes, kind: str) -> io.BytesIO:
        given, out = folder / f"given.{kind}", folder / "again"
        given.write_bytes(made)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        done = subprocess.run(
            [*command, "--outdir", str(out), str(given)], capture_output=True, text=True, timeout=300, check=False
        )
        again = out / given.name
        assert again.is_file(), done.stderr
        return io.BytesIO(again.read_bytes())

    return written


@pytest.fixture(scope="module")
def audit():
    stack = stackaudit.load_text(STACK, file="stack.yaml")
    gone = KnownFinding("STK-04:tools.lost", "STK-04", "tools.lost", stackaudit.Severity.P3, stackaudit.Outcome.FLAGGED)
    return stackaudit.run(stack, select=RULES).against(stackaudit.Baseline.holding([gone]))


def words(document):
    """The text of a Word file, paragraph by paragraph, tables too; without fields, which each program fills anew."""
    found = []
    for paragraph in document.element.body.iter(f"{{{document.element.nsmap['w']}}}p"):
        text = "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        found.append(" ".join(text.split()))
    return [text for text in found if text]


def slides(file):
    """The text of each slide, of its shapes and tables."""
    made = []
    for slide in file.slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        texts += [
            cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
        ]
        # The number of a slide is a field: each program fills it anew.
        made.append([re.sub(r"· (\d+|<number>)$", "", " ".join(text.split())) for text in texts if text.strip()])
    return made


def cells(book):
    """The values of each sheet."""
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_a_word_file_comes_back_with_the_same_text(soffice, audit):
    made = audit.render("docx")
    before, after = (words(docx.Document(file)) for file in (io.BytesIO(made), soffice(made, "docx")))
    for title in (
        "Roadmap",
        "What to do with each tool",
        "Business case",
        "Requests",
        "At a glance",
        "Since the baseline",
    ):
        assert title in before
    assert {"Agreed in May.", "Mended since.", "Renewals ahead", "STK-04:tools.lost"} <= set(before)
    # The contents are made anew: with dots and the numbers of pages.
    contents = re.compile(r"\s*\d+$")
    lost = Counter(before) - Counter(after) - Counter(contents.sub("", text) for text in after)
    assert lost == Counter()
    assert [one.style.name for one in docx.Document(io.BytesIO(made)).paragraphs].count("Heading 1") == 19


def test_slides_come_back_with_the_same_text(soffice, audit):
    made = audit.render("pptx")
    before, after = (slides(pptx.Presentation(file)) for file in (io.BytesIO(made), soffice(made, "pptx")))
    said = "\n".join(text for slide in before for text in slide)
    for title in ("Next steps", "What to do with each tool", "Requests", "Renewals ahead", "Since the baseline"):
        assert title in said
    for number, (slide, again) in enumerate(zip(before, after, strict=True), 1):
        assert (number, sorted(again)) == (number, sorted(slide))


def test_a_workbook_comes_back_with_the_same_values(soffice, audit):
    made = audit.render("xlsx")
    before, after = (cells(openpyxl.load_workbook(file)) for file in (io.BytesIO(made), soffice(made, "xlsx")))
    assert list(before) == ["Findings", "Actions", "Inventory", "Flows", "Questions"]
    assert any("=HYPERLINK(1)" in str(value) for row in before["Inventory"] for value in row)
    assert after == before
