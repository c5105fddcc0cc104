"""Where a request to delete somebody's data gets to: by what a process covers, and by flows that pass deletions on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackaudit.graph import kinds
from stackaudit.graph.arrival import arrival
from stackaudit.graph.facts import says
from stackaudit.graph.kinds import of_kind
from stackaudit.model.elements import Process
from stackaudit.model.values import UNKNOWN, is_open, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, UNKNOWN_TRUTH, Truth, all_of, any_of

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["ERASURE", "erased", "erasures"]

ERASURE = "erasure"
"""The kind of process by which data of people is deleted."""


def erasures(graph: StackGraph) -> Iterator[tuple[str, Process | None, Truth]]:
    """The processes that delete data of people, or may do so: id, process (None where only its id is known), truth."""
    return of_kind(graph.stack, ERASURE)


def erased(graph: StackGraph) -> list[Truth]:
    """For each node, whether a request to delete somebody's data gets there; whether the node is in use is left open.

    It gets to each tool that a process of the kind erasure covers, to the tool of a capture point where people ask for
    it, and from there along flows that pass on the signal ``deletion``. Where a process may exist that nobody listed,
    or a capture point, no tool is without it for certain: FALSE_AS_LISTED. O(V + E), one spread a layer.
    """
    return graph.once((erased,), lambda: _erased(graph))


def _erased(graph: StackGraph) -> list[Truth]:
    stack = graph.stack
    covered = [FALSE] * len(graph.nodes)
    anywhere: list[Truth] = []
    for _, process, is_erasure in erasures(graph):
        covers = None if process is None else process.covers
        for tool in listed(covers):
            covered[graph.index[tool]] = any_of((covered[graph.index[tool]], is_erasure))
        if is_open(covers):
            anywhere.append(UNKNOWN_TRUTH)
    for key, point in stack.capture_points.items():
        asks = says(point, "deletion")
        covered[graph.index[key]] = asks
        if point.tool is None or point.tool is UNKNOWN:
            anywhere.append(all_of((asks, UNKNOWN_TRUTH)))
    if not stack.is_complete("capture_points") or may_have_another(graph):
        anywhere.append(FALSE_AS_LISTED)
    more = any_of(anywhere)
    for node in range(len(stack.tools) if more != FALSE else 0):
        covered[node] = any_of((covered[node], more))
    return arrival(graph.signal("deletion"), covered, elsewhere=False)


def may_have_another(graph: StackGraph) -> bool:
    """Whether there may be an erasure process that nobody listed: the list is partial, and none is stated."""
    return kinds.may_have_another(graph.stack, ERASURE)
