"""Which of many sources get to each node, all at once: bits over the condensed graph."""

from __future__ import annotations

from collections.abc import Sequence

from stackaudit.graph.components import strongly_connected

__all__ = ["spread"]


def spread(successors: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[int]:
    """For each node, the bits of all seeds that get there by any path, its own among them.

    The nodes of a strongly connected component share their bits; over the components, which form an acyclic graph, each
    edge costs
    one OR of Python integers: O(V + E) ORs, each linear in the number of sources over the word length. After Purdom, "A
    transitive closure algorithm", BIT 10 (1970).
    """
    component, count = strongly_connected(successors)
    bits = [0] * count
    for node, seed in enumerate(seeds):
        if seed:
            bits[component[node]] |= seed
    following: list[set[int]] = [set() for _ in range(count)]
    for node, targets in enumerate(successors):
        if targets:
            following[component[node]].update(component[target] for target in targets)
    for number in range(count - 1, -1, -1):  # edges lead from higher numbers to lower ones
        held = bits[number]
        if held:
            for lower in following[number]:
                bits[lower] |= held
    return [bits[number] for number in component]
