"""Which flows join two tools directly, past every place where data comes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from stackaudit.graph.facts import holds
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.model.words import Method
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, any_of, negate, of

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["HUBS", "Link", "hubs", "sprawl"]

_BY_HUB: Final = frozenset({Method.IPAAS, Method.ETL, Method.REVERSE_ETL})
"""Methods by which data moves through an integration platform or a warehouse, whether or not that is named."""
HUBS: Final = ("crm", "cdp", "warehouse", "database", "ipaas", "etl", "reverse_etl")
"""What tools are there for in which data comes together, or that move it for others.

A database counts as a warehouse, as the same product goes by either word; loading a warehouse has it at one end.
"""


class Link(NamedTuple):
    """A flow between two tools.

    ``runs`` is TRUE where it runs between tools in use in every completion, else UNKNOWN_TRUTH. ``direct`` is whether
    neither end is a hub, nor the tool that runs it, nor its method one that takes a hub.
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
    known: dict[tuple[Truth, Truth, Truth], Truth] = {}
    columns = (graph.of_edges("id"), graph.of_edges("via"), graph.of_edges("method"))
    for edge, key, runner, method in zip(graph.edges, *columns, strict=True):
        if edge.flow is None or edge.source not in hub or key in links:
            continue
        via = UNKNOWN_TRUTH if runner is UNKNOWN else FALSE
        if runner is not None and runner is not UNKNOWN and runner is not NONE:
            via = hub[runner]
        by_hub = UNKNOWN_TRUTH if method in (None, UNKNOWN) else of(method in _BY_HUB)
        passed = (hub[edge.source], hub[edge.target], via if by_hub == FALSE else by_hub)
        direct = known.get(passed)
        if direct is None:
            direct = known[passed] = negate(any_of(passed))
        links[key] = Link(key, TRUE if edge.certain else UNKNOWN_TRUTH, direct)
    return tuple(links.values())
