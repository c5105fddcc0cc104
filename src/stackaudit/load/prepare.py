"""From the document's plain data to what the model validates: ids, defaults, disputes, and facts from the product catalogue.

Nothing here fails on a wrong shape: what does not fit is left as it is, for the model to refuse.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stackaudit.catalogue import Product, catalogue
from stackaudit.finding import Origin
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, field_name
from stackaudit.model.values import MORE, RESERVED
from stackaudit.model.words import CAPABILITIES

__all__ = ["LISTS", "Note", "Prepared", "prepare"]

LISTS: Final = ("flows", "gaps")
"""The collections that are lists in the file."""

_ID: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}")
_FOR_ALL: Final = ("source", "basis", "owner")
_MAPPINGS: Final = (
    *(name for name in COLLECTIONS.values() if name not in LISTS),
    "capabilities",
    "products",
    "data_classes",
)
_MODELS: Final = {collection: KINDS[kind] for kind, collection in COLLECTIONS.items()}


@dataclass(frozen=True, slots=True)
class Note:
    """A mistake, by its route in the document. ``key`` points at the key instead of the value."""

    route: tuple[str | int, ...]
    message: str
    hint: str | None = None
    key: bool = False


@dataclass(slots=True)
class Prepared:
    """Data for the model, and what was filled in on the way."""

    data: dict[str, Any]
    notes: list[Note] = field(default_factory=list)
    indexes: dict[str, dict[str, int]] = field(default_factory=dict)
    filled: dict[tuple[str, str], dict[str, Origin]] = field(default_factory=dict)


def prepare(raw: dict[str, Any]) -> Prepared:
    """Prepare a document's data. The data itself is not changed."""
    prepared = Prepared(dict(raw))
    data = prepared.data
    for name in LISTS:
        if isinstance(data.get(name), list):
            data[name] = _by_id(name, data[name], prepared)
    for name in (*_MAPPINGS, *LISTS):
        held = data.get(name)
        if (held == "none" or (held == [] and name not in LISTS)) and name in COLLECTIONS.values():
            data[name] = {}
            complete = data.get("complete")
            if name != "gaps" and (complete is None or isinstance(complete, list)):
                data["complete"] = [*(complete or []), *([] if name in (complete or []) else [name])]
        elif held is None:
            data.pop(name, None)
        elif isinstance(held, dict):
            data[name] = {key: _element(name, key, element, prepared) for key, element in held.items()}
    roadmap = data.get("roadmap")
    if isinstance(roadmap, dict) and isinstance(roadmap.get("items"), dict):
        items = {key: {**item, "id": key} if isinstance(item, dict) else item for key, item in roadmap["items"].items()}
        data["roadmap"] = {**roadmap, "items": items}
    for name in SINGLETONS:
        held = data.get(name)
        if isinstance(held, dict) and name != "systems_of_record":
            if "id" in held:
                prepared.notes.append(Note((name, "id"), f"{name} has no field 'id'", key=True))
            data[name] = {**_settled(name, "", held, prepared), "id": name}
    _fill_defaults(prepared)
    _fill_promises(prepared)
    _fill_from_catalogue(prepared)
    return prepared


def _by_id(name: str, items: list[Any], prepared: Prepared) -> dict[str, Any]:
    """A list of flows or gaps as a mapping by id; an id that is there twice is a mistake."""
    found: dict[str, Any] = {}
    indexes: dict[str, int] = {}
    for number, item in enumerate(items):
        identity, route = _identity(name, item), (name, number)
        if identity is None:
            expected = "from and to, or between" if name == "flows" else "signal, from and to"
            if isinstance(item, dict):
                prepared.notes.append(Note(route, f"expected {expected} in each of the {name}"))
            else:
                prepared.notes.append(Note(route, f"expected a mapping with {expected}, found {_short(item)}"))
            continue
        if isinstance(item, dict) and "id" in item and not isinstance(item["id"], str):
            prepared.notes.append(Note((*route, "id"), f"expected text for id, found {_short(item['id'])}"))
            continue
        if identity in found:
            line = f"the other one is number {indexes[identity] + 1} of the {name}"
            hint = "give one of them an id" if name == "flows" and "id" not in item else None
            prepared.notes.append(Note(route, f"{identity!r} is there twice; {line}", hint))
            continue
        found[identity] = item
        indexes[identity] = number
    prepared.indexes[name] = indexes
    return found


