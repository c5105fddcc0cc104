"""How long opt-outs take to a sender, against every way that there is in small stacks."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.checks.delays import Delays, Worst
from stackaudit.checks.opt_outs import Candidates, OptOuts, senders
from stackaudit.graph import StackGraph
from stackaudit.load import load_data, load_text
from stackaudit.model.values import DAY, HOUR
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH

HEAD = {"stackaudit": 1, "as_of": "2026-11-22"}
PLACES = "abcd"
SENDER = "z"
PAIRS = [(one, other) for one in PLACES + SENDER for other in PLACES + SENDER if one != other]

_TIMES = st.sampled_from(
    [
        {"every": "1h", "takes": "0h"},
        {"every": "1d", "takes": "1h"},
        {"every": "3d", "takes": "5h"},
        {"every": "on_event", "takes": "7h"},
        {"every": "1d"},
        {"takes": "2h"},
        {"every": "1d", "takes": "none", "method": "csv_manual"},
    ]
)
_FLOWS = st.dictionaries(
    st.sampled_from(PAIRS), st.tuples(_TIMES, st.sampled_from([["opt_out"], ["opt_out"], "unknown"])), max_size=9
)
_TOOLS = st.fixed_dictionaries(
    {
        "captures_opt_out": st.sampled_from([["email"], ["email"], "none", "unknown"]),
        "status": st.sampled_from(["active", "active", "unknown"]),
    }
)


class Small:
    """A small stack, and every way through it that visits no tool twice."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.graph = StackGraph(load_data({**HEAD, **data}))
        self.opt_outs = OptOuts(self.graph, "email")
        self.sender = next(one for one in senders(self.graph) if one.key == SENDER)
        self.candidates = self.opt_outs.candidates(self.sender)
        self.delays = Delays(self.opt_outs)
        self.worst = self.delays.worst(self.sender, self.candidates)

    def ways(self, start: int, end: int, *, certain: bool = False) -> list[list[int]]:
        """The edges of each way from one node to another; of the certain ones nothing on it is in doubt."""
        graph, part, found = self.graph, self.opt_outs.part, []

        def follow(node: int, seen: tuple[int, ...], edges: list[int]) -> None:
            if node == end:
                found.append(edges)
                return
            if certain and edges and not graph.sure[node]:
                return
            for number, (tail, head) in enumerate(zip(graph.tails, graph.heads, strict=True)):
                is_there = part.truth[number] == TRUE if certain else part.truth[number] != FALSE
                if tail == node and head not in seen and is_there:
                    follow(head, (*seen, head), [*edges, number])

        follow(start, (start,), [])
        return found

    def times(self, start: int, end: int, bound: int, *, certain: bool = False) -> list[float]:
        """How long each way takes: at least (0), or at most (1)."""
        delays = self.graph.delays
        return [sum(delays[edge][bound] for edge in way) for way in self.ways(start, end, certain=certain)]


def stack(tools, flows, complete=("tools", "flows")):
    return Small(
        {
            "complete": list(complete),
            "tools": {
                **dict(zip(PLACES, tools, strict=True)),
                SENDER: {"sends": ["email"], "captures_opt_out": "none"},
            },
            "flows": [
                {"from": one, "to": other, "signals": signals, **times}
                for (one, other), (times, signals) in flows.items()
            ],
        }
    )


_SMALL = st.builds(stack, st.lists(_TOOLS, min_size=4, max_size=4), _FLOWS)
_OPEN = st.builds(
    stack,
    st.lists(
        st.builds(
            lambda tool, closed: {**tool, **closed},
            _TOOLS,
            st.sampled_from([{}, {"flows_complete": "out"}, {"flows_complete": "in"}, {"flows_complete": "both"}]),
        ),
        min_size=4,
        max_size=4,
    ),
    _FLOWS,
    st.sampled_from([("tools",), ("flows",), ()]),
)


def places(bits, small):
    return [(position, node) for position, node in enumerate(small.opt_outs.points) if bits & (1 << position)]


@settings(max_examples=40)
@given(_SMALL | _OPEN)
def test_of_the_ways_of_a_place_the_quickest_counts_by_the_least_and_by_the_most_that_it_takes(small):
    worst, end = small.worst, small.sender.node
    reached = {one: small.times(node, end, 0) for one, node in places(small.candidates.may, small)}
    assert worst.least_from == {one: min(times) for one, times in reached.items() if times}
    assert worst.most_from.keys() == worst.least_from.keys()
    for one, node in places(small.candidates.may, small):
        certain = small.times(node, end, 1, certain=True)
        if certain:
            assert worst.most_from[one] == min(certain)
        elif reached[one]:  # it may come by any of its ways, and no sooner than by the longest one for certain
            assert worst.most_from[one] >= max(small.times(node, end, 1))
    assert worst.most == max(worst.most_from.values(), default=-1.0)


@settings(max_examples=40)
@given(_SMALL)
def test_in_a_stack_that_is_whole_what_arrives_for_certain_takes_at_least_what_it_takes_as_listed(small):
    worst, end = small.worst, small.sender.node
    sure = [one for one, node in places(small.candidates.sure, small) if small.ways(node, end, certain=True)]
    assert worst.proved_from == {one: worst.least_from[one] for one in sure}
    assert worst.proved == worst.listed == max(worst.proved_from.values(), default=-1.0)
    assert worst.slowest == max(sure, key=lambda one: (worst.proved_from[one], -one), default=None)
    assert not worst.unlisted


