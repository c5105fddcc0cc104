"""How values read in a sentence, and names in braces."""

from __future__ import annotations

from datetime import date

import pytest

from stackaudit.model.elements import Money, Monitoring
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.rules.wording import fill, in_words, join, names_in


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, None),
        (UNKNOWN, None),
        (NONE, "none"),
        (True, "yes"),
        (False, "no"),
        (Monitoring(every="1h"), "yes"),
        (1_200_000, "1,200,000"),
        (0.3, "0.3"),
        (date(2026, 11, 22), "2026-11-22"),
        (Money(amount=12000, currency="eur"), "12,000 EUR a year"),
        (Money(amount=99.5, currency="USD", per="month"), "99.5 USD a month"),
        (Money(amount=5, currency="chf", per="once"), "5 CHF"),
        ("1d", "1 day"),
        ("12mo", "12 months"),
        ("2bd", "2 business days"),
        ("csv_manual", "csv manual"),
        ("Wiki/CRM_outage", "Wiki/CRM_outage"),
        ("crm", "The CRM"),
        ((), "nothing"),
        (("crm",), "The CRM"),
        (("crm", "b", "c"), "The CRM, b and c"),
        (("crm", "more"), "The CRM and others"),
        (("more",), "others"),
        ({"email": 1, "sms": 2}, "email and sms"),
        (tuple("abcdefg"), "a, b, c, d, e and 2 more"),
    ],
)
def test_a_value_reads_as_a_person_would_say_it(value, words):
    assert in_words(value, {"crm": "The CRM"}) == words


def test_ids_stay_where_no_name_is_known():
    assert in_words(("crm", "my_tool")) == "crm and my tool"


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (list("abcdef"), "a, b, c, d, e and f"),
        (list("abcdefg"), "a, b, c, d, e and 2 more"),
    ],
)
def test_items_are_joined_and_cut(items, text):
    assert join(items) == text


def test_how_many_items_are_shown_can_be_said():
    assert join(list("abcd"), most=2) == "a and 3 more"


def test_names_in_braces_are_replaced():
    assert names_in("{a} and {b.c}, {a}") == ("a", "b.c", "a")
    assert fill("{a} and {b}.", {"a": "x", "b": "{a}"}.get) == "x and {a}."
    assert fill("nothing to fill", {}.get) == "nothing to fill"
    assert fill("{a} and {b}", {"a": "x"}.get) is None
