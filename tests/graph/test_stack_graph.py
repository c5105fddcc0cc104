"""The graph of a stack: its edges, where signals get to, what data is exposed, and the networkx view."""

from __future__ import annotations

import json
import subprocess
import sys
from math import inf

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.load import load_data, load_text
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points]\n"
HOUR, DAY = 3600, 86_400


def graph(text, head=WHOLE):
    return StackGraph(load_text(head + text))


def refs(built):
    return [(edge.ref, edge.source, edge.target, edge.certain) for edge in built.edges]


# -- nodes and edges -------------------------------------------------------------------------------------------------


def test_nodes_are_tools_then_capture_points_in_the_order_of_the_file():
    built = graph("capture_points: {footer: {tool: b}}\ntools: {b: {}, a: {}}")
    assert built.nodes == ("b", "a", "footer")
    assert [built.path_of(node) for node in range(3)] == ["tools.b", "tools.a", "capture_points.footer"]
    assert built.element(2).id == "footer"


def test_a_flow_runs_where_it_and_both_its_ends_are_in_use():
    built = graph(
        "tools: {a: {}, b: {}, doubtful: {status: unknown}, gone: {status: retired}}\n"
        "capture_points: {footer: {tool: a}}\n"
        "flows:\n"
        "  - {from: a, to: b}\n"
        "  - {from: footer, to: b}\n"
        "  - {between: [a, doubtful]}\n"
        "  - {from: b, to: a, status: unknown}\n"
        "  - {from: gone, to: a, status: unknown}\n"
        "  - {from: a, to: doubtful, status: planned}"
    )
    assert dict(built.running) == {
        "a->b": TRUE,
        "footer->b": TRUE,
        "a<->doubtful": UNKNOWN_TRUTH,
        "b->a": UNKNOWN_TRUTH,
        "gone->a": FALSE,
        "a->doubtful": FALSE,
    }


def test_a_flow_that_goes_both_ways_is_two_edges():
    built = graph("tools: {a: {}, b: {}}\nflows: [{between: [a, b]}]")
    assert refs(built) == [("flows.a<->b", "a", "b", True), ("flows.a<->b", "b", "a", True)]


@pytest.mark.parametrize("status", ["planned", "paused", "retired"])
def test_a_flow_that_does_not_run_is_no_edge(status):
    assert graph(f"tools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, status: {status}}}]").edges == ()


@pytest.mark.parametrize("status", ["planned", "retired"])
def test_flows_to_and_from_a_tool_that_is_not_in_use_are_no_edges(status):
    text = (
        f"tools: {{a: {{}}, b: {{status: {status}}}}}\nflows: [{{between: [a, b]}}]\ncapture_points: {{p: {{tool: b}}}}"
    )
    assert graph(text).edges == ()


def test_an_unknown_status_makes_edges_uncertain():
    text = "tools: {a: {}, b: {status: unknown}, c: {}}\nflows: [{from: a, to: b}, {from: a, to: c, status: unknown}]"
    assert [edge.certain for edge in graph(text).edges] == [False, False]


def test_capture_points_and_send_gates_are_edges():
    text = "tools: {a: {}, b: {send_gate: [a]}}\ncapture_points: {p: {tool: a}, q: {tool: none}, r: {}}"
    built = graph(text)
    assert refs(built) == [("capture_points.p", "p", "a", True), ("tools.b.send_gate", "a", "b", True)]
    assert [built.nodes[node] for node in built.open_points] == ["r"]


def test_an_open_send_gate_is_remembered_and_that_of_an_unused_tool_is_not():
    built = graph("tools: {a: {send_gate: [b, more]}, b: {send_gate: none}, c: {send_gate: unknown, status: planned}}")
    assert [built.nodes[node] for node in built.open_gates] == ["a"]
    assert refs(built) == [("tools.a.send_gate", "b", "a", True)]


def test_flows_may_be_unlisted_on_the_sides_that_nobody_closed():
    text = (
        "tools: {a: {}, b: {flows_complete: in}, c: {flows_complete: both}, d: {status: retired}}\n"
        "capture_points: {p: {}}"
    )
    built = graph(text, HEAD)
    assert built.open_out == [True, True, False, False, True]
    assert built.open_in == [True, False, False, False, False]
    assert graph(text).open_out == [False] * 5


