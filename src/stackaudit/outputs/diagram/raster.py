"""Pictures as PNG and PDF, for documents that take no SVG; drawn by Typst, without a system package."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import Final

from stackaudit.outputs.diagram.flat import Flat, flat
from stackaudit.outputs.typeset import FONT, typeset

__all__ = ["flat_to_png", "to_pdf", "to_png"]

_SHARP: Final = 192.0  # pixels an inch: twice those of a screen
_MOST_PIXELS: Final = 24_000_000
_CSS: Final = 96.0  # CSS pixels are so many an inch
_PAGE: Final = """\
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: datetime(year: data.year, month: data.month, day: data.day))
#set text(lang: "en")
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(data.svg), format: "svg", alt: data.description)
"""


def to_png(svg: str) -> bytes:
    """A picture as PNG, twice as sharp as a screen unless that were more than 24 million pixels."""
    return flat_to_png(flat(svg, FONT))


def flat_to_png(picture: Flat) -> bytes:
    """The same for a picture that has no style sheet any more."""
    most = _CSS * sqrt(_MOST_PIXELS / (picture.width * picture.height))
    return typeset(_PAGE, _values(picture, date(1970, 1, 1)), "png", ppi=min(_SHARP, most))


def to_pdf(svg: str, day: date) -> bytes:
    """A picture as a PDF of one page, as large as the picture; ``day`` is the day that the file is of."""
    return typeset(_PAGE, _values(flat(svg, FONT), day), "pdf")


def _values(picture: Flat, day: date) -> dict[str, object]:
    words = {"title": picture.title, "description": picture.description}
    return {**words, "svg": picture.svg, "year": day.year, "month": day.month, "day": day.day}
