"""Where data of people in Europe may go without more: decisions on adequacy, and frameworks for certified companies."""

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
from stackaudit.model.words import COUNTRIES, REGION_GROUPS, TransferBasis

__all__ = ["Adequacy", "adequacy", "adequacy_for", "read_adequacy"]


@dataclass(frozen=True, slots=True)
class Adequacy:
    """A decision by which personal data of people in some regions may go to others.

    Where its ``basis`` is adequacy it holds for whoever is there, otherwise only for companies certified under it.
    ``people_in`` is ``eea`` or ``gb``. ``in_force_from`` is the first day that is evidenced, ``until`` the last.
    """

    id: str
    name: str
    basis: TransferBasis
    people_in: tuple[str, ...]
    regions: tuple[str, ...]
    in_force_from: date
    until: date | None
    source: str
    note: str | None
    as_of: date
    mark: Mark


@cache
def adequacy() -> tuple[Adequacy, ...]:
    """The decisions that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_adequacy()


def adequacy_for(people_in: str, as_of: date) -> tuple[Adequacy, ...]:
    """The decisions on data of people in a region that are in force on a day, also those from memory.

    Raises:
        CatalogueError: their file is broken.
    """
    return tuple(
        one
        for one in adequacy()
        if people_in in one.people_in and one.in_force_from <= as_of and (one.until is None or as_of <= one.until)
    )


def read_adequacy(path: Path = DATA / "adequacy.yaml") -> tuple[Adequacy, ...]:
    """The decisions of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, Adequacy)


_places = [*COUNTRIES, *(name for name, countries in REGION_GROUPS.items() if countries)]
_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+-(EU|GB|shield)-[A-Z]{2,3}", "an id as in F-19-EU-CH")),
        "name": Field(fields.text),
        "basis": Field(fields.one_of(TransferBasis)),
        "people_in": Field(fields.word_of(["eea", "gb"], "eea or gb"), many=True),
        "regions": Field(fields.word_of(_places, "a country, eu or eea"), many=True),
        "in_force_from": Field(fields.day),
        "until": Field(fields.day, optional=True),
        "source": Field(fields.text),
        "note": Field(fields.text, optional=True),
        "as_of": Field(fields.day),
        "mark": Field(fields.one_of(Mark)),
    }
)