def test_a_node_may_get_more_and_give_more_where_others_are_open():
    closed = "complete: [tools, capture_points]\ntools: {a: {}, b: {flows_complete: out}}"
    assert not graph(closed, HEAD).may_get_more(0)
    assert graph(closed, HEAD).may_get_more(1)
    assert graph(closed, HEAD).may_give_more(0)
    assert not graph(closed, HEAD).may_give_more(1)
    assert graph("complete: [capture_points]\ntools: {a: {}}", HEAD).may_get_more(0)


def test_cycles_and_components_are_groups_of_ids():
    text = "tools: {a: {}, b: {}, c: {}, d: {}}\nflows: [{between: [c, a]}, {from: a, to: d}]"
    assert graph(text).cycles() == (("a", "c"),)
    assert graph(text).components() == (("a", "c", "d"), ("b",))


# -- reach -----------------------------------------------------------------------------------------------------------


def test_a_signal_travels_over_flows_that_pass_it_and_adds_up_their_worst_cases():
    built = graph(
        "tools: {a: {}, b: {}, c: {}, d: {}}\n"
        "flows:\n"
        "- {from: a, to: b, signals: [opt_out], every: 1d, takes: 1h, method: api}\n"
        "- {from: b, to: c, signals: ['opt_out:email'], every: on_event, takes: 2h}\n"
        "- {from: c, to: d, signals: [deletion], every: 1d, takes: 1h}\n"
    )
    reached = built.reach("opt_out", "a", "email")
    assert {key: (one.truth, one.at_least, one.at_most) for key, one in reached.items()} == {
        "a": (TRUE, 0, 0),
        "b": (TRUE, DAY + HOUR, DAY + HOUR),
        "c": (TRUE, DAY + 3 * HOUR, DAY + 3 * HOUR),
    }
    assert [(hop.element, hop.source, hop.target, hop.method) for hop in reached["c"].path] == [
        ("flows.a->b", "a", "b", "api"),
        ("flows.b->c", "b", "c", ""),
    ]
    assert list(built.reach("opt_out", "a", "sms")) == ["a", "b"]
    assert list(built.reach("opt_out", "a")) == ["a", "b"]


@pytest.mark.parametrize(
    ("flow", "delay"),
    [
        ("every: 1d, takes: 8d", (9 * DAY, 9 * DAY)),
        ("every: 1d", (DAY, inf)),
        ("takes: 1h", (HOUR, inf)),
        ("every: 1d, takes: none, method: csv_manual", (inf, inf)),
        ("every: 1d, takes: none, method: api", (DAY, inf)),
        ("every: 1d, takes: none", (DAY, inf)),
        ("every: once, takes: 1h", (inf, inf)),
        ("every: on_event, method: webhook", (0, inf)),
    ],
)
def test_the_delay_of_a_hop_is_an_interval(flow, delay):
    assert graph(f"tools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, {flow}}}]").delays == [delay]


def test_the_quickest_path_counts_even_if_it_has_more_hops():
    built = graph(
        "tools: {a: {}, b: {}, c: {}}\n"
        "flows:\n"
        "- {from: a, to: c, signals: [opt_out], every: 1w, takes: 1h}\n"
        "- {from: a, to: b, signals: [opt_out], every: 1h, takes: 1h}\n"
        "- {from: b, to: c, signals: [opt_out], every: 1h, takes: 1h}\n"
    )
    assert built.reach("opt_out", "a")["c"].at_most == 4 * HOUR
    assert len(built.reach("opt_out", "a")["c"].path) == 2


def test_missing_facts_make_a_way_possible_and_perhaps_quicker():
    built = graph(
        "tools: {a: {}, b: {}, c: {}}\n"
        "flows:\n- {from: a, to: b, every: 1h, takes: 1h}\n- {from: b, to: c, signals: [opt_out], "
        "every: 1h, takes: 1h}\n"
        "- {from: a, to: c, signals: [opt_out], every: 1w, takes: 1h}\n"
    )
    reached = built.reach("opt_out", "a")
    assert (reached["b"].truth, reached["b"].at_most) == (UNKNOWN_TRUTH, inf)
    assert (reached["c"].truth, reached["c"].at_least, reached["c"].at_most) == (TRUE, 4 * HOUR, 7 * DAY + HOUR)


