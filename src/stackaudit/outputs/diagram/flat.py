"""A picture for programs that know no style sheets: its colours and type written at each part, for light paper."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

from stackaudit.finding import Severity
from stackaudit.frozen import dataclass
from stackaudit.outputs.diagram.palette import PAPER, SEVERITIES

__all__ = ["Flat", "flat"]

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_HALO = {"paint-order": "stroke", "stroke": PAPER.light, "stroke-width": "3", "stroke-linejoin": "round"}


@dataclass(frozen=True, slots=True)
class Flat:
    """A picture as SVG without a style sheet; ``width`` and ``height`` are in CSS pixels."""

    svg: str
    title: str
    description: str
    width: float
    height: float


def flat(svg: str, font: str) -> Flat:
    """The same picture without its style sheet, in one typeface; ``svg`` is one that ``svg_of`` made."""
    picture = fromstring(svg.replace(_NAMESPACE, "", 1))  # noqa: S314 - it was made here, without entities
    for style in picture.findall("style"):
        picture.remove(style)
    for group in picture.iter("g"):
        _colour(group, group.get("class", "").split())
    for text in picture.iter("text"):
        text.set("font-family", font)
    picture.set("xmlns", "http://www.w3.org/2000/svg")
    title, description = (picture.findtext(part, "") for part in ("title", "desc"))
    width, height = (float(picture.get(side, "1")) for side in ("width", "height"))
    return Flat(tostring(picture, encoding="unicode"), title, description, width, height)


def _colour(group: Element, classes: list[str]) -> None:
    """What the style sheet of light pictures says of a group."""
    if "sa-line" in classes:
        for text in group.iter("text"):
            for name, value in _HALO.items():
                text.set(name, value)
    if "sa-marked" in classes:
        for text in _last_texts(group):
            text.set("font-weight", "700")
            text.set("font-size", "11")
    for severity in Severity:
        if f"sa-{severity.lower()}" in classes:
            for text in _last_texts(group):
                text.set("fill", SEVERITIES[severity].light)


def _last_texts(group: Element) -> Iterator[Element]:
    """The last text of each part of a group: its mark."""
    for part in group.iter():
        texts = part.findall("text")
        if texts:
            yield texts[-1]
