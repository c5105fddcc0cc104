"""Products of the market: what each is, what it can do, and when its vendor ends it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stackaudit.catalogue import fields
from stackaudit.catalogue.fields import Field, Mark
from stackaudit.catalogue.records import DATA, Shelf, read_csv
from stackaudit.catalogue.terms import forbidden_to
from stackaudit.frozen import dataclass
from stackaudit.model.words import CAPABILITIES, Channel

__all__ = ["Product", "ProductStatus", "product_shelf", "read_products"]


class ProductStatus(StrEnum):
    """What became of a product. One that was bought or renamed lives on under its id."""

    ACTIVE = "active"
    ACQUIRED = "acquired"
    RENAMED = "renamed"
    SUNSET_ANNOUNCED = "sunset_announced"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Product:
    """A product. It says what the product can do, never what a company does with it.

    ``category`` is its place in the market. ``capabilities`` are the primary ones, by which overlap is judged; ``also``
    are the secondary ones. ``can_send`` are the channels that it can message people on. Where a ``can_...`` is empty or
    False, the catalogue does not know that it can. ``mark`` says how well ``end_of_life`` and ``note`` are evidenced.
    ``end_disputed`` says that sources differ on what happens on that day.
    """

    id: str
    name: str
    vendor: str
    category: str
    capabilities: tuple[str, ...]
    also: tuple[str, ...]
    can_send: tuple[str, ...]
    can_capture_opt_out: bool
    can_store_personal_data: bool
    aliases: tuple[str, ...]
    status: ProductStatus
    end_of_life: date | None
    end_disputed: bool
    note: str | None
    mark: Mark
    evidence_source: str | None

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        if both := set(self.capabilities) & set(self.also):
            raise ValueError(f"capabilities and also both name {', '.join(sorted(both))}")
        if self.mark.decides and not self.evidence_source:
            raise ValueError(f"the mark is {self.mark.value}, and there is no evidence_source")
        if self.end_disputed and not self.end_of_life:
            raise ValueError("end_disputed is yes, and there is no end_of_life")

    @property
    def certain_end(self) -> date | None:
        """The end of life where a verdict may rest on it: evidenced, and undisputed."""
        return self.end_of_life if self.mark.decides and not self.end_disputed else None

    @property
    def forbids(self) -> tuple[str, ...]:
        """The data classes that its terms forbid to send to it, as far as a verdict may rest on it."""
        return forbidden_to().get(self.id, ())


def read_products(path: Path = DATA / "products.csv") -> tuple[Product, ...]:
    """The products of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_csv(path, _FIELDS, Product)


def product_shelf(path: Path = DATA / "products.csv") -> Shelf[Product]:
    """The products of a file by id, each read when it is first asked for."""
    return Shelf(path, _FIELDS, Product)


_capability = fields.word_of(CAPABILITIES, "a capability")
_channel = fields.word_of([channel.value for channel in Channel], "a channel")
_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "an id as in customer-io")),
        "name": Field(fields.text),
        "vendor": Field(fields.text),
        "category": Field(fields.matching(r"[a-z]+(_[a-z]+)*", "a word in lower case")),
        "capabilities": Field(_capability, many=True),
        "also": Field(_capability, many=True, optional=True),
        "can_send": Field(_channel, many=True, optional=True),
        "can_capture_opt_out": Field(fields.flag, optional=True, empty=False),
        "can_store_personal_data": Field(fields.flag, optional=True, empty=False),
        "aliases": Field(fields.text, many=True, optional=True),
        "status": Field(fields.one_of(ProductStatus)),
        "end_of_life": Field(fields.day, optional=True),
        "end_disputed": Field(fields.flag, optional=True, empty=False),
        "note": Field(fields.text, optional=True),
        "mark": Field(fields.one_of(Mark)),
        "evidence_source": Field(fields.text, optional=True),
    }
)
