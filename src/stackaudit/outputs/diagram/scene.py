"""What a picture shows, as plain values: nodes, lines and groups, before any format."""

from __future__ import annotations

from enum import StrEnum

from stackaudit.frozen import dataclass
from stackaudit.model.words import Layer
from stackaudit.outputs.diagram.marks import Mark

__all__ = ["Group", "Line", "LineKind", "Node", "NodeKind", "Scene"]


class NodeKind(StrEnum):
    """What a node is."""

    TOOL = "tool"
    DOUBTFUL = "doubtful"
    PLANNED = "planned"
    CAPTURE_POINT = "capture"
    GROUP = "group"


class LineKind(StrEnum):
    """How something gets from one node to another."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    UNSTATED = "unstated"
    CHOICE = "choice"
    GATE = "gate"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Node:
    """A box: a tool, a capture point, or several of them as one.

    Attributes:
        key: its name in DOT and Mermaid: ``n1``.
        id: the id of its group in the SVG.
        lines: its name, on one line or several.
        remark: what else stands in it, such as ``planned``.
        group: the key of the frame around it, None for none.
        column: the column in which it stands, from 0 at the left.
        notes: the lines of its tooltip.
    """

    key: str
    id: str
    kind: NodeKind
    lines: tuple[str, ...]
    remark: str
    group: str | None
    column: int
    mark: Mark | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one node to another, by their keys: a flow, or what several flows are drawn as.

    Attributes:
        both: whether it runs both ways.
        certain: whether it is known to run.
        label: what stands beside it where there is room.
        count: how many links it stands for.
    """

    source: str
    target: str
    id: str
    kind: LineKind
    both: bool
    certain: bool
    label: tuple[str, ...]
    mark: Mark | None
    notes: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around nodes: a layer or a team."""

    key: str
    id: str
    name: str
    layer: Layer | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one picture shows.

    Attributes:
        key: tells the pictures of one stack apart, in ids and file names: ``layer``, ``layer-storage``.
        title: its heading.
        description: what is on it, in a sentence or two, for those who cannot see it.
        labelled: whether there is room for words beside the lines.
    """

    key: str
    title: str
    description: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    labelled: bool
