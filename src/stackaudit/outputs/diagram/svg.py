"""An engine's SVG document, made fit to stand inside a page: only shapes, texts, titles and safe links are left.

Names and notes of a stack are hostile text. They reach the SVG through DOT and Graphviz, so it is read as XML here and
written anew from a list of what a diagram may hold, rather than searched for what it may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Final
from xml.parsers import expat

from stackaudit.errors import LayoutError, Problem

__all__ = ["clean"]

_SHAPES: Final = frozenset({"ellipse", "path", "polygon", "polyline"})
_ELEMENTS: Final = _SHAPES | {"a", "g", "svg", "text"}

_PLACES: Final = frozenset({"cx", "cy", "d", "height", "points", "rx", "ry", "transform", "viewBox", "width", "x", "y"})
_PAINTS: Final = frozenset({"fill", "fill-opacity", "stroke", "stroke-dasharray", "stroke-opacity", "stroke-width"})
_FONTS: Final = frozenset({"font-family", "font-size", "font-style", "font-weight", "text-anchor", "xml:space"})
_ATTRIBUTES: Final = _PLACES | _PAINTS | _FONTS | {"class", "id", "xmlns"}

# "nan" and "inf" are places that the engine failed to compute, "url(" is a paint that refers to something else.
_NUMBERS: Final = re.compile(r"[-0-9., MC]*+")
_BAD_PLACE: Final = re.compile("nan|inf", re.IGNORECASE)
_BAD_PAINT: Final = re.compile(r"url\s*\(", re.IGNORECASE)
_SAFE_LINK: Final = re.compile(r"(?:https?://|mailto:|#)\S+", re.IGNORECASE)

# Fonts with letters as wide as the engine takes them to be; one of them is on nearly every system.
_FONT: Final = "Helvetica,Arial,Liberation Sans,sans-serif"
_AS_WIDE: Final = frozenset({"Arial", "Helvetica", "Helvetica,sans-Serif", "Liberation Sans"})

# XML readers turn these into spaces where they stand in an attribute as they are.
_WHITE_SPACE: Final = str.maketrans({"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})

_PLAIN: Final = "draw without images, gradients and HTML-like labels"


def clean(document: bytes) -> str:
    """The ``<svg>`` element of a document, one tag a line, as text that HTML and XML read alike.

    Prolog, doctype, comments and generated titles are left out, as are the groups that the engine puts around links. A
    ``tooltip`` of the DOT text becomes a ``<title>``. A link stays if it is http, https, mailto or ``#``.

    Raises:
        LayoutError: The document is no XML, or holds something that is no part of a diagram.
    """
    writer = _Writer()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(document, True)  # noqa: FBT003 - expat takes no keyword here
    except expat.ExpatError as error:
        message = f"the diagram engine wrote an SVG that cannot be read: {error}"
        raise LayoutError(Problem(message, hint="write the diagram as DOT to see where it goes wrong")) from error
    return "".join(writer.parts)


class _Writer:
    """Writes the elements and attributes that a diagram may have, in the order in which they come."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._open: list[str] = []  # what each open element was written as, empty where it was left out

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "title" or (name == "g" and "class" not in attributes):
            self._open.append("")
            return
        if name not in _ELEMENTS:
            raise LayoutError(Problem(f"the diagram engine wrote <{name}>, which a diagram must not hold", hint=_PLAIN))
        kept: Iterable[tuple[str, str]] = [one for one in attributes.items() if one[0] in _ATTRIBUTES]
        if name == "a":
            name, kept = _link(attributes)
        self._open.append(name)
        written = "".join(
            [
                f' {key}="{value}"' if key in _PLACES and _NUMBERS.fullmatch(value) else _attribute(key, value)
                for key, value in kept
            ]
        )
        self.parts.append(f"<{name}{written}{'/' if name in _SHAPES else ''}>")
        if name != "text":
            self.parts.append("\n")
        if tooltip := attributes.get("xlink:title"):
            self.parts.append(f"<title>{escape(tooltip, quote=False)}</title>\n")

    def end(self, _name: str) -> None:
        name = self._open.pop()
        if name and name not in _SHAPES:
            self.parts.append(f"</{name}>\n")

    def text(self, text: str) -> None:
        if self._open[-1] == "text":
            self.parts.append(escape(text, quote=False))


def _link(attributes: dict[str, str]) -> tuple[str, list[tuple[str, str]]]:
    target = attributes.get("xlink:href", "")
    return ("a", [("href", target)]) if _SAFE_LINK.fullmatch(target) else ("g", [])


@lru_cache(maxsize=1 << 12)
def _attribute(key: str, value: str) -> str:
    """An attribute as it is written; most colours, fonts and widths are the same for many elements.

    Raises:
        LayoutError: A diagram must not hold it.
    """
    if (key in _PLACES and _BAD_PLACE.search(value)) or (key in _PAINTS and _BAD_PAINT.search(value)):
        message = f"the diagram engine wrote {key}={value[:100]!r}, which a diagram must not hold"
        raise LayoutError(Problem(message, hint=_PLAIN))
    written = _FONT if key == "font-family" and value in _AS_WIDE else value
    return f' {key}="{escape(written).translate(_WHITE_SPACE)}"'
