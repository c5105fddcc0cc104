"""All pictures of a stack: one, or an overview and its parts, always the same bytes; one that fails stops no other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stackaudit.errors import LayoutError, OutputError, Problem, SettingsError
from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.model.stack import Stack
from stackaudit.outputs.diagram import Pictures, compose, diagram, drawing, pictures
from stackaudit.outputs.diagram.chart import Chart, chart_of
from stackaudit.outputs.diagram.scene import LineKind, NodeKind

if TYPE_CHECKING:
    from types import ModuleType

SOURCE = Path(__file__).resolve().parents[3] / "src"


def stack_of(data: dict[str, Any]) -> tuple[Stack, StackGraph]:
    stack = load_data({"stackaudit": 1, "as_of": "2026-11-22", **data})
    return stack, StackGraph(stack)


def many(count: int, capability: str = "crm", **more: Any) -> dict[str, Any]:
    return {f"{capability}{number}": {"capabilities": [capability], **more} for number in range(count)}


def all_of(drawn: Pictures) -> list[Any]:
    return [drawn.main, *drawn.domains]


def test_a_stack_that_can_be_read_at_once_is_one_picture(generated: ModuleType) -> None:
    stack, graph = stack_of(generated.stack_data(1, 30))
    drawn = pictures(stack, graph, generated.findings_of(stack, 1))
    assert drawn.domains == ()
    assert drawn.notice is None
    assert drawn.main.title == "Data flow of Northwind Outfitters"
    assert drawn.main.svg.startswith("<svg ")
    assert drawn.main.dot.startswith("digraph {")
    assert drawn.main.failure == ""


def test_a_stack_that_is_too_large_is_an_overview_and_a_picture_of_each_layer(generated: ModuleType) -> None:
    stack, graph = stack_of(generated.stack_data(1, 100))
    drawn = pictures(stack, graph, generated.findings_of(stack, 1))
    assert drawn.main.title == "Data flow of Northwind Outfitters: overview by layer"
    assert [picture.title.partition(": ")[2] for picture in drawn.domains] == [
        "Collection",
        "Integration",
        "Storage",
        "Engagement",
        "Insight",
        "Work",
    ]
    assert re.fullmatch(r"\d+ tools and capture points with \d+ links between them are too many .*", str(drawn.notice))


def test_every_tool_is_drawn_once_over_all_parts_and_no_id_comes_twice(generated: ModuleType) -> None:
    stack, graph = stack_of(generated.stack_data(2, 200, 2.5))
    for by in ("layer", "team"):
        drawn = pictures(stack, graph, generated.findings_of(stack, 2), by=by)
        ids = [identity for picture in all_of(drawn) for identity in re.findall(r' id="([^"]+)"', picture.svg)]
        assert len(ids) == len(set(ids))
        retired = {key for key, tool in stack.tools.items() if tool.status == "retired"}
        wanted = {f"node-{key}" for key in (*stack.tools, *stack.capture_points) if key not in retired}
        assert {identity for identity in ids if identity.startswith("node-")} == wanted


def test_an_overview_counts_what_it_joins(chart: Callable[..., Chart], generated: ModuleType) -> None:
    scene = compose.overview(
        chart(
            """
tools: {a: {capabilities: [crm]}, b: {capabilities: [crm]}, c: {capabilities: [esp]}, d: {capabilities: [esp]}}
capture_points: {p: {tool: d}}
flows:
  - {from: a, to: c, method: api}
  - {from: a, to: b, method: api}
  - {from: b, to: d, method: csv_manual}
  - {from: d, to: a}
gaps: [{signal: opt_out, from: c, to: b}]
""",
            [generated.finding("flows.a->b"), generated.finding("tools.c")],
        )
    )
    assert [(node.lines, node.remark, node.mark and node.mark.text, node.column) for node in scene.nodes] == [
        (("Collection",), "1 capture point", None, 0),
        (("Storage",), "2 tools", "P2", 1),
        (("Engagement",), "2 tools", "P2", 2),
    ]
    storage, choice = scene.lines
    assert (storage.kind, storage.both, storage.count) == (LineKind.MANUAL, True, 4)
    assert storage.label == ("3 links", "1 by hand", "1 known gap")
    assert storage.notes[:2] == ("Storage ↔ Engagement: 3 links, 1 by hand, 1 known gap", "a → c")
    assert (choice.kind, choice.both, choice.label) == (LineKind.CHOICE, False, ("1 link",))


def test_a_domain_shows_the_other_groups_as_one_node_each(chart: Callable[..., Chart]) -> None:
    (_, storage, _) = compose.domains(
        chart("""
