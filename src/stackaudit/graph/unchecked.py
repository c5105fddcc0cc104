"""Where data gets to from some tools when nobody checks consent on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from stackaudit.frozen import dataclass
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, WHERE_NOT_FALSE, Truth

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Unchecked", "unchecked"]

_TWO = 2


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What gets where: for each node a truth, and for each that is certain the edges of a path with the fewest hops.

    ``truth`` is TRUE where data of another node among the sources gets there in every completion, UNKNOWN_TRUTH where
    missing facts decide, FALSE_AS_LISTED where only something that nobody listed could bring it, else FALSE.
    """

    truths: tuple[Truth, ...]
    before: dict[tuple[int, int], int]
    first: dict[int, int]

    def path(self, graph: StackGraph, node: int) -> tuple[int, ...]:
        """The edges of a certain path to a node, the first one first; empty where there is none."""
        if node not in self.first:
            return ()
        source, edges = self.first[node], []
        while (edge := self.before[node, source]) >= 0:
            edges.append(edge)
            node = graph.tails[edge]
        return tuple(reversed(edges))


def unchecked(graph: StackGraph, sources: Sequence[Truth], passes: Sequence[Truth]) -> Unchecked:
    """Where data gets to from the sources along flows that pass it on: by node.

    ``sources`` says of each node whether its data counts; ``passes`` says of each edge that is a flow, which come
    first, whether it moves the data without a check. A node's own data does not count as getting there. O(V + E): each
    node keeps the first two sources that get to it, as one of two is always another than the node itself.
    """
    count = len(graph.nodes)
    sure: list[list[tuple[int, int]]] = [[] for _ in range(count + 1)]
    maybe: list[list[tuple[int, int]]] = [[] for _ in range(count + 1)]
    for number in compress(range(len(passes)), bytes(passes).translate(WHERE_NOT_FALSE)):
        tail, step = graph.tails[number], (graph.heads[number], number)
        maybe[tail].append(step)
        if passes[number] == TRUE and graph.steady[number] and graph.sure[tail]:
            sure[tail].append(step)
    certain, before = _arrivals(sure, [n for n in range(count) if sources[n] == TRUE and graph.sure[n]])
    begins = [n for n in range(count) if sources[n] != FALSE and graph.used[n]]
    possible, _ = _arrivals(maybe, begins)
    at_large = possible
    if not graph.is_whole:
        large = [[*row, (count, -1)] if out else row for row, out in zip(maybe, graph.open_out, strict=False)]
        large.append([(node, -1) for node in range(count) if graph.open_in[node]])
        strangers = [] if graph.stack.is_complete("tools") else [count]
        at_large, _ = _arrivals(large, [*begins, *strangers])
    first = {
        node: next(one for one in held if one != node) for node, held in enumerate(certain) if held not in ([], [node])
    }
    found = [
        TRUE
        if node in first
        else UNKNOWN_TRUTH
        if possible[node] not in ([], [node])
        else FALSE_AS_LISTED
        if at_large[node] not in ([], [node])
        else FALSE
        for node in range(count)
    ]
    return Unchecked(tuple(found), before, first)


def _arrivals(
    links: Sequence[Sequence[tuple[int, int]]], sources: Iterable[int]
) -> tuple[list[list[int]], dict[tuple[int, int], int]]:
    """The first two sources that get to each node; by node and source the edge by which it does, -1 at its start."""
    found: list[list[int]] = [[] for _ in links]
    before: dict[tuple[int, int], int] = {}
    queue: deque[tuple[int, int]] = deque()
    for source in sources:
        found[source].append(source)
        before[source, source] = -1
        queue.append((source, source))
    while queue:
        node, source = queue.popleft()
        for head, edge in links[node]:
            if len(found[head]) < _TWO and source not in found[head]:
                found[head].append(source)
                before[head, source] = edge
                queue.append((head, source))
    return found, before
