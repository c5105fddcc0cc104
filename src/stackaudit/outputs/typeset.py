"""Typesetting by Typst, a package that needs no other program: documents as PDF, pictures as PNG and PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

import typst

__all__ = ["FONT", "typeset"]

FONT: Final = "Arimo"
"""The typeface that comes along: as wide as Helvetica and Arial, for Latin, Greek, Cyrillic and Hebrew."""

_PROBE: Final = '#set document(title: "x")\n#set text(font: "{font}")\n#json(bytes(sys.inputs.data)).letters'
_UNIVERSAL: Final = "ua-1"


def typeset(source: str, values: Mapping[str, Any], kind: Literal["pdf", "png"], *, ppi: float = 144.0) -> bytes:
    """Typst source as PDF or PNG; of PNG the first page alone. The same input gives the same bytes.

    A PDF is tagged, and keeps to PDF/UA-1 where some typeface has each of its letters. The machine's own typefaces are
    asked only for letters that the ones which come along lack.

    Args:
        source: the text to typeset; nothing in it may come from a description.
        values: what it gets as ``json(bytes(sys.inputs.data))``: plain data, which Typst shows and never runs.
        kind: what is made.
        ppi: of a PNG, the pixels an inch.
    """
    data = {"data": json.dumps(values, ensure_ascii=False)}
    letters = "".join(sorted({letter for letter in data["data"] if not letter.isascii()}))
    covered = _covers(letters, system=False)
    fonts = _fonts(system=not covered)
    text = source.encode("utf-8")
    if kind == "png":
        pages = typst.compile(text, font_paths=fonts, sys_inputs=data, format="png", ppi=ppi)
        return _whole(pages)
    universal = covered or _covers(letters, system=True)
    standards: list[Any] = [_UNIVERSAL] if universal else []
    return _whole(typst.compile(text, font_paths=fonts, sys_inputs=data, format="pdf", pdf_standards=standards))


def _whole(made: bytes | list[bytes] | None) -> bytes:
    """The file, or the file of the first page."""
    return made[0] if isinstance(made, list) else made or b""


@lru_cache(maxsize=64)
def _covers(letters: str, *, system: bool) -> bool:
    """Whether the typefaces that come along, or with the system's too, have all of these letters.

    PDF/UA forbids letters that no typeface has, so Typst looks for them.
    """
    data = {"data": json.dumps({"letters": letters}, ensure_ascii=False)}
    probe = _PROBE.format(font=FONT).encode("utf-8")
    try:
        typst.compile(
            probe, font_paths=_fonts(system=system), sys_inputs=data, format="pdf", pdf_standards=[_UNIVERSAL]
        )
    except typst.TypstError:
        return False
    return True


@lru_cache(maxsize=2)
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system, font_paths=[str(files("fontpkg_arimo") / "files")])
