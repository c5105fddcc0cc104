"""The SVG of a scene: accessible, readable in light and dark, and harmless whatever the names."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.model.stack import Stack
from stackaudit.outputs.diagram import STYLE, compose, palette
from stackaudit.outputs.diagram.chart import chart_of
from stackaudit.outputs.diagram.dot import dot_of
from stackaudit.outputs.diagram.drawing import svg_of
from stackaudit.outputs.diagram.scene import Scene

if TYPE_CHECKING:
    from types import ModuleType

Make = Callable[..., Scene]
Box = tuple[float, float, float, float]

SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {"desc", "ellipse", "g", "path", "polygon", "polyline", "rect", "style", "svg", "text", "title"}
HOSTILE = [
    "<script>alert(1)</script>",
    '"]; x [label="',
    "\\N",
    "p:q",
    "\u202e\u2066right to left\u200f",
    "x" * 10_000,
    "👩\u200d👩\u200d👧 family 😀",
    "javascript:alert(1)",
    "&lt;img src=x onerror=alert(1)&gt;",
    '" onload="alert(1)',
    "]]></style></svg><!--",
    "z" + "\u0301" * 300,
    "a\\",
    "line\nbreak",
    "{rank=same}",
    "שלום עולם",
]
# What a mark is made of, in DejaVu Sans Bold, the widest font that is likely to stand in for Helvetica: widths in 1/2048.
BOLD = {"P": 1501, " ": 713, "·": 778, "f": 891, "i": 702, "n": 1458, "d": 1466, "g": 1466, "s": 1219}
BOLD_DIGIT = 1425
MESSY = st.text(st.sampled_from('ab <>"\\&;:{}[]|\u202e\u0301\n日😀'), min_size=1, max_size=30)


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - an entity that somebody smuggled in has to make a test fail


def drawn(scene: Scene) -> ET.Element:
    return parsed(svg_of(scene, dot_of(scene)))


def with_names(names: list[str]) -> Scene:
    """A scene in which every id and name, of tools, flows, company and findings, comes from the list.

    The stack is built without the loader, which refuses such ids.
    """
    called = {name[:250]: name for name in names}
    capabilities = ["cms", "cdp", "crm", "esp", "bi"]
    tools = {
        identity: {"id": identity, "name": name, "capabilities": [capabilities[number % 5]]}
        for number, (identity, name) in enumerate(called.items())
    }
    flows = {
        one: {"id": one, "name": called[one], "from": one, "to": after, "method": "csv_manual"}
        for one, after in itertools.pairwise(called)
    }
    head = {"stackaudit": 1, "as_of": "2026-11-22", "company": {"id": "company", "name": names[0]}}
    stack = Stack.model_validate({**head, "tools": tools, "flows": flows})
    elements = tuple(f"{kind}.{next(iter(called))}" for kind in ("tools", "flows"))
    finding = Finding("X-1", "X-1", Outcome.FLAGGED, Severity.P1, elements, "", names[-1], (), "")
    return compose.whole(chart_of(stack, StackGraph(stack), [finding], "layer"))


def assert_harmless(text: str) -> ET.Element:
    root = parsed(text)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= HARMLESS
    for element in root.iter():
        assert not any(name.startswith("on") or "href" in name or name == "style" for name in element.attrib)
        assert not re.search(r"url\(|javascript:", " ".join(element.attrib.values()))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", identity or "") for identity in ids)
    return root


def boxes(root: ET.Element, kind: str) -> dict[str, Box]:
    """Left, top, right and bottom of every node or frame, in the picture's own coordinates."""
    found = {}
    for group in root.iter(f"{SVG}g"):
        if kind in group.get("class", "").split() and group.get("id"):
            xs, ys = zip(*corners(group), strict=True)
            found[group.get("id", "")] = (min(xs), min(ys), max(xs), max(ys))
    return found


def corners(group: ET.Element) -> Iterator[tuple[float, float]]:
    for shape in group.iter():
        if shape.tag == f"{SVG}rect":
            x, y, width, height = (float(shape.get(name, "0")) for name in ("x", "y", "width", "height"))
            yield from ((x, y), (x + width, y + height))
        numbers = re.findall(r"-?\d+(?:\.\d+)?", shape.get("points") or shape.get("d") or "")
        yield from zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True)


def test_a_picture_has_a_title_a_description_and_a_role(scene: Make) -> None:
    root = drawn(scene("company: {name: Northwind}\ntools: {a: {}}"))
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}*[@id='{identity}']") for identity in root.get("aria-labelledby", "").split()]
    assert [element.text for element in named if element is not None] == ["Data flow of Northwind", "1 tool."]


def test_a_picture_shrinks_with_the_page_and_has_no_style_attribute(scene: Make) -> None:
    root = drawn(scene("tools: {a: {}}"))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert "max-width:100%" in STYLE
    assert not any("style" in element.attrib for element in root.iter())


