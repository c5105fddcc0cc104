"""GRA-32: flows that can stop, or have stopped, and nobody would know."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import Draw, element, forget
from .integration import flows_between, some_keys
from .plain import is_true, items, running, under
from .portfolio import IN_USE, STATUS
from .worlds import HEAD, Fills, OneOf, Some, World

DAYS = tuple(date(2026, 11, day) for day in (8, 9, 18, 19, 20, 21, 25))
HOURS = {"6h": 6, "1d": 24, "1w": 168}
WATCHED: Fills = {
    ("tools", "status"): IN_USE,
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "every"): OneOf((*HOURS, "on_event", "once", "on_request")),
    ("flows", "monitored"): OneOf((True, False)),
    ("flows", "last_success"): OneOf(("none", date(2026, 10, 1), *DAYS[1::2])),
    ("flows", "signals"): Some(("opt_out:sms", "deletion")),
    ("flows", "object"): OneOf(("lead", "contact")),
}


def unwatched(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, flow, _, _ in running(world):
        every, last = flow["every"], flow.get("last_success", "none")
        if every in {"once", "on_request"}:
            continue
        hours = -1 if last == "none" or every == "on_event" else ((HEAD["as_of"] - last).days - 1) * 24
        if not is_true(flow["monitored"]) or hours > 2 * HOURS.get(every, 0):
            heavy = any(one.startswith("opt_out") for one in items(flow.get("signals")))
            heavy |= flow.get("object") in {"lead", "order"} or under(
                flow.get("carries"), "order", "user.behavior.purchase_history"
            )
            found[f"flows.{key}"] = 2 if heavy else 3
    return found


@st.composite
def watched(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "tools": {key: element(draw, capabilities=[["crm"]], status=STATUS) for key in some_keys(draw)},
        "capture_points": {"p": {"tool": "a"}} if draw(st.booleans()) else {},
    }
    flows_between(
        draw,
        stack,
        4,
        [("a", "b")],
        every=[*HOURS, *HOURS, "on_event", "once", "on_request"],
        monitored=[True, True, "none", False, {"every": "1h"}],
        last_success=["none", *DAYS],
        signals=["none", "none", ["opt_out"], ["deletion"]],
        object=["contact", "contact", "order"],
        carries=["none", ["cost"], ["order"], ["user.behavior.purchase_history"]],
    )
    return forget(draw, stack, WATCHED, 4)


UNWATCHED = Case(rule="GRA-32", stacks=watched(), fills=WATCHED, flags=unwatched)
