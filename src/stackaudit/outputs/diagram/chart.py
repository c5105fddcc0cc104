"""What of a stack can be drawn: tools and capture points, what leads from one to another, and which belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from stackaudit.finding import Finding
from stackaudit.frozen import dataclass, replace
from stackaudit.graph import StackGraph
from stackaudit.model.elements import CapturePoint, Flow, Gap, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, is_stated, listed
from stackaudit.model.words import CAPABILITIES, MANUAL_METHODS, Layer, ToolStatus
from stackaudit.outputs.diagram.labels import NAMELESS, one_line
from stackaudit.outputs.diagram.marks import Mark, marks_of
from stackaudit.outputs.diagram.scene import LineKind, NodeKind

__all__ = ["By", "Chart", "Link", "Member", "chart_of"]

By: TypeAlias = Literal["layer", "team"]

_LAYERS: Final = {layer: number for number, layer in enumerate(Layer)}
_TRADES: Final = {name: number for number, name in enumerate(CAPABILITIES)}
_MIDDLE: Final = 2.5


@dataclass(frozen=True, slots=True)
class Member:
    """A tool or capture point that is drawn.

    ``name`` is its name on one harmless line, ``place`` the number of its group from left to right.
    """

    id: str
    path: str
    name: str
    element: Tool | CapturePoint
    kind: NodeKind
    group: str
    place: int

    @property
    def trade(self) -> int:
        """What it is there to do, as the number of its first capability; capture points come first."""
        return -1 if isinstance(self.element, CapturePoint) else _TRADES.get(_first(self.element), len(_TRADES))


@dataclass(frozen=True, slots=True)
class Link:
    """Something that leads from one member to another, by ids: a flow, recorded choices, a send gate, a known gap.

    A flow that goes both ways is one link. Several signals that are known not to get from one to another are one gap.
    """

    source: str
    target: str
    path: str
    kind: LineKind
    both: bool
    certain: bool
    flow: Flow | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole stack, ready to be drawn as one picture or as several.

    Attributes:
        members: by id, in the order of the graph.
        groups: names of the groups, by key, in the order in which they are drawn.
        layers: the layer of a group, where groups are layers.
        left_out: how many tools are not drawn, since they are retired.
    """

    stack: Stack
    by: By
    members: Mapping[str, Member]
    links: tuple[Link, ...]
    groups: Mapping[str, str]
    layers: Mapping[str, Layer]
    marks: Mapping[str, Mark]
    left_out: int

    def mark_of(self, link: Link) -> Mark | None:
        """The mark of a flow or gap. What is found of a capture point or sender stands at its node alone."""
        return self.marks.get(link.path) if link.flow is not None or link.gaps else None

    @property
    def company(self) -> str:
        """For whom the picture is."""
        company = self.stack.company
        return one_line(company.name, 80) if company is not None and company.name else ""


def chart_of(stack: Stack, graph: StackGraph, findings: Iterable[Finding], by: By) -> Chart:
    """The chart of a stack, with layers or teams as its groups.

    A tool belongs to the layer of the first of its capabilities, and to the team of its owner where that is one of the
    teams that use it, else to the first of those. A capture point belongs to where data is collected, or to the team of
    its tool.
    """
    found: list[tuple[int, NodeKind, Layer | None]] = []
    for number in range(len(graph.nodes)):
        element = graph.element(number)
        kind = _kind(graph, number, element)
        if kind is not None:
            found.append((number, kind, Layer.COLLECTION if isinstance(element, CapturePoint) else _layer(element)))
    keys = [layer or "" if by == "layer" else _team(stack, graph.element(number)) for number, _, layer in found]
    layers = {key: layer for key, (_, _, layer) in zip(keys, found, strict=True) if layer and by == "layer"}
    groups = _layers(layers) if by == "layer" else _teams(stack, keys, [layer for _, _, layer in found])
    if "" in keys:
        groups[""] = f"No {by} stated"
    places = {key: place for place, key in enumerate(groups)}
    members: dict[str, Member] = {}
    for (number, kind, _), key in zip(found, keys, strict=True):
        identity, element = graph.nodes[number], graph.element(number)
        name = one_line(element.title) or one_line(identity) or NAMELESS
        members[identity] = Member(identity, graph.path_of(number), name, element, kind, key, places[key])
    links = (*_links(graph), *_gaps(stack, members))
    left_out = len(graph.nodes) - len(found)
    return Chart(stack, by, members, links, groups, layers, marks_of(findings), left_out)


