"""Which products a text means: by name, by vendor, by what they do, and by what is nearly their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

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
    NAME_WITHIN = 6
    PURPOSE = 7
    ALSO = 8


_LONGEST: Final = 100
# The share of letters that two names have in common, in order: 0.8 is one letter of five amiss.
_CLOSE: Final = 0.8
# So alike that the first letter may be the wrong one, and likelier than a name with other words behind it.
_VERY_CLOSE: Final = 0.85
# Shorter names are often a letter away from another's.
_LONG: Final = 7
# Fewer letters stand in the midst of many a name by chance.
_TELLING: Final = 4
# A shorter name is often a word that stands in a text by chance.
_DISTINCT: Final = 5


def find(products: Iterable[Product], text: str, limit: int) -> tuple[Product, ...]:
    """At most ``limit`` products that fit a text, the best first; where none fits, those with nearly such a name."""
    query = _plain(text[:_LONGEST])
    if not query:
        return ()
    products = tuple(products)
    found = [product for _, product in _ranked(products, query)]
    return tuple(found or [product for _, product in _close(products, query)])[:limit]


def nearest(products: Iterable[Product], text: str, limit: int) -> tuple[str, ...]:
    """The ids of at most ``limit`` products that a text may be meant to name, the likeliest first."""
    query = _plain(text[:_LONGEST])
    if not query:
        return ()
    products = tuple(products)
    ranked, close = _ranked(products, query), _close(products, query)
    # A misspelt name is likelier than a name in the midst of another or a vendor's.
    found = (
        *(product for rank, product in ranked if rank <= _Rank.WORD_OF_NAME),
        *(product for ratio, product in close if ratio >= _VERY_CLOSE),
        *(product for rank, product in ranked if rank is _Rank.MORE_THAN_NAME),
        *(product for _, product in close),
        *(product for rank, product in ranked if rank <= _Rank.VENDOR),
    )
    return tuple(dict.fromkeys(product.id for product in found))[:limit]


@lru_cache(maxsize=1 << 16)
def _plain(text: str) -> str:
    """The words of a text: lower case, one space between them, no punctuation."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _ranked(products: tuple[Product, ...], query: str) -> list[tuple[_Rank, Product]]:
    ranked = [(rank, product) for product in products if (rank := _rank(product, query)) is not None]
    return sorted(ranked, key=lambda fit: _order(fit, query))


def _order(fit: tuple[_Rank, Product], query: str) -> tuple[_Rank, bool, int, str]:
    """What comes first: the better fit, what lives, the closer name."""
    rank, product = fit
    solid = query.replace(" ", "")
    length = 0
    if rank <= _Rank.PART_OF_NAME:
        # Of two names that hold the text, the shorter one is closer to it.
        length = min((len(name) for name in _forms(product).solid if solid in name), default=0)
    elif rank in {_Rank.MORE_THAN_NAME, _Rank.NAME_WITHIN}:
        # Of two names that the text holds, the longer one.
        length = -max(len(name) for name in _forms(product).all_plain if f" {name} " in f" {query} ")
    return rank, product.status is ProductStatus.ENDED, length, product.id


def _rank(product: Product, query: str) -> _Rank | None:
    return next((rank for rank, fits in zip(_Rank, _fits(product, query), strict=False) if fits), None)


def _fits(product: Product, query: str) -> Iterator[bool]:
    """Whether a text fits a product, rank by rank from the best; worked out as far as asked for."""
    # Written in one, so that "customerio" and "Customer IO" are both Customer.io.
    solid = query.replace(" ", "")
    forms = _forms(product)
    yield solid in forms.solid or solid in forms.full
    yield any(name.startswith(solid) for name in forms.solid)
    yield any(f" {query}" in f" {name}" for name in forms.plain)
    yield len(query) >= _TELLING and any(query in name for name in forms.plain)
    yield any(f"{query} ".startswith(f"{name} ") for name in forms.all_plain)
    yield any(name.startswith(solid) for name in forms.full) or f" {query}" in f" {_plain(product.vendor)}"
    yield any(len(name) >= _DISTINCT and f" {name} " in f" {query} " for name in forms.all_plain)
    yield any(f" {query}" in f" {word}" for word in _purposes((product.category, *product.capabilities)))
    yield any(f" {query}" in f" {word}" for word in _purposes((*product.also, *product.can_send)))


class _Forms(NamedTuple):
    """The names of a product: as words, written in one, and both with the vendor before, as in "Google Looker"."""

    plain: tuple[str, ...]
    solid: tuple[str, ...]
    full: tuple[str, ...]
    all_plain: tuple[str, ...]


def _forms(product: Product) -> _Forms:
    return _written(product.id, product.name, product.aliases, product.vendor)


@lru_cache(maxsize=4096)
def _written(identity: str, name: str, aliases: tuple[str, ...], vendor: str) -> _Forms:
    plain = tuple(_plain(text) for text in (identity, name, *aliases))
    full = tuple(f"{_plain(vendor)} {text}" for text in plain)
    return _Forms(plain, _solid(plain), _solid(full), (*plain, *full))


def _solid(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace(" ", "") for text in texts)


@lru_cache(maxsize=4096)
def _purposes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with what they mean where they are capabilities: ``esp`` is bulk e-mail."""
    meant = (CAPABILITIES[word].doc for word in words if word in CAPABILITIES)
    return tuple(map(_plain, (*words, *meant)))


def _close(products: tuple[Product, ...], query: str) -> list[tuple[float, Product]]:
    """The products that have nearly such a name, each with how near the nearest is, from 0 to 1."""
    # 10 ms that only a misspelling needs.
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415

    solid = query.replace(" ", "")
    named: dict[str, list[Product]] = {}
    for product in products:
        forms = _forms(product)
        for name in dict.fromkeys((*forms.solid, *forms.full)):
            named.setdefault(name, []).append(product)
    found: dict[str, tuple[float, Product]] = {}
    for name in get_close_matches(solid, named, n=len(named), cutoff=_CLOSE):
        ratio = SequenceMatcher(a=name, b=solid).ratio()
        if ratio >= _VERY_CLOSE if len(solid) >= _LONG else _is_misspelt(name, solid):
            for product in named[name]:
                found.setdefault(product.id, (ratio, product))
    return list(found.values())


def _is_misspelt(name: str, text: str) -> bool:
    """Whether a text is a short name with a letter too many, too few or wrong, or two that have changed places.

    Whoever misspells a name mostly gets its beginning right, and its end.
    """
    ends_alike = name[-1] == text[-1] and abs(len(name) - len(text)) <= 1
    return name[0] == text[0] and (ends_alike or sorted(name) == sorted(text))