def test_flows_that_nobody_listed_can_bring_a_signal_anywhere_that_is_not_closed():
    built = graph("tools: {a: {}, b: {}, c: {flows_complete: in}}", HEAD)
    reached = built.reach("opt_out", "a")
    assert {key: one.truth for key, one in reached.items()} == {"a": TRUE, "b": FALSE_AS_LISTED}
    assert reached["b"].path == ()


def test_a_send_gate_and_a_capture_point_pass_opt_outs_at_once():
    built = graph("tools: {a: {}, b: {send_gate: [a]}}\ncapture_points: {p: {tool: a}}")
    reached = built.reach("opt_out", "p", "sms")
    assert (reached["b"].truth, reached["b"].at_most) == (TRUE, 0)
    assert [hop.element for hop in reached["b"].path] == ["capture_points.p", "tools.b.send_gate"]
    assert list(built.reach("deletion", "p")) == ["p"]


def test_a_capture_point_passes_what_people_say_there():
    built = graph("tools: {a: {}}\ncapture_points: {p: {tool: a, captures: [consent]}}")
    assert built.reach("consent", "p")["a"].truth == TRUE


def test_a_send_gate_that_nobody_knows_may_look_up_any_tool():
    built = graph("tools: {a: {}, b: {send_gate: unknown}}")
    reached = built.reach("opt_out", "a")["b"]
    assert reached.truth == UNKNOWN_TRUTH
    assert [(hop.element, hop.source, hop.target) for hop in reached.path] == [("tools.b.send_gate", "a", "b")]


def test_a_capture_point_of_which_nobody_knows_the_tool_may_lead_to_any():
    reached = graph("tools: {a: {}, b: {}}\ncapture_points: {p: {}}").reach("opt_out", "p")["b"]
    assert reached.truth == UNKNOWN_TRUTH
    assert [(hop.element, hop.source, hop.target) for hop in reached.path] == [("capture_points.p", "p", "b")]


def test_a_tool_that_may_not_be_in_use_begins_and_ends_paths_but_no_certain_path_goes_through_it():
    built = graph(
        "tools: {a: {}, b: {status: unknown}, c: {}}\n"
        "flows: [{from: a, to: b, signals: [opt_out]}, {from: b, to: c, signals: [opt_out]}]"
    )
    assert {key: one.truth for key, one in built.reach("opt_out", "a").items()} == {
        "a": TRUE,
        "b": TRUE,
        "c": UNKNOWN_TRUTH,
    }
    assert built.reach("opt_out", "b")["c"].truth == TRUE


def test_an_unknown_id_is_an_error():
    with pytest.raises(KeyError):
        graph("tools: {a: {}}").reach("opt_out", "b")


# -- gaps ------------------------------------------------------------------------------------------------------------


def test_a_gap_denies_every_path_even_over_flows_that_nobody_listed():
    built = graph("tools: {a: {}, b: {}}\ngaps: [{signal: opt_out, from: a, to: b}]", HEAD)
    assert "b" not in built.reach("opt_out", "a", "email")
    assert built.reach("deletion", "a")["b"].truth == FALSE_AS_LISTED
    part = built.signal("opt_out", "email")
    assert part.denied_by(0, 1) == "opt_out:a->b"
    assert part.denied_by(1, 0) is None


def test_a_gap_denies_what_lies_after_the_one_end_and_before_the_other():
    text = (
        "tools: {a: {}, x: {}, y: {}, b: {}}\n"
        "flows: [{from: a, to: x, signals: [opt_out]}, {from: y, to: b, signals: [opt_out]}]\n"
        "gaps: [{signal: opt_out, from: a, to: b}]"
    )
    assert set(graph(text, HEAD).reach("opt_out", "x")) == {"x", "a"}


def test_a_path_may_not_bring_about_what_a_gap_denies_on_its_way():
    text = (
        "tools: {a: {}, m: {}, b: {}, c: {}}\n"
        "flows: [{from: a, to: m}, {from: m, to: b}, {from: b, to: c, signals: [opt_out]}]\n"
        "gaps: [{signal: opt_out, from: a, to: b}]"
    )
    assert set(graph(text).reach("opt_out", "a")) == {"a", "m"}
    assert graph(text).reach("opt_out", "m")["c"].truth == UNKNOWN_TRUTH


