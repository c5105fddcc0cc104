"""Quickest paths, on graphs small enough to see the answer: times, ties, bounds, and the way there."""

from __future__ import annotations

from math import inf

from stackaudit.graph.layers import Layer
from stackaudit.graph.quickest import NOWHERE, quickest, steps_from, steps_to
from stackaudit.graph.reach import Tree

START = (0, 0.0, -1, -1)


def links(size, *edges):
    """The steps out of each state, and by which edge; an edge is (from, to, its number)."""
    successors, via = [[] for _ in range(size)], [[] for _ in range(size)]
    for tail, head, number in edges:
        successors[tail].append(head)
        via[tail].append(number)
    return successors, via


def test_a_slow_step_is_avoided_by_two_quick_ones():
    graph = links(3, (0, 2, 0), (0, 1, 1), (1, 2, 2))
    best, before = quickest(*graph, [5.0, 2.0, 2.0], [START])
    assert best == {0: 0.0, 1: 2.0, 2: 4.0}
    assert list(best) == [0, 1, 2]
    assert steps_to(before, 2) == [(0, 1, 1), (1, 2, 2)]
    assert steps_to(before, 0) == []


def test_among_equally_quick_ways_the_one_with_fewer_steps_wins_then_the_one_listed_first():
    shorter = links(3, (0, 1, 1), (1, 2, 2), (0, 2, 0))
    _, before = quickest(*shorter, [4.0, 2.0, 2.0], [START])
    assert steps_to(before, 2) == [(0, 0, 2)]
    first = links(2, (0, 1, 1), (0, 1, 0))
    _, before = quickest(*first, [3.0, 3.0], [START])
    assert steps_to(before, 1) == [(0, 1, 1)]
    late = links(4, (0, 1, 0), (0, 2, 1), (1, 3, 2), (2, 3, 3))
    _, before = quickest(*late, [1.0, 0.0, 1.0, 2.0], [START])
    assert steps_to(before, 3) == [(0, 1, 2), (2, 3, 3)]  # the state that is settled first


def test_a_link_without_an_edge_takes_no_time_and_edge_zero_takes_its_own():
    best, _ = quickest(*links(3, (0, 1, -1), (1, 2, 0)), [7.0], [START])
    assert best == {0: 0.0, 1: 0.0, 2: 7.0}


def test_what_takes_longer_than_allowed_is_not_reached_and_what_takes_just_as_long_is():
    graph = links(3, (0, 1, 0), (1, 2, 1))
    assert quickest(*graph, [2.0, 1.0], [START], 3.0)[0] == {0: 0.0, 1: 2.0, 2: 3.0}
    assert quickest(*graph, [2.0, 1.0], [START], 2.5)[0] == {0: 0.0, 1: 2.0}
    assert quickest(*graph, [2.0, inf], [START])[0] == {0: 0.0, 1: 2.0, 2: inf}
    assert quickest(*graph, [2.0, 1.0], [(0, 3.0, -1, -1)], 3.0)[0] == {0: 3.0}
    assert quickest(*graph, [2.0, 1.0], [(0, 4.0, -1, -1), START], 3.0)[0] == {0: 0.0, 1: 2.0, 2: 3.0}


def test_a_start_may_stand_for_a_first_step_which_counts_as_one():
    graph = links(3, (0, 1, 0), (1, 2, 1))
    best, before = quickest(*graph, [2.0, 1.0, 4.0], [(0, 0.0, -1, -1), (2, 3.0, 0, 2)])
    assert best == {0: 0.0, 1: 2.0, 2: 3.0}
    assert steps_to(before, 2) == [(0, 2, 2)]
    # Two steps without a first one against one more after it: as many steps, and listed earlier.
    direct = links(3, (0, 1, 0), (1, 2, 1))
    _, before = quickest(*direct, [1.0, 1.0, 2.0], [(2, 2.0, 0, 2), START])
    assert steps_to(before, 2) == [(0, 2, 2)]


def test_of_two_starts_in_one_state_the_earlier_one_counts():
    best, before = quickest(*links(2, (0, 1, 0)), [1.0], [(0, 5.0, -1, -1), (0, 2.0, 1, 0)])
    assert (best[0], before[0], best[1]) == (2.0, (1, 0), 3.0)


def test_of_a_place_with_several_states_the_quickest_one_counts():
    layer = Layer([[1, 2], [], []], [[0, 1], [], []], home=[0, 1, 1], entry=[0, 1], leave={})
    tree = Tree(layer, [5.0, 3.0], 0)
    assert tree.times == {0: 0.0, 1: 3.0}
    assert tree.steps(1) == [(0, 1, 2)]


def test_a_second_way_to_a_place_that_is_reached_already_ends_nothing():
    graph = links(3, (0, 1, 0), (0, 1, 1), (1, 2, 2))
    assert quickest(*graph, [1.0, 2.0, 5.0], [START])[0] == {0: 0.0, 1: 1.0, 2: 6.0}


def test_a_first_step_counts_as_one_where_ways_are_equally_quick():
    # Places: 0 begins, 1 is entered by a first step out of it, 2 lies beyond, 3 between.
    direct = links(3, (1, 2, 0), (0, 2, 1))
    _, before = quickest(*direct, [1.0, 1.0, 1.0], [(1, 1.0, 0, 2), (0, 1.0, -1, -1)])
    assert steps_to(before, 2) == [(0, 1, 2)]
    by_two = links(4, (1, 2, 0), (0, 3, 1), (3, 2, 2))
    _, before = quickest(*by_two, [1.0, 1.0, 1.0], [(1, 1.0, 0, 9), START])
    assert before[2] == (1, 0)
    _, before = quickest(*by_two, [1.0, 0.5, 1.5], [(1, 1.0, 0, 9), START])
    assert before[2] == (3, 2)


def test_of_two_starts_that_are_as_good_the_one_listed_first_counts():
    _, before = quickest(*links(3, (1, 0, 0), (2, 0, 1)), [1.0, 1.0], [(2, 0.0, -1, -1), (1, 0.0, -1, -1)])
    assert before[0] == (2, 1)


def test_steps_lead_to_the_end_of_a_run_backwards_and_there_are_none_from_where_it_did_not_get_to():
    toward = {3: (0, 7), 0: (2, 8), 2: NOWHERE}
    assert steps_from(toward, 3) == [(3, 7, 0), (0, 8, 2)]
    assert steps_from(toward, 2) == []
    assert steps_from(toward, 5) == []
