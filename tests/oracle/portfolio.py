"""STK-01, TEC-01, TEC-04 and PRO-11: tools that do one job, platforms of several teams, jobs that no tool does, and who repairs what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case, Flags
from .drawing import ABSENT, Draw, complete, element, forget, one_of, pairs
from .judging import FLAGGED
from .plain import is_true, items, no_part_of_itself, running, tools
from .worlds import Addition, Fills, FromProducts, OneOf, Some, World, subsets

KEYS = ("a", "b", "c", "d")
STATUS = [ABSENT] * 4 + ["active", "trial", "retired", "planned"]
IN_USE = OneOf(("active", "retired"))
IN_USE_FOR_LONG = OneOf(("active", "retiring", "retired"))
REASON = OneOf(("none", "a reason"))

# -- STK-01 -------------------------------------------------------------------------------------------------------------

JOBS = ("form", "survey", "crm")


def _suites(world: World, key: str) -> OneOf:
    return OneOf(("none", *(one for one in world["tools"] if one != key)))


def _brands(_world: World, key: str) -> Some:
    return Some(("x", "y", f"only {key}"), most=1)


MARKET = {
    "typeform": ["form", "survey"],
    "close": ["crm", "sales_engagement"],
    "keap": ["map", "crm"],
    "zoom-webinars": ["webinar", "form"],
    "looker": ["bi"],
}
"""Products of the catalogue with their primary capabilities, the main one first."""


ALL_JOBS = (*JOBS, "sales_engagement", "map", "webinar", "bi")


def _uses(world: World, key: str) -> FromProducts:
    products = [MARKET.get(tool.get("product", ""), []) for tool in world["tools"].values()]
    jobs = dict.fromkeys((*JOBS, *(job for names in products for job in names)))
    return FromProducts(world["tools"][key].get("product"), MARKET, Some(tuple(jobs), most=2))


def _stated_jobs(tool: Mapping[str, Any]) -> list[str]:
    """The jobs that a tool is known to do by a description; of a product that says all, its main one."""
    named = tool.get("capabilities")
    if named is not None and named == MARKET.get(tool.get("product", "")):
        named = named[:1]
    return [job for job in ALL_JOBS if job in (named or ())]


OVERLAP: Fills = {
    ("tools", "capabilities"): _uses,
    ("tools", "status"): IN_USE_FOR_LONG,
    ("tools", "overlap_reason"): REASON,
    ("tools", "brand"): _brands,
    ("tools", "part_of"): _suites,
    ("tools", "sends"): Some(("email",)),
}


def _doubles(world: World) -> Iterator[tuple[str, str, str]]:
    """Every two tools in use, and a job, where both do it for one brand, neither is the other's part, and neither has a reason."""
    loose = {key: tool for key, tool in tools(world).items() if _is_loose(tool)}
    for (one, a), (other, b) in combinations(loose.items(), 2):
        if _linked(world, one, other):
            yield from (
                (one, other, job)
                for job in ALL_JOBS
                if job in items(a["capabilities"]) and job in items(b["capabilities"])
            )


def _is_loose(tool: Mapping[str, Any]) -> bool:
    return tool.get("overlap_reason", "none") == "none" and tool.get("status") != "retiring"


def _linked(world: World, one: str, other: str) -> bool:
    a, b = world["tools"][one], world["tools"][other]
    if a.get("part_of") == other or b.get("part_of") == one:
        return False
    brands, others = items(a.get("brand")), items(b.get("brand"))
    return not brands or not others or bool(set(brands) & set(others))


def _groups(world: World, job: str) -> list[list[str]]:
    """The tools of a job that are linked, directly or by way of others."""
    groups: list[list[str]] = []
    for key, tool in tools(world).items():
        if job in items(tool["capabilities"]):
            near = [group for group in groups if any(_linked(world, key, other) for other in group)]
            groups = [group for group in groups if group not in near]
            groups.append([*(one for group in near for one in group), key])
    order = list(world["tools"])
    return [sorted(group, key=order.index) for group in groups if len(group) > 1]


