"""Facts about the market that a report may print, each with its source and how not to read it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stackaudit.catalogue import fields
from stackaudit.catalogue.fields import Field, Mark
from stackaudit.catalogue.records import DATA, read_yaml
from stackaudit.frozen import dataclass

__all__ = ["MarketFact", "facts", "read_facts"]


@dataclass(frozen=True, slots=True)
class MarketFact:
    """A fact in one or two sentences. ``caution`` says how not to read it, and is printed with it."""

    id: str
    statement: str
    caution: str | None
    source: str
    as_of: date
    mark: Mark


@cache
def facts() -> tuple[MarketFact, ...]:
    """The facts that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_facts()


def read_facts(path: Path = DATA / "facts.yaml") -> tuple[MarketFact, ...]:
    """The facts of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, MarketFact)


_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+(-[0-9]{4})?", "an id as in F-25 or F-25-2025")),
        "statement": Field(fields.text),
        "caution": Field(fields.text, optional=True),
        "source": Field(fields.text),
        "as_of": Field(fields.day),
        "mark": Field(fields.one_of(Mark)),
    }
)
