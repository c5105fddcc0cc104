"""The JSON Schema of ``stackaudit.toml``, with which an editor completes and checks it."""

from __future__ import annotations

import tomllib
from typing import Any, Final

from stackaudit.finding import Severity
from stackaudit.outputs.formats import FORMATS
from stackaudit.rules.pack import builtin
from stackaudit.rules.rule import Parameter
from stackaudit.settings.keys import KEYS, Key

__all__ = ["settings_schema"]

_SEVERITY: Final[dict[str, Any]] = {"enum": list(Severity)}
_TEXTS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}}
_DURATION: Final = "^[0-9]{1,6}(m|h|d|w|mo|bh|bd)$"
_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def settings_schema() -> dict[str, Any]:
    """The schema, with the built-in rules and their parameters; those of other packs are not refused."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of stackaudit",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(key) for name, key in KEYS.items()},
    }


def _property(key: Key) -> dict[str, Any]:
    held = {"description": key.about.replace("`", ""), **_kind(key.kind)}
    if key.default and key.kind not in {"severities", "parameters"}:
        held["default"] = tomllib.loads(f"value = {key.default}")["value"]
    return held


def _kind(kind: str) -> dict[str, Any]:
    rules = [rule for rule in builtin().rules if not rule.alias_of]
    kinds: dict[str, dict[str, Any]] = {
        "severity": _SEVERITY,
        "flag": {"type": "boolean"},
        "formats": {"type": "array", "minItems": 1, "items": {"enum": list(FORMATS)}},
        "file": {"type": "string", "minLength": 1},
        "folder": {"type": "string", "minLength": 1},
        "severities": {
            "type": "object",
            "properties": {rule.id: {**_SEVERITY, "description": rule.title} for rule in rules},
            "additionalProperties": _SEVERITY,
        },
        "parameters": {
            "type": "object",
            "properties": {
                rule.id: {
                    "type": "object",
                    "additionalProperties": False,
                    "description": rule.title,
                    "properties": {name: _parameter(one) for name, one in rule.parameters.items()},
                }
                for rule in rules
                if rule.parameters
            },
            "additionalProperties": {"type": "object"},
        },
    }
    return kinds.get(kind, _TEXTS)


def _parameter(parameter: Parameter) -> dict[str, Any]:
    value = parameter.value
    held: dict[str, Any] = {"description": parameter.about}
    if isinstance(value, tuple):
        return {**held, **_TEXTS, "default": list(value)}
    if isinstance(value, str):
        return {**held, "type": "string", "pattern": _DAY if "-" in value else _DURATION, "default": value}
    held |= {"type": "number", "minimum": 0, "default": value}
    return held if parameter.at_most is None else {**held, "maximum": parameter.at_most}
