"""GRA-17: whether bought contacts get to where newsletters go out."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget
from .integration import RUNNING, flows_between, some_keys
from .opt_outs import STRANGER, new_flows
from .plain import is_true, items, reached, running, tools, under
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Some, World

FILLS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("data_enrichment", "esp")),
    ("tools", "sends"): Some(("email",)),
    ("flows", "status"): RUNNING,
    ("flows", "carries"): Some(("user.contact", "user.job")),
    ("flows", "consent_gated"): OneOf((True, False)),
    ("flows", "object"): OneOf(("contact", "suppression")),
}


def bought(world: World, _listed: World) -> dict[str, int]:
    used = tools(world)
    links = [
        (tail, head)
        for _, flow, tail, head in running(world)
        if under(flow.get("carries"), "user.contact")
        and not is_true(flow["consent_gated"])
        and flow["object"] != "suppression"
    ]
    sellers = [key for key, tool in used.items() if "data_enrichment" in items(tool["capabilities"])]
    return {
        f"tools.{key}": 2
        for key, tool in used.items()
        if {"map", "esp", "messaging"} & set(items(tool["capabilities"]))
        and "email" in items(tool["sends"])
        and any(key in reached(seller, links) for seller in sellers if seller != key)
    }


def _more(world: World) -> list[Addition]:
    way = {"carries": ["user.contact"], "consent_gated": False, "object": "contact"}
    found = new_flows(world, [way])
    if "tools" not in world["complete"]:
        ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
        seller = {("tools", "seller"): {**STRANGER, "capabilities": ["data_enrichment"]}}
        found += [{**seller, ("flows", "bought"): {"from": "seller", "to": key, **way}} for key in ins]
    return found


@st.composite
def contacts(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["data_enrichment"], ["data_enrichment", "esp"], ["esp"], ["esp"], ["crm"]],
                sends=[["email"], ["email"], "none"],
                status=STATUS,
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in some_keys(draw)
        },
        "capture_points": {},
    }
    flows_between(
        draw,
        stack,
        3,
        carries=[["user.contact.email"], ["user.contact"], ["user.job"], "none"],
        consent_gated=[False, False, "none", True],
        object=["contact", "contact", "none", "suppression"],
    )
    return forget(draw, stack, FILLS, 3)


BOUGHT_CONTACTS = Case(rule="GRA-17", stacks=contacts(), fills=FILLS, flags=bought, additions=_more)
