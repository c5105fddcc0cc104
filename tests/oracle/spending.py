"""MEA-09: what ads cost, and what customers brought, come together in a tool other than web analytics."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of, pairs
from .opt_outs import STRANGER, new_flows
from .plain import items, reached, running, spend_links, tools, under
from .worlds import Addition, Fills, OneOf, Some, World

MORE_THAN_WEB = {"warehouse", "bi", "attribution", "crm", "cdp"}
HOLDS = {"crm", "ecommerce", "payments"}
GIVES = {*HOLDS, "product", "database", "warehouse"}
REVENUE = ("revenue", "order", "user.behavior.purchase_history", "user.value")
SPENDING: Fills = {
    ("tools", "capabilities"): Some(("ads", "crm", "warehouse", "web_analytics")),
    ("tools", "status"): OneOf(("active", "retired")),
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "signals"): Some(("spend",)),
    ("flows", "carries"): Some(("cost", "revenue"), vague={"user": (["user.value"], ["user.name"])}),
}


def spend_apart(world: World, _listed: World) -> dict[str, int]:
    """Ads are bought, and no tool but one for web analytics alone is reached by, or said to keep, both spend and revenue.

    What a tool keeps is no missing fact here: it got there by a flow or by hand, and what flows bring is.
    """
    jobs = {key: set(items(tool["capabilities"])) for key, tool in tools(world).items()}
    kept = {
        key: [] if tool.get("stores") == "unknown" else items(tool.get("stores")) for key, tool in tools(world).items()
    }
    web_only = {key for key, kinds in jobs.items() if "web_analytics" in kinds and not kinds & MORE_THAN_WEB}
    ads_only = {key for key, kinds in jobs.items() if "ads" in kinds and not kinds & MORE_THAN_WEB}
    costs = {key for key in jobs if under(kept[key], "cost")}
    earns = {key for key in jobs if under(kept[key], *REVENUE)} - ads_only
    ads = [key for key, kinds in jobs.items() if "ads" in kinds]
    spend = _arrivals([*ads, *costs], spend_links(world)) | (costs - ads_only)
    earned = [(tail, head) for _, flow, tail, head in running(world) if under(flow.get("carries"), *REVENUE)]
    sources = [key for key, kinds in jobs.items() if kinds & GIVES or key in earns - web_only]
    revenue = _arrivals(sources, earned) | earns | {key for key, kinds in jobs.items() if kinds & HOLDS}
    return {"company": 3} if ads and not (spend & revenue) - web_only else {}


def _arrivals(starts: list[str], links: list[tuple[str, str]]) -> set[str]:
    """Where something gets to from another place."""
    return {key for start in starts for key in reached(start, links) if key != start}


def heeds_gaps(world: World, _listed: World) -> bool:
    return not any(gap["to"] in reached(gap["from"], spend_links(world)) for gap in world["gaps"].values())


def _more(world: World) -> list[Addition]:
    both = {"signals": ["spend"], "carries": ["revenue"]}
    found = new_flows(
        world, [both, {"signals": ["spend"], "carries": "none"}, {"signals": "none", "carries": ["revenue"]}]
    )
    if "tools" not in world["complete"]:
        ads = {("tools", "ads"): {**STRANGER, "capabilities": ["ads"]}}
        crm = {("tools", "crm"): {**STRANGER, "capabilities": ["crm"]}}
        meet = {("flows", "ads_crm"): {"from": "ads", "to": "crm", **both}}
        found += [ads, {**ads, **crm}, {**ads, **crm, **meet}]
        for key, tool in world["tools"].items():
            if tool.get("flows_complete") not in {"in", "both"}:
                found.append({**ads, ("flows", "ads_in"): {"from": "ads", "to": key, **both}})
                found.append({**crm, ("flows", "crm_in"): {"from": "crm", "to": key, **both}})
                found.append({**found[-1], **found[-2]})
            if tool.get("flows_complete") not in {"out", "both"}:
                found.append({**crm, ("flows", "to_crm"): {"from": key, "to": "crm", **both}})
    return found


@st.composite
def spending(draw: Draw) -> dict[str, Any]:
    keys = ("a", "b", "c", "d")[: one_of(draw, (3, 2, 3, 4))]
    jobs = [["crm"], ["warehouse"], ["web_analytics"], ["web_analytics", "bi"], ["form"], ["ads"], "none"]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["ads"], ["ads"], ["form"]] if key == "a" else jobs,
                status=[ABSENT] * 8 + ["active", "retired"],
                stores=[ABSENT] * 5 + ["none", "unknown", ["cost"], ["order", "more"], ["cost", "revenue"]],
                sends=["none"],
                captures_opt_out=["none"],
                flows_complete=[ABSENT] * 5 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
    }
    carried = [["cost"], ["revenue"], ["order", "cost"], ["page_view"], ["user"], ["user.value"], "none"]
    stack["flows"] = [
        {"from": one, "to": other}
        | element(
            draw,
            signals=["none", "none", ["spend"], ["spend:ads"], ["conversion"]],
            carries=carried,
            status=[ABSENT] * 7 + ["active", "paused"],
        )
        for one, other in pairs(draw, keys, keys, 5, 1)
    ]
    world = {**stack, "flows": {str(number): flow for number, flow in enumerate(stack["flows"])}}
    stack["gaps"] = []
    for (one, other), _ in zip(pairs(draw, keys, keys, 1), combinations(keys, 2), strict=False):
        gap = {"signal": "spend", "from": one, "to": other}
        if heeds_gaps({**world, "gaps": {"one": gap}}, world):
            stack["gaps"].append(gap)
    return forget(draw, stack, SPENDING, 3)


SPEND_APART = Case(
    rule="MEA-09",
    stacks=spending(),
    fills=SPENDING,
    flags=spend_apart,
    additions=_more,
    holds=heeds_gaps,
    vague={"carries": ("user",)},
)
