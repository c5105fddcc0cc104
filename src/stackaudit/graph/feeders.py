"""From which nodes something gets to each node, as far as it takes to know whether there is another than itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Feeders", "edges_from", "feeders"]

Feeders = list[dict[int, int]]
"""For each node: the sources that get there, each with the edge by which it does, or -1 at the source itself."""


def feeders(
    graph: StackGraph, sources: Iterable[int], keep: Sequence[int], stops: Sequence[bool], most: int
) -> Feeders:
    """For each node, up to ``most`` of the sources that get there along kept edges, over the fewest hops.

    Nothing gets on from a node that stops it, unless it begins there. A node to which that many sources get has that
    many of them: what is passed on is never fewer. O(most * (V + E)).
    """
    found: Feeders = [{} for _ in graph.nodes]
    queue: deque[tuple[int, int]] = deque()
    for source in sources:
        found[source][source] = -1
        queue.append((source, source))
    heads, out = graph.heads, graph.out
    while queue:
        node, source = queue.popleft()
        if stops[node] and node != source:
            continue
        for number in out[node]:
            if keep[number]:
                held = found[heads[number]]
                if len(held) < most and source not in held:
                    held[source] = number
                    queue.append((heads[number], source))
    return found


def edges_from(graph: StackGraph, found: Feeders, source: int, node: int) -> list[int]:
    """The edges by which a source gets to a node, the first one first."""
    edges = []
    while (number := found[node][source]) >= 0:
        edges.append(number)
        node = graph.tails[number]
    return edges[::-1]
