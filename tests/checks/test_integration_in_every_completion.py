"""Verdicts on loops, silos, single points of failure and terms against every completion of small stacks."""

from __future__ import annotations

from itertools import chain, combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stackaudit.checks import View
from stackaudit.checks.integration import silo, single_point_of_failure, sync_loop
from stackaudit.checks.privacy import personal_data_without_terms
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_data

ABSENT = "left out"
FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
KEYS = ("a", "b", "c", "d")
MOST = 6000


def stated(**fields):
    return {name: value for name, value in fields.items() if value != ABSENT}


def verdicts(check, data, **parameters):
    stack = load_data(data)
    return list(check(View(stack, StackGraph(stack), parameters)))


def expected(as_listed, at_large):
    if at_large == {True}:
        return {FLAGGED}
    if as_listed == {True}:
        return {SUSPECTED}
    return {CLEAR, NOT_APPLICABLE} if at_large == {False} else {UNKNOWN}


@st.composite
def stacks(draw, tool, flow, least=2):
    keys = KEYS[: draw(st.integers(least, 4))]
    pairs = [(one, other) for one in keys for other in keys if one != other]
    return {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "complete": [
            "capture_points",
            *draw(st.sampled_from([[], ["flows"], ["tools"], ["tools", "flows"], ["tools", "flows"]])),
        ],
        "tools": {key: draw(tool) for key in keys},
        "flows": [
            {"from": one, "to": other} | draw(flow)
            for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5))
        ],
    }


def part(**fields):
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in fields.items()}).map(
        lambda drawn: stated(**drawn)
    )


STATUSES = [ABSENT] * 5 + ["retired", "unknown"]
RUNNING = [ABSENT] * 5 + ["paused", "unknown"]
SIDES = [ABSENT, ABSENT, ABSENT, "in", "out", "both"]


def alive(tool):
    return {"unknown": [True, False], "retired": [False]}.get(tool.get("status"), [True])


def running(flow):
    return {"unknown": [True, False], "paused": [False]}.get(flow.get("status"), [True])


def open_pairs(data):
    """Pairs between which flows may be unlisted; ``x`` is a tool that may be."""
    if {"tools", "flows"} <= set(data["complete"]):
        return []
    closed = {key: tool.get("flows_complete") for key, tool in data["tools"].items() if tool.get("status") != "retired"}
    new = [] if "tools" in data["complete"] else ["x"]
    outs = [key for key, side in closed.items() if side not in {"out", "both"}] + new
    ins = [key for key, side in closed.items() if side not in {"in", "both"}] + new
    return [(one, other) for one in outs for other in ins if one != other]


def fillings(choices):
    count = 1
    for choice in choices:
        count *= len(choice)
    assume(count <= MOST)
    return product(*choices)


# -- terms -----------------------------------------------------------------------------------------------------------

CLASSES = [
    ABSENT,
    "unknown",
    ["user.contact.email"],
    ["order"],
    [],
    ["order", "more"],
    ["lead"],
    ["segment"],
    ["segment.size"],
]
PERSONAL = {"user.contact.email", "lead"}


def personal(classes):
    if not isinstance(classes, list) or classes[-1:] == ["more"]:
        return [True, False]
    if set(classes) & {"segment", "segment.size"}:
        return [True, False]
    return [bool(PERSONAL & set(classes))]


@settings(max_examples=200, deadline=None)
@given(
    stacks(
        part(
            capabilities=[["other"]],
            status=STATUSES,
            built=["vendor", "vendor", "agency", "in_house", ABSENT, "unknown"],
            terms=["none", "none", "none", "dpa", ABSENT, "unknown"],
            stores=[[], [], *CLASSES],
            flows_complete=SIDES,
        ),
        part(carries=CLASSES, status=RUNNING),
    )
)
def test_that_personal_data_is_held_without_terms_holds_in_every_completion(data):
    data["data_classes"] = {"lead": {"personal": True}, "segment": {}, "segment.size": {}}
    tools = data["tools"]
    for verdict in verdicts(personal_data_without_terms, data):
        key = verdict.elements[0].partition(".")[2]
        tool = tools[key]
        into = [flow for flow in data["flows"] if flow["to"] == key]
        choices = [
            alive(tool),
            [True, False] if tool.get("built", "unknown") == "unknown" else [tool["built"] != "in_house"],
            [True, False] if tool.get("terms", "unknown") == "unknown" else [tool["terms"] == "none"],
            personal(tool.get("stores")),
            *(
                [
                    one and two and three
                    for one in personal(flow.get("carries"))
                    for two in running(flow)
                    for three in alive(tools[flow["from"]])
                ]
                for flow in into
            ),
        ]
        as_listed = {
            used and outside and without and (stores or any(brought))
            for used, outside, without, stores, *brought in fillings(choices)
        }
        more = any(other == key for _, other in open_pairs(data))
        at_large = as_listed | {
            used and outside and without for used, outside, without, *_ in fillings(choices) if more
        }
        assert verdict.outcome in expected(as_listed, at_large)
        assert bool(verdict.missing) == (verdict.outcome is UNKNOWN)


