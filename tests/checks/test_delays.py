"""How long opt-outs take to a sender, against every way that there is in small stacks."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.checks.delays import Delays, Worst
from stackaudit.checks.opt_outs import Candidates, OptOuts, senders
from stackaudit.checks.ways import MOST_QUESTIONS
from stackaudit.graph import StackGraph
from stackaudit.load import load_data, load_text
from stackaudit.model.stack import Stack
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

    def __init__(self, stack: Stack) -> None:
        self.graph = StackGraph(stack)
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
    data = {
        "complete": list(complete),
        "tools": {
            **dict(zip(PLACES, tools, strict=True)),
            SENDER: {"sends": ["email"], "captures_opt_out": "none"},
        },
        "flows": [
            {"from": one, "to": other, "signals": signals, **times} for (one, other), (times, signals) in flows.items()
        ],
    }
    return Small(load_data({**HEAD, **data}))


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


START = "stackaudit: 1\nas_of: 2026-11-22\n"
PLACE, OTHER = "captures_opt_out: [email]", "captures_opt_out: none"
SENDS = "sends: [email], captures_opt_out: none"


def written(text, complete="tools, flows"):
    return Small(load_text(f"{START}complete: [{complete}]\n{text}"))


def by_name(small, times):
    return {small.graph.nodes[small.opt_outs.points[place]]: time for place, time in times.items()}


def asked(small, *limits):
    return [one.path for one in small.delays.missing(small.sender, small.worst, limits)]


# -- where it may not arrive -------------------------------------------------------------------------------------------


LOOP = f"""
tools: {{a: {{{PLACE}}}, b: {{{OTHER}}}, c: {{{OTHER}}}, d: {{{OTHER}}}, z: {{{SENDS}}}}}
flows:
- {{from: a, to: b, every: 1h, takes: 0h, signals: unknown}}
- {{id: there, from: b, to: c, every: 2h, takes: 0h, signals: [opt_out]}}
- {{id: back, from: c, to: b, every: 3h, takes: 0h, signals: [opt_out]}}
- {{from: c, to: z, every: 1d, takes: 0h, signals: [opt_out]}}
"""
BACK = "- {id: back, from: c, to: b, every: 3h, takes: 0h, signals: [opt_out]}\n"


def test_where_it_may_not_arrive_the_longest_way_bounds_it_and_in_a_circle_the_slowest_hop_as_often_as_there_are_hops():
    assert written(LOOP).worst.most == HOUR + 3 * HOUR + DAY
    assert written(LOOP.replace(BACK, "")).worst.most == HOUR + 2 * HOUR + DAY
    detour = "- {id: round, from: a, to: c, every: 9h, takes: 0h, signals: [opt_out], status: unknown}\n"
    assert written(LOOP + detour).worst.most == 9 * HOUR + 3 * HOUR + DAY


def test_a_path_through_a_circle_of_three_tools_has_at_most_two_hops_in_it():
    round_about = BACK.replace("to: b", "to: d") + "- {from: d, to: b, every: 1h, takes: 0h, signals: [opt_out]}\n"
    assert written(LOOP.replace(BACK, round_about)).worst.most == HOUR + 2 * 3 * HOUR + DAY


def test_the_slowest_hop_of_a_circle_counts_wherever_it_stands_in_the_file():
    first = LOOP.replace(BACK, "").replace("flows:\n", f"flows:\n{BACK}")
    assert written(first).worst.most == HOUR + 3 * HOUR + DAY


def test_a_circle_of_flows_that_run_at_once_takes_no_time():
    at_once = LOOP.replace("every: 2h", "every: on_event").replace("every: 3h", "every: on_event")
    assert written(at_once).worst.most == HOUR + DAY


def test_to_look_an_address_up_takes_no_time_whichever_list_it_is_in():
    gated = written(
        f"""
tools: {{a: {{{PLACE}}}, z: {{{SENDS}, send_gate: unknown}}}}
flows: [{{from: a, to: z, every: 1h, takes: 0h, signals: unknown}}]
"""
    )
    assert (gated.worst.least_from, gated.worst.most_from) == ({0: 0}, {0: HOUR})


def test_a_capture_point_writes_at_once_to_whichever_tool_it_is():
    point = written(
        f"""
