"""The tables of what is taken from outside a stack file: dated facts with their sources, and products."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from stackaudit.catalogue import Mark
from stackaudit.catalogue.ledger import KINDS, Entry, ledger
from stackaudit.catalogue.listing import catalogue
from stackaudit.catalogue.products import Product
from stackaudit.model.words import Capability
from writers.markdown import code, prose, table

__all__ = ["outside_facts", "products"]

_READ: Final = {Mark.VERIFIED: "in the source", Mark.SECOND_HAND: "second-hand"}


def outside_facts() -> str:
    """A table for each kind of fact. What nobody has verified decides nothing, and is left out."""
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger():
        if entry.mark.decides:
            by_kind[entry.kind].append(entry)
    head = ("Id", "What it says", "In force", "Source", "Looked at", "Read")
    return "\n".join(
        f"## {kind.capitalize()}\n\n{table(head, map(_row, by_kind[kind]))}" for kind in KINDS if by_kind[kind]
    )


def products() -> str:
    """A table of products for each place in the market, by name."""
    by_category: dict[str, list[Product]] = defaultdict(list)
    for product in catalogue().products.values():
        by_category[product.category].append(product)
    head = ("Write", "Product", "Vendor", "Capabilities", "Also known as")
    return "\n".join(
        f"## {code(category)}\n\n{_meaning(category)}"
        + table(head, map(_product, sorted(by_category[category], key=lambda one: one.name.casefold())))
        for category in sorted(by_category)
    )


def _meaning(category: str) -> str:
    """What the capability of that name is, where a place in the market is called after one."""
    return "".join(f"{prose(word.doc)}\n\n" for word in Capability if word == category)


def _row(entry: Entry) -> tuple[str, ...]:
    said = ". ".join(prose(text.removesuffix(".")) for text in (entry.statement, entry.caution) if text)
    return code(entry.id), said, entry.valid, prose(entry.source), entry.as_of.isoformat(), _READ[entry.mark]


def _product(product: Product) -> tuple[str, ...]:
    capabilities = ", ".join(map(code, (*product.capabilities, *product.also)))
    return (
        code(product.id),
        prose(product.name),
        prose(product.vendor),
        capabilities,
        prose(", ".join(product.aliases)),
    )
