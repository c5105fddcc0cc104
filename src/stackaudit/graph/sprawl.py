"""Which flows join two tools directly, past every place where data comes together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stackaudit.graph.columns import by_value
from stackaudit.graph.facts import holds
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.model.words import Method
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, any_of, negate, of

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["HUBS", "Link", "Links", "hubs", "links", "sprawl"]

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


class Links(NamedTuple):
    """All links, fact by fact."""

    flows: Sequence[str]
    runs: Sequence[Truth]
    direct: Sequence[Truth]


def hubs(graph: StackGraph) -> dict[str, Truth]:
    """Whether each tool is a place where data comes together, or moves it for others: by its id."""
    truths = by_value(graph.columns.of("tool", "capabilities"), lambda capabilities: holds(capabilities, HUBS))
    return dict(zip(graph.stack.tools, truths, strict=True))


def sprawl(graph: StackGraph) -> tuple[Link, ...]:
    """Each flow between two tools, once, in the order of the file, with whether it passes no hub. O(V + E)."""
    return tuple(map(Link, *links(graph)))


def links(graph: StackGraph) -> Links:
    """The same, fact by fact; worked out once."""
    return graph.once((links,), lambda: _links(graph))


def _links(graph: StackGraph) -> Links:
    hub = hubs(graph)
    of_nodes = graph.of_nodes(list(hub.values()), _NO_TOOL)
    count = graph.flow_edges
    ids, runners, methods = (graph.of_edges(name)[:count] for name in ("id", "via", "method"))
    by_runner = by_value(runners, lambda runner: _by_runner(runner, hub))
    by_method = by_value(methods, lambda one: UNKNOWN_TRUTH if one in (None, UNKNOWN) else of(one in _BY_HUB))
    sources, targets = (list(map(of_nodes.__getitem__, ends[:count])) for ends in (graph.tails, graph.heads))
    rows = list(zip(sources, targets, by_runner, by_method, strict=True))
    direct = by_value(rows, lambda row: _direct(*row))
    runs = bytes(TRUE if edge.certain else UNKNOWN_TRUTH for edge in graph.edges[:count])
    # A flow that goes both ways makes two edges, one after the other.
    first = map(ne, graph.flow_numbers, (-1, *graph.flow_numbers))
    kept = [is_first and source != _NO_TOOL for is_first, source in zip(first, sources, strict=True)]
    return Links(*(tuple(compress(facts, kept)) for facts in (ids, runs, direct)))


_NO_TOOL: Final = 0
"""Of a capture point, in place of whether it is a hub."""


def _by_runner(runner: Any, hub: Mapping[str, Truth]) -> Truth:
    """Whether what runs a flow is a hub."""
    if runner is UNKNOWN:
        return UNKNOWN_TRUTH
    return FALSE if runner is None or runner is NONE else hub[runner]


def _direct(source: Truth, target: Truth, runner: Truth, by_method: Truth) -> Truth:
    """Whether a flow is direct, by what its ends are, what runs it, and how."""
    return negate(any_of((source, target, runner if by_method == FALSE else by_method)))
