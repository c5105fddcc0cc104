"""GRA-21: flows that match people by an identifier that their source does not hold, where something depends on it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import flows_between, some_keys
from .opt_outs import new_flows
from .plain import items, reached, running, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Domain, Fills, OneOf, Some, World


def _where_read(world: World, _key: str) -> Domain:
    return Some(tuple(world["tools"]))


IDENTITY: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("identity_resolution", "form")),
    ("tools", "sends"): Some(("email",)),
    ("tools", "keys"): Some(("email", "cookie")),
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "key"): OneOf(("email", "cookie", "order_number", "none")),
    ("flows", "signals"): Some(("opt_out:sms", "spend")),
    ("metrics", "used_as"): OneOf(("kpi", "diagnostic")),
    ("metrics", "measured_in"): _where_read,
}


def breaks(world: World, _listed: World) -> dict[str, int]:
    used = tools(world)
    kpis = {
        tool
        for metric in world["metrics"].values()
        if metric["used_as"] == "kpi"
        for tool in items(metric["measured_in"])
    }
    places = {key for key, tool in used.items() if key in kpis or "email" in _marketing(tool["sends"])}
    links = [(tail, head) for _, _, tail, head in running(world)]
    return {
        f"flows.{key}": 3
        for key, flow, tail, head in running(world)
        if tail in used
        and flow["key"] != "none"
        and flow["key"] not in items(used[tail]["keys"])
        and "identity_resolution" not in items(used[tail]["capabilities"])
        and (any(one.startswith("opt_out") for one in items(flow["signals"])) or places & reached(head, links))
    }


def _marketing(sends: Any) -> list[Any]:
    if isinstance(sends, dict):
        return [channel for channel, purposes in sends.items() if "marketing" in items(purposes)]
    return items(sends)


def _more(world: World) -> list[Addition]:
    found = list(new_flows(world, [{"key": "none", "signals": "none"}]))
    strange = [one for one in found if ("tools", "new") in one]
    found += [{**one, ("tools", "new"): {**one["tools", "new"], "sends": ["email"]}} for one in strange]
    if "metrics" not in world["complete"]:
        found += [{("metrics", "new"): {"used_as": "kpi", "measured_in": [key]}} for key in world["tools"]]
    return found


@st.composite
def chains(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "metrics", "capture_points"),
        "tools": {
            key: element(
                draw,
                capabilities=[["form"]] * 5 + [["identity_resolution"], "none"],
                status=STATUS,
                sends=["none", "none", ["email"], {"email": ["service"]}],
                captures_opt_out=["none"],
                keys=[["email"], ["cookie"], ["email", "cookie"], "none", []],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in some_keys(draw)
        },
        "capture_points": {"p": {"tool": "a"}} if draw(st.integers(0, 3)) == 3 else {},
    }
    flows_between(
        draw,
        stack,
        3,
        [("a", "b")],
        key=["email", "email", "cookie", "cookie", "none"],
        signals=["none", "none", "none", ["opt_out"], ["spend"]],
    )
    stack["metrics"] = (
        {"m": {"used_as": one_of(draw, ["kpi", "kpi", "diagnostic"]), "measured_in": [one_of(draw, stack["tools"])]}}
        if draw(st.booleans())
        else {}
    )
    return forget(draw, stack, IDENTITY, 3)


KEY_BREAKS = Case(rule="GRA-21", stacks=chains(), fills=IDENTITY, flags=breaks, additions=_more)
