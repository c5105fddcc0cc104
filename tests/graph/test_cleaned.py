"""How long a deletion takes to a tool: by which process, along which flows, and what missing facts and lists leave open."""

from __future__ import annotations

from math import inf

import pytest

from stackaudit.graph import StackGraph
from stackaudit.graph.cleaned import Way, cleaned, handling
from stackaudit.load import load_text
from stackaudit.model.values import DAY, HOUR

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points, processes]\n"
TOOLS = "tools: {a: {}, b: {}, c: {}}\n"
FLOW = "flows: [{from: a, to: b, every: 1d, takes: 1h, signals: [deletion]}]\n"


def found(text, head=WHOLE):
    """When a deletion has got to each tool: by id."""
    stack = load_text(head + TOOLS + text)
    return dict(zip(stack.tools, cleaned(StackGraph(stack)), strict=True))


def ways(text, tool):
    """The process with which the quickest way begins and its time, and the same of the surest one."""
    one = found(text)[tool]
    return [way and (way.process, way.time) for way in (one.quickest, one.surest)]


@pytest.mark.parametrize(
    ("fields", "least", "most"),
    [
        ("takes: 3d", 3 * DAY, 3 * DAY),
        ("takes: 0d", 0, 0),
        ("takes: 3d, method: manual", 3 * DAY, 3 * DAY),
        ("takes: none, method: manual", inf, inf),
        ("takes: none, method: automated", 0, inf),
        ("takes: none", 0, inf),
        ("takes: unknown, method: manual", 0, inf),
        ("method: manual", 0, inf),
        ("covers: [a]", 0, inf),
    ],
)
def test_a_process_takes_what_it_promises_and_by_hand_without_a_promise_any_time(fields, least, most):
    stack = load_text(f"{WHOLE}{TOOLS}processes: {{erasure: {{{fields}}}}}")
    assert handling(stack.processes["erasure"]) == (least, most)


def test_a_deletion_is_in_what_a_process_covers_after_its_time_and_one_interval_and_run_later_one_flow_on():
    times = found("processes: {erasure: {covers: [a], takes: 2d}}\n" + FLOW)
    assert times["a"].quickest == times["a"].surest == Way(2 * DAY, "erasure", [])
    later = 3 * DAY + HOUR
    assert times["b"].surest == times["b"].quickest == Way(later, "erasure", [(0, 0, 1)])
    assert times["b"].proved == times["b"].least == times["b"].most == later


def test_where_no_deletion_gets_to_it_takes_for_ever():
    never = found("processes: {erasure: {covers: [a], takes: 2d}}\n" + FLOW)["c"]
    assert (never.quickest, never.surest) == (None, None)
    assert never.proved == never.least == never.most == inf


def test_a_way_of_two_flows_names_the_process_at_its_start():
    flows = (
        "flows:\n- {id: one, from: a, to: b, every: 1d, takes: 0d, signals: [deletion]}\n"
        "- {id: two, from: b, to: c, every: 1d, takes: 0d, signals: [deletion]}\n"
    )
    processes = "processes: {far: {kind: erasure, covers: [b], takes: 9d}, erasure: {covers: [a], takes: 1d}}\n"
    one = found(processes + flows)["c"]
    assert one.quickest == one.surest == Way(3 * DAY, "erasure", [(0, 0, 1), (1, 1, 2)])


@pytest.mark.parametrize(
    ("first", "second", "process", "days"),
    [("2d", "1d", "y", 1), ("1d", "2d", "x", 1), ("1d", "1d", "x", 1)],
)
def test_of_processes_that_cover_a_tool_the_quickest_counts_then_the_one_listed_first(first, second, process, days):
    text = (
        f"processes: {{x: {{kind: erasure, covers: [a], takes: {first}}}, "
        f"y: {{kind: erasure, covers: [a], takes: {second}}}}}\n"
    )
    assert ways(text, "a") == [(process, days * DAY)] * 2


def test_what_may_be_no_erasure_is_never_a_sure_way():
    text = "processes: {x: {kind: unknown, covers: [a], takes: 1d}, erasure: {covers: [a], takes: 2d}}\n"
    assert ways(text, "a") == [("x", DAY), ("erasure", 2 * DAY)]


def test_how_long_a_process_takes_that_does_not_say_it_is_at_least_nothing_and_at_most_for_ever():
    text = "processes: {erasure: {covers: [a]}, other: {kind: erasure, covers: [b], takes: none, method: manual}}\n"
    assert ways(text, "a") == [("erasure", 0), ("erasure", inf)]
    assert ways(text, "b") == [("other", inf), ("other", inf)]


