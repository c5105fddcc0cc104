"""A scene from figures: each is drawn as one node, be it a tool or a whole layer, and lines are joined accordingly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from stackaudit.frozen import dataclass, replace
from stackaudit.model.elements import CapturePoint
from stackaudit.model.writing import counted
from stackaudit.outputs.diagram.chart import Chart, Link, Member
from stackaudit.outputs.diagram.columns import columns_of
from stackaudit.outputs.diagram.labels import address, between, cut, wrapped
from stackaudit.outputs.diagram.marks import worst
from stackaudit.outputs.diagram.notes import line_label, line_notes, line_title, member_notes
from stackaudit.outputs.diagram.scene import Group, Line, LineKind, Node, NodeKind, Scene

__all__ = ["Figure", "scene_of"]

_LABELLED: Final = 30  # so many lines leave room for words beside them
_APART: Final = 3  # so many links between the same two tools are lines of their own
_TOLD: Final = 6  # links that the tooltip of a joined line names
_NAME_WIDTH: Final = 18
_NAME_LINES: Final = 3

_GROUP_WIDTH: Final = 40
_REMARKS: Final[Mapping[NodeKind, str]] = MappingProxyType({NodeKind.PLANNED: "planned", NodeKind.DOUBTFUL: "in use?"})

# Which kind a joined line is drawn as: that of a flow by hand as soon as there is one.
_KINDS: Final = (LineKind.MANUAL, LineKind.AUTOMATIC, LineKind.UNSTATED, LineKind.GATE, LineKind.CHOICE, LineKind.GAP)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn as one node: one member, or several under a name.

    ``place`` is where it belongs from left to right; ``group`` is the frame around it, None for none.
    """

    members: tuple[Member, ...]
    place: int
    name: str = ""
    group: str | None = None


def scene_of(chart: Chart, key: str, title: str, figures: Sequence[Figure], links: Sequence[Link], most: int) -> Scene:
    """The scene of some figures, with at most so many lines: those with findings, by hand, and for many links first."""
    holder = {member.id: number for number, figure in enumerate(figures) for member in figure.members}
    inside: dict[int, list[Link]] = {}
    between: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        ends = (holder[link.source], holder[link.target])
        if ends[0] == ends[1] and figures[ends[0]].name:
            inside.setdefault(ends[0], []).append(link)
        else:
            between.setdefault(_pair(figures, *ends, between), []).append(link)
    columns = columns_of([figure.place for figure in figures], between)
    groups = _groups(chart, key, figures)
    nodes = [
        _several(chart, key, number, figure, columns[number], inside.get(number, ()))
        if figure.name
        else _single(chart, number, figure, columns[number])
        for number, figure in enumerate(figures)
    ]
    if not groups:
        nodes = [replace(node, group=None) for node in nodes]
    lines = [line for (tail, head), held in between.items() for line in _lines(chart, key, figures, tail, head, held)]
    foremost = set(sorted(range(len(lines)), key=lambda number: _urgency(lines[number]))[:most])
    kept = [line for number, line in enumerate(lines) if number in foremost]
    description = _description(chart, figures, links, len(lines) - len(kept))
    return Scene(key, title, description, tuple(nodes), tuple(kept), groups, labelled=len(kept) <= _LABELLED)


def _pair(figures: Sequence[Figure], tail: int, head: int, known: Container[tuple[int, int]]) -> tuple[int, int]:
    """The ends of a line. Where one stands for several members, what runs both ways is one line, from the first end."""
    joined = bool(figures[tail].name or figures[head].name)
    return (head, tail) if joined and (head, tail) in known else (tail, head)


def _single(chart: Chart, number: int, figure: Figure, column: int) -> Node:
    (member,) = figure.members
    return Node(
        key=f"n{number + 1}",
        id=address(member.path),
        kind=member.kind,
        lines=wrapped(member.name, _NAME_WIDTH, _NAME_LINES),
        remark=_REMARKS.get(member.kind, ""),
        group=figure.group,
        column=column,
        mark=chart.marks.get(member.path),
        notes=member_notes(chart, member),
    )


def _several(chart: Chart, key: str, number: int, figure: Figure, column: int, inside: Iterable[Link]) -> Node:
    count = _count(figure.members)
    marks = [chart.marks.get(member.path) for member in figure.members]
    mark = worst([*marks, *(chart.mark_of(link) for link in inside)])
    names = [member.name for member in figure.members[:_TOLD]]
    more = len(figure.members) - len(names)
    return Node(
        key=f"n{number + 1}",
        id=f"{key}--several-{number + 1}",
        kind=NodeKind.GROUP,
        lines=wrapped(figure.name, _NAME_WIDTH, _NAME_LINES),
        remark=count,
        group=figure.group,
        column=column,
        mark=mark,
        notes=(
            f"{figure.name}: {count}",
            *names,
            *([f"and {more} more"] if more else []),
            *(mark.notes if mark is not None else ()),
        ),
    )