def _identity(name: str, item: Any) -> str | None:
    if not isinstance(item, dict):
        return None
    if name == "gaps":
        parts = [item.get("signal"), item.get("from"), item.get("to")]
        return f"{parts[0]}:{parts[1]}->{parts[2]}" if all(isinstance(part, str) for part in parts) else None
    between = item.get("between")
    if isinstance(between, list) and len(between) == 2 and "from" not in item and "to" not in item:  # noqa: PLR2004 - two ends
        return str(item.get("id", f"{between[0]}<->{between[1]}"))
    if isinstance(item.get("from"), str) and isinstance(item.get("to"), str) and between is None:
        return str(item.get("id", f"{item['from']}->{item['to']}"))
    return None


def _element(name: str, key: str, element: Any, prepared: Prepared) -> Any:
    """An element with its id in it, its disputed fields unknown, and its kind filled in."""
    if name not in LISTS:
        if key in RESERVED:
            prepared.notes.append(Note((name, key), f"{key!r} is a reserved word and cannot be an id", key=True))
        elif not _ID.fullmatch(key):
            allowed = "letters, digits, '_', '-' and '.', at most 100 of them"
            prepared.notes.append(
                Note(
                    (name, key),
                    f"the id {_short(key)} may have only {allowed}",
                    "put the full name into 'name'",
                    key=True,
                )
            )
    if element is None:
        element = {}
    if not isinstance(element, dict):
        return element
    if name not in LISTS and "id" in element:
        prepared.notes.append(
            Note((name, key, "id"), "the id of this element is its key", "leave 'id' out, or use 'name'", key=True)
        )
    settled = _settled(name, key, element, prepared)
    if name == "processes" and "kind" not in element:
        settled["kind"] = key
        prepared.filled.setdefault((name, key), {})["kind"] = Origin.MODEL
    return {**settled, "id": key}


def _settled(name: str, key: str, element: dict[str, Any], prepared: Prepared) -> dict[str, Any]:
    """The element with each disputed field unknown."""
    disputed = element.get("disputed")
    if not isinstance(disputed, dict):
        return dict(element)
    settled = dict(element)
    model = _MODELS.get(name, KINDS.get(name))
    fields = [] if model is None else [one.rstrip("_") for one in model.model_fields]
    index = prepared.indexes.get(name, {}).get(key, key)
    route = tuple(part for part in (name, index, "disputed") if part != "")
    for one in disputed:
        if one in element:
            note = f"{one!r} is both stated and disputed: leave it out, the sources' answers stand under disputed"
            prepared.notes.append(Note((*route, one), note, key=True))
        elif one not in fields or one in {"id", "disputed"}:
            prepared.notes.append(Note((*route, one), f"no field is called {one!r} here", key=True))
        else:
            settled[one] = "unknown"
    return settled


def _fill_defaults(prepared: Prepared) -> None:
    defaults = prepared.data.get("defaults")
    if not isinstance(defaults, dict):
        return
    for name, model in _MODELS.items():
        held = prepared.data.get(name)
        own = defaults.get(name)
        fields = {key: value for key, value in defaults.items() if key in _FOR_ALL and key in model.model_fields}
        if isinstance(own, dict):
            fields |= {
                key: value
                for key, value in own.items()
                if field_name(key) in model.model_fields and key not in {"id", "disputed"}
            }
        if not fields or not isinstance(held, dict):
            continue
        for key, element in held.items():
            if isinstance(element, dict):
                for one, value in fields.items():
                    if one not in element:
                        element[one] = value
                        prepared.filled.setdefault((name, key), {})[field_name(one)] = Origin.DEFAULTS


