"""The JSON Schema of the stack file as people write it, for editors with a YAML language server."""

from __future__ import annotations

import copy
from typing import Any, Final

from stackaudit.model.stack import COLLECTIONS, Stack
from stackaudit.model.words import CAPABILITIES, DATA_CLASSES, REGION_GROUPS

__all__ = ["stack_schema"]

_LISTS: Final = ("flows", "gaps")


def stack_schema() -> dict[str, Any]:
    """The schema (draft 2020-12), with a description for each field and the words of each vocabulary explained.

    It is the model's own schema, turned to what the file looks like: flows and gaps are lists there, ids are keys, and the
    built-in capabilities, data classes and regions are offered where the company may add its own.
    """
    schema = copy.deepcopy(Stack.model_json_schema(by_alias=True))
    definitions: dict[str, Any] = schema["$defs"]
    for name, definition in definitions.items():
        properties = definition.get("properties", {})
        if "disputed" in properties:
            identity = properties.pop("id", None)
            if name == "Flow" and identity is not None:
                properties["id"] = identity
        for field, held in properties.items():
            _tidy(held)
            _offer(field, held)
    properties = schema["properties"]
    for name, held in properties.items():
        _tidy(held)
        if name in _LISTS:
            element = held.pop("additionalProperties")
            held["type"], held["items"] = "array", element
        elif name in COLLECTIONS.values():
            held["additionalProperties"] = {"anyOf": [held["additionalProperties"], {"type": "null"}]}
    for name in COLLECTIONS.values():
        held = properties[name]
        moved = {key: held.pop(key) for key in ("type", "items", "additionalProperties") if key in held}
        held["anyOf"] = [moved, {"const": "none", "description": "there are none"}]
    _conditions(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://stackaudit.example/schema/stack-1.json",
        **schema,
        "title": "A marketing stack, as stackaudit reads it",
    }


def _conditions(definitions: dict[str, Any]) -> None:
    """A flow has two ends, in one of two ways."""
    definitions["Flow"]["oneOf"] = [{"required": ["from", "to"]}, {"required": ["between"]}]


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
    }.get(field)
    if offered is None:
        return
    for arm in held.get("anyOf", ()):
        if arm.get("type") == "array":
            arm["items"] = {"anyOf": [{"enum": [*offered, "more"]}, arm.get("items", {})]}
