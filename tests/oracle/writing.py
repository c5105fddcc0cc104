"""GRA-19 and GRA-20: who has the last word on records that go both ways, and on fields that several tools write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case, Flags
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import flows_between, some_keys
from .opt_outs import POINT, STRANGER
from .plain import items, running
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Slot, Some, World

RULE = "the CRM wins"
OBJECTS = ("contact", "lead")
FIELDS = ("email", "stage")
WRITING: Fills = {
    ("tools", "status"): IN_USE,
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "object"): OneOf((*OBJECTS, "deal", "event", "none")),
    ("flows", "fields"): Some((*FIELDS, "other")),
    ("flows", "conflict_rule"): OneOf((RULE, "none")),
}
OWNERS = (
    "none",
    {"contact": "a", "lead": "a", "deal": "a"},
    {"contact": {"email": "a"}},
    {"contact": {"email": "none", "*": "a"}},
    {"contact": ["a", "b"], "lead": "a"},
)


def _owners(world: World) -> Iterator[Slot]:
    held = world.get("systems_of_record")
    if held in (None, "unknown"):
        yield Slot(("systems_of_record",), OWNERS if "b" in world["tools"] else OWNERS[:-1])
    for name, owner in (held if isinstance(held, dict) else {}).items():
        if owner == "unknown":
            yield Slot(("systems_of_record", name), ("a", "none"))
        for one, tool in (owner if isinstance(owner, dict) else {}).items():
            if tool == "unknown":
                yield Slot(("systems_of_record", name, one), ("a", "none"))


def is_owned(world: World, name: str, field: str) -> bool:
    owners = world["systems_of_record"]
    owner = owners.get(name, "none") if isinstance(owners, dict) else "none"
    if isinstance(owner, dict):
        owner = owner.get(field, owner.get("*", "none"))
    return owner != "none" and isinstance(owner, str)


def changes(flow: dict[str, Any]) -> bool:
    return flow.get("object", "none") not in {"none", "event"} and flow.get("conflict_rule") == "none"


# -- GRA-19 -------------------------------------------------------------------------------------------------------------


def undecided(world: World, _listed: World) -> dict[str, int]:
    return {
        f"flows.{key}": 3
        for key, flow, _, _ in running(world)
        if "between" in flow
        and changes(flow)
        and not all(is_owned(world, flow["object"], field) for field in items(flow["fields"]) or ["*"])
    }


# -- GRA-20 -------------------------------------------------------------------------------------------------------------


def written_twice(world: World, _listed: World) -> dict[str, int]:
    found = {}
    flows = [(tail, head, flow) for _, flow, tail, head in running(world) if tail != head and changes(flow)]
    for (one, head, flow), (other, where, another) in combinations(flows, 2):
        if head == where and one != other and flow["object"] == another["object"]:
            shared = set(items(flow["fields"])) & set(items(another["fields"]))
            if any(not is_owned(world, flow["object"], field) for field in shared):
                found[f"tools.{head}:{flow['object']}"] = 3
    return found


def by_what_is_stated(flags: Flags, subjects: Mapping[str, str], _world: World, listed: World) -> dict[str, int]:
    """A kind of record that no listed flow is stated to bring there is spoken of with the flows that may bring anything."""
    named = {}
    for subject in flags:
        tool = subject.partition(":")[0]
        if subject in subjects:
            named[subject] = 3
        elif tool in subjects:
            named[tool] = 3
        else:  # a flow without fields writes nothing
            writing = [(flow, head) for _, flow, _, head in running(listed) if flow.get("fields") not in ([], "none")]
            stated = {f"tools.{head}:{flow.get('object')}" for flow, head in writing}
            named |= {subject: 3} if subject in stated else {}
    return named


def _more_writers(world: World) -> list[Addition]:
    if {"tools", "flows"} <= set(world["complete"]):
        return [{}]
    flows_whole, tools_whole = "flows" in world["complete"], "tools" in world["complete"]
    outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
    ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
    sources: dict[str, Addition] = {} if flows_whole else {key: {} for key in (*outs, *world["capture_points"])}
    for new in ("new", "newer"):
        if not tools_whole:
            sources[new] = {("tools", new): STRANGER}
        elif "capture_points" not in world["complete"] and not flows_whole:
            sources[new] = {("capture_points", new): POINT}
    found: list[Addition] = [{}]
    for head in ins:
        places = [source for source in sources if source != head]
        for some in [[one] for one in places] + [list(two) for two in combinations(places, 2)]:
            for name in (*OBJECTS, "deal"):
                more: dict[tuple[str, ...], Any] = {}
                for source in some:
                    more |= sources[source]
                    kind = {"object": name, "fields": [*FIELDS, "other"], "conflict_rule": "none"}
                    more["flows", f"new_{source}"] = {"from": source, "to": head, **kind}
                found.append(more)
    return found


@st.composite
def written(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points"),
        "tools": {
            key: element(
                draw, capabilities=[["crm"]], status=STATUS, flows_complete=[ABSENT] * 4 + ["in", "out", "both"]
            )
            for key in some_keys(draw)
        },
        "capture_points": {},
    }
    ways = one_of(draw, [("ab", "cb"), ("ab", "cb", "ba"), ("ab", "ba"), ("ab",), ("ba", "ca")])
    flows_between(
        draw,
        stack,
        2,
        [tuple(way) for way in ways],
        object=["contact"] * 5 + ["lead", "none", "event"],
        fields=[["email"], ["email"], ["email", "stage"], ["stage"], []],
        conflict_rule=["none", "none", "none", RULE],
    )
    owners = one_of(
        draw,
        ["none", "none", "none", ABSENT, "unknown", *OWNERS, {"contact": "unknown"}, {"contact": {"email": "unknown"}}],
    )
    if isinstance(owners, dict) and "b" not in stack["tools"]:
        owners = {name: owner for name, owner in owners.items() if not isinstance(owner, list)}
    if owners != ABSENT:
        stack["systems_of_record"] = owners
    return forget(draw, stack, WRITING, 3)


BOTH_WAYS = Case(rule="GRA-19", stacks=written(), fills=WRITING, flags=undecided, slots=_owners)
SEVERAL_WRITERS = Case(
    rule="GRA-20",
    stacks=written(),
    fills=WRITING,
    flags=written_twice,
    named=by_what_is_stated,
    slots=_owners,
    additions=_more_writers,
)
