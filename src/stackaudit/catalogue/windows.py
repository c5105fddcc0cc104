"""How old a conversion may be when it gets to an ad platform."""

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

__all__ = ["ConversionWindow", "conversion_windows", "read_windows", "window_of"]


@dataclass(frozen=True, slots=True)
class ConversionWindow:
    """How old a conversion may be, as a duration, when it gets to some products."""

    id: str
    products: tuple[str, ...]
    within: str
    statement: str
    source: str
    as_of: date
    mark: Mark


@cache
def conversion_windows() -> tuple[ConversionWindow, ...]:
    """The entries that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_windows()


@cache
def window_of() -> Mapping[str, str]:
    """By product: how old a conversion may be, as far as that is evidenced well enough to decide.

    Raises:
        CatalogueError: the file is broken.
    """
    return MappingProxyType(
        {product: one.within for one in conversion_windows() if one.mark.decides for product in one.products}
    )


def read_windows(path: Path = DATA / "windows.yaml") -> tuple[ConversionWindow, ...]:
    """The entries of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, ConversionWindow)


_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+", "an id as in W-01")),
        "products": Field(fields.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "an id as in meta-ads"), many=True),
        "within": Field(fields.matching(r"[0-9]{1,6}(m|h|d|w|mo|bh|bd)", "a duration as in 7d")),
        "statement": Field(fields.text),
        "source": Field(fields.text),
        "as_of": Field(fields.day),
        "mark": Field(fields.one_of(Mark)),
    }
)
