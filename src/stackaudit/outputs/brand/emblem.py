"""The logo for documents and slides: as SVG where it is one, and as a PNG that any program can show."""

from __future__ import annotations

from typing import Final

import typst

from stackaudit.errors import OutputError, Problem
from stackaudit.frozen import dataclass
from stackaudit.model.stack import Stack
from stackaudit.outputs.brand.logo import Logo, logo_of
from stackaudit.outputs.typeset import typeset

__all__ = ["Emblem", "emblem_of"]

_LARGEST: Final = 900.0  # pixels each way: sharp at the seven centimetres that it gets at most
_POINTS: Final = 72.0  # an inch
_PAGE: Final = """\
#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt, fill: none)
#image(bytes(data.bytes), format: data.format, width: 100%, height: 100%, fit: "contain")
"""
_FORMATS: Final = {"png": "png", "jpeg": "jpg", "svg+xml": "svg"}


@dataclass(frozen=True, slots=True)
class Emblem:
    """A logo: as PNG, as SVG where it is one (else empty), and how much wider than high it is."""

    png: bytes
    svg: str
    ratio: float

    def within(self, width: float, height: float) -> tuple[float, float]:
        """The largest size that it can have within a width and a height, in their unit."""
        return (width, width / self.ratio) if self.ratio * height > width else (height * self.ratio, height)


def emblem_of(stack: Stack) -> Emblem | None:
    """The logo that a stack's report names; None where it names none.

    Raises:
        StackError: there is no such file, it leads out of its folder, or it is no picture that can stand in a report.
        OutputError: it looks like a picture and cannot be drawn.
    """
    logo = logo_of(stack)
    if logo is None:
        return None
    try:
        png = _drawn(logo)
    except typst.TypstError as error:
        name = stack.report.logo if stack.report is not None else None
        hint = "save it anew as PNG, JPEG or SVG"
        raise OutputError(Problem(f"the logo {name!r} cannot be drawn: {error}", hint=hint)) from error
    svg = logo.data.decode("utf-8") if logo.kind == "svg+xml" else ""
    return Emblem(png, svg, logo.width / logo.height)


def _drawn(logo: Logo) -> bytes:
    longest = max(logo.width, logo.height)
    values = {
        "bytes": list(logo.data),
        "format": _FORMATS[logo.kind],
        "width": 100.0 * logo.width / longest,
        "height": 100.0 * logo.height / longest,
    }
    pixels = _LARGEST if logo.kind == "svg+xml" else min(longest, _LARGEST)
    return typeset(_PAGE, values, "png", ppi=pixels / 100.0 * _POINTS)
