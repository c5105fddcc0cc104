"""Quickest paths: Dijkstra's algorithm over a layer of a signal's graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from math import inf
from typing import Final, TypeAlias

__all__ = ["NOWHERE", "Start", "begin", "quickest", "steps_to"]

Start: TypeAlias = tuple[int, float, int, int]
"""A state, the time at which it is reached, and the state and the edge before it."""

_NONE: Final = -1
NOWHERE: Final = (_NONE, _NONE)
"""In place of a state and an edge where there is none."""


def begin(state: int, time: float = 0.0) -> Start:
    """A state in which ways begin, at a time."""
    return state, time, *NOWHERE


def quickest(
    successors: Sequence[Sequence[int]],
    via: Sequence[Sequence[int]],
    weights: Sequence[float],
    starts: Iterable[Start],
    within: float = inf,
) -> tuple[dict[int, float], dict[int, tuple[int, int]]]:
    """The shortest time to each state that can be reached within a time, and the step that leads there.

    A start is a state, the time at which it is reached, and the state and edge before it (both negative where there is
    none). ``weights`` holds the time of each edge, by number, and may be infinite; links without an edge (negative
    numbers) take no time. Among equally quick ways the one with fewer steps wins, then the one that was listed first.
    O(E log V). E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1 (1959).

    Returns:
        By state, in the order of time: seconds; and the state and edge before it.
    """
    best: dict[int, float] = {}
    before: dict[int, tuple[int, int]] = {}
    queue: list[tuple[float, int, int, int, int, int]] = []
    order = 0
    for state, time, previous, edge in starts:
        if time <= within:
            heappush(queue, (time, 0 if previous < 0 else 1, order, state, previous, edge))
            order += 1
    while queue:
        time, steps, _, state, previous, edge = heappop(queue)
        if state in best:
            continue
        best[state] = time
        before[state] = (previous, edge)
        for following, number in zip(successors[state], via[state], strict=True):
            if following not in best:
                later = time if number < 0 else time + weights[number]
                if later <= within:
                    heappush(queue, (later, steps + 1, order, following, state, number))
                    order += 1
    return best, before


def steps_to(before: dict[int, tuple[int, int]], state: int) -> list[tuple[int, int, int]]:
    """The steps of the path to a state, each as the state before, the edge and the state after, the first one first."""
    steps: list[tuple[int, int, int]] = []
    while True:
        previous, edge = before[state]
        if previous < 0:
            return steps[::-1]
        steps.append((previous, edge, state))
        state = previous
