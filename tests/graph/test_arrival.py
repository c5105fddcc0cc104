"""Where a signal gets to that begins in several places, against a slow and plain search."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.graph.arrival import arrival
from stackaudit.load import load_data
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH

NAMES = "abcde"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]


def _graph(pairs, complete=("tools", "flows")):
    return StackGraph(
        load_data(
            {
                "stackaudit": 1,
                "as_of": "2026-11-22",
                "complete": list(complete),
                "tools": {name: {} for name in NAMES},
                "flows": [
                    {"from": one, "to": other, **({"signals": ["conversion"]} if said else {})}
                    for (one, other), said in pairs.items()
                ],
            }
        )
    )


def _reached(starts, links):
    found = set(starts)
    for _ in links:
        found |= {head for tail, head in links if tail in found}
    return found


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(PAIRS), st.booleans(), max_size=10),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([TRUE, UNKNOWN_TRUTH])),
)
def test_it_gets_where_a_plain_search_gets_by_what_is_certain_and_by_what_is_possible(pairs, begins):
    part = _graph(pairs).signal("conversion")
    certain = _reached({name for name, truth in begins.items() if truth == TRUE}, [one for one in pairs if pairs[one]])
    possible = _reached(set(begins), list(pairs))
    found = arrival(part, [begins.get(name, FALSE) for name in NAMES], elsewhere=False)
    assert found == [TRUE if name in certain else UNKNOWN_TRUTH if name in possible else FALSE for name in NAMES]


def test_where_a_tool_may_be_unlisted_the_signal_may_begin_there_and_come_in_anywhere():
    part = _graph({("a", "b"): True}, complete=["flows"]).signal("conversion")
    assert arrival(part, [TRUE, *[FALSE] * 4], elsewhere=True) == [TRUE, TRUE, *[FALSE_AS_LISTED] * 3]
