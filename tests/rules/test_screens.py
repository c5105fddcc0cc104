"""Screens say of all elements at once what the condition says of each by itself, or leave it open."""

from __future__ import annotations

import pytest

from stackaudit.load import load_text
from stackaudit.model.shapes import aspect_of, shape_of
from stackaudit.model.stack import KINDS
from stackaudit.model.values import UNKNOWN
from stackaudit.rules import compiled
from stackaudit.rules.compiled import every, inverse, screen_of, some
from stackaudit.rules.operators import equals
from stackaudit.rules.quantified import Sought, exists
from stackaudit.rules.scope import FieldOf, Scope, Trace
from stackaudit.rules.screens import OPEN, by_value
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, of

TEXT = """
stackaudit: 1
as_of: 2026-11-22
tools: {a: {built: vendor, owner: x}, b: {built: in_house}, c: {built: unknown}, d: {owner: x}}
teams: {x: {}}
"""


@pytest.fixture
def scope():
    return Scope(load_text(TEXT))


def field(name):
    return FieldOf("tool", name, record=False)


VENDOR = compiled.tested(field("built"), equals("vendor"))
OWNED = compiled.tested(field("owner"), equals("x"))
BY_ITSELF = exists(
    Sought("team", compiled.tested(FieldOf("team", "function", record=False), equals("y"))), looks_outside=True
)


@pytest.mark.parametrize(
    ("condition", "truths"),
    [
        (VENDOR, [TRUE, FALSE, UNKNOWN_TRUTH, UNKNOWN_TRUTH]),
        (inverse(VENDOR), [FALSE, TRUE, UNKNOWN_TRUTH, UNKNOWN_TRUTH]),
        (every([VENDOR, OWNED]), [TRUE, FALSE, UNKNOWN_TRUTH, UNKNOWN_TRUTH]),
        (some([VENDOR, OWNED]), [TRUE, UNKNOWN_TRUTH, UNKNOWN_TRUTH, TRUE]),
        (every([VENDOR, BY_ITSELF]), [OPEN, FALSE, OPEN, OPEN]),
        (some([VENDOR, BY_ITSELF]), [TRUE, OPEN, OPEN, OPEN]),
        (inverse(every([VENDOR, BY_ITSELF])), [OPEN, TRUE, OPEN, OPEN]),
    ],
)
def test_a_screen_holds_the_truth_of_each_element_or_leaves_it_open(scope, condition, truths):
    assert list(screen_of(condition)(scope)) == truths
    for element, truth in zip(scope.stack.tools.values(), truths, strict=True):
        assert truth in {OPEN, condition(element, scope, None)}


def test_what_looks_at_other_elements_has_no_screen():
    assert screen_of(BY_ITSELF) is None
    assert screen_of(inverse(BY_ITSELF)) is None
    assert screen_of(every([BY_ITSELF, BY_ITSELF])) is None


def test_a_value_that_breaks_the_test_is_left_to_the_element_itself(scope):
    def judge(value, _scope):
        return of(value.startswith("v")) if value is not UNKNOWN else UNKNOWN_TRUTH

    assert list(by_value(field("built"), judge)(scope)) == [TRUE, FALSE, UNKNOWN_TRUTH, OPEN]


def test_values_that_no_table_can_hold_leave_all_elements_to_themselves():
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\n"
        "tools: {a: {name: A, disputed: {built: [{value: vendor, source: s}, {value: agency, source: t}]}}, b: {}}\n"
    )
    scope = Scope(stack)
    disputed = compiled.tested(field("disputed"), lambda *_: TRUE)
    assert screen_of(disputed)(scope) is None
    assert screen_of(inverse(disputed))(scope) is None
    assert screen_of(every([disputed, disputed]))(scope) is None
    named = compiled.tested(field("name"), equals("A"))
    assert list(screen_of(every([disputed, named]))(scope)) == [OPEN, OPEN]


def test_no_field_holds_both_numbers_and_yes_or_no():
    for model in KINDS.values():
        for name in model.model_fields:
            aspect = aspect_of(model, name)
            inner = [f"{name}.{one}" for one in aspect.model_fields] if aspect is not None else []
            for one in (name, *inner):
                assert not {"bool", "number"} <= shape_of(model, one).holds


def test_what_is_remembered_is_traced_like_any_other(scope):
    condition, trace = compiled.remembered(VENDOR), Trace()
    tools = scope.stack.tools
    assert [condition(tool, scope, None) for tool in tools.values()] == [TRUE, FALSE, UNKNOWN_TRUTH, UNKNOWN_TRUTH]
    assert condition(tools["a"], scope, None) == TRUE
    assert condition(tools["d"], scope, trace) == UNKNOWN_TRUTH
    assert [fact.path for fact in trace.missing] == ["tools.d.built"]


def test_an_id_of_a_person_and_of_a_team_leads_to_both():
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\npeople: {x: {name: A}, y: {name: B}}\nteams: {x: {name: B}, y: {name: A}}\n"
        "tools: {a: {owner: x}, b: {owner: y}}\n"
    )
    inner = {kind: compiled.tested(FieldOf(kind, "name", record=False), equals("A")) for kind in ("person", "team")}
    condition = compiled.referring(field("owner"), inner)
    assert list(screen_of(condition)(Scope(stack))) == [TRUE, TRUE]
