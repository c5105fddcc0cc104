"""Which tools hang together with the places where customers' data is joined."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from stackaudit.checks.reading import has_capability, holds_class, in_use, names_personal
from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.graph import StackGraph
from stackaudit.graph.components import connected
from stackaudit.model.elements import Tool
from stackaudit.model.values import is_open
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    negate,
)

__all__ = ["Silos"]

_HUBS: Final = ("crm", "cdp", "warehouse")
_EVENTS: Final = ("page_view", "event")


class Silos:
    """The connected parts of a graph, for certain, as listed and at large, and the hubs in each. O(V + E).

    Attributes:
        hubs: for each tool, whether it is a CRM, a CDP or a warehouse in use.
        hub_names: the names of those that are for certain.
    """

    def __init__(self, graph: StackGraph) -> None:
        self.graph = graph
        tools = graph.stack.tools
        self.hubs: list[Truth] = [all_of((in_use(tool), has_capability(tool, _HUBS))) for tool in tools.values()]
        self.hub_names = [tool.title or key for (key, tool), hub in zip(tools.items(), self.hubs, strict=True) if hub == TRUE]
        size = len(graph.nodes)
        links = list(zip(graph.tails, graph.heads, strict=True))
        self.sure = connected(size, (link for link, edge in zip(links, graph.edges, strict=True) if edge.certain))
        anywhere, world = size, size + 1
        for gated in graph.open_gates:
            links.append((gated, anywhere))
        if graph.open_gates:
            links.extend((node, anywhere) for node in range(len(tools)) if graph.used[node])
        for point in graph.open_points:
            links.extend((point, node) for node in range(len(tools)) if graph.used[node])
        self.possible = connected(size + 1, links)
        links.extend((node, world) for node in range(size) if graph.open_out[node] or graph.open_in[node])
        self.at_large = connected(size + 2, links)
        self._world = self.at_large[world]
        self._with_hub = {self.sure[node] for node, hub in enumerate(self.hubs) if hub == TRUE}
        self._possibly_with = {self.possible[node] for node, hub in enumerate(self.hubs) if hub != FALSE}
        self._at_large_with = {self.at_large[node] for node, hub in enumerate(self.hubs) if hub != FALSE}
        self._inside: dict[int, int] = {}
        for node, hub in enumerate(self.hubs):
            if hub != FALSE:
                self._inside[self.sure[node]] = self._inside.get(self.sure[node], 0) + 1
        self._hub_count = sum(self._inside.values())
        self._a_hub = any_of(self.hubs)
        self._hub_unlisted = FALSE if graph.stack.is_complete("tools") else FALSE_AS_LISTED
        self._classes: dict[Any, Truth] = {}

    def judge(self, node: int, tool: Tool) -> tuple[Truth, Truth]:
        """Whether a tool has customers' data without being a hub while there is one; and whether it is a silo, too."""
        subject = all_of((in_use(tool), negate(self.hubs[node])))
        if subject == FALSE:
            return FALSE, FALSE
        applies = all_of((subject, self._has_data(node, tool)))
        exists = any_of((self._a_hub, self._hub_unlisted))
        return all_of((applies, exists)), all_of((applies, self._a_hub_elsewhere(node), negate(self.connected(node))))

    def _a_hub_elsewhere(self, node: int) -> Truth:
        """Whether there is a hub outside what the tool is connected with for certain: one inside would end the matter."""
        outside = self._hub_count - self._inside.get(self.sure[node], 0)
        return any_of((self._a_hub if outside else FALSE, self._hub_unlisted))

    def connected(self, node: int) -> Truth:
        """Whether a tool, being in use, is connected with a hub."""
        graph = self.graph
        if self.sure[node] in self._with_hub:
            return TRUE
        if not graph.sure[node] and any(self.sure[other] in self._with_hub for other in self._neighbours(node)):
            return TRUE
        if self.possible[node] in self._possibly_with:
            return UNKNOWN_TRUTH
        place = self.at_large[node]
        if place in self._at_large_with or (place == self._world and self._hub_unlisted != FALSE):
            return FALSE_AS_LISTED
        return FALSE

    def _neighbours(self, node: int) -> Iterator[int]:
        """What a tool, being in use, is linked with for certain."""
        graph = self.graph
        for number in (*graph.into[node], *graph.out[node]):
            other = graph.tails[number] if graph.heads[number] == node else graph.heads[number]
            if graph.steady[number] and graph.sure[other]:
                yield other

    @cached_property
    def _doubts(self) -> dict[int, list[Missing]]:
        """What is unknown of hubs and links in each part that is connected as listed."""
        graph, doubts = self.graph, dict[int, list[Missing]]()

        def doubt(node: int, *route: str) -> None:
            doubts.setdefault(self.possible[node], []).append(Missing(route))

        for node, hub in enumerate(self.hubs):
            if hub == UNKNOWN_TRUTH:
                doubt(node, "tools", graph.nodes[node], "capabilities")
            if graph.used[node] and not graph.sure[node]:
                doubt(node, "tools", graph.nodes[node], "status")
        for tail, edge, steady in zip(graph.tails, graph.edges, graph.steady, strict=True):
            if not steady:
                doubt(tail, "flows", edge.ref.split(".", 1)[1], "status")
        for node in graph.open_gates:
            doubt(node, "tools", graph.nodes[node], "send_gate")
        for node in graph.open_points:
            doubt(node, "capture_points", graph.nodes[node], "tool")
        return doubts

    # -- data -----------------------------------------------------------------------------------------------------------

    def _of_customers(self, classes: Any) -> Truth:
        if classes not in self._classes:
            self._classes[classes] = any_of((names_personal(self.graph.stack, classes), holds_class(classes, _EVENTS)))
        return self._classes[classes]

    def _carried(self, node: int) -> Iterator[tuple[int, Truth]]:
        graph = self.graph
        for number in (*graph.into[node], *graph.out[node]):
            flow = graph.edges[number].flow
            if flow is not None:
                other = graph.tails[number] if graph.heads[number] == node else graph.heads[number]
                runs = TRUE if graph.steady[number] and (graph.sure[other] or other == node) else UNKNOWN_TRUTH
                yield number, all_of((runs, self._of_customers(flow.carries)))

    @cached_property
    def _moved(self) -> list[Truth]:
        """Whether a flow of a tool, being in use, carries data of customers."""
        graph = self.graph
        moved = [FALSE] * len(graph.nodes)
        for tail, head, edge, steady in zip(graph.tails, graph.heads, graph.edges, graph.steady, strict=True):
            truth = FALSE if edge.flow is None else self._of_customers(edge.flow.carries)
            if truth != FALSE:
                for node, other in ((tail, head), (head, tail)):
                    if moved[node] != TRUE:
                        moved[node] = truth if steady and (graph.sure[other] or other == node) else UNKNOWN_TRUTH
        return moved

    def _has_data(self, node: int, tool: Tool) -> Truth:
        graph = self.graph
        unlisted = FALSE_AS_LISTED if graph.open_in[node] or graph.open_out[node] else FALSE
        return any_of((self._of_customers(tool.stores), self._moved[node], unlisted))

    def facts(self, node: int, tool: Tool) -> Iterator[FactRef]:
        """What says that a tool has data of customers."""
        if self._of_customers(tool.stores) == TRUE:
            yield FactRef("tools", tool.id, "stores")
        for number, truth in self._carried(node):
            if truth == TRUE:
                yield FactRef("flows", self.graph.edges[number].ref.split(".", 1)[1], "carries")

    def missing(self, node: int, tool: Tool) -> Iterator[Missing]:
        """What would say whether a tool is a silo."""
        graph, stack, key = self.graph, self.graph.stack, tool.id
        if not graph.sure[node]:
            yield Missing(("tools", key, "status"))
        if self.hubs[node] != FALSE and is_open(tool.capabilities):
            yield Missing(("tools", key, "capabilities"))
        has_data = self._has_data(node, tool)
        if has_data == UNKNOWN_TRUTH:
            if is_open(tool.stores):
                yield Missing(("tools", key, "stores"))
            for number, truth in self._carried(node):
                flow = graph.edges[number].flow
                if truth == UNKNOWN_TRUTH and flow is not None and is_open(flow.carries):
                    yield Missing(("flows", graph.edges[number].ref.split(".", 1)[1], "carries"))
        link = self.connected(node)
        if link == UNKNOWN_TRUTH:
            yield from self._doubts.get(self.possible[node], ())
        if has_data == FALSE_AS_LISTED or link == FALSE_AS_LISTED or not self._inside:
            yield from (Missing(("complete", name)) for name in ("flows", "tools") if not stack.is_complete(name))
