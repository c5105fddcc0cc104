"""GRA-05: who may switch somebody on again who has opted out."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import Draw, element, forget, one_of
from .integration import RUNNING, flows_between
from .opt_outs import CHANNELS, purposes, sends
from .plain import is_true, items, running, under
from .portfolio import IN_USE, STATUS
from .worlds import Fills, OneOf, Some, World

SWITCHES: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "sends"): Some(CHANNELS, most=1),
    ("flows", "status"): RUNNING,
    ("flows", "fields"): Some(("email", "consent")),
    ("flows", "carries"): Some(("user.name", "user.consent")),
    ("flows", "signals"): Some(("opt_out", "consent:sms")),
    ("flows", "opt_out_wins"): OneOf((True, False)),
}


def switched_on(world: World, _listed: World) -> dict[str, int]:
    return {
        f"flows.{key}": 2
        for key, flow, tail, head in running(world)
        if tail in world["tools"]
        and any(sends(world["tools"][head], channel) for channel in CHANNELS)
        and not is_true(flow["opt_out_wins"])
        and (
            {"consent", "subscribed"} & set(items(flow.get("fields")))
            or under(flow.get("carries"), "user.consent")
            or any(signal.startswith("consent") for signal in items(flow.get("signals")))
        )
    }


@st.composite
def syncs(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "tools": {
            key: element(draw, status=STATUS, sends=[["email"], ["sms"], "none", {"email": ["service"]}])
            for key in ("a", "b", "c")[: one_of(draw, (2, 3))]
        },
        "capture_points": {"p": {"tool": "a"}} if draw(st.booleans()) else {},
    }
    for tool in stack["tools"].values():
        if isinstance(tool["sends"], dict) and draw(st.booleans()):
            tool["sends"] = {"email": "unknown"}
    flows_between(
        draw,
        stack,
        3,
        fields=[["email"], ["email", "subscribed"], ["consent"], "none"],
        carries=[["user.name"], ["user.consent"], "none"],
        signals=[["opt_out"], ["consent"], ["consent:email", "opt_out"], "none"],
        opt_out_wins=[True, False, False, "none"],
    )
    return forget(draw, stack, SWITCHES, 4)


SWITCHED_ON = Case(rule="GRA-05", stacks=syncs(), fills=SWITCHES, flags=switched_on, slots=purposes)
