"""Which tools a class of data reaches, and by which path."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from stackaudit.finding import Hop
from stackaudit.frozen import dataclass
from stackaudit.graph.facts import holds_class
from stackaudit.graph.reach import hop
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Exposed", "exposure"]


@dataclass(frozen=True, slots=True)
class Exposed:
    """A tool that a class of data reaches.

    ``truth`` is TRUE where it does in every completion of the stack as listed, else UNKNOWN_TRUTH. ``stores`` says the
    same of keeping it. ``path`` leads from where the data begins, as far as it is listed, over the fewest hops; certain
    ones where there are any. It is empty where the data begins.
    """

    node: str
    truth: Truth
    stores: Truth
    path: tuple[Hop, ...]


def exposure(graph: StackGraph, data_class: str) -> dict[str, Exposed]:
    """Every tool that a class of data, or one below it in the tree, reaches: by id, in the order of the file.

    It reaches a tool that stores it, both ends of a flow that runs and carries it, and no others: that a tool holds
    data says nothing of what leaves it. O(V + E), two breadth-first searches: from the tools into which no flow brings
    the data, then, for data that only goes round, from the first tool of each round.
    """

    def names(classes: Any) -> Truth:
        return holds_class(classes, (data_class,))

    truths = graph.of_all_edges(names, "carries", otherwise=FALSE)
    certain = [truth == TRUE and edge.certain for truth, edge in zip(truths, graph.edges, strict=True)]
    possible = [truth != FALSE for truth in truths]
    sure, paths = _search(graph, certain), _search(graph, possible)
    exposed = {}
    for number, (key, tool) in enumerate(graph.stack.tools.items()):
        if not graph.used[number]:
            continue
        stores = names(tool.stores)
        if stores == TRUE and not graph.sure[number]:
            stores = UNKNOWN_TRUTH
        if number in sure:
            exposed[key] = Exposed(key, TRUE, stores, _path(graph, sure, number))
        elif stores == TRUE or number in paths:
            truth = TRUE if stores == TRUE else UNKNOWN_TRUTH
            exposed[key] = Exposed(key, truth, stores, _path(graph, paths, number))
        elif stores != FALSE:
            exposed[key] = Exposed(key, UNKNOWN_TRUTH, stores, ())
    return exposed


def _search(graph: StackGraph, keep: list[bool]) -> dict[int, int]:
    """For each node at an end of a kept edge: the edge by which a search got there, or -1 where it began."""
    ends = {node for number, kept in enumerate(keep) if kept for node in (graph.tails[number], graph.heads[number])}
    brought = {graph.heads[number] for number, kept in enumerate(keep) if kept}
    reached: dict[int, int] = {}
    for start in sorted(ends, key=lambda node: (node in brought, node)):
        if start in reached:
            continue
        reached[start] = -1
        queue = deque([start])
        while queue:
            for number in graph.out[queue.popleft()]:
                if keep[number] and graph.heads[number] not in reached:
                    reached[graph.heads[number]] = number
                    queue.append(graph.heads[number])
    return reached


def _path(graph: StackGraph, reached: dict[int, int], node: int) -> tuple[Hop, ...]:
    path = []
    while reached.get(node, -1) >= 0:
        path.append(hop(graph, reached[node]))
        node = graph.tails[reached[node]]
    return tuple(reversed(path))
