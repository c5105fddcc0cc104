"""A logo as SVG, written anew from shapes, texts and gradients alone: no script, no link, nothing that is fetched.

An SVG file may hold anything: it is read as XML, and only what is known is kept, rather than searched for what is bad.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final
from xml.parsers import expat

from stackaudit.outputs.brand.picture import NotAPictureError

__all__ = ["clean_logo"]

_SVG: Final = "http://www.w3.org/2000/svg"
_LINK: Final = "http://www.w3.org/1999/xlink href"
_GRADIENTS: Final = frozenset({"linearGradient", "radialGradient"})
_ELEMENTS: Final = _GRADIENTS | frozenset(
    {"circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "path", "polygon", "polyline", "rect"}
    | {"stop", "style", "svg", "text", "title", "tspan"}
)
_WORDS: Final = frozenset({"desc", "style", "text", "title", "tspan"})
# What a value may not hold, also in a style: an address, an import, and signs by which these can be hidden.
_OUTSIDE: Final = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@|\\|image|expression|javascript|/\*", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_INSIDE: Final = re.compile(r"#[\w.-]+")
_NUMBER: Final = re.compile(r"\s*([0-9]*\.?[0-9]+)(px)?\s*")
_DEEPEST: Final = 100


def clean_logo(content: bytes) -> tuple[str, float, float]:
    """The picture, its width and its height in pixels.

    Raises:
        NotAPictureError: it is no SVG, defines names of its own, or does not say how large it is.
    """
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = _no_definitions
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword here
    except expat.ExpatError as error:
        raise NotAPictureError(f"is neither PNG nor JPEG, and cannot be read as SVG: {error}") from error
    return "".join(writer.parts), *writer.size


def _no_definitions(_name: str, _system: str | None, _public: str | None, internal: bool) -> None:  # noqa: FBT001 - as expat calls it
    if internal:
        raise NotAPictureError("defines names of its own, which a picture does not need")


class _Writer:
    """Writes the elements and attributes that a logo may have; what is inside of others goes with them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size: tuple[float, float] = (0.0, 0.0)
        self._open: list[str] = []  # what each open element was written as, empty where it was left out

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._open:
            if (space, local) != (_SVG, "svg"):
                raise NotAPictureError(f"begins with <{local[:40]}>, and an SVG with <svg xmlns={_SVG!r}>")
            self.size = _size(attributes)
        elif len(self._open) >= _DEEPEST:
            raise NotAPictureError(f"nests more than {_DEEPEST} levels")
        left_out = bool(self._open) and not self._open[-1]
        kept = space == _SVG and local in _ELEMENTS and not left_out
        if kept:
            words = [f' {key}="{escape(value)}"' for key, value in _kept(local, attributes).items()]
            head = "" if self._open else f' xmlns="{_SVG}"'
            self.parts.append(f"<{local}{head}{''.join(words)}>")
        self._open.append(local if kept else "")

    def end(self, _name: str) -> None:
        name = self._open.pop()
        if name:
            self.parts.append(f"</{name}>")

    def text(self, text: str) -> None:
        inside = self._open[-1]
        if inside in _WORDS and not (inside == "style" and _OUTSIDE.search(text)):
            self.parts.append(escape(text, quote=False))


def _kept(element: str, attributes: Mapping[str, str]) -> dict[str, str]:
    kept = {
        key: value
        for key, value in attributes.items()
        if _PLAIN.fullmatch(key) and not key.lower().startswith("on") and key != "href" and not _OUTSIDE.search(value)
    }
    target = attributes.get("href") or attributes.get(_LINK) or ""
    if element in _GRADIENTS and _INSIDE.fullmatch(target):  # a gradient may take its colours from another
        kept["href"] = target
    return kept


def _size(attributes: Mapping[str, str]) -> tuple[float, float]:
    """Width and height, by the attributes or by what is seen."""
    told = [_NUMBER.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    if told[0] and told[1]:
        width, height = float(told[0][1]), float(told[1][1])
    else:
        seen = attributes.get("viewBox", "").replace(",", " ").split()[2:4]
        numbers = [float(one) for one in seen if _NUMBER.fullmatch(one)]
        width, height = (numbers[0], numbers[1]) if len(numbers) == 2 else (0.0, 0.0)  # noqa: PLR2004 - a width and a height
    if not width or not height:
        raise NotAPictureError("does not say how large it is, by width and height or by viewBox")
    return width, height
