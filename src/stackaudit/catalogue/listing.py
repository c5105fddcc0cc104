"""The catalogue: the products by id, and found by what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from stackaudit.catalogue import search
from stackaudit.catalogue.products import Product, product_shelf
from stackaudit.frozen import dataclass

__all__ = ["Catalogue", "catalogue"]

_AS_OF: Final = date(2026, 11, 22)
"""When the products were last gone through."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The products by id, in the order of their ids. ``as_of`` is the day on which they were last gone through."""

    products: Mapping[str, Product]
    as_of: date

    def get(self, product_id: str) -> Product | None:
        """The product of an id."""
        return self.products.get(product_id)

    def find(self, text: str, limit: int = 20) -> tuple[Product, ...]:
        """At most ``limit`` products that fit a text, the best first.

        A text fits by id, name or alias, then by the start, a word or a part of one, then by vendor, then by category
        and primary capabilities, then by all else that the product can do. Where none fits, those with nearly such a
        name do. Case and punctuation do not matter.
        """
        return search.find(self.products.values(), text, limit)

    def nearest(self, product_id: str, limit: int = 3) -> tuple[str, ...]:
        """At most ``limit`` ids that an id which is not in the catalogue may stand for, the likeliest first."""
        return search.nearest(self.products.values(), product_id, limit)


@cache
def catalogue() -> Catalogue:
    """The catalogue that comes with stackaudit; read once.

    Raises:
        CatalogueError: its file is broken.
    """
    return Catalogue(product_shelf(), _AS_OF)
