"""How long it takes to the nearest of some places, against a slow and plain search."""

from __future__ import annotations

from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.graph.nearest import Nearest, Time
from stackaudit.load import load_data
from stackaudit.truth import FALSE, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH

NAMES = "abcde"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]
HEAD = {"stackaudit": 1, "as_of": "2026-11-22", "tools": {name: {} for name in NAMES}}


def _flow(ends, hours, said):
    flow = {"from": ends[0], "to": ends[1], "every": f"{hours}h", "takes": "0m"}
    return flow | ({"signals": ["conversion"]} if said else {})


def _shortest(starts, links):
    times = dict.fromkeys(starts, 0)
    for _ in links:
        for (tail, head), hours in links.items():
            if head in times:
                times[tail] = min(times.get(tail, inf), times[head] + hours * 3600)
    return times


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(PAIRS), st.tuples(st.integers(1, 9), st.booleans()), max_size=12),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([TRUE, UNKNOWN_TRUTH])),
)
def test_the_times_are_those_of_a_plain_search_by_what_is_certain_and_by_what_is_possible(links, ends):
    flows = [_flow(pair, hours, said) for pair, (hours, said) in links.items()]
    graph = StackGraph(load_data({**HEAD, "complete": ["tools", "flows"], "flows": flows}))
    found = Nearest(graph.signal("conversion")).times([ends.get(name, FALSE) for name in NAMES])
    sure = {pair: hours for pair, (hours, said) in links.items() if said}
    least = _shortest(ends, {pair: hours for pair, (hours, _) in links.items()})
    most = _shortest([name for name, truth in ends.items() if truth == TRUE], sure)
    for node, name in enumerate(NAMES):
        assert found.times[node] == Time(least.get(name), least.get(name), most.get(name))
        assert sum(hop.at_least for hop in found.path(node)) == least.get(name, 0)


def test_what_nobody_listed_could_be_quicker_and_lead_to_a_place_that_nobody_listed():
    slow = {**_flow(("a", "b"), 9, said=True)}
    graph = StackGraph(load_data({**HEAD, "complete": ["tools"], "flows": [slow]}))
    nearest = Nearest(graph.signal("conversion"))
    assert nearest.times([FALSE, TRUE, *[FALSE] * 3]).times[0] == Time(0, 9 * 3600, 9 * 3600)
    assert nearest.times([FALSE] * 5, elsewhere=True).times[0] == Time(0, None, None)


def test_a_time_says_whether_it_is_longer_than_a_limit_as_far_as_it_is_known():
    assert Time(5, 5, 9).longer_than(9) == FALSE
    assert Time(5, 5, 9).longer_than(4) == TRUE
    assert Time(5, 5, 9).longer_than(5) == UNKNOWN_TRUTH
    assert Time(0, 5, 9).longer_than(4) == TRUE_AS_LISTED
    assert Time(0, None, None).longer_than(4) == TRUE_AS_LISTED
    assert Time(None, None, None).longer_than(4) == TRUE
