"""How facts are read: one truth for each question."""

from __future__ import annotations

import pytest

from stackaudit.checks import reading
from stackaudit.load import load_text
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def tool(text):
    return load_text(f"{HEAD}tools: {{a: {{capabilities: [map], {text}}}}}").tools["a"]


def flow(text):
    return load_text(f"{HEAD}tools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, {text}}}]").flows["a->b"]


@pytest.mark.parametrize(
    ("sends", "marketing", "anything"),
    [
        ("[email]", TRUE, TRUE),
        ("[sms]", FALSE, TRUE),
        ("[sms, more]", UNKNOWN_TRUTH, TRUE),
        ("[more]", UNKNOWN_TRUTH, UNKNOWN_TRUTH),
        ("{email: [service]}", FALSE, TRUE),
        ("{email: [service, marketing]}", TRUE, TRUE),
        ("{email: unknown}", UNKNOWN_TRUTH, UNKNOWN_TRUTH),
        ("{email: none}", FALSE, FALSE),
        ("{sms: [marketing]}", FALSE, TRUE),
        ("unknown", UNKNOWN_TRUTH, UNKNOWN_TRUTH),
        ("none", FALSE, FALSE),
    ],
)
def test_what_a_tool_sends(sends, marketing, anything):
    read = tool(f"sends: {sends}")
    assert (reading.sends_marketing(read, "email"), reading.sends_anything(read)) == (marketing, anything)


@pytest.mark.parametrize(
    ("status", "truth"),
    [
        ("active", TRUE),
        ("trial", TRUE),
        ("retiring", TRUE),
        ("planned", FALSE),
        ("retired", FALSE),
        ("unknown", UNKNOWN_TRUTH),
        ("none", TRUE),
    ],
)
def test_which_tools_are_in_use(status, truth):
    assert reading.in_use(tool(f"status: {status}")) == truth


@pytest.mark.parametrize(
    ("one", "other", "truth"),
    [
        (None, ("x",), TRUE),
        (NONE, ("x",), TRUE),
        (("x",), ("x", "y"), TRUE),
        (("x",), ("y",), FALSE),
        (("x", "more"), ("y",), UNKNOWN_TRUTH),
        (UNKNOWN, ("y",), UNKNOWN_TRUTH),
    ],
)
def test_which_brands_have_one_in_common(one, other, truth):
    assert reading.overlapping(one, other) == reading.overlapping(other, one) == truth


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("user.contact.email", TRUE),
        ("order", FALSE),
        ("lead", TRUE),
        ("lead.score", TRUE),
        ("lead.region", FALSE),
        ("segment", UNKNOWN_TRUTH),
        ("segment.size", UNKNOWN_TRUTH),
        ("nobody.knows", UNKNOWN_TRUTH),
    ],
)
def test_what_is_personal(name, truth):
    stack = load_text(HEAD + "data_classes: {lead: {personal: true}, lead.region: {personal: false}, segment: {}}")
    assert reading.is_personal(stack, name) == truth


def test_lists_of_data_classes():
    stack = load_text(HEAD)
    assert reading.carries_personal(stack, flow("carries: [order, user.name, more]")) == TRUE
    assert reading.stores_personal(stack, tool("stores: [order, more]")) == UNKNOWN_TRUTH
    assert reading.holds_class(("user.contact.email",), ("user.contact",)) == TRUE
    assert reading.holds_class(("user",), ("user.contact",)) == FALSE
    assert reading.holds_class(None, ("user.contact",)) == UNKNOWN_TRUTH


@pytest.mark.parametrize(
    ("text", "hand", "stands"),
    [
        ("method: csv_manual, every: 1d", TRUE, TRUE),
        ("method: api, every: once", FALSE, FALSE),
        ("every: on_request", UNKNOWN_TRUTH, FALSE),
        ("method: none, every: none", UNKNOWN_TRUTH, FALSE),
        ("every: [mon, thu]", UNKNOWN_TRUTH, TRUE),
        ("method: unknown", UNKNOWN_TRUTH, UNKNOWN_TRUTH),
    ],
)
def test_how_a_flow_runs(text, hand, stands):
    assert (reading.by_hand(flow(text)), reading.standing(flow(text))) == (hand, stands)


def test_whether_something_is_watched():
    values = {"true": TRUE, "false": FALSE, "none": FALSE, "{every: 1h}": TRUE, "unknown": UNKNOWN_TRUTH}
    assert {text: reading.watched(flow(f"monitored: {text}").monitored) for text in values} == values


PEOPLE = (
    "people: {p: {}, q: {status: left}, r: {status: unknown}, s: {status: none}}\n"
    "teams: {one: {headcount: 1}, many: {}, nobody: {headcount: none}}\n"
)


@pytest.mark.parametrize(
    ("maintainers", "truth", "least", "asked"),
    [
        (("p", "s"), TRUE, 2, ()),
        (("p", "q"), FALSE, 1, ()),
        (("p", "r"), UNKNOWN_TRUTH, 1, (("people", "r", "status"),)),
        (("many",), TRUE, 2, ()),
        (("one",), FALSE, 1, ()),
        (("nobody", "p"), FALSE, 1, ()),
        (("p", "more"), UNKNOWN_TRUTH, 1, ()),
        (NONE, FALSE, 0, ()),
        (None, UNKNOWN_TRUTH, 0, ()),
        (("p", "a role without an entry"), TRUE, 2, ()),
    ],
)
def test_who_can_repair_something(maintainers, truth, least, asked):
    found, count, missing = reading.at_least_two_maintainers(load_text(HEAD + PEOPLE), maintainers)
    assert (found, count, tuple(one.route for one in missing)) == (truth, least, asked)


def test_only_of_lists_that_may_be_partial_is_asked_whether_they_are_whole():
    stack = load_text(HEAD + "complete: [tools]")
    assert reading.whether_whole(stack, "tools") == ()
    assert [one.path for one in reading.whether_whole(stack, "tools", "flows")] == ["complete.flows"]
