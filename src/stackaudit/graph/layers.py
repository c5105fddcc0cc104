"""A layer of a graph: what passes something on, as states that know which ways on a path may no longer take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Final

from stackaudit.frozen import dataclass, field
from stackaudit.graph.spread import spread

__all__ = ["ANYWHERE", "UNLISTED", "Block", "Layer", "layer_heeding"]

ANYWHERE: Final = -1
"""In place of an edge's number: a step of a link that is stated, but not where it leads to or comes from."""
UNLISTED: Final = -2
"""In place of an edge's number: a step of a flow that nobody listed."""

_TRACKED: Final = 4
"""Of how many places that a signal does not get away from a path remembers whether it passed. Each at most doubles the
possible layer. A gap from any further place still denies each single edge that would bridge it."""


@dataclass(frozen=True, slots=True)
class Block:
    """What no path may do: pass one of the nodes ``after``, then one of the nodes ``before``."""

    after: frozenset[int]
    before: frozenset[int]


@dataclass(frozen=True, slots=True)
class Layer:
    """A directed graph over states. A state is a node, and which blocks a path has to heed from there on.

    ``successors`` and ``via`` run side by side: the next states, and the edges that lead there. ``home`` is the node of
    each state, ``entry`` the state in which a path that begins at a node begins. ``leave`` holds first steps, as states
    and edges, out of nodes whose own status is unknown: they can begin a path, yet none is sure to go through them.
    """

    successors: list[list[int]]
    via: list[list[int]]
    home: list[int]
    entry: list[int]
    leave: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def spread(self, sources: Iterable[tuple[int, int]]) -> list[int]:
        """For each node, the bits of the sources (node and bit) that get there. O(V + E) ORs of integers."""
        seeds = [0] * len(self.successors)
        for node, bit in sources:
            seeds[self.entry[node]] |= bit
            for state, _ in self.leave.get(node, ()):
                seeds[state] |= bit
        reached = [0] * len(self.entry)
        for state, bits in enumerate(spread(self.successors, seeds)):
            if bits:
                reached[self.home[state]] |= bits
        return reached

    def only(self, keep: Sequence[int]) -> Layer:
        """The layer with only those edges whose number is marked, and with links that have no edge of their own."""
        successors, via = list(self.successors), list(self.via)
        for state in compress(range(len(via)), via):  # few lead anywhere
            kept = [edge < 0 or keep[edge] for edge in via[state]]
            successors[state], via[state] = list(compress(successors[state], kept)), list(compress(via[state], kept))
        leave = {node: [step for step in steps if keep[step[1]]] for node, steps in self.leave.items()}
        return Layer(successors, via, self.home, self.entry, leave)

    def spread_through(self, sources: Iterable[tuple[int, int]], marked: Sequence[int]) -> list[int]:
        """As `spread`, but only by paths with a marked edge, or one that nobody listed, on them."""
        count = len(self.successors)
        doubled = [*self.successors, *self.successors]
        for state in compress(range(count), self.successors):
            doubled[state] = [
                following + count if edge == UNLISTED or (edge >= 0 and marked[edge]) else following
                for following, edge in zip(self.successors[state], self.via[state], strict=True)
            ]
            doubled[state + count] = [following + count for following in self.successors[state]]
        seeds = [0] * (2 * count)
        for node, bit in sources:
            seeds[self.entry[node]] |= bit
        reached = [0] * len(self.entry)
        for state, bits in enumerate(spread(doubled, seeds)[count:]):
            if bits:
                reached[self.home[state]] |= bits
        return reached

    def leads_through(self, start: int, end: int, marked: Sequence[int]) -> bool:
        """Whether a path from one node to another has a marked edge, or one that nobody listed, on it.

        The path visits neither of the two on its way. That it visits no other node twice is not asked for: to find such
        a path is hard (Fortune, Hopcroft and Wyllie, "The directed subgraph homeomorphism problem", 1980).
        """
        begin = (self.entry[start], False)
        seen = {begin}
        waiting = [begin]
        while waiting:
            state, is_through = waiting.pop()
            for following, edge in zip(self.successors[state], self.via[state], strict=True):
                through = is_through or edge == UNLISTED or (edge >= 0 and bool(marked[edge]))
                node = self.home[following]
                if node == end:
                    if through:
                        return True
                elif node != start and (following, through) not in seen:
                    seen.add((following, through))
                    waiting.append((following, through))
        return False

    def states(self) -> list[list[int]]:
        """The states of each node."""
        states: list[list[int]] = [[] for _ in self.entry]
        for state, node in enumerate(self.home):
            states[node].append(state)
        return states

    def backwards(self) -> Layer:
        """The layer with each step turned round. First steps out of nodes that may not be in use stay as they are."""
        successors: list[list[int]] = [[] for _ in self.successors]
        via: list[list[int]] = [[] for _ in self.successors]
        for state in compress(range(len(self.via)), self.via):
            for other, edge in zip(self.successors[state], self.via[state], strict=True):
                successors[other].append(state)
                via[other].append(edge)
        return Layer(successors, via, self.home, self.entry, self.leave)


def layer_heeding(successors: list[list[int]], via: list[list[int]], blocks: Sequence[Block]) -> Layer:
    """The layer of some links in which no path does what a block forbids.

    The product of the links with what their paths have passed: linear in the states that paths get into.
    """
    tracked = blocks[:_TRACKED]
    size = len(successors)
    marks, stops = [0] * size, [0] * size
    for position, block in enumerate(tracked):
        for node in block.after:
            marks[node] |= 1 << position
        for node in block.before:
            stops[node] |= 1 << position
    numbers: dict[tuple[int, int], int] = {}
    home: list[int] = []
    next_states: list[list[int]] = []
    next_via: list[list[int]] = []

    def number(node: int, mask: int) -> int:
        state = numbers.get((node, mask))
        if state is None:
            state = numbers[node, mask] = len(home)
            home.append(node)
            masks.append(mask)
            next_states.append([])
            next_via.append([])
        return state

    masks: list[int] = []
    entry = [number(node, marks[node]) for node in range(size)]
    state = 0
    while state < len(home):
        node = home[state]
        for following, edge in zip(successors[node], via[node], strict=True):
            mask = masks[state] | marks[following]
            if not mask & stops[following] and not any(
                node in block.after and following in block.before for block in blocks[_TRACKED:]
            ):
                next_states[state].append(number(following, mask))
                next_via[state].append(edge)
        state += 1
    return Layer(next_states, next_via, home, entry)
