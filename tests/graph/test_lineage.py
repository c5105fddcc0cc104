"""From where data gets to a tool, against a slow and plain search."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit.graph import StackGraph
from stackaudit.graph.lineage import lineage
from stackaudit.load import load_data
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH

NAMES = "abcde"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]
HEAD = {"stackaudit": 1, "as_of": "2026-11-22"}


def _reached(end, links):
    found = {end}
    for _ in links:
        found |= {tail for tail, head in links if head in found}
    return found


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), st.booleans(), max_size=10), st.sets(st.sampled_from(NAMES)))
def test_data_comes_from_where_a_plain_search_gets_to_by_what_runs_and_by_what_may_run(pairs, unsure):
    flows = [
        {"from": one, "to": other, "status": "active" if runs else "unknown"} for (one, other), runs in pairs.items()
    ]
    tools = {name: {"status": "unknown" if name in unsure else "active"} for name in NAMES}
    graph = StackGraph(load_data({**HEAD, "complete": ["tools", "flows"], "tools": tools, "flows": flows}))
    sure = [pair for pair, runs in pairs.items() if runs and (pair[1] == "a" or pair[1] not in unsure)]
    certain, possible = _reached("a", sure), _reached("a", list(pairs))
    expected = [TRUE if name in certain else UNKNOWN_TRUTH if name in possible else FALSE for name in NAMES]
    assert lineage(graph, 0) == expected


def test_what_nobody_listed_may_bring_data_from_anywhere_that_it_may_leave():
    tools = {"a": {}, "b": {}, "c": {"flows_complete": "out"}, "d": {}}
    flows = [{"from": "b", "to": "a"}, {"from": "c", "to": "d"}]
    graph = StackGraph(load_data({**HEAD, "complete": ["tools"], "tools": tools, "flows": flows}))
    assert graph.lineage("a") == {"a": TRUE, "b": TRUE, "c": FALSE_AS_LISTED, "d": FALSE_AS_LISTED}
    closed = {name: {"flows_complete": "in"} for name in tools}
    graph = StackGraph(load_data({**HEAD, "tools": closed, "flows": flows}))
    assert graph.lineage("a") == {"a": TRUE, "b": TRUE}
    with pytest.raises(KeyError):
        graph.lineage("nowhere")


def test_by_way_of_what_may_not_be_in_use_data_may_come():
    tools = {"a": {}, "b": {"status": "unknown"}, "c": {}}
    flows = [{"from": "b", "to": "a"}, {"from": "c", "to": "b"}]
    graph = StackGraph(load_data({**HEAD, "complete": ["tools", "flows"], "tools": tools, "flows": flows}))
    assert graph.lineage("a") == {"a": TRUE, "b": TRUE, "c": UNKNOWN_TRUTH}


STACK = """
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, reports]
tools: {shop: {name: Shop}, app: {name: App}, charts: {name: Charts}, sheet: {status: SHEET}}
flows:
  - {from: shop, to: charts}
  - {id: late, from: app, to: charts, status: STATUS}
  - {from: shop, to: sheet}
metrics: {orders: {name: Orders, used_as: kpi, measured_in: [shop, app]}}
reports:
  board: {name: Board page, metrics: [orders], built_in: [charts]}
  weekly: {name: Weekly page, metrics: [orders], built_in: [sheet]}
  daily: {name: Daily page, METRICS built_in: [charts]}
"""


def _run(status="active", sheet="active", metrics="metrics: [],"):
    text = STACK.replace("STATUS", status).replace("SHEET", sheet).replace("METRICS", metrics)
    return stackaudit.run(stackaudit.load_text(text), select=["GRA-34"])


def test_a_finding_names_both_reports_and_their_sources():
    (finding,) = _run().findings
    assert finding.message == "Orders comes from Shop and App in Board page, and from Shop in Weekly page"


@pytest.mark.parametrize(
    ("sheet", "truth", "reports", "sources"),
    [
        ("active", TRUE, ("board", "weekly"), (("shop", "app"), ("shop",))),
        ("retired", FALSE, (), ()),
    ],
)
def test_the_graph_says_which_two_reports_show_a_metric_from_different_sources(sheet, truth, reports, sources):
    text = STACK.replace("STATUS", "active").replace("SHEET", sheet).replace("METRICS", "metrics: [],")
    found = StackGraph(stackaudit.load_text(text)).reported("orders")
    assert (found.truth, found.reports, found.sources) == (truth, reports, sources)


@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({"status": "unknown"}, ["flows.late.status"]),
        ({"sheet": "unknown"}, ["tools.sheet.status"]),
        ({"sheet": "retired"}, []),
        ({"sheet": "retired", "metrics": ""}, []),
        ({"status": "unknown", "metrics": ""}, ["reports.daily.metrics", "flows.late.status"]),
    ],
)
def test_what_decides_and_is_missing_is_asked_for(changes, asks):
    audit = _run(**changes)
    assert not audit.findings
    assert [fact.path for one in audit.results[0].unknown for fact in one.missing] == asks
