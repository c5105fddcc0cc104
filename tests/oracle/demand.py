"""PRO-06: for whom the hours in the intake log are."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .plain import items
from .worlds import Addition, Fills, OneOf, Some, World

OWN = "marketing_operations"


def _some_team(world: World, _key: str) -> OneOf:
    return OneOf((*world["teams"], "none"))


def _teams(world: World, _key: str) -> Some:
    return Some(tuple(world["teams"]))


LOG: Fills = {
    ("teams", "function"): OneOf((OWN, "sales")),
    ("teams", "supports"): _teams,
    ("requests", "from"): _some_team,
    ("requests", "effort"): OneOf((0, 10, 1000)),
}


def asks_most(world: World, _listed: World) -> dict[str, int]:
    supported = {name for team in world["teams"].values() for name in items(team.get("supports"))}
    hours = [
        (one.get("from"), one["effort"] if isinstance(one.get("effort"), int) else 0)
        for one in world["requests"].values()
    ]
    whole = sum(effort for _, effort in hours)
    return {
        f"teams.{key}": 3
        for key, team in world["teams"].items()
        if team.get("function") != OWN
        and key not in supported
        and sum(effort for team_, effort in hours if team_ == key) * 2 > whole
    }


def _more(world: World) -> list[Addition]:
    found: list[Addition] = [{}]
    if "requests" not in world["complete"]:
        found += [{("requests", "new"): {"from": key, "effort": 100_000}} for key in (*world["teams"], "none")]
    if "teams" not in world["complete"]:
        found.append({("teams", "new"): {"function": "sales", "supports": list(world["teams"])}})
    return found


@st.composite
def logs(draw: Draw) -> dict[str, Any]:
    names = ("s", "m")[: one_of(draw, (1, 2))]
    stack = {
        "complete": complete(draw, "teams", "requests"),
        "teams": {
            key: element(draw, function=["sales", "sales", OWN], supports=[ABSENT, ABSENT, ABSENT, [names[0]], "none"])
            for key in names
        },
        "requests": {
            key: element(draw, from_=[*names, *names, "none"], effort=[10, 10, 20, 40, "none"])
            for key in ("x", "y", "z")[: draw(st.integers(0, 3))]
        },
    }
    return forget(draw, stack, LOG, 2)


ASKS_MOST = Case(rule="PRO-06", stacks=logs(), fills=LOG, flags=asks_most, additions=_more)

__all__ = ["ASKS_MOST"]
