"""MEA-06: who agreed to a KPI, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .plain import items
from .worlds import Fills, OneOf, Some, World, subsets

OWN = "marketing_operations"
BEFORE, BEGINNING, LATER = date(2025, 12, 10), date(2026, 1, 1), date(2026, 2, 3)
LONG_AGO, BEFORE_THAT = date(2025, 1, 1), date(2024, 12, 1)
STRANGERS = {"outsider": {"function": "sales"}, "insider": {"function": OWN}}


def _anybody(world: World, _key: str) -> Some:
    strangers = () if {"people", "teams"} <= set(world["complete"]) else tuple(STRANGERS)
    return Some((*world["people"], *world["teams"], *strangers))


def _some_team(world: World, _key: str) -> OneOf:
    return OneOf((*world["teams"], *(() if "teams" in world["complete"] else STRANGERS), "none"))


AGREEMENTS: Fills = {
    ("teams", "function"): OneOf((OWN, "sales", "none")),
    ("people", "team"): _some_team,
    ("metrics", "used_as"): OneOf(("kpi", "diagnostic", "none")),
    ("metrics", "agreed_with"): _anybody,
    ("metrics", "agreed_on"): OneOf((BEFORE_THAT, BEFORE, LATER, "none")),
    ("metrics", "judged_from"): OneOf((LONG_AGO, BEGINNING, "none")),
}


def not_agreed(world: World, _listed: World) -> dict[str, int]:
    teams = {**STRANGERS, **world["teams"]}

    def inside(name: str) -> bool:
        team = name if name in teams else world["people"][name].get("team", "none")
        return team != "none" and teams[team].get("function") == OWN

    found = {}
    for key, metric in world["metrics"].items():
        agreed, began = metric.get("agreed_on", "none"), metric.get("judged_from", "none")
        late = agreed == "none" or (began != "none" and agreed > began)
        if metric.get("used_as") == "kpi" and (late or all(inside(name) for name in items(metric.get("agreed_with")))):
            found[f"metrics.{key}"] = 3
    return found


def _with_strangers(world: World) -> World:
    named = {name for one in world["metrics"].values() for name in items(one.get("agreed_with"))}
    named |= {one.get("team") for one in world["people"].values()}
    return {**world, "teams": {**world["teams"], **{key: one for key, one in STRANGERS.items() if key in named}}}


@st.composite
def agreements(draw: Draw) -> dict[str, Any]:
    teams = {key: element(draw, function=[OWN, OWN, "sales", "none"]) for key in ("m", "s")[: draw(st.integers(0, 2))]}
    people = {key: element(draw, team=[*teams, "none"]) for key in ("p", "q")[: draw(st.integers(0, 2))]}
    lists = [[*one] for one in subsets([*people, *teams], most=2)] + ["none"]
    stack = {
        "complete": complete(draw, "people", "teams"),
        "teams": teams,
        "people": people,
        "metrics": {
            key: element(
                draw,
                used_as=["kpi", "kpi", "kpi", "diagnostic"],
                agreed_with=lists,
                agreed_on=[BEFORE, BEFORE, BEGINNING, LATER, "none"],
                judged_from=[BEGINNING, BEGINNING, "none", ABSENT],
            )
            for key in ("x", "y")[: one_of(draw, (1, 2))]
        },
    }
    return forget(draw, stack, AGREEMENTS, 3)


NOT_AGREED = Case(rule="MEA-06", stacks=agreements(), fills=AGREEMENTS, flags=not_agreed, finish=_with_strangers)

__all__ = ["NOT_AGREED"]
