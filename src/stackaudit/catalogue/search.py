"""Which products a text means: by name, by vendor, by what they do, and by what is nearly their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from typing import Final

from stackaudit.catalogue.products import Product, ProductStatus
from stackaudit.model.words import CAPABILITIES

__all__ = ["find", "nearest"]


class _Rank(IntEnum):
    """How a text fits a product, from the best."""

    NAME = 0
    START_OF_NAME = 1
    WORD_OF_NAME = 2
    PART_OF_NAME = 3
    MORE_THAN_NAME = 4
    VENDOR = 5
    PURPOSE = 6
    ALSO = 7


_LONGEST: Final = 100
_CLOSE: Final = 0.75


def find(products: Iterable[Product], text: str, limit: int) -> tuple[Product, ...]:
    """At most ``limit`` products that fit a text, the best first; where none fits, those with nearly such a name."""
    query = _plain(text[:_LONGEST])
    if not query:
        return ()
    products = tuple(products)
    return tuple([product for _, product in _ranked(products, query)] or _close(products, query))[:limit]


def nearest(products: Iterable[Product], text: str, limit: int) -> tuple[str, ...]:
    """The ids of at most ``limit`` products that a text may be meant to name, the likeliest first."""
    query = _plain(text[:_LONGEST])
    if not query:
        return ()
    products = tuple(products)
    ranked = _ranked(products, query)
    # A misspelt name is likelier than a name in the midst of another or a vendor's.
    found = (
        *(product for rank, product in ranked if rank <= _Rank.WORD_OF_NAME),
        *_close(products, query),
        *(product for rank, product in ranked if rank <= _Rank.VENDOR),
    )
    return tuple(dict.fromkeys(product.id for product in found))[:limit]


@lru_cache(maxsize=1 << 16)
def _plain(text: str) -> str:
    """The words of a text: lower case, one space between them, no punctuation."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _ranked(products: tuple[Product, ...], query: str) -> list[tuple[_Rank, Product]]:
    ranked = [(rank, product) for product in products if (rank := _rank(product, query)) is not None]
    return sorted(ranked, key=_order)


def _order(fit: tuple[_Rank, Product]) -> tuple[_Rank, bool, int, str]:
    rank, product = fit
    # Of two names that hold the text, the shorter one is closer to it.
    length = len(product.id) if rank <= _Rank.PART_OF_NAME else 0
    return rank, product.status is ProductStatus.ENDED, length, product.id


def _rank(product: Product, query: str) -> _Rank | None:
    return next((rank for rank, fits in zip(_Rank, _fits(product, query), strict=False) if fits), None)


def _fits(product: Product, query: str) -> Iterator[bool]:
    """Whether a text fits a product, rank by rank from the best; worked out as far as asked for."""
    # Written in one, so that "customerio" and "Customer IO" are both Customer.io.
    solid = query.replace(" ", "")
    names, solids, full = _forms(product.id, product.name, product.aliases, product.vendor)
    yield solid in solids or solid in full
    yield any(name.startswith(solid) for name in solids)
    yield any(f" {query}" in f" {name}" for name in names)
    yield any(query in name for name in names)
    yield any(f"{query} ".startswith(f"{name} ") for name in names)
    yield any(name.startswith(solid) for name in full) or f" {query}" in f" {_plain(product.vendor)}"
    yield any(f" {query}" in f" {word}" for word in _purposes((product.category, *product.capabilities)))
    yield any(f" {query}" in f" {word}" for word in _purposes((*product.also, *product.can_send)))


@lru_cache(maxsize=4096)
def _forms(
    identity: str, name: str, aliases: tuple[str, ...], vendor: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The names of a product: plain, written in one, and so with the vendor before, as people say "Google Looker"."""
    names = tuple(_plain(text) for text in (identity, name, *aliases))
    solids = tuple(text.replace(" ", "") for text in names)
    before = _plain(vendor).replace(" ", "")
    return names, solids, tuple(f"{before}{text}" for text in solids)


@lru_cache(maxsize=4096)
def _purposes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with what they mean where they are capabilities: ``esp`` is bulk e-mail."""
    meant = (CAPABILITIES[word].doc for word in words if word in CAPABILITIES)
    return tuple(map(_plain, (*words, *meant)))


def _close(products: tuple[Product, ...], query: str) -> list[Product]:
    # 10 ms that only a misspelling needs.
    from difflib import get_close_matches  # noqa: PLC0415

    named: dict[str, list[Product]] = {}
    for product in products:
        _, solids, full = _forms(product.id, product.name, product.aliases, product.vendor)
        for name in dict.fromkeys((*solids, *full)):
            named.setdefault(name, []).append(product)
    close = get_close_matches(query.replace(" ", ""), named, n=len(named), cutoff=_CLOSE)
    return list({product.id: product for name in close for product in named[name]}.values())
