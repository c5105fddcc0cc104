"""Text of the user inside our sentences: cut, escaped, and compared with what else could have been meant."""

from __future__ import annotations

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


def did_you_mean(name: str, choices: Iterable[str], least: float = 0.6) -> str | None:
    """A hint that names the choice nearest to ``name``, at ``least`` so alike (1 is the same word).

    The cost is bounded also for hostile names.
    """
    if len(name) > _WIDTH:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    # Comparing takes time in proportion to both lengths, and to the number of choices.
    short = islice((choice for choice in choices if len(choice) <= _WIDTH), _CHOICES)
    by_lower = {choice.lower(): choice for choice in short}
    near = get_close_matches(name.lower(), by_lower, 1, least)
    return f"{MEANT} {shown(by_lower[near[0]])}?" if near else None
