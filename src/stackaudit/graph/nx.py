"""The graph as a networkx one, for users and for networkx's own algorithms. Importing this module imports networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx  # noqa: ICN001 - nx is a name of the graph's own

from stackaudit.graph.reach import hop
from stackaudit.model.elements import Tool
from stackaudit.model.values import is_stated, listed

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["frozen"]


def frozen(graph: StackGraph) -> networkx.MultiDiGraph[str]:
    """The nodes and edges of a graph as a frozen `networkx.MultiDiGraph`; a change raises ``networkx.NetworkXError``.

    Nodes have ``kind`` (``tool`` or ``capture_point``), ``name`` and what the element states, by the names of the file.
    The key of an edge is the id of its flow, or the reference of the capture point or send gate. Edges have
    ``certain``, ``carries``, ``signals`` (tuples), ``method``, ``every``, and the worst case in seconds as ``at_least``
    and ``at_most``.
    """
    result: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for number, node in enumerate(graph.nodes):
        element = graph.element(number)
        stated = {
            field.rstrip("_"): value
            for field in element.model_fields_set - {"id", "name"}
            if is_stated(value := getattr(element, field))
        }
        kind = "tool" if isinstance(element, Tool) else "capture_point"
        result.add_node(node, **{key: stated[key] for key in sorted(stated)}, kind=kind, name=element.title or node)
    for number, edge in enumerate(graph.edges):
        step, flow = hop(graph, number), edge.flow
        facts: dict[str, Any] = {
            "certain": edge.certain,
            "carries": listed(flow.carries) if flow else (),
            "signals": listed(flow.signals) if flow else ("opt_out",),
            "method": step.method,
            "every": flow.every if flow else None,
            "at_least": step.at_least,
            "at_most": step.at_most,
        }
        result.add_edge(edge.source, edge.target, edge.ref.removeprefix("flows."), **facts)
    return networkx.freeze(result)
