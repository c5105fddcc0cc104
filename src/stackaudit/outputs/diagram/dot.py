"""A scene as DOT text for Graphviz: the layout engine's input, and a format of its own."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from math import log2
from typing import Final

import graphviz

from stackaudit.outputs.diagram import palette
from stackaudit.outputs.diagram.labels import cells
from stackaudit.outputs.diagram.scene import Group, Line, LineKind, Node, NodeKind, Scene

__all__ = ["dot_of"]

# The engine knows the widths of the letters of this font and of no other.
_FONT: Final = "Helvetica"
_NAME_SIZE: Final = 13
_SMALL_SIZE: Final = 11

_SHAPES: Final = {
    NodeKind.TOOL: {},
    NodeKind.DOUBTFUL: {"style": "rounded,filled,dashed"},
    NodeKind.PLANNED: {"style": "rounded,filled,dotted", "fontcolor": palette.QUIET.light},
    NodeKind.CAPTURE_POINT: {"shape": "cds", "style": "filled", "margin": "0.26,0.16"},
    NodeKind.GROUP: {"style": "filled", "margin": "0.26,0.12"},
}
_STROKES: Final = {
    LineKind.AUTOMATIC: {},
    LineKind.MANUAL: {"style": "dashed", "arrowtail": "dot", "dir": "both"},
    LineKind.UNSTATED: {"arrowhead": "empty"},
    LineKind.CHOICE: {"style": "dotted"},
    LineKind.GATE: {"style": "dotted", "arrowhead": "odot"},
    LineKind.GAP: {"style": "dotted", "arrowhead": "tee"},
}
_NO_HEAD: Final = {"label": "", "style": "invis", "width": "0.1", "height": "0.1"}
_WIDTHS: Final = {"P1": "2.6", "P2": "2.2", "P3": "1.8", "P4": "1.4", "P5": "1.4"}


def dot_of(scene: Scene) -> str:
    """The scene as DOT text. Every node has an explicit column, so that Graphviz only finds rows and routes."""
    columns = {node.key: node.column for node in scene.nodes}
    upright = any(columns[line.source] == columns[line.target] for line in scene.lines)
    graph = graphviz.Digraph(
        graph_attr={
            "rankdir": "LR",
            "newrank": "true",
            "splines": "true",
            # A line within a column has to fit between two nodes.
            "nodesep": "0.25" if upright and scene.labelled else "0.18",
            "outputorder": "edgesfirst",
            "ranksep": "0.5" if scene.labelled else "0.9",
            "pad": "0.15",
            "id": f"picture-{scene.key}",
            "class": "sa-paper",
            "bgcolor": palette.PAPER.light,
            "fontname": _FONT,
        },
        node_attr={
            "shape": "box",
            "style": "rounded,filled",
            "fontname": _FONT,
            "fontsize": str(_NAME_SIZE),
            "fontcolor": palette.INK.light,
            "color": palette.BORDER.light,
            "fillcolor": palette.BOX.light,
            # Where Helvetica is not to hand, a wider font stands in for it: the margin leaves room for that.
            "margin": "0.2,0.08",
            "width": "1.1",
            "height": "0.45",
        },
        edge_attr={
            "fontname": _FONT,
            "fontsize": str(_SMALL_SIZE),
            "fontcolor": palette.QUIET.light,
            "arrowsize": "0.8",
        },
    )
    joined = {end for line in scene.lines for end in (line.source, line.target)}
    # What hangs together is laid out in the order of its first nodes, from below: heads and what they hold come last.
    for node in sorted(scene.nodes, key=lambda node: node.key not in joined):
        graph.body.append(f"\t{node.key}{_attributes(_box(node))}\n")
    _heads(graph, scene, joined)
    for line in scene.lines:
        forward = columns[line.source] < columns[line.target]
        stroke = _stroke(line, labelled=scene.labelled, forward=forward)
        graph.body.append(f"\t{line.source} -> {line.target}{_attributes(stroke)}\n")
    return str(graph.source)


def _attributes(values: dict[str, str]) -> str:
    """Attributes as the package writes them, the label first; most are the same for many lines, and quoting is slow."""
    names = [*(["label"] if "label" in values else []), *sorted(name for name in values if name != "label")]
    return f" [{' '.join([_attribute(name, values[name]) for name in names])}]"


# By type, too: a text that was marked not to be HTML is quoted in another way than its twin.
@lru_cache(maxsize=1 << 12, typed=True)
def _attribute(name: str, value: str) -> str:
    return f"{name}={graphviz.quoting.quote(value)}"


def _heads(graph: graphviz.Digraph, scene: Scene, joined: Container[str]) -> None:
    """Each column with a head on top of it, the first one of a group with its name; they keep the columns in order."""
    columns: dict[int, list[Node]] = {}
    for node in scene.nodes:
        columns.setdefault(node.column, []).append(node)
    named: dict[int, Group] = {}
    for group in scene.groups:
        named[min(node.column for node in scene.nodes if node.group == group.key)] = group
    for column in sorted(columns):
        head = f"h{column + 1}"
        with graph.subgraph(graph_attr={"rank": "same"}) as rank:
            rank.node(head, **(_head(named[column]) if column in named else _NO_HEAD))
            for node in columns[column]:
                rank.node(node.key)
    for column in range(1, len(columns)):
        graph.edge(f"h{column}", f"h{column + 1}", style="invis", weight="100")
    for column, nodes in columns.items():
        # What nothing leads to or from hangs below the head, or else it would lie about.
        above = f"h{column + 1}"
        for node in nodes:
            if node.key not in joined:
                graph.edge(above, node.key, style="invis", weight="20")
                above = node.key


def _head(group: Group) -> dict[str, str]:
    return {
        "id": group.id,
        "class": f"sa-frame sa-layer-{group.layer}" if group.layer else "sa-frame",
        "label": _text((group.name,)),
        "tooltip": _text(group.notes),
        "shape": "plaintext",
        "style": "",
        "fontcolor": palette.QUIET.light,
    }


def _box(node: Node) -> dict[str, str]:
    lines = [*node.lines, *([node.remark] if node.remark else []), *([node.mark.label] if node.mark else [])]
    classes = ["sa-node", f"sa-{node.kind}"]
    box = {"label": _text(lines), "tooltip": _text(node.notes), "id": node.id, **_SHAPES[node.kind]}
    if any(cells(line) > len(line) for line in lines):
        # The engine takes Chinese, Japanese and Korean letters to be narrower than they are.
        box["width"] = f"{max(cells(line) for line in lines) * _NAME_SIZE * 0.54 / 72 + 0.3:.2f}"
    if node.mark is not None:
        severity = node.mark.severity
        classes += ["sa-marked", f"sa-{severity.lower()}"]
        box |= {"color": palette.SEVERITIES[severity].light, "penwidth": _WIDTHS[severity]}
        if severity in palette.TINTS:
            box["fillcolor"] = palette.TINTS[severity].light
    return {**box, "class": " ".join(classes)}


def _stroke(line: Line, *, labelled: bool, forward: bool) -> dict[str, str]:
    classes = ["sa-line", f"sa-{line.kind}"]
    stroke = {
        "id": line.id,
        "tooltip": _text(line.notes),
        "color": palette.LINES[line.kind].light,
        "penwidth": palette.WIDTHS[line.kind],
        **_STROKES[line.kind],
    }
    label = list(line.label)
    if line.both:
        stroke |= {"dir": "both", "arrowtail": "normaldot" if line.kind is LineKind.MANUAL else "normal"}
    if not line.certain:
        stroke["style"] = "dotted"
    if line.count > 1:
        stroke["penwidth"] = f"{min(float(stroke['penwidth']) + log2(line.count) / 2, 3.4):.1f}"
    if not forward:
        stroke["constraint"] = "false"
    if line.mark is not None:
        classes += ["sa-marked", f"sa-{line.mark.severity.lower()}"]
        label.append(line.mark.label)
    if labelled and label:
        stroke |= {"label": _text(label), "labeltooltip": stroke["tooltip"]}
    return {**stroke, "class": " ".join(classes)}


def _text(lines: list[str] | tuple[str, ...]) -> str:
    """Lines as a label: nothing in them is taken for HTML, an escape or an entity."""
    escaped = graphviz.escape("\n".join(lines).replace("&", "&amp;"))
    # What `nohtml` returns is a text of a type of its own; turned into plain text, it would be HTML again.
    text: str = graphviz.nohtml(escaped.replace("\n", "\\n"))
    return text
