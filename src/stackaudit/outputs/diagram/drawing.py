"""A scene as an SVG: laid out by Graphviz, then given its frames, legend, title, description and dark colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import dist, fsum
from typing import Final, Literal, TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from stackaudit.outputs.diagram import palette
from stackaudit.outputs.diagram.labels import cells
from stackaudit.outputs.diagram.layout import layout
from stackaudit.outputs.diagram.legend import legend
from stackaudit.outputs.diagram.scene import Group, Line, Node, Scene

__all__ = ["svg_of"]

Box: TypeAlias = tuple[float, float, float, float]

# No quoted text holds this: a quote in it has a backslash before it.
_TOOLTIP: Final = re.compile(r'tooltip="(?:[^"\\]|\\.)++"')
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_FONT: Final = "Helvetica,Arial,Liberation Sans,sans-serif"
_DOTS: Final = "1,5"
_MARGIN: Final = 12.0
_FRAME: Final = 14.0  # from the nodes of a frame to its edge
_APART: Final = 20.0  # from one mark on a line to the next
_NARROWEST: Final = 440.0
_LETTER: Final = 7.6  # a letter of a frame's name


def svg_of(scene: Scene, dot: str, engine: Literal["pinned", "dot"] = "pinned") -> str:
    """The picture of a scene as one ``<svg>`` element, which can be a file of its own or stand in a page.

    It is as wide as its text is readable, and narrower where the page is. It holds no script, no link and no style
    attribute; its one ``<style>`` is ``palette.STYLE``, the same in every picture.

    Args:
        scene: what is drawn.
        dot: the scene as DOT text.
        engine: see ``layout``.

    Raises:
        LayoutError: the engine failed.
    """
    # Tooltips are most of the text, and of no use to the engine: it gets a letter in place of each.
    bare = _TOOLTIP.sub('tooltip="-"', dot)
    graph = layout(bare, engine=engine)[0]
    parts = {part.get("id", ""): part for part in graph}
    told: list[Node | Line] = [*scene.nodes, *scene.lines]
    for noted in told:
        for title in parts[noted.id].iter("title"):
            title.text = "\n".join(noted.notes)
    ground = _box(graph[:1])
    graph.remove(graph[0])
    _draw_frames(scene, graph, parts, ground)
    taken: list[tuple[float, float]] = []
    for line in scene.lines:
        _finish_line(line, parts[line.id], taken, labelled=scene.labelled)
    return _page(scene, graph, ground)


def _page(scene: Scene, graph: Element, ground: Box) -> str:
    """The whole picture: title, description, style, ground, graph and legend."""
    left, top, right, bottom = ground
    width = max(right - left, _NARROWEST) + 2 * _MARGIN
    key, height = legend(scene, width - 2 * _MARGIN)
    total = bottom - top + height + 3 * _MARGIN
    name = f"picture-{scene.key}"
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "stackaudit-picture",
            "role": "img",
            "aria-labelledby": f"{name}--title {name}--desc",
            "viewBox": f"0 0 {width:.0f} {total:.0f}",
            "width": f"{width:.0f}",
            "height": f"{total:.0f}",
        },
    )
    SubElement(svg, "title", {"id": f"{name}--title"}).text = scene.title
    SubElement(svg, "desc", {"id": f"{name}--desc"}).text = scene.description
    SubElement(svg, "style").text = palette.STYLE
    SubElement(svg, "rect", {"class": "sa-ground", "width": "100%", "height": "100%", "fill": palette.PAPER.light})
    graph.set("transform", f"translate({(width - right + left) / 2 - left:g} {_MARGIN - top:g})")
    key.set("transform", f"translate({_MARGIN:g} {bottom - top + 2 * _MARGIN:g})")
    for part, following in zip(svg, "\n" * len(svg), strict=True):
        part.tail = following
    svg.extend((graph, key))
    return tostring(svg, encoding="unicode")


def _draw_frames(scene: Scene, graph: Element, parts: dict[str, Element], ground: Box) -> None:
    """Each layer or team as a band behind its columns. Its head, which the engine has put on top of them, names it."""
    extents: dict[str, list[Box]] = {}
    for node in scene.nodes:
        if node.group is not None:
            extents.setdefault(node.group, []).append(_box(parts[node.id].iter()))
    for number, group in enumerate(scene.groups):
        head = parts[group.id]
        graph.remove(head)
        graph.insert(number, _band(group, head, extents[group.key], ground))


def _band(group: Group, head: Element, extents: Iterable[Box], ground: Box) -> Element:
    name = next(head.iter("text"))
    middle, half = float(name.get("x", "")), cells(group.name) * _LETTER / 2
    extents = [*extents, (middle - half, 0, middle + half, 0)]
    left, right = min(box[0] for box in extents) - _FRAME, max(box[2] for box in extents) + _FRAME
    band = Element("g", {"id": group.id, "class": head.get("class", "")})
    SubElement(band, "title").text = "\n".join(group.notes)
    place = {"x": f"{left:g}", "y": f"{ground[1]:g}", "rx": "8"}
    size = {"width": f"{right - left:g}", "height": f"{ground[3] - ground[1]:g}"}
    fill = {"fill": palette.FRAMES[group.layer].light, "stroke": palette.FRAME_BORDER.light}
    SubElement(band, "rect", {**place, **size, **fill})
    name.set("x", f"{left + _FRAME:g}")
    name.set("text-anchor", "start")
    name.set("font-weight", "bold")
    band.append(name)
    band.tail = "\n"
    return band


def _finish_line(line: Line, part: Element, taken: list[tuple[float, float]], *, labelled: bool) -> None:
    """Give a line a broad invisible twin, which a mouse can hit, and its mark where no label shows it."""
    inner = next((child for child in part if child.tag == "g"), part)
    path = next(inner.iter("path"))
    if path.get("stroke-dasharray") == _DOTS:
        path.set("stroke-linecap", "round")  # else the dots of a thin line can hardly be seen
    twin = {"d": path.get("d", ""), "fill": "none", "stroke": "#000000", "stroke-opacity": "0", "stroke-width": "11"}
    inner.insert(list(inner).index(path), Element("path", twin))
    if line.mark is not None and not labelled:
        x, y = _free_place(path.get("d", ""), taken)
        taken.append((x, y))
        colour = palette.SEVERITIES[line.mark.severity].light
        place = {"x": f"{x:.2f}", "y": f"{y + 4:.2f}", "text-anchor": "middle"}
        font = {"font-family": _FONT, "font-size": "11", "fill": colour}
        SubElement(inner, "text", {**place, **font}).text = line.mark.text


def _free_place(path: str, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """A place on a line for its mark, in the middle unless another mark is there already."""
    places = [_along(path, share) for share in (0.5, 0.38, 0.62, 0.26, 0.74)]
    return next((place for place in places if all(dist(place, other) > _APART for other in taken)), places[0])


def _along(path: str, share: float) -> tuple[float, float]:
    """The point at a share of a path of Bézier curves ``M x,y C x,y x,y x,y ...``, each of them as long as the next."""
    numbers = [float(number) for number in _NUMBER.findall(path)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    curve, t = divmod(share * ((len(points) - 1) // 3), 1)
    four = points[3 * int(curve) : 3 * int(curve) + 4]
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (fsum(weight * point[axis] for weight, point in zip(weights, four, strict=True)) for axis in (0, 1))
    return (x, y)


def _box(shapes: Iterable[Element]) -> Box:
    """Left, top, right and bottom of some shapes; the points that bend a curve count as if it went through them."""
    numbers = [
        float(number) for shape in shapes for number in _NUMBER.findall(shape.get("points") or shape.get("d") or "")
    ]
    return (min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2]))
