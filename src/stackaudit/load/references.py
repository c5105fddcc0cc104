"""Checks that the model cannot make field by field: references, schedules, regions, and facts that exclude each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from stackaudit.catalogue import catalogue
from stackaudit.load.prepare import LISTS, Note, Prepared
from stackaudit.model import words
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, yaml_name
from stackaudit.model.values import MORE, RESERVED, longest_gap

__all__ = ["check_references"]

_BUILT_IN: Final[Mapping[str, Iterable[str]]] = {"capabilities": words.CAPABILITIES, "data_classes": words.DATA_CLASSES}
_CRON: Final = re.compile(r"\S+( +\S+){4}")
_REGION: Final = re.compile(r"[A-Za-z]{2}")
_KIND_OF: Final = {collection: kind for kind, collection in COLLECTIONS.items()}
_SINGULAR: Final = {"capabilities": "capability", "data_classes": "data class", "products": "product"}


def check_references(prepared: Prepared) -> Iterator[Note]:
    """Every reference that leads nowhere, with the nearest ids, and every fact that another one excludes."""
    data = prepared.data
    tables = _Tables(data)
    for kind, collection in COLLECTIONS.items():
        held = data.get(collection)
        if isinstance(held, dict):
            fields = _referring(kind)
            for key, element in held.items():
                if isinstance(element, dict):
                    number: str | int = prepared.indexes[collection][key] if collection in LISTS else key
                    route = (collection, number)
                    yield from _in_element(element, fields, route, tables)
    roadmap = data.get("roadmap")
    if isinstance(roadmap, dict) and isinstance(roadmap.get("items"), dict):
        for key, item in roadmap["items"].items():
            if isinstance(item, dict):
                yield from _in_element(item, _referring("roadmap_item"), ("roadmap", "items", key), tables)
    for name in SINGLETONS:
        held = data.get(name)
        if isinstance(held, dict) and name != "systems_of_record":
            yield from _in_element(held, _referring(name), (name,), tables)
    yield from _own_products(data, tables)
    yield from _systems_of_record(data, tables)
    yield from _defaults(data, tables)
    yield from _regions(data)
    yield from _schedules(prepared)
    yield from _shared_ids(data)
    yield from _parts(data)
    yield from _questions(data)


class _Tables:
    """The ids that references may lead to, by collection."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._ids: dict[tuple[str, ...], frozenset[str]] = {}

    def ids(self, targets: tuple[str, ...]) -> frozenset[str]:
        """All ids of these collections."""
        if targets not in self._ids:
            found: set[str] = set()
            for name in targets:
                held = self._data.get(name)
                found.update(held if isinstance(held, dict) else ())
                found.update(_BUILT_IN.get(name, ()))
                if name == "products":
                    found.update(catalogue().products)
            self._ids[targets] = frozenset(found)
        return self._ids[targets]