def test_a_gap_of_one_channel_says_nothing_of_another():
    built = graph("tools: {a: {}, b: {}}\nflows: [{from: a, to: b}]\ngaps: [{signal: 'opt_out:email', from: a, to: b}]")
    assert "b" not in built.reach("opt_out", "a", "email")
    assert built.reach("opt_out", "a", "sms")["b"].truth == UNKNOWN_TRUTH


def test_a_gap_that_a_certain_path_contradicts_leaves_that_pair_unknown():
    built = graph(
        "tools: {a: {}, b: {}, c: {}}\n"
        "flows: [{from: a, to: b, signals: [opt_out]}, {from: b, to: c, signals: [opt_out]}]\n"
        "gaps: [{signal: opt_out, from: a, to: c}]"
    )
    assert {key: one.truth for key, one in built.reach("opt_out", "a").items()} == {
        "a": TRUE,
        "b": TRUE,
        "c": UNKNOWN_TRUTH,
    }
    assert built.reach("opt_out", "b")["c"].truth == TRUE
    assert built.signal("opt_out").disputed == [("opt_out:a->c", 0, 2)]


def test_what_may_not_be_in_use_passes_nothing_on_for_certain_whatever_a_path_has_to_heed():
    built = graph(
        "tools: {a: {}, x: {status: unknown}, b: {}}\n"
        "flows: [{from: a, to: b, signals: [opt_out]}, {from: a, to: x, signals: [opt_out]}, {from: x, to: b, signals: [opt_out]}]\n"
        "gaps: [{signal: opt_out, from: a, to: b}]"
    )
    # Of the tools, by bits: a gets to x, and x to b where it is in use; the dispute leaves a and b unknown.
    assert built.signal("opt_out").certain.spread([(0, 1), (1, 2), (2, 4)])[:3] == [1, 3, 6]


def test_a_kind_of_record_that_goes_both_ways_between_two_tools_goes_round():
    built = graph(
        "tools: {a: {}, b: {}, c: {}}\nsystems_of_record: none\n"
        "flows: [{between: [a, b], object: contact, fields: [email], loop_guard: false}, {from: b, to: c, object: company}]"
    )
    found = [(one.object, one.truth, one.edges, one.fields) for one in built.loops()]
    assert found[0] == ("contact", TRUE, (0, 1), ("email",))
    assert found[1][0] == "company"
    assert found[1][1] != TRUE


def test_a_gate_that_nobody_knows_looks_up_any_tool_but_a_retired_one():
    built = graph("tools: {a: {}, old: {status: retired}, gated: {send_gate: unknown}}\nflows: []")
    assert built.signal("opt_out").possible.spread([(0, 1), (1, 2), (2, 4)])[:3] == [1, 2, 5]


def test_gaps_from_many_places_still_deny_every_edge_that_would_bridge_one():
    keys = [f"s{number}" for number in range(8)]
    data = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "complete": ["tools", "flows"],
        "tools": {key: {} for key in [*keys, "b"]},
        "flows": [{"from": key, "to": "b"} for key in keys],
        "gaps": [{"signal": "opt_out", "from": key, "to": "b"} for key in keys],
    }
    built = StackGraph(load_data(data))
    assert all(set(built.reach("opt_out", key)) == {key} for key in keys)


# -- against a plain reference ---------------------------------------------------------------------------------------


@st.composite
def stacks(draw):
    keys = "abcde"[: draw(st.integers(2, 5))]
    pairs = draw(
        st.lists(
            st.sampled_from([(one, other) for one in keys for other in keys if one != other]), unique=True, max_size=9
        )
    )
    flows = [
        {
            "from": one,
            "to": other,
            "every": draw(st.sampled_from(["1h", "1d", "on_event"])),
            "takes": draw(st.sampled_from(["1h", "2d"])),
        }
        | draw(st.sampled_from([{"signals": ["opt_out"]}, {"signals": ["opt_out"]}, {"signals": []}, {}]))
        for one, other in pairs
    ]
    return {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "complete": ["tools", "flows"],
        "tools": {key: {} for key in keys},
        "flows": flows,
    }


