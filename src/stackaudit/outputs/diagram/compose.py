"""From the chart of a stack to scenes: the whole, or, where that is too much to read, an overview and its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from stackaudit.outputs.diagram.chart import Chart, Link, Member
from stackaudit.outputs.diagram.figures import Figure, scene_of
from stackaudit.outputs.diagram.labels import identifier
from stackaudit.outputs.diagram.scene import Scene

__all__ = ["LINES", "NODES", "domains", "fits", "overview", "whole"]

NODES: Final = 80
"""So many nodes can be read in one picture."""
LINES: Final = 160
"""So many lines can be told apart in one picture."""

_OVERVIEW_NODES: Final = 40
_PART: Final = 40  # members of a group in one picture
_PARTS: Final = 3
_NEIGHBOURS: Final = 10
_IN_ORDER: Final = 8  # so many groups can stand beside one another
_ALL_PAIRS: Final = 12  # between so many groups, every line is drawn


def fits(chart: Chart) -> bool:
    """Whether the whole stack can be read as one picture."""
    # Data runs through layers in their order, but between teams to and fro: half as much of that can be read.
    share = 1 if chart.by == "layer" else 2
    return (
        len(chart.members) <= NODES // share and len(chart.links) <= LINES // share and len(chart.groups) <= _IN_ORDER
    )


def whole(chart: Chart) -> Scene:
    """The whole stack."""
    figures = [_alone(member) for member in chart.members.values()]
    return scene_of(chart, chart.by, f"Data flow{_of_company(chart)}", figures, chart.links, LINES)


def overview(chart: Chart) -> Scene:
    """One node for each group, and what runs between them; of very many groups, the smallest are one node."""
    held = _held(chart)
    largest = sorted(held, key=lambda group: -len(held[group]))
    shown = set(largest if len(largest) <= _OVERVIEW_NODES else largest[: _OVERVIEW_NODES - 1])
    ordered = len(chart.groups) <= _IN_ORDER
    figures = [
        Figure(tuple(held[group]), place if ordered else 0, name)
        for place, (group, name) in enumerate(chart.groups.items())
        if group in shown
    ]
    if rest := [group for group in chart.groups if group not in shown]:
        members = tuple(member for group in rest for member in held[group])
        figures.append(Figure(members, 0, f"{len(rest)} more {chart.by}s"))
    title = f"Data flow{_of_company(chart)}: overview by {chart.by}"
    # Beyond that, two lines a group: all pairs of 83 groups take the engine over a minute.
    most = len(figures) ** 2 if len(figures) <= _ALL_PAIRS else 2 * len(figures)
    return scene_of(chart, chart.by, title, figures, chart.links, most)


def domains(chart: Chart, most: int) -> list[Scene]:
    """Pictures of the groups, at most so many, those of large groups first to stay.

    A group gets as many pictures as it takes to read them, but no more than three: beyond 120 members, those with the
    worst findings and the most links are drawn, and the others stand as one node.
    """
    held = _held(chart)
    parts: dict[str, int] = {}
    for group in sorted(held, key=lambda group: -len(held[group])):
        count = min(ceil(len(held[group]) / _PART), _PARTS)
        if count <= most:
            parts[group] = count
            most -= count
    return [scene for group in held if group in parts for scene in _parts(chart, group, held[group], parts[group])]


def _parts(chart: Chart, group: str, own: Sequence[Member], count: int) -> Iterator[Scene]:
    inside = {member.id for member in own}
    links = [link for link in chart.links if link.source in inside or link.target in inside]
    foremost = _foremost(chart, own, links, _PART * count)
    for part in range(count):
        shown = foremost[part * len(foremost) // count : (part + 1) * len(foremost) // count]
        yield _domain(chart, group, own, shown, links, (part + 1, count))


def _domain(
    chart: Chart,
    group: str,
    own: Sequence[Member],
    shown: Sequence[Member],
    links: Sequence[Link],
    part: tuple[int, int],
) -> Scene:
    """A part of one group, and beside it the other groups that it exchanges data with, each as one node."""
    figures = [_alone(member) for member in shown]
    drawn = {member.id for member in shown}
    rest = tuple(member for member in own if member.id not in drawn)
    if rest:
        figures.append(Figure(rest, rest[0].place, f"The rest of {chart.groups[group]}", group))
        links = [link for link in links if link.source in drawn or link.target in drawn]
    figures += _neighbours(chart, group, links)
    title = f"Data flow{_of_company(chart)}: {chart.groups[group]}"
    key = identifier(chart.by, group)
    if part[1] > 1:
        title, key = f"{title}, part {part[0]} of {part[1]}", f"{key}--{part[0]}"
    return scene_of(chart, key, title, figures, links, LINES)


def _of_company(chart: Chart) -> str:
    return f" of {chart.company}" if chart.company else ""


def _held(chart: Chart) -> Mapping[str, list[Member]]:
    held: dict[str, list[Member]] = {group: [] for group in chart.groups}
    for member in chart.members.values():
        held[member.group].append(member)
    return held


def _alone(member: Member) -> Figure:
    return Figure((member,), member.place, group=member.group)


def _foremost(chart: Chart, own: Sequence[Member], links: Iterable[Link], most: int) -> list[Member]:
    """The members of a group that are drawn, those with the worst findings and most links, ordered by what they do."""
    degree = Counter(end for link in links for end in (link.source, link.target))

    def rank(number: int) -> tuple[bool, str, int]:
        mark = chart.marks.get(own[number].path)
        return (mark is None, mark.severity if mark is not None else "", -degree[own[number].id])

    chosen = sorted(range(len(own)), key=rank)[:most]
    return [own[number] for number in sorted(chosen, key=lambda number: (own[number].trade, number))]


def _neighbours(chart: Chart, group: str, links: Iterable[Link]) -> list[Figure]:
    """The groups that a group exchanges data with: the busiest ones a node each, the others one node together."""
    traffic: Counter[str] = Counter()
    for link in links:
        ends = (chart.members[link.source].group, chart.members[link.target].group)
        if ends != (group, group):
            traffic[ends[1] if ends[0] == group else ends[0]] += 1
    held = _held(chart)
    busiest = [other for other, _ in traffic.most_common()]
    shown = busiest if len(busiest) <= _NEIGHBOURS else busiest[: _NEIGHBOURS - 1]
    order = list(chart.groups)
    here = order.index(group)
    figures = [
        Figure(tuple(held[other]), here - 1 if number < here else here + 1, chart.groups[other])
        for number, other in enumerate(order)
        if other in shown
    ]
    if rest := [other for other in busiest if other not in shown]:
        members = tuple(member for other in rest for member in held[other])
        figures.append(Figure(members, here + 1, f"{len(rest)} more {chart.by}s"))
    return figures
