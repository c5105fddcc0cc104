"""A description that is known whole, with facts taken out of it."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from stackaudit.audit.engine import run_rules
from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, field_name
from stackaudit.rules.pack import builtin
from stackaudit.source import Limits, read_file

from .judging import Said, said_in
from .worlds import MORE

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
Route = tuple[Any, ...]

IDENTITY = {"flows": {"id", "from", "to", "between"}, "gaps": {"signal", "from", "to"}}
SILENT = {
    (
        "automations",
        "answers",
    ): "Of an automation that goes by the calendar or by hand, the model says what it counts as where "
    "it is left out: it answers nothing. That stands as the model's in the evidence.",
    (
        "flows",
        "via",
    ): "What runs a flow is named where something does; a flow of its own has nobody to ask for. GRA-23 needs "
    "whole lists of all else that could name a tool before it goes by that.",
    (
        "requests",
        "people_affected",
    ): "The log is judged as it stands: a column that nobody filled in is what PRO-09 is about.",
    ("requests", "severity"): "The log is judged as it stands: a column that nobody filled in is what PRO-09 is about.",
    (
        "systems_of_record",
        "suppression",
    ): "The section is the list of what has a master; what it does not name has none, and "
    "LEG-06 asks for the section where it is left out as a whole.",
}
"""Records for which it is an answer that nobody wrote one down, each with the reason: to leave one out says something else."""
LEAVES = ("flows", "metrics", "reports", "automations", "processes", "sending_domains")
"""Collections to whose elements hardly anything refers, so that one can be left out alone."""


@cache
def sample(name: str) -> dict[str, Any]:
    data: dict[str, Any] = read_file(SAMPLES / f"{name}.yaml", file=name, limits=Limits()).documents[0].data
    # What is planned is no fact that a rule judges, and it names findings, which come and go with what is forgotten.
    return {key: held for key, held in data.items() if key != "actions"}


def said_by_all(data: dict[str, Any]) -> dict[str, Said]:
    """What every rule says of a stack."""
    stack = load_data(data)
    return {
        result.rule: said_in(result.rule, result) for result in run_rules(stack, StackGraph(stack), builtin().rules)
    }


def elements(data: dict[str, Any]) -> Iterator[tuple[Route, str, dict[str, Any]]]:
    """The route, the collection or section, and the fields of everything that is described."""
    for name in COLLECTIONS.values():
        held = data.get(name) or {}
        for key, element in held.items() if isinstance(held, dict) else enumerate(held):
            if isinstance(element, dict):
                yield (name, key), name, element
    for name in SINGLETONS:
        if isinstance(data.get(name), dict):
            yield (name,), name, data[name]
    if isinstance(data.get("roadmap"), dict):
        for key, item in data["roadmap"].get("items", {}).items():
            yield ("roadmap", "items", key), "roadmap_item", item


def facts(data: dict[str, Any]) -> Iterator[Route]:
    """The route of every single fact: fields of elements, entries of sections and of defaults, sections, whole lists."""
    for route, name, element in elements(data):
        kept = {*IDENTITY.get(name, ()), *(field for collection, field in SILENT if collection == name)}
        yield from ((*route, field) for field in element if field not in kept)
    yield from ((name,) for name in SINGLETONS if name in data)
    yield from (("complete", name) for name in data.get("complete", ()))
    for name, held in (data.get("defaults") or {}).items():
        yield from ((("defaults", name, field) for field in held) if isinstance(held, dict) else [("defaults", name)])
    for name, owner in (data.get("systems_of_record") or {}).items():
        yield from (("systems_of_record", name, field) for field in owner) if isinstance(owner, dict) else ()


def without(data: dict[str, Any], route: Route) -> dict[str, Any]:
    """The description without one fact: what the defaults would fill in again is unknown."""
    copied = copy.deepcopy(data)
    held: Any = copied
    for part in route[:-1]:
        held = held[part]
    if isinstance(held, list):
        held.remove(route[-1])
    elif route[0] != "defaults" and route[-1] in (data.get("defaults") or {}).get(route[0], ()):
        held[route[-1]] = "unknown"
    else:
        del held[route[-1]]
    return copied


def forgetful(data: dict[str, Any], random: Random, *, hide: bool) -> dict[str, Any]:
    """The description without some of its facts: unknown, left out, or lists that go on; with ``hide`` without elements, too."""
    copied = copy.deepcopy(data)
    if hide:
        hidden = random.sample(LEAVES, random.randint(1, 2))
        copied["complete"] = [one for one in copied["complete"] if one not in hidden]
        for name in hidden:
            held = copied[name]
            for key in random.sample([*held] if isinstance(held, dict) else range(len(held)), max(1, len(held) // 4)):
                held[key] = None
            copied[name] = (
                {k: v for k, v in held.items() if v is not None}
                if isinstance(held, dict)
                else [v for v in held if v is not None]
            )
        _drop_dangling(copied)
    for _, name, element in list(elements(copied)):
        filled = (data.get("defaults") or {}).get(name, ())
        model = KINDS.get({collection: kind for kind, collection in COLLECTIONS.items()}.get(name, name))
        for field in list(element):
            if (
                model is None
                or field in IDENTITY.get(name, ())
                or (name, field) in SILENT
                or field_name(field) not in model.model_fields
                or random.random() > RATE
            ):
                continue
            is_record = facts_of(model, field_name(field)).record
            _forget(element, field, random, is_record=is_record, filled=filled)
    return copied


RATE = 0.04
TEXTS = {"name", "note", "source", "basis", "product", "captures", "channel", "disputed"}
"""Fields that are not forgotten: no rule reads them, or they cannot be unknown, or what they bring is a fact of its own."""


def _forget(element: dict[str, Any], field: str, random: Random, *, is_record: bool, filled: Collection[str]) -> None:
    """Forget a field; ``filled`` are those that the defaults would fill in again."""
    value = element[field]
    if field in TEXTS or (is_record and field == "flows_complete"):
        return
    if isinstance(value, list) and value and field not in NO_LIST and random.random() < 1 / 2:
        element[field] = [*value[: random.randint(1, len(value))], MORE]
    elif field != "items" and (is_record or random.random() < 1 / 2):
        element[field] = "unknown"
    elif field not in filled:
        del element[field]


def _drop_dangling(data: dict[str, Any]) -> None:
    """Take out the names of metrics that are not there any more."""
    there = {*data["metrics"], *data["goals"]}
    for collection, name in (("reports", "metrics"), ("tools", "serves")):
        for element in data[collection].values():
            if isinstance(element.get(name), list):
                element[name] = [*(one for one in element[name] if one in there), MORE]


NO_LIST = {"every", "sends", "metrics", "serves"}
