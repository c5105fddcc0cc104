"""The logo: read from the folder of the file that names it and from nowhere else, and made fit for a page."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Final

from stackaudit.errors import Problem, StackError
from stackaudit.frozen import dataclass
from stackaudit.model.stack import Stack
from stackaudit.outputs.brand.picture import NotAPictureError, size_of_jpeg, size_of_png
from stackaudit.outputs.brand.vector import clean_logo
from stackaudit.source.inside import is_inside
from stackaudit.source.limits import Limits
from stackaudit.source.reading import file_bytes

__all__ = ["LARGEST", "Logo", "logo_of"]

LARGEST: Final = 256 * 1024
"""How many bytes a logo has at most: it is inside each page."""

_MOST_PIXELS: Final = 2_000
_ROUTE: Final = ("report", "logo")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture: ``png``, ``jpeg`` or ``svg+xml``, its bytes, and its size in pixels."""

    kind: str
    data: bytes
    width: float
    height: float

    @property
    def address(self) -> str:
        """The picture as an address that holds it, so that the page needs no other file."""
        return f"data:image/{self.kind};base64,{base64.b64encode(self.data).decode('ascii')}"


def logo_of(stack: Stack, noted: Callable[[Path], None] | None = None) -> Logo | None:
    """The logo that a stack's report names; None where it names none.

    ``noted`` is called with the path of its file before that is looked at.

    Raises:
        StackError: there is no such file, it leads out of its folder, or it is no picture that can stand in a report.
    """
    name = stack.report.logo if stack.report is not None else None
    if name is None:
        return None
    made = _read(stack, name, noted)
    if isinstance(made, Logo):
        return made
    provenance = stack.provenance
    if provenance is None:
        raise StackError(Problem(f"report.logo: {made.message}", hint=made.hint))
    place = provenance.document.place(_ROUTE)
    raise StackError(Problem(made.message, place, made.hint, provenance.document.excerpt(place)))


def _read(stack: Stack, name: str, noted: Callable[[Path], None] | None) -> Logo | Problem:
    named_in = Path(stack.provenance.document.place(_ROUTE).file) if stack.provenance is not None else None
    if named_in is None or not named_in.is_file():
        return Problem("what comes from no file has no folder to read a logo from", hint="put it into a file")
    folder = named_in.parent
    if Path(name).is_absolute() or not is_inside(folder / name, folder):
        return Problem(f"the logo {name!r} leads out of the folder of this file", hint="put a copy beside this file")
    if noted is not None:
        noted(folder / name)
    content = file_bytes(folder / name, file=name, limits=Limits(size=LARGEST))
    if isinstance(content, Problem):
        hint = "save it smaller, or as SVG" if "more than the limit" in content.message else content.hint
        return Problem(content.message, hint=hint)
    try:
        made = _picture(content)
    except NotAPictureError as error:
        return Problem(f"the logo {name!r} {error}", hint="expected a picture as PNG, JPEG or SVG")
    if max(made.width, made.height) > _MOST_PIXELS and made.kind != "svg+xml":
        found = f"has {made.width:.0f} by {made.height:.0f} pixels"
        return Problem(f"the logo {name!r} {found}, expected at most {_MOST_PIXELS:,} each way", hint="save it smaller")
    return made


def _picture(content: bytes) -> Logo:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Logo("png", content, *size_of_png(content))
    if content.startswith(b"\xff\xd8\xff"):
        return Logo("jpeg", content, *size_of_jpeg(content))
    text, width, height = clean_logo(content)
    return Logo("svg+xml", text.encode("utf-8"), width, height)
