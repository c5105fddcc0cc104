"""Re-import: whether people who were deleted from a tool come back there from another one that still has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stackaudit.finding import Hop
from stackaudit.frozen import dataclass
from stackaudit.graph.erasure import erased
from stackaudit.graph.facts import in_use, stated_yes
from stackaudit.graph.feeders import Feeders, edges_from, feeders
from stackaudit.graph.personal import names_people
from stackaudit.graph.reach import hop
from stackaudit.model.values import is_stated
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    WHERE_NOT_FALSE,
    WHERE_TRUE,
    Truth,
    all_of,
    is_true_as_listed,
    negate,
    of,
)

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Return", "Supply", "again", "returns"]

_ITSELF = -1


@dataclass(frozen=True, slots=True)
class Return:
    """A tool to which people who were deleted there come back, or may.

    ``truth`` is TRUE where that is so in every completion, TRUE_AS_LISTED where only something that nobody listed could
    refute it, UNKNOWN_TRUTH where missing facts decide, FALSE_AS_LISTED where only what nobody listed could bring them.
    ``source`` is the nearest tool that still has them and ``path`` the way from there; both are empty for the latter
    two.
    """

    node: str
    truth: Truth
    source: str
    path: tuple[Hop, ...]


def returns(graph: StackGraph, may_stay: Iterable[str] = ()) -> dict[str, Return]:
    """Each tool to which deleted people come back, or may: by id, in the order of the file.

    They do where a deletion gets to a tool that keeps data of people (`stackaudit.graph.erasure.erased`), the tool does
    not refuse those who were deleted (``reimport_block``), and a flow that runs again and again brings data of people
    from another tool that keeps them and to which no deletion gets, directly or by way of tools that refuse nobody
    either. ``may_stay`` are classes of data that do not count as keeping people, such as the record of who wants no
    mail. O(V + E): a few searches, each of which needs to know of two sources a tool at most.
    """
    supply = Supply(graph, may_stay)
    found = {}
    for node, (key, tool) in enumerate(graph.stack.tools.items()):
        blocks = supply.blocks[node]
        given = all_of((in_use(tool), supply.keeps[node], supply.gone[node], negate(blocks)))
        fed = FALSE if given == FALSE else supply.feeds(node)
        truth = all_of((given, fed))
        if truth == FALSE:
            continue
        edges = supply.way(node, fed) if is_true_as_listed(truth) else []
        source = graph.nodes[graph.tails[edges[0]]] if edges else ""
        found[key] = Return(key, truth, source, tuple(hop(graph, number) for number in edges))
    return found


class Supply:
    """Which tools still have people who are deleted elsewhere, and where their data goes from there.

    Attributes:
        keeps: for each tool, whether it keeps data of people beside what has to stay.
        gone: for each node, whether a deletion gets there.
        has: for each tool, whether it still has people who were deleted elsewhere.
        blocks: for each node, whether it refuses people who were deleted.
        stops: for each node, whether it does so for certain.
    """

    def __init__(self, graph: StackGraph, may_stay: Iterable[str]) -> None:
        self.graph, self._may_stay = graph, tuple(may_stay)
        self._known: dict[Any, Truth] = {}
        self.gone = erased(graph)
        self.keeps = list(map(self._personal, graph.columns.of("tool", "stores")))
        self.has = [
            all_of((used, keeps, negate(gone)))
            for used, keeps, gone in zip(graph.tools_in_use, self.keeps, self.gone, strict=False)
        ]
        self.blocks = graph.of_nodes(list(map(stated_yes, graph.columns.of("tool", "reimport_block"))), FALSE)
        self.stops = [block == TRUE for block in self.blocks]

    def _personal(self, classes: Any) -> Truth:
        if classes not in self._known:
            self._known[classes] = names_people(self.graph.stack, classes, self._may_stay)
        return self._known[classes]

    def _brings(self, classes: Any, every: Any) -> Truth:
        """Whether a flow brings data of people again and again; what ran once does not bring anybody back."""
        carries = self._personal(classes)
        return carries if carries == FALSE else all_of((carries, again(every)))

    @cached_property
    def _brought(self) -> bytes:
        """For each edge, whether it brings data of people again and again."""
        graph = self.graph
        return bytes(graph.while_steady(graph.of_all_edges(self._brings, "carries", "every", otherwise=FALSE)))

    @cached_property
    def may_bring(self) -> bytes:
        """For each edge, whether it may bring data of people again and again."""
        return self._brought.translate(WHERE_NOT_FALSE)

    @cached_property
    def _surely(self) -> Feeders:
        return self._by_what_surely_brings((TRUE,))

    @cached_property
    def _as_listed(self) -> Feeders:
        return self._by_what_surely_brings((TRUE, TRUE_AS_LISTED)) if TRUE_AS_LISTED in self.has else self._surely

    @cached_property
    def _may(self) -> Feeders:
        # A tool does not bring people back to itself, so two sources are enough to know that there is another.
        return self._from(self.may_bring, self.stops, (TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH), 2)

    def _by_what_surely_brings(self, having: Iterable[Truth]) -> Feeders:
        may_stop = [block != FALSE or not sure for block, sure in zip(self.blocks, self.graph.sure, strict=True)]
        return self._from(self._brought.translate(WHERE_TRUE), may_stop, having, 1)

    def _from(self, keep: Sequence[int], stops: Sequence[bool], having: Iterable[Truth], most: int) -> Feeders:
        wanted = frozenset(having)
        sources = [node for node, truth in enumerate(self.has) if truth in wanted]
        return feeders(self.graph, sources, keep, stops, most)

    @cached_property
    def _unlisted(self) -> list[bool]:
        """For each node, whether people can come back there by flows that nobody listed."""
        graph = self.graph
        if graph.is_whole:
            return [False] * len(graph.nodes)
        ends = [node for node, is_open in enumerate(graph.open_in) if is_open]
        found = feeders(graph, ends, self.may_bring, self.stops, 1)
        if not graph.stack.is_complete("tools"):  # a tool that nobody listed may have them
            return [bool(held) for held in found]
        begins = {
            source
            for node, is_open in enumerate(graph.open_out)
            if is_open
            for source in self._may[node]
            if source == node or not self.stops[node]
        }
        return [bool(held) and not begins <= {node} for node, held in enumerate(found)]

    def feeds(self, node: int) -> Truth:
        """Whether another tool that still has people brings them to a tool."""
        if all(source == node for source in self._may[node]):
            return FALSE_AS_LISTED if self._unlisted[node] else FALSE
        return TRUE if self._surely[node] else TRUE_AS_LISTED if self._as_listed[node] else UNKNOWN_TRUTH

    def may_have(self, node: int) -> bool:
        """Whether a tool may still have people who were deleted elsewhere."""
        return self._may[node].get(node) == _ITSELF

    def way(self, node: int, fed: Truth) -> list[int]:
        """The edges from the nearest tool that still has people, where they come back for certain or as listed."""
        found = self._surely if fed == TRUE else self._as_listed
        return edges_from(self.graph, found, next(iter(found[node])), node)


def again(every: Any) -> Truth:
    """Whether what has this cadence runs more than once."""
    return of(every != "once") if is_stated(every) else UNKNOWN_TRUTH
