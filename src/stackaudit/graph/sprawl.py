"""Which flows join two tools directly, past every place where data comes together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stackaudit.graph.facts import holds
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, any_of, negate

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["HUBS", "Link", "hubs", "sprawl"]

HUBS: Final = ("crm", "cdp", "warehouse", "database", "ipaas", "etl", "reverse_etl")
"""What tools are there for in which data comes together, or that move it for others.

A database counts as a warehouse, as the same product goes by either word; loading a warehouse has it at one end.
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A flow between two tools.

    ``runs`` is TRUE where it runs between tools in use in every completion, else UNKNOWN_TRUTH. ``direct`` is whether
    neither end is a hub, nor the tool that runs it.
    """

    flow: str
    runs: Truth
    direct: Truth


def hubs(graph: StackGraph) -> dict[str, Truth]:
    """Whether each tool is a place where data comes together, or moves it for others: by its id."""
    return {key: holds(tool.capabilities, HUBS) for key, tool in graph.stack.tools.items()}


def sprawl(graph: StackGraph) -> tuple[Link, ...]:
    """Each flow between two tools, once, in the order of the file, with whether it passes no hub. O(V + E)."""
    hub = hubs(graph)
    links: dict[str, Link] = {}
    for edge in graph.edges:
        flow = edge.flow
        if flow is None or edge.source not in hub or flow.id in links:
            continue
        via = UNKNOWN_TRUTH if flow.via is UNKNOWN else FALSE
        if flow.via is not None and flow.via is not UNKNOWN and flow.via is not NONE:
            via = hub[flow.via]
        passes = any_of((hub[edge.source], hub[edge.target], via))
        links[flow.id] = Link(flow.id, TRUE if edge.certain else UNKNOWN_TRUTH, negate(passes))
    return tuple(links.values())
