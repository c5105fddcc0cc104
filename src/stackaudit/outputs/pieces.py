"""A long text that is made only when it is written, bit by bit, so that it is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from stackaudit.collector import no_collector
from stackaudit.outputs.plain import as_bytes

__all__ = ["Content", "Pieces", "whole"]


class Pieces:
    """A text in pieces, made anew each time that it is gone through, as UTF-8."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], Iterable[str]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        with no_collector():
            yield from map(as_bytes, self._make())


Content: TypeAlias = str | bytes | Pieces
"""What is written into one file."""


def whole(content: Content) -> bytes:
    """The bytes of a file."""
    return b"".join(content) if isinstance(content, Pieces) else as_bytes(content)
