"""A scene as Mermaid text, for wikis and repositories that draw it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from stackaudit.outputs.diagram import palette
from stackaudit.outputs.diagram.scene import Line, LineKind, Node, NodeKind, Scene

__all__ = ["mermaid_of"]

_SHAPES: Final[Mapping[NodeKind, tuple[str, str]]] = MappingProxyType(
    {
        NodeKind.TOOL: ("(", ")"),
        NodeKind.DOUBTFUL: ("(", ")"),
        NodeKind.PLANNED: ("(", ")"),
        NodeKind.CAPTURE_POINT: (">", "]"),
        NodeKind.GROUP: ("[[", "]]"),
    }
)
_ARROWS: Final[Mapping[LineKind, str]] = MappingProxyType(
    {
        LineKind.AUTOMATIC: "-->",
        LineKind.MANUAL: "-.->",
        LineKind.UNSTATED: "-->",
        LineKind.CHOICE: "-.->",
        LineKind.GATE: "-.-o",
        LineKind.GAP: "-.-x",
    }
)

# Letters and digits of any script, and a few signs that mean nothing to Mermaid. All else is written by its number,
# also the signs by which Mermaid stands for a number internally.
_ENCODED: Final = re.compile(r"[^\w .,?!…·-]|[_°¶ﬂ]|--+|\bend\b")


def mermaid_of(scene: Scene) -> str:
    """The scene as a Mermaid flowchart."""
    return "\n".join([*_statements(scene), ""])


def _statements(scene: Scene) -> Iterator[str]:
    yield "flowchart LR"
    yield f"  accTitle: {_text(scene.title)}"
    yield f"  accDescr: {_text(scene.description)}"
    for number, group in enumerate(scene.groups):
        yield f'  subgraph g{number + 1}["{_text(group.name)}"]'
        yield from (f"    {_node(node)}" for node in scene.nodes if node.group == group.key)
        yield "  end"
    yield from (f"  {_node(node)}" for node in scene.nodes if node.group is None)
    yield from (f"  {_line(line, labelled=scene.labelled)}" for line in scene.lines)
    yield from (f"  {statement}" for statement in _styles(scene))


def _node(node: Node) -> str:
    lines = [*node.lines, *([node.remark] if node.remark else []), *([node.mark.label] if node.mark else [])]
    opening, closing = _SHAPES[node.kind]
    return f'{node.key}{opening}"{_lines(lines)}"{closing}'


def _line(line: Line, *, labelled: bool) -> str:
    arrow = ("<" if line.both else "") + _ARROWS[line.kind]
    label = [*(line.label if labelled else ()), *([line.mark.text] if line.mark else [])]
    return f"{line.source} {arrow}{_quoted(label)} {line.target}"


def _quoted(label: list[str]) -> str:
    return f'|"{_lines(label)}"|' if label else ""


def _styles(scene: Scene) -> Iterator[str]:
    """Classes of nodes and styles of lines, each where something has it. Text is dark on light, also on dark pages."""
    colours = f"fill:{palette.BOX.light},stroke:{palette.BORDER.light},color:{palette.INK.light}"
    yield f"classDef default {colours}"
    for kind, dashes in ((NodeKind.PLANNED, "2 4"), (NodeKind.DOUBTFUL, "6 3")):
        yield from _class(kind, f"stroke-dasharray:{dashes}", (node for node in scene.nodes if node.kind is kind))
    for severity, colour in palette.SEVERITIES.items():
        marked = (node for node in scene.nodes if node.mark is not None and node.mark.severity is severity)
        fill = palette.TINTS.get(severity, palette.BOX).light
        yield from _class(severity.lower(), f"fill:{fill},stroke:{colour.light},stroke-width:3px", marked)
    for drawn_as, colour in palette.LINES.items():
        numbers = [str(number) for number, line in enumerate(scene.lines) if line.kind is drawn_as]
        if numbers:
            yield f"linkStyle {','.join(numbers)} stroke:{colour.light},stroke-width:{palette.WIDTHS[drawn_as]}px"
    for number, group in enumerate(scene.groups):
        fill = palette.FRAMES[group.layer].light
        yield f"style g{number + 1} fill:{fill},stroke:{palette.FRAME_BORDER.light},color:{palette.QUIET.light}"


def _class(name: str, style: str, nodes: Iterable[Node]) -> Iterator[str]:
    keys = ",".join(node.key for node in nodes)
    if keys:
        yield f"classDef {name} {style}"
        yield f"class {keys} {name}"


def _lines(lines: Iterable[str]) -> str:
    return "<br/>".join(_text(line) for line in lines)


def _text(text: str) -> str:
    """A text that is nothing but text in a Mermaid label: what could end it or mean something is written ``#34;``."""
    return _ENCODED.sub(lambda match: "".join(f"#{ord(letter)};" for letter in match[0]), text)
