"""The table of the keys of settings."""

from __future__ import annotations

from stackaudit.settings.keys import KEYS
from writers.markdown import code, prose, table

__all__ = ["keys"]


def keys() -> str:
    """A row for each key."""
    rows = [
        (
            code(name),
            prose(key.about),
            code(key.default) if key.default else "",
            code(key.example),
            code(key.option) if key.option else "",
        )
        for name, key in KEYS.items()
    ]
    return table(("Key", "What it says", "Default", "Example", "Option that wins"), rows)
