"""GRA-27: whether leads get to a CRM, and how soon."""

from __future__ import annotations

from math import inf
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget
from .integration import RUNNING, flows_between, some_keys
from .opt_outs import STRANGER, new_flows
from .plain import MANUAL, Link, delay, items, quickest, reached, running, tools, under
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Some, World

HOUR = 3600
TIMING: Fills = {
    ("flows", "every"): OneOf(("on_event", "once"), vague={"on_request": ("on_event", "once")}),
    ("flows", "takes"): OneOf(("0m", "60d"), vague={"none": ("none", "0m", "60d")}),
    ("flows", "method"): OneOf(("api", "csv_manual")),
}
LEADS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("crm", "form")),
    ("tools", "captures_leads"): OneOf((True, False)),
    ("flows", "status"): RUNNING,
    ("flows", "carries"): Some(("user.contact", "cost")),
    **TIMING,
}
STEPS = {
    "every": ["on_event", "on_event", "1h", "1d", "30m", "once", "on_request"],
    "takes": ["0m", "0m", "30m", "2h", "none"],
    "method": ["api", "api", "csv_manual"],
}


def takes_its_time(world: World, listed: World) -> bool:
    """Nothing promised: by hand that is no bound at all, else it may take any time."""
    return all(
        (world["flows"][key]["takes"] == "none") == (world["flows"][key].get("method") in MANUAL)
        for key, flow in listed["flows"].items()
        if flow.get("takes") == "none"
    )


def late_leads(world: World, _listed: World) -> dict[str, int]:
    there = tools(world)
    links = [
        Link(tail, head, delay(flow), alone=True)
        for _, flow, tail, head in running(world)
        if under(flow.get("carries"), "user.contact") or "user" in items(flow.get("carries"))
    ]
    crms = [key for key, tool in there.items() if "crm" in items(tool["capabilities"])]
    found = {}
    for key, tool in there.items():
        if not crms or tool["captures_leads"] is not True:
            continue
        near = [crm for crm in crms if crm in reached(key, links)]
        if not near:
            found[f"tools.{key}"] = 2
        elif min((quickest(key, crm, links) for crm in near), default=inf) > HOUR:
            found[f"tools.{key}"] = 3
    return found


def _more(world: World) -> list[Addition]:
    quick = {"every": "on_event", "takes": "0m", "method": "api", "carries": ["user.contact"]}
    slow = {**quick, "every": "once"}
    found = new_flows(world, [quick, slow])
    if "tools" not in world["complete"]:
        crm = {("tools", "crm"): {**STRANGER, "capabilities": ["crm"], "captures_leads": False}}
        outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
        for kind in (quick, slow):
            new = [{("flows", f"{key}_crm"): {"from": key, "to": "crm", **kind}} for key in outs]
            found += [crm, *({**crm, **one} for one in new)]
            found.append({**crm, **{route: value for one in new for route, value in one.items()}})
    return [{route: _without_leads(route, one) for route, one in addition.items()} for addition in found]


def _without_leads(route: tuple[str, ...], element: Any) -> Any:
    return {**element, "captures_leads": False} if route[0] == "tools" else element


@st.composite
def forms(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["crm"], ["crm"], ["form"]] if key == "b" else [["form"], ["form"], ["crm"], "none"],
                captures_leads=[True, True, False] if key == "a" else [True, False, False, "none"],
                status=STATUS,
                sends=["none"],
                captures_opt_out=["none"],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
    }
    flows_between(
        draw,
        stack,
        3,
        ways=[("a", "b")] if draw(st.booleans()) else (),
        carries=[["user.contact.email"], ["user.contact"], ["user"], ["cost"], "none"],
        **STEPS,
    )
    return forget(draw, stack, LEADS, 3)


LATE_LEADS = Case(
    rule="GRA-27",
    stacks=forms(),
    fills=LEADS,
    flags=late_leads,
    additions=_more,
    holds=takes_its_time,
    vague={"takes": ("none",), "every": ("on_request",)},
)
