"""From where data gets to a tool: the lineage of what is made there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["lineage"]


def lineage(graph: StackGraph, end: int) -> list[Truth]:
    """For each node, whether data gets from there to a tool by any chain of flows, once both are in use.

    What kind of data it is does not matter. TRUE where the chain is there in every completion, UNKNOWN_TRUTH where
    missing facts decide, FALSE_AS_LISTED where only flows that nobody listed could make it. A tool is in its own
    lineage. Three searches against the edges, O(V + E).
    """
    flow = [edge.flow is not None for edge in graph.edges]
    certain = _search(graph, [end], lambda number: flow[number] and graph.steady[number], through=graph.sure)
    possible = _search(graph, [end], lambda number: flow[number], through=graph.used)
    at_large = possible
    if any(graph.open_in[node] for node in possible):
        starts = [*possible, *(node for node, is_open in enumerate(graph.open_out) if is_open)]
        at_large = _search(graph, starts, lambda number: flow[number], through=graph.used)
    return [
        TRUE
        if node in certain
        else UNKNOWN_TRUTH
        if node in possible
        else FALSE_AS_LISTED
        if node in at_large
        else FALSE
        for node in range(len(graph.nodes))
    ]


def _search(
    graph: StackGraph, ends: Sequence[int], keep: Callable[[int], bool], *, through: Sequence[bool]
) -> set[int]:
    """The nodes from which kept edges lead to some nodes, by way of nodes that are marked."""
    found, waiting = set(ends), [*ends]
    while waiting:
        node = waiting.pop()
        if node not in ends[:1] and not through[node]:
            continue
        for number in graph.into[node]:
            tail = graph.tails[number]
            if keep(number) and tail not in found:
                found.add(tail)
                waiting.append(tail)
    return found
