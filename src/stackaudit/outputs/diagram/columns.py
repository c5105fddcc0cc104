"""In which column each node of a picture stands: data runs from left to right, and no column gets too tall.

Graphviz would find columns of its own, but a stack has flows back and forth, tools without any flow, and hubs with
dozens of them; the picture then gets many screens tall, or a layer is torn apart. Given columns, it also draws faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, log, sqrt
from typing import Final

__all__ = ["columns_of"]

# What a column, a node in it, and a line that passes through it take up, in points; how wide a picture should be for
# its height.
_WIDTH: Final = 170
_HEIGHT: Final = 60
_PASSAGE: Final = 14
_SHAPE: Final = 1.6
_DEEPEST: Final = 4


def columns_of(places: Sequence[int], links: Iterable[tuple[int, int]]) -> list[int]:
    """The column of each node, counted from 0 without a break.

    Args:
        places: where each node belongs from left to right, such as the number of its layer. Nodes of different places
            never share a column.
        links: pairs of nodes, by number, that something leads between. Within a place, a node stands to the right of
            what leads to it, as far as the shape of the picture allows.

    Returns:
        Of the arrangements that were tried, the one nearest to a picture 1.6 times as wide as tall.
    """
    links = [(tail, head) for tail, head in links if tail != head]
    depths = _depths(places, links)
    pulls = _pulls(places, links)
    tallest = max(3, ceil(sqrt(len(places) * _WIDTH / _HEIGHT / _SHAPE)))
    tried = [
        _arranged(places, [min(depth, levels - 1) for depth in depths], pulls, most)
        for levels in range(_DEEPEST, 0, -1)
        for most in (tallest, ceil(tallest * 1.5))
    ]
    return min(tried, key=lambda columns: _ugliness(columns, links))


def _ugliness(columns: Sequence[int], links: Sequence[tuple[int, int]]) -> float:
    """How far a picture is from its ideal shape, and how large the share of links is that stay within a column."""
    if not columns:
        return 0
    count = max(columns) + 1
    heights = [0] * count
    for column in columns:
        heights[column] += _HEIGHT
    for tail, head in links:
        first, last = sorted((columns[tail], columns[head]))
        for column in range(first + 1, last):
            heights[column] += _PASSAGE
    upright = sum(columns[tail] == columns[head] for tail, head in links) / max(len(links), 1)
    return abs(log(count * _WIDTH / max(heights) / _SHAPE)) + 3 * upright


def _arranged(places: Sequence[int], depths: Sequence[int], pulls: Sequence[int], most: int) -> list[int]:
    """Columns by place and depth; one of more than ``most`` nodes is split by the side to which its nodes are drawn."""
    cells: dict[tuple[int, int], list[int]] = {}
    for node, cell in enumerate(zip(places, depths, strict=True)):
        cells.setdefault(cell, []).append(node)
    columns = [0] * len(places)
    column = 0
    for _, nodes in sorted(cells.items()):
        nodes.sort(key=lambda node: pulls[node])
        parts = ceil(len(nodes) / most)
        for number, node in enumerate(nodes):
            columns[node] = column + number * parts // len(nodes)
        column += parts
    return columns


def _pulls(places: Sequence[int], links: Iterable[tuple[int, int]]) -> list[int]:
    """For each node, by how many its links to places on the right are more than those to places on the left."""
    pulls = [0] * len(places)
    for tail, head in links:
        side = (places[head] > places[tail]) - (places[head] < places[tail])
        pulls[tail] += side
        pulls[head] -= side
    return pulls


def _depths(places: Sequence[int], links: Iterable[tuple[int, int]]) -> list[int]:
    """For each node, the longest way to it within its place, in links; a link that would close a circle is left out."""
    following: list[list[int]] = [[] for _ in places]
    for tail, head in links:
        if places[tail] == places[head]:
            following[tail].append(head)
    order = _sources_first(following)
    turn = {node: number for number, node in enumerate(order)}
    depths = [0] * len(places)
    for node in order:
        for after in following[node]:
            if turn[after] > turn[node]:
                depths[after] = max(depths[after], depths[node] + 1)
    return depths


def _sources_first(following: Sequence[Sequence[int]]) -> list[int]:
    """All nodes, each before those that it leads to except along links that close a circle (reverse postorder)."""
    led_to = {after for afters in following for after in afters}
    starts = [*(node for node in range(len(following)) if node not in led_to), *range(len(following))]
    seen: set[int] = set()
    finished: list[int] = []
    for start in starts:
        path = [] if start in seen else [(start, iter(following[start]))]
        seen.add(start)
        while path:
            node, rest = path[-1]
            after = next((one for one in rest if one not in seen), None)
            if after is None:
                finished.append(node)
                path.pop()
            else:
                seen.add(after)
                path.append((after, iter(following[after])))
    return finished[::-1]