# -- loops -----------------------------------------------------------------------------------------------------------

OWNERS = [
    ABSENT,
    "unknown",
    "none",
    {},
    {"contact": "a"},
    {"contact": {"email": "a"}},
    {"contact": {"email": "a", "*": "b"}},
    {"contact": {"*": "b"}},
]
FIELDS = ("email", "stage", "other")


def subsets(items):
    return list(chain.from_iterable(combinations(items, size) for size in range(len(items) + 1)))


def moved(flow):
    """What a flow may move around: sets of fields of contacts; none where it is guarded, stopped or about others."""
    fields = flow.get("fields")
    sets = (
        [tuple(fields)]
        if isinstance(fields, list) and fields[-1:] != ["more"]
        else [one for one in subsets(FIELDS) if set(fields or ()) - {"more"} <= set(one)]
    )
    kinds = [True, False] if "object" not in flow else [flow["object"] == "contact"]
    guards = {ABSENT: [True, False], True: [False], False: [True]}[flow.get("loop_guard", ABSENT)]
    return {
        one if kind and free and run else ()
        for one in sets
        for kind in kinds
        for free in guards
        for run in running(flow)
    }


def owned(owners):
    """Each way in which fields of contacts may have a system of record."""
    if owners in (ABSENT, "unknown"):
        return [set(one) for one in subsets(FIELDS)]
    if owners == "none" or "contact" not in owners:
        return [set()]
    if isinstance(owners["contact"], str):
        return [set(FIELDS)]
    return [{field for field in FIELDS if field in owners["contact"] or "*" in owners["contact"]}]


def goes_round(links):
    after = {}
    for tail, head in links:
        after.setdefault(tail, set()).add(head)
    for start in after:
        seen, waiting = set(), [start]
        while waiting:
            new = after.get(waiting.pop(), set()) - seen
            seen |= new
            waiting += new
        if start in seen:
            return True
    return False


@settings(max_examples=200, deadline=None)
@given(
    stacks(
        part(capabilities=[["other"]], status=[ABSENT] * 7 + ["retired"], flows_complete=SIDES),
        part(
            object=["contact"] * 5 + [ABSENT, "order"],
            fields=[["email"], ["email"], ["email", "stage"], ["stage"], ["email", "more"], ABSENT, []],
            loop_guard=[False, False, ABSENT, True],
            status=RUNNING,
        ),
    ),
    st.sampled_from(OWNERS),
)
def test_that_contacts_go_round_holds_in_every_completion(data, owners):
    data |= stated(systems_of_record=owners)
    used = {key for key, tool in data["tools"].items() if tool.get("status") != "retired"}
    flows = [flow for flow in data["flows"] if {flow["from"], flow["to"]} <= used and flow.get("status") != "paused"]
    found = {verdict.topic: verdict for verdict in verdicts(sync_loop, data)}
    if not any(flow.get("object") == "contact" for flow in flows):
        assert "contact" not in found
        return
    pairs = [(one, other) for one, other in open_pairs(data) if {one, other} <= used | {"x"}]
    as_listed, at_large = set(), set()
    sure = [flow.get("object") == "contact" for flow in flows]
    for chosen in fillings([sorted(moved(flow)) for flow in flows]):
        for held in owned(owners):
            links = {
                field: [(flow["from"], flow["to"]) for flow, one in zip(flows, chosen, strict=True) if field in one]
                for field in FIELDS
            }
            own = {
                field: [
                    (flow["from"], flow["to"])
                    for flow, one, named in zip(flows, chosen, sure, strict=True)
                    if field in one and named
                ]
                for field in FIELDS
            }
            red = any(field not in held and with_one_of(links[field], own[field]) for field in FIELDS)
            as_listed.add(red)
            at_large |= {
                red,
                any(field not in held and with_one_of([*links[field], *pairs], own[field]) for field in FIELDS),
            }
    verdict = found["contact"]
    assert verdict.outcome in expected(as_listed, at_large)
    assert bool(verdict.missing) == (verdict.outcome is UNKNOWN)