def _layers(used: Iterable[str]) -> dict[str, str]:
    return {layer.value: layer.value.capitalize() for layer in Layer if layer.value in used}


def _teams(stack: Stack, keys: Sequence[str], layers: Sequence[Layer | None]) -> dict[str, str]:
    """The names of the teams that are used, those that are nearer to where data begins first."""
    places: dict[str, list[float]] = {}
    for key, layer in zip(keys, layers, strict=True):
        places.setdefault(key, []).append(_MIDDLE if layer is None else _LAYERS[layer])
    teams = [team for team in stack.teams if team in places]
    teams.sort(key=lambda team: sum(places[team]) / len(places[team]))
    return {team: one_line(stack.teams[team].title) or NAMELESS for team in teams}


def _kind(graph: StackGraph, number: int, element: Tool | CapturePoint) -> NodeKind | None:
    if isinstance(element, CapturePoint):
        return NodeKind.CAPTURE_POINT
    if graph.used[number]:
        return NodeKind.TOOL if graph.sure[number] else NodeKind.DOUBTFUL
    return NodeKind.PLANNED if element.status == ToolStatus.PLANNED else None


def _layer(tool: Tool) -> Layer | None:
    first = CAPABILITIES.get(_first(tool))
    return None if first is None else first.layer


def _first(tool: Tool) -> str:
    return next(iter(listed(tool.capabilities)), "")


def _team(stack: Stack, element: Tool | CapturePoint) -> str:
    """The id of the team that an element belongs to; empty where nobody said so."""
    if isinstance(element, CapturePoint):
        tool = stack.tools.get(element.tool or "")
        return _team(stack, tool) if tool is not None else ""
    owner = element.owner
    if owner in stack.people:
        owner = stack.people[owner].team
    teams = [team for team in listed(element.teams) if team in stack.teams]
    if owner in stack.teams and (owner in teams or not teams):
        return str(owner)
    return teams[0] if teams else ""


def _links(graph: StackGraph) -> list[Link]:
    links: dict[tuple[str, frozenset[str]], Link] = {}
    for edge in graph.edges:
        same = (edge.ref, frozenset((edge.source, edge.target)))
        if edge.flow is not None and same in links:
            links[same] = replace(links[same], both=True)
        else:
            kind = _line_kind(edge.flow, edge.ref)
            links[same] = Link(
                edge.source, edge.target, edge.ref, kind, both=False, certain=edge.certain, flow=edge.flow
            )
    return list(links.values())


def _line_kind(flow: Flow | None, ref: str) -> LineKind:
    if flow is None:
        return LineKind.CHOICE if ref.startswith("capture_points.") else LineKind.GATE
    if not is_stated(flow.method) or flow.method is NONE:
        return LineKind.UNSTATED
    return LineKind.MANUAL if flow.method in MANUAL_METHODS else LineKind.AUTOMATIC


def _gaps(stack: Stack, members: Mapping[str, Member]) -> list[Link]:
    """The known gaps between members; several signals that do not get from one to another are one link."""
    links: dict[tuple[str, str], Link] = {}
    for key, gap in stack.gaps.items():
        ends = (gap.from_, gap.to)
        if ends in links:
            links[ends] = replace(links[ends], gaps=(*links[ends].gaps, gap))
        elif gap.from_ in members and gap.to in members:
            links[ends] = Link(*ends, f"gaps.{key}", LineKind.GAP, both=False, certain=True, gaps=(gap,))
    return list(links.values())
