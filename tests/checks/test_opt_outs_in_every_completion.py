"""Verdicts on opt-outs against every completion of small stacks: all that is unknown is filled in."""

from __future__ import annotations

from itertools import combinations, product
from math import inf

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stackaudit.checks import View
from stackaudit.checks.consent import opt_out_by_hand, opt_out_never_arrives, opt_out_too_late
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_data

ABSENT = "left out"
FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
DAY = 86_400
LIMIT = 12 * DAY
MOST = 4000
KEYS = ("a", "b", "c", "d")


def stated(**fields):
    return {name: value for name, value in fields.items() if value != ABSENT}


@st.composite
def stacks(draw, steps):
    """A few tools, a capture point and flows; ``steps`` draws what else a flow is like."""
    keys = KEYS[: draw(st.integers(2, 4))]
    facts = [["email"], ["email"], ["email"], "none", ABSENT]
    tools = {
        key: stated(
            capabilities=["map"],
            sends=draw(
                st.sampled_from([["email"], ["email"], ["email"], "none", {"email": ["service"]}, {"email": "unknown"}])
            ),
            captures_opt_out=draw(st.sampled_from(facts)),
            status=draw(st.sampled_from([ABSENT] * 6 + ["unknown", "retired"])),
            flows_complete=draw(st.sampled_from([ABSENT, ABSENT, ABSENT, "in", "out", "both"])),
            send_gate=draw(st.sampled_from([ABSENT] * 7 + ["unknown", ["a"], ["b"]])),
        )
        for key in keys
    }
    tools = {
        key: {name: value for name, value in tool.items() if name != "send_gate" or key not in value}
        for key, tool in tools.items()
    }
    points = {}
    if draw(st.booleans()):
        points["p"] = stated(
            tool=draw(st.sampled_from([ABSENT, "none", "a", "b"])),
            channel=draw(st.sampled_from([["email"], ["email"], ABSENT])),
        )
    pairs = [(one, other) for one in (*keys, *points) for other in keys if one != other]
    flows = [
        {"from": one, "to": other}
        | stated(signals=draw(st.sampled_from([["opt_out"], ["opt_out:email"], ["opt_out"], [], ABSENT])))
        | stated(status=draw(st.sampled_from([ABSENT] * 7 + ["paused", "unknown"])))
        | draw(steps)
        for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5))
    ]
    gaps = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2))
    return {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "company": {"regions": ["us"]},
        "complete": draw(
            st.sampled_from(
                [
                    [],
                    ["flows"],
                    ["tools", "capture_points"],
                    *([["tools", "flows", "capture_points", "sending_domains"]] * 3),
                ]
            )
        ),
        "tools": tools,
        "capture_points": points,
        "flows": flows,
        "gaps": [{"signal": "opt_out", "from": one, "to": other} for one, other in gaps],
    }


def link_fillings(data, step_fillings):
    """Every way in which the links may turn out: (source, target, step), step being what a check looks at."""
    choices = []
    for flow in data["flows"]:
        signals = [True, False] if "signals" not in flow else [bool(flow["signals"])]
        running = {"unknown": [True, False], "paused": [False]}.get(flow.get("status"), [True])
        ways = {one and other for one in signals for other in running}
        choices.append(
            [
                link
                for way in ways
                for link in ([(flow["from"], flow["to"], step) for step in step_fillings(flow)] if way else [None])
            ]
        )
    for key, tool in data["tools"].items():
        gate = tool.get("send_gate", [])
        others = [one for one in data["tools"] if one != key]
        if gate == "unknown":
            choices.extend([None, (one, key, AT_ONCE)] for one in others)
        else:
            choices.extend([(one, key, AT_ONCE)] for one in gate)
    for key, point in data["capture_points"].items():
        tool = point.get("tool")
        if tool is None:
            choices.append([None, *((key, one, AT_ONCE) for one in data["tools"])])
        elif tool != "none":
            choices.append([(key, tool, AT_ONCE)])
    return choices


AT_ONCE = "at once"


