"""Whether data gets to a tool past every check of consent, or by a way on which nothing is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackaudit.frozen import dataclass
from stackaudit.graph.asked import data_class_named
from stackaudit.graph.facts import stated_yes
from stackaudit.graph.onward import onward
from stackaudit.truth import FALSE, TRUE, Truth, all_of, negate

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Gated", "gating"]


@dataclass(frozen=True, slots=True)
class Gated:
    """A node from which a class of data gets to a tool, and whether those who refused are left out on the way.

    ``arrives`` says whether it gets there at all, ``unchecked`` whether it does by a way on which no flow checks
    consent. Both are TRUE where that is so in every completion of the stack, UNKNOWN_TRUTH where missing facts decide,
    FALSE_AS_LISTED where only flows or tools that nobody listed could make it so.
    """

    node: str
    arrives: Truth
    unchecked: Truth

    @property
    def gated(self) -> Truth:
        """Whether it gets there, and by no way unchecked."""
        return all_of((self.arrives, negate(self.unchecked)))


def gating(graph: StackGraph, tool: str, data_class: str) -> dict[str, Gated]:
    """From where a class of data gets to a tool, and whether past a check on every way: by id, as in the file.

    A way is a chain of flows that run and carry the class, or one above or below it in the tree. It is checked where
    one flow at least leaves out people who refused (``consent_gated``): what has been left out once does not come back.
    A tool gets to itself only by a way round. O(V + E), six searches against the edges.

    Raises:
        KeyError: no node has that id.
        ValueError: there is no such class of data.
    """
    data_class_named(graph.stack, data_class)
    end = graph.index[tool]
    uses = [TRUE if node == end else FALSE for node in range(len(graph.nodes))]
    every = onward(graph, uses, (data_class,))
    is_open = [negate(stated_yes(gated)) for gated in graph.of_edges("consent_gated")]
    unchecked = onward(graph, uses, (data_class,), is_open)
    found = {}
    for node, name in enumerate(graph.nodes):
        arrives = every.truth(node, data_class)
        if arrives != FALSE:
            found[name] = Gated(name, arrives, unchecked.truth(node, data_class))
    return found
