"""GRA-09: what people chose about advertising, on its way to the platforms that hold audiences."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of, pairs
from .opt_outs import may_share, new_flows, same_brand
from .plain import DAY, Link, delay, items, quickest, reached, running, side_links, tools, under
from .portfolio import IN_USE
from .worlds import Addition, Fills, OneOf, Some, World

CHOICES = ("opt_out", "opt_out:ads", "consent", "consent:ads")
AUDIENCES: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ads", "consent"), most=1),
    ("tools", "captures_opt_out"): Some(("ads", "email"), most=1),
    ("capture_points", "channel"): Some(("ads", "email"), most=1, can_be_open=False),
    ("capture_points", "captures"): Some(("consent", "deletion"), can_be_open=False),
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "signals"): Some(("consent", "opt_out:email"), most=1),
    ("flows", "carries"): Some(("user.name",)),
    ("flows", "method"): OneOf(("api", "tag")),
    ("flows", "consent_mode"): Some(("ad_user_data", "ad_personalization", "ad_storage")),
    ("flows", "every"): OneOf(("on_event", "once")),
    ("flows", "takes"): OneOf(("0m", "60d")),
    ("company", "us_states"): Some(("ca", "tx")),
    ("company", "regions"): Some(("us", "de"), vague={"worldwide": (["us"], ["de"])}),
}
FAST = {"method": "api", "every": "on_event", "takes": "0m", "carries": [], "signals": ["consent"]}
SLOW = {**FAST, "every": "once"}
FILLS = {**FAST, "carries": ["user.name"], "signals": "none"}


def misses(world: World, listed: World) -> dict[str, int]:
    links = [
        Link(tail, head, delay(flow), alone=True)
        for _, flow, tail, head in running(world)
        if set(CHOICES) & set(items(flow.get("signals")))
    ]
    links += [Link(tail, head, 0, alone=True) for tail, head in side_links(world)]
    places = {
        key: one
        for key, one in tools(world).items()
        if "ads" in items(one.get("captures_opt_out")) or "consent" in items(one.get("capabilities"))
    }
    places |= {
        key: one
        for key, one in world["capture_points"].items()
        if {"opt_out", "consent"} & set(items(one.get("captures", ["opt_out"]))) and "ads" in items(one.get("channel"))
    }
    states = items((world.get("company") or {}).get("us_states"))
    flags = _tags(world)
    for key, tool in tools(world).items():
        filled = [
            flow
            for _, flow, _, head in running(world)
            if head == key and under(flow.get("carries"), "user") and flow["method"] not in {"tag", "sdk"}
        ]
        if "ads" not in items(tool.get("capabilities")) or not filled:
            continue
        others = [
            place
            for place, one in places.items()
            if place != key and same_brand(tool, one) and (_is_there(listed, place) or _nowhere(listed, key))
        ]
        times = [quickest(place, key, links) if key in reached(place, links) else None for place in others]
        late = max((time for time in times if time is not None), default=0)
        if {"ca", "all"} & set(states) and late > 21 * DAY:
            flags[f"tools.{key}"] = 1
        elif None in times or ({"ca", "all"} & set(states) and late > 19 * DAY):
            flags[f"tools.{key}"] = 2
    return flags


def _tags(world: World) -> dict[str, int]:
    """Tags of Google's in Europe that do not send both parameters."""
    if "de" not in items((world.get("company") or {}).get("regions")):
        return {}
    return {
        f"flows.{key}:consent_mode": 3
        for key, flow, _, head in running(world)
        if world["tools"][head].get("product") == "ga4"
        and flow["method"] == "tag"
        and not {"ad_user_data", "ad_personalization"} <= set(items(flow.get("consent_mode")))
    }


def _is_there(listed: World, place: str) -> bool:
    return place in listed["tools"] or place in listed["capture_points"]


def _may(held: Any, *wanted: str) -> bool:
    return held is None or held == "unknown" or (held != "none" and bool({*wanted, "more"} & set(held)))


