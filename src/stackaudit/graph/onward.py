"""Which classes of data get from each node to the places where they are used: backwards, one bit a class."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from stackaudit.frozen import dataclass
from stackaudit.graph.facts import covers
from stackaudit.model.values import is_open, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Onward", "onward"]


@dataclass(frozen=True, slots=True)
class Onward:
    """For each node, as bits of the classes, what gets from there to a place of use by one flow or more.

    ``certain`` holds in every completion, ``possible`` where missing facts allow it, ``at_large`` where flows and tools
    that nobody listed do.
    """

    classes: tuple[str, ...]
    certain: list[int]
    possible: list[int]
    at_large: list[int]

    def truth(self, node: int, data_class: str) -> Truth:
        """Whether a class of data gets from a node to a place of use.

        Raises:
            ValueError: it is none of the classes that were asked about.
        """
        bit = 1 << self.classes.index(data_class)
        if self.certain[node] & bit:
            return TRUE
        if self.possible[node] & bit:
            return UNKNOWN_TRUTH
        return FALSE_AS_LISTED if self.at_large[node] & bit else FALSE


def onward(
    graph: StackGraph,
    uses: Sequence[Truth],
    classes: Sequence[str],
    along: Sequence[Truth] | None = None,
    starts: Iterable[int] | None = None,
) -> Onward:
    """Which of some classes of data get from each node to a place of use, once the node is in use.

    Each flow on the way has to carry the class, or one above or below it in the tree: the class is a part of the
    former, and the latter a part of the class. ``uses`` says of each node whether data is used there, once that is in
    use; nothing needs to be carried further from there. Whether a node is a place of use itself is not looked at.
    ``along`` says of each edge whether a way may lead along it; left out, along all. With ``starts``, what is said of
    other nodes need not be right. Three searches against the edges, each O(V + E) for each time that a node turns out
    to pass on a further class: as often as there are classes at most, mostly once.
    """
    every = (1 << len(classes)) - 1
    edges = range(len(graph.edges)) if starts is None or not graph.is_whole else _ahead(graph, uses, starts)
    known: dict[Any, tuple[int, int]] = {}
    possible_links: list[tuple[int, int, int]] = []
    certain_links: list[tuple[int, int, int]] = []
    carries = graph.of_edges("carries")
    for number in edges:
        if number >= graph.flow_edges:
            continue
        names, truth = carries[number], TRUE if along is None else along[number]
        if names not in known:
            sure = sum(
                1 << bit
                for bit, one in enumerate(classes)
                if any(covers(one, name) or covers(name, one) for name in listed(names))
            )
            known[names] = (sure, every if is_open(names) else sure)
        sure, most = known[names]
        tail, head = graph.tails[number], graph.heads[number]
        possible_links.append((tail, head, most if truth != FALSE else 0))
        if truth == TRUE and graph.steady[number] and graph.sure[head]:
            certain_links.append((tail, head, sure))
    size = len(graph.nodes)
    used = [every if truth == TRUE else 0 for truth in uses]
    may_use = [every if truth != FALSE else 0 for truth in uses]
    certain = _spread(size, certain_links, used)
    possible = _spread(size, possible_links, may_use)
    if graph.is_whole:
        return Onward(tuple(classes), certain, possible, possible)
    # Whatever may leave gets to a place beside the others, and from there to whatever may be entered: two links a node.
    beyond = [(node, size, every) for node in range(size) if graph.open_out[node]]
    beyond += [(size, node, every) for node in range(size) if graph.open_in[node]]
    elsewhere = 0 if graph.stack.is_complete("tools") else every
    at_large = _spread(size + 1, [*possible_links, *beyond], [*may_use, elsewhere])
    return Onward(tuple(classes), certain, possible, at_large[:size])


def _ahead(graph: StackGraph, uses: Sequence[Truth], starts: Iterable[int]) -> list[int]:
    """The edges on ways from some nodes, up to the first place where data is used for certain."""
    waiting = list(dict.fromkeys(starts))
    seen, found = set(waiting), list[int]()
    while waiting:
        numbers = graph.out[waiting.pop()]
        found.extend(numbers)
        new = {graph.heads[number] for number in numbers} - seen
        seen |= new
        waiting.extend(node for node in new if uses[node] != TRUE)
    return found


def _spread(size: int, links: Sequence[tuple[int, int, int]], used: Sequence[int]) -> list[int]:
    """For each node, the bits that links take from there to where they are used: the least that hold together.

    What is used in a node is all bits or none, so that links to where all are used are done with at once.
    """
    into: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    bits = [0] * size
    for tail, head, carried in links:
        if used[head]:
            bits[tail] |= carried
        elif carried:
            into[head].append((tail, carried))
    queue = deque(node for node in range(size) if bits[node] and into[node])
    waiting = set(queue)
    while queue:
        head = queue.popleft()
        waiting.discard(head)
        held = bits[head]
        for tail, carried in into[head]:
            more = bits[tail] | (held & carried)
            if more != bits[tail]:
                bits[tail] = more
                if tail not in waiting:
                    waiting.add(tail)
                    queue.append(tail)
    return bits
