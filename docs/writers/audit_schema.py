"""The JSON Schemas of audit.json and diff.json, read from the tables of their pages: people and programs read one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["audit_schema"]

_SECTION: Final = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_ROW: Final = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)
_KIND: Final = re.compile(r"\[[^\]]+\]\(#([\w-]+)\)")
_VERSION: Final = re.compile(r"version of this shape: (\d+)")
_WORD: Final = re.compile(r"`([^`]+)`")
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]*\)")

_SEVERITIES: Final = ["P1", "P2", "P3", "P4", "P5"]
_TYPES: Final[Mapping[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "seconds": {"type": "number", "minimum": 0},
    "number from 0 to 1": {"type": "number", "minimum": 0, "maximum": 1},
    "true or false": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "list of text": {"type": "array", "items": {"type": "string"}},
    "list of two numbers": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    "mapping from severity to number": {
        "type": "object",
        "propertyNames": {"enum": _SEVERITIES},
        "additionalProperties": {"type": "number"},
    },
    "mapping from text to number or null": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
    "`P1` to `P5`": {"enum": _SEVERITIES},
}


def audit_schema(page: str, root: str = "audit") -> dict[str, Any]:
    """The schema that the page's tables describe; ``root`` is the kind of the whole.

    A type that has no form here is a KeyError that names it.
    """
    version = _VERSION.search(page)
    if version is None:
        raise ValueError("the page does not name the version of the shape")
    kinds = {title.replace(" ", "-"): _kind(title, body) for title, body in _SECTION.findall(page)}
    whole = kinds.pop(root)
    whole["properties"]["format"]["const"] = int(version[1])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{page.splitlines()[0].removeprefix('# ')} of stackaudit, format {version[1]}",
        **whole,
        "$defs": kinds,
    }


def _kind(title: str, body: str) -> dict[str, Any]:
    properties = {
        key: {**_type(kind, f"{title}.{key}"), "description": _plain(about)} for key, kind, about in _ROW.findall(body)
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _type(words: str, key: str) -> dict[str, Any]:
    if words == "true, false or null":
        return {"type": ["boolean", "null"]}
    if words in _TYPES:
        return dict(_TYPES[words])
    for end in (", or null", " or null"):
        if words.endswith(end):
            return {"anyOf": [_type(words.removesuffix(end), key), {"type": "null"}]}
    if words.startswith("list of ") and (kind := _KIND.fullmatch(words.removeprefix("list of "))):
        return {"type": "array", "items": {"$ref": f"#/$defs/{kind[1]}"}}
    if kind := _KIND.fullmatch(words):
        return {"$ref": f"#/$defs/{kind[1]}"}
    if words.startswith("`") and not _WORD.sub("", words).replace(",", "").replace("or", "").strip():
        return {"enum": _WORD.findall(words)}
    raise KeyError(f"{key}: {words}")


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text).replace("`", "")
