"""Messages with names in braces: which names a text uses, and how values read in a sentence. No template language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from stackaudit.model.elements import Money, Monitoring
from stackaudit.model.values import UNKNOWN, is_open, listed
from stackaudit.model.writing import amount, number, short_day

__all__ = ["AMONG", "SHARE", "fill", "in_words", "join", "names_in", "stray_brace"]

AMONG: Final = " in "
"""Between a field and a parameter in a name: ``{capabilities in bought}`` are those that the parameter names, too."""
SHARE: Final = ("met", "counted")
"""The names of what a share came to: how many elements met its condition, and how many there were."""

_NAME: Final = re.compile(r"\{([^{}]*)\}")
_DURATION: Final = re.compile(r"([0-9]{1,6})(m|h|d|w|mo|bh|bd)")
_UNITS: Final = {
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mo": "month",
    "bh": "business hour",
    "bd": "business day",
}


def names_in(text: str) -> tuple[str, ...]:
    """The names in braces that a text uses, in order."""
    return tuple(_NAME.findall(text))


def stray_brace(text: str) -> str | None:
    """The word that begins with the first brace without another; None where all are in pairs."""
    names_blank = _NAME.sub(lambda name: " " * len(name[0]), text)
    stray = re.search("[{}]", names_blank)
    return text[stray.start() :].partition(" ")[0] if stray else None


def fill(text: str, value_of: Callable[[str], str | None]) -> str | None:
    """The text with each name replaced; None where a value is not known."""
    filled = []
    # Text and names take turns.
    for place, part in enumerate(_parts(text)):
        value = value_of(part) if place % 2 else part
        if value is None:
            return None
        filled.append(value)
    return "".join(filled)


@lru_cache(maxsize=1 << 11)
def _parts(text: str) -> list[str]:
    """The text, cut at its names; a wording is filled in once a finding."""
    return _NAME.split(text)


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
    if isinstance(value, (tuple, dict)):
        return _listed_in_words(value, {} if titles is None else titles)
    for kind, wording in _WORDINGS:
        if isinstance(value, kind):
            return wording(value)
    return _text_in_words(str(value), {} if titles is None else titles)


def _listed_in_words(value: tuple[Any, ...] | dict[Any, Any], titles: Mapping[str, str]) -> str:
    others = ["others"] if isinstance(value, tuple) and is_open(value) else []
    items = listed(value) if isinstance(value, tuple) else value
    return join([*(in_words(item, titles) or "" for item in items), *others]) or "nothing"


def _money_in_words(value: Money) -> str:
    return amount(value.amount, value.currency.upper()) + ("" if value.per == "once" else f" a {value.per}")


_WORDINGS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: "yes" if value else "no"),
    (Monitoring, lambda _value: "yes"),
    (Money, _money_in_words),
    (int, number),
    (float, lambda value: number(value, grouped=False)),
    (date, short_day),
)
"""How values of these kinds read; the first kind that fits."""


def _text_in_words(text: str, titles: Mapping[str, str]) -> str:
    if text in titles:
        return titles[text]
    duration = _DURATION.fullmatch(text)
    if duration:
        count, unit = int(duration[1]), _UNITS[duration[2]]
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return text.replace("_", " ") if re.fullmatch(r"[a-z_]+", text) else text
