"""All that a verdict or report may rest on from outside a stack file, in one list: each entry with source and mark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from stackaudit.catalogue.adequacy import Adequacy, adequacy
from stackaudit.catalogue.clocks import Clock, ClockKind, clocks, in_words
from stackaudit.catalogue.facts import facts
from stackaudit.catalogue.fields import Mark
from stackaudit.catalogue.interfaces import Interface, interfaces
from stackaudit.catalogue.listing import catalogue
from stackaudit.catalogue.products import Product
from stackaudit.catalogue.requests import RequestClock, request_clocks
from stackaudit.catalogue.sending import SendingRule, demanded, sending_rules
from stackaudit.catalogue.signals import SignalDemand, SignalLaw, signals
from stackaudit.catalogue.terms import forbidden_data
from stackaudit.catalogue.windows import conversion_windows
from stackaudit.frozen import dataclass
from stackaudit.model.regions import region_name
from stackaudit.model.words import TransferBasis

__all__ = ["KINDS", "Entry", "ledger"]

KINDS: Final = ("law", "platform rule", "terms", "market", "interface", "product")
"""What the facts are about, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact from outside: what it is about, what it says, who says so, when it was looked at, and how sure it is.

    ``kind`` is one of ``KINDS``. ``valid`` says from when to when it
    holds, where that is known. ``caution`` says how not to read it.
    """

    id: str
    kind: str
    statement: str
    valid: str
    caution: str
    source: str
    as_of: date
    mark: Mark


def ledger() -> Iterator[Entry]:
    """Clocks on opt-outs and other requests, what else is demanded of senders, laws on browser signals, then the rest.

    The rest are decisions on where personal data may go, windows of conversions, terms, market facts, ends of
    interfaces, notes on products. Each in its order.

    Raises:
        CatalogueError: a file of the catalogue is broken.
    """
    yield from map(_of_clock, clocks())
    yield from map(_of_clock, request_clocks())
    yield from map(_of_sending_rule, sending_rules())
    yield from map(_of_signal, signals())
    yield from map(_of_adequacy, adequacy())
    for window in conversion_windows():
        yield Entry(window.id, "platform rule", window.statement, "", "", window.source, window.as_of, window.mark)
    for entry in forbidden_data():
        yield Entry(entry.id, "terms", entry.statement, "", "", entry.source, entry.as_of, entry.mark)
    for fact in facts():
        yield Entry(fact.id, "market", fact.statement, "", fact.caution or "", fact.source, fact.as_of, fact.mark)
    yield from map(_of_interface, interfaces().values())
    for product in catalogue().products.values():
        if product.end_of_life is not None or product.note:
            yield _of_product(product, catalogue().as_of)


def _of_clock(clock: Clock | RequestClock) -> Entry:
    where = f" in {', '.join(region.upper() for region in clock.regions)}" if clock.regions else ""
    limit = "no figure" if clock.unit is None or clock.limit is None else in_words(clock.limit, clock.unit)
    volume = _volume(clock) if isinstance(clock, Clock) else ""
    return Entry(
        clock.id,
        _kind(clock),
        f"{clock.name}: {limit}{where}{volume}",
        _valid(clock.in_force_from, clock.until),
        clock.note or "",
        clock.source,
        clock.as_of,
        clock.mark,
    )


def _of_sending_rule(rule: SendingRule) -> Entry:
    return Entry(
        rule.id,
        _kind(rule),
        f"{rule.name}: {demanded(rule)}{_volume(rule)}",
        _valid(rule.in_force_from, rule.until),
        rule.note or "",
        rule.source,
        rule.as_of,
        rule.mark,
    )


def _kind(rule: Clock | RequestClock | SendingRule) -> str:
    return "law" if rule.kind is ClockKind.LAW else "platform rule"


def _volume(rule: Clock | SendingRule) -> str:
    volume = rule.applies_from_daily_volume
    return f", from {volume:,} messages a day on" if volume is not None else ""


def _of_signal(law: SignalLaw) -> Entry:
    wants = {
        SignalDemand.HONOUR: "the opt-out signal of a browser (Global Privacy Control) counts as an opt-out",
        SignalDemand.DISPLAY: "visitors have to be told whether the opt-out signal of their browser was processed",
    }
    return Entry(
        law.id,
        "law",
        f"{law.name}: {wants[law.demand]}",
        _valid(law.in_force_from, None),
        law.note or "",
        law.source,
        law.as_of,
        law.mark,
    )


def _of_adequacy(one: Adequacy) -> Entry:
    people = " and ".join(map(region_name, one.people_in))
    where = "there" if one.basis is TransferBasis.ADEQUACY else "to companies certified under it"
    return Entry(
        one.id,
        "law",
        f"{one.name}: personal data of people in {people} may go {where}",
        _valid(one.in_force_from, one.until),
        one.note or "",
        one.source,
        one.as_of,
        one.mark,
    )


def _of_interface(one: Interface) -> Entry:
    end = f"ends or ended on {one.ends}" if one.ends is not None else "no day of an end is recorded"
    return Entry(one.id, "interface", f"{one.name}: {end}", "", one.note or "", one.source, one.as_of, one.mark)


def _of_product(product: Product, as_of: date) -> Entry:
    disputed = ", sources differ" if product.end_disputed else ""
    end = f"ends or ended on {product.end_of_life}{disputed}" if product.end_of_life is not None else ""
    said = "; ".join(part for part in (end, product.note) if part)
    source = product.evidence_source or ""
    return Entry(
        product.id, "product", f"{product.name} ({product.vendor}): {said}", "", "", source, as_of, product.mark
    )


def _valid(start: date | None, end: date | None) -> str:
    parts = [f"from {start}" if start else "", f"to {end}" if end else ""]
    return " ".join(part for part in parts if part)
