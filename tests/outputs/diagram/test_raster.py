"""A picture as PNG and PDF: what the style sheet says is written at its parts, and it is as sharp as it may be."""

from __future__ import annotations

import io
import struct
from datetime import date
from xml.etree.ElementTree import fromstring

import pypdf
import pytest

import stackaudit
from stackaudit.outputs.diagram import raster
from stackaudit.outputs.diagram.flat import flat
from stackaudit.outputs.diagram.raster import to_pdf, to_png

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools:
  a: {name: Mailer, sends: [email], captures_opt_out: [email]}
  b: {name: Hub, sends: [email], captures_opt_out: [email]}
flows: [{from: a, to: b, method: csv_manual, every: 1w}]
"""


@pytest.fixture(scope="module")
def svg():
    return stackaudit.run(stackaudit.load_text(STACK), select=["GRA-01"]).diagram()


@pytest.fixture(scope="module")
def parts(svg):
    return list(fromstring(flat(svg, "Arimo").svg).iter())  # noqa: S314 - it was made here


def size(png):
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_no_style_sheet_is_needed_any_more(parts, svg):
    assert "<style>" in svg
    assert not [part for part in parts if part.tag.endswith("style")]
    texts = [part for part in parts if part.tag.endswith("text")]
    assert {text.get("font-family") for text in texts} == {"Arimo"}
    marks = [text for text in texts if (text.text or "").startswith("P1")]
    assert {(text.get("font-weight"), text.get("fill")) for text in marks} >= {("700", "#b42318")}
    lines = [part for part in parts if "sa-line" in part.get("class", "").split()]
    halos = [text.get("paint-order") for line in lines for text in line.iter() if text.tag.endswith("text")]
    assert set(halos) == {"stroke"}


def test_a_picture_keeps_its_words_and_its_size(svg):
    made = flat(svg, "Arimo")
    assert "Data flow" in made.title
    assert "2 tools" in made.description
    assert f'viewBox="0 0 {made.width:.0f} {made.height:.0f}"' in made.svg


def test_a_png_is_twice_as_sharp_as_a_screen(svg):
    made = flat(svg, "Arimo")
    assert size(to_png(svg)) == pytest.approx((2 * made.width, 2 * made.height), abs=2)


def test_a_png_is_no_larger_than_a_program_can_open(svg, monkeypatch):
    monkeypatch.setattr(raster, "_MOST_PIXELS", 10_000)
    across, down = size(to_png(svg))
    assert 8_000 < across * down < 11_000


def test_a_pdf_is_one_page_as_large_as_the_picture_with_its_words(svg):
    made, drawn = to_pdf(svg, date(2026, 11, 22)), flat(svg, "Arimo")
    (page,) = pypdf.PdfReader(io.BytesIO(made)).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (drawn.width * 0.75, drawn.height * 0.75), abs=1
    )
    assert "Mailer" in page.extract_text()
    assert b"D:20261122000000" in made


def test_the_same_picture_gives_the_same_bytes(svg):
    assert to_png(svg) == to_png(svg)
    assert to_pdf(svg, date(2026, 11, 22)) == to_pdf(svg, date(2026, 11, 22))