def _fill_promises(prepared: Prepared) -> None:
    """Defaults for all elements reach the items of the roadmap, too."""
    defaults, roadmap = prepared.data.get("defaults"), prepared.data.get("roadmap")
    items = roadmap.get("items") if isinstance(roadmap, dict) else None
    if isinstance(defaults, dict) and isinstance(items, dict):
        for key, item in items.items():
            for one in _FOR_ALL:
                if isinstance(item, dict) and one in defaults and one not in item:
                    item[one] = defaults[one]
                    prepared.filled.setdefault(("roadmap.items", key), {})[one] = Origin.DEFAULTS


def _fill_from_catalogue(prepared: Prepared) -> None:
    """Fill what a product is; derive what follows from what a tool is there to do."""
    tools = prepared.data.get("tools")
    if not isinstance(tools, dict):
        return
    own = prepared.data.get("products")
    uses = Counter(
        product for tool in tools.values() if isinstance(tool, dict) and isinstance(product := tool.get("product"), str)
    )
    for key, tool in tools.items():
        if not isinstance(tool, dict):
            continue
        alone = isinstance(tool.get("product"), str) and uses[tool["product"]] == 1
        for one, value, origin in _facts(tool, own if isinstance(own, dict) else {}, alone=alone):
            if one not in tool:
                tool[one] = value
                prepared.filled.setdefault(("tools", key), {})[one] = origin
        for one, value in _derived(tool, prepared.data.get("capabilities")):
            if one not in tool:
                tool[one] = value
                prepared.filled.setdefault(("tools", key), {})[one] = Origin.DERIVED


def _facts(tool: Mapping[str, Any], own: Mapping[str, Any], *, alone: bool) -> Iterator[tuple[str, Any, Origin]]:
    """What the product of a tool says; its name too where the tool is alone in being this product."""
    identity = tool.get("product")
    if not isinstance(identity, str) or identity in RESERVED:
        return
    if isinstance(own.get(identity), dict):
        name, capabilities = own[identity].get("name"), own[identity].get("capabilities")
        if alone and isinstance(name, str):
            yield "name", name, Origin.CATALOGUE
        if capabilities is not None:
            yield "capabilities", capabilities, Origin.CATALOGUE
        yield "built", "vendor", Origin.CATALOGUE
        return
    product = catalogue().get(identity)
    if product is None:
        return
    yield "capabilities", list(product.capabilities), Origin.CATALOGUE
    yield "built", "vendor", Origin.CATALOGUE
    if alone:
        yield "name", product.name, Origin.CATALOGUE
    end = _end_of_life(product)
    if end is not None:
        yield "end_of_life", end, Origin.CATALOGUE


def _end_of_life(product: Product) -> Any:
    """The date where it is certain; ``none`` where the vendor sells the product on; None where nobody can be sure."""
    if product.end_of_life is not None:
        return product.certain_end
    return "none" if product.status in {"active", "renamed", "acquired"} else None


def _derived(tool: Mapping[str, Any], own: Any) -> Iterator[tuple[str, Any]]:
    """A tool whose capabilities are whole, and none of which can message people or hold their choices, does not."""
    if tool.get("built") in {"in_house", "agency"} or tool.get("product") == "none":
        yield "end_of_life", "none"
    names = tool.get("capabilities")
    if (
        not isinstance(names, list)
        or not names
        or MORE in names
        or isinstance(own, dict)
        and any(name in own for name in names)
    ):
        return
    capabilities = [CAPABILITIES.get(name) if isinstance(name, str) else None for name in names]
    known = [capability for capability in capabilities if capability is not None]
    if len(known) != len(capabilities):
        return
    identity = tool.get("product")
    product = catalogue().get(identity) if isinstance(identity, str) else None
    if not any(capability.messages for capability in known) and not (product is not None and product.can_send):
        yield "sends", "none"
    if not any(capability.holds_choices for capability in known) and not (
        product is not None and product.can_capture_opt_out
    ):
        yield "captures_opt_out", "none"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - fits a line of an error
