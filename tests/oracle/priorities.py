"""STR-08: whether the roadmap works on what weighs most among the goals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .worlds import Addition, Fills, OneOf, Slot, World

THEMES = ("retention", "acquisition")
HUGE = 1_000_000
GOALS: Fills = {
    ("goals", "theme"): OneOf((*THEMES, "none")),
    ("goals", "weight"): OneOf(("none", 1, HUGE)),
}


def _of_items(world: World) -> Iterator[Slot]:
    """What nobody said of the items of the roadmap, which stand in a section; or of the roadmap as a whole."""
    goals, roadmap = ("none", *world["goals"]), world.get("roadmap")
    if roadmap in (None, "unknown") or (isinstance(roadmap, dict) and "items" not in roadmap):
        yield Slot(("roadmap", "items"), ({}, *({"z": {"goal": goal, "effort": 9}} for goal in goals)))
    elif isinstance(roadmap, dict):
        for key, item in roadmap["items"].items():
            for name, options in (("goal", goals), ("effort", ("none", 1, HUGE))):
                if item.get(name) in (None, "unknown"):
                    yield Slot(("roadmap", "items", key, name), options)


def elsewhere(world: World, _listed: World) -> dict[str, int]:
    goals, roadmap = world["goals"], world.get("roadmap")
    weights: dict[str, float] = {}
    for goal in goals.values():
        weight = goal.get("weight", 1)
        if goal.get("theme") != "none" and weight not in ("none", 0):
            weights[goal["theme"]] = weights.get(goal["theme"], 0) + weight
    efforts: dict[str, float] = {}
    for item in roadmap["items"].values() if isinstance(roadmap, dict) else ():
        effort = 0 if item["effort"] == "none" else item["effort"]
        theme = "none" if item["goal"] == "none" else goals[item["goal"]]["theme"]
        efforts[theme] = efforts.get(theme, 0) + effort
    total = sum(efforts.values())
    tops = [theme for theme, weight in weights.items() if weight == max(weights.values())]
    return {"stack": 3} if tops and total and all(efforts.get(top, 0) * 5 < total for top in tops) else {}


def _more(world: World) -> list[Addition]:
    if "goals" in world["complete"]:
        return [{}]
    return [{}, *({("goals", "new"): {"theme": theme, "weight": HUGE**2}} for theme in (*THEMES, "cost"))]


@st.composite
def plans(draw: Draw) -> dict[str, Any]:
    goals = {
        key: element(draw, theme=[*THEMES, *THEMES, "none"], weight=[ABSENT, ABSENT, 0, 3, "none"])
        for key in ("g", "h", "i")[: draw(st.integers(1, 3))]
    }
    items = {
        key: element(
            draw,
            goal=[*goals, *goals, "none", one_of(draw, ("unknown", ABSENT, "none"))],
            effort=[1, 4, 5, 20, "none", one_of(draw, ("unknown", ABSENT, 80))],
        )
        for key in ("x", "y", "z")[: draw(st.integers(0, 3))]
    }
    stack = {"complete": complete(draw, "goals"), "goals": goals, "roadmap": {"items": items}}
    if one_of(draw, range(8)) == 0:
        stack["roadmap"] = one_of(draw, ("none", "unknown", {"covers_until": "none"}))
    return forget(draw, stack, GOALS, 2)


ELSEWHERE = Case(rule="STR-08", stacks=plans(), fills=GOALS, flags=elsewhere, additions=_more, slots=_of_items)
