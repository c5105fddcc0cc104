"""GRA-13, GRA-18, GRA-22 and GRA-24: personal data without terms, loops, silos, and tools on which much depends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from .comparing import Case, Flags
from .drawing import ABSENT, Draw, complete, element, forget, one_of, pairs
from .opt_outs import STRANGER, new_flows
from .plain import is_true, items, reached, running, side_links, tools, under
from .portfolio import IN_USE, KEYS, STATUS, heads
from .worlds import Addition, Domain, Fills, OneOf, Slot, Some, World

RUNNING = OneOf(("active", "paused"))
FLOW_STATUS = [ABSENT] * 9 + ["active", "paused", "planned"]


def _tool_of(world: World, _key: str) -> Domain:
    return OneOf(("none", *world["tools"]))


def _masters(world: World, key: str) -> Domain:
    return Some(tuple(one for one in world["tools"] if one != key))


def flows_between(draw: Draw, stack: dict[str, Any], most: int, ways: Any = (), **fields: Any) -> None:
    """Flows between the tools, and from the capture points; now and then one that goes both ways. ``ways`` are among them."""
    keys = list(stack["tools"])
    drawn = [*ways, *pairs(draw, (*keys, *stack["capture_points"]), keys, most)]
    stack["flows"] = [
        {"from": one, "to": other} | element(draw, status=FLOW_STATUS, **fields)
        for one, other in dict.fromkeys(drawn)
        if {one, other} <= {*keys, *stack["capture_points"]}
    ]
    for flow in stack["flows"][:1]:
        if flow["from"] in keys and draw(st.integers(0, 3)) == 3:
            flow["between"] = [flow.pop("from"), flow.pop("to")]


def some_keys(draw: Draw) -> tuple[str, ...]:
    return KEYS[: one_of(draw, (3, 2, 3, 4, 2, 1))]


# -- GRA-13 -------------------------------------------------------------------------------------------------------------

HELD = Some(("user.name",))
TERMS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "built"): OneOf(("vendor", "in_house", "agency")),
    ("tools", "terms"): OneOf(("dpa", "none")),
    ("tools", "stores"): HELD,
    ("flows", "status"): RUNNING,
    ("flows", "carries"): HELD,
}
CLASSES = [["user.contact.email"], ["user"], ["page_view"], ["lead"], ["lead.score", "page_view"], [], "none"]


def _of_own_classes(world: World) -> Iterator[Slot]:
    for key, own in (world.get("data_classes") or {}).items():
        if own.get("personal") in (None, "unknown"):
            yield Slot(("data_classes", key, "personal"), (True, False))


def is_personal(world: World, classes: Any) -> bool:
    own = [key for key, one in (world.get("data_classes") or {}).items() if one.get("personal") is True]
    return under(classes, "user", *own)


def without_terms(world: World, _listed: World) -> dict[str, int]:
    brought = {head for _, flow, _, head in running(world) if is_personal(world, flow.get("carries"))}
    return {
        f"tools.{key}": 2
        for key, tool in tools(world).items()
        if tool["built"] in {"vendor", "agency"}
        and tool["terms"] == "none"
        and (is_personal(world, tool["stores"]) or key in brought)
    }


def _personal_flows(world: World) -> list[Addition]:
    return new_flows(world, [{"carries": ["user.name"], "method": "api"}])


@st.composite
def personal_data(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points"),
        "data_classes": {"lead": element(draw, personal=[ABSENT, "unknown", True, False]), "lead.score": {}},
        "tools": {
            key: element(
                draw,
                capabilities=[["cms"]],
                status=STATUS,
                built=["vendor", "vendor", "agency", "in_house", "none"],
                terms=["none", "none", "none", "dpa", "controller"],
                stores=CLASSES,
                flows_complete=[ABSENT] * 3 + ["in", "out", "both"],
            )
            for key in some_keys(draw)
        },
        "capture_points": {"p": {"tool": "a"}} if draw(st.booleans()) else {},
    }
    del stack["data_classes"]["lead.score"]
    flows_between(draw, stack, 3, carries=[one for one in CLASSES if one != ["lead.score", "page_view"]])
    for tool in stack["tools"].values():
        tool["stores"] = ["lead", "page_view"] if tool["stores"] == ["lead.score", "page_view"] else tool["stores"]
    return forget(draw, stack, TERMS, 4)


WITHOUT_TERMS = Case(
    rule="GRA-13",
    stacks=personal_data(),
    fills=TERMS,
    flags=without_terms,
    slots=_of_own_classes,
    additions=_personal_flows,
)

# -- GRA-18 -------------------------------------------------------------------------------------------------------------

OBJECTS = ("contact", "lead")
FIELDS = ("email", "stage")
LOOPS: Fills = {
    ("tools", "status"): IN_USE,
    ("flows", "status"): RUNNING,
    ("flows", "object"): OneOf((*OBJECTS, "none")),
    ("flows", "fields"): Some((*FIELDS, "other")),
    ("flows", "loop_guard"): OneOf((True, False)),
}
OWNERS = (
    "none",
    *({name: "a"} for name in OBJECTS),
    {"contact": "a", "lead": "a"},
    {"contact": {"email": "a"}},
    {"contact": {"email": "none", "*": "a"}},
)


def _owners(world: World) -> Iterator[Slot]:
    held = world.get("systems_of_record")
    if held in (None, "unknown"):
        yield Slot(("systems_of_record",), OWNERS)
    for name, owner in (held if isinstance(held, dict) else {}).items():
        if owner == "unknown":
            yield Slot(("systems_of_record", name), ("a", "none"))
        for one, tool in (owner if isinstance(owner, dict) else {}).items():
            if tool == "unknown":
                yield Slot(("systems_of_record", name, one), ("a", "none"))


def is_owned(world: World, name: str, field: str) -> bool:
    owners = world["systems_of_record"]
    owner = owners.get(name, "none") if isinstance(owners, dict) else "none"
    if isinstance(owner, dict):
        owner = owner.get(field, owner.get("*", "none"))
    return owner != "none"


def circles(world: World) -> Iterator[tuple[str, str, set[str]]]:
    """Object, field and the flows on circles of it, where nobody guards the flows and no system of record is there."""
    flows = [(key, flow, tail, head) for key, flow, tail, head in running(world) if not is_true(flow.get("loop_guard"))]
    for name in dict.fromkeys(
        str(flow.get("object")) for _, flow, _, _ in flows if flow.get("object", "none") != "none"
    ):
        for field in (*FIELDS, "other"):
            links = [
                (tail, head, key)
                for key, flow, tail, head in flows
                if flow.get("object") == name and field in items(flow.get("fields"))
            ]
            links = [link for link in links if link[0] in world["tools"]]
            round_ = {key for tail, head, key in links if tail in reached(head, links)}
            if round_ and not is_owned(world, name, field):
                yield name, field, round_


def sync_loops(world: World, _listed: World) -> dict[str, int]:
    flows: dict[str, set[str]] = {}
    for name, _, found in circles(world):
        flows.setdefault(name, set()).update(found)
    return {f"{'+'.join(sorted(f'flows.{key}' for key in found))}:{name}": 3 for name, found in flows.items()}


def loops_named(_flags: Flags, subjects: Mapping[str, str], world: World, listed: World) -> dict[str, int]:
    """A verdict speaks of the circles of its object with a flow that is stated to move it; one without an object of the others."""
    named: dict[str, int] = {}
    topics = {subject.rpartition(":")[2] if ":" in subject else "": subject for subject in subjects}
    for name, field, _ in circles(world):
        links = [
            (tail, head, key)
            for key, flow, tail, head in running(world)
            if flow.get("object") == name and field in items(flow.get("fields")) and not is_true(flow.get("loop_guard"))
        ]
        for circle in _simple_circles(links):
            moved = {listed["flows"].get(key, {}).get("object") for key in circle}
            topic = name if name in moved else ""
            if any(key in listed["flows"] for key in circle):
                named[topics.get(topic, f"flows of {name}, silent about {topic!r}")] = 3
    return named


def _simple_circles(links: list[tuple[str, str, str]]) -> Iterator[set[str]]:
    def onward(path: list[tuple[str, str, str]]) -> Iterator[set[str]]:
        for link in links:
            if link[0] == path[-1][1]:
                if link[1] == path[0][0]:
                    yield {one[2] for one in (*path, link)}
                elif all(link[1] not in one[:2] for one in path):
                    yield from onward([*path, link])

    for link in links:
        yield from onward([link])


def _returning_flows(world: World) -> list[Addition]:
    kinds = [{"object": name, "fields": [*FIELDS, "other"], "loop_guard": False} for name in OBJECTS]
    return [one for number, kind in enumerate(kinds) for one in new_flows(world, [kind])[number > 0 :]]


@st.composite
def syncs(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw, capabilities=[["crm"]], status=STATUS, flows_complete=[ABSENT] * 4 + ["in", "out", "both"]
            )
            for key in some_keys(draw)
        },
        "capture_points": {},
    }
    circle = one_of(draw, [("ab", "ba"), ("ab", "bc", "ca"), ("ab", "ba", "bc", "cb"), ()])
    flows_between(
        draw,
        stack,
        2,
        [tuple(way) for way in circle],
        object=["contact"] * 4 + ["lead", "none"],
        fields=[["email"], ["email"], ["email", "stage"], ["stage"], []],
        loop_guard=[False, False, False, "none", True, "by id"],
    )
    owners = one_of(
        draw,
        ["none", "none", "none", ABSENT, "unknown", *OWNERS, {"contact": "unknown"}, {"contact": {"email": "unknown"}}],
    )
    if owners != ABSENT:
        stack["systems_of_record"] = owners
    return forget(draw, stack, LOOPS, 3)


SYNC_LOOPS = Case(
    rule="GRA-18",
    stacks=syncs(),
    fills=LOOPS,
    flags=sync_loops,
    named=loops_named,
    slots=_owners,
    additions=_returning_flows,
)

# -- GRA-22 -------------------------------------------------------------------------------------------------------------

HUBS = ("crm", "cdp", "warehouse")
OF_CUSTOMERS = Some(("user.name",))
SILOS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("crm", "form")),
    ("tools", "stores"): OF_CUSTOMERS,
    ("tools", "send_gate"): _masters,
    ("capture_points", "tool"): _tool_of,
    ("flows", "status"): RUNNING,
    ("flows", "carries"): OF_CUSTOMERS,
}


def silos(world: World, _listed: World) -> dict[str, int]:
    used = tools(world)
    hubs = {key for key, tool in used.items() if set(HUBS) & set(items(tool["capabilities"]))}
    links = [(tail, head) for _, _, tail, head in running(world)] + side_links(world)
    links += [(key, tool["part_of"]) for key, tool in used.items() if tool.get("part_of") in used]
    both_ways = links + [(head, tail) for tail, head in links]
    data = {key for key, tool in used.items() if _of_customers(world, tool["stores"])}
    data |= {end for _, flow, *two in running(world) if _of_customers(world, flow.get("carries")) for end in two}
    return {
        f"tools.{key}": 3
        for key in used
        if hubs and key not in hubs and key in data and not hubs & reached(key, both_ways)
    }


def _of_customers(world: World, classes: Any) -> bool:
    return is_personal(world, classes) or under(classes, "page_view", "event")


def _more_links(world: World) -> list[Addition]:
    carried, bare = {"carries": ["user.name"]}, {"carries": "none"}
    found = new_flows(world, [carried, bare])
    if "tools" not in world["complete"]:
        hub = {
            ("tools", "hub"): {"capabilities": ["crm"], "sends": "none", "captures_opt_out": "none", "stores": "none"}
        }
        found = [*found, *({**one, **hub} for one in found)]
        outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
        ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
        for kind in (carried, bare):
            found += [{**hub, ("flows", "to_hub"): {"from": key, "to": "hub", **kind}} for key in outs]
            found += [{**hub, ("flows", "from_hub"): {"from": "hub", "to": key, **kind}} for key in ins]
        for key, tool in world["tools"].items():
            if tool.get("send_gate") == "unknown" or "more" in items(tool.get("send_gate")):
                named = (
                    [one for one in items(tool["send_gate"]) if one in world["tools"]]
                    if tool["send_gate"] != "unknown"
                    else []
                )
                found.append({**hub, ("tools", key, "send_gate"): [*named, "hub"]})
        for key, point in world["capture_points"].items():
            if point.get("tool") in (None, "unknown"):
                found.append({**hub, ("capture_points", key, "tool"): "hub"})
    return found


@st.composite
def apart(draw: Draw) -> dict[str, Any]:
    classes = [["user.name"], ["user.name"], ["page_view"], ["cost"], [], "none"]
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["form"], ["form"], ["crm"], ["warehouse", "form"], "none"],
                sends=["none"],
                captures_opt_out=["none"],
                status=STATUS,
                stores=classes,
                send_gate=[ABSENT] * 8 + [["a"]],
                part_of=[ABSENT] * 6 + ([] if key == "a" else ["a"]),
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {"p": {"tool": one_of(draw, (*keys, "none"))}} if draw(st.integers(0, 3)) == 3 else {},
    }
    if "send_gate" in stack["tools"]["a"]:
        stack["tools"]["a"]["send_gate"] = "none"
    flows_between(draw, stack, 3, carries=classes)
    return forget(draw, stack, SILOS, 3)


APART = Case(rule="GRA-22", stacks=apart(), fills=SILOS, flags=silos, additions=_more_links)

# -- GRA-24 -------------------------------------------------------------------------------------------------------------

SHARE = 0.3


def _guardians(world: World, _key: str) -> Domain:
    strangers = () if {"people", "teams"} <= set(world["complete"]) else ("stranger", "other")
    return Some((*world["people"], *world["teams"], *strangers))


def _where_made(world: World, _key: str) -> Domain:
    return Some(tuple(world["tools"]))


DEPENDENCE: Fills = {
    ("people", "status"): OneOf(("active", "left")),
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("form",)),
    ("tools", "sends"): Some(("email",)),
    ("tools", "monitored"): OneOf((True, False)),
    ("tools", "runbook"): OneOf((True, False)),
    ("tools", "maintainers"): _guardians,
    ("flows", "status"): RUNNING,
    ("flows", "via"): _tool_of,
    ("reports", "built_in"): _where_made,
}


def _sends(tool: dict[str, Any]) -> bool:
    held = tool.get("sends")
    return any(items(one) for one in held.values()) if isinstance(held, dict) else bool(items(held))


def much_depends(world: World, _listed: World) -> dict[str, int]:
    """What a tool runs leads past it, or goes through it: whichever makes more depend on a tool."""
    used = tools(world)
    past = [(tail, head) for _, _, tail, head in running(world)]
    through = [
        link
        for _, flow, tail, head in running(world)
        for link in (
            [(tail, flow["via"]), (flow["via"], head)]
            if flow.get("via") in used and flow["via"] not in {tail, head}
            else [(tail, head)]
        )
    ]
    return {
        f"tools.{key}": 2 if _touches_opt_outs(world, key) else 3
        for key, tool in used.items()
        if not _is_guarded(world, tool) and (_cuts_off(world, key, past) or _cuts_off(world, key, through))
    }


def _is_guarded(world: World, tool: dict[str, Any]) -> bool:
    repair = sum(heads(world, one) for one in items(tool["maintainers"]))
    return is_true(tool["monitored"]) and is_true(tool["runbook"]) and repair > 1


def _cuts_off(world: World, key: str, links: list[tuple[str, str]]) -> bool:
    used = tools(world)
    made = {tool for report in world["reports"].values() for tool in items(report["built_in"])}
    ends = [one for one, tool in used.items() if _sends(tool) or one in made]
    begins = {one for one, tool in used.items() if {"form", "webinar"} & set(items(tool["capabilities"]))}
    begins |= {one for one in used if not any(head == one for _, head in links)} | set(world["capture_points"])
    total = [end for end in ends if any(end in reached(begin, links) for begin in begins)]
    around = [link for link in links if key not in link]
    fed = any(begin != key and key in reached(begin, links) for begin in begins)
    cut = [end for end in total if end != key and not any(end in reached(begin, around) for begin in begins - {key})]
    return fed and len(cut) > 1 and len(cut) >= SHARE * len(total)


def _touches_opt_outs(world: World, key: str) -> bool:
    passing = any(
        signal.startswith("opt_out")
        for _, flow, *two in running(world)
        if key in {*two, flow.get("via")}
        for signal in items(flow.get("signals"))
    )
    return passing or any(key in link for link in side_links(world))


def _more_ways(world: World) -> list[Addition]:
    """Beginnings and ends are those that are listed; flows between them may be added."""
    bare = {"signals": "none", "carries": "none"}
    found = new_flows(world, [bare])
    if "flows" in world["complete"]:
        return found
    sides = {key: tool.get("flows_complete") for key, tool in world["tools"].items()}
    for hub in [key for key, side in sides.items() if side is None]:
        outs = {
            ("flows", f"on_{key}"): {"from": hub, "to": key, **bare}
            for key, side in sides.items()
            if side in {None, "out"} and key != hub
        }
        for tail in [
            *(key for key, side in sides.items() if side in {None, "in"} and key != hub),
            *world["capture_points"],
        ]:
            ways = {route: flow for route, flow in outs.items() if flow["to"] != tail}
            found.append({("flows", "hub_in"): {"from": tail, "to": hub, **bare}, **ways})
        if "tools" not in world["complete"]:
            found.append({("tools", "new"): STRANGER, ("flows", "hub_in"): {"from": "new", "to": hub, **bare}, **outs})
    return found


def _with_guardians(world: World) -> World:
    named = {name for one in world["tools"].values() for name in items(one.get("maintainers"))}
    return {**world, "people": {**world["people"], **{name: {} for name in ("stranger", "other") if name in named}}}


@st.composite
def dependent(draw: Draw) -> dict[str, Any]:
    keys = ("a", "b", "c", "d")[: one_of(draw, (4, 4, 4, 3, 2))]
    people = {"p": element(draw, status=[ABSENT, "left", "active"])}
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points", "reports", "people", "teams"),
        "people": people,
        "teams": {"t": element(draw, headcount=[ABSENT, 1, 5])},
        "tools": {
            key: element(
                draw,
                capabilities=[["map"], ["map"], ["map"], ["form", "map"]],
                sends=[["email"], ["email"], ["email"], {"email": ["service"]}, "none"],
                status=[ABSENT] * 14 + STATUS,
                monitored=[False, False, True],
                runbook=["none", True, "wiki"],
                maintainers=[["p"], ["t"], ["p", "t"], "none"],
                flows_complete=[ABSENT] * 5 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {"q": {"tool": one_of(draw, (*keys, "none")), "channel": [], "captures": ["consent"]}}
        if draw(st.integers(0, 3)) == 3
        else {},
        "reports": {"r": {"built_in": one_of(draw, ([keys[-1]], [keys[0]], "none"))}} if draw(st.booleans()) else {},
    }
    ways = one_of(draw, [("ab", "bc", "bd"), ("ab", "bc", "cd"), ("ab", "bc", "bd", "cd"), ()])
    flows_between(
        draw,
        stack,
        2,
        [tuple(way) for way in ways],
        signals=["none", "none", ["opt_out"]],
        via=[ABSENT] * 7 + [keys[0], keys[1]],
    )
    return forget(draw, stack, DEPENDENCE, 3)


MUCH_DEPENDS = Case(
    rule="GRA-24",
    stacks=dependent(),
    fills=DEPENDENCE,
    flags=much_depends,
    additions=_more_ways,
    finish=_with_guardians,
)