@settings(deadline=None)
@given(stacks())
def test_reach_is_that_of_networkx_on_certain_and_on_possible_edges(data):
    built = StackGraph(load_data(data))
    view = built.nx
    certain, possible = nx.DiGraph(), nx.DiGraph()
    for reference, wanted in ((certain, {"opt_out"}), (possible, {"opt_out", "unstated"})):
        reference.add_nodes_from(view)
        for flow in data["flows"]:
            if set(flow.get("signals", ["unstated"])) & wanted:
                step = view[flow["from"]][flow["to"]][f"{flow['from']}->{flow['to']}"]
                reference.add_edge(flow["from"], flow["to"], least=step["at_least"], most=step["at_most"])
    for source in built.nodes:
        sure = nx.single_source_dijkstra_path_length(certain, source, weight="most")
        listed = nx.single_source_dijkstra_path_length(possible, source, weight="least")
        reached = built.reach("opt_out", source)
        assert {key: one.at_least for key, one in reached.items()} == listed
        assert {key: one.at_most for key, one in reached.items() if one.truth == TRUE} == sure
        for key, one in reached.items():
            assert sum(hop.at_least for hop in one.path) == (sure if key in sure else listed)[key]


@settings(deadline=None)
@given(stacks())
def test_bits_over_a_layer_say_what_reach_says_from_each_source(data):
    built = StackGraph(load_data(data))
    part = built.signal("opt_out")
    sources = tuple((node, 1 << node) for node in range(len(built.nodes)))
    certain, possible = part.arrivals("certain", sources), part.arrivals("possible", sources)
    for node, source in enumerate(built.nodes):
        reached = built.reach("opt_out", source)
        for other, target in enumerate(built.nodes):
            truth = reached[target].truth if target in reached else FALSE
            assert bool(certain[other] >> node & 1) == (truth == TRUE)
            assert bool(possible[other] >> node & 1) == (truth != FALSE)


@settings(deadline=None)
@given(stacks(), st.data())
def test_ways_through_a_marked_edge_are_those_that_a_plain_search_finds(data, drawn):
    built = StackGraph(load_data(data))
    layer = built.signal("opt_out").possible
    marked = drawn.draw(st.lists(st.booleans(), min_size=len(built.edges), max_size=len(built.edges)))
    passing = [number for number, edge in enumerate(built.edges) if edge.flow.signals != ()]
    bits = layer.spread_through([(node, 1 << node) for node in range(len(built.nodes))], marked)
    reference = nx.DiGraph()
    reference.add_nodes_from(range(len(built.nodes)))
    reference.add_edges_from((built.tails[number], built.heads[number]) for number in passing)
    for start in range(len(built.nodes)):
        for end in range(len(built.nodes)):
            walks = any(
                marked[number]
                and nx.has_path(reference, start, built.tails[number])
                and nx.has_path(reference, built.heads[number], end)
                for number in passing
            )
            assert bool(bits[end] >> start & 1) == walks
            if start != end and layer.leads_through(start, end, marked):
                assert walks


# -- exposure --------------------------------------------------------------------------------------------------------


def test_data_reaches_those_who_store_it_and_both_ends_of_flows_that_carry_it():
    built = graph(
        "tools: {a: {stores: [user.contact.email]}, b: {stores: []}, c: {stores: []}, "
        "d: {stores: []}, e: {stores: []}}\n"
        "flows:\n"
        "- {from: a, to: b, carries: [user.contact.email]}\n"
        "- {from: b, to: c, carries: [user.contact.email]}\n"
        "- {from: c, to: d}\n"
        "- {from: d, to: e, carries: [order]}\n"
    )
    exposed = built.exposure("user.contact")
    assert {key: (one.truth, one.stores, len(one.path)) for key, one in exposed.items()} == {
        "a": (TRUE, TRUE, 0),
        "b": (TRUE, FALSE, 1),
        "c": (TRUE, FALSE, 2),
        "d": (UNKNOWN_TRUTH, FALSE, 3),
    }
    assert {key: one.truth for key, one in built.exposure("user.name").items()} == {
        "c": UNKNOWN_TRUTH,
        "d": UNKNOWN_TRUTH,
    }


def test_a_class_covers_what_is_below_it_and_not_what_merely_begins_alike():
    built = graph("tools: {a: {stores: [user.contact]}, b: {stores: [user_id]}}\ndata_classes: {user_id: {}}")
    assert list(built.exposure("user")) == ["a"]


