"""The legend of a picture: what its lines, boxes and marks mean, and only those that are on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from stackaudit.finding import Severity
from stackaudit.outputs.diagram import palette
from stackaudit.outputs.diagram.scene import LineKind, NodeKind, Scene

__all__ = ["legend"]

_FONT: Final = "Helvetica,Arial,Liberation Sans,sans-serif"
_ROW: Final = 24
_SAMPLE: Final = 40
_LETTER: Final = 5.6  # a letter of the legend's size, on average
_GAP: Final = 30

_LINES: Final = {
    LineKind.AUTOMATIC: "runs by itself",
    LineKind.MANUAL: "done by hand",
    LineKind.UNSTATED: "nobody said how",
    LineKind.CHOICE: "choices recorded",
    LineKind.GATE: "looked up before sending",
    LineKind.GAP: "known not to get there",
}
_NODES: Final = {
    NodeKind.CAPTURE_POINT: "where people say stop or yes",
    NodeKind.DOUBTFUL: "perhaps not in use",
    NodeKind.PLANNED: "planned",
}
_DOTS: Final = "1,5"
_DASHES: Final = {LineKind.MANUAL: "5,2", LineKind.CHOICE: _DOTS, LineKind.GATE: _DOTS, LineKind.GAP: _DOTS}
_MIDDLE: Final = -4.0
_BOX: Final = "M9,-12L33,-12Q38,-12 38,-7L38,-1Q38,4 33,4L9,4Q4,4 4,-1L4,-7Q4,-12 9,-12"


def legend(scene: Scene, width: float) -> tuple[Element, float]:
    """The legend as an SVG group, its top left corner at the origin, and its height; rows end before ``width``."""
    group = Element("g", {"class": "sa-legend"})
    left, top = 0.0, 0.0
    for sample, words in _entries(scene):
        length = _SAMPLE + 8 + len(words) * _LETTER
        if left and left + length > width:
            left, top = 0.0, top + _ROW
        entry = SubElement(group, "g", {"transform": f"translate({left:g} {top + _ROW - 8:g})"})
        entry.append(sample)
        entry.append(_text(words, _SAMPLE + 8, "start", palette.QUIET.light))
        left += length + _GAP
    return group, top + _ROW


def _entries(scene: Scene) -> Iterator[tuple[Element, str]]:
    for kind, words in _LINES.items():
        if any(line.kind is kind for line in scene.lines):
            yield _line(kind), words
    if any(not line.certain for line in scene.lines):
        yield _line(LineKind.AUTOMATIC, dashes=_DOTS), "perhaps not running"
    for shape, words in _NODES.items():
        if any(node.kind is shape for node in scene.nodes):
            yield _node(shape), words
    held = [*(node.mark for node in scene.nodes), *(line.mark for line in scene.lines)]
    marks = [mark for mark in held if mark is not None]
    if marks:
        yield _mark(min(mark.severity for mark in marks)), "worst finding, from P1 to P5"
    if any(not mark.proved for mark in marks):
        yield _mark(None), "suspected only"


def _line(kind: LineKind, dashes: str = "") -> Element:
    colour = palette.LINES[kind].light
    group = Element("g", {"class": f"sa-line sa-{kind}"})
    stroke = {"fill": "none", "stroke": colour, "stroke-width": palette.WIDTHS[kind]}
    if dashes := dashes or _DASHES.get(kind, ""):
        stroke |= {"stroke-dasharray": dashes, "stroke-linecap": "round" if dashes == _DOTS else "butt"}
    SubElement(group, "path", {"d": f"M1,{_MIDDLE}L32,{_MIDDLE}", **stroke})
    solid = {"fill": colour, "stroke": colour}
    head = {"points": f"32,{_MIDDLE - 3} 40,{_MIDDLE} 32,{_MIDDLE + 3} 32,{_MIDDLE - 3}"}
    if kind is LineKind.MANUAL:
        SubElement(group, "ellipse", {"cx": "3", "cy": f"{_MIDDLE}", "rx": "3", "ry": "3", **solid})
    if kind is LineKind.GATE:
        ring = {"cx": "36", "cy": f"{_MIDDLE}", "rx": "3", "ry": "3"}
        SubElement(group, "ellipse", {**ring, "fill": "none", "stroke": colour})
    elif kind is LineKind.GAP:
        top, bottom = _MIDDLE - 5, _MIDDLE + 5
        SubElement(group, "polygon", {"points": f"34,{top} 37,{top} 37,{bottom} 34,{bottom}", **solid})
    elif kind is LineKind.UNSTATED:
        SubElement(group, "polygon", {**head, "fill": "none", "stroke": colour})
    else:
        SubElement(group, "polygon", {**head, **solid})
    return group


def _node(kind: NodeKind) -> Element:
    group = Element("g", {"class": f"sa-node sa-{kind}"})
    paint = {"fill": palette.BOX.light, "stroke": palette.BORDER.light}
    if kind is NodeKind.CAPTURE_POINT:
        SubElement(group, "polygon", {"points": "4,-11 30,-11 38,-4 30,3 4,3 4,-11", **paint})
    else:
        dashes = {"stroke-dasharray": "5,2" if kind is NodeKind.DOUBTFUL else _DOTS}
        SubElement(group, "path", {"d": _BOX, **paint, **dashes})
    return group


def _mark(severity: Severity | None) -> Element:
    group = Element("g", {"class": f"sa-node sa-marked sa-{severity.lower()}"} if severity else {"class": "sa-node"})
    colour = palette.SEVERITIES[severity] if severity else palette.INK
    if severity:
        paint = {"fill": palette.TINTS.get(severity, palette.BOX).light, "stroke": colour.light, "stroke-width": "2"}
        SubElement(group, "path", {"d": _BOX, **paint})
    group.append(_text(severity.value if severity else "P2?", _SAMPLE / 2 + 1, "middle", colour.light))
    return group


def _text(words: str, x: float, anchor: str, colour: str) -> Element:
    place = {"x": f"{x:g}", "y": "0", "text-anchor": anchor, "font-family": _FONT, "font-size": "11", "fill": colour}
    text = Element("text", place)
    text.text = words
    return text
