"""MEA-12: dear tools on which nothing hangs."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .opt_outs import STRANGER
from .plain import items, tools
from .portfolio import IN_USE, STATUS
from .stewardship import KEYS
from .worlds import Addition, Domain, Fills, OneOf, Some, World


def _money(amount: int, **more: str) -> dict[str, Any]:
    return {"amount": amount, "currency": "usd", **more}


def _any_tools(world: World, _key: str) -> Domain:
    return Some(tuple(world["tools"]))


def _one_tool(world: World, _key: str) -> Domain:
    return OneOf(("none", *world["tools"]))


BILLS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "cost"): OneOf((_money(10_000_000), _money(1), _money(1000), "none")),
    ("tools", "serves"): Some(("growth",)),
    ("metrics", "measured_in"): _any_tools,
    ("processes", "tools"): _any_tools,
    ("automations", "tool"): _one_tool,
    ("reports", "built_in"): _any_tools,
}


def _a_year(tool: dict[str, Any]) -> tuple[str, int]:
    cost = tool.get("cost", "none")
    if cost == "none" or cost.get("per") == "once":
        return "", 0
    return cost["currency"], cost["amount"] * (12 if cost.get("per") == "month" else 1)


def not_shown(world: World, _listed: World) -> dict[str, int]:
    named = {one for metric in world["metrics"].values() for one in items(metric.get("measured_in"))}
    named |= {one for process in world["processes"].values() for one in items(process.get("tools"))}
    named |= {one for report in world["reports"].values() for one in items(report.get("built_in"))}
    named |= {automation.get("tool") for automation in world["automations"].values()}
    bills = {key: _a_year(tool) for key, tool in tools(world).items()}
    found = {}
    for key, (currency, own) in bills.items():
        total = sum(amount for other, amount in bills.values() if other == currency)
        if own and own * 100 >= 5 * total and key not in named and not items(world["tools"][key].get("serves")):
            found[f"tools.{key}"] = 4
    return found


def _more(world: World) -> list[Addition]:
    found: list[Addition] = [{}]
    if "tools" not in world["complete"]:
        dear = [{"amount": 10**9, "currency": currency} for currency in ("usd", "eur")]
        found += [{("tools", "dear"): {**STRANGER, "cost": cost, "serves": ["growth"]}} for cost in dear]
    for collection, field in (("metrics", "measured_in"), ("processes", "tools"), ("reports", "built_in")):
        if collection not in world["complete"]:
            found += [{(collection, "new"): {field: [key]}} for key in world["tools"]]
    if "automations" not in world["complete"]:
        found += [{("automations", "new"): {"tool": key}} for key in world["tools"]]
    return found


@st.composite
def bills(draw: Draw) -> dict[str, Any]:
    lists = [[], ["a"], ["b"], "none"]
    costs = [
        _money(1000),
        _money(100, per="month"),
        _money(30),
        _money(800, per="once"),
        {"amount": 5, "currency": "eur"},
        "none",
    ]
    stack = {
        "complete": complete(draw, "tools", "metrics", "processes", "automations", "reports"),
        "goals": {"growth": {}},
        "tools": {
            key: element(draw, status=STATUS, cost=costs, serves=[["growth"], [], "none", "none", "none"])
            for key in KEYS
        },
        "metrics": {"m": element(draw, measured_in=lists)} if draw(st.booleans()) else {},
        "processes": {"p": element(draw, tools=lists)} if draw(st.booleans()) else {},
        "reports": {"r": element(draw, built_in=lists)} if one_of(draw, range(4)) == 0 else {},
        "automations": {"u": element(draw, tool=["a", "b", "none", ABSENT])} if draw(st.booleans()) else {},
    }
    return forget(draw, stack, BILLS, 3)


NOT_SHOWN = Case(rule="MEA-12", stacks=bills(), fills=BILLS, flags=not_shown, additions=_more)
