"""Each name of a public catalogue leads to a product, or is left out for a reason.

The names are those of Twilio Segment's catalogue of sources and destinations, with what it says they were called before
(segmentio/segment-docs, as of 2025-11-07, CC BY 4.0). Which product each means is our own reading.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from stackaudit.catalogue import catalogue
from stackaudit.catalogue.search import _forms, _plain

REASONS = {
    "code": "a language, a kit for developers, or a place that runs code of one's own",
    "own": "a part of that catalogue's own product, or too wide a name to mean one product",
    "operations": "what developers watch interfaces, servers and errors with",
    "gone": "no longer sold for years, as far as we know, and not known on which day it ended",
    "unknown": "too little known to say what it is there for; it can be declared under 'products'",
}
with Path(__file__).with_name("marketers_names.csv").open(encoding="utf-8", newline="") as file:
    NAMES = tuple(csv.DictReader(file))
EXACT = {
    name: product.id
    for product in catalogue().products.values()
    for name in (*_forms(product).solid, *_forms(product).full)
}
# Two products go by it: the one that it means here comes second.
SHARED = {"EMMA": "emma"}


def test_each_name_has_a_product_or_a_reason_and_no_two_are_alike() -> None:
    assert len({_plain(row["name"]) for row in NAMES}) == len(NAMES) == 670
    assert all(bool(row["product"]) != bool(row["left"]) for row in NAMES)
    assert Counter(row["left"] for row in NAMES if row["left"]) == {
        "code": 25,
        "own": 10,
        "operations": 10,
        "gone": 23,
        "unknown": 52,
    }
    assert {row["left"] for row in NAMES} - {""} == REASONS.keys()


@pytest.mark.no_cover
def test_each_name_of_a_product_finds_it_first() -> None:
    amiss = {}
    for row in NAMES:
        if row["product"]:
            exact = EXACT.get(_plain(row["name"]).replace(" ", ""))
            found = [exact] if exact else [product.id for product in catalogue().find(row["name"], 1)]
            if found != [SHARED.get(row["name"], row["product"])]:
                amiss[row["name"]] = found
    assert amiss == {}


def test_a_name_that_two_products_share_finds_both() -> None:
    assert [product.id for product in catalogue().find("EMMA", 2)] == ["emma", "emma-mobile"]


def test_a_name_that_was_left_out_is_no_products() -> None:
    assert [row["name"] for row in NAMES if row["left"] and _plain(row["name"]).replace(" ", "") in EXACT] == []


@pytest.mark.parametrize("row", [row for row in NAMES if row["left"] == "unknown"][::9], ids=lambda row: row["name"])
def test_what_is_little_known_has_no_suggestion_that_would_mislead(row: dict[str, str]) -> None:
    assert catalogue().nearest(row["name"]) == ()
