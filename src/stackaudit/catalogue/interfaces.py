"""Interfaces that their vendors end: what connectors call, each with the day of its end and its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stackaudit.catalogue import fields
from stackaudit.catalogue.fields import Field, Mark
from stackaudit.catalogue.records import DATA, read_yaml
from stackaudit.frozen import dataclass

__all__ = ["Interface", "interfaces", "read_interfaces"]


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface of a vendor.

    ``ends`` is the last day on which it works; None where no such day is recorded. From ``closed_to_new_from`` on it
    takes nobody who did not use it before; ``products`` are those that it belongs to, where that matters.
    """

    id: str
    name: str
    ends: date | None
    closed_to_new_from: date | None
    products: tuple[str, ...]
    source: str
    note: str | None
    as_of: date
    mark: Mark

    @property
    def certain_end(self) -> date | None:
        """The day, where it is known well enough to decide."""
        return self.ends if self.mark.decides else None


@cache
def interfaces() -> Mapping[str, Interface]:
    """The interfaces that come with stackaudit, by id; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return MappingProxyType({one.id: one for one in read_interfaces()})


def read_interfaces(path: Path = DATA / "interfaces.yaml") -> tuple[Interface, ...]:
    """The interfaces of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, Interface)


_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "an id as in hubspot-api-keys")),
        "name": Field(fields.text),
        "ends": Field(fields.day, optional=True),
        "closed_to_new_from": Field(fields.day, optional=True),
        "products": Field(
            fields.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "an id as in google-ads"), many=True, optional=True
        ),
        "source": Field(fields.text),
        "note": Field(fields.text, optional=True),
        "as_of": Field(fields.day),
        "mark": Field(fields.one_of(Mark)),
    }
)