tools: {{b: {{{OTHER}}}, z: {{{SENDS}}}}}
capture_points: {{page: {{channel: [email], captures: [opt_out]}}}}
flows: [{{from: b, to: z, every: 1d, takes: 0h, signals: [opt_out]}}]
"""
    )
    assert (point.worst.least_from, point.worst.most_from) == ({0: 0}, {0: DAY})


# -- places side by side -----------------------------------------------------------------------------------------------


SEVERAL = f"""
tools: {{a: {{{PLACE}}}, b: {{{PLACE}}}, c: {{{PLACE}}}, d: {{{OTHER}}}, z: {{{SENDS}}}}}
flows:
- {{from: a, to: z, every: 2d, signals: [opt_out]}}
- {{from: a, to: d, every: 1d, takes: 1h, signals: [opt_out]}}
- {{from: b, to: z, every: 3d, takes: 0h, signals: unknown}}
- {{from: b, to: d, every: 4d, takes: 0h, signals: unknown}}
- {{from: c, to: z, every: 5d, signals: [opt_out]}}
- {{from: c, to: d, every: 6d, takes: 0h, signals: [opt_out]}}
- {{from: d, to: z, every: 1d, takes: 0h, signals: [opt_out]}}
"""


def test_of_each_place_by_itself_the_quickest_certain_way_counts_else_the_longest_possible_one():
    small = written(SEVERAL)
    assert by_name(small, small.worst.least_from) == {"a": 2 * DAY, "b": 3 * DAY, "c": 5 * DAY}
    assert by_name(small, small.worst.most_from) == {"a": 2 * DAY + HOUR, "b": 5 * DAY, "c": 7 * DAY}


def test_of_places_from_which_it_takes_equally_long_the_first_is_named():
    small = written(
        f"""
tools: {{a: {{{PLACE}}}, b: {{{PLACE}}}, c: {{{PLACE}}}, z: {{{SENDS}}}}}
flows:
- {{from: a, to: z, every: 1d, takes: 0h, signals: [opt_out]}}
- {{from: b, to: z, every: 2d, takes: 0h, signals: [opt_out]}}
- {{from: c, to: z, every: 2d, takes: 0h, signals: [opt_out]}}
"""
    )
    assert small.opt_outs.names(1 << small.worst.slowest) == "b"


# -- flows that nobody listed ------------------------------------------------------------------------------------------


def test_from_where_a_flow_that_nobody_listed_may_lead_to_it_takes_its_time_to_the_sender():
    small = written(
        f"""
tools:
  a: {{{PLACE}, flows_complete: both}}
  b: {{{PLACE}, flows_complete: in}}
  c: {{{OTHER}, flows_complete: out}}
  d: {{{OTHER}, flows_complete: in}}
  z: {{{SENDS}, flows_complete: both}}
flows:
- {{from: a, to: z, every: 9d, takes: 0h, signals: [opt_out]}}
- {{from: a, to: d, every: 1h, takes: 0h, signals: [opt_out]}}
- {{from: b, to: z, every: 8d, takes: 0h, signals: [opt_out]}}
- {{from: c, to: z, every: 2d, takes: 0h, signals: [opt_out]}}
""",
        "tools",
    )
    assert by_name(small, small.worst.least_from) == {"a": 9 * DAY, "b": 8 * DAY}
    assert by_name(small, small.worst.proved_from) == {"a": 2 * DAY + HOUR, "b": 2 * DAY}


@pytest.mark.parametrize(("complete", "proved"), [("tools, flows", 8 * DAY), ("tools", 8 * DAY), ("flows", 0)])
def test_a_sender_may_look_up_a_list_that_nobody_listed_but_only_where_tools_may_be_missing(complete, proved):
    small = written(
        f"""
tools: {{z: {{{SENDS}, flows_complete: in, send_gate: unknown}}}}
capture_points: {{page: {{tool: none, channel: [email], captures: [opt_out]}}}}
flows: [{{from: page, to: z, every: 8d, takes: 0h, signals: [opt_out]}}]
""",
        complete,
    )
    assert (small.worst.proved, small.worst.listed) == (proved, 8 * DAY)


GAP = f"""
tools: {{a: {{{PLACE}, flows_complete: in}}, b: {{{OTHER}}}, c: {{{PLACE}, flows_complete: in}}, z: {{{SENDS}, flows_complete: both}}}}
flows:
- {{from: a, to: z, every: 9d, takes: 0h, signals: [opt_out]}}
- {{from: b, to: z, every: 1h, takes: 0h, signals: [opt_out]}}
- {{from: c, to: z, every: 5d, takes: 0h, signals: [opt_out]}}
gaps: [{{signal: opt_out, from: a, to: b}}]
"""


def test_what_a_gap_denies_no_flow_that_nobody_listed_makes_quicker():
    small = written(GAP, "tools")
    assert by_name(small, small.worst.proved_from) == {"a": 9 * DAY, "c": HOUR}
    assert small.worst.proved == 9 * DAY
    without = written(GAP[: GAP.index("gaps:")], "tools")
    assert by_name(without, without.worst.proved_from) == {"a": HOUR, "c": HOUR}
    whole = written(GAP)
    assert by_name(whole, whole.worst.proved_from) == {"a": 9 * DAY, "c": 5 * DAY}


def test_from_where_a_gap_begins_it_may_get_to_the_sender_all_the_same():
    small = written(GAP.replace("9d, takes: 0h, signals: [opt_out]", "9d, takes: 0h, signals: unknown"))
    assert by_name(small, small.worst.least_from) == {"a": 9 * DAY, "c": 5 * DAY}


# -- questions ---------------------------------------------------------------------------------------------------------


def test_whether_it_arrives_is_asked_where_it_would_be_late_and_of_what_is_late_for_certain_nothing():
    assert asked(written(SEVERAL), HOUR) == ["flows.b->z.signals"]
    assert asked(written(SEVERAL), HOUR, 2 * HOUR) == ["flows.b->z.signals"]


def test_how_long_a_way_takes_is_asked_where_it_may_be_in_time_or_not():
    assert asked(written(SEVERAL), 2 * DAY) == ["flows.a->z.takes", "flows.b->z.signals"]
    assert asked(written(SEVERAL), HOUR, 6 * DAY) == ["flows.b->z.signals", "flows.c->z.takes"]
    assert asked(written(SEVERAL), 9 * DAY) == []


@pytest.mark.parametrize(
    ("limit", "questions"),
    [
        (HOUR - 1, []),
        (HOUR, ["flows.a->z.signals"]),
        (DAY - 1, ["flows.a->z.signals"]),
        (DAY, []),
    ],
)
def test_a_quicker_way_that_may_be_none_is_a_question_where_it_would_keep_a_limit_that_the_certain_one_breaks(
    limit, questions
):
    small = written(
        f"""