@settings(max_examples=40)
@given(_OPEN)
def test_flows_that_nobody_listed_may_be_quicker_from_where_they_may_leave_to_where_they_may_enter(small):
    worst, end, graph = small.worst, small.sender.node, small.graph
    outs = [node for node, is_open in enumerate(graph.open_out) if is_open]
    ins = [node for node, is_open in enumerate(graph.open_in) if is_open]
    there = [time for one in ins for time in small.times(one, end, 0)]
    proved, sure, is_unlisted = {}, [], False
    for one, node in places(small.candidates.may, small):
        away = [time for out in outs for time in small.times(node, out, 0)]
        if small.ways(node, end, certain=True):
            if small.candidates.sure & (1 << one):
                sure.append(one)
                proved[one] = min([worst.least_from[one], *(one + other for one in away for other in there)])
        else:
            is_unlisted = is_unlisted or bool(away and there)
    assert worst.proved_from == proved
    assert worst.proved == max(proved.values(), default=-1.0)
    assert worst.listed == max((worst.least_from[one] for one in sure), default=-1.0)
    assert worst.slowest == max(sure, key=lambda one: (proved[one], worst.least_from[one], -one), default=None)
    assert worst.unlisted == is_unlisted


@settings(max_examples=40)
@given(_SMALL | _OPEN)
def test_of_one_place_alone_it_is_what_it_would_be_if_there_were_no_other(small):
    for one in small.worst.least_from:
        bit = 1 << one
        alone = small.delays.worst(small.sender, Candidates(small.candidates.sure & bit, small.candidates.may & bit))
        found = small.delays.from_place(small.sender, small.worst, one)
        for name in ("proved", "listed", "most", "slowest", "unlisted"):
            assert getattr(found, name) == getattr(alone, name), name


@settings(max_examples=40)
@given(_SMALL | _OPEN)
def test_the_path_of_a_place_is_a_certain_one_that_takes_what_is_said_of_it(small):
    end = small.sender.node
    for one in small.worst.proved_from:
        node = small.opt_outs.points[one]
        path = small.delays.path(small.sender, small.worst, one)
        refs = [small.graph.edges[number].ref for number in range(len(small.graph.edges))]
        way = [refs.index(hop.element) for hop in path]
        assert way in small.ways(node, end, certain=True)
        bound = 0 if small.worst.most_from[one] == inf else 1
        assert sum(small.graph.delays[number][bound] for number in way) == min(
            small.times(node, end, bound, certain=True)
        )


def worst(proved=-1.0, listed=-1.0, most=-1.0, *, unlisted=False):
    return Worst(proved, listed, most, None, unlisted, {}, {}, {}, {}, {})


@pytest.mark.parametrize(
    ("found", "truth"),
    [
        (worst(9.0, 9.0, 9.0), TRUE),
        (worst(8.0, 9.0, 9.0), TRUE_AS_LISTED),
        (worst(8.0, 8.0, 9.0), UNKNOWN_TRUTH),
        (worst(8.0, 8.0, 8.0), FALSE),
        (worst(8.0, 8.0, 8.0, unlisted=True), FALSE_AS_LISTED),
        (worst(8.0, 8.0, 9.0, unlisted=True), UNKNOWN_TRUTH),
        (worst(), FALSE),
    ],
)
def test_what_takes_just_as_long_as_the_limit_is_in_time(found, truth):
    assert found.longer_than(8.0) == truth


LOOP = """stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools: {a: {captures_opt_out: [email]}, b: {captures_opt_out: none}, c: {captures_opt_out: none}, z: {sends: [email], captures_opt_out: none}}
flows:
- {from: a, to: b, every: 1h, takes: 0h, signals: unknown}
- {id: there, from: b, to: c, every: 2h, takes: 0h, signals: [opt_out]}
- {id: back, from: c, to: b, every: 3h, takes: 0h, signals: [opt_out]}
- {from: c, to: z, every: 1d, takes: 0h, signals: [opt_out]}
"""


def most(text):
    graph = StackGraph(load_text(text))
    opt_outs = OptOuts(graph, "email")
    sender = next(one for one in senders(graph) if one.key == SENDER)
    return Delays.of(opt_outs).worst(sender, opt_outs.candidates(sender)).most


def test_where_it_may_not_arrive_the_longest_way_bounds_it_and_in_a_circle_the_slowest_hop_as_often_as_there_are_hops():
    assert most(LOOP) == HOUR + 3 * HOUR + DAY
    assert most(LOOP.replace("- {id: back, from: c, to: b, every: 3h, takes: 0h, signals: [opt_out]}\n", "")) == (
        HOUR + 2 * HOUR + DAY
    )
    detour = "- {id: round, from: a, to: c, every: 9h, takes: 0h, signals: [opt_out], status: unknown}\n"
    assert most(LOOP + detour) == 9 * HOUR + 3 * HOUR + DAY


def test_the_delays_of_a_channel_are_worked_out_once_a_graph():
    opt_outs = OptOuts(StackGraph(load_text(LOOP)), "email")
    assert Delays.of(opt_outs) is Delays.of(opt_outs)
