"""Messages with names in braces: which names a rule may use, and how values read in a sentence. No template language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from stackaudit.model.elements import Element, Money
from stackaudit.model.values import NONE, UNKNOWN, is_open, listed

__all__ = ["fill", "in_words", "join", "names_in"]

_NAME: Final = re.compile(r"\{([^{}]*)\}")
_DURATION: Final = re.compile(r"([0-9]{1,6})(m|h|d|w|mo|bh|bd)")
_UNITS: Final = {"m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "bh": "business hour", "bd": "business day"}


def names_in(text: str) -> tuple[str, ...]:
    """The names in braces that a text uses, in order."""
    return tuple(_NAME.findall(text))


def fill(text: str, value_of: Callable[[str], str | None]) -> str | None:
    """The text with each name replaced; None where a value is not known."""
    filled = []
    end = 0
    for match in _NAME.finditer(text):
        value = value_of(match[1])
        if value is None:
            return None
        filled += [text[end : match.start()], value]
        end = match.end()
    return "".join([*filled, text[end:]])


def join(items: list[str] | tuple[str, ...], *, most: int = 6) -> str:
    """``a, b and c``; beyond ``most`` items: ``a, b and 7 more``."""
    if len(items) > most:
        return f"{', '.join(items[: most - 1])} and {len(items) - most + 1} more"
    if len(items) < 2:  # noqa: PLR2004 - one item needs no joining
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def in_words(value: Any, titles: Mapping[str, str] | None = None) -> str | None:
    """A value as it reads in a sentence; ids become names where ``titles`` knows them. None for what is not known."""
    if value is None or value is UNKNOWN:
        return None
    if value is NONE:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, dict)):
        items = [in_words(item, titles) or "" for item in (listed(value) if isinstance(value, tuple) else value)]
        if isinstance(value, tuple) and is_open(value):
            items.append("others")
        return join(items) or "nothing"
    if isinstance(value, Element):
        return value.title
    if isinstance(value, Money):
        return f"{value.amount:,} {value.currency.upper()}" + ("" if value.per == "once" else f" a {value.per}")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if titles and text in titles:
        return titles[text]
    duration = _DURATION.fullmatch(text)
    if duration:
        count, unit = int(duration[1]), _UNITS[duration[2]]
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return text.replace("_", " ") if re.fullmatch(r"[a-z_]+", text) else text