def test_the_style_of_every_picture_is_the_same_text(scene: Make) -> None:
    styles = [drawn(scene(text)).findtext(f"{SVG}style") for text in ("", "tools: {a: {}}")]
    assert styles == [STYLE, STYLE]


def test_nodes_lines_and_frames_have_tooltips(scene: Make) -> None:
    root = drawn(scene("tools: {a: {capabilities: [crm]}, b: {}}\nflows: [{id: f, from: a, to: b, method: api}]"))
    tips = {group.get("id"): group.findtext(f".//{SVG}title") for group in root.iter(f"{SVG}g") if group.get("id")}
    assert tips["node-a"] == "a\nCustomer relationship management"
    assert tips["flow-f"] == "a → b\nAPI: a program that calls an interface\nRuns: nobody said how often"
    assert tips["layer--group-1"] == "Storage: 1 tool\nwhere records are kept"


def test_a_line_has_a_broad_invisible_twin_for_the_mouse(scene: Make) -> None:
    root = drawn(scene("tools: {a: {}, b: {}}\nflows: [{id: f, from: a, to: b}]"))
    paths = root.findall(f".//*[@id='flow-f']//{SVG}path")
    assert [path.get("stroke-opacity") for path in paths] == ["0", None]
    assert paths[0].get("d") == paths[1].get("d")


def test_the_mark_of_a_line_stands_on_it_where_there_is_no_room_for_words(scene: Make, generated: ModuleType) -> None:
    tools = ", ".join(f"t{number}: {{}}" for number in range(34))
    flows = ", ".join(f"{{id: f{number}, from: t{number}, to: t{number + 1}}}" for number in range(33))
    root = drawn(scene(f"tools: {{{tools}}}\nflows: [{flows}]", [generated.finding("flows.f3", Severity.P1)]))
    assert [text.text for text in root.findall(f".//*[@id='flow-f3']//{SVG}text")] == ["P1"]
    assert [text.text for text in root.findall(f".//*[@id='flow-f4']//{SVG}text")] == []


def test_marks_on_lines_side_by_side_stand_apart(scene: Make, generated: ModuleType) -> None:
    tools = ", ".join(f"t{number}: {{}}" for number in range(34))
    flows = ", ".join(f"{{id: f{number}, from: t{number}, to: t{number + 1}}}" for number in range(33))
    twins = "{id: g1, from: t0, to: t33, method: api}, {id: g2, from: t0, to: t33, method: api}"
    findings = [generated.finding("flows.g1"), generated.finding("flows.g2")]
    root = drawn(scene(f"tools: {{{tools}}}\nflows: [{flows}, {twins}]", findings))
    (one,), (two,) = (root.findall(f".//*[@id='flow-{name}']//{SVG}text") for name in ("g1", "g2"))
    apart = abs(float(one.get("x", "")) - float(two.get("x", ""))) + abs(
        float(one.get("y", "")) - float(two.get("y", ""))
    )
    assert apart > 20


def test_the_legend_explains_what_is_on_the_picture_and_nothing_else(scene: Make, generated: ModuleType) -> None:
    everything = scene(
        """
tools: {a: {capabilities: [crm], send_gate: [b]}, b: {}, c: {status: planned}, d: {status: unknown}}
capture_points: {p: {tool: a}}
flows: [{from: a, to: b}, {id: x, from: a, to: b, method: api}, {id: y, from: b, to: d, method: csv_manual}]
gaps: [{signal: opt_out, from: b, to: a}]
""",
        [generated.finding("tools.a", Severity.P2, Outcome.SUSPECTED), generated.finding("tools.b", Severity.P4)],
    )
    nothing = scene("tools: {a: {}}")

    def words(root: ET.Element) -> list[str | None]:
        return [text.text for text in root.findall(f".//*[@class='sa-legend']//{SVG}text")]

    assert words(drawn(everything)) == [
        "runs by itself",
        "done by hand",
        "nobody said how",
        "choices recorded",
        "looked up before sending",
        "known not to get there",
        "perhaps not running",
        "where people say stop or yes",
        "perhaps not in use",
        "planned",
        "P2",
        "worst finding, from P1 to P5",
        "P2?",
        "suspected only",
    ]
    assert words(drawn(nothing)) == []


def test_a_flow_by_hand_is_told_by_dashes_breadth_and_a_dot_and_not_by_colour_alone(scene: Make) -> None:
    root = drawn(scene("tools: {a: {}, b: {}}\nflows: [{id: f, from: a, to: b, method: manual_entry}]"))
    line = root.find(".//*[@id='flow-f']")
    assert line is not None
    path = line.findall(f".//{SVG}path")[-1]
    assert (path.get("stroke-dasharray"), path.get("stroke-width")) == ("5,2", "2.4")
    assert line.find(f".//{SVG}ellipse") is not None


