"""LEG-01 and LEG-02: consent before tags, and the opt-out signal of the browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import RUNNING, flows_between
from .opt_outs import POINT, STRANGER
from .plain import is_true, items, running, tools, under
from .portfolio import IN_USE, STATUS
from .worlds import HEAD, Addition, Fills, OneOf, Slot, Some, World

EUROPE = {"de", "gb", "ch", "eea", "eu"}


def _new_flows(world: World, job: str, way: dict[str, Any]) -> list[Addition]:
    """A flow that nobody listed into a tool for the job: between listed tools, or to one that nobody listed either."""
    partial = {name: name not in world["complete"] for name in ("tools", "flows")}
    found: list[Addition] = []
    if any(partial.values()):
        outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
        ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
        if partial["flows"]:
            found += [
                {("flows", f"new_{tail}_{head}"): {"from": tail, "to": head, **way}}
                for tail in outs
                for head in ins
                if tail != head
            ]
            spot = {("capture_points", "spot"): POINT}
            found += [{**spot, ("flows", f"spot_{key}"): {"from": "spot", "to": key, **way}} for key in ins]
        if partial["tools"]:
            new = {("tools", "new"): {**STRANGER, "capabilities": ["form"]}}
            target = {("tools", "target"): {**STRANGER, "capabilities": [job]}}
            found += [{**new, ("flows", f"new_{key}"): {"from": "new", "to": key, **way}} for key in ins]
            found += [{**new, **target, ("flows", "newest"): {"from": "new", "to": "target", **way}}]
    return found


# -- LEG-01 -------------------------------------------------------------------------------------------------------------

BANNERS: Fills = {
    ("company", "regions"): Some(("us", "de"), vague={"worldwide": (["us"], ["de"])}),
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ads", "consent")),
    ("flows", "status"): RUNNING,
    ("flows", "method"): OneOf(("tag", "api"), vague={"none": ("tag", "api")}),
}


def unmanaged(world: World, _listed: World) -> dict[str, int]:
    jobs = [job for tool in tools(world).values() for job in items(tool.get("capabilities"))]
    tags = [
        flow
        for _, flow, _, head in running(world)
        if flow.get("method") in {"tag", "sdk"}
        and {"ads", "chat"} & set(items(world["tools"][head].get("capabilities")))
    ]
    is_strict = bool(EUROPE & set(items(world["company"].get("regions"))))
    return {"stack": 2} if is_strict and tags and "consent" not in jobs else {}


def _more_tags(world: World) -> list[Addition]:
    manager = {("tools", "choices"): {**STRANGER, "capabilities": ["consent"]}}
    managed = [] if "tools" in world["complete"] else [manager]
    flows = _new_flows(world, "ads", {"method": "tag"})
    return [{}, *managed, *flows, *({**one, **manager} for one in flows if managed)]


@st.composite
def sites(draw: Draw) -> dict[str, Any]:
    jobs = [["ads"], ["chat", "crm"], ["crm"], "none"]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "company": element(draw, regions=[["us"], ["de", "us"], ["gb"], ["eea"], ["worldwide"], []]),
        "tools": {
            "a": element(draw, capabilities=[["website"]], flows_complete=[ABSENT, ABSENT, "both"]),
            "b": element(draw, capabilities=jobs, status=STATUS, flows_complete=[ABSENT, ABSENT, "in"]),
        },
        "capture_points": {},
    }
    if draw(st.booleans()):
        stack["tools"]["c"] = element(draw, capabilities=[["consent"], ["consent"], *jobs], status=STATUS)
    stack["flows"] = [
        {"from": "a", "to": head}
        | element(draw, method=["tag", "sdk", "api", "none"], status=[ABSENT] * 3 + ["paused"])
        for head in list(stack["tools"])[1:]
        if one_of(draw, (True, True, False))
    ]
    return forget(draw, stack, BANNERS, 3)


UNMANAGED = Case(
    rule="LEG-01",
    stacks=sites(),
    fills=BANNERS,
    flags=unmanaged,
    additions=_more_tags,
    vague={"regions": ("worldwide",), "method": ("none",)},
)

# -- LEG-02 -------------------------------------------------------------------------------------------------------------

SINCE = {"ca": date(2023, 1, 1), "co": date(2024, 7, 1), "tx": date(2025, 1, 1), "nj": date(2026, 1, 1)}
SHOWN_SINCE = date(2026, 1, 1)
YES_NO = OneOf((True, False))
SIGNALS: Fills = {
    ("company", "regions"): Some(("us", "de"), vague={"worldwide": (["us"], ["de"])}),
    ("company", "us_states"): Some(("ca", "tx", "wa")),
    ("consent", "gpc_honoured"): YES_NO,
    ("consent", "gpc_displayed"): YES_NO,
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ads",)),
    ("flows", "status"): RUNNING,
    ("flows", "carries"): Some(("user.unique_id", "cost")),
}


def _unsaid(world: World) -> Iterator[Slot]:
    if world.get("consent") in (None, "unknown"):
        yield Slot(("consent", "gpc_honoured"), (True, False))
        yield Slot(("consent", "gpc_displayed"), (True, False))


def ignored(world: World, _listed: World) -> dict[str, int]:
    states, today = items(world["company"].get("us_states")), world["as_of"]
    bound = [state for state, since in SINCE.items() if since <= today and (state in states or "all" in states)]
    shared = [
        flow
        for _, flow, _, head in running(world)
        if "ads" in items(world["tools"][head].get("capabilities")) and under(flow.get("carries"), "user")
    ]
    if not bound or not shared:
        return {}
    said = world.get("consent")
    said = said if isinstance(said, dict) else {}
    if not is_true(said.get("gpc_honoured", False)):
        return {"stack": 2}
    return (
        {"stack": 3} if "ca" in bound and today >= SHOWN_SINCE and not is_true(said.get("gpc_displayed", False)) else {}
    )


def _lives_there(world: World, _listed: World) -> bool:
    """Whether states are only named where the United States are."""
    company = world["company"]
    return "us" in items(company.get("regions")) or not items(company.get("us_states"))


def _more_shared(world: World) -> list[Addition]:
    return [{}, *_new_flows(world, "ads", {"carries": ["user.unique_id"]})]


@st.composite
def visits(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "as_of": one_of(draw, [HEAD["as_of"]] * 3 + [date(2025, 6, 1), date(2024, 1, 1)]),
        "complete": complete(draw, "tools", "flows"),
        "company": element(
            draw, regions=[["us"], ["us"], ["us", "de"]], us_states=[["ca"], ["tx"], ["nj", "wa"], ["wa"], ["all"]]
        )
        if one_of(draw, range(4))
        else element(draw, regions=[["worldwide"], ["de"], []], us_states=[ABSENT, "none"]),
        "tools": {
            key: element(
                draw,
                capabilities=[["ads"], ["ads", "crm"], ["crm"], "none"],
                status=STATUS,
                flows_complete=[ABSENT] * 4 + ["in"],
            )
            for key in ("a", "b")
        },
        "capture_points": {},
        "consent": one_of(draw, ["none", "unknown", ABSENT])
        if one_of(draw, range(5)) == 0
        else element(draw, gpc_honoured=[True, True, False, "none"], gpc_displayed=[True, False, "none"]),
    }
    flows_between(draw, stack, 2, carries=[["user.device.cookie_id"], ["cost"], ["user.value", "cost"], "none"])
    return forget(draw, {name: held for name, held in stack.items() if held != ABSENT}, SIGNALS, 3)


IGNORED = Case(
    rule="LEG-02",
    stacks=visits(),
    fills=SIGNALS,
    flags=ignored,
    additions=_more_shared,
    holds=_lives_there,
    slots=_unsaid,
    vague={"regions": ("worldwide",)},
)

VISITORS = (UNMANAGED, IGNORED)
