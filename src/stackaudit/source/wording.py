"""Text of the user inside our sentences: cut, escaped, and compared with what else could have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any, Final

__all__ = ["MEANT", "TOO_DEEP_TO_PARSE", "did_you_mean", "found", "shown"]

TOO_DEEP_TO_PARSE: Final = "exceeded maximum nesting depth"
"""What libyaml says, since 0.2.6, of the thousandth list inside a list."""

MEANT: Final = "did you mean"
"""How a hint begins that names what was meant."""

_WIDTH: Final = 60
_CHOICES: Final = 2_000
_CLOSE: Final = 0.8
_VERY_CLOSE: Final = 0.85


def shown(text: str) -> str:
    """The text in quotes on one line, with unprintable characters escaped, cut to 60 characters."""
    return repr(text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…")


def found(value: Any) -> str:
    """What stands there, on one line."""
    if isinstance(value, str):
        return shown(value) if value else "empty text"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else str(value) if isinstance(value, (int, float, date)) else "something else"


def did_you_mean(name: str, choices: Iterable[str]) -> str | None:
    """A hint that names the choice nearest to ``name``; the cost is bounded also for hostile names."""
    if len(name) > _WIDTH:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    # Comparing takes time in proportion to both lengths, and to the number of choices.
    short = islice((choice for choice in choices if len(choice) <= _WIDTH), _CHOICES)
    by_lower = {choice.lower(): choice for choice in short}
    lower, number = name.lower(), _number(name)
    if number is None:
        near = get_close_matches(lower, by_lower, n=1)
    else:  # a rule of another number is seldom the one that was meant
        same = [choice for choice in by_lower if _number(choice) == number]
        near = get_close_matches(lower, same, 1, _CLOSE) or get_close_matches(lower, by_lower, 1, _VERY_CLOSE)
    return f"{MEANT} {shown(by_lower[near[0]])}?" if near else None


def _number(name: str) -> int | None:
    """The number in what looks like the id of a rule, such as GRA-01; None for other names."""
    match = re.fullmatch(r"[A-Za-z]+-([0-9]+)", name)
    return int(match[1]) if match else None
