"""All pictures of a stack: one where it can be read as one, else an overview and one picture of each layer or team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from stackaudit.errors import LayoutError, OutputError, Problem, SettingsError
from stackaudit.finding import Finding
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.model.stack import Stack
from stackaudit.model.writing import number
from stackaudit.outputs.diagram import compose
from stackaudit.outputs.diagram.chart import By, Chart, chart_of
from stackaudit.outputs.diagram.dot import dot_of
from stackaudit.outputs.diagram.drawing import svg_of
from stackaudit.outputs.diagram.mermaid import mermaid_of
from stackaudit.outputs.diagram.scene import Scene

__all__ = ["Picture", "Pictures", "diagram", "overview", "pictures"]

Engine: TypeAlias = Literal["pinned", "dot"]

_ENGINES: Final[Mapping[str, Engine]] = MappingProxyType({"pinned": "pinned", "dot": "dot"})
_GROUPINGS: Final[Mapping[str, By]] = MappingProxyType({"layer": "layer", "team": "team"})
_FORMATS: Final = ("svg", "dot", "mmd")
_MOST: Final = 24  # pictures beside the overview
_SEVERAL: Final = 3  # layers that are worth an overview


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Attributes:
        key: tells the pictures of a stack apart, in ids and file names.
        title: its heading.
        description: what is on it, in words.
        dot: it as DOT text.
        svg: it as an ``<svg>`` element; empty where the engine failed.
        failure: why there is no SVG; empty where there is one.
    """

    key: str
    title: str
    description: str
    dot: str
    svg: str
    failure: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a stack.

    Attributes:
        main: the whole stack, or, where that cannot be read as one picture, its overview.
        domains: one picture of each layer or team where ``main`` is an overview; else empty.
        notice: why there are several pictures; None where there is one.
        engine: what laid them out.
    """

    main: Picture
    domains: tuple[Picture, ...]
    notice: str | None
    engine: str = "pinned"


def pictures(
    stack: Stack, graph: StackGraph, findings: Iterable[Finding], *, by: str = "layer", engine: str = "pinned"
) -> Pictures:
    """Draw a stack.

    Args:
        stack: the stack.
        graph: its graph.
        findings: what is marked.
        by: what tools are put together by: ``layer`` or ``team``.
        engine: ``pinned`` is the engine that comes along, ``dot`` the Graphviz of this machine.

    Returns:
        The pictures. One that the engine could not lay out says so in its ``failure``; the others are there.

    Raises:
        SettingsError: there is no such engine or grouping.
    """
    known = _engine(engine)
    chart = chart_of(stack, graph, findings, _grouping(by))
    if compose.fits(chart):
        return Pictures(_picture(compose.whole(chart), known), (), None, known)
    main = _picture(compose.overview(chart), known)
    domains = tuple(_picture(scene, known) for scene in compose.domains(chart, _MOST))
    return Pictures(main, domains, _notice(chart), known)


def overview(stack: Stack, graph: StackGraph, findings: Iterable[Finding], *, engine: str = "pinned") -> Picture | None:
    """One picture that can be read from afar: a node for each layer; None where nearly all is in one."""
    chart = chart_of(stack, graph, findings, "layer")
    return _picture(compose.overview(chart), _engine(engine)) if len(chart.groups) >= _SEVERAL else None


def diagram(
    stack: Stack,
    graph: StackGraph,
    findings: Iterable[Finding],
    format: str = "svg",  # noqa: A002 - the word that users know
    *,
    by: str = "layer",
    engine: str = "pinned",
) -> str:
    """The diagram of a stack, or its overview where it is too large, as ``svg``, ``dot`` or ``mmd`` (Mermaid) text.

    Raises:
        LayoutError: the engine failed; only for ``svg``.
        OutputError: there is no such format.
        SettingsError: there is no such engine or grouping.
    """
    if format not in _FORMATS:
        raise OutputError(Problem(f"no diagram format is called {format!r}", hint=f"there are {', '.join(_FORMATS)}"))
    known = _engine(engine)
    chart = chart_of(stack, graph, findings, _grouping(by))
    scene = compose.whole(chart) if compose.fits(chart) else compose.overview(chart)
    if format == "mmd":
        return mermaid_of(scene)
    dot = dot_of(scene)
    return dot if format == "dot" else svg_of(scene, dot, known)


def _engine(name: str) -> Engine:
    if name not in _ENGINES:
        raise SettingsError(Problem(f"no diagram engine is called {name!r}", hint=f"there are {', '.join(_ENGINES)}"))
    return _ENGINES[name]


def _grouping(name: str) -> By:
    if name not in _GROUPINGS:
        hint = f"there are {', '.join(_GROUPINGS)}"
        raise SettingsError(Problem(f"tools cannot be put together by {name!r}", hint=hint))
    return _GROUPINGS[name]


def _picture(scene: Scene, engine: Engine) -> Picture:
    dot = dot_of(scene)
    svg = failure = ""
    try:
        svg = svg_of(scene, dot, engine)
    except LayoutError as error:
        failure = error.problems[0].message
    return Picture(scene.key, scene.title, scene.description, dot, svg, failure)


def _notice(chart: Chart) -> str:
    return (
        f"{number(len(chart.members))} tools and capture points with {number(len(chart.links))} links between them are "
        f"too many for one picture. This is an overview; each {chart.by} has pictures of its own, "
        "as far as they can be read."
    )
