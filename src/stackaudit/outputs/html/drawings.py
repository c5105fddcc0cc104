"""The diagrams in the page: which there are, what they can be linked to by, and how they lie on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from stackaudit.frozen import dataclass
from stackaudit.outputs.diagram.paper import lies
from stackaudit.outputs.html.condensing import condensed
from stackaudit.outputs.html.names import TEXT
from stackaudit.outputs.plain import shortened

if TYPE_CHECKING:
    from stackaudit.outputs.diagram import Picture, Pictures

__all__ = ["Drawing", "drawings", "ids"]

_ID: Final = re.compile(r' id="([^"]+)"')
_SIZE: Final = re.compile(r'<svg[^>]* viewBox="[-0-9.]+ [-0-9.]+ ([0-9.]+) ([0-9.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, or why it is missing. ``wide`` is whether it belongs on a page in landscape."""

    title: str
    svg: str
    failure: str
    wide: bool


def drawings(pictures: Pictures | None) -> tuple[tuple[Drawing, ...], str]:
    """The pictures of a report, the main one first, and the style sheet that they share; empty where there is none."""
    drawn = () if pictures is None else (pictures.main, *pictures.domains)
    texts, style = condensed(one.svg or "" for one in drawn)
    return tuple(_drawing(one, text) for one, text in zip(drawn, texts, strict=True)), style


def ids(drawn: Iterable[Drawing]) -> frozenset[str]:
    """The ids that the pictures bring into the page."""
    return frozenset(found for one in drawn for found in _ID.findall(one.svg))


def _drawing(picture: Picture, text: str) -> Drawing:
    size = _SIZE.search(text)
    return Drawing(
        title=shortened(picture.title, TEXT),
        svg=text,
        failure=shortened(picture.failure or "it could not be drawn", TEXT),
        wide=size is not None and lies(float(size[1]), float(size[2])),
    )
