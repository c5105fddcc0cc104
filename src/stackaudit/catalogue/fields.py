"""The fields of the catalogue's data files: how well a fact is evidenced, and how text becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from stackaudit.frozen import dataclass

__all__ = ["Field", "Mark", "count", "day", "flag", "matching", "one_of", "share", "text", "word_of"]

E = TypeVar("E", bound=StrEnum)

_SHARE: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


class Mark(StrEnum):
    """How well something is evidenced."""

    VERIFIED = "verified"
    SECOND_HAND = "second_hand"
    MEMORY = "memory"

    @property
    def decides(self) -> bool:
        """Whether a verdict may rest on it and a report state it. What is from memory only words a question."""
        return self is not Mark.MEMORY


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read: ``parse`` makes a value of its text, or raises ``ValueError`` with what was expected.

    A field with ``many`` is a list, and its value a tuple. Where an optional field is left out, its value is ``empty``,
    or the empty tuple.
    """

    parse: Callable[[str], object]
    many: bool = False
    optional: bool = False
    empty: object = None


def text(value: str) -> str:
    """The text itself: one line, with single spaces between its words."""
    if value != " ".join(value.split()):
        raise ValueError("expected text in one line, with single spaces between its words")
    return value


def flag(value: str) -> bool:
    """``yes``; the other value is to leave it out."""
    if value != "yes":
        raise ValueError(f"expected yes or nothing, not {value!r}")
    return True


def count(value: str) -> int:
    """A whole number above 0."""
    if not (value.isascii() and value.isdigit() and int(value)):
        raise ValueError(f"expected a whole number above 0, not {value!r}")
    return int(value)


def share(value: str) -> float:
    """A share in per cent, above 0 and not above 100, with at most two places after the point: ``0.3``."""
    if not _SHARE.fullmatch(value) or not 0 < float(value) <= 100:  # noqa: PLR2004 - per cent
        raise ValueError(f"expected a share in per cent as in 0.3, not {value!r}")
    return float(value)


def day(value: str) -> date:
    """A date as in ``2026-11-22``."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise ValueError(f"expected a date as in 2026-11-22, not {value!r}")
    return found


def matching(pattern: str, what: str) -> Callable[[str], str]:
    """A reader of texts that match a pattern from end to end; ``what`` says in an error what such a text is."""

    def parse(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"expected {what}, not {value!r}")
        return value

    return parse


def one_of(words: type[E]) -> Callable[[str], E]:
    """A reader of the members of an enum."""
    members = {word.value: word for word in words}
    expected = ", ".join(members)

    def parse(value: str) -> E:
        if value not in members:
            raise ValueError(f"expected one of {expected}, not {value!r}")
        return members[value]

    return parse


def word_of(words: Collection[str], what: str) -> Callable[[str], str]:
    """A reader of plain words out of a list; ``what`` says in an error what one of them is."""

    def parse(value: str) -> str:
        if value not in words:
            raise ValueError(f"expected {what}, not {value!r}")
        return value

    return parse