def completions(data, step_fillings, unlisted_steps):  # noqa: C901 - a plain reference, in one piece
    """Each completion of the stack as listed, and those at large that grow out of it."""
    tools = data["tools"]
    truth = {"unknown": [True, False], ABSENT: [True, False], "none": [False]}

    def fill(value):
        if isinstance(value, dict):
            value = value["email"] if isinstance(value["email"], str) else "none"
        return [True] if isinstance(value, list) else truth[value]

    used = [{"unknown": [True, False], "retired": [False]}.get(tool.get("status"), [True]) for tool in tools.values()]
    sends = [fill(tool.get("sends", ABSENT)) for tool in tools.values()]
    says = [
        fill(element.get(name, ABSENT))
        for name, group in (("captures_opt_out", tools), ("channel", data["capture_points"]))
        for element in group.values()
    ]
    links = link_fillings(data, step_fillings)
    added = additions(data, unlisted_steps)
    count = len(added)
    for choice in (*used, *sends, *says, *links):
        count *= len(choice)
    assume(count <= 20 * MOST)
    for which in product(*used):
        alive = {*(key for key, one in zip(tools, which, strict=True) if one), *data["capture_points"]}
        for chosen in product(*links):
            present = [link for link in chosen if link and link[0] in alive and link[1] in alive]
            if not heeds(data["gaps"], present):
                continue
            large = [present]
            for more in added:
                everything = [*present, *(link for link in more if link[0] in alive and link[1] in alive)]
                if more and heeds(data["gaps"], everything):
                    large.append(everything)
            for senders in product(*sends):
                for sayers in product(*says):
                    captures = {
                        key for key, one in zip((*tools, *data["capture_points"]), sayers, strict=True) if one
                    } & alive
                    sending = {key for key, one in zip(tools, senders, strict=True) if one} & alive
                    yield sending, captures, present, large