def overlaps(world: World, _listed: World) -> dict[str, int]:
    doubles = list(_doubles(world))
    shared: dict[tuple[str, ...], set[str]] = {}
    for job in ALL_JOBS:
        for group in _groups(world, job):
            shared.setdefault(tuple(group), set()).add(job)
    flags = {}
    for group, jobs in shared.items():
        within = [(one, other) for one, other, job in doubles if job in jobs and {one, other} <= set(group)]
        if within:
            both_send = any(
                items(world["tools"][one].get("sends")) and items(world["tools"][other].get("sends"))
                for one, other in within
            )
            flags["+".join(f"tools.{key}" for key in group)] = 3 if both_send or "crm" in jobs else 4
    return flags


def overlaps_named(_flags: Flags, subjects: Mapping[str, str], world: World, listed: World) -> dict[str, int]:
    """A group speaks of the jobs that all its tools are stated to do, a tool of those that may come to light in it.

    Where a group is flagged, it speaks of all that its tools may share.
    """
    named: dict[str, int] = {}
    stated = {key: _stated_jobs(tool) for key, tool in listed["tools"].items()}
    flagged = [
        set(subject.split("+")) for subject, outcome in subjects.items() if "+" in subject and outcome == FLAGGED
    ]
    severity = overlaps(world, world)
    for one, other, job in _doubles(world):
        worst = min(
            level for group, level in severity.items() if {f"tools.{one}", f"tools.{other}"} <= set(group.split("+"))
        )
        speaks = False
        settled = any({f"tools.{one}", f"tools.{other}"} <= group for group in flagged)
        for subject, outcome in subjects.items():
            keys = [path.removeprefix("tools.") for path in subject.split("+")]
            if len(keys) > 1:
                about = {one, other} <= set(keys) and (outcome == FLAGGED or all(job in stated[key] for key in keys))
            else:
                about = not settled and keys[0] in {one, other} and job not in stated[keys[0]]
            if about:
                speaks = True
                named[subject] = min(worst, named.get(subject, 9))
        if not speaks:
            named[f"tools.{one}+tools.{other} by {job}"] = worst
    return named


