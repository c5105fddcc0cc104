"""Dominators: the nodes that every path from the sources to a node goes through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["dominator_tree"]


def dominator_tree(successors: Sequence[Sequence[int]], sources: Iterable[int]) -> dict[int, int]:
    """The nearest dominator of each node that the sources reach, under one source above them all.

    That one has the number ``len(successors)`` and dominates each source. Nodes are in an order in which each comes
    after its dominator. Near O(V + E) in practice: Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm"
    (2001).
    """
    root = len(successors)
    first = list(dict.fromkeys(sources))
    order = _postorder(successors, first, root)
    rank = {node: position for position, node in enumerate(order)}
    predecessors: dict[int, list[int]] = {node: [] for node in order}
    for node in order:
        for following in first if node == root else successors[node]:
            predecessors[following].append(node)
    nearest = {root: root}
    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            best = -1
            for before in predecessors[node]:
                if before in nearest:
                    best = before if best < 0 else _meet(nearest, rank, before, best)
                    if best == root:  # nothing is above it
                        break
            if nearest.get(node) != best:
                nearest[node] = best
                changed = True
    return {node: nearest[node] for node in reversed(order[:-1])}


def _meet(nearest: dict[int, int], rank: dict[int, int], one: int, other: int) -> int:
    while one != other:
        if rank[one] < rank[other]:
            one = nearest[one]
        else:
            other = nearest[other]
    return one


def _postorder(successors: Sequence[Sequence[int]], first: Sequence[int], root: int) -> list[int]:
    """The nodes that the root reaches, each after all that a depth-first search found from it; the root is the last."""
    order: list[int] = []
    seen = {root}
    path = [(root, iter(first))]
    while path:
        node, rest = path[-1]
        for following in rest:
            if following not in seen:
                seen.add(following)
                path.append((following, iter(successors[following])))
                break
        else:
            path.pop()
            order.append(node)
    return order
