"""A scene as DOT text: quoted, in columns, and nothing in a name is more than text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from stackaudit.finding import Severity
from stackaudit.outputs.diagram import compose
from stackaudit.outputs.diagram.dot import dot_of
from stackaudit.outputs.diagram.scene import Scene

Make = Callable[..., Scene]

SMALL = """
tools:
  crm: {name: Crm, capabilities: [crm]}
  esp: {name: Esp, capabilities: [esp]}
flows:
  - {id: list, from: crm, to: esp, method: csv_manual, every: 1w}
"""


def statement(dot: str, start: str) -> str:
    return next(line.strip() for line in dot.splitlines() if line.strip().startswith(start))


STORAGE = (
    'label=Storage class="sa-frame sa-layer-storage" fontcolor="#52606d" id="layer--group-1" shape=plaintext style="" '
    'tooltip="Storage: 1 tool\\nwhere records are kept"'
)
ENGAGEMENT = (
    'label=Engagement class="sa-frame sa-layer-engagement" fontcolor="#52606d" id="layer--group-2" shape=plaintext '
    'style="" tooltip="Engagement: 1 tool\\nwhat speaks to people"'
)
TOLD = "Crm → Esp\\nCSV by hand: a person exports a file and uploads it\\nRuns: weekly"
LIST = (
    'label="CSV by hand\\nweekly" arrowtail=dot class="sa-line sa-manual" color="#b4460a" dir=both id="flow-list" '
    f'labeltooltip="{TOLD}" penwidth=2.4 style=dashed tooltip="{TOLD}"'
)


def test_a_small_stack_as_dot(scene: Make) -> None:
    assert dot_of(scene(SMALL)).splitlines()[4:] == [
        '\tn1 [label=Crm class="sa-node sa-tool" id="node-crm" tooltip="Crm\\nCustomer relationship management"]',
        '\tn2 [label=Esp class="sa-node sa-tool" id="node-esp" tooltip="Esp\\nBulk e-mail"]',
        "\t{",
        "\t\tgraph [rank=same]",
        f"\t\th1 [{STORAGE}]",
        "\t\tn1",
        "\t}",
        "\t{",
        "\t\tgraph [rank=same]",
        f"\t\th2 [{ENGAGEMENT}]",
        "\t\tn2",
        "\t}",
        "\th1 -> h2 [style=invis weight=100]",
        f"\tn1 -> n2 [{LIST}]",
        "}",
    ]


def test_every_picture_asks_for_newrank_and_columns_from_left_to_right(scene: Make) -> None:
    head = statement(dot_of(scene(SMALL)), "graph [")
    assert all(asked in head for asked in ("newrank=true", "rankdir=LR", "splines=true"))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("<b>bold</b>", '"<b>bold</b>"'),
        ('"]; x [label="', '"\\"]; x [label=\\""'),
        ("\\N", '"\\\\N"'),
        ("a\\", '"a\\\\"'),
        ("&copy;", '"&amp;copy;"'),
        ("p:q", '"p:q"'),
        ("graph", '"graph"'),
    ],
)
def test_a_name_is_text_and_nothing_else(scene: Make, name: str, written: str) -> None:
    quoted = name.replace("'", "''")
    dot = dot_of(scene(f"tools: {{a: {{name: '{quoted}'}}, b: {{}}}}\nflows: [{{from: a, to: b}}]"))
    assert statement(dot, "n1").startswith(f"n1 [label={written} ")
    assert statement(dot, "n1 ->").startswith("n1 -> n2 [")


def test_a_finding_is_marked_by_text_by_border_and_by_class(scene: Make, generated: object) -> None:
    findings = [
        generated.finding("tools.crm", Severity.P1),
        generated.finding("tools.esp", Severity.P4),
        generated.finding("flows.list", Severity.P3),
    ]
    dot = dot_of(scene(SMALL, findings))
    assert 'n1 [label="Crm\\nP1" class="sa-node sa-tool sa-marked sa-p1" color="#b42318"' in dot
    assert "penwidth=2.6" in statement(dot, "n1")
    assert 'n2 [label="Esp\\nP4" class="sa-node sa-tool sa-marked sa-p4" color="#475569"' in dot
    assert "fillcolor" not in statement(dot, "n2")
    assert statement(dot, "n1 ->").startswith('n1 -> n2 [label="CSV by hand\\nweekly\\nP3"')


def test_a_big_picture_has_no_words_beside_its_lines(scene: Make) -> None:
    tools = ", ".join(f"t{number}: {{}}" for number in range(40))
    flows = ", ".join(f"{{from: t{number}, to: t{number + 1}, method: api}}" for number in range(39))
    lines = [line for line in dot_of(scene(f"tools: {{{tools}}}\nflows: [{flows}]")).splitlines() if "sa-line" in line]
    assert len(lines) == 39
    assert not any(" [label=" in line for line in lines)


def test_doubtful_planned_and_two_way_things_look_it(scene: Make) -> None:
    dot = dot_of(
        scene("""
tools: {a: {capabilities: [crm]}, b: {capabilities: [esp], status: unknown}, c: {status: planned}, d: {}}
flows: [{between: [b, a], method: api}, {id: x, between: [a, d], method: spreadsheet}]
""")
    )
    assert 'style="rounded,filled,dashed"' in statement(dot, "n2 [")
    assert 'style="rounded,filled,dotted"' in statement(dot, "n3 [")
    assert "constraint=false" in statement(dot, "n2 ->")
    assert "dir=both" in statement(dot, "n2 ->")
    assert "style=dotted" in statement(dot, "n2 ->")
    assert "arrowtail=normaldot" in statement(dot, "n1 ->")


def test_wide_letters_get_room(scene: Make) -> None:
    dot = dot_of(scene("tools: {a: {name: 日本語のツール}, b: {name: Tool}}"))
    assert "width=1.67" in statement(dot, "n1 [")
    assert "width" not in statement(dot, "n2 [")


def test_a_line_for_many_links_is_broader(chart: Callable[..., object]) -> None:
    flows = ", ".join(f"{{id: f{number}, from: a, to: b, method: api}}" for number in range(8))
    dot = dot_of(compose.whole(chart(f"tools: {{a: {{}}, b: {{}}}}\nflows: [{flows}]")))
    assert "penwidth=2.7" in statement(dot, "n1 ->")
    assert len(re.findall("sa-line", dot)) == 1


def test_what_nothing_leads_to_hangs_below_the_head_of_its_column(scene: Make) -> None:
    dot = dot_of(scene("tools: {a: {}, b: {}, c: {}}"))
    assert [line.strip() for line in dot.splitlines() if "->" in line] == [
        "h1 -> n1 [style=invis weight=20]",
        "n1 -> n2 [style=invis weight=20]",
        "n2 -> n3 [style=invis weight=20]",
    ]


def test_a_stack_of_nothing_is_a_graph_of_nothing(scene: Make) -> None:
    assert dot_of(scene("")).count("[") == 3
