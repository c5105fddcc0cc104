"""Which classes of data get from where they are kept to where they are used, against walking every way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit.graph import StackGraph
from stackaudit.graph.onward import onward
from stackaudit.load import load_data
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH

NAMES = "abcd"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]
HEAD = {"stackaudit": 1, "as_of": "2026-11-22"}
CLASSES = ("user", "user.contact", "cost")
CARRIED = [["user"], ["user.contact"], ["user.contact.email"], ["cost", "user.job"], [], ["cost", "more"], None]


def _ways(node, links, seen=()):
    """Where one gets from a node by one link or more, walking each way that passes no node twice."""
    for tail, head in links:
        if tail == node and head not in seen:
            yield head
            yield from _ways(head, links, (*seen, head))


def _related(one, other):
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(st.sampled_from(PAIRS), st.tuples(st.sampled_from(CARRIED), st.booleans()), max_size=9),
    st.sets(st.sampled_from(NAMES)),
    st.lists(st.sampled_from([TRUE, FALSE, UNKNOWN_TRUTH]), min_size=4, max_size=4),
)
def test_data_gets_on_where_walking_every_way_that_carries_it_ends_in_a_place_of_use(pairs, unsure, uses):
    flows = [
        {"from": one, "to": other, "status": "active" if runs else "unknown", **({} if names is None else {"carries": names})}
        for (one, other), (names, runs) in pairs.items()
    ]  # fmt: skip
    tools = {name: {"status": "unknown" if name in unsure else "active"} for name in NAMES}
    graph = StackGraph(load_data({**HEAD, "complete": ["tools", "flows"], "tools": tools, "flows": flows}))
    found = onward(graph, uses, CLASSES)
    use = dict(zip(NAMES, uses, strict=True))
    for one in CLASSES:
        sure, possible = [], []
        for pair, (names, runs) in pairs.items():
            named = any(_related(one, name) for name in names or [] if name != "more")
            if named and runs and pair[1] not in unsure:
                sure.append(pair)
            if named or names is None or "more" in names:
                possible.append(pair)
        for node, name in enumerate(NAMES):
            if any(use[end] == TRUE for end in _ways(name, sure)):
                expected = TRUE
            else:
                expected = UNKNOWN_TRUTH if any(use[end] != FALSE for end in _ways(name, possible)) else FALSE
            assert found.truth(node, one) == expected, (one, name)


def test_what_nobody_listed_may_take_it_on_from_wherever_something_may_leave():
    tools = {"a": {}, "b": {}, "c": {"flows_complete": "out"}, "d": {"flows_complete": "both"}}
    flows = [{"from": "b", "to": "d", "carries": ["cost"]}]
    graph = StackGraph(load_data({**HEAD, "complete": ["tools"], "tools": tools, "flows": flows}))
    assert graph.carried_to("cost", "d") == {"b": TRUE, "a": FALSE_AS_LISTED}
    assert graph.carried_to("cost", "c") == {"a": FALSE_AS_LISTED, "b": FALSE_AS_LISTED}
    whole = StackGraph(load_data({**HEAD, "complete": ["tools", "flows"], "tools": tools, "flows": flows}))
    assert whole.carried_to("cost", "c") == {}
    with pytest.raises(KeyError):
        graph.carried_to("cost", "nowhere")


STACK = """
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, reports, metrics, processes, automations]
tools:
  lake: {name: Lake, capabilities: [file_storage], sends: none, stores: [revenue, campaign, quiz, user.consent]}
  mover: {capabilities: [ipaas], sends: none, STATUS}
  charts: {capabilities: [bi], sends: none}
  sender: {capabilities: [esp], sends: [email], GATE}
data_classes: {quiz: {personal: QUIZ}}
flows:
  - {from: lake, to: mover, carries: [revenue]}
  - {from: mover, to: charts, carries: [revenue], STATE}
MORE
"""


def _run(status="", gate="", quiz="false", state="status: active", more=""):
    text = STACK.replace("STATUS", status or "status: active").replace("GATE", gate or "send_gate: none")
    text = text.replace("QUIZ", quiz).replace("STATE", state).replace("MORE", more)
    return stackaudit.run(stackaudit.load_text(text), select=["GRA-33"])


def test_a_finding_names_what_is_kept_and_not_used_without_the_proof_of_consent():
    (finding,) = _run().findings
    assert finding.message == "Lake keeps campaign and quiz, and nothing that is listed uses it, there or further on"
    assert str(finding.severity) == "P5"
    assert str(_run(quiz="true").findings[0].severity) == "P4"


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"gate": "send_gate: [lake], status: unknown"}, {"tools.sender.status"}),
        ({"gate": "send_gate: unknown"}, {"tools.sender.send_gate"}),
        ({"more": "processes: {billing: unknown}"}, {"processes.billing"}),
        ({"more": "automations: {job: {sends: none}}"}, {"automations.job.tool"}),
    ],
)
def test_what_may_use_it_is_asked_for(change, asked):
    audit = _run(**change)
    assert not audit.findings
    assert {place.path for question in audit.questions for place in question.places} >= asked


def test_a_way_on_that_is_not_certain_is_asked_for():
    text = STACK.replace("stores: [revenue, campaign, quiz, user.consent]", "stores: [revenue]")
    text = text.replace("QUIZ", "false").replace("GATE", "send_gate: none").replace("MORE", "")
    text = text.replace("STATUS", "status: unknown").replace("STATE", "status: unknown")
    audit = stackaudit.run(stackaudit.load_text(text), select=["GRA-33"])
    places = {place.path for question in audit.questions for place in question.places}
    assert places == {"tools.mover.status", "flows.mover->charts.status"}