tools: {{a: {{{PLACE}}}, b: {{{OTHER}}}, z: {{{SENDS}}}}}
flows:
- {{from: a, to: z, every: 1h, takes: 0h, signals: unknown}}
- {{from: a, to: b, every: on_event, takes: 0h, signals: [opt_out]}}
- {{from: b, to: z, every: 1d, takes: 0h, signals: [opt_out]}}
"""
    )
    assert asked(small, limit) == questions


def test_a_way_that_may_be_none_and_would_just_be_in_time_is_no_question():
    small = written(
        f"""
tools: {{a: {{{PLACE}}}, z: {{{SENDS}}}}}
flows: [{{from: a, to: z, every: 1d, takes: 0h, signals: unknown}}]
"""
    )
    assert asked(small, DAY - 1) == ["flows.a->z.signals"]
    assert asked(small, DAY) == []


def test_of_a_send_gate_on_the_way_it_is_asked_what_it_looks_up_and_of_flows_elsewhere_nothing():
    small = written(
        f"""
tools: {{b: {{{OTHER}}}, c: {{{OTHER}}}, z: {{{SENDS}, send_gate: unknown}}}}
capture_points: {{page: {{tool: none, channel: [email], captures: [opt_out]}}}}
flows:
- {{from: page, to: b, every: 2d, takes: 0h, signals: [opt_out]}}
- {{from: b, to: c}}
"""
    )
    assert asked(small, DAY) == ["tools.z.send_gate"]


def test_of_a_tool_on_the_way_that_may_not_be_in_use_it_is_asked_whether_it_is():
    small = written(
        f"""
tools: {{a: {{{PLACE}}}, b: {{{OTHER}, status: unknown}}, z: {{{SENDS}}}}}
flows:
- {{from: a, to: b, every: 1d, takes: 1h, signals: [opt_out]}}
- {{from: b, to: z, every: 1d, takes: 1h, signals: [opt_out]}}
"""
    )
    assert asked(small, DAY) == ["tools.b.status"]


def test_of_a_flow_with_a_dot_in_its_id_it_is_asked_by_its_whole_id():
    small = written(
        f"""
tools: {{a: {{{PLACE}}}, z: {{{SENDS}}}}}
flows: [{{id: v2.nightly, from: a, to: z, signals: [opt_out]}}]
"""
    )
    assert asked(small, DAY) == ["flows.v2.nightly.every", "flows.v2.nightly.takes"]


def test_so_many_facts_are_asked_for_and_of_them_those_of_the_first_places():
    keys = [f"p{number}" for number in range(MOST_QUESTIONS)]
    small = written(
        f"""
tools: {{{", ".join(f"{key}: {{{PLACE}}}" for key in keys)}, z: {{{SENDS}}}}}
flows: [{", ".join(f"{{from: {key}, to: z, signals: [opt_out]}}" for key in keys)}]
"""
    )
    wanted = [f"flows.{key}->z.{name}" for key in keys for name in ("every", "takes")]
    assert asked(small, DAY) == wanted[:MOST_QUESTIONS]


def test_the_delays_of_a_channel_are_worked_out_once_a_graph():
    opt_outs = OptOuts(StackGraph(load_text(START + LOOP)), "email")
    assert Delays.of(opt_outs) is Delays.of(opt_outs)
