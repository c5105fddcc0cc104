"""Freezes the shapes of audit.json and diff.json of today's format: ``python tests/schemas/freeze.py``, with each release.

The frozen file holds every key of every kind of object with its type, without words about it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).resolve().parent
REFERENCE = SCHEMAS.parents[1] / "docs" / "reference"


def shape(schema: dict[str, Any], root: str = "audit") -> dict[str, dict[str, Any]]:
    """For each kind of object the type of each of its keys."""
    kinds = {root: schema, **schema["$defs"]}
    return {
        name: {
            key: {word: held for word, held in kind.items() if word != "description"}
            for key, kind in described["properties"].items()
        }
        for name, described in kinds.items()
    }


def frozen(number: int, name: str = "audit") -> Path:
    """Where the shape of a format is kept."""
    return SCHEMAS / f"{name}-{number}.json"


if __name__ == "__main__":
    for name, root in (("audit", "audit"), ("diff", "difference")):
        today = shape(json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8")), root)
        text = json.dumps(today, indent=1, sort_keys=True) + "\n"
        frozen(today[root]["format"]["const"], name).write_text(text, encoding="utf-8")