tools: {web: {capabilities: [cms]}, a: {capabilities: [crm]}, b: {capabilities: [crm]}, bi: {capabilities: [bi]}}
flows: [{from: web, to: a, method: api}, {from: a, to: b, method: api}, {from: b, to: bi}, {from: bi, to: b},
  {from: web, to: bi}]
"""),
        9,
    )
    assert [(node.lines, node.kind, node.group) for node in storage.nodes] == [
        (("a",), NodeKind.TOOL, "storage"),
        (("b",), NodeKind.TOOL, "storage"),
        (("Collection",), NodeKind.GROUP, None),
        (("Insight",), NodeKind.GROUP, None),
    ]
    assert [(line.source, line.target, line.both, line.label) for line in storage.lines] == [
        ("n3", "n1", False, ("1 link",)),
        ("n1", "n2", False, ("API",)),
        ("n2", "n4", True, ("2 links",)),
    ]
    assert [node.column for node in storage.nodes] == [1, 2, 0, 3]
    assert storage.description == "2 tools, 4 links."


def test_a_large_group_is_drawn_in_parts(chart: Callable[..., Chart]) -> None:
    tools = ", ".join(f"t{number}: {{capabilities: [{'crm' if number % 2 else 'warehouse'}]}}" for number in range(100))
    scenes = compose.domains(chart(f"tools: {{{tools}}}\nflows: [{{from: t1, to: t0}}]"), 9)
    assert [scene.title for scene in scenes] == [f"Data flow: Storage, part {part} of 3" for part in (1, 2, 3)]
    assert [scene.key for scene in scenes] == ["layer-storage--1", "layer-storage--2", "layer-storage--3"]
    assert [len(scene.nodes) for scene in scenes] == [34, 34, 35]
    assert scenes[0].nodes[-1].lines == ("The rest of", "Storage")
    assert scenes[0].nodes[-1].remark == "67 tools"


def test_of_a_huge_group_those_with_findings_and_links_are_drawn(
    chart: Callable[..., Chart], generated: ModuleType
) -> None:
    tools = ", ".join(f"t{number}: {{capabilities: [crm]}}" for number in range(300))
    drawn = chart(f"tools: {{{tools}}}\nflows: [{{from: t299, to: t298}}]", [generated.finding("tools.t297")])
    scenes = compose.domains(drawn, 9)
    ids = {node.id for scene in scenes for node in scene.nodes if node.kind is NodeKind.TOOL}
    assert len(scenes) == 3
    assert len(ids) == 120
    assert {"node-t297", "node-t298", "node-t299"} <= ids


def test_there_are_no_more_pictures_than_asked_for_and_large_groups_come_first() -> None:
    tools = {**many(50, "crm"), **many(90, "esp"), **many(3, "bi")}
    stack, graph = stack_of({"tools": tools})
    drawn = chart_of(stack, graph, (), "layer")
    assert [scene.key for scene in compose.domains(drawn, 4)] == [
        "layer-engagement--1",
        "layer-engagement--2",
        "layer-engagement--3",
        "layer-insight",
    ]
    assert [scene.key for scene in compose.domains(drawn, 9)][:2] == ["layer-storage--1", "layer-storage--2"]


def test_very_many_groups_are_bounded_in_an_overview_and_in_a_domain() -> None:
    teams = {f"team{number}": {} for number in range(70)}
    tools = {f"t{number}": {"capabilities": ["crm"], "teams": [f"team{number % 70}"]} for number in range(140)}
    flows = [{"from": f"t{number}", "to": "t0", "method": "api"} for number in range(1, 140)]
    ring = [
        {"from": f"t{number}", "to": f"t{number + step}", "method": "api"}
        for step in (1, 7)
        for number in range(1, 130)
    ]
    stack, graph = stack_of({"teams": teams, "tools": tools, "flows": flows + ring})
    chart = chart_of(stack, graph, (), "team")
    overview = compose.overview(chart)
    assert len(overview.nodes) == 40
    assert overview.nodes[-1].lines == ("31 more teams",)
    assert len(overview.lines) == 80
    assert "lines of less weight" in overview.description
    hub = compose.domains(chart, 24)[0]
    assert [node.lines for node in hub.nodes][-1] == ("60 more teams",)
    assert len(hub.nodes) == 2 + 10


def test_many_links_between_the_same_two_tools_are_one_line(chart: Callable[..., Chart]) -> None:
    flows = ", ".join(f"{{id: f{number}, from: a, to: b, method: api}}" for number in range(8))
    (line,) = compose.whole(chart(f"tools: {{a: {{}}, b: {{}}}}\nflows: [{flows}]")).lines
    assert line.label == ("8 links",)
    assert line.notes == ("a → b: 8 links", *["a → b"] * 6, "and 2 more")


def test_a_stack_without_layers_or_teams_has_no_frames(chart: Callable[..., Chart]) -> None:
    assert compose.whole(chart("tools: {a: {}, b: {}}")).groups == ()
    assert [group.name for group in compose.whole(chart("tools: {a: {}, b: {capabilities: [crm]}}")).groups] == [
        "Storage",
        "No layer stated",
    ]


def test_a_description_says_what_is_not_drawn(chart: Callable[..., Chart], generated: ModuleType) -> None:
    drawn = chart("tools: {a: {}, old: {status: retired}}", [generated.finding("tools.a")])
    assert compose.whole(drawn).description == "1 tool. Findings at 1 of them, the worst P2. Not drawn: 1 retired tool."


def test_a_picture_that_cannot_be_laid_out_says_why_and_the_others_are_there(
    generated: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack, graph = stack_of(generated.stack_data(3, 120))
    layout = drawing.layout

    def moody(dot: str, *, engine: str) -> str:
        if "layer-storage" in dot:
            raise LayoutError(Problem("the engine is tired"))
        return layout(dot, engine=engine)

    monkeypatch.setattr(drawing, "layout", moody)
    drawn = pictures(stack, graph, ())
    failed = [picture for picture in all_of(drawn) if picture.failure]
    assert [(picture.key, picture.svg, picture.failure) for picture in failed] == [
        ("layer-storage", "", "the engine is tired")
    ]
    assert failed[0].dot.startswith("digraph {")
    assert all(picture.svg for picture in all_of(drawn) if picture not in failed)


@pytest.mark.parametrize(("kind", "start"), [("svg", "<svg "), ("dot", "digraph {"), ("mmd", "flowchart LR")])
def test_a_diagram_is_one_text_in_each_format(kind: str, start: str) -> None:
    stack, graph = stack_of({"tools": many(3)})
    assert diagram(stack, graph, (), kind).startswith(start)


def test_the_diagram_of_a_stack_that_is_too_large_is_its_overview() -> None:
    stack, graph = stack_of({"tools": {**many(50, "crm"), **many(50, "esp")}})
    assert "50 tools" in diagram(stack, graph, (), "dot")


def test_a_diagram_raises_where_the_engine_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def tired(_dot: str, *, engine: str) -> str:
        raise LayoutError(f"{engine} is tired")

    monkeypatch.setattr(drawing, "layout", tired)
    stack, graph = stack_of({"tools": many(2)})
    with pytest.raises(LayoutError, match="dot is tired"):
        diagram(stack, graph, (), "svg", engine="dot")
    assert diagram(stack, graph, (), "dot").startswith("digraph")


def test_words_that_are_no_format_engine_or_grouping_are_refused_with_a_hint() -> None:
    stack, graph = stack_of({})
    with pytest.raises(OutputError, match=r"no diagram format is called 'png' \(there are svg, dot, mmd\)"):
        diagram(stack, graph, (), "png")
    with pytest.raises(SettingsError, match=r"no diagram engine is called 'neato' \(there are pinned, dot\)"):
        pictures(stack, graph, (), engine="neato")
    with pytest.raises(SettingsError, match=r"put together by 'cost' \(there are layer, team\)"):
        diagram(stack, graph, (), by="cost")


def test_a_hundred_stacks_drawn_in_two_processes_give_the_same_bytes(generated: ModuleType) -> None:
    runs = [
        # S603: the program is this Python.
        subprocess.Popen(
            [sys.executable, str(generated.__file__), "100"],
            env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    one, two = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert len(one) == 64
    assert one == two
