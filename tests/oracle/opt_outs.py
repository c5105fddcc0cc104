"""GRA-01, GRA-02, GRA-03: whether opt-outs get to every sender, in time, and by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of, pairs
from .plain import DAY, MANUAL, Link, items, opt_out_links, quickest, reached, tools
from .worlds import Addition, Fills, OneOf, Slot, Some, World

CHANNELS = ("email", "sms", "push")
FAST = {"method": "api", "monitored": True, "every": "on_event", "takes": "0m", "signals": ["opt_out"]}
SLOW = {**FAST, "every": "once"}
BY_HAND = {**FAST, "method": "csv_manual"}


def _other_tools(world: World, key: str) -> Some:
    return Some(tuple(one for one in (*world["tools"],) if one != key))


def _tools_or_none(world: World, _key: str) -> OneOf:
    return OneOf(("none", *world["tools"]))


ARRIVAL: Fills = {
    ("tools", "sends"): Some(CHANNELS, most=1),  # channels are judged apart
    ("tools", "captures_opt_out"): Some(CHANNELS, most=1),
    ("tools", "status"): OneOf(("active", "retired")),
    ("tools", "send_gate"): _other_tools,
    ("tools", "brand"): Some(("x", "y")),
    ("capture_points", "tool"): _tools_or_none,
    ("capture_points", "channel"): Some(CHANNELS, most=1, can_be_open=False),
    ("capture_points", "captures"): Some(("opt_out", "consent"), can_be_open=False),
    ("capture_points", "brand"): Some(("x", "y")),
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "signals"): Some(("opt_out", "opt_out:email", "opt_out:sms"), most=1),
}
TIMING: Fills = {
    ("flows", "every"): OneOf(
        ("on_event", "once"), vague={"on_request": ("on_event", "once"), "none": ("on_event", "once")}
    ),
    ("flows", "takes"): OneOf(("0m", "60d"), vague={"none": ("none", "0m", "60d")}),
    ("flows", "method"): OneOf(("api", "csv_manual")),
    ("company", "regions"): Some(
        ("us", "au", "jp"), vague={"worldwide": (["us"], ["jp"], ["au"]), "apac": (["au"], ["jp"])}, most=2
    ),
    ("sending_domains", "daily_volume"): OneOf((10, 5000)),
    ("sending_domains", "tools"): lambda world, _key: Some(tuple(world["tools"])),
}
WATCH: Fills = {("flows", "method"): OneOf(("api", "csv_manual")), ("flows", "monitored"): OneOf((True, False))}


def purposes(world: World) -> Iterator[Slot]:
    for key, tool in world["tools"].items():
        if isinstance(tool.get("sends"), dict):
            for channel, purposes in tool["sends"].items():
                if purposes == "unknown":
                    yield Slot(("tools", key, "sends", channel), (["marketing"], ["service"], []))


# -- plain readings -----------------------------------------------------------------------------------------------------


def sends(tool: dict[str, Any], channel: str) -> bool:
    held = tool.get("sends")
    if isinstance(held, dict):
        return "marketing" in items(held.get(channel))
    return channel in items(held)


def captures(world: World, channel: str) -> dict[str, dict[str, Any]]:
    """The places where people can say stop on a channel."""
    found = {key: tool for key, tool in tools(world).items() if channel in items(tool.get("captures_opt_out"))}
    for key, point in world["capture_points"].items():
        if "opt_out" in items(point.get("captures", ["opt_out"])) and channel in items(point.get("channel")):
            found[key] = point
    return found


def same_brand(one: dict[str, Any], other: dict[str, Any]) -> bool:
    brands, others = items(one.get("brand")), items(other.get("brand"))
    return not brands or not others or bool(set(brands) & set(others))


def judged(world: World, listed: World) -> Iterator[tuple[str, str, list[str], list[Link]]]:
    """Sender and channel, the places whose opt-outs have to get there, and the links.

    A place that nobody listed counts only where none is listed that could be one.
    """
    for channel in CHANNELS:
        places, links = captures(world, channel), opt_out_links(world, channel)
        for key, tool in tools(world).items():
            if sends(tool, channel):
                others = [
                    place
                    for place, one in places.items()
                    if place != key
                    and same_brand(tool, one)
                    and (_is_there(listed, place) or _nowhere(listed, key, channel))
                ]
                yield key, channel, others, links


def _is_there(listed: World, place: str) -> bool:
    return place in listed["tools"] or place in listed["capture_points"]


def _nowhere(listed: World, key: str, channel: str) -> bool:
    """Whether no place is known where people could say stop: of channels that may be used, on none of them."""
    tool = listed["tools"].get(key)
    if tool is None:
        return False
    named = tool.get("sends") if isinstance(tool.get("sends"), (dict, list)) else []
    channels = [channel] if channel in named else [one for one in CHANNELS if one not in named]
    return not any(_known_places(listed, key, tool, one) or _is_own(tool, one) for one in channels)


def _is_own(tool: dict[str, Any], channel: str) -> bool:
    return channel in (tool.get("captures_opt_out") or ()) and tool.get("status") != "unknown"


def _known_places(listed: World, key: str, tool: dict[str, Any], channel: str) -> bool:
    places = [
        one for place, one in listed["tools"].items() if place != key and _may_be(one.get("captures_opt_out"), channel)
    ]
    places = [one for one in places if one.get("status") not in {"retired", "planned"}]
    places += [
        one
        for one in listed["capture_points"].values()
        if _may_be(one.get("captures", ["opt_out"]), "opt_out") and _may_be(one.get("channel"), channel)
    ]
    return any(may_share(tool.get("brand", []), one.get("brand", [])) for one in places)


def _may_be(held: Any, item: str) -> bool:
    return held is None or held == "unknown" or (held != "none" and (item in held or "more" in held))


def may_share(one: Any, other: Any) -> bool:
    if one in ("none", []) or other in ("none", []) or "unknown" in (one, other) or "more" in one or "more" in other:
        return True
    return bool(set(one) & set(other))


def never_arrives(world: World, listed: World) -> dict[str, int]:
    flags = {}
    for key, channel, places, links in judged(world, listed):
        if any(key not in reached(place, links) for place in places):
            flags[f"tools.{key}:{channel}"] = 1
    return flags


LAWS = {
    "us": {"email": (12, 14), "sms": (12, 14)},
    "au": {"email": (5, 7), "sms": (5, 7)},
    "jp": {},
}


def too_late(world: World, listed: World) -> dict[str, int]:
    flags = {}
    for key, channel, places, links in judged(world, listed):
        limits = [(2.0, 2)] if channel == "email" and is_bulk(world, key) else []
        for region in items((world.get("company") or {}).get("regions")):
            for least, most in [LAWS[region][channel]] if channel in LAWS[region] else []:
                limits += [(least, 2), (most, 1)]
        times = [quickest(place, key, links) for place in places if key in reached(place, links)]
        broken = [severity for limit, severity in limits if any(time > limit * DAY for time in times)]
        if broken:
            flags[f"tools.{key}:{channel}"] = min(broken)
    return flags


def is_bulk(world: World, key: str) -> bool:
    domains = world["sending_domains"].values()
    return any(
        key in items(one.get("tools")) and one.get("daily_volume", 0) != "none" and one.get("daily_volume", 0) >= 5000
        for one in domains
    )


def by_hand(world: World, listed: World) -> dict[str, int]:
    flags = {}
    for key, channel, places, links in judged(world, listed):
        alone = [link for link in links if link.alone]
        if any(key in reached(place, links) and key not in reached(place, alone) for place in places):
            flags[f"tools.{key}:{channel}"] = 2
    return flags


def heeds_gaps(world: World, _listed: World) -> bool:
    """Whether nothing gets where a gap says that it does not."""
    for gap in world["gaps"].values():
        _, _, channel = gap["signal"].partition(":")
        for one in [channel] if channel else CHANNELS:
            if gap["to"] in reached(gap["from"], opt_out_links(world, one)):
                return False
    return True


# -- additions ----------------------------------------------------------------------------------------------------------


STRANGER = {
    "capabilities": ["map"],
    "reimport_block": "none",
    "hosting_region": "none",
    "sends": "none",
    "captures_opt_out": "none",
    "stores": "none",
    "built": "in_house",
    "terms": "none",
    "monitored": True,
    "runbook": True,
    "maintainers": "none",
}


POINT = {"tool": "none", "channel": [], "captures": ["consent"]}


def _can_begin(world: World) -> bool:
    """Whether a flow can come from something that nobody listed."""
    return "tools" not in world["complete"] or "capture_points" not in world["complete"]


def new_flows(world: World, kinds: list[dict[str, Any]]) -> list[Addition]:
    """Flows that nobody listed: between listed tools where the flows are partial, to and from new ones where the tools are."""
    is_partial = {name: name not in world["complete"] for name in ("tools", "flows")}
    if not any(is_partial.values()):
        return [{}]
    outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
    outs += world["capture_points"]
    ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
    found: list[Addition] = [{}]

    def link(tail: str, head: str, kind: dict[str, Any]) -> Addition:
        if is_partial["flows"]:
            return {("flows", f"new_{tail}_{head}"): {"from": tail, "to": head, **kind}}
        way = f"{tail}_{head}"
        return {
            ("tools", f"new_{way}"): STRANGER,
            ("flows", f"new_in_{way}"): {"from": tail, "to": f"new_{way}", **kinds[0]},
            ("flows", f"new_out_{way}"): {"from": f"new_{way}", "to": head, **kind},
        }

    for kind in kinds:
        links = {(tail, head): link(tail, head, kind) for tail in outs for head in ins if tail != head}
        groups = [[pair] for pair in links]
        groups += [list(two) for two in combinations(links, 2)] if len(links) <= 6 else []
        for head in ins:
            into = [pair for pair in links if pair[1] == head]
            groups += [into, *([pair for pair in into if pair[0] != tail] for tail in outs)]
        groups += [[*links], *([pair for pair in links if pair[0] != tail] for tail in outs)]
        groups += [[pair for pair in links if pair[1] != head] for head in ins]
        unique = dict.fromkeys(frozenset(group) for group in groups if group)
        found += [{route: value for pair in sorted(group) for route, value in links[pair].items()} for group in unique]
        if is_partial["tools"]:
            found += [
                {("tools", "new"): STRANGER, ("flows", "new_in"): {"from": tail, "to": "new", **kind}} for tail in outs
            ]
        new = (("tools", STRANGER) if is_partial["tools"] else ("capture_points", POINT)) if _can_begin(world) else None
        if new is not None:
            found += [
                {(new[0], "new"): new[1], ("flows", "new_out"): {"from": "new", "to": head, **kind}} for head in ins
            ]
    return found


def new_gates(world: World) -> list[Addition]:
    """What an open gate checks, or an open capture point writes to, may be a tool that nobody listed."""
    if "tools" in world["complete"]:
        return []
    outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
    outs += world["capture_points"]
    tool = {"capabilities": ["map"], "sends": "none", "captures_opt_out": "none"}
    found: list[Addition] = []
    for key, one in world["tools"].items():
        gate = one.get("send_gate")
        if gate == "unknown" or (isinstance(gate, list) and "more" in gate):
            named = [name for name in gate if name != "more"] if isinstance(gate, list) else []
            for some in [outs, *([other] for other in outs), *([x for x in outs if x != other] for other in outs)]:
                flows = {
                    ("flows", f"new_{tail}_gate"): {"from": tail, "to": "gate", **FAST} for tail in some if tail != key
                }
                found.append({("tools", "gate"): tool, ("tools", key, "send_gate"): [*named, "gate"], **flows})
    ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
    for key, point in world["capture_points"].items():
        if point.get("tool") in {None, "unknown"}:
            for kind in (FAST, SLOW, BY_HAND):
                for some in [ins, *([head] for head in ins)]:
                    flows = {("flows", f"new_desk_{head}"): {"from": "desk", "to": head, **kind} for head in some}
                    found.append({("tools", "desk"): tool, ("capture_points", key, "tool"): "desk", **flows})
    return found


def new_places(world: World) -> list[Addition]:
    """Places to say stop that nobody listed: not connected, or with a link to each tool of one kind or another."""
    found: list[Addition] = []
    for channel in CHANNELS:
        if "capture_points" not in world["complete"]:
            collection, place = "capture_points", {"tool": "none", "channel": [channel]}
        elif "tools" not in world["complete"]:
            collection, place = "tools", {"capabilities": ["map"], "sends": "none", "captures_opt_out": [channel]}
        else:
            continue
        found.append({(collection, "place"): place})
        for kind in (SLOW, BY_HAND):
            is_whole = {"tools", "flows"} <= set(world["complete"])
            heads = [
                key
                for key, tool in world["tools"].items()
                if not is_whole and tool.get("flows_complete") not in {"in", "both"}
            ]
            flows = {("flows", f"new_place_{key}"): {"from": "place", "to": key, **kind} for key in heads}
            found.append({(collection, "place"): place, **flows})
        if collection == "capture_points":
            found += [{(collection, "place"): {**place, "tool": key}} for key in world["tools"]]
    return found


def additions_of(kinds: list[dict[str, Any]]) -> Callable[[World], list[Addition]]:
    def make(world: World) -> list[Addition]:
        channels = {gap["signal"].partition(":")[2] for gap in world["gaps"].values()} - {""}
        others = [channel for channel in CHANNELS if channel not in channels] if channels else []
        narrow = [{**kind, "signals": [f"opt_out:{channel}"]} for kind in kinds for channel in others]
        return [*new_flows(world, [*kinds, *narrow]), *new_gates(world), *new_places(world)]

    return make


# -- descriptions -------------------------------------------------------------------------------------------------------


@st.composite
def descriptions(draw: Draw, fills: Fills, steps: dict[str, Any], most: int = 3, least: int = 0) -> dict[str, Any]:
    """Up to four tools, a capture point, flows of the given kinds, and gaps that hold."""
    keys = ("a", "b", "c", "d")[: one_of(draw, (3, 2, 3, 2, 1, 3, 4))]
    messages: list[Any] = [["email"]] * 6 + [["email", "sms"], ["sms"], "none", {"email": ["service"]}]
    messages.append({"email": ["marketing"], "sms": ["service"]})
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points", "sending_domains"),
        "tools": {
            key: element(
                draw,
                capabilities=[["map"]],
                sends=messages,
                captures_opt_out=[["email"]] * 4 + [["sms"], "none", []],
                status=[ABSENT] * 8 + ["active", "active", "trial", "retired"],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
                send_gate=[ABSENT] * 7 + ["none", [keys[0]], [keys[-1]]],
                brand=[ABSENT] * 5 + [["x"], ["y"], "none"],
            )
            for key in keys
        },
        "capture_points": {},
    }
    for key, tool in stack["tools"].items():
        if key in tool.get("send_gate", ()):
            tool["send_gate"] = "none"
        if isinstance(tool.get("sends"), dict) and draw(st.integers(0, 3)) == 0:
            tool["sends"] = {**tool["sends"], "email": "unknown"}
    if draw(st.booleans()):
        stack["capture_points"]["p"] = element(
            draw,
            tool=[*keys, "none"],
            channel=[["email"], ["email"], ["email", "sms"]],
            captures=[ABSENT] * 4 + [["opt_out"], ["consent"], ["opt_out", "consent"]],
            brand=[ABSENT] * 5 + [["x"], ["y"]],
        )
    stack["flows"] = [
        {"from": one, "to": other}
        | element(
            draw,
            signals=[["opt_out"]] * 6 + [["opt_out:email"], ["opt_out:sms"], ["deletion"], "none"],
            status=[ABSENT] * 9 + ["active", "active", "paused"],
            **steps,
        )
        for one, other in pairs(draw, (*keys, *stack["capture_points"]), keys, 5, least)
    ]
    if draw(st.integers(0, 5)) == 0 and stack["flows"]:
        flow = stack["flows"][0]
        if flow["from"] != "p":
            flow["between"] = [flow.pop("from"), flow.pop("to")]
    world = {**stack, "flows": {str(number): flow for number, flow in enumerate(stack["flows"])}}
    stack["gaps"] = []
    for one, other in pairs(draw, (*keys, *stack["capture_points"]), keys, 2):
        signal = one_of(draw, ["opt_out", "opt_out", "opt_out:email"])
        gap = {"signal": signal, "from": one, "to": other}
        if heeds_gaps({**world, "gaps": {"one": gap}}, world):
            stack["gaps"].append(gap)
    return forget(draw, stack, fills, most)


@st.composite
def timed(draw: Draw) -> dict[str, Any]:
    steps = {
        "every": ["on_event", "1d", "4d", "12d", "13d", "30d", "30d", "once", "on_request"],
        "takes": ["0m", "0m", "1h", "2d", "60d", "none"],
        "method": ["api", "csv_manual"],
    }
    stack = draw(descriptions(ARRIVAL, steps, 1, 2))
    regions = [["us"], ["us"], ["au"], ["jp"], ["us", "au"], "none", ["worldwide"], ["apac"]]
    stack["company"] = element(draw, regions=regions)
    volumes = [10, 5000, 90000, "none"]
    if draw(st.booleans()):
        stack["sending_domains"] = {"news": element(draw, tools=[["a"], list(stack["tools"])], daily_volume=volumes)}
    return forget(draw, stack, {**TIMING}, 3)


def _takes_its_time(world: World, listed: World) -> bool:
    """Nothing promised: by hand that is no bound at all, else it may take any time."""
    for key, flow in listed["flows"].items():
        if flow.get("takes") == "none":
            there = world["flows"][key]
            if (there["takes"] == "none") != (there.get("method") in MANUAL):
                return False
    return True


NEVER_ARRIVES = Case(
    rule="GRA-01",
    stacks=descriptions(ARRIVAL, {"every": ["1d"]}, 4),
    fills=ARRIVAL,
    flags=never_arrives,
    additions=additions_of([FAST]),
    holds=heeds_gaps,
    slots=purposes,
)
TOO_LATE = Case(
    rule="GRA-02",
    stacks=timed(),
    fills={**ARRIVAL, **TIMING},
    flags=too_late,
    additions=lambda world: [
        {**one, **domain} for domain in _new_domains(world) for one in additions_of([FAST, SLOW])(world)
    ],
    holds=lambda world, listed: heeds_gaps(world, listed) and _takes_its_time(world, listed),
    slots=purposes,
    vague={"takes": ("none",), "every": ("on_request", "none"), "regions": ("worldwide", "apac")},
)
BY_HAND_ONLY = Case(
    rule="GRA-03",
    stacks=descriptions(
        {**ARRIVAL, **WATCH},
        {"method": ["api", "api", "csv_manual"], "monitored": [True, True, True, False, "none"]},
        3,
    ),
    fills={**ARRIVAL, **WATCH},
    flags=by_hand,
    additions=additions_of([FAST, BY_HAND]),
    holds=heeds_gaps,
    slots=purposes,
)


def _new_domains(world: World) -> list[Addition]:
    """A domain of much mail that nobody listed."""
    if "sending_domains" in world["complete"]:
        return [{}]
    return [{}, {("sending_domains", "new"): {"tools": list(world["tools"]), "daily_volume": 90000}}]
