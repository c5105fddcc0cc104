"""What is known of products, opt-out clocks and the market: dated data, each entry with its source."""

from __future__ import annotations

from stackaudit.catalogue.adequacy import Adequacy, adequacy, adequacy_for
from stackaudit.catalogue.clocks import (
    Binding,
    Clock,
    ClockKind,
    ClockUnit,
    OutsideRule,
    binding,
    clocks,
    clocks_for,
)
from stackaudit.catalogue.facts import MarketFact, facts
from stackaudit.catalogue.fields import Mark
from stackaudit.catalogue.interfaces import Interface, interfaces
from stackaudit.catalogue.listing import Catalogue, catalogue
from stackaudit.catalogue.products import Product, ProductStatus
from stackaudit.catalogue.requests import RequestClock, RequestKind, request_clocks, request_clocks_for
from stackaudit.catalogue.sending import SendingRule, demanded, sending_rules, sending_rules_for
from stackaudit.catalogue.signals import SignalDemand, SignalLaw, signal_laws, signals

__all__ = [
    "Adequacy",
    "Binding",
    "Catalogue",
    "Clock",
    "ClockKind",
    "ClockUnit",
    "Interface",
    "Mark",
    "MarketFact",
    "OutsideRule",
    "Product",
    "ProductStatus",
    "RequestClock",
    "RequestKind",
    "SendingRule",
    "SignalDemand",
    "SignalLaw",
    "adequacy",
    "adequacy_for",
    "binding",
    "catalogue",
    "clocks",
    "clocks_for",
    "demanded",
    "facts",
    "interfaces",
    "request_clocks",
    "request_clocks_for",
    "sending_rules",
    "sending_rules_for",
    "signal_laws",
    "signals",
]
