"""What users ask of the graph, on any small stack, against walking every way in every completion."""

from __future__ import annotations

from functools import partial
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH

NAMES = "abcd"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]
HEAD = {
    "stackaudit": 1,
    "as_of": "2026-11-22",
    "complete": ["tools", "flows", "capture_points", "processes", "reports"],
}
MANY = settings(deadline=None, max_examples=40)


def links(**choices):
    """Flows between some of the tools, each with one of the choices of each field; None leaves a field out."""
    fields = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in choices.items()})
    return st.dictionaries(st.sampled_from(PAIRS), fields, max_size=5).map(_flows)


def _flows(pairs):
    return [
        {"from": one, "to": other, **{name: value for name, value in facts.items() if value is not None}}
        for (one, other), facts in pairs.items()
    ]


def tools(**choices):
    facts = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in choices.items()})
    return st.fixed_dictionaries(dict.fromkeys(NAMES, facts)).map(
        lambda held: {
            key: {name: value for name, value in one.items() if value is not None} for key, one in held.items()
        }
    )


def completions(elements, name, values):
    """Some elements with each way of filling in a field where it is left out."""
    places = [number for number, one in enumerate(elements) if name not in one]
    for filling in product(values, repeat=len(places)):
        filled = [dict(one) for one in elements]
        for number, value in zip(places, filling, strict=True):
            filled[number][name] = value
        yield filled


def walks(start, flows, passes, seen=()):
    """Each way out of a tool that passes no tool twice, as its flows."""
    for flow in flows:
        if flow["from"] == start and flow["to"] not in seen and passes(flow):
            yield (flow,)
            for more in walks(flow["to"], flows, passes, (*seen, start)):
                yield (flow, *more)


def arrives(start, flows, passes):
    """The tools to which one gets by one flow or more."""
    steps = [(flow["from"], flow["to"]) for flow in flows if passes(flow)]
    found = set()
    while more := {head for tail, head in steps if tail == start or tail in found} - found:
        found |= more
    return found


def verdict(held):
    """The truth of what holds in each of some completions."""
    return TRUE if all(held) else UNKNOWN_TRUTH if any(held) else FALSE


def graph(**held):
    return StackGraph(load_data({**HEAD, "tools": {key: {} for key in NAMES}, **held}))


# -- how much of an opt-out is left ------------------------------------------------------------------------------------

COVERS = {"global": {"global", "brand", "address", "topic"}, "brand": {"brand", "topic"}, "topic": {"topic"}}
SCOPES = [*COVERS, None]


@MANY
@given(
    tools(opt_out_scope=SCOPES),
    links(opt_out_scope=[*SCOPES, "none"], signals=[["opt_out"], ["opt_out"], ["deletion"]], every=["1h", "1d"]),
    st.sampled_from(["global", "brand", "topic"]),
)
def test_an_opt_out_arrives_whole_over_flows_and_in_tools_that_leave_nothing_of_it_out(held, flows, asked):
    built = graph(tools=held, flows=[{**flow, "takes": "1h"} for flow in flows])

    def keeps(element):
        return element["opt_out_scope"] == "none" or asked in COVERS[element["opt_out_scope"]]

    whole = [
        arrives("a", filled, lambda flow: "opt_out" in flow["signals"] and keeps(flow))
        for filled in completions(flows, "opt_out_scope", COVERS)
    ]
    reached = built.reach("opt_out", "a", "email", asked)
    for key in NAMES[1:]:
        scope = held[key].get("opt_out_scope")
        arrived = [key in one and (scope is None or keeps(held[key])) for one in whole]
        expected = verdict(arrived)
        if scope is None and expected == TRUE and asked != "topic":
            expected = UNKNOWN_TRUTH
        assert (reached[key].truth if key in reached else FALSE) == expected
        if expected == TRUE:
            by_key = {f"flows.{flow['from']}->{flow['to']}": flow for flow in flows}
            assert all(keeps(by_key[hop.element]) for hop in reached[key].path)
            ways = walks(
                "a", flows, lambda flow: "opt_out" in flow["signals"] and "opt_out_scope" in flow and keeps(flow)
            )
            quickest = min(
                sum({"1h": 2, "1d": 25}[flow["every"]] for flow in way) for way in ways if way[-1]["to"] == key
            )
            assert reached[key].at_most == quickest * 3600
    assert reached["a"].truth == TRUE


def test_where_people_say_it_nothing_is_lost_and_nothing_gets_to_a_place_where_they_do():
    built = graph(capture_points={"p": {"tool": "a"}}, tools={"a": {"opt_out_scope": "topic"}, "b": {}})
    assert {key: one.truth for key, one in built.reach("opt_out", "p", scope="global").items()} == {"p": TRUE}
    assert built.reach("opt_out", "p", scope="topic")["a"].truth == TRUE


