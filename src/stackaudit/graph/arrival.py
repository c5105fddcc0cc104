"""Whether a signal that begins in any of several places gets to each node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth

if TYPE_CHECKING:
    from stackaudit.graph.signals import SignalGraph

__all__ = ["arrival"]


def arrival(part: SignalGraph, begins: Sequence[Truth], *, elsewhere: bool) -> list[Truth]:
    """For each node, whether a signal gets there from a place where it begins; whether the node is in use is left open.

    ``begins`` says of each node whether the signal begins there once the node is in use, FALSE_AS_LISTED where only
    something that nobody listed could make it; ``elsewhere`` says whether it may also begin in a tool that nobody
    listed. What begins in a node is there. O(V + E), one spread a layer.
    """
    graph = part.graph
    nodes = range(len(graph.nodes))
    surely = tuple((node, 1) for node in nodes if begins[node] == TRUE and graph.sure[node])
    may_begin = tuple((node, 1) for node in nodes if begins[node] in {TRUE, UNKNOWN_TRUTH} and graph.used[node])
    more = tuple((node, 1) for node in nodes if begins[node] == FALSE_AS_LISTED and graph.used[node])
    entered = tuple((node, 1) for node in nodes if elsewhere and graph.open_in[node])
    certain, possible = part.arrivals("certain", surely), part.arrivals("possible", may_begin)
    at_large = part.arrivals("at_large", (*may_begin, *more, *entered))
    return [
        TRUE
        if certain[node] or begins[node] == TRUE
        else UNKNOWN_TRUTH
        if possible[node] or begins[node] == UNKNOWN_TRUTH
        else FALSE_AS_LISTED
        if at_large[node] or begins[node] == FALSE_AS_LISTED
        else FALSE
        for node in nodes
    ]