@lru_cache(maxsize=64)
def _referring(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The fields of a kind that refer to something, by their name in the file, and the collections that they refer to."""
    model = KINDS[kind]
    found = {yaml_name(name): facts_of(model, name).refers_to for name in model.model_fields}
    return {name: targets for name, targets in found.items() if targets}


def _in_element(
    element: Mapping[str, Any], fields: Mapping[str, tuple[str, ...]], route: tuple[str | int, ...], tables: _Tables
) -> Iterator[Note]:
    for name, value in element.items():
        targets = fields.get(name)
        if targets is None:
            continue
        ids = tables.ids(targets)
        if isinstance(value, str):
            if value not in ids and value not in RESERVED:
                yield _dangling(value, targets, ids, (*route, name))
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, str) and item not in ids and not (item == MORE and number == len(value) - 1):
                    yield _dangling(item, targets, ids, (*route, name, number))
    ends = (element.get("from"), element.get("to"))
    if route[0] == "flows" and isinstance(ends[0], str) and ends[0] == ends[1]:
        yield Note((*route, "to"), f"a flow leads from one tool to another, and this one stays in {ends[0]!r}")


def _dangling(value: str, targets: tuple[str, ...], ids: Iterable[str], route: tuple[str | int, ...]) -> Note:
    names = " or ".join(_SINGULAR.get(name, _KIND_OF.get(name, name).replace("_", " ")) for name in targets)
    if value in RESERVED:
        return Note(
            route,
            f"{value!r} may stand only at the end of a list" if value == MORE else f"{value!r} may not stand in a list",
        )
    if targets == ("products",):
        near = list(catalogue().nearest(value))
        hint = (
            f"did you mean {_or(near)}?"
            if near
            else "`stackaudit products WORD` finds products; others can be declared under 'products'"
        )
        return Note(route, f"no product is called {_cut(value)}", hint)
    near = difflib.get_close_matches(value, sorted(ids), n=3, cutoff=0.6)
    if near:
        hint = f"did you mean {_or(near)}?"
    elif set(targets) & set(_BUILT_IN):
        hint = f"declare it under '{targets[0]}' if it is one of the company's own"
    else:
        there = sorted(ids)
        hint = f"there are {', '.join(there)}" if 0 < len(there) <= 6 else f"declare it under '{targets[0]}'"  # noqa: PLR2004 - what fits a line
    return Note(route, f"no {names} is called {_cut(value)}", hint)


def _or(words_: list[str]) -> str:
    quoted = [repr(word) for word in words_]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _cut(value: str) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - fits a line of an error


def _own_products(data: Mapping[str, Any], tables: _Tables) -> Iterator[Note]:
    held = data.get("products")
    if not isinstance(held, dict):
        return
    for key, product in held.items():
        if key in catalogue().products:
            yield Note(("products", key), f"the catalogue has a product {key!r} already", "choose another id", key=True)
        if isinstance(product, dict):
            yield from _in_element(product, {"capabilities": ("capabilities",)}, ("products", key), tables)
    for name in ("capabilities", "data_classes"):
        for key in data.get(name) or () if isinstance(data.get(name), dict) else ():
            if key in _BUILT_IN[name]:
                yield Note((name, key), f"{key!r} is a built-in {_SINGULAR[name]}", "choose another id", key=True)


def _systems_of_record(data: Mapping[str, Any], tables: _Tables) -> Iterator[Note]:
    held = data.get("systems_of_record")
    ids = tables.ids(("tools",))
    for key, owner in held.items() if isinstance(held, dict) else ():
        owners = (
            {(key,): owner}
            if isinstance(owner, str)
            else {(key, name): one for name, one in owner.items()}
            if isinstance(owner, dict)
            else {}
        )
        for route, tool in owners.items():
            if isinstance(tool, str) and tool not in ids and tool not in RESERVED:
                yield _dangling(tool, ("tools",), ids, ("systems_of_record", *route))


def _defaults(data: Mapping[str, Any], tables: _Tables) -> Iterator[Note]:
    """Keys of ``defaults``: fields for all elements, or collections with fields of theirs."""
    held = data.get("defaults")
    if not isinstance(held, dict):
        return
    choices = ["source", "basis", "owner", *COLLECTIONS.values()]
    for key, value in held.items():
        if key not in choices:
            near = difflib.get_close_matches(key, choices, n=1)
            yield Note(
                ("defaults", key),
                f"defaults has no {_cut(key)}",
                f"did you mean {near[0]!r}?" if near else None,
                key=True,
            )
        elif key in _KIND_OF:
            kind = _KIND_OF[key]
            fields = [yaml_name(name) for name in KINDS[kind].model_fields if name not in {"id", "disputed"}]
            for name in value if isinstance(value, dict) else ():
                if name not in fields:
                    near = difflib.get_close_matches(name, fields, n=1)
                    yield Note(
                        ("defaults", key, name),
                        f"a {kind} has no field {_cut(name)}",
                        f"did you mean {near[0]!r}?" if near else None,
                        key=True,
                    )


def _regions(data: Mapping[str, Any]) -> Iterator[Note]:
    company = data.get("company")
    regions = company.get("regions") if isinstance(company, dict) else None
    for number, region in enumerate(regions if isinstance(regions, list) else ()):
        if (
            isinstance(region, str)
            and region != MORE
            and region.lower() not in words.REGION_GROUPS
            and not _REGION.fullmatch(region)
        ):
            near = difflib.get_close_matches(region.lower(), words.REGION_GROUPS, n=1)
            expected = "a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide"
            yield Note(
                ("company", "regions", number),
                f"expected {expected}, found {_cut(region)}",
                f"did you mean {near[0]!r}?" if near else None,
            )


def _schedules(prepared: Prepared) -> Iterator[Note]:
    flows = prepared.data.get("flows")
    for key, flow in flows.items() if isinstance(flows, dict) else ():
        every = flow.get("every") if isinstance(flow, dict) else None
        if isinstance(every, str) and _CRON.fullmatch(every):
            try:
                longest_gap(every)
            except ValueError:
                yield Note(
                    ("flows", prepared.indexes["flows"][key], "every"),
                    f"{_cut(every)} is not a cron line that ever runs",
                )


def _shared_ids(data: Mapping[str, Any]) -> Iterator[Note]:
    tools, points = data.get("tools"), data.get("capture_points")
    if isinstance(tools, dict) and isinstance(points, dict):
        for key in points:
            if key in tools:
                yield Note(
                    ("capture_points", key),
                    f"a tool is called {key!r} too, and flows could not tell them apart",
                    key=True,
                )


def _parts(data: Mapping[str, Any]) -> Iterator[Note]:
    """Tools that are part of themselves, by way of others."""
    tools = data.get("tools")
    if not isinstance(tools, dict):
        return
    parent = {
        key: tool["part_of"]
        for key, tool in tools.items()
        if isinstance(tool, dict) and isinstance(tool.get("part_of"), str)
    }
    settled: set[str] = set()
    for start in parent:
        seen: dict[str, None] = {}
        here = start
        while here in parent and here not in seen and here not in settled:
            seen[here] = None
            here = parent[here]
        if here in seen:
            yield Note(("tools", here, "part_of"), f"{here!r} is part of itself")
        settled.update(seen)


def _questions(data: Mapping[str, Any]) -> Iterator[Note]:
    """What a question is about must be there: an id of any collection, or a section."""
    questions = data.get("questions")
    ids: set[str] = {*SINGLETONS, *COLLECTIONS.values()}
    for name in COLLECTIONS.values():
        held = data.get(name)
        ids.update(held if isinstance(held, dict) else ())
    for number, question in enumerate(questions if isinstance(questions, list) else ()):
        about = question.get("about") if isinstance(question, dict) else None
        if isinstance(about, str) and about not in ids:
            near = difflib.get_close_matches(about, sorted(ids), n=3)
            yield Note(
                ("questions", number, "about"),
                f"no element is called {_cut(about)}",
                f"did you mean {_or(near)}?" if near else None,
            )
