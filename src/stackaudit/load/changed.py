"""A stack as a what-if file changes it: what is new stands in that file, all else where it stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from stackaudit.errors import Place
from stackaudit.load.merging import Merged, Route
from stackaudit.source import Document

__all__ = ["Changed", "Gone", "Owner", "owner_in", "parts_of"]

Owner = tuple[int, Route]
"""The number of the document that says something, and the route to it there."""


class Gone(NamedTuple):
    """An element that was taken away: where it stood, and what takes it away."""

    owner: Owner
    by: Place


class Changed(Merged):
    """A document, and those of what-if files, as one.

    A route in ``data`` leads to the what-if file where that says it, to its line under ``remove`` where it takes it
    away, and to the document before in all other cases.
    """

    __slots__ = ("_before", "_changes", "_gone", "_removed")

    def __init__(
        self,
        before: Document,
        changes: Sequence[Document],
        data: dict[str, Any],
        owners: Mapping[Route, Owner],
        removed: frozenset[Route],
        gone: Mapping[str, Gone],
    ) -> None:
        """Join them.

        Args:
            before: the stack as it is.
            changes: the documents of what-if files.
            data: what they make together.
            owners: what is not where it was, by route in ``data``.
            removed: the routes to facts that were taken away.
            gone: the elements that were taken away, by their paths.
        """
        names = ", ".join(one.file for one in changes)
        super().__init__((*parts_of(before), *changes), f"{before.file} with {names}", data, {})
        self._before = before
        self._changes = owners
        self._removed = removed
        self._gone = gone

    @property
    def gone(self) -> Mapping[str, Gone]:
        """The elements that were taken away, by their paths."""
        return self._gone

    def taken_away(self) -> Iterator[Owner]:
        """Where the elements stood that were taken away, of all what-if files."""
        yield from (gone.owner for gone in self._gone.values())
        if isinstance(self._before, Changed):
            yield from self._before.taken_away()

    def has(self, route: Route) -> bool:
        """Whether a route leads to something."""
        return route not in self._removed and super().has(route)

    def owner(self, route: Route) -> Owner:
        """Where a route leads."""
        if route[:1] == ("defaults",) and len(route) > 1 and isinstance(route[1], int):
            return route[1], ("defaults", *route[2:])
        for length in range(len(route), 0, -1):
            owner = self._changes.get(route[:length])
            if owner is not None:
                number, own = owner
                return number, own if route[:length] in self._removed else (*own, *route[length:])
        return owner_in(self._before, route)


def parts_of(document: Document) -> tuple[Document, ...]:
    """The documents that one is made of."""
    return document.documents if isinstance(document, Merged) else (document,)


def owner_in(document: Document, route: Route) -> Owner:
    """The number of the part of a document that says what a route leads to, and the route in it."""
    return document.owner(route) if isinstance(document, Merged) else (0, route)
