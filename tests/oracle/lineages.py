"""GRA-34: whether a KPI comes from different sources in two reports."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget
from .integration import RUNNING, flows_between, some_keys
from .opt_outs import STRANGER, new_flows
from .plain import items, reached, running, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Domain, Fills, OneOf, Some, World


def _tools(world: World, _key: str) -> Domain:
    return Some(tuple(world["tools"]))


LINEAGES: Fills = {
    ("tools", "status"): IN_USE,
    ("flows", "status"): RUNNING,
    ("metrics", "used_as"): OneOf(("kpi", "diagnostic")),
    ("metrics", "measured_in"): _tools,
    ("reports", "built_in"): _tools,
    ("reports", "metrics"): Some(("m",)),
}


def sources_differ(world: World, _listed: World) -> dict[str, int]:
    there = tools(world)
    links = [(tail, head) for _, _, tail, head in running(world)]
    found = {}
    for key, metric in world["metrics"].items():
        if metric["used_as"] != "kpi":
            continue
        sources = [
            frozenset(
                source
                for source in items(metric["measured_in"])
                if source in there and reached(source, links) & set(items(report["built_in"])) & set(there)
            )
            for report in world["reports"].values()
            if key in items(report["metrics"])
        ]
        if any(one and other and one != other for one, other in combinations(sources, 2)):
            found[f"metrics.{key}"] = 3
    return found


def _more(world: World) -> list[Addition]:
    found = new_flows(world, [{}])
    if "reports" not in world["complete"]:
        made = [[key] for key in world["tools"]] + [list(world["tools"])]
        new = [{("reports", "new"): {"metrics": ["m"], "built_in": one}} for one in made]
        new += [{**new[0], ("reports", "other"): {"metrics": ["m"], "built_in": one}} for one in made]
        found += new
        if "tools" not in world["complete"]:
            charts = {("tools", "charts"): STRANGER, ("reports", "new"): {"metrics": ["m"], "built_in": ["charts"]}}
            outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
            found += [{**charts, ("flows", f"to_{key}"): {"from": key, "to": "charts"}} for key in outs]
            found += [
                {
                    ("tools", f"charts_{key}"): STRANGER,
                    ("reports", f"new_{key}"): {"metrics": ["m"], "built_in": [f"charts_{key}"]},
                    ("flows", f"to_{key}"): {"from": key, "to": f"charts_{key}"},
                    **charts,
                    ("flows", f"to_{other}"): {"from": other, "to": "charts"},
                }
                for key in outs
                for other in outs
                if key != other
            ]
    return found


@st.composite
def reported(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "reports"),
        "tools": {
            key: element(
                draw,
                capabilities=[["cms"]],
                status=STATUS,
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
        "metrics": {
            "m": element(
                draw, used_as=["kpi", "kpi", "kpi", "diagnostic"], measured_in=[[keys[0]], [*keys[:2]], [*keys], []]
            )
        },
        "reports": {
            name: element(
                draw,
                metrics=[["m"], ["m"], ["m"], []],
                built_in=[[keys[-1]], [keys[0]], [keys[1 % len(keys)]], [*keys[:2]], []],
            )
            for name in ("r", "s", "t")[: draw(st.integers(1, 3))]
        },
    }
    flows_between(draw, stack, 3)
    return forget(draw, stack, LINEAGES, 3)


SOURCES_DIFFER = Case(
    rule="GRA-34",
    stacks=reported(),
    fills=LINEAGES,
    flags=sources_differ,
    additions=_more,
)
