"""What mailbox providers and laws demand of messages and of the ways to stop them: dated data, each with its source."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stackaudit.catalogue import fields
from stackaudit.catalogue.clocks import RULE_FIELDS, Binding, ClockKind, binding, check_rule
from stackaudit.catalogue.fields import Field, Mark
from stackaudit.catalogue.records import DATA, read_yaml
from stackaudit.frozen import dataclass

__all__ = ["DEMANDS", "SendingRule", "demanded", "read_sending_rules", "sending_rules", "sending_rules_for"]

DEMANDS: Final = MappingProxyType(
    {
        "spf": "an SPF record",
        "dkim": "a DKIM signature",
        "dmarc": "a DMARC record",
        "aligned": "alignment",
        "one_click_unsubscribe": "one-click unsubscribe",
        "no_login": "an opt-out without a login",
        "one_page": "an opt-out by one page or one reply",
        "nothing_more": "an opt-out for which nothing but the address and the choices is asked",
        "postal_address": "a postal address in the mail",
        "free_text": "an opt-out in the person's own words",
    }
)
"""What a rule can demand, each with its words."""


@dataclass(frozen=True, slots=True)
class SendingRule:
    """What a mailbox provider or a law demands of those who send.

    ``demands`` are words of ``DEMANDS``. ``complaints_below`` is the share of mails in per cent that people may report
    as spam, ``complaints_aim`` the one to stay below. An opt-out has to work for ``link_works_days`` after the mail,
    and by each of the ``keywords`` in a reply. The other attributes are as those of a clock: see
    ``stackaudit.catalogue.clocks.Clock``.
    """

    id: str
    name: str
    kind: ClockKind
    regions: tuple[str, ...]
    may_hold_in: tuple[str, ...]
    channels: tuple[str, ...]
    demands: tuple[str, ...]
    complaints_below: float | None
    complaints_aim: float | None
    link_works_days: int | None
    keywords: tuple[str, ...]
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


def demanded(rule: SendingRule) -> str:
    """What a rule demands, in words."""
    found = [DEMANDS[one] for one in rule.demands]
    if rule.complaints_below is not None:
        found.append(f"complaints below {rule.complaints_below:g} %")
    if rule.complaints_aim is not None:
        found.append(f"better below {rule.complaints_aim:g} %")
    if rule.link_works_days is not None:
        found.append(f"an opt-out that works for {rule.link_works_days} days after the mail")
    if rule.keywords:
        found.append(f"an opt-out by each of the words {', '.join(rule.keywords)}")
    return ", ".join(found)


@cache
def sending_rules() -> tuple[SendingRule, ...]:
    """The rules that come with stackaudit; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_sending_rules()


def sending_rules_for(channel: str, regions: tuple[str, ...] | None, as_of: date) -> Binding[SendingRule]:
    """Which of the rules that come with stackaudit bind; see ``stackaudit.catalogue.clocks.binding``.

    Raises:
        CatalogueError: their file is broken.
    """
    return binding(sending_rules(), channel, regions, as_of)


def read_sending_rules(path: Path = DATA / "sending.yaml") -> tuple[SendingRule, ...]:
    """The rules of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, SendingRule)


_FIELDS: Final = MappingProxyType(
    {
        **RULE_FIELDS,
        "id": Field(fields.matching(r"[A-Z]+-[0-9]+(-[a-z]+)?", "an id as in F-08 or F-08-complaints")),
        "demands": Field(fields.word_of(DEMANDS, "what a rule can demand"), many=True, optional=True),
        "complaints_below": Field(fields.share, optional=True),
        "complaints_aim": Field(fields.share, optional=True),
        "link_works_days": Field(fields.count, optional=True),
        "keywords": Field(fields.text, many=True, optional=True),
    }
)