def with_one_of(links, own):
    """Whether something goes round over one of the flows that are known to move contacts."""
    for tail, head in own:
        seen, waiting = {head}, [head]
        while waiting:
            here = waiting.pop()
            new = {end for begin, end in links if begin == here} - seen
            seen |= new
            waiting += new
        if tail in seen:
            return True
    return False


# -- silos -----------------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(
    stacks(
        part(
            capabilities=[["form"], ["form"], ["crm"], ["cdp", "form"], ABSENT, ["form", "more"]],
            status=STATUSES,
            stores=[["user.contact.email"], ["user.contact.email"], ["page_view"], [], ["order"], ABSENT],
            flows_complete=SIDES,
            part_of=[ABSENT] * 6 + ["a", "a", "unknown"],
        ),
        part(carries=[["user.name"], ["event"], ["order"], [], ABSENT], status=RUNNING),
    )
)
def test_that_a_tool_is_a_silo_holds_in_every_completion(data):  # noqa: C901 - a plain reference, in one piece
    tools, flows = data["tools"], data["flows"]
    tools["a"].pop("part_of", None)  # nothing is part of itself
    hubs = [
        [True, False]
        if tool.get("capabilities", ["more"])[-1] == "more"
        else [bool({"crm", "cdp"} & set(tool["capabilities"]))]
        for tool in tools.values()
    ]
    stores = [
        [True, False] if "stores" not in tool else [bool({"user.contact.email", "page_view"} & set(tool["stores"]))]
        for tool in tools.values()
    ]
    carried = [
        [True, False] if "carries" not in flow else [bool({"user.name", "event"} & set(flow["carries"]))]
        for flow in flows
    ]
    wholes = [
        [None, *(set(tools) - {key})] if tool.get("part_of") == "unknown" else [tool.get("part_of")]
        for key, tool in tools.items()
    ]
    choices = [*map(alive, tools.values()), *hubs, *stores, *map(running, flows), *carried, *wholes]
    size, count = len(tools), len(flows)
    pairs = open_pairs(data)
    additions = (
        [(), *((pair,) for pair in pairs), *combinations(pairs, 2), tuple(pairs)]
        if len(pairs) < 14
        else [(), *((pair,) for pair in pairs), tuple(pairs)]
    )
    as_listed = {key: set() for key in tools}
    at_large = {key: set() for key in tools}
    for filled in fillings(choices):
        used, is_hub, keeps, runs, moves, whole = (
            filled[:size],
            filled[size : 2 * size],
            filled[2 * size : 3 * size],
            filled[3 * size : 3 * size + count],
            filled[3 * size + count : -size],
            filled[-size:],
        )
        here = {key for key, one in zip(tools, used, strict=True) if one}
        listed_hubs = {key for key, one in zip(tools, is_hub, strict=True) if one} & here
        data_at = {key for key, one in zip(tools, keeps, strict=True) if one}
        links = [
            (flow["from"], flow["to"])
            for flow, one in zip(flows, runs, strict=True)
            if one and {flow["from"], flow["to"]} <= here
        ]
        links += [link for link in zip(tools, whole, strict=True) if set(link) <= here]
        for flow, one, two in zip(flows, runs, moves, strict=True):
            if one and two and {flow["from"], flow["to"]} <= here:
                data_at |= {flow["from"], flow["to"]}
        for key in tools:
            as_listed[key].add(key in here and key in data_at and is_silo(key, links, listed_hubs))
            if len(at_large[key]) < 2:
                for added in additions:
                    new = [link for link in added if set(link) <= here | {"x"}]
                    for others in [set()] if "tools" in data["complete"] else [set(), {"x"}, {"y"}]:
                        for more in [set(), {end for link in new for end in link}]:
                            at_large[key].add(
                                key in here
                                and key in data_at | more
                                and is_silo(key, [*links, *new], listed_hubs | others)
                            )
    for verdict in verdicts(silo, data):
        key = verdict.elements[0].partition(".")[2]
        right = expected(as_listed[key], at_large[key])
        if verdict.outcome is UNKNOWN and any(
            len(one) > 1 or (True in one and len(alive(tool)) > 1)
            for one, tool in zip(hubs, tools.values(), strict=True)
        ):
            right |= {UNKNOWN} if CLEAR in right else set()  # what is a hub is asked for anyway
        assert verdict.outcome in right, key
        assert bool(verdict.missing) == (verdict.outcome in {UNKNOWN, SUSPECTED})


