"""Which tools personal data is with: because they keep it, or because a flow brings it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any, Final, NamedTuple

from stackaudit.checks.reading import classes_missing, names_personal, personal_classes, stores_personal, unlisted_links
from stackaudit.checks.verdict import FactRef, View
from stackaudit.finding import Missing
from stackaudit.graph.columns import by_value
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    WHERE_NOT_FALSE,
    WHERE_TRUE,
    Truth,
    all_of,
    any_of,
)

__all__ = ["Personal", "Receiving"]

_MOST_FLOWS: Final = 10
"""So many flows into a tool are told or asked about."""


class Personal(NamedTuple):
    """Whether personal data is with a tool, whether that tool keeps it, and what each edge into it brings.

    ``certain`` are the edges that bring it for certain.
    """

    truth: Truth
    stores: Truth
    brought: tuple[tuple[int, Truth], ...]
    certain: tuple[int, ...]


class Receiving:
    """What personal data the tools of a stack keep and get."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[Any, tuple[str, ...]] = {}
        self._brought: bytes = view.graph.once(("brought",), self._bring)

    @property
    def truths(self) -> Sequence[Truth]:
        """Whether personal data is with each tool, in the order of the file, when it is in use; worked out once."""
        return self._view.graph.once((Receiving,), self._truths)

    def _truths(self) -> Sequence[Truth]:
        stack, graph = self._view.stack, self._view.graph
        truths = by_value(graph.columns.of("tool", "stores"), lambda classes: names_personal(stack, classes))
        for node in set(compress(graph.heads, self._brought.translate(WHERE_NOT_FALSE))):
            truths[node] = any_of((truths[node], UNKNOWN_TRUTH))
        for node in set(compress(graph.heads, self._brought.translate(WHERE_TRUE))):
            truths[node] = TRUE
        if graph.is_whole:
            return truths
        more = map(graph.may_get_more, range(len(truths)))
        return [any_of((truth, FALSE_AS_LISTED)) if may else truth for truth, may in zip(truths, more, strict=True)]

    def _bring(self) -> bytes:
        """Whether each edge brings personal data, when its target is in use."""
        stack, graph = self._view.stack, self._view.graph
        carry = graph.of_all_edges(lambda classes: names_personal(stack, classes), "carries", otherwise=FALSE)
        brings = bytearray(graph.while_steady(carry))
        for node, is_sure in enumerate(graph.sure):
            for number in () if is_sure else graph.out[node]:
                brings[number] = all_of((brings[number], UNKNOWN_TRUTH))
        return bytes(brings)

    def at(self, node: int, key: str) -> Personal:
        """What a tool, which is ``node`` of the graph, keeps and gets, when it is in use."""
        stores = stores_personal(self._view.stack, self._view.stack.tools[key])
        brought = tuple((number, self._brought[number]) for number in self._view.graph.into[node])
        more = FALSE_AS_LISTED if self._view.graph.may_get_more(node) else FALSE
        truths = [truth for _, truth in brought]
        certain = tuple([number for number, truth in brought if truth == TRUE])
        return Personal(any_of((stores, *truths, more)), stores, brought, certain)

    def flows(self, personal: Personal) -> tuple[str, ...]:
        """The flows that bring it for certain, the first of them."""
        edges = self._view.graph.edges
        return tuple([edges[number].ref for number in personal.certain[:_MOST_FLOWS]])

    def facts(self, key: str, personal: Personal) -> tuple[FactRef, ...]:
        """What says that a tool keeps or gets it."""
        kept = (FactRef("tools", key, "stores"),) if personal.stores == TRUE else ()
        flows = map(self._view.graph.flow_id, personal.certain[:_MOST_FLOWS])
        brought = (FactRef("flows", flow, "carries") for flow in flows)
        return (*kept, *brought)

    def classes(self, key: str, personal: Personal) -> tuple[str, ...]:
        """The classes of personal data that a tool keeps or gets for certain."""
        carried = self._view.graph.of_edges("carries")
        lists = (self._view.stack.tools[key].stores, *map(carried.__getitem__, personal.certain))
        return tuple(dict.fromkeys(name for classes in lists for name in self._personal(classes)))

    def _personal(self, classes: Any) -> tuple[str, ...]:
        """The classes of a list that are personal."""
        if classes not in self._known:
            stack = self._view.stack
            self._known[classes] = personal_classes(stack, classes)
        return self._known[classes]

    def count(self, personal: Personal) -> int:
        """How many flows bring it for certain."""
        return len(personal.certain)

    def missing(self, key: str, personal: Personal) -> Iterator[Missing]:
        """What would say whether personal data gets there, unless that is certain."""
        stack = self._view.stack
        if TRUE in (personal.stores, *(truth for _, truth in personal.brought)):
            return
        if personal.stores != FALSE:
            yield from classes_missing(stack, ("tools", key, "stores"), stack.tools[key].stores)
        doubtful = [number for number, truth in personal.brought if truth != FALSE]
        for number in doubtful[:_MOST_FLOWS]:
            yield from self._of_flow(number)
        if personal.stores == FALSE and not doubtful:
            yield from unlisted_links(stack)

    def _of_flow(self, number: int) -> Iterator[Missing]:
        """What would say whether a flow brings personal data."""
        graph, edge = self._view.graph, self._view.graph.edges[number]
        flow = graph.flows_of_edges[number]
        key = flow.id
        if names_personal(self._view.stack, flow.carries) != TRUE:
            yield from classes_missing(self._view.stack, ("flows", key, "carries"), flow.carries)
        if not graph.steady[number]:
            yield Missing(("flows", key, "status"))
        if not graph.sure[graph.tails[number]]:
            yield Missing(("tools", edge.source, "status"))