@st.composite
def overlapping(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {"complete": complete(draw, "tools"), "tools": {}}
    for key in KEYS[: one_of(draw, (3, 2, 4, 3, 2, 1))]:
        stack["tools"][key] = element(
            draw,
            capabilities=[["form"]] * 4 + [["survey"], ["form", "survey"], ["crm"], ["crm", "form"], ["other"], "none"],
            status=[*STATUS, "retiring"],
            overlap_reason=[ABSENT] * 4 + ["none", "a reason"],
            brand=[ABSENT] * 3 + [["x"], ["y"], ["x", "y"], "none", []],
            part_of=[ABSENT] * 5 + ["none", *stack["tools"]],
            sends=["none", "none", ["email"]],
        )
        if draw(st.integers(0, 2)) == 2:
            stack["tools"][key]["product"] = one_of(draw, list(MARKET))
            del stack["tools"][key]["capabilities"]
    return forget(draw, stack, OVERLAP, 3)


TWO_TOOLS_ONE_JOB = Case(
    rule="STK-01",
    stacks=overlapping(),
    fills=OVERLAP,
    flags=overlaps,
    named=overlaps_named,
    holds=lambda world, _listed: no_part_of_itself(world),
)

# -- TEC-01 -------------------------------------------------------------------------------------------------------------


def _all_teams(world: World) -> tuple[str, ...]:
    return (*world["teams"], *(() if "teams" in world["complete"] else ("stranger", "other")))


def _teams(world: World, _key: str) -> Some:
    return Some(_all_teams(world))


SUITES = {"klaviyo": ["esp", "map"], "bloomreach": ["cdp", "map"], "keap": ["map", "crm"]}
"""Products of the catalogue with their primary capabilities, the main one first."""

PLATFORMS: Fills = {
    ("tools", "capabilities"): lambda world, key: FromProducts(
        world["tools"][key].get("product"), SUITES, Some(("map",))
    ),
    ("tools", "status"): IN_USE_FOR_LONG,
    ("tools", "overlap_reason"): REASON,
    ("tools", "teams"): _teams,
    ("tools", "brand"): Some(("x", "y")),
}


def split_platforms(world: World, _listed: World) -> dict[str, int]:
    """Two platforms in use without a reason, two teams, one with the one and another with the other."""
    platforms = {key: tool for key, tool in tools(world).items() if {"map", "esp"} & set(items(tool["capabilities"]))}
    loose = {key: set(items(tool.get("teams"))) for key, tool in platforms.items() if _is_loose(tool)}
    if any(
        x != y
        for one, other in combinations(loose, 2)
        if _linked(world, one, other)
        for x in loose[one]
        for y in loose[other]
    ):
        return {"+".join(f"tools.{key}" for key in platforms): 3}
    return {}


def _of_the_stack(flags: Flags, subjects: Mapping[str, str], _world: World, _listed: World) -> dict[str, int]:
    """There is one verdict for the stack, whatever it is named after."""
    return {subject: severity for subject in subjects for severity in flags.values()}


def _more_platforms(world: World) -> list[Addition]:
    if "tools" in world["complete"]:
        return [{}]
    new = [{"capabilities": ["map"], "teams": names, "sends": "none"} for names in subsets(_all_teams(world), 1)]
    found: list[Addition] = [{}, *({("tools", "new"): one} for one in new)]
    return found + [{("tools", "new"): one, ("tools", "newer"): other} for one, other in combinations(new, 2)]


def _with_teams(world: World) -> World:
    strangers = {
        team: {}
        for team in ("stranger", "other")
        if any(team in items(tool.get("teams")) for tool in world["tools"].values())
    }
    return {**world, "teams": {**world["teams"], **strangers}}


@st.composite
def platforms(draw: Draw) -> dict[str, Any]:
    teams = one_of(draw, [("m", "s"), ("m", "s"), ("m",), ()])
    lists = [*([list(one) for one in subsets(teams, 1)]), "none"]
    stack = {
        "complete": complete(draw, "tools", "teams"),
        "teams": {team: {} for team in teams},
        "tools": {
            key: element(
                draw,
                capabilities=[["map"]] * 3 + [["esp"], ["form"], ["map", "form"]],
                status=[*STATUS, "retiring"],
                overlap_reason=[ABSENT] * 4 + ["none", "a reason"],
                teams=lists,
                brand=[ABSENT] * 4 + [["x"], ["y"], ["x", "y"], "none"],
            )
            for key in KEYS[: one_of(draw, (2, 3, 2, 1, 0))]
        },
    }
    for tool in stack["tools"].values():
        if draw(st.integers(0, 3)) == 3:
            del tool["capabilities"]
            tool["product"] = one_of(draw, list(SUITES))
    return forget(draw, stack, PLATFORMS, 4)


SEVERAL_PLATFORMS = Case(
    rule="TEC-01",
    stacks=platforms(),
    fills=PLATFORMS,
    flags=split_platforms,
    named=_of_the_stack,
    additions=_more_platforms,
    finish=_with_teams,
)

# -- TEC-04 -------------------------------------------------------------------------------------------------------------

WORK = ("form", "survey", "dam")
PRODUCTS = {"suite": {"capabilities": ["survey"]}, "all": {"capabilities": list(WORK)}}
NEEDS = Some((*WORK, "etl"))

PROMISES: Fills = {
    ("tools", "capabilities"): Some(WORK),
    ("tools", "status"): IN_USE,
    ("tools", "product"): OneOf(("none", "suite", "all")),
    ("tools", "built"): OneOf(("vendor", "in_house")),
    ("processes", "requires_capabilities"): NEEDS,
}


def _items_of_the_roadmap(world: World) -> Iterator[Any]:
    from .worlds import Slot

    roadmap = world.get("roadmap")
    whole = {"items": {"new": {"requires_capabilities": ["etl"]}}}, {"items": {"new": {"requires_capabilities": []}}}
    if roadmap in (None, "unknown"):
        yield Slot(("roadmap",), ("none", *whole))
    elif isinstance(roadmap, dict) and roadmap.get("items") is None:
        yield Slot(("roadmap", "items"), tuple(one["items"] for one in whole))
    elif isinstance(roadmap, dict):
        for key, item in roadmap["items"].items():
            options = NEEDS.options(item.get("requires_capabilities"))
            if options is not None:
                yield Slot(("roadmap", "items", key, "requires_capabilities"), options)


def _can_do(world: World, *, planned: bool) -> set[str]:
    can: set[str] = set()
    soon = [tool for tool in world["tools"].values() if planned and tool.get("status") == "planned"]
    for tool in (*tools(world).values(), *soon):
        can.update(items(tool.get("capabilities")))
        can.update(PRODUCTS.get(tool.get("product", "none"), {"capabilities": []})["capabilities"])
    return can


def beyond(world: World, _listed: World) -> dict[str, int]:
    roadmap = world.get("roadmap")
    promised = roadmap.get("items") or {} if isinstance(roadmap, dict) else {}
    needs = {f"roadmap.items.{key}": items(item.get("requires_capabilities")) for key, item in promised.items()}
    needs |= {
        f"processes.{key}": items(one.get("requires_capabilities"))
        for key, one in world["processes"].items()
        if isinstance(one, dict)
    }
    can = {planned: _can_do(world, planned=planned) for planned in (True, False)}
    return {subject: 4 for subject, jobs in needs.items() if not can[subject.startswith("roadmap.")].issuperset(jobs)}


def _promised(flags: Flags, subjects: Mapping[str, str], _world: World, listed: World) -> dict[str, int]:
    roadmap = listed.get("roadmap")
    known = roadmap.get("items") or {} if isinstance(roadmap, dict) else {}
    named = {}
    for subject, severity in flags.items():
        new = subject.startswith("roadmap.items.") and subject.removeprefix("roadmap.items.") not in known
        if not new or "roadmap" in subjects:
            named["roadmap" if new else subject] = severity
    return named


def _made_outside(world: World, listed: World) -> bool:
    """What was written in house, or by an agency, is no product, as far as nobody states that."""
    for key, tool in listed["tools"].items():
        there = world["tools"].get(key, {})
        if (
            tool.get("product") in {None, "unknown"}
            and there["product"] != "none"
            and there.get("built") in {"in_house", "agency"}
        ):
            return False
    return True


def _more_tools(world: World) -> list[Addition]:
    if "tools" in world["complete"]:
        return [{}]
    return [
        {},
        *(
            {("tools", "new"): {"capabilities": jobs, "product": "none", "built": "in_house"}}
            for jobs in subsets((*WORK, "etl"), 1)
        ),
    ]


@st.composite
def promises(draw: Draw) -> dict[str, Any]:
    required = [["form"], ["form", "survey"], ["dam"], [], "none"]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "processes"),
        "products": PRODUCTS,
        "tools": {
            key: element(
                draw,
                capabilities=[["form"], ["form", "survey"], ["cms"], "none", ABSENT],
                product=["none", "none", "suite", ABSENT],
                built=[ABSENT, "in_house", "agency", "vendor"],
                status=STATUS,
            )
            for key in KEYS[: one_of(draw, (2, 1, 3, 0))]
        },
        "processes": {
            key: element(draw, requires_capabilities=[ABSENT, *required])
            for key in ("one", "two")[: draw(st.integers(0, 2))]
        },
    }
    plan = draw(st.integers(0, 5))
    if plan < 3:
        stack["roadmap"] = {
            "items": {
                key: element(draw, requires_capabilities=[ABSENT, *required])
                for key in ("x", "y")[: draw(st.integers(0, 2))]
            }
        }
    elif plan < 5:
        stack["roadmap"] = ("none", {})[plan - 3]
    if draw(st.integers(0, 9)) == 0:
        stack["processes"]["three"] = one_of(draw, ("none", "unknown"))
    return forget(draw, stack, PROMISES, 3)


