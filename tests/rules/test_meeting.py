"""Whether some element shares a value, judged for all elements outside at once: as each by itself, or left open."""

from __future__ import annotations

import pytest

from stackaudit.load import load_text
from stackaudit.rules.compiled import screen_of
from stackaudit.rules.conditions import Compiler
from stackaudit.rules.scope import Scope
from stackaudit.rules.screens import OPEN
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH

FLOWS = """
  - {from: a, to: b, method: api}
  - {between: [c, d], method: api}
  - {from: e, to: a, status: unknown}
  - {from: f, to: a, status: paused}
  - {from: g, to: a, method: file}
  - {from: h, to: a}
"""


TOOLS = "\n".join(f"  {key}: {{}}" for key in "abcdefgh")


def truths(condition, extra="", flows=FLOWS, tools=TOOLS):
    text = f"stackaudit: 1\nas_of: 2026-11-22\n{extra}\ntools:\n{tools}"
    scope = Scope(load_text(f"{text}\nflows: {flows}"))
    compiled = Compiler({}).condition("tool", condition, ())
    screen = screen_of(compiled)
    found = None if screen is None else screen(scope)
    each = [compiled(tool, scope, None) for tool in scope.stack.tools.values()]
    if found is not None:
        assert all(one in {OPEN, truth} for one, truth in zip(found, each, strict=True))
    return None if found is None else list(found), each


def test_an_element_is_there_perhaps_or_not_in_the_list():
    found, each = truths({"some": {"flow": {"from": {"same": "id"}}}})
    assert found == [TRUE, FALSE_AS_LISTED, TRUE, TRUE, OPEN, FALSE_AS_LISTED, TRUE, TRUE]
    assert each[4] == UNKNOWN_TRUTH


def test_what_is_whole_has_no_more():
    found, _ = truths({"no": {"flow": {"from": {"same": "id"}}}}, "complete: [tools, flows]")
    assert found == [FALSE, TRUE, FALSE, FALSE, OPEN, TRUE, FALSE, FALSE]


def test_what_else_must_hold_is_asked_of_all_at_once():
    condition = {"some": {"flow": {"from": {"same": "id"}, "method": "api"}}}
    found, _ = truths(condition, "complete: [tools, flows]")
    assert found == [TRUE, FALSE, TRUE, TRUE, OPEN, FALSE, FALSE, OPEN]


@pytest.mark.parametrize(
    "condition",
    [
        {"some": {"flow": {"from": {"same": "id"}, "to": {"same": "part_of"}}}},
        {"some": {"flow": {"from": {"same": "id"}, "no": {"team": {}}}}},
        {"some": {"flow": {"method": "api"}}},
        {"some": {"tool": {"sends": {"same": "sends"}}}},
    ],
)
def test_what_looks_elsewhere_is_left_to_each(condition):
    found, each = truths(condition)
    assert found is None or set(found) == {OPEN} or found == each


def test_a_list_that_may_hold_more_leaves_it_open():
    processes = "processes: {one: {tools: [a, more]}, two: {tools: [b]}, three: {}}"
    found, each = truths({"some": {"process": {"tools": {"same": "id"}}}}, processes)
    assert found == [OPEN, TRUE, *[OPEN] * 6]
    assert each[:3] == [TRUE, TRUE, UNKNOWN_TRUTH]


def test_that_a_process_is_stated_not_to_be_leaves_it_open():
    condition = {"some": {"process": {"kind": "erasure", "tools": {"same": "id"}}}}
    found, each = truths(condition, "processes: {erasure: unknown, other: {kind: erasure, tools: [a]}}")
    assert found == [TRUE, *[OPEN] * 7]
    assert each[1] == UNKNOWN_TRUTH


TARGETS = "processes: {one: {tools: [a], response_targets: {P1: 1h}}}"


def test_where_what_else_must_hold_is_asked_of_a_mapping_it_is_left_to_each():
    condition = {"some": {"process": {"tools": {"same": "id"}, "response_targets": True}}}
    assert truths(condition, TARGETS) == (None, [TRUE, *[FALSE_AS_LISTED] * 7])


def test_of_lists_one_value_in_common_is_enough_and_what_is_empty_or_not_stated_is_left_open():
    stores = ["[user.name, user.behavior]", "none", "[]", "unknown", "[user.contact.phone_number]", "[user.payment]"]
    stores += ["[user.contact.email, more]"]
    tools = "\n".join(f"  {key}: {{stores: {value}}}" for key, value in zip("abcdefg", stores, strict=True))
    flows = """
  - {from: a, to: b, carries: [user.name, user.contact.email]}
  - {from: b, to: c, carries: [user.contact.phone_number], status: unknown}
  - {from: c, to: d, carries: none}
"""
    found, _ = truths({"some": {"flow": {"carries": {"same": "stores"}}}}, "complete: [tools, flows]", flows, tools)
    assert found == [TRUE, OPEN, OPEN, OPEN, OPEN, FALSE, OPEN]


def test_a_list_that_may_hold_more_leaves_what_others_surely_hold_as_it_is():
    tools = "  a: {stores: [user.name]}\n  b: {stores: [user.payment]}"
    flows = """
  - {from: b, to: a, carries: [more], status: unknown}
  - {from: a, to: b, carries: [user.name]}
"""
    found, _ = truths({"some": {"flow": {"carries": {"same": "stores"}}}}, "complete: [tools, flows]", flows, tools)
    assert found == [TRUE, OPEN]


def test_a_field_that_counts_as_none_where_it_is_left_out_has_nothing_in_common_with_anything():
    tools = "  a: {part_of: b}\n  b: {}\n  c: {part_of: none}"
    found, _ = truths({"some": {"tool": {"part_of": {"same": "id"}}}}, "complete: [tools]", "[]", tools)
    assert found == [FALSE, TRUE, FALSE]
