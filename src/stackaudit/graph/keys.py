"""Where an identifier that people are matched by breaks: a flow matches by what its source does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stackaudit.frozen import dataclass
from stackaudit.graph.facts import holds
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.values import NONE, is_stated
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["KeyBreak", "key_breaks", "matched_by", "matches"]


@dataclass(frozen=True, slots=True)
class KeyBreak:
    """A flow out of a tool that matches people by an identifier which that tool does not hold.

    ``truth`` is TRUE where that is so in every completion of the stack, else UNKNOWN_TRUTH. ``edge`` is the number of
    the edge, ``key`` the identifier; empty where nobody said by which one the flow matches.
    """

    edge: int
    key: str
    truth: Truth


def key_breaks(graph: StackGraph) -> tuple[KeyBreak, ...]:
    """Each flow at which an identifier breaks or may break, by edge, in the order of the file. O(V + E).

    It does where the tool at its start neither holds the identifier (``keys``) nor is there to join identities. What
    comes from a capture point is left out: people say there who they are.
    """
    tools = graph.stack.tools
    found = []
    for number, edge in enumerate(graph.edges):
        if edge.flow is None or edge.source not in tools:
            continue
        runs = TRUE if edge.certain else UNKNOWN_TRUTH
        truth = all_of((runs, negate(matches(tools[edge.source], edge.flow))))
        if truth != FALSE:
            found.append(KeyBreak(number, str(edge.flow.key) if is_stated(edge.flow.key) else "", truth))
    return tuple(found)


def matches(source: Tool, flow: Flow) -> Truth:
    """Whether a tool holds, or can tell from others, the identifier by which a flow out of it matches people."""
    return matched_by(source.keys, source.capabilities, flow.key)


def matched_by(keys: Any, capabilities: Any, key: Any) -> Truth:
    """Whether a tool with these ``keys`` and ``capabilities`` holds, or can tell from others, an identifier."""
    if key is NONE:
        return TRUE
    held = holds(keys, (str(key),)) if is_stated(key) else UNKNOWN_TRUTH
    if held == TRUE:
        return TRUE
    return any_of((holds(capabilities, ("identity_resolution",)), held))