BEYOND_THE_STACK = Case(
    rule="TEC-04",
    stacks=promises(),
    fills=PROMISES,
    flags=beyond,
    named=_promised,
    slots=_items_of_the_roadmap,
    holds=_made_outside,
    additions=_more_tools,
)

# -- PRO-11 -------------------------------------------------------------------------------------------------------------


def _anybody(world: World, _key: str) -> Some:
    strangers = () if {"people", "teams"} <= set(world["complete"]) else ("stranger", "other")
    return Some((*world["people"], *world["teams"], *strangers))


CREWS: Fills = {
    ("people", "status"): OneOf(("active", "left")),
    ("tools", "status"): IN_USE,
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "every"): OneOf(("1d", "once")),
    ("flows", "signals"): Some(("opt_out",)),
    ("flows", "maintainers"): _anybody,
    ("automations", "maintainers"): _anybody,
    ("automations", "sends"): Some(("email",), can_be_open=False),
}


def heads(world: World, name: str) -> int:
    """How many people a name stands for: a team for two, unless its headcount says one or none."""
    if name in world["teams"]:
        headcount = world["teams"][name].get("headcount", 2)
        return 0 if headcount == "none" else headcount if isinstance(headcount, int) else 2
    person = world["people"].get(name, {})
    return int(person.get("status", "active") in {"active", "none"})


