"""What the terms of products forbid to send to them."""

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
from stackaudit.model.words import DATA_CLASSES

__all__ = ["ForbiddenData", "forbidden_data", "forbidden_to", "read_forbidden_data"]


@dataclass(frozen=True, slots=True)
class ForbiddenData:
    """Data classes that the terms of some products forbid to send to them; what lies below them is forbidden too."""

    id: str
    products: tuple[str, ...]
    forbids: tuple[str, ...]
    statement: str
    source: str
    as_of: date
    mark: Mark


@cache
def forbidden_data() -> tuple[ForbiddenData, ...]:
    """The entries that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_forbidden_data()


@cache
def forbidden_to() -> Mapping[str, tuple[str, ...]]:
    """By product: what its terms forbid, as far as that is evidenced well enough to decide.

    Raises:
        CatalogueError: the file is broken.
    """
    found: dict[str, tuple[str, ...]] = {}
    for entry in forbidden_data():
        for product in entry.products if entry.mark.decides else ():
            found[product] = tuple(dict.fromkeys((*found.get(product, ()), *entry.forbids)))
    return MappingProxyType(found)


def read_forbidden_data(path: Path = DATA / "terms.yaml") -> tuple[ForbiddenData, ...]:
    """The entries of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, ForbiddenData)


_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+", "an id as in F-35")),
        "products": Field(fields.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "an id as in customer-io"), many=True),
        "forbids": Field(fields.word_of(DATA_CLASSES, "a data class"), many=True),
        "statement": Field(fields.text),
        "source": Field(fields.text),
        "as_of": Field(fields.day),
        "mark": Field(fields.one_of(Mark)),
    }
)