def test_a_process_of_which_only_the_name_is_known_may_be_quick_anywhere_and_others_count_beside_it():
    text = "processes: {erasure: unknown, other: {kind: erasure, covers: [a], takes: 2d}}\n"
    assert ways(text, "a") == [("erasure", 0), ("other", 2 * DAY)]
    assert ways(text, "b") == [("erasure", 0), None]


def test_of_processes_that_may_be_as_quick_the_one_that_names_the_tool_is_shown():
    assert ways("processes: {erasure: unknown, other: {kind: erasure, covers: [a], takes: 0d}}\n", "a")[0] == (
        "other",
        0,
    )


@pytest.mark.parametrize(
    ("first", "second", "process", "days"),
    [
        ("covers: [a, more], takes: 5d", "covers: unknown, takes: 2d", "y", 2),
        ("covers: [a, more], takes: 2d", "takes: 5d", "x", 2),
        ("covers: [a, more], takes: 2d", "covers: [a, more], takes: 2d", "x", 2),
        ("covers: [a, more], takes: 2d", "covers: unknown", "y", 0),
    ],
)
def test_a_process_that_may_cover_more_may_cover_any_tool_after_its_time(first, second, process, days):
    text = f"processes: {{x: {{kind: erasure, {first}}}, y: {{kind: erasure, {second}}}}}\n"
    assert ways(text, "c") == [(process, days * DAY), None]


def test_a_process_that_covers_what_it_names_covers_nothing_else():
    assert ways("processes: {erasure: {covers: [a], takes: 1d}}\n", "c") == [None, None]


@pytest.mark.parametrize(
    ("point", "in_its_tool", "elsewhere"),
    [
        ("tool: a, captures: [deletion]", [(None, 0), (None, 0)], [None, None]),
        ("tool: a, captures: unknown", [(None, 0), None], [None, None]),
        ("tool: a, captures: [consent]", [None, None], [None, None]),
        ("tool: a", [None, None], [None, None]),
        ("captures: [deletion]", [(None, 0), None], [(None, 0), None]),
        ("tool: unknown, captures: [deletion]", [(None, 0), None], [(None, 0), None]),
        ("tool: none, captures: [deletion]", [None, None], [None, None]),
        ("captures: [consent]", [None, None], [None, None]),
    ],
)
def test_what_people_ask_for_in_a_form_is_in_its_tool_at_once(point, in_its_tool, elsewhere):
    text = f"processes: none\ncapture_points: {{p: {{{point}}}}}\n"
    assert ways(text, "a") == in_its_tool
    assert ways(text, "b") == elsewhere


def test_a_form_and_a_process_count_both_and_a_flow_leads_on_from_either():
    text = (
        "processes: {erasure: {covers: [a], takes: 2d}}\ncapture_points: {p: {tool: a, captures: [deletion]}}\n" + FLOW
    )
    assert ways(text, "a") == [(None, 0), (None, 0)]
    assert ways(text, "b") == [(None, DAY + HOUR)] * 2


LATE = "processes: {erasure: {covers: [a], takes: 9d}}\n"


@pytest.mark.parametrize(
    ("complete", "more", "proved"),
    [
        ("[tools, flows, capture_points, processes]", "", 9 * DAY),
        ("[tools, flows, capture_points]", "", 0),
        ("[tools, flows, processes]", "", 0),
        # What nobody listed can only pass on what is asked somewhere.
        ("[tools, capture_points, processes]", "", 9 * DAY),
        ("[tools, capture_points, processes]", "capture_points: {p: {tool: b, captures: [deletion]}}\n", 0),
        (
            "[tools, flows, capture_points, processes]",
            "capture_points: {p: {tool: b, captures: [deletion]}}\n",
            9 * DAY,
        ),
    ],
)
def test_what_nobody_listed_may_be_quicker_than_the_quickest_way_that_is(complete, more, proved):
    one = found(LATE + more, f"{HEAD}complete: {complete}\n")["a"]
    assert one.proved == proved
    assert one.least == one.most == 9 * DAY


def test_where_no_process_is_stated_none_can_have_been_left_out_of_the_list():
    text = "processes: {erasure: none}\n"
    assert found(text, f"{HEAD}complete: [tools, flows, capture_points]\n")["a"].proved == inf