def test_names_as_hostile_as_they_can_be_come_out_as_text() -> None:
    scene = with_names(HOSTILE)
    root = assert_harmless(svg_of(scene, dot_of(scene)))
    shown = {element.text for element in root.iter(f"{SVG}text")}
    assert {"\\N", "p:q", '"]; x [label="', "a\\", "{rank=same}", "line break"} <= shown
    nodes = [group for group in root.iter(f"{SVG}g") if "sa-node" in group.get("class", "") and group.get("id")]
    assert len(nodes) == len(HOSTILE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MESSY, min_size=1, max_size=6))
def test_any_names_come_out_as_text(names: list[str]) -> None:
    scene = with_names(names)
    assert_harmless(svg_of(scene, dot_of(scene)))


def test_each_tooltip_is_that_of_its_part_also_where_a_name_looks_like_one() -> None:
    scene = with_names(['tooltip="x"', "two & <b>", "日本"])
    root = drawn(scene)
    for noted in (*scene.nodes, *scene.lines):
        titles = [title.text for title in root.findall(f".//*[@id='{noted.id}']//{SVG}title")]
        assert titles, noted.id
        assert set(titles) == {"\n".join(noted.notes)}


def test_an_empty_stack_is_an_empty_picture(scene: Make) -> None:
    assert_harmless(svg_of(scene(""), dot_of(scene(""))))


@pytest.mark.parametrize("count", [2, 15, 123])
def test_a_mark_fits_its_box_in_bold_letters_of_a_wide_font(count: int, scene: Make) -> None:
    found = [
        Finding("X-1", f"X-1:{number}", Outcome.FLAGGED, Severity.P1, ("tools.hub",), "", "", (), "")
        for number in range(count)
    ]
    root = drawn(scene("tools: {hub: {}}", found))
    left, _, right, _ = boxes(root, "sa-node")["node-hub"]
    size = re.search(r"\.sa-marked text:last-of-type\{[^}]*font-size:(\d+)px", STYLE)
    assert size is not None
    mark = f"P1 · {count} findings"
    width = sum(BOLD.get(letter, BOLD_DIGIT) for letter in mark) / 2048 * int(size[1])
    assert right - left >= width + 10


@pytest.mark.parametrize("seed", range(12))
def test_nothing_overlaps_and_everything_is_inside(seed: int, generated: ModuleType) -> None:
    stack = load_data(generated.stack_data(seed, 4 + 6 * seed, (0.4, 1, 1.8)[seed % 3]))
    chart = chart_of(stack, StackGraph(stack), generated.findings_of(stack, seed), ("layer", "team")[seed % 2])
    scene = compose.whole(chart)
    root = assert_harmless(svg_of(scene, dot_of(scene)))
    nodes, frames = boxes(root, "sa-node"), boxes(root, "sa-frame")
    assert set(nodes) == {node.id for node in scene.nodes}
    assert not [pair for kind in (nodes, frames) for pair in overlapping(kind)]
    graph = next(group for group in root.iter(f"{SVG}g") if "sa-paper" in group.get("class", ""))
    x, y = map(float, re.findall(r"-?\d+(?:\.\d+)?", graph.get("transform", "")))
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    for left, top, right, bottom in (*nodes.values(), *frames.values()):
        assert left + x >= 0
        assert top + y >= 0
        assert right + x <= width
        assert bottom + y <= height
    named = {node.id: group.id for node in scene.nodes for group in scene.groups if node.group == group.key}
    for node, frame in named.items():
        assert frames[frame][0] < nodes[node][0] < nodes[node][2] < frames[frame][2]
        assert frames[frame][1] < nodes[node][1] < nodes[node][3] < frames[frame][3]


@pytest.mark.parametrize("seed", range(5, 60, 5))
def test_the_names_of_frames_stand_in_one_row_above_all_nodes(seed: int, generated: ModuleType) -> None:
    stack = load_data(generated.stack_data(seed, 2 + seed, (0.4, 1, 1.8)[seed % 3]))
    scene = compose.whole(chart_of(stack, StackGraph(stack), (), "layer"))
    root = drawn(scene)
    heads = [float(text.get("y", "")) for frame in frames_of(root) for text in frame.iter(f"{SVG}text")]
    assert max(heads) - min(heads) < 1
    assert max(heads) < min(box[1] for box in boxes(root, "sa-node").values())


def frames_of(root: ET.Element) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if "sa-frame" in group.get("class", "").split()]


def overlapping(held: dict[str, Box]) -> Iterator[tuple[str, str]]:
    for one, (left, top, right, bottom) in held.items():
        for other, (its_left, its_top, its_right, its_bottom) in held.items():
            if one < other and left < its_right and its_left < right and top < its_bottom and its_top < bottom:
                yield one, other


def test_colours_of_lines_are_those_of_the_palette(scene: Make) -> None:
    root = drawn(scene("tools: {a: {}, b: {}}\nflows: [{id: f, from: a, to: b, method: api}]"))
    strokes = Counter(path.get("stroke") for path in root.findall(f".//*[@id='flow-f']//{SVG}path"))
    assert strokes[palette.LINES["automatic"].light] == 1