def few_maintainers(world: World, _listed: World) -> dict[str, int]:
    def few(maintainers: Any) -> bool:
        return sum(heads(world, name) for name in items(maintainers)) < 2

    flags = {
        f"automations.{key}": 2 if items(one.get("sends")) else 3
        for key, one in world["automations"].items()
        if few(one.get("maintainers"))
    }
    for key, flow, _, _ in running(world):
        if flow.get("every") not in ("once", "on_request", "none") and few(flow.get("maintainers")):
            felt = any(signal.startswith("opt_out") for signal in items(flow.get("signals")))
            flags[f"flows.{key}"] = 2 if felt else 3
    return flags


def _with_people(world: World) -> World:
    named = {
        name
        for group in ("flows", "automations")
        for one in world[group].values()
        for name in items(one.get("maintainers"))
    }
    return {**world, "people": {**world["people"], **{name: {} for name in ("stranger", "other") if name in named}}}


@st.composite
def crews(draw: Draw) -> dict[str, Any]:
    people = {
        key: element(draw, status=[ABSENT, ABSENT, "active", "away", "left", "none"])
        for key in ("p", "q", "r")[: draw(st.integers(0, 3))]
    }
    teams = {
        key: element(draw, headcount=[ABSENT, 0, 1, 2, 7, "none"]) for key in ("m", "s")[: draw(st.integers(0, 2))]
    }
    lists = [[*one] for one in subsets([*people, *teams], most=3)] + ["none"]
    stack = {
        "complete": complete(draw, "people", "teams"),
        "people": people,
        "teams": teams,
        "tools": {key: element(draw, status=[ABSENT, *STATUS]) for key in ("a", "b")},
        "automations": {"welcome": element(draw, maintainers=lists, sends=[["email"], "none"])},
        "flows": [
            {"from": one, "to": other}
            | element(
                draw,
                status=[ABSENT] * 4 + ["active", "paused"],
                every=["1d", "1d", "on_event", ["mon"], "0 6 * * 1", "once", "on_request", "none"],
                maintainers=lists,
                signals=[["opt_out"], ["opt_out:email"], ["deletion"], "none"],
            )
            for one, other in pairs(draw, ("a", "b"), ("a", "b"), 2, 1)
        ],
    }
    return forget(draw, stack, CREWS, 3)


ONE_MAINTAINER = Case(rule="PRO-11", stacks=crews(), fills=CREWS, flags=few_maintainers, finish=_with_people)

__all__ = ["BEYOND_THE_STACK", "ONE_MAINTAINER", "SEVERAL_PLATFORMS", "TWO_TOOLS_ONE_JOB", "heads", "is_true"]