def _nowhere(listed: World, key: str) -> bool:
    """Whether no place is listed where people could choose about advertising."""
    own = listed["tools"].get(key, {}).get("brand", [])
    for other, tool in listed["tools"].items():
        if other != key and not may_share(own, tool.get("brand", [])):
            continue
        is_place = _may(tool.get("captures_opt_out"), "ads") or _may(tool.get("capabilities"), "consent")
        sure = tool.get("status") != "unknown" and (
            "ads" in (tool.get("captures_opt_out") or ()) or "consent" in (tool.get("capabilities") or ())
        )
        if is_place and tool.get("status") not in {"retired", "planned"} and (other != key or sure):
            return False
    return not any(
        _may(point.get("captures", ["opt_out"]), "opt_out", "consent") and _may(point.get("channel"), "ads")
        for point in listed["capture_points"].values()
    )


def _additions(world: World) -> list[Addition]:
    flows = new_flows(world, [FAST, SLOW, FILLS])
    found: list[Addition] = [*flows]
    both = new_flows(world, [{**FILLS, "signals": ["consent"]}])[1:]
    found += [*both, *new_flows(world, [{**FILLS, "every": "once", "signals": ["consent"]}])[1:]]
    if "capture_points" not in world["complete"]:
        place = {("capture_points", "new_place"): {"tool": "none", "channel": ["ads"], "captures": ["consent"]}}
    elif "tools" not in world["complete"]:
        place = {("tools", "new_place"): {"capabilities": ["consent"], "captures_opt_out": "none", "sends": "none"}}
    else:
        return found
    return [*found, place, *({**place, **one} for one in flows[1:]), *({**place, **one} for one in both)]


def _lives(world: World, _listed: World) -> bool:
    company = world.get("company") or {}
    return "us" in items(company.get("regions")) or not items(company.get("us_states"))


@st.composite
def platforms(draw: Draw) -> dict[str, Any]:
    keys = ("a", "b", "c")[: one_of(draw, (2, 3, 3))]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points"),
        "company": element(draw, regions=[["us"]], us_states=[["ca"], ["all"], ["tx"], "none"])
        if draw(st.integers(0, 2))
        else element(draw, regions=[["de"], ["de", "us"], ["worldwide"]], us_states=[ABSENT, "none"]),
        "tools": {
            key: element(
                draw,
                capabilities=[["ads"]] if key == "a" else [["consent"], ["consent"], ["crm"], "none"],
                captures_opt_out=["none", "none", "none", ["ads"], ["email"]],
                status=[ABSENT] * 8 + ["retired"],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
                brand=[ABSENT] * 5 + [["x"], ["y"]],
            )
            for key in keys
        },
        "capture_points": {},
    }
    if draw(st.integers(0, 2)) == 0:
        point = element(
            draw, tool=[*keys], channel=[["ads"], ["ads"], ["email"]], captures=[["consent"], ["opt_out"], ["deletion"]]
        )
        stack["capture_points"]["p"] = point
    stack["flows"] = [
        {"from": one, "to": other}
        | element(
            draw,
            status=[ABSENT] * 9 + ["paused"],
            signals=[["consent"], ["opt_out"], ["opt_out:ads", "conversion"], ["opt_out:email"], "none"],
            carries=[["user.name"], ["user.name"], ["cost"]],
            method=["api", "api", "csv_manual", "tag"],
            consent_mode=[["ad_user_data", "ad_personalization"], ["ad_user_data"], "none"],
            every=["on_event", "12d", "19d", "20d", "30d", "once"],
            takes=["0m", "0m", "1h", "2d", "60d"],
        )
        for one, other in dict.fromkeys([("b", "a"), *pairs(draw, (*keys, *stack["capture_points"]), keys, 3, 1)])
    ]
    if draw(st.integers(0, 3)):
        stack["flows"].append({"id": "fill", "from": keys[-1], "to": "a", **FILLS})
    for key, tool in stack["tools"].items():
        tool["product"] = "ga4" if key == "a" and draw(st.booleans()) else "none"
    stack = forget(draw, stack, AUDIENCES, one_of(draw, (0, 2, 3)))
    for tool in stack["tools"].values():  # what the catalogue says of the product is not what is looked at here
        tool.setdefault("capabilities", "unknown")
        tool.get("disputed", {}).pop("capabilities", None)
    return stack


MISS_AUDIENCES = Case(
    rule="GRA-09",
    stacks=platforms(),
    fills=AUDIENCES,
    flags=misses,
    additions=_additions,
    holds=_lives,
    vague={"regions": ("worldwide",), "us_states": ("none",)},
)
