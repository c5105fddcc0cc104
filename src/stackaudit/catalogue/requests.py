"""How soon laws and platforms want done what people ask for beside opt-outs: deletion, an end of sale, a withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stackaudit.catalogue import fields
from stackaudit.catalogue.clocks import RULE_FIELDS, Binding, ClockKind, ClockUnit, binding, check_rule
from stackaudit.catalogue.fields import Field, Mark
from stackaudit.catalogue.records import DATA, read_yaml
from stackaudit.frozen import dataclass
from stackaudit.model.regions import VAGUE

__all__ = ["RequestClock", "RequestKind", "read_request_clocks", "request_clocks", "request_clocks_for"]


class RequestKind(StrEnum):
    """What somebody asks for."""

    DELETION = "deletion"
    OPT_OUT_OF_SALE = "opt_out_of_sale"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class RequestClock:
    """A limit on the time from a request until it is done.

    ``limit`` and ``unit`` are None where the source names no figure. For the rest see ``Clock``; ``us-ca`` is a state
    of the United States.
    """

    id: str
    name: str
    kind: ClockKind
    request: RequestKind
    regions: tuple[str, ...]
    may_hold_in: tuple[str, ...]
    limit: int | None
    unit: ClockUnit | None
    in_force_from: date | None
    until: date | None
    source: str
    note: str | None
    as_of: date
    mark: Mark

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        check_rule(self)
        if (self.limit is None) != (self.unit is None):
            raise ValueError("a limit has a unit, and no limit has none")

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that it is about: none, as it is about the person."""
        return ()


@cache
def request_clocks() -> tuple[RequestClock, ...]:
    """The clocks that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_request_clocks()


def request_clocks_for(request: RequestKind, regions: Iterable[str] | None, as_of: date) -> Binding[RequestClock]:
    """Which clocks on a kind of request bind whoever holds data of people in some regions; see ``binding``.

    Where it is known in which of the United States people live, name those (``us-ca``) in place of ``us``.

    Raises:
        CatalogueError: their file is broken.
    """
    return binding((clock for clock in request_clocks() if clock.request is request), None, regions, as_of)


def read_request_clocks(path: Path = DATA / "requests.yaml") -> tuple[RequestClock, ...]:
    """The clocks of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, RequestClock)


_FIELDS: Final = MappingProxyType(
    {
        **{name: field for name, field in RULE_FIELDS.items() if name not in {"channels", "applies_from_daily_volume"}},
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+", "an id as in F-15")),
        "request": Field(fields.one_of(RequestKind)),
        "regions": Field(
            fields.matching("[a-z]{2}|eea|us-[a-z]{2}", "an ISO code in lower case, eu, eea or a state as in us-ca"),
            many=True,
            optional=True,
        ),
        "may_hold_in": Field(fields.word_of([*VAGUE, "us"], "us or a group of regions"), many=True, optional=True),
        "limit": Field(fields.count, optional=True),
        "unit": Field(fields.one_of(ClockUnit), optional=True),
    }
)
