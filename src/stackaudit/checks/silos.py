"""Which tools hang together with the places where customers' data is joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, islice
from typing import Any, Final

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.reading import capable, classes_missing, holds_class, in_use, names_personal, unlisted_links
from stackaudit.checks.verdict import FactRef, Verdict, View
from stackaudit.finding import Missing, Outcome
from stackaudit.graph import StackGraph
from stackaudit.graph.columns import by_value
from stackaudit.graph.components import connected
from stackaudit.model.elements import Tool
from stackaudit.model.values import UNKNOWN, is_open
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
    negate,
    of,
)

__all__ = ["Silos"]

_HUBS: Final = ("crm", "cdp", "warehouse")
_EVENTS: Final = ("page_view", "event")
_MOST_HUBS: Final = 5


class Silos:
    """The connected parts of a graph, for certain, as listed and at large, and the hubs in each. O(V + E).

    Attributes:
        hubs: for each tool, whether it is a CRM, a CDP or a warehouse in use.
        hub_names: the names of those that are for certain.
        hub_facts: by what those are such, of the first ones.
    """

    def __init__(self, graph: StackGraph) -> None:
        self.graph = graph
        tools = graph.stack.tools
        self.jobs = capable(graph, _HUBS)
        self.hubs: list[Truth] = list(map(all_of, zip(graph.tools_in_use, self.jobs, strict=True)))
        sure = list(compress(tools.values(), bytes(self.hubs).translate(WHERE_TRUE)))
        self.hub_names = [tool.title for tool in sure]
        self.hub_facts = [FactRef("tools", tool.id, "capabilities") for tool in sure[:_MOST_HUBS]]
        size = len(graph.nodes)
        certain, links = _links(graph)
        # A tool that is part of another, such as a table of a warehouse, is connected with it by what it is.
        parts = [(node, graph.index[tool.part_of]) for node, tool in enumerate(tools.values()) if tool.part_of in tools]
        parts = [(one, other) for one, other in parts if graph.used[one] and graph.used[other]]
        self._whole_and_parts: dict[int, list[int]] = {}
        for one, other in parts:
            self._whole_and_parts.setdefault(one, []).append(other)
            self._whole_and_parts.setdefault(other, []).append(one)
        links += parts
        certain += [(one, other) for one, other in parts if graph.sure[one] and graph.sure[other]]
        self.sure = connected(size, certain)
        anywhere, world = size, size + 1
        self._parts_of_some = [
            node for node, tool in enumerate(tools.values()) if tool.part_of is UNKNOWN and graph.used[node]
        ]
        # A capture point from which nothing else leads connects its tool, whichever that is, with nothing.
        self._open_points = [node for node in graph.open_points if graph.out[node] or graph.into[node]]
        open_ends = [*graph.open_gates, *self._open_points, *self._parts_of_some]
        somewhere = [(node, anywhere) for node in range(len(tools)) if graph.used[node]]
        links.extend((node, anywhere) for node in open_ends)
        if open_ends:
            links.extend(somewhere)
        self.possible = _joined([*self.sure, anywhere], links)
        beyond = () if graph.is_whole else range(size)
        at_large = [(node, anywhere) for node in graph.open_points] + somewhere if graph.open_points and beyond else []
        self.at_large = _joined(
            [*self.possible, world],
            at_large + [(node, world) for node in beyond if graph.may_get_more(node) or graph.may_give_more(node)],
        )
        self._world = self.at_large[world]
        self._with_hub = {self.sure[node] for node, hub in enumerate(self.hubs) if hub == TRUE}
        self._possibly_with = {self.possible[node] for node, hub in enumerate(self.hubs) if hub != FALSE}
        self._at_large_with = {self.at_large[node] for node, hub in enumerate(self.hubs) if hub != FALSE}
        # By part, the hubs in it, and those that are in it if they are in use, as that makes their links certain.
        self._inside: dict[int, set[int]] = {}
        perhaps = [node for node, hub in enumerate(self.hubs) if hub != FALSE]
        for node in perhaps:
            self._inside.setdefault(self.sure[node], set()).add(node)
            for other in () if graph.sure[node] else self._neighbours(node, sure=False):
                self._inside.setdefault(self.sure[other], set()).add(node)
        self._hub_count = len(perhaps)
        self._a_hub = any_of(self.hubs)
        self._hub_unlisted = FALSE if graph.stack.is_complete("tools") else FALSE_AS_LISTED
        self._classes: dict[Any, Truth] = {}

    def plain(self, view: View) -> Iterator[tuple[Iterable[Verdict], int, Tool | None]]:
        """The tools that have to be judged one by one: those in use, no hubs, and not connected with one for certain.

        As `plain_tools` gives them, between the verdicts on those before them.
        """
        count = len(self.jobs)
        facts = (
            self.jobs,
            by_value(self.graph.columns.of("tool", "stores"), self._of_customers),
            self._moved[0][:count],
            self._moved[1][:count],
            [FALSE if self.graph.is_whole else self._unlisted(node) for node in range(count)],
            [of(part in self._with_hub) for part in self.sure[:count]],
        )
        there = any_of((self._a_hub, self._hub_unlisted))

        def plain(
            used: Truth, job: Truth, stores: Truth, moved: Truth, apart: Truth, unlisted: Truth, linked: Truth
        ) -> Outcome | None:
            subject = all_of((used, negate(job)))
            if subject == FALSE:
                return Outcome.NOT_APPLICABLE
            if linked == FALSE:
                return None
            applies = all_of((subject, any_of((stores, moved, apart, unlisted)), there))
            return Outcome.NOT_APPLICABLE if applies == FALSE else Outcome.CLEAR

        return plain_tools(view, facts, plain)

    def judge(self, node: int, tool: Tool) -> tuple[Truth, Truth]:
        """Whether a tool has customers' data, and is no hub while there is one; and whether it is a silo, too.

        Of one that is not told among the `plain` ones.
        """
        subject = all_of((in_use(tool), negate(self.jobs[node])))
        apart = self._has_data(node, tool)
        applies = all_of((subject, any_of((apart, self._moved[0][node])), any_of((self._a_hub, self._hub_unlisted))))
        loose = FALSE if FALSE in (applies, apart) else negate(self.connected(node))
        if loose == FALSE:  # as of most tools
            return applies, FALSE
        return applies, all_of((subject, apart, self._a_hub_elsewhere(node), loose))

    def _a_hub_elsewhere(self, node: int) -> Truth:
        """Whether there is a hub outside what the tool is connected with for certain: one inside would end it."""
        parts = [self.sure[node]]
        if not self.graph.sure[node]:  # judged as being in use, which makes its links certain
            parts += [self.sure[other] for other in self._neighbours(node)]
        inside = set[int]().union(*(self._inside.get(part, ()) for part in parts))
        return any_of((self._a_hub if len(inside) < self._hub_count else FALSE, self._hub_unlisted))

    def connected(self, node: int) -> Truth:
        """Whether a tool, being in use, is connected with a hub: of one for which listed links do not show it."""
        graph = self.graph
        if not graph.sure[node] and any(self.sure[other] in self._with_hub for other in self._neighbours(node)):
            return TRUE
        if self.possible[node] in self._possibly_with:
            return UNKNOWN_TRUTH
        place = self.at_large[node]
        if place in self._at_large_with or (place == self._world and self._hub_unlisted != FALSE):
            return FALSE_AS_LISTED
        return FALSE

    def _neighbours(self, node: int, *, sure: bool = True) -> Iterator[int]:
        """What a tool, being in use, is linked with for certain; without ``sure``, if that is in use, too."""
        graph = self.graph
        for number in (*graph.into[node], *graph.out[node]):
            other = graph.tails[number] if graph.heads[number] == node else graph.heads[number]
            if graph.steady[number] and (graph.sure[other] or not sure):
                yield other
        yield from (other for other in self._whole_and_parts.get(node, ()) if graph.sure[other] or not sure)

    def _about_flow(self, node: int, number: int) -> Iterator[Missing]:
        """What would say whether a flow brings data of customers to a tool, or takes it from there."""
        graph, flow = self.graph, self.graph.flows_of_edges[number]
        key, carries = flow.id, flow.carries
        if self._of_customers(carries) == UNKNOWN_TRUTH:
            yield from classes_missing(graph.stack, ("flows", key, "carries"), carries)
        if not graph.steady[number]:
            yield Missing(("flows", key, "status"))
        for end in (graph.tails[number], graph.heads[number]):
            if end != node and not graph.sure[end]:
                yield Missing(("tools", graph.nodes[end], "status"))

    @cached_property
    def _doubts(self) -> dict[int, list[Missing]]:
        """What is unknown of hubs and links in each part that is connected as listed."""
        graph, doubts = self.graph, dict[int, list[Missing]]()
        tools = list(graph.stack.tools.values())

        def doubt(node: int, *route: str) -> None:
            doubts.setdefault(self.possible[node], []).append(Missing(route))

        for node, hub in enumerate(self.hubs):
            if hub == UNKNOWN_TRUTH and is_open(tools[node].capabilities):
                doubt(node, "tools", graph.nodes[node], "capabilities")
            if graph.used[node] and not graph.sure[node]:
                doubt(node, "tools", graph.nodes[node], "status")
        for number in graph.unsteady:
            doubt(graph.tails[number], "flows", graph.flow_id(number), "status")
        for node in graph.open_gates:
            doubt(node, "tools", graph.nodes[node], "send_gate")
        for node in self._open_points:
            doubt(node, "capture_points", graph.nodes[node], "tool")
        for node in self._parts_of_some:
            doubt(node, "tools", graph.nodes[node], "part_of")
        return doubts

    @cached_property
    def _perhaps_hubs(self) -> list[Missing]:
        """What would say whether there is a hub at all."""
        tools = zip(self.graph.stack.tools.items(), self.hubs, strict=True)
        return [
            Missing(("tools", name, "capabilities" if is_open(tool.capabilities) else "status"))
            for (name, tool), hub in tools
            if hub == UNKNOWN_TRUTH
        ]

    # -- data ---------------------------------------------------------------------------------------------------------

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
    def _moved(self) -> tuple[list[Truth], list[Truth]]:
        """Whether a flow of a tool carries data of customers: any flow; and one that does not lead to a hub."""
        graph = self.graph
        moved, apart = [FALSE] * len(graph.nodes), [FALSE] * len(graph.nodes)
        truths = bytes(by_value(graph.of_edges("carries")[: graph.flow_edges], self._of_customers))
        with_hub = [part in self._with_hub for part in self.sure]
        links = zip(graph.tails, graph.heads, graph.steady, truths, strict=False)  # flows come first
        for tail, head, steady, truth in compress(links, truths.translate(WHERE_NOT_FALSE)):
            if with_hub[tail] and with_hub[head] and moved[tail] == moved[head] == TRUE:  # as of most
                continue
            for node, other in ((tail, head), (head, tail)):
                carried = truth if steady and (graph.sure[other] or other == node) else UNKNOWN_TRUTH
                moved[node] = any_of((moved[node], carried))
                if not with_hub[other] and (graph.sure[other] or self.connected(other) != TRUE):
                    apart[node] = any_of((apart[node], carried))
        return moved, apart

    def _has_data(self, node: int, tool: Tool) -> Truth:
        """Whether a tool has data of customers, other than by a flow that connects it with a hub."""
        return any_of((self._of_customers(tool.stores), self._moved[1][node], self._unlisted(node)))

    def _unlisted(self, node: int) -> Truth:
        """Whether a flow that nobody listed moves data of customers from or to a tool, and leaves it without a hub."""
        return FALSE_AS_LISTED if self._may_move_more(node) else FALSE

    def _may_move_more(self, node: int) -> bool:
        """Whether a flow that nobody listed could move data of a tool, and leave it without a hub."""
        graph, stack = self.graph, self.graph.stack
        if graph.open_in[node] and not stack.is_complete("capture_points"):
            return True
        if (graph.open_in[node] or graph.open_out[node]) and not stack.is_complete("tools"):
            return True
        loose_in, loose_out = self._loose
        return (graph.open_in[node] and loose_out - {node} != set()) or (
            graph.open_out[node] and loose_in - {node} != set()
        )

    @cached_property
    def _loose(self) -> tuple[set[int], set[int]]:
        """Nodes without a certain link to a hub which flows that nobody listed may enter, or leave.

        At most two of each: one other than a given one is all that is asked for.
        """
        loose: tuple[set[int], set[int]] = (set(), set())
        for nodes, sides in zip(loose, (self.graph.open_in, self.graph.open_out), strict=True):
            free = (node for node, is_free in enumerate(sides) if is_free and self.sure[node] not in self._with_hub)
            nodes.update(islice(free, 2))
        return loose

    def facts(self, node: int, tool: Tool) -> Iterator[FactRef]:
        """What says that a tool has data of customers."""
        if self._of_customers(tool.stores) == TRUE:
            yield FactRef("tools", tool.id, "stores")
        for number, truth in self._carried(node):
            if truth == TRUE:
                yield FactRef("flows", self.graph.flow_id(number), "carries")

    def missing(self, node: int, tool: Tool) -> Iterator[Missing]:
        """What would say whether a tool is a silo."""
        graph, stack, key = self.graph, self.graph.stack, tool.id
        if not graph.sure[node]:
            yield Missing(("tools", key, "status"))
        if self.hubs[node] != FALSE and is_open(tool.capabilities):
            yield Missing(("tools", key, "capabilities"))
        has_data = self._has_data(node, tool)
        if has_data == UNKNOWN_TRUTH:
            yield from classes_missing(stack, ("tools", key, "stores"), tool.stores)
            for number, truth in self._carried(node):
                if truth == UNKNOWN_TRUTH:
                    yield from self._about_flow(node, number)
        link = self.connected(node)
        if link == UNKNOWN_TRUTH:
            yield from self._doubts.get(self.possible[node], ())
        elsewhere = self._a_hub_elsewhere(node)
        if elsewhere == UNKNOWN_TRUTH:
            yield from self._perhaps_hubs
        if FALSE_AS_LISTED in {has_data, link, elsewhere}:
            yield from unlisted_links(stack)


def _links(graph: StackGraph) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The ends of the edges that are there for certain, and of the others."""
    ends = list(zip(graph.tails, graph.heads, strict=True))
    certain = [edge.certain for edge in graph.edges]
    return list(compress(ends, certain)), [] if all(certain) else [
        link for link, is_certain in zip(ends, certain, strict=True) if not is_certain
    ]


def _joined(parts: Sequence[int], links: Iterable[tuple[int, int]]) -> list[int]:
    """The connected part of each node where it was in some part, and further links are added."""
    joined = connected(max(parts) + 1, ((parts[one], parts[other]) for one, other in links))
    return list(map(joined.__getitem__, parts))
