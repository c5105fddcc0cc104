"""What a text may ask of the reader: a bound for every way in which it could grow without end."""

from __future__ import annotations

from typing import Final

from stackaudit.frozen import dataclass

__all__ = ["DEFAULT", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one text may hold before reading stops with a problem.

    Attributes:
        size: Bytes of the text.
        depth: Lists and mappings inside one another, counted through aliases.
        alias_nodes: Keys and values that all aliases of a document repeat, taken together (the "billion laughs").
        problems: Problems that are collected; one more says that reading stopped there.
    """

    size: int = 64 * 1024 * 1024
    depth: int = 100
    alias_nodes: int = 100_000
    problems: int = 1000


DEFAULT: Final = Limits()
