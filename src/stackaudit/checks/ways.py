"""What to ask about the ways by which a signal could get to a tool: the nearest facts, none that cannot matter."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from stackaudit.checks.timing import timing
from stackaudit.finding import Missing
from stackaudit.graph.nearest import Times
from stackaudit.graph.signals import SignalGraph
from stackaudit.truth import FALSE, TRUE, Truth

__all__ = ["MOST_QUESTIONS", "Ways", "along", "nearest_first"]

MOST_QUESTIONS: Final = 20
"""So many facts are asked for of one element; the nearest ones come first."""


class Ways:
    """The possible ways of a signal from where it begins, or may begin.

    ``begins`` says of each node whether the signal begins there, ``fact`` which field of a tool says so.
    """

    def __init__(self, part: SignalGraph, begins: Sequence[Truth], fact: str = "capabilities") -> None:
        self.part = part
        self.begins = begins
        self.fact = fact
        graph = part.graph
        begin = [(node, 1) for node, truth in enumerate(begins) if truth != FALSE and graph.used[node]]
        self._arrives = part.possible.spread(begin)

    def missing(self, target: int) -> tuple[Missing, ...]:
        """The facts that would say whether the signal gets to a tool, as far as the stack is listed."""
        return nearest_first(self._missing(target))

    def _missing(self, target: int) -> Iterator[Missing]:
        graph = self.part.graph
        seen, queue = {target}, deque([target])
        while queue:
            node = queue.popleft()
            if self.begins[node] not in {TRUE, FALSE}:
                yield Missing(("tools", graph.nodes[node], self.fact))
            if node != target and not graph.sure[node]:
                yield Missing(("tools", graph.nodes[node], "status"))
            if self.begins[node] == TRUE and graph.sure[node]:
                continue  # what begins here needs no way to here
            for number in graph.into[node]:
                tail = graph.tails[number]
                if self.part.truth[number] != FALSE and self._arrives[tail]:
                    yield from _of_edge(self.part, number)
                    if tail not in seen:
                        seen.add(tail)
                        queue.append(tail)
        for key, _, end in self.part.disputed:
            if end in seen:
                yield Missing(("gaps", key, "signal"))


def nearest_first(asked: Iterable[Missing]) -> tuple[Missing, ...]:
    """The first different facts of a row, at most `MOST_QUESTIONS`; what follows them is not looked for."""
    found: dict[Missing, None] = {}
    for one in asked:
        found[one] = None
        if len(found) == MOST_QUESTIONS:
            break
    return tuple(found)


def along(times: Times, node: int) -> tuple[Missing, ...]:
    """The facts that would say whether the quickest way from a node is there, and how long it takes."""
    part = times.part
    graph = part.graph
    asked: dict[Missing, None] = {}
    for number in times.edges(node):
        if graph.tails[number] != node and not graph.sure[graph.tails[number]]:
            asked[Missing(("tools", graph.edges[number].source, "status"))] = None
        asked.update(dict.fromkeys(_of_edge(part, number)))
        # From a tool, nothing but opt-outs goes by other links than flows.
        flow = graph.flows_of_edges[number]
        asked.update((Missing(("flows", flow.id, name)), None) for name in timing(flow))
    for key, _, end in part.disputed:
        if end in {graph.heads[number] for number in times.edges(node)}:
            asked[Missing(("gaps", key, "signal"))] = None
    return nearest_first(asked)


def _of_edge(part: SignalGraph, number: int) -> Iterator[Missing]:
    """The facts that would say whether a flow runs and passes a signal on."""
    edge = part.graph.edges[number]
    if edge.flow is None or part.truth[number] == TRUE:
        return
    key = edge.flow.id
    if not part.graph.steady[number]:
        yield Missing(("flows", key, "status"))
    if part.passes(edge.flow) != TRUE:
        yield Missing(("flows", key, part.field))
