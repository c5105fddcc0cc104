"""GRA-30: whether conversions get to an ad platform in time, and by an interface that takes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .conversions import CONVERTING, KNOWING, RETURNING, more_conversions
from .drawing import ABSENT, Draw, complete, element, forget
from .integration import flows_between, some_keys
from .leads import STEPS, TIMING, takes_its_time
from .plain import MANUAL, Link, delay, items, quickest, reached, running, time, tools
from .portfolio import STATUS
from .worlds import Addition, Fills, OneOf, Some, World

CLOSED = "google-ads-offline-conversion-import"
SINCE = date(2026, 6, 15)
UPLOADS: Fills = {
    **RETURNING,
    **TIMING,
    ("tools", "capabilities"): Some(("ads", "crm", "form")),
    ("tools", "accepts_conversions_within"): OneOf(("none", "0m", "1d", "7d", "999999d")),
    ("flows", "method"): OneOf(("api", "tag", "csv_manual")),
    ("flows", "interface"): OneOf((CLOSED, "other", "none")),
    ("flows", "interface_since"): OneOf((date(2024, 5, 1), SINCE, "none")),
}


def too_late(world: World, _listed: World) -> dict[str, int]:
    there = tools(world)
    links = [
        Link(tail, head, delay(flow), alone=True)
        for _, flow, tail, head in running(world)
        if {"conversion", "conversion:ads"} & set(items(flow.get("signals")))
    ]
    found = {}
    for key, flow, tail, head in running(world):
        if not {"conversion", "conversion:ads"} & set(items(flow.get("signals"))):
            continue
        if "ads" not in items(there[head]["capabilities"]):
            continue
        window = there[head]["accepts_conversions_within"]
        places = [
            key
            for key, tool in there.items()
            if key not in (tail, head) and KNOWING & set(items(tool["capabilities"])) and tail in reached(key, links)
        ]
        ages = [delay(flow) + quickest(place, tail, links) for place in places] + [delay(flow)]
        is_late = window != "none" and max(ages) > time(window)
        since = flow.get("interface_since")
        is_closed = (
            there[head].get("product") == "google-ads"
            and flow.get("interface") == CLOSED
            and flow.get("method") not in {*MANUAL, "tag"}
            and isinstance(since, date)
            and since >= SINCE
        )
        if is_late or is_closed:
            found[f"flows.{key}"] = 3
    return found


def _more(world: World) -> list[Addition]:
    kind = {
        "every": "on_event",
        "takes": "0m",
        "method": "api",
        "signals": ["conversion"],
        "interface": "none",
        "interface_since": "none",
    }
    found = [one for kinds in (kind, {**kind, "every": "once"}) for one in more_conversions(world, kinds)]
    return [{route: _windowless(route, one) for route, one in addition.items()} for addition in found]


def _windowless(route: tuple[str, ...], new: Any) -> Any:
    return {**new, "accepts_conversions_within": "none"} if route[0] == "tools" else new


@st.composite
def uploads(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["ads"]] if key == "a" else [["crm"], ["warehouse"], ["form"], ["ads"], "none"],
                product=["google-ads", "google-ads", "linkedin-ads", "none"] if key == "a" else ["none"],
                accepts_conversions_within=["1d", "7d", "7d", "none"],
                captures_leads=[False],
                status=STATUS,
                sends=["none"],
                captures_opt_out=["none"],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
    }
    ways = [("b", "a"), ("c", "b")][: draw(st.integers(0, 2))]
    steps = {
        **STEPS,
        "every": ["on_event", "1h", "1d", "1d", "6d", "8d", "once"],
        "method": ["api", "api", "tag", "csv_manual"],
    }
    interfaces = {
        "interface": [CLOSED, CLOSED, "other", "none"],
        "interface_since": [date(2024, 5, 1), date(2026, 9, 1), "none"],
    }
    flows_between(draw, stack, 2, ways=ways, signals=CONVERTING, **steps, **interfaces)
    return forget(draw, stack, UPLOADS, 3)


CONVERSIONS_TOO_LATE = Case(
    rule="GRA-30",
    stacks=uploads(),
    fills=UPLOADS,
    flags=too_late,
    additions=_more,
    holds=takes_its_time,
    vague={"takes": ("none",), "every": ("on_request",)},
)
