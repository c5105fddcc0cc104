"""Clocks: how soon laws and mailbox providers want an opt-out honoured; and which rules of theirs bind a company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from stackaudit.catalogue import fields
from stackaudit.catalogue.fields import Field, Mark
from stackaudit.catalogue.records import DATA, read_yaml
from stackaudit.frozen import dataclass
from stackaudit.model.regions import VAGUE, countries_of
from stackaudit.model.words import Channel
from stackaudit.truth import (
    FALSE,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    is_false,
    is_true,
    of,
)

__all__ = [
    "RULE_FIELDS",
    "Binding",
    "Clock",
    "ClockKind",
    "ClockUnit",
    "OutsideRule",
    "binding",
    "check_rule",
    "clocks",
    "clocks_for",
    "in_words",
    "read_clocks",
]


class ClockKind(StrEnum):
    """Who set a clock."""

    LAW = "law"
    PLATFORM = "platform"


class ClockUnit(StrEnum):
    """In what a limit counts. A business day is Monday to Friday and no holiday."""

    BUSINESS_DAYS = "business_days"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"


class OutsideRule(Protocol):
    """A rule of a law or a platform: where, on which channels and from when to when it holds."""

    @property
    def kind(self) -> ClockKind:
        """Who set it."""

    @property
    def regions(self) -> tuple[str, ...]:
        """Where a law holds."""

    @property
    def may_hold_in(self) -> tuple[str, ...]:
        """The groups of regions that may include one of them."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that it is about."""

    @property
    def in_force_from(self) -> date | None:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The last day."""

    @property
    def as_of(self) -> date:
        """When it was last looked at."""

    @property
    def mark(self) -> Mark:
        """How well it is evidenced."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit on the time from an opt-out to the last message.

    A law holds in its ``regions``; ``may_hold_in`` are the groups of regions that may include one of them. A platform
    rule has no regions: it holds for whoever sends that platform's users ``applies_from_daily_volume`` messages a day.
    ``in_force_from`` is the first day, ``until`` the last one. ``mark`` is that of the weakest part.
    """

    id: str
    name: str
    kind: ClockKind
    regions: tuple[str, ...]
    may_hold_in: tuple[str, ...]
    channels: tuple[str, ...]
    limit: int
    unit: ClockUnit
    applies_from_daily_volume: int | None
    in_force_from: date | None
    until: date | None
    source: str
    note: str | None
    as_of: date
    mark: Mark

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        check_rule(self)


def in_words(limit: int, unit: ClockUnit) -> str:
    """A limit as its source says it: ``10 business days``, ``1 month``."""
    words = unit.value.replace("_", " ")
    return f"{limit} {words.removesuffix('s') if limit == 1 else words}"


R = TypeVar("R", bound=OutsideRule)


class Binding(NamedTuple, Generic[R]):
    """The rules that bind for certain, and those that may bind: a region, a date or the rule itself is uncertain."""

    certain: tuple[R, ...]
    possible: tuple[R, ...]


def check_rule(rule: OutsideRule) -> None:
    """Refuse a rule whose parts do not fit together.

    Raises:
        ValueError: it contradicts itself.
    """
    if (rule.kind is ClockKind.LAW) != bool(rule.regions):
        raise ValueError("a law has regions, a platform rule has none")
    if rule.in_force_from and rule.until and rule.until < rule.in_force_from:
        raise ValueError("until is before in_force_from")


@cache
def clocks() -> tuple[Clock, ...]:
    """The clocks that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_clocks()


def clocks_for(channel: str, regions: Iterable[str] | None, as_of: date) -> Binding[Clock]:
    """Which of the clocks that come with stackaudit bind; see ``binding``.

    Raises:
        CatalogueError: their file is broken.
    """
    return binding(clocks(), channel, regions, as_of)


def binding(known: Iterable[R], channel: str | None, regions: Iterable[str] | None, as_of: date) -> Binding[R]:
    """Which rules bind somebody who messages people in ``regions`` on ``channel``, on the day ``as_of``.

    None in place of a channel is for rules that are about no channel.

    ``regions`` are ISO 3166-1 codes in lower case and words of ``REGION_GROUPS``; None is that nobody stated them. For
    a list that may go on, add ``worldwide``. A rule that binds from a daily volume is told as binding: the volume is
    for the caller to compare.
    """
    named = None if regions is None else frozenset(regions)
    certain, possible = [], []
    for rule in known:
        if channel is not None and channel not in rule.channels:
            continue
        evidenced = TRUE if rule.mark.decides else UNKNOWN_TRUTH
        binds = all_of((evidenced, _holds_in(rule, named), _in_force(rule, as_of)))
        if is_true(binds):
            certain.append(rule)
        elif not is_false(binds):
            possible.append(rule)
    return Binding(tuple(certain), tuple(possible))


def _holds_in(rule: OutsideRule, named: frozenset[str] | None) -> Truth:
    if rule.kind is ClockKind.PLATFORM:
        return TRUE
    if named is None:
        return UNKNOWN_TRUTH
    if countries_of(rule.regions) & countries_of(named):
        return TRUE
    return UNKNOWN_TRUTH if named & set(rule.may_hold_in) else FALSE


def _in_force(rule: OutsideRule, day: date) -> Truth:
    if rule.until and day > rule.until:
        return FALSE
    if rule.in_force_from:
        return of(day >= rule.in_force_from)
    # Since when is not known, but that it was in force when it was last looked at.
    return TRUE if day >= rule.as_of else UNKNOWN_TRUTH


def read_clocks(path: Path = DATA / "clocks.yaml") -> tuple[Clock, ...]:
    """The clocks of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, Clock)


_region = fields.matching("[a-z]{2}|eea", "an ISO code in lower case, eu or eea")
_open_group = fields.word_of(VAGUE, "a group of regions that names no country")
RULE_FIELDS: Final = MappingProxyType(
    {
        "name": Field(fields.text),
        "kind": Field(fields.one_of(ClockKind)),
        "regions": Field(_region, many=True, optional=True),
        "may_hold_in": Field(_open_group, many=True, optional=True),
        "channels": Field(fields.word_of([channel.value for channel in Channel], "a channel"), many=True),
        "applies_from_daily_volume": Field(fields.count, optional=True),
        "in_force_from": Field(fields.day, optional=True),
        "until": Field(fields.day, optional=True),
        "source": Field(fields.text),
        "note": Field(fields.text, optional=True),
        "as_of": Field(fields.day),
        "mark": Field(fields.one_of(Mark)),
    }
)
"""The fields that every rule from outside has in its file, beside its id and what it demands."""

_FIELDS: Final = MappingProxyType(
    {
        **RULE_FIELDS,
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+", "an id as in F-01")),
        "limit": Field(fields.count),
        "unit": Field(fields.one_of(ClockUnit)),
    }
)