def additions(data, steps):
    if {"tools", "flows"} <= set(data["complete"]):
        return [()]
    outs = [key for key, tool in data["tools"].items() if tool.get("flows_complete") not in {"out", "both"}] + [
        *data["capture_points"]
    ]
    ins = [key for key, tool in data["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
    if "tools" not in data["complete"]:  # what an open gate looks up may be a tool that nobody listed
        ins += [key for key, tool in data["tools"].items() if tool.get("send_gate") == "unknown" and key not in ins]
    links = [(one, other, step) for one in outs for other in ins if one != other for step in steps]
    into = [tuple(link for link in links if link[1] == key and link[2] == step) for key in ins for step in steps]
    fewer = [tuple(link for link in some if link[0] != one) for some in into for one in outs]
    twos = combinations(links, 2) if len(links) <= 12 else ()
    return list(dict.fromkeys([(), *((link,) for link in links), *twos, *into, *fewer, tuple(links)]))


def heeds(gaps, links):
    return not any(gap["to"] in after(gap["from"], links) for gap in gaps)


def after(source, links):
    seen, waiting = {source}, [source]
    while waiting:
        here = waiting.pop()
        new = {head for tail, head, _ in links if tail == here} - seen
        seen |= new
        waiting += new
    return seen


def is_contradicted(data):
    sure = [choice[0] for choice in link_fillings(data, lambda _: [AT_ONCE]) if len(choice) == 1 and choice[0]]
    gone = {key for key, tool in data["tools"].items() if tool.get("status") == "retired"}
    return not heeds(data["gaps"], [link for link in sure if not gone & {link[0], link[1]}])


def compare(check, data, step_fillings, unlisted_steps, is_red):
    """Each verdict against the truths in all completions: sound without exception, and nearly always exact."""
    assume(not is_contradicted(data))
    listed = {key: set() for key in data["tools"]}
    large = {key: set() for key in data["tools"]}
    for sending, captures, present, at_large in completions(data, step_fillings, unlisted_steps):
        for key in data["tools"]:
            if len(large[key]) < 2 or len(listed[key]) < 2:
                judge = lambda links: key in sending and any(is_red(one, key, links) for one in captures - {key})  # noqa: B023, E731
                listed[key].add(judge(present))
                large[key].update(judge(links) for links in at_large)
    assume(all(listed.values()))
    stack = load_data(data)
    view = View(stack, StackGraph(stack))
    arrives = {verdict.elements[0]: verdict.outcome for verdict in opt_out_never_arrives(view)}
    mistakes = []
    for verdict in check(view):
        key = verdict.elements[0].partition(".")[2]
        expected = (
            {FLAGGED}
            if large[key] == {True}
            else {SUSPECTED}
            if listed[key] == {True}
            else {CLEAR, NOT_APPLICABLE}
            if large[key] == {False}
            else {UNKNOWN}
        )
        if verdict.outcome is UNKNOWN:
            assert verdict.missing, verdict
        if verdict.outcome is UNKNOWN and (
            asks_whether_there_is_a_place(verdict)
            or (check is not opt_out_never_arrives and arrives[verdict.elements[0]] is not CLEAR)
        ):
            # It may ask too much where it is not certain that opt-outs arrive at all: that is asked for anyway.
            expected = {*expected, UNKNOWN} if CLEAR in expected else expected
        if verdict.outcome not in expected:
            mistakes.append((key, verdict.outcome, expected, verdict.missing))
    return mistakes


def asks_whether_there_is_a_place(verdict):
    return any(one.route == ("complete", "capture_points") for one in verdict.missing)


def never_arrives(source, target, links):
    return target not in after(source, links)


@settings(max_examples=150, deadline=None)
@given(stacks(st.just({})))
def test_that_opt_outs_never_arrive_holds_in_every_completion(data):
    assert not compare(opt_out_never_arrives, data, lambda _: [AT_ONCE], [AT_ONCE], never_arrives)


TIMES = st.sampled_from(
    [
        {"every": "1d", "takes": "1h"},
        {"every": "1d", "takes": "1h"},
        {"every": "2w", "takes": "1h"},
        {"every": "2w", "takes": "1h"},
        {"every": "2w"},
        {"every": "once"},
        {"every": "1d"},
        {"takes": "20d"},
    ]
)


def times(flow):
    return {
        ("1d", "1h"): [DAY],
        ("2w", "1h"): [15 * DAY],
        ("2w", None): [14 * DAY, inf],
        ("once", None): [inf],
        ("1d", None): [DAY, 11 * DAY, inf],
        (None, "20d"): [20 * DAY, inf],
    }[flow.get("every"), flow.get("takes")]


def too_late(source, target, links):
    times = {source: 0}
    for _ in range(len(KEYS) + 1):
        for tail, head, step in links:
            if tail in times:
                took = times[tail] + (0 if step == AT_ONCE else step)
                times[head] = min(times.get(head, inf), took) if head in times else took
    return target in times and times[target] > LIMIT


@settings(max_examples=150, deadline=None)
@given(stacks(TIMES))
def test_that_opt_outs_are_too_late_holds_in_every_completion(data):
    data["sending_domains"] = {}
    data["complete"] = (
        [*data["complete"], "sending_domains"] if "sending_domains" not in data["complete"] else data["complete"]
    )
    assert not compare(opt_out_too_late, data, times, [0, inf], too_late)


WATCH = st.sampled_from(
    [
        {"method": "api", "monitored": True},
        {"method": "api", "monitored": True},
        {"method": "csv_manual"},
        {"method": "api", "monitored": False},
        {"method": "api"},
        {"monitored": True},
    ]
)


def watch(flow):
    if flow.get("method") == "csv_manual" or flow.get("monitored") is False:
        return [False]
    return [True] if "method" in flow and "monitored" in flow else [True, False]


def by_hand(source, target, links):
    alone = [link for link in links if link[2] in {True, AT_ONCE}]
    return target in after(source, links) and target not in after(source, alone)


@settings(max_examples=150, deadline=None)
@given(stacks(WATCH))
def test_that_opt_outs_go_by_hand_holds_in_every_completion(data):
    assert not compare(opt_out_by_hand, data, watch, [True, False], by_hand)
