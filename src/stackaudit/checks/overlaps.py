"""Which tools of one job are linked: they work for one brand, and neither is a part of the other; which could be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter
from typing import Any, Final, TypeAlias

from stackaudit.checks.jobs import Jobs
from stackaudit.checks.reading import overlapping
from stackaudit.graph.components import connected
from stackaudit.model.elements import Tool
from stackaudit.model.values import UNKNOWN
from stackaudit.truth import FALSE, TRUE

__all__ = ["Rivals", "Tools", "does_link", "groups", "linked", "linked_for_certain", "may_link", "unsure_links"]

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


def unsure_links(tools: Tools, keys: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The tools that may be linked with another one, in their order; each with whether all these links are there."""
    classes = _classes(tools, keys)
    found: dict[str, bool] = {}
    for members in classes:
        one = members[0]
        others = [other[0] for other in classes if other is not members] + members[1:2]
        near = [other for other in others if may_link(tools, one, other)]
        if near:
            found |= dict.fromkeys(members, all(does_link(tools, one, other) for other in near))
    yield from ((key, found[key]) for key in keys if key in found)


def _classes(tools: Tools, keys: Sequence[str]) -> list[list[str]]:
    """The tools in classes whose members are alike to all others; most stacks have one or two, however many tools."""
    of_keys = [tools[key] for key in keys]
    wholes = set(map(attrgetter("part_of"), of_keys)).intersection(keys)
    alone = (
        wholes.union(key for key, tool in zip(keys, of_keys, strict=True) if tool.part_of in wholes) if wholes else ()
    )
    classes: dict[Any, list[str]] = defaultdict(list)
    for key, tool in zip(keys, of_keys, strict=True):
        classes[tool.brand, key if key in alone else ""].append(key)
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
    if not unplaced and set(map(attrgetter("part_of"), tools.values())) == {None}:
        return False
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


class Rivals:
    """Tools that could turn out to share a job with a tool of which it is not known. Looked up by class, not by pair.

    Args:
        tools: the tools of the stack.
        jobs: what each of those that count is used for, or may be, without what does not count.
        together: the groups of each tool that are known to overlap. Two tools of one such group are no rivals: that
            they share one more job would add nothing.
    """

    def __init__(self, tools: Tools, jobs: Mapping[str, Jobs], together: Mapping[str, frozenset[int]]) -> None:
        self._tools, self._jobs, self._together = tools, jobs, together
        parts = {key for key in jobs if tools[key].part_of in jobs}
        self._related = parts | {str(tools[key].part_of) for key in parts}
        self._classes: dict[Any, list[str]] = {}
        for key in jobs:
            self._classes.setdefault(self._class_of(key), []).append(key)
        self._by_job: dict[str, list[list[str]]] = {}
        self._open: list[list[str]] = []
        for members in self._classes.values():
            own = jobs[members[0]]
            for job in dict.fromkeys((*own.sure, *own.possible)):
                self._by_job.setdefault(job, []).append(members)
            if own.is_open:
                self._open.append(members)
        self._known: dict[Any, bool] = {}

    def are_there_for(self, key: str) -> bool:
        """Whether a job that is not stated for a tool could be one that another tool does too."""
        own = self._class_of(key)
        if own not in self._known:
            self._known[own] = any(self._is_rival(key, members) for members in self._near(key))
        return self._known[own]

    def _class_of(self, key: str) -> Any:
        """What makes a tool a rival of others: all tools of a class are alike in it."""
        alone = key if key in self._related else ""
        return self._jobs[key], self._tools[key].brand, self._together.get(key, frozenset()), alone

    def _near(self, key: str) -> Iterator[list[str]]:
        """The classes that have, or may have, a job which a tool may have."""
        own = self._jobs[key]
        if own.is_open:
            known = frozenset(own.sure)
            yield from (
                members
                for members in self._classes.values()
                if (other := self._jobs[members[0]]).is_open or not known.issuperset((*other.sure, *other.possible))
            )
        else:
            yield from self._open
            for job in own.possible:
                yield from self._by_job[job]

    def _is_rival(self, key: str, members: Sequence[str]) -> bool:
        other = next((one for one in members if one != key), None)
        if other is None or not self._together.get(key, frozenset()).isdisjoint(self._together.get(other, ())):
            return False
        return may_link(self._tools, key, other)
