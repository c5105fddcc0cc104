"""Whether people who were deleted can come back from a tool that still has them."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.returning import deleted_come_back
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.graph.feeders import edges_from, feeders
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points, processes]\n"
SHOP = "shop: {name: Web shop, stores: [user]}"
CRM = "crm: {name: CRM, stores: [user], reimport_block: none}"
NIGHTLY = "{from: shop, to: crm, every: 1d, carries: [user.name], signals: none}"


def judge(tools, flows, processes="{erasure: {covers: [crm]}}", head=WHOLE):
    stack = load_text(f"{head}tools: {{{', '.join(tools)}}}\nflows: [{', '.join(flows)}]\nprocesses: {processes}\n")
    view = View(stack, StackGraph(stack), {"may_stay": ["user.consent"]})
    return {verdict.elements[0]: verdict for verdict in deleted_come_back(view)}


def judged(tools, flows, **more):
    return judge(tools, flows, **more)["tools.crm"]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_finding_names_the_source_the_way_and_the_facts():
    bridge = "bridge: {name: Bridge, stores: none, reimport_block: false}"
    flows = [NIGHTLY.replace("to: crm", "to: bridge"), NIGHTLY.replace("from: shop", "from: bridge")]
    verdict = judged([SHOP, bridge, CRM], flows)
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"tool": "CRM", "source": "Web shop", "way": "by way of Bridge"}
    assert verdict.facts == (
        FactRef("tools", "shop", "stores"),
        FactRef("flows", "shop->bridge", "carries"),
        FactRef("flows", "bridge->crm", "carries"),
        FactRef("tools", "crm", "reimport_block"),
        FactRef("processes", "erasure", "covers"),
        FactRef("flows"),
    )
    assert [(hop.source, hop.target) for hop in verdict.path] == [("shop", "bridge"), ("bridge", "crm")]
    assert verdict.related == ("tools.shop",)


def test_the_way_from_a_neighbour_is_direct():
    assert judged([SHOP, CRM], [NIGHTLY]).values["way"] == "directly"


@pytest.mark.parametrize(
    ("crm", "outcome"),
    [
        ("crm: {stores: [user], reimport_block: true}", CLEAR),
        ("crm: {stores: [cost]}", NOT_APPLICABLE),
        ("crm: {stores: [user], status: unknown, reimport_block: none}", UNKNOWN),
    ],
)
def test_only_tools_in_use_that_keep_people_and_let_them_in_are_flagged(crm, outcome):
    assert judged([SHOP, crm], [NIGHTLY]).outcome is outcome


def test_a_retired_tool_is_no_subject_and_no_source():
    assert judge([SHOP, "crm: {stores: [user], status: retired}"], []).keys() == {"tools.shop"}
    assert judged(["shop: {stores: [user], status: retired}", CRM], [NIGHTLY]).outcome is CLEAR


def test_a_tool_that_is_not_deleted_from_is_no_subject():
    assert judged([SHOP, CRM], [NIGHTLY], processes="{erasure: none}").outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("shop", "flow", "missing"),
    [
        ("shop: {stores: [user], status: unknown}", NIGHTLY, ["tools.shop.status"]),
        ("shop: {}", NIGHTLY, ["tools.shop.stores"]),
        (SHOP, NIGHTLY.replace("1d", "unknown"), ["flows.shop->crm.every"]),
        ("shop: {stores: [user], reimport_block: true}", NIGHTLY.replace("1d", "unknown"), ["flows.shop->crm.every"]),
        (SHOP, NIGHTLY.replace("every", "status: unknown, every"), ["flows.shop->crm.status"]),
        (SHOP, NIGHTLY.replace("[user.name]", "unknown"), ["flows.shop->crm.carries"]),
    ],
)
def test_what_may_bring_people_back_is_asked_about(shop, flow, missing):
    verdict = judged([shop, CRM], [flow])
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_on_the_way_it_is_asked_what_keeps_people_out():
    flows = [NIGHTLY.replace("to: crm", "to: bridge"), NIGHTLY.replace("from: shop", "from: bridge")]
    assert asked(judged([SHOP, "bridge: {stores: none}", CRM], flows)) == ["tools.bridge.reimport_block"]


def test_a_source_of_which_it_is_open_whether_it_is_deleted_from():
    flows = [NIGHTLY, "{from: crm, to: shop, every: 1d, carries: none}"]
    assert asked(judged([SHOP, CRM], flows)) == ["flows.crm->shop.signals"]


def test_whether_the_tool_itself_is_deleted_from_is_asked_once_somebody_could_come_back():
    verdict = judged([SHOP, CRM], [NIGHTLY], processes="{erasure: {kind: unknown, covers: [crm]}}")
    assert asked(verdict) == ["processes.erasure.kind"]


def test_what_does_not_bring_people_from_elsewhere_is_not_asked_about():
    tools = [SHOP, CRM, "desk: {stores: [user]}", "mail: {stores: [user], reimport_block: true}", "log: {stores: none}"]
    flows = [
        NIGHTLY.replace("every: 1d", "every: unknown"),
        "{from: crm, to: desk, every: 1d, carries: [user], signals: [deletion]}",
        "{from: desk, to: crm, every: 1d, carries: [user], signals: none}",
        "{from: desk, to: mail, every: 1d, carries: [user], signals: [deletion]}",
        "{from: mail, to: crm, every: unknown, carries: [user], signals: none}",
        "{from: log, to: crm, every: unknown, carries: [user], signals: none}",
        "{from: p, to: crm, carries: [user]}",
    ]
    head = WHOLE + "capture_points: {p: {tool: crm, captures: [consent]}}\n"
    assert asked(judged(tools, flows, head=head)) == ["flows.shop->crm.every"]


def test_a_ring_is_walked_once():
    tools = [SHOP, CRM, "one: {stores: none, reimport_block: none}", "two: {stores: none, reimport_block: none}"]
    ways = [
        ("shop", "one", "1d"),
        ("one", "two", "1d"),
        ("two", "one", "1d"),
        ("one", "crm", "unknown"),
        ("two", "crm", "unknown"),
    ]
    flows = [f"{{from: {a}, to: {b}, every: {every}, carries: [user], signals: none}}" for a, b, every in ways]
    assert asked(judged(tools, flows)) == ["flows.one->crm.every", "flows.two->crm.every"]


def test_over_a_partial_list_of_processes_it_is_suspected():
    verdict = judged([SHOP, CRM], [NIGHTLY], head=HEAD + "complete: [tools, flows, capture_points]\n")
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.processes"])


@pytest.mark.parametrize(
    ("complete", "tools", "outcome", "missing"),
    [
        ("tools, processes, capture_points", [SHOP, CRM], UNKNOWN, ["complete.flows"]),
        ("flows, processes, capture_points", [CRM], UNKNOWN, ["complete.tools"]),
        ("tools, processes, capture_points", [CRM], CLEAR, []),
        ("tools, processes, capture_points", ["shop: {stores: [user], flows_complete: out}", CRM], CLEAR, []),
        ("processes, capture_points", ["crm: {stores: [user], flows_complete: in}"], CLEAR, []),
    ],
)
def test_flows_that_nobody_listed_may_bring_people_back(complete, tools, outcome, missing):
    verdict = judged(tools, [], head=f"{HEAD}complete: [{complete}]\n")
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_people_may_travel_on_from_a_tool_that_a_source_feeds_unless_it_keeps_them_out():
    tools = ["shop: {stores: [user], flows_complete: out}", CRM, "mail: {stores: none, reimport_block: BLOCK}"]
    flows = [NIGHTLY.replace("to: crm", "to: mail")]
    head = HEAD + "complete: [tools, processes, capture_points]\n"
    assert judged([one.replace("BLOCK", "none") for one in tools], flows, head=head).outcome is UNKNOWN
    assert judged([one.replace("BLOCK", "true") for one in tools], flows, head=head).outcome is CLEAR


def test_from_each_node_so_many_sources_are_told_and_the_way_from_each():
    tools = ", ".join(f"{name}: {{}}" for name in "abcd")
    flows = ", ".join(f"{{from: {a}, to: {b}}}" for a, b in ("ac", "bc", "cd", "da"))
    graph = StackGraph(load_text(f"{HEAD}tools: {{{tools}}}\nflows: [{flows}]\n"))
    found = feeders(graph, [0, 1], [True] * 4, [False] * 4, 2)
    assert [set(held) for held in found] == [{0, 1}, {1}, {0, 1}, {0, 1}]
    assert [graph.edges[number].ref for number in edges_from(graph, found, 1, 0)] == [
        "flows.b->c",
        "flows.c->d",
        "flows.d->a",
    ]
    assert [set(held) for held in feeders(graph, [0, 1], [True] * 4, [False] * 4, 1)] == [{0}, {1}, {0}, {0}]
    assert feeders(graph, [0], [True] * 4, [False, False, True, False], 2)[3] == {}


def test_of_many_sources_only_some_are_asked_about():
    tools = [CRM, *(f"t{number}: {{stores: [user]}}" for number in range(40))]
    flows = [f"{{from: t{number}, to: crm, every: unknown, carries: [user], signals: none}}" for number in range(40)]
    assert len(asked(judged(tools, flows))) == 20