def is_silo(key, links, hubs):
    seen, waiting = {key}, [key]
    while waiting:
        here = waiting.pop()
        new = {end for link in links if here in link for end in link} - seen
        seen |= new
        waiting += new
    return bool(hubs) and not hubs & seen


# -- single points of failure ----------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(
    stacks(
        part(
            capabilities=[["other"], ["other"], ["etl"], ["form"], ["form", "map"], ["map", "more"]],
            sends=[["email"], ["email"], "none", "none", ABSENT],
            status=[ABSENT] * 8 + ["retired", "unknown"],
            monitored=[True, False, ABSENT],
            runbook=["wiki", "wiki", False, ABSENT],
            maintainers=[["m"], ["m"], "none", ABSENT],
            flows_complete=SIDES,
        ),
        part(status=RUNNING),
        least=3,
    ),
    st.sampled_from([0.3, 0.6, 1.0]),
    st.data(),
)
def test_that_a_tool_is_a_single_point_of_failure_is_sound_and_exact_where_all_is_known(data, share, drawn):
    data["teams"] = {"m": {}}
    data["complete"] = ["tools", "flows"] if drawn.draw(st.booleans()) else data["complete"]
    tools, flows = data["tools"], data["flows"]
    guards = [
        [
            {True: (True,), False: (False,)}.get(tool.get("monitored"), (True, False)),
            (True, False) if "runbook" not in tool else (bool(tool["runbook"]),),
            (True, False) if "maintainers" not in tool else (tool["maintainers"] == ["m"],),
        ]
        for tool in tools.values()
    ]
    sends = [
        [True, False] if "sends" not in tool and "map" in tool["capabilities"] else [tool.get("sends") == ["email"]]
        for tool in tools.values()
    ]
    collects = [
        [True] if "form" in tool["capabilities"] else [True, False] if "more" in tool["capabilities"] else [False]
        for tool in tools.values()
    ]
    choices = [*map(alive, tools.values()), *sends, *collects, *map(running, flows)]
    size = len(tools)
    as_listed = {key: set() for key in tools}
    at_large = {key: set() for key in tools}
    pairs = open_pairs(data)
    for filled in fillings(choices):
        here = {key for key, one in zip(tools, filled[:size], strict=True) if one}
        ends = {key for key, one in zip(tools, filled[size : 2 * size], strict=True) if one} & here
        begins = {key for key, one in zip(tools, filled[2 * size : 3 * size], strict=True) if one} & here
        links = [
            (flow["from"], flow["to"])
            for flow, one in zip(flows, filled[3 * size :], strict=True)
            if one and {flow["from"], flow["to"]} <= here
        ]
        for key, guard in zip(tools, guards, strict=True):
            reds = {not all(one) for one in product(*guard)}
            cut = key in here and is_cut(key, here, links, begins, ends, share)
            as_listed[key] |= {cut and red for red in reds}
            at_large[key] |= {cut and red for red in reds}
            for added in ((pair,) for pair in pairs):
                new = [link for link in added if set(link) <= here]
                if new and len(at_large[key]) < 2:
                    at_large[key] |= {
                        key in here and is_cut(key, here, [*links, *new], begins, ends, share) and red for red in reds
                    }
    is_known = all(len(choice) == 1 for choice in choices)
    for verdict in verdicts(single_point_of_failure, data, share=share):
        key = verdict.elements[0].partition(".")[2]
        right = expected(as_listed[key], at_large[key])
        if is_known and {"tools", "flows"} <= set(data["complete"]):
            assert verdict.outcome in right, key
        elif verdict.outcome is FLAGGED:
            assert right == {FLAGGED}
        elif verdict.outcome is SUSPECTED:
            assert as_listed[key] == {True}
        elif verdict.outcome in {CLEAR, NOT_APPLICABLE}:
            assert at_large[key] == {False}
        assert bool(verdict.missing) == (verdict.outcome in {UNKNOWN, SUSPECTED})


def is_cut(key, here, links, begins, ends, share):
    sources = begins | {one for one in here if not any(head == one for _, head in links)}
    reached = after(sources, links, None)
    total = ends & reached
    others = sources - {key}
    if key not in after(others, links, None) or key in others:
        return False
    cut = {end for end in total - {key} if end not in after(sources - {key}, links, key)}
    return len(cut) >= 2 and len(cut) >= share * len(total)


def after(sources, links, without):
    seen = set(sources) - {without}
    waiting = list(seen)
    while waiting:
        here = waiting.pop()
        new = {head for tail, head in links if tail == here and head != without} - seen
        seen |= new
        waiting += new
    return seen
