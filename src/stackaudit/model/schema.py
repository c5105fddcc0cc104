"""The JSON Schema of the stack file as people write it, for editors with a YAML language server."""

from __future__ import annotations

import copy
from typing import Any, Final

from stackaudit.model import elements as e
from stackaudit.model.base import BaseModel
from stackaudit.model.shapes import may_be_unknown
from stackaudit.model.stack import COLLECTIONS, KINDS, LISTS, OWN, Stack, yaml_name
from stackaudit.model.values import ID, LONGEST_ID, RESERVED
from stackaudit.model.words import CAPABILITIES, COUNTRIES, DATA_CLASSES, REGION_GROUPS

__all__ = ["stack_schema"]

_OPTIONAL: Final = ("complete", "include", "defaults", "questions", "waivers")
_FOR_ALL: Final = ("source", "basis", "owner")
_MODELS: Final[tuple[type[BaseModel], ...]] = (
    *KINDS.values(),
    *OWN.values(),
    e.Question,
)
_ELEMENTS: Final = {model.__name__: model for model in _MODELS}
_ID: Final = {"pattern": f"^{ID}$", "maxLength": LONGEST_ID, "not": {"enum": sorted(RESERVED)}}
_REGIONS: Final = [*sorted(COUNTRIES), *(name.upper() for name in (*REGION_GROUPS, *sorted(COUNTRIES)))]
_NULL: Final = {"type": "null"}
_NONE: Final = {"const": "none", "description": "there are none"}


def stack_schema() -> dict[str, Any]:
    """The schema (draft 2020-12), with a description for each field and the words of each vocabulary explained.

    It is the model's own schema, turned to what the file looks like: flows and gaps are lists there, ids are keys, and
    the built-in capabilities, data classes and regions are offered where the company may add its own. Whatever loads
    fits it; what does not load may fit it, where one element refers to another.
    """
    schema = copy.deepcopy(Stack.model_json_schema(by_alias=True))
    definitions: dict[str, Any] = schema["$defs"]
    for name, definition in definitions.items():
        properties = definition.get("properties", {})
        if name in _ELEMENTS:
            del properties["id"]
            _limit_disputes(name, properties["disputed"])
        for field, held in properties.items():
            _tidy(held)
            _offer(field, held)
    definitions["Flow"]["properties"]["id"] = {"type": "string", **_ID}
    definitions["Flow"]["oneOf"] = [{"required": ["from", "to"]}, {"required": ["between"]}]
    definitions["Money"]["properties"]["amount"]["minimum"] = 0
    for arm in definitions["Roadmap"]["properties"]["items"]["anyOf"]:
        if arm.get("type") == "object":
            _by_id(arm)
    for name, held in schema["properties"].items():
        _tidy(held)
        _as_written(name, held)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://stackaudit.example/schema/stack-1.json",
        **schema,
        "title": "A marketing stack, as stackaudit reads it",
    }


def _as_written(name: str, held: dict[str, Any]) -> None:
    """Turn a part of the stack to what stands in the file."""
    if name not in (*COLLECTIONS.values(), *OWN, *_OPTIONAL):
        return
    if name in LISTS:
        held["type"], held["items"] = "array", held.pop("additionalProperties")
    elif name == "defaults":
        held |= _defaults()
    elif name not in _OPTIONAL:
        _by_id(held)
    moved = {key: held.pop(key) for key in tuple(held) if key != "description"}
    held["anyOf"] = [moved, _NULL]
    if name in COLLECTIONS.values():
        held["anyOf"] += [_NONE] if name in LISTS else [_NONE, {"type": "array", "maxItems": 0}]


def _by_id(held: dict[str, Any]) -> None:
    """Elements by id: each may be left empty."""
    held["propertyNames"] = _ID
    held["additionalProperties"] = {"anyOf": [held["additionalProperties"], _NULL]}


def _defaults() -> dict[str, Any]:
    """The fields that may have a default: some for all elements, and those of each collection."""
    fields = {
        collection: sorted({yaml_name(name) for name in KINDS[kind].model_fields} - {"id", "disputed"})
        for kind, collection in COLLECTIONS.items()
    }
    own = {name: {"type": "object", "propertyNames": {"enum": names}} for name, names in fields.items()}
    return {"properties": {**{name: {} for name in _FOR_ALL}, **own}, "additionalProperties": False}


def _limit_disputes(name: str, held: dict[str, Any]) -> None:
    """Only facts can be disputed."""
    model = _ELEMENTS[name]
    facts = [yaml_name(field) for field in model.model_fields if may_be_unknown(model, yaml_name(field))]
    for arm in held["anyOf"]:
        if arm.get("type") == "object":
            arm["propertyNames"] = {"enum": facts}


def _tidy(held: dict[str, Any]) -> None:
    """Turn this project's own keywords into those that editors show."""
    held.pop("title", None)
    ask, example = held.pop("x-ask", ""), held.pop("x-example", "")
    held.pop("x-record", None)
    held.pop("x-refers-to", None)
    if held.get("default", "") in (None, "", {}, []):
        held.pop("default", None)
    description = held.get("description", "")
    held["description"] = "\n\n".join(
        part for part in (description, ask, f"Example: `{example}`" if example else "") if part
    )


def _offer(field: str, held: dict[str, Any]) -> None:
    """Offer the built-in words of a list that the company may add to."""
    offered = {
        "capabilities": CAPABILITIES,
        "requires_capabilities": CAPABILITIES,
        "core_competencies": CAPABILITIES,
        "carries": DATA_CLASSES,
        "stores": DATA_CLASSES,
        "regions": REGION_GROUPS,
        "residency": REGION_GROUPS,
        "hosting_region": REGION_GROUPS,
    }.get(field)
    if offered is None:
        return
    for arm in held["anyOf"]:
        if arm.get("type") == "array":
            others = {"enum": _REGIONS} if offered is REGION_GROUPS else arm["items"]
            arm["items"] = {"anyOf": [{"enum": [*offered, "more"]}, others]}