def test_in_a_list_that_may_be_longer_an_opt_out_may_arrive_whole():
    stack = {**HEAD, "complete": ["tools"], "tools": {"a": {}, "b": {"opt_out_scope": "global"}, "c": {}}}
    found = StackGraph(load_data(stack)).reach("opt_out", "a", scope="brand")
    assert sorted(found) == ["a", "b", "c"]
    assert found["b"].truth == FALSE_AS_LISTED


def test_a_tool_that_checks_the_master_list_before_it_sends_learns_of_it_at_once():
    built = graph(tools={"a": {}, "b": {"send_gate": ["a"], "opt_out_scope": "global"}, "c": {}, "d": {}})
    one = built.reach("opt_out", "a", "email", "global")["b"]
    assert (one.truth, one.at_least, one.at_most) == (TRUE, 0, 0)


# -- consent on the way ------------------------------------------------------------------------------------------------


@MANY
@given(links(carries=[["user.contact"], ["user"], ["cost"], None], consent_gated=[True, False, None]))
def test_data_is_checked_where_every_way_that_carries_it_has_a_check(flows):
    built = graph(flows=flows)

    def passes(flow, *, checks):
        return any(name.startswith("user") for name in flow["carries"]) and (checks or not flow["consent_gated"])

    filled = [
        more
        for some in completions(flows, "carries", [["user"], ["cost"]])
        for more in completions(some, "consent_gated", [True, False])
    ]
    found = built.gating("d", "user.contact")
    for key in NAMES:
        expected = [
            verdict(["d" in arrives(key, one, partial(passes, checks=checks)) for one in filled])
            for checks in (True, False)
        ]
        one = found.get(key)
        assert ([one.arrives, one.unchecked] if one else [FALSE, FALSE]) == expected
        if one is not None and UNKNOWN_TRUTH not in expected:
            assert (one.gated == TRUE) == (expected == [TRUE, FALSE])


# -- deletions, and who comes back -------------------------------------------------------------------------------------


def _erased(covered, flows):
    return covered | {
        end for start in covered for end in arrives(start, flows, lambda flow: "deletion" in flow.get("signals", []))
    }


@MANY
@given(links(signals=[["deletion"], ["deletion"], ["opt_out"], None]), st.sets(st.sampled_from(NAMES)))
def test_a_deletion_gets_to_what_a_process_covers_and_on_along_flows_that_pass_it(flows, covered):
    built = graph(flows=flows, processes={"erasure": {"covers": sorted(covered)}})
    done = [_erased(covered, filled) for filled in completions(flows, "signals", [["deletion"], ["opt_out"]])]
    assert built.erased() == {key: verdict([key in one for one in done]) for key in NAMES}


@MANY
@given(
    tools(stores=[["user.name"], ["user.consent"], ["cost"]], reimport_block=[True, False]),
    links(carries=[["user"], ["user"], ["cost"]], every=["1d", "1d", "once"], signals=[["deletion"], ["opt_out"]]),
    st.sets(st.sampled_from(NAMES)),
)
def test_people_come_back_from_a_tool_that_keeps_them_by_way_of_tools_that_refuse_nobody(held, flows, covered):
    built = graph(tools=held, flows=flows, processes={"erasure": {"covers": sorted(covered)}})
    done = _erased(covered, flows)
    found = built.returns("user.consent")
    expected = {}
    for key, tool in held.items():
        if tool["stores"] != ["user.name"] or key not in done or tool["reimport_block"]:
            continue
        sources = [
            other
            for other in NAMES
            if other not in {key, *done} and held[other]["stores"] == ["user.name"]
            for way in walks(other, flows, lambda flow: flow["carries"] == ["user"] and flow["every"] == "1d")
            if way[-1]["to"] == key and not any(held[flow["to"]]["reimport_block"] for flow in way)
        ]
        if sources:
            expected[key] = sources
    assert found.keys() == expected.keys()
    for key, one in found.items():
        assert one.truth == TRUE
        assert one.source in expected[key]
        assert [one.source, *(hop.target for hop in one.path)] == [*(hop.source for hop in one.path), key]


# -- data, loops, lineages ---------------------------------------------------------------------------------------------


