"""Laws on the opt-out signal that a browser sends (Global Privacy Control): where, since when, and what they want."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stackaudit.catalogue import fields
from stackaudit.catalogue.fields import Field, Mark
from stackaudit.catalogue.records import DATA, read_yaml
from stackaudit.frozen import dataclass
from stackaudit.model.words import UsState

__all__ = ["SignalDemand", "SignalLaw", "read_signal_laws", "signal_laws", "signals"]


class SignalDemand(StrEnum):
    """What a law wants of whoever gets the signal."""

    HONOUR = "honour"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class SignalLaw:
    """A demand of one state's law; ``name`` is the state's. ``in_force_from`` is the first day that is evidenced."""

    id: str
    state: str
    name: str
    demand: SignalDemand
    in_force_from: date
    source: str
    note: str | None
    as_of: date
    mark: Mark


@cache
def signals() -> tuple[SignalLaw, ...]:
    """The laws that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_signal_laws()


def signal_laws(demand: SignalDemand, as_of: date) -> tuple[SignalLaw, ...]:
    """The laws with a demand that are in force on a day, as far as they are evidenced well enough to decide.

    Raises:
        CatalogueError: their file is broken.
    """
    return tuple(law for law in signals() if law.demand is demand and law.mark.decides and law.in_force_from <= as_of)


def read_signal_laws(path: Path = DATA / "signals.yaml") -> tuple[SignalLaw, ...]:
    """The laws of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, SignalLaw)


_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+-[A-Z]{2}(-[a-z]+)?", "an id as in F-12-CA")),
        "state": Field(fields.word_of([state.value for state in UsState if state is not UsState.ALL], "a state")),
        "name": Field(fields.text),
        "demand": Field(fields.one_of(SignalDemand)),
        "in_force_from": Field(fields.day),
        "source": Field(fields.text),
        "note": Field(fields.text, optional=True),
        "as_of": Field(fields.day),
        "mark": Field(fields.one_of(Mark)),
    }
)
