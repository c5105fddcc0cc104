"""An engine's SVG document, made fit to stand inside a page: only shapes, texts, titles and safe links are left.

Names and notes of a stack are hostile text. They reach the SVG through DOT and Graphviz, so it is read as XML here and
built anew from a list of what a diagram may hold, rather than searched for what it may not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element, SubElement
from xml.parsers import expat

from stackaudit.errors import LayoutError, Problem

__all__ = ["clean"]

_SHAPES: Final = frozenset({"ellipse", "path", "polygon", "polyline"})
_ELEMENTS: Final = _SHAPES | {"a", "g", "svg", "text"}

_PLACES: Final = frozenset({"cx", "cy", "d", "height", "points", "rx", "ry", "transform", "viewBox", "width", "x", "y"})
_PAINTS: Final = frozenset({"fill", "fill-opacity", "stroke", "stroke-dasharray", "stroke-opacity", "stroke-width"})
_FONTS: Final = frozenset({"font-family", "font-size", "font-style", "font-weight", "text-anchor", "xml:space"})
_ATTRIBUTES: Final = _PLACES | _PAINTS | _FONTS | {"class", "id"}

# "nan" and "inf" are places that the engine failed to compute, "url(" is a paint that refers to something else.
_NUMBERS: Final = re.compile(r"[-0-9., MC]*+")
_BAD_PLACE: Final = re.compile("nan|inf", re.IGNORECASE)
_BAD_PAINT: Final = re.compile(r"url\s*\(", re.IGNORECASE)
_SAFE_LINK: Final = re.compile(r"(?:https?://|mailto:|#)\S+", re.IGNORECASE)

# Fonts with letters as wide as the engine takes them to be; one of them is on nearly every system.
_FONT: Final = "Helvetica,Arial,Liberation Sans,sans-serif"
_AS_WIDE: Final = frozenset({"Arial", "Helvetica", "Helvetica,sans-Serif", "Liberation Sans"})

_PLAIN: Final = "draw without images, gradients and HTML-like labels"


def clean(document: bytes) -> Element:
    """The ``<svg>`` element of a document, without its namespace, with white space for one tag a line.

    Prolog, doctype, comments and generated titles are left out, as are the groups that the engine puts around links. A
    ``tooltip`` of the DOT text becomes a ``<title>``. A link stays if it is http, https, mailto or ``#``.

    Raises:
        LayoutError: The document is no XML, or holds something that is no part of a diagram.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    builder = _Builder(parser)
    try:
        parser.Parse(document, True)  # noqa: FBT003 - expat takes no keyword here
    except expat.ExpatError as error:
        message = f"the diagram engine wrote an SVG that cannot be read: {error}"
        raise LayoutError(Problem(message, hint="write the diagram as DOT to see where it goes wrong")) from error
    svg = builder.around.find("svg")
    if svg is None:
        raise LayoutError(Problem("the diagram engine wrote XML that is no SVG"))
    svg.tail = None
    return svg


class _Builder:
    """Builds the elements and attributes that a diagram may have, in the order in which they come."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.around = Element("document")
        self._open = [self.around]  # what is open; where an element is left out, the one around it
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        around = self._open[-1]
        if name == "title" or (name == "g" and "class" not in attributes):
            self._open.append(around)
            return
        if name not in _ELEMENTS:
            raise LayoutError(Problem(f"the diagram engine wrote <{name}>, which a diagram must not hold", hint=_PLAIN))
        if name == "a":
            element = _link(around, attributes)
        else:
            kept = {
                key: value if key in _PLACES and _NUMBERS.fullmatch(value) else _checked(key, value)
                for key, value in attributes.items()
                if key in _ATTRIBUTES
            }
            element = SubElement(around, name, kept)
        element.tail = "\n"
        if name == "text":
            self._parser.CharacterDataHandler = self._text
        elif name not in _SHAPES:
            element.text = "\n"
        if tooltip := attributes.get("xlink:title"):
            title = SubElement(element, "title")
            title.text, title.tail = tooltip, "\n"
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()
        if name == "text":
            self._parser.CharacterDataHandler = None

    def _text(self, text: str) -> None:
        element = self._open[-1]
        element.text = f"{element.text or ''}{text}"  # a long one comes in pieces


def _link(around: Element, attributes: dict[str, str]) -> Element:
    target = attributes.get("xlink:href", "")
    return SubElement(around, "a", {"href": target}) if _SAFE_LINK.fullmatch(target) else SubElement(around, "g")


@lru_cache(maxsize=1 << 12)
def _checked(key: str, value: str) -> str:
    """The value of an attribute as it may stay; most colours, fonts and widths are the same for many elements.

    Raises:
        LayoutError: A diagram must not hold it.
    """
    if (key in _PLACES and _BAD_PLACE.search(value)) or (key in _PAINTS and _BAD_PAINT.search(value)):
        message = f"the diagram engine wrote {key}={value[:100]!r}, which a diagram must not hold"
        raise LayoutError(Problem(message, hint=_PLAIN))
    return _FONT if key == "font-family" and value in _AS_WIDE else value