@MANY
@given(
    tools(stores=[["user.contact.email"], ["cost"], None], status=["active", "active", "retired"]),
    links(carries=[["user.contact"], ["page_view"], None]),
)
def test_data_reaches_who_keeps_it_and_both_ends_of_what_carries_it(held, flows):
    built = graph(tools=held, flows=flows)
    used = {key for key, tool in held.items() if tool["status"] == "active"}
    expected = {}
    for key in used:
        touching = [flow for flow in flows if key in {flow["from"], flow["to"]} and {flow["from"], flow["to"]} <= used]
        named = [flow.get("carries", ["?"])[0] for flow in touching] + held[key].get("stores", ["?"])
        truths = [TRUE if name.startswith("user") else UNKNOWN_TRUTH if name == "?" else FALSE for name in named]
        if set(truths) != {FALSE}:
            expected[key] = TRUE if TRUE in truths else UNKNOWN_TRUTH
    found = built.exposure("user")
    assert {key: one.truth for key, one in found.items()} == expected
    for one in found.values():
        assert [hop.target for hop in one.path][-1:] in ([], [one.node])


@MANY
@given(links(object=["contact", "contact", "order"], fields=[["phone"], ["phone", "name"], ["name"]], loop_guard=[True, False, False, None]))  # fmt: skip
def test_records_go_round_where_one_field_does_on_flows_that_nobody_guards(flows):
    built = graph(flows=flows, systems_of_record={})

    def goes_round(kind, flows):
        return any(
            flow["from"] in arrives(flow["to"], flows, passes)
            for field in ("phone", "name")
            for flow in flows
            for passes in [
                lambda one, field=field: one["object"] == kind and field in one["fields"] and not one["loop_guard"]
            ]
            if passes(flow)
        )

    filled = list(completions(flows, "loop_guard", [True, False]))
    expected = {kind: verdict([goes_round(kind, one) for one in filled]) for kind in {flow["object"] for flow in flows}}
    assert {one.object: one.truth for one in built.loops()} == expected


@MANY
@given(
    links(status=["active", "active", "unknown"]),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True), min_size=1, max_size=3),
)
def test_a_figure_has_two_lineages_where_two_reports_have_it_from_different_sources(flows, sources, made):
    reports = {f"r{number}": {"metrics": ["m"], "built_in": tools} for number, tools in enumerate(made)}
    built = graph(flows=flows, metrics={"m": {"measured_in": sources}}, reports=reports)

    def apart(flows):
        def comes(source, ends):
            return any(source == end or end in arrives(source, flows, lambda _: True) for end in ends)

        if all(comes(one, [other]) for one in sources for other in sources):
            return False
        shown = [frozenset(source for source in sources if comes(source, tools)) for tools in made]
        return len({one for one in shown if one}) > 1

    kept = [{**flow, "status": "active"} for flow in flows if flow["status"] == "active"]
    perhaps = [number for number, flow in enumerate(flows) if flow["status"] == "unknown"]
    filled = [kept + [flows[number] for number in some] for some in _subsets(perhaps)]
    found = built.reported("m")
    held = [apart(one) for one in filled]
    if found.truth == UNKNOWN_TRUTH:  # it may be asked where several facts together decide, never the other way round
        assert perhaps
    else:
        assert verdict(held) == found.truth
    assert len(found.reports) == len(found.sources) == (2 if found.truth == TRUE else 0)
    if found.truth == TRUE:
        assert found.sources[0] != found.sources[1]


def _subsets(items):
    return [
        [item for item, taken in zip(items, mask, strict=True) if taken] for mask in product([0, 1], repeat=len(items))
    ]


# -- words that do not exist -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda built: built.reach("optout", "a"), "no signal 'optout'; there are click_id, "),
        (lambda built: built.reach("opt_out", "a", "mail"), "no channel 'mail'"),
        (
            lambda built: built.reach("opt_out", "a", scope="all"),
            "no scope 'all'; there are address, brand, global, topic",
        ),
        (lambda built: built.reach("deletion", "a", scope="global"), "only an opt-out has a scope, not 'deletion'"),
        (lambda built: built.exposure("user.contcat"), "no data class 'user.contcat'"),
        (lambda built: built.gating("a", "users"), "no data class 'users'"),
        (lambda built: built.carried_to("users", "a"), "no data class 'users'"),
        (lambda built: built.returns("user.consent", "users"), "no data class 'users'"),
    ],
)
def test_a_word_that_does_not_exist_is_a_mistake_and_no_empty_answer(ask, message):
    with pytest.raises(ValueError, match=message):
        ask(graph())


def test_a_class_of_the_companys_own_can_be_asked_for_and_what_is_above_it():
    built = graph(data_classes={"quiz.answers": {}}, tools={"a": {"stores": ["quiz.answers"]}})
    assert list(built.exposure("quiz")) == list(built.exposure("quiz.answers")) == ["a"]
