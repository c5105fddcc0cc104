"""Which tools of one job are linked: they work for one brand, and neither is a part of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, TypeAlias

from stackaudit.checks.reading import overlapping
from stackaudit.graph.components import connected
from stackaudit.model.elements import Tool
from stackaudit.model.values import UNKNOWN
from stackaudit.truth import FALSE, TRUE

__all__ = ["Tools", "does_link", "groups", "linked", "linked_for_certain", "may_link"]

Tools: TypeAlias = Mapping[str, Tool]
_TWO: Final = 2


def may_link(tools: Tools, one: str, other: str) -> bool:
    """Whether two tools of one job may work for one brand, and neither is stated to be a part of the other."""
    return not _kin(tools, one, other) and overlapping(tools[one].brand, tools[other].brand) != FALSE


def does_link(tools: Tools, one: str, other: str) -> bool:
    """Whether two tools of one job work for one brand, and neither is stated to be a part of the other."""
    return not _kin(tools, one, other) and overlapping(tools[one].brand, tools[other].brand) == TRUE


def _kin(tools: Tools, one: str, other: str) -> bool:
    return tools[one].part_of == other or tools[other].part_of == one


def groups(tools: Tools, keys: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The tools of one job that may be linked, directly or by way of others: groups of two or more, in their order."""
    classes = _classes(tools, keys)
    links = ((i, j) for i, j in combinations(range(len(classes)), 2) if may_link(tools, classes[i][0], classes[j][0]))
    found: dict[int, list[str]] = {}
    for members, number in zip(classes, connected(len(classes), links), strict=True):
        found.setdefault(number, []).extend(members)
    order = {key: number for number, key in enumerate(keys)}
    for group in found.values():
        if len(group) >= _TWO:
            yield tuple(sorted(group, key=order.__getitem__))


def linked(tools: Tools, keys: Sequence[str], link: Callable[[Tools, str, str], bool]) -> bool:
    """Whether two of the tools are linked."""
    classes = _classes(tools, keys)
    return any(len(members) >= _TWO and link(tools, members[0], members[1]) for members in classes) or any(
        link(tools, one[0], other[0]) for one, other in combinations(classes, 2)
    )


def _classes(tools: Tools, keys: Sequence[str]) -> list[list[str]]:
    """The tools in classes whose members are alike to all others; most stacks have one or two, however many tools."""
    there = frozenset(keys)
    alone = {key for key in keys if tools[key].part_of in there}
    alone |= {str(tools[key].part_of) for key in alone}
    classes: dict[Any, list[str]] = {}
    for key in keys:
        classes.setdefault((tools[key].brand, key if key in alone else ""), []).append(key)
    return list(classes.values())


def linked_for_certain(tools: Tools, keys: Sequence[str]) -> bool:
    """Whether two of the tools are linked, whatever the suites are that some of them belong to.

    A tool of an unknown suite can be a part of one other tool, and so undo one link. Not all links can be undone where
    tools that hang together have more links than such tools among them, or where a tool would become a part of itself:
    links and stated suites must not go round.
    """
    unplaced = [key for key in keys if tools[key].part_of is UNKNOWN]
    placed = [key for key in keys if tools[key].part_of is not UNKNOWN]
    if linked(tools, placed, does_link):
        return True
    ordered = [*unplaced, *placed]
    numbers = {key: number for number, key in enumerate(tools)}
    links = [
        (numbers[one], numbers[other])
        for position, one in enumerate(unplaced)
        for other in ordered[position + 1 :]
        if does_link(tools, one, other)
    ]
    parts = connected(len(tools), links)
    able = Counter(parts[numbers[key]] for key in unplaced)
    if any(count > able[part] for part, count in Counter(parts[one] for one, _ in links).items()):
        return True
    links += [(numbers[key], numbers[tool.part_of]) for key, tool in tools.items() if tool.part_of in numbers]
    wholes = connected(len(tools), links)
    sizes = Counter(wholes)
    return any(count >= sizes[whole] for whole, count in Counter(wholes[one] for one, _ in links).items())
