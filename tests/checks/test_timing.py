"""How long flows take, in words, as facts to ask for and as facts to show."""

from __future__ import annotations

from math import inf

import pytest

from stackaudit.checks import FactRef
from stackaudit.checks.timing import slow_facts, time_in_words, timing
from stackaudit.finding import Hop
from stackaudit.load import load_text

HOUR, DAY = 3600.0, 86400.0
STACK = "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {}, b: {}}\nflows: [{from: a, to: b, %s}]\n"


def flow(said: str):
    return load_text(STACK % said).flows["a->b"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("every: 1d, takes: 1h", []),
        ("every: 1d", ["takes"]),
        ("takes: 1h", ["every"]),
        ("every: unknown, takes: unknown", ["every", "takes"]),
        ("every: 1d, takes: none, method: csv_manual", []),
        ("every: 1d, takes: none, method: api", ["takes"]),
        ("every: 1d, takes: none", ["method"]),
        ("every: on_event, takes: 5m", []),
    ],
)
def test_what_bounds_the_time_of_a_flow_is_asked_for_where_nobody_has_said_it(said, asked):
    assert list(timing(flow(said))) == asked


@pytest.mark.parametrize(
    ("least", "most", "limit", "words"),
    [
        (8 * DAY, 8 * DAY, inf, "8 days"),
        (8 * DAY, inf, inf, "8 days or more"),
        (8 * DAY, 9 * DAY, inf, "8 days to 9 days"),
        (9 * DAY, 9 * DAY + HOUR, inf, "9 days"),
        (7 * DAY + HOUR, 7 * DAY + HOUR, 7 * DAY, "7 days and 1 hour"),
        (7 * DAY + HOUR, inf, 7 * DAY, "7 days and 1 hour or more"),
        (7 * DAY, 7 * DAY, 7 * DAY, "7 days"),
        (8 * DAY, 8 * DAY, 7 * DAY, "8 days"),
    ],
)
def test_a_time_is_said_by_what_is_known_of_it(least, most, limit, words):
    assert time_in_words(least, most, limit) == words


def hop(element: str, least: float, most: float) -> Hop:
    return Hop(element, "", "", "", least, most)


def shown(said: str) -> list[str]:
    stack = load_text(STACK % said)
    return [fact.field for fact in slow_facts(stack, (hop("flows.a->b", 0.0, 0.0),))]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("every: 1d, takes: 1h", ["every", "takes"]),
        ("every: 1h, takes: 1d", ["takes", "every"]),
        ("every: 1d, takes: 1d", ["every", "takes"]),
        ("every: 1d, takes: none, method: csv_manual", ["takes", "every", "method"]),
        ("every: on_request, takes: 1d", ["takes", "every"]),
        ("every: 1d", ["every"]),
        ("takes: 1d", ["takes"]),
        ("method: api", []),
    ],
)
def test_of_a_flow_that_is_shown_first_which_takes_longer(said, fields):
    assert shown(said) == fields


def test_the_slowest_flow_of_a_path_is_shown_first_and_what_is_no_flow_not_at_all():
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {}, b: {}, c: {}, d: {}}\n"
        "flows: [{from: a, to: b, every: 1h}, {from: b, to: c, every: 1d}, {from: c, to: d, every: 1w}]\n"
    )
    path = (
        hop("flows.a->b", HOUR, DAY),
        hop("tools.b", 0.0, 0.0),
        hop("flows.b->c", DAY, DAY),
        hop("flows.c->d", HOUR, inf),
    )
    assert list(slow_facts(stack, path)) == [FactRef("flows", key, "every") for key in ("b->c", "c->d", "a->b")]