def _lines(chart: Chart, key: str, figures: Sequence[Figure], tail: int, head: int, held: Sequence[Link]) -> list[Line]:
    ends = (f"n{tail + 1}", f"n{head + 1}")
    if not figures[tail].name and not figures[head].name and len(held) <= _APART:
        return [
            Line(
                *ends,
                id=line_address(link),
                kind=link.kind,
                both=link.both,
                certain=link.certain,
                label=line_label(link),
                mark=chart.mark_of(link),
                notes=line_notes(chart, link),
            )
            for link in held
        ]
    mark = worst([chart.mark_of(link) for link in held])
    label = _counted(held)
    told = [line_title(chart, link) for link in held[:_TOLD]]
    names = [figure.name or figure.members[0].name for figure in (figures[tail], figures[head])]
    more = len(held) - len(told)
    sources = {member.id for member in figures[tail].members}
    both = any(link.both or link.source not in sources for link in held)
    return [
        Line(
            *ends,
            id=f"{key}--links-{tail + 1}-{head + 1}",
            kind=min((link.kind for link in held), key=_KINDS.index),
            both=both,
            certain=any(link.certain for link in held),
            label=label,
            mark=mark,
            notes=(
                f"{names[0]} {'↔' if both else '→'} {names[1]}: {', '.join(label)}",
                *told,
                *([f"and {more} more"] if more else []),
                *(mark.notes if mark is not None else ()),
            ),
            count=len(held),
        )
    ]


def _urgency(line: Line) -> tuple[bool, str, bool, int]:
    """Lines with findings come first, then those by hand, then those that stand for many links."""
    mark = line.mark
    return (mark is None, mark.severity if mark is not None else "", line.kind is not LineKind.MANUAL, -line.count)


def _groups(chart: Chart, key: str, figures: Sequence[Figure]) -> tuple[Group, ...]:
    """The frames; none where nobody said of a single tool where it belongs."""
    framed: dict[str, list[Member]] = {}
    for figure in figures:
        if figure.group is not None:
            framed.setdefault(figure.group, []).extend(figure.members)
    if set(chart.groups) <= {""}:
        return ()
    return tuple(
        Group(
            key=group,
            id=f"{key}--group-{number + 1}",
            name=cut(name, _GROUP_WIDTH),
            layer=chart.layers.get(group),
            notes=(f"{name}: {_count(framed[group])}", *([chart.layers[group].doc] if group in chart.layers else [])),
        )
        for number, (group, name) in enumerate(chart.groups.items())
        if group in framed
    )


def _description(chart: Chart, figures: Iterable[Figure], links: Sequence[Link], omitted: int) -> str:
    """What is on a picture, for those who cannot see it."""
    members = [member for figure in figures if not figure.name for member in figure.members]
    members = members or list(chart.members.values())
    said = [f"{', '.join([_count(members), *_counted(links)])}."]
    marks = [*(chart.marks.get(member.path) for member in members), *(chart.mark_of(link) for link in links)]
    mark = worst(marks)
    if mark is not None:
        said.append(f"Findings at {len(marks) - marks.count(None)} of them, the worst {mark.text}.")
    if chart.left_out and len(members) == len(chart.members):
        said.append(f"Not drawn: {counted(chart.left_out, 'retired tool')}.")
    if omitted:
        said.append(f"Not drawn, to keep it readable: {counted(omitted, 'line')} of less weight.")
    return " ".join(said)


def _count(members: Iterable[Member]) -> str:
    """``34 tools, 3 capture points``."""
    points = [isinstance(member.element, CapturePoint) for member in members]
    kinds = ((points.count(False), "tool"), (points.count(True), "capture point"))
    return ", ".join(counted(count, name) for count, name in kinds if count) or "no tools"


def _counted(links: Sequence[Link]) -> tuple[str, ...]:
    """``13 links``, ``3 by hand``, ``1 known gap``, without what there is none of."""
    kinds = Counter(link.kind for link in links)
    by_hand, gaps = kinds[LineKind.MANUAL], kinds[LineKind.GAP]
    drawn = [counted(len(links) - gaps, "link")] if len(links) > gaps else []
    return (*drawn, *([f"{by_hand} by hand"] if by_hand else []), *([counted(gaps, "known gap")] if gaps else []))


def line_address(link: Link) -> str:
    """The id of a line in a picture: that of its flow or gap, else one made of its ends."""
    if link.flow is not None or link.gaps:
        return address(link.path)
    return between("gate" if link.kind is LineKind.GATE else "choice", link.source, link.target)
