"""Where a signal gets to from one node: how surely, by which path, in what worst time."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING

from stackaudit.finding import Hop
from stackaudit.frozen import dataclass
from stackaudit.graph.asked import scope_named, signal_named
from stackaudit.graph.quickest import Steps, begin, quickest, steps_to
from stackaudit.graph.scopes import heeds, kept
from stackaudit.model.values import is_stated
from stackaudit.model.words import OptOutScope
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth

if TYPE_CHECKING:
    from stackaudit.graph.layers import Layer
    from stackaudit.graph.signals import SignalGraph
    from stackaudit.graph.structure import StackGraph

__all__ = ["Reached", "Tree", "hop", "hops", "reach"]


@dataclass(frozen=True, slots=True)
class Reached:
    """A node that a signal gets to.

    ``truth`` is TRUE where it gets there in every completion of the stack, UNKNOWN_TRUTH where missing facts decide,
    and FALSE_AS_LISTED where only flows that nobody listed could bring it. ``path`` is the quickest path: of the
    certain ones where there is one, else of the possible ones; empty at the source itself and where nothing is listed.
    The worst case of the quickest path takes between ``at_least`` and ``at_most`` seconds, as listed.
    """

    node: str
    truth: Truth
    path: tuple[Hop, ...]
    at_least: float
    at_most: float


def reach(
    graph: StackGraph, signal: str, source: str, channel: str | None = None, scope: str | None = None
) -> dict[str, Reached]:
    """Where a signal that is known at a node gets to, with the node itself: by id, in the order of the file.

    A path is a chain of flows each of which passes the signal on that channel (without a channel: on every channel),
    and for opt-outs send gates and the links of capture points: a tool that looks up a list before it sends, such as a
    suppression master, learns of it at once. Its worst time is the sum over its hops of one full interval and one run;
    what nobody stated makes that an interval. With a scope (``global``, ``brand``, ``address`` or ``topic``) only
    arriving whole counts: no flow on the way leaves less of the opt-out than that, and neither does the tool that it
    gets to. Nodes that the signal cannot get to in any completion are left out. O(E log V), four runs of Dijkstra's
    algorithm.

    Raises:
        KeyError: no node has that id.
        ValueError: there is no such signal, channel or scope, or it has a scope and is no opt-out.
    """
    signal_named(signal, channel)
    part = graph.signal(signal, channel)
    start = graph.index[source]
    asked = None if scope is None else scope_named(signal, scope)
    lows, highs = graph.least_delays, graph.greatest_delays
    layers = (part.certain, part.possible, part.at_large) if asked is None else _whole(part, asked)
    certain, possible, large = layers
    slowest = Tree(certain, highs, start)
    sure = Tree(certain, lows, start)
    listed = Tree(possible, lows, start)
    at_large = Tree(large, [0.0] * len(lows), start)
    reached: dict[str, Reached] = {}
    for number, node in enumerate(graph.nodes):
        held = TRUE if asked is None or number == start else _held(graph, node, asked)
        if held == FALSE:
            continue
        if number in sure.times:
            most = slowest.times[number]
            path = hops(part, certain, (sure if most == inf else slowest).steps(number))
            # A path that only missing facts would make can be quicker than each certain one.
            reached[node] = Reached(node, held, path, listed.times.get(number, sure.times[number]), most)
        elif number in listed.times:
            path = hops(part, possible, listed.steps(number))
            reached[node] = Reached(node, UNKNOWN_TRUTH, path, listed.times[number], inf)
        elif number in at_large.times:
            reached[node] = Reached(node, FALSE_AS_LISTED, (), 0.0, inf)
    return reached


def _whole(part: SignalGraph, asked: OptOutScope) -> tuple[Layer, Layer, Layer]:
    """The layers with only the flows in which nothing of a scope is lost: for certain, and perhaps."""
    truths = kept(part, asked)
    surely, perhaps = [truth == TRUE for truth in truths], [truth != FALSE for truth in truths]
    return part.certain.only(surely), part.possible.only(perhaps), part.at_large.only(perhaps)


def _held(graph: StackGraph, node: str, asked: OptOutScope) -> Truth:
    """Whether a node heeds an opt-out as far as was asked; nothing gets to a capture point."""
    return heeds(graph.stack.tools[node], asked) if node in graph.stack.tools else FALSE


class Tree:
    """The quickest paths from one node through a layer.

    Attributes:
        times: seconds, by node; nodes that cannot be reached are left out.
        states: the state in which the quickest path gets to a node.
        before: by state, the state before it and the edge.
    """

    def __init__(self, layer: Layer, weights: Sequence[float], start: int) -> None:
        entry = layer.entry[start]
        first = [(state, weights[edge], entry, edge) for state, edge in layer.leave.get(start, ())]
        best, self.before = quickest(layer.successors, layer.via, weights, [begin(entry), *first])
        self.times: dict[int, float] = {}
        self.states: dict[int, int] = {}
        for state, time in best.items():
            node = layer.home[state]
            if node not in self.times:
                self.times[node] = time
                self.states[node] = state

    def steps(self, node: int) -> Steps:
        """The steps of the quickest path to a node."""
        return steps_to(self.before, self.states[node])


def hops(part: SignalGraph, layer: Layer, steps: Steps) -> tuple[Hop, ...]:
    """The steps of a path through a layer as hops.

    Two steps through the place of nobody knows what are one hop: a send gate that looks up any list, or a capture point
    that writes to any tool.
    """
    graph = part.graph
    names = graph.nodes
    path = []
    for position, (previous, number, state) in enumerate(steps):
        source, target = layer.home[previous], layer.home[state]
        if number >= 0:
            path.append(hop(graph, number))
        elif target < len(names):  # the second of two steps; the first one led to no node
            source = layer.home[steps[position - 1][0]]
            gated = layer.home[previous] == part.gates
            ref = f"tools.{names[target]}.send_gate" if gated else f"capture_points.{names[source]}"
            path.append(Hop(ref, names[source], names[target], "", 0.0, 0.0))
    return tuple(path)


def hop(graph: StackGraph, number: int) -> Hop:
    """The hop that an edge makes."""
    edge = graph.edges[number]
    method = "" if edge.flow is None or not is_stated(edge.flow.method) else str(edge.flow.method)
    return Hop(edge.ref, edge.source, edge.target, method, *graph.delays[number])