def test_data_that_goes_round_begins_at_the_first_tool_of_the_round():
    built = graph("tools: {a: {stores: []}, b: {stores: []}}\nflows: [{between: [a, b], carries: [order]}]")
    assert [(key, len(one.path)) for key, one in built.exposure("order").items()] == [("a", 0), ("b", 1)]


def test_exposure_of_tools_that_nobody_asked_about_is_unknown_and_unused_ones_are_left_out():
    built = graph(
        "tools: {a: {}, b: {stores: [order], status: retired}, c: {stores: [order], "
        "status: unknown}}\ncapture_points: {p: {tool: a}}"
    )
    exposed = built.exposure("order")
    assert {key: (one.truth, one.stores) for key, one in exposed.items()} == {
        "a": (UNKNOWN_TRUTH, UNKNOWN_TRUTH),
        "c": (UNKNOWN_TRUTH, UNKNOWN_TRUTH),
    }


# -- networkx --------------------------------------------------------------------------------------------------------


def test_the_networkx_view_is_frozen_and_made_once():
    built = graph(
        "tools: {a: {name: Alpha, owner: unknown}, b: {}}\nflows: [{from: a, to: b, method: api, "
        "every: 1d, takes: 1h, carries: [order], signals: [opt_out]}]\ncapture_points: {p: {tool: a}}"
    )
    view = built.nx
    assert view is built.nx
    assert view.nodes["a"] == {"kind": "tool", "name": "Alpha"}
    assert view.nodes["p"] == {"kind": "capture_point", "name": "p", "tool": "a"}
    assert view["a"]["b"]["a->b"] == {
        "certain": True,
        "carries": ("order",),
        "signals": ("opt_out",),
        "method": "api",
        "every": "1d",
        "at_least": DAY + HOUR,
        "at_most": DAY + HOUR,
    }
    assert view["p"]["a"]["capture_points.p"]["signals"] == ("opt_out",)


def test_the_plain_view_holds_what_graph_formats_can_write():
    built = graph(
        "tools: {a: {name: Alpha, contract: {renews: 2027-01-31, auto_renew: false}, seats: none, sends: {email: [service], "
        "push: [marketing, service]}}, b: {}}\nflows: [{from: a, to: b, carries: [order, user], signals: [opt_out]}]"
    )
    view = built.nx_plain
    assert view is built.nx_plain
    assert nx.is_frozen(view)
    assert view.nodes["a"] == {
        "contract_auto_renew": False,
        "contract_renews": "2027-01-31",
        "seats": "none",
        "sends_email": "service",
        "sends_push": "marketing, service",
        "kind": "tool",
        "name": "Alpha",
    }
    assert view["a"]["b"]["a->b"] == {
        "certain": True,
        "carries": "order, user",
        "signals": "opt_out",
        "method": "",
        "at_least": 0,
    }
    assert {type(value) for facts in view.nodes.values() for value in facts.values()} == {str, bool}
    edges = set(view.edges(keys=True))
    assert set(nx.parse_graphml("\n".join(nx.generate_graphml(view)), force_multigraph=True).edges(keys=True)) == edges
    assert set(nx.parse_gml(list(nx.generate_gml(view))).edges(keys=True)) == edges
    assert set(nx.node_link_graph(json.loads(json.dumps(nx.node_link_data(view)))).edges(keys=True)) == edges
    with pytest.raises(nx.NetworkXError):
        view.add_node("c")


def test_networkx_is_not_imported_before_it_is_asked_for():
    code = "import sys, stackaudit.graph, stackaudit.checks.consent; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_graph_and_its_stack_say_in_a_line_what_they_are():
    made = graph("tools: {a: {captures_opt_out: none}, b: {}}\nflows: [{between: [a, b]}]")
    assert repr(made.stack) == str(made.stack) == "<Stack of 'stack' on 2026-11-22: 2 tools, 1 flow>"
    assert repr(made) == f"<StackGraph of {made.stack!r}: 2 nodes, 2 edges>"
    named = load_text(HEAD + "company: {name: Northwind}")
    assert repr(named) == "<Stack of 'Northwind' on 2026-11-22: 0 tools, 0 flows>"
