"""The graph as a networkx one, for users and for networkx's own algorithms. Importing this module imports networkx."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from math import inf
from typing import TYPE_CHECKING, Any

import networkx  # noqa: ICN001 - nx is a name of the graph's own

from stackaudit.graph.reach import hop
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Tool
from stackaudit.model.values import is_stated, listed

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["frozen", "plain"]


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
        result.add_node(node, **{key: stated[key] for key in sorted(stated)}, kind=kind, name=element.title)
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


def plain(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The same nodes and edges, frozen, with facts that any format of graphs holds.

    Numbers, true and false stay as they are, a word is a ``str``, a list of words has them with ", " between. A fact
    with parts, such as ``contract``, is a fact for each part: ``contract_renews``. What is not there is left
    out.
    """
    result: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, facts in graph.nodes(data=True):
        result.add_node(node, **_flat(facts))
    for source, target, key, facts in graph.edges(keys=True, data=True):
        result.add_edge(source, target, key, **_flat(facts))
    return networkx.freeze(result)


def _flat(facts: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    flat: dict[str, str | int | float | bool] = {}
    for name, value in facts.items():
        if isinstance(value, BaseModel):
            parts = {field.rstrip("_"): getattr(value, field) for field in sorted(value.model_fields_set)}
            flat |= {f"{name}_{part}": one for part, one in _flat(parts).items()}
        elif isinstance(value, Mapping):
            parts = {str(_word(key)): one for key, one in value.items()}
            flat |= {f"{name}_{part}": one for part, one in _flat(parts).items()}
        elif isinstance(value, (list, tuple)):
            flat[name] = ", ".join(str(_word(one)) for one in value)
        elif value is not None and value != inf:
            flat[name] = _word(value)
    return flat


def _word(value: Any) -> str | int | float | bool:
    """A value that has no parts; a text of a class of its own as a bare one."""
    value = value.value if isinstance(value, Enum) else value
    return value if isinstance(value, (bool, int, float)) else str(value)
