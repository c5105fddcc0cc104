"""How numbers, amounts and days are written: plainly, or in the manner of a report's locale.

A manner is in force for a block of code, rather than handed from function to function: the messages of rules, sentences
and tables of one document are made in a hundred places, and all have to agree. Outside of such a block nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Final, Protocol

__all__ = ["Manner", "amount", "counted", "day", "in_manner", "number", "short_day", "trimmed"]

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Manner(Protocol):
    """A way to write numbers and days."""

    def number(self, digits: str, *, grouped: bool) -> str:
        """A number that is given as ``-1234.50``; with separators of thousands where ``grouped``."""

    def amount(self, number: str, currency: str) -> str:
        """A number, as ``number`` writes it, with its currency."""

    def day(self, moment: date) -> str:
        """A date as in a letter."""

    def short_day(self, moment: date) -> str:
        """A date as in a table."""


_IN_FORCE: Final[ContextVar[Manner | None]] = ContextVar("manner", default=None)


@contextmanager
def in_manner(manner: Manner) -> Iterator[None]:
    """Write numbers and days in a manner, for as long as the block runs."""
    token = _IN_FORCE.set(manner)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def number(value: float, decimals: int | None = None, *, grouped: bool = True) -> str:
    """A number: ``1,234.5``.

    Args:
        value: the number.
        decimals: how many it gets; as many as it has where that is left out.
        grouped: whether thousands are set apart.
    """
    manner = _IN_FORCE.get()
    form = "" if decimals is None else f".{decimals}f"
    if manner is None:
        return f"{value:{',' if grouped else ''}{form}}"
    return manner.number(f"{value:{form}}", grouped=grouped)


def counted(count: int, what: str) -> str:
    """``1 finding``, ``1,200 findings``."""
    return f"{number(count)} {what}{'' if count == 1 else 's'}"


def trimmed(value: float, *, grouped: bool = True) -> str:
    """A number with one decimal at most, and none where it is needless: ``24``, ``7.5``, ``1,200``."""
    return number(value, 0 if f"{value:.1f}".endswith(".0") else 1, grouped=grouped)


def amount(value: float, currency: str, decimals: int | None = None) -> str:
    """An amount with its currency: ``1,200 USD``."""
    manner, shown = _IN_FORCE.get(), number(value, decimals)
    return f"{shown} {currency}" if manner is None else manner.amount(shown, currency)


def day(moment: date) -> str:
    """A date as it is written in a letter: ``22 November 2026``."""
    manner = _IN_FORCE.get()
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}" if manner is None else manner.day(moment)


def short_day(moment: date) -> str:
    """A date as it is written in a table: ``2026-11-22``."""
    manner = _IN_FORCE.get()
    return moment.isoformat() if manner is None else manner.short_day(moment)
