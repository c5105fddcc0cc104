"""What depends on one tool: how many of the places where data ends get it only through that tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import Final

from stackaudit.checks.reading import capable, has_capability, sending, sends_anything
from stackaudit.finding import Missing
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.graph.dominators import dominator_tree
from stackaudit.graph.spread import spread
from stackaudit.model.elements import Flow
from stackaudit.model.values import NONE, UNKNOWN, is_open, listed
from stackaudit.model.words import Capability, Layer
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, Truth, all_of, any_of

__all__ = ["Cut", "cuts"]

COLLECTING: Final = tuple(
    capability
    for capability in Capability
    if capability.layer is Layer.COLLECTION
    and capability not in {Capability.EVENT_COLLECTION, Capability.TAG_MANAGER, Capability.SERVER_SIDE_TAGGING}
)
"""What tools are there for in which data begins."""

FEWEST: Final = 2
"""On a tool on which fewer depend, not much does."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How much depends on a tool.

    ``truth`` is whether it is at least the share that was asked about. ``count`` is how many places of all ``total``
    that data gets to are cut off for certain without it.
    """

    truth: Truth
    count: int
    total: int


def cuts(graph: StackGraph, share: float) -> list[Cut]:
    """How much depends on each tool.

    Data begins at capture points, in tools that are there to collect it, and where nothing flows in; it ends in tools
    that message people and in which reports are made. A tool cuts off an end where every path from a beginning to it
    goes through the tool, which is neither that end nor its only beginning.

    What a tool runs (`via`) is looked at in two ways, and the worse one counts: as a flow that leads past it, and as
    one that goes through it, from where it begins to that tool, and on from there. The first finds what lies between
    the flows of others, the second what runs them.

    Exact where all is known. Where it is not, the truth comes from bounds: the paths that are possible bound from below
    what a tool cuts off, the certain ones from above; what the two could only show together is left unknown. Near O(V +
    E), two dominator trees and one spread of bits.
    """
    past = _measured(graph, share, through=False)
    if all(via is None or via is NONE for via in set(graph.of_edges("via"))):
        return past
    return [_worse(one, other) for one, other in zip(past, _measured(graph, share, through=True), strict=True)]


def _worse(one: Cut, other: Cut) -> Cut:
    truth = any_of((one.truth, other.truth))
    shown = max(one, other, key=lambda cut: (cut.truth == truth, cut.count))
    return Cut(truth, shown.count, shown.total)


def _measured(graph: StackGraph, share: float, *, through: bool) -> list[Cut]:
    """How much depends on each tool, by one of the two ways to look at flows that a tool runs."""
    size = len(graph.nodes)
    begins, ends = _begins(graph, through=through), _ends(graph)
    # A capture point's link to its tool and a send gate pass on opt-outs alone, and nothing lives on those.
    certain, possible = _ways_through(graph) if through else _ways_past(graph)
    lies_between = _lie_between(graph, possible)
    sure = _Tree(certain, _surely(begins))
    is_all_known = certain == possible and UNKNOWN_TRUTH not in begins
    all_ways = sure if is_all_known else _Tree(possible, [node for node in range(size) if begins[node] != FALSE])

    candidates = [node for node in range(size) if ends[node] != FALSE]
    arriving = [node for node in candidates if node in sure.nearest]
    lost = [node for node in candidates if node not in sure.nearest]
    total_most = sum(1 for node in candidates if node in all_ways.nearest)
    total_least = sum(1 for node in arriving if ends[node] == TRUE)

    # Cut off in every completion: an end that data gets to for certain, and by no possible way without the tool.
    at_least = all_ways.below([node for node in arriving if ends[node] == TRUE])
    # Cut off in some completion: an end to which no certain way leads round the tool, and some possible way through it.
    at_most = sure.below(arriving)
    onward = _onward(possible, lost)
    # With flows that nobody listed: a tool that nothing flows into may be no beginning.
    still = sure if graph.is_whole else _Tree(certain, _surely(_begins(graph, through=through, at_large=True)))
    arriving_still = [node for node in arriving if node in still.nearest]
    at_most_still, lost_still = still.below(arriving_still), {*candidates}.difference(arriving_still)
    least_still = sum(1 for node in arriving_still if ends[node] == TRUE)
    sure_ends = [node for node in arriving_still if ends[node] == TRUE]
    proved = [0] * size if graph.is_whole else _proved(graph, possible, begins, sure_ends)
    result, nothing = [], Cut(FALSE, 0, total_most)  # as of most tools
    for node in range(len(graph.stack.tools)):
        count = at_least[node] if sure.fed[node] or begins[node] == FALSE else 0
        most = at_most[node] + onward[node] if all_ways.fed[node] else 0
        if lies_between[node] and not graph.is_whole:
            most_at_large = at_most_still[node] + len(lost_still) - (node in lost_still)
        else:
            most_at_large = most
        if count >= FEWEST and count >= share * total_most:
            is_proved = still.fed[node] and proved[node] >= FEWEST and proved[node] >= share * len(candidates)
            truth = TRUE if graph.is_whole or is_proved else TRUE_AS_LISTED
        elif most >= FEWEST and most >= share * total_least:
            truth = UNKNOWN_TRUTH
        elif most_at_large >= FEWEST and most_at_large >= share * least_still:
            truth = FALSE_AS_LISTED
        else:
            truth = FALSE
        result.append(nothing if truth == FALSE and count == 0 else Cut(truth, count, total_most))
    return result


class _Tree:
    """The dominator tree of some beginnings over some ways."""

    def __init__(self, successors: Sequence[Sequence[int]], begins: Sequence[int]) -> None:
        self.successors = successors
        self.begins = frozenset(begins)
        self.nearest = dominator_tree(successors, begins)
        children: list[list[int]] = [[] for _ in range(len(successors) + 1)]
        for node, above in self.nearest.items():
            children[above].append(node)
        self._first = [0] * (len(successors) + 1)
        self._last = [0] * (len(successors) + 1)
        self._number(children)

    def _number(self, children: list[list[int]]) -> None:
        """First and last visit of a walk through the tree: what lies below a node is visited between the two."""
        clock = 0
        path = [(len(self.successors), iter(children[-1]))]
        while path:
            node, rest = path[-1]
            child = next(rest, None)
            clock += 1
            if child is None:
                self._last[node] = clock
                path.pop()
            else:
                self._first[child] = clock
                path.append((child, iter(children[child])))

    def below(self, targets: Iterable[int]) -> list[int]:
        """For each node, how many of the targets lie strictly below it; targets must be in the tree."""
        counts = [0] * (len(self.successors) + 1)
        for target in targets:
            counts[target] += 1
        own = list(counts)
        for node in reversed(self.nearest):  # each comes after its dominator, so that this goes from the leaves up
            counts[self.nearest[node]] += counts[node]
        return [count - mine for count, mine in zip(counts, own, strict=True)]

    @cached_property
    def fed(self) -> list[bool]:
        """For each node, whether a beginning other than itself gets there."""
        fed = [False] * len(self.successors)
        for node in self.nearest.keys() - self.begins:
            fed[node] = True
        for node in self.nearest:
            for following in self.begins.intersection(self.successors[node]):
                if following != node and not self._is_below(node, following):
                    fed[following] = True
        return fed

    def _is_below(self, node: int, above: int) -> bool:
        return self._first[above] <= self._first[node] and self._last[node] <= self._last[above]


def _proved(graph: StackGraph, possible: list[list[int]], begins: Sequence[Truth], targets: list[int]) -> list[int]:
    """For each node, how many of some targets it cuts off whatever flows nobody listed."""
    world = len(possible)
    outside = [node for node, is_open in enumerate(graph.open_in) if is_open]
    open_out = [*graph.open_out, *[False] * (world - len(graph.nodes))]
    ways_on = [[*row, world] if is_open else row for row, is_open in zip(possible, open_out, strict=True)]
    tree = _Tree([*ways_on, outside], [world, *(node for node in range(len(begins)) if begins[node] != FALSE)])
    return tree.below(targets)


def _surely(truths: Sequence[Truth]) -> list[int]:
    return [node for node, truth in enumerate(truths) if truth == TRUE]


def _ways_past(graph: StackGraph) -> tuple[list[list[int]], list[list[int]]]:
    """Where data goes next from each node, past what runs the flows: for certain, and perhaps; worked out once."""
    return graph.once((_ways_past,), lambda: _next_past(graph))


def _next_past(graph: StackGraph) -> tuple[list[list[int]], list[list[int]]]:
    certain: list[list[int]] = [[] for _ in graph.nodes]
    possible: list[list[int]] = [[] for _ in graph.nodes]
    links = list(zip(graph.tails, graph.heads, strict=True))[: graph.flow_edges]
    for tail, head in links:
        possible[tail].append(head)
    are_certain = [edge.certain for edge in graph.edges[: graph.flow_edges]]
    if all(are_certain):
        return possible, possible
    for tail, head in compress(links, are_certain):
        certain[tail].append(head)
    return certain, possible


def _ways_through(graph: StackGraph) -> tuple[list[list[int]], list[list[int]]]:
    """Where data goes next from each node, through what runs the flows: for certain, and perhaps.

    Where nobody knows what runs a flow, it may go through any tool: by two nodes beside the others, so that this stays
    O(V + E).
    """
    size = len(graph.nodes)
    certain: list[list[int]] = [[] for _ in range(size)]
    possible: list[list[int]] = [[] for _ in range(size)]
    anywhere: list[tuple[int, int]] = []
    for tail, head, edge in zip(graph.tails, graph.heads, graph.edges, strict=True):
        if edge.flow is None:
            continue
        runner = _runner(graph, edge.flow)
        direct = runner is None or runner in {tail, head} or not graph.used[runner]
        steps = [(tail, head)] if direct else [(tail, runner or 0), (runner or 0, head)]
        is_known = direct or graph.sure[runner or 0]
        if edge.flow.via is UNKNOWN:
            anywhere.append((tail, head))
        elif edge.certain and is_known:
            for one, other in steps:
                certain[one].append(other)
        for one, other in steps if is_known else [*steps, (tail, head)]:
            possible[one].append(other)
    if anywhere:
        tools = [node for node in range(len(graph.stack.tools)) if graph.used[node]]
        certain += [[], []]
        possible += [tools, [head for _, head in anywhere]]
        for tail, _ in anywhere:
            possible[tail].append(size)
        for node in tools:
            possible[node].append(size + 1)
    return certain, possible


def _runner(graph: StackGraph, flow: Flow) -> int | None:
    """The tool that is stated to run a flow."""
    return graph.index[flow.via] if flow.via in graph.stack.tools else None


def _lie_between(graph: StackGraph, possible: Sequence[Sequence[int]]) -> list[bool]:
    """For each node, whether something may flow in and something out, listed or not."""
    entered = set(chain.from_iterable(possible))
    return [
        (graph.open_in[node] or node in entered) and bool(graph.open_out[node] or possible[node])
        for node in range(len(graph.nodes))
    ]


def _begins(graph: StackGraph, *, through: bool, at_large: bool = False) -> list[Truth]:
    begins: list[Truth] = []
    runs: dict[int, bool] = {}
    for edge in graph.edges if through else ():
        runner = None if edge.flow is None else _runner(graph, edge.flow)
        if runner is not None:
            runs[runner] = runs.get(runner, False) or edge.certain
    runs_any = through and any(edge.flow is not None and edge.flow.via is UNKNOWN for edge in graph.edges)
    collects = capable(graph, COLLECTING)
    certain, possible = _ways_past(graph)
    entered, entered_surely = (set(chain.from_iterable(ways)) for ways in (possible, certain))
    for node, (used, job) in enumerate(zip(graph.tools_in_use, collects, strict=True)):
        if used == FALSE:
            begins.append(FALSE)
            continue
        may_get = node in entered or node in runs or runs_any or (at_large and graph.open_in[node])
        alone = UNKNOWN_TRUTH if may_get else TRUE
        alone = FALSE if node in entered_surely or runs.get(node) else alone
        begins.append(any_of((alone, all_of((used, job)))))
    return graph.of_nodes(begins, TRUE)


def _ends(graph: StackGraph) -> list[Truth]:
    named = {tool for report in graph.stack.reports.values() for tool in listed(report.built_in)}
    anywhere = any(is_open(report.built_in) for report in graph.stack.reports.values())
    ends: list[Truth] = []
    for key, used, sends in zip(graph.stack.tools, graph.tools_in_use, sending(graph), strict=True):
        reports = TRUE if key in named else UNKNOWN_TRUTH if anywhere else FALSE
        ends.append(all_of((used, any_of((sends, reports)))))
    return graph.of_nodes(ends, FALSE)


def _onward(successors: Sequence[Sequence[int]], targets: Sequence[int]) -> list[int]:
    """For each node, how many of some targets it gets to, itself not counted."""
    if not targets:
        return [0] * len(successors)
    backwards: list[list[int]] = [[] for _ in successors]
    for node, following in enumerate(successors):
        for other in following:
            backwards[other].append(node)
    seeds = [0] * len(successors)
    for position, target in enumerate(targets):
        seeds[target] = 1 << position
    return [(bits & ~seed).bit_count() for bits, seed in zip(spread(backwards, seeds), seeds, strict=True)]


def undecided(graph: StackGraph) -> Iterator[Missing]:
    """The facts that would say where data begins and ends, and which flows run."""
    for report in graph.stack.reports.values():
        if is_open(report.built_in):
            yield Missing(("reports", report.id, "built_in"))
    for node, (key, tool) in enumerate(graph.stack.tools.items()):
        if graph.used[node] and sends_anything(tool) == UNKNOWN_TRUTH:
            yield Missing(("tools", key, "sends"))
        if graph.used[node] and has_capability(tool, COLLECTING) == UNKNOWN_TRUTH:
            yield Missing(("tools", key, "capabilities"))
        if graph.used[node] and not graph.sure[node]:
            yield Missing(("tools", key, "status"))
    for flow, steady in zip(graph.flows_of_edges, graph.steady, strict=False):  # flows come first
        if not steady:
            yield Missing(("flows", flow.id, "status"))
        if flow.via is UNKNOWN:
            yield Missing(("flows", flow.id, "via"))
