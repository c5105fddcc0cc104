"""The quick classes, which a short run of the program has in pydantic's place: they accept and make the same."""

from __future__ import annotations

import random
import sys
from datetime import date
from pathlib import Path

import pydantic
import pytest

from stackaudit.errors import StackError
from stackaudit.load import load_text
from stackaudit.load.prepare import prepare
from stackaudit.model import choice, quick, stack
from stackaudit.model import elements as e
from stackaudit.model.checking import REFUSED, Constraint, check_of
from stackaudit.model.twin import reasons, twin
from stackaudit.model.values import UNKNOWN
from stackaudit.model.words import Channel
from stackaudit.source import read_file

SAMPLES = sorted((Path(__file__).parents[2] / "sample_stacks").glob("*.yaml"))
QUICK = twin(quick=True)
HEAD = {"stackaudit": 1, "as_of": date(2026, 11, 22)}
VALUES = (
    None, True, False, 0, 1, -1, 7, 100, 101, 10**30, 0.0, -0.5, 1.0, 45.5, 100.5, float("nan"), float("inf"),
    "", "x", "unknown", "none", "more", "yes", "On", "NO", "true", "email", "active", "planned", "api", "eur", "euro", "year",
    "mon", "opt_out", "opt_out:email", "opt_out:fax", "opt_out\n", "1d", "1d\n", "12bd", "1234567d", "1q", "on_event",
    "0 6 * * 1", "0 6 * *", "a  b c d e", "2026-11-22", "2026-02-30", "0000-01-01", "2026-1-1", "p" * 201, "p" * 301,
    "p" * 20_001, "\N{SNOWMAN}", "\ud800", "observed", "paid", "P1", date(2026, 11, 22), [], ["x"], ["email"],
    ["email", "more"], ["more"], ["unknown"], [1], [None], [""], ["mon", "tue"], ["mon"] * 8, ["opt_out", "more"], ("x",),
    [["x"]], [{}], {}, {"x": "y"}, {"x": ["y"]}, {"x": []}, {"x": {"y": "z"}}, {"x": {"y": ["z", "w"]}}, {"x": None},
    {"email": ["marketing"]}, {"email": "none"}, {"fax": ["marketing"]}, {1: "x"}, {"id": "x"}, {"id": 1},
    {"every": "1h", "window": "office hours"}, {"amount": 12, "currency": "eur"}, {"amount": 12}, {"amount": -1, "currency": "eur"},
    {"amount": 1, "currency": "eur", "per": "week"}, {"owner": "x", "scope": "limited"}, {"for": "24mo", "then": "delete"},
    {"for_": "24mo"}, {"renews": "2027-03-31", "notice": "60d"}, {"bought": 40, "used": 31.0}, {"every": [{"value": 1}]},
    {"every": [{"source": "x"}]}, UNKNOWN, Channel.EMAIL, {"x": {"goal": "y"}}, {"items": {"x": {"goal": "y"}}},
)  # fmt: skip


def classes(part):
    """A class and all below it, by name."""
    found = {part.__name__: part}
    for below in part.__subclasses__():
        found |= classes(below)
    return found


FULL = {name: held for name, held in classes(e.Part).items() if held.__module__.startswith("stackaudit.")}
TWINS = classes(QUICK.e.Part)


def as_plain(value):
    """What an object of either kind holds, with the type of each value and the fields that were stated."""
    if hasattr(value, "model_fields_set"):
        fields = {name: as_plain(getattr(value, name)) for name in type(value).model_fields}
        return type(value).__name__, fields, sorted(value.model_fields_set)
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [as_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: as_plain(item) for name, item in value.items()}
    return type(value).__name__, str(value)


def outcome(validate, value):
    try:
        return as_plain(validate(value))
    except ValueError:
        return "refused"


# -- the same declarations ----------------------------------------------------------------------------------------------


def test_there_is_a_quick_class_for_each_with_the_same_fields():
    assert len(FULL) > 40
    assert FULL.keys() == TWINS.keys()
    for name, full in FULL.items():
        quick = TWINS[name]
        assert issubclass(full, pydantic.BaseModel)
        assert not issubclass(quick, pydantic.BaseModel)
        assert list(quick.model_fields) == list(full.model_fields)
        for field, info in full.model_fields.items():
            other = quick.model_fields[field]
            assert (other.alias, other.description, other.json_schema_extra) == (
                info.alias, info.description, info.json_schema_extra,
            )  # fmt: skip
            assert (other.default is ...) == info.is_required()
            assert info.is_required() or other.default == info.default


@pytest.mark.parametrize("name", sorted(FULL))
def test_every_field_takes_the_same_values_and_makes_the_same_of_them(name):
    for field in FULL[name].model_fields:
        own = FULL[name].__annotations__.get(field)
        if own is None:  # the class above has it, too
            continue
        full = pydantic.TypeAdapter(own).validate_python
        check = check_of(TWINS[name].model_fields[field].whole)

        def quickly(value, check=check):
            held = check(value)
            if held is REFUSED:
                raise ValueError
            return held

        for value in VALUES:
            assert outcome(quickly, value) == outcome(full, value), (field, value)


@pytest.mark.parametrize("name", sorted(FULL))
def test_every_class_takes_the_same_mappings(name):
    for value in VALUES:
        assert outcome(TWINS[name].model_validate, value) == outcome(FULL[name].model_validate, value), value


# -- whole stacks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_stack_is_the_same(path):
    data = prepare(read_file(path).documents[0].data).data
    full, quick = stack.Stack.model_validate(data), QUICK.Stack.model_validate(data)
    assert as_plain(quick) == as_plain(full)
    assert as_plain(quick.in_order()) == as_plain(full.in_order())


def places(value, route=()):
    yield route
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from places(item, (*route, key))


def changed(value, route, new):
    """A copy with another value at a route, or without it where that is None."""
    if not route:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[route[0]] = changed(value[route[0]], route[1:], new)
    return copy


@pytest.mark.no_cover
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_stack_with_a_mistake_is_refused_by_both(path):
    data = prepare(read_file(path).documents[0].data).data
    dice = random.Random(4)
    routes = list(places(data))[1:]
    outcomes = set()
    for _ in range(60):
        broken = changed(data, dice.choice(routes), dice.choice(VALUES))
        quick, full = outcome(QUICK.Stack.model_validate, broken), outcome(stack.Stack.model_validate, broken)
        assert quick == full
        outcomes.add(full == "refused")
    assert outcomes == {True, False}


# -- what the objects can do --------------------------------------------------------------------------------------------


def test_an_element_is_frozen_and_equal_by_what_it_says():
    one, other = (QUICK.e.Money(amount=1, currency="eur") for _ in range(2))
    with pytest.raises(AttributeError, match="Money is frozen"):
        one.amount = 2
    assert one == other
    assert hash(one) == hash(other)
    assert one != QUICK.e.Money(amount=2, currency="eur")
    assert one != e.Money(amount=1, currency="eur")
    assert repr(one) == "Money(amount=1, currency='eur', per='year')"


def test_a_mapping_that_was_left_out_belongs_to_its_object():
    one, other = QUICK.Stack.model_validate(HEAD), QUICK.Stack.model_validate(HEAD)
    one.tools["x"] = QUICK.e.Tool()
    assert (other.tools, QUICK.Stack.model_validate(HEAD).tools, other.provenance) == ({}, {}, None)


def test_a_copy_keeps_what_is_known_of_its_places():
    one = QUICK.Stack.model_validate(HEAD)
    one._provenance = "its places"
    copy = one.model_copy(update={"tools": {"x": QUICK.e.Tool()}})
    copy._provenance = "others"
    assert (copy.provenance, one.provenance, one._provenance) == ("others", "its places", "its places")
    assert (list(copy.tools), one.tools) == (["x"], {})
    with pytest.raises(AttributeError, match="'Stack' object has no attribute 'tool'"):
        _ = copy.tool
    assert copy.model_fields_set == {"stackaudit", "as_of", "tools"}


def test_an_element_stays_what_it_is_inside_another():
    tool = QUICK.e.Tool(id="x")
    assert QUICK.Stack.model_validate({**HEAD, "tools": {"x": tool}}).tools["x"] is tool


@pytest.mark.parametrize("unknown", [int, tuple[int, str], bytes, set[str]])
def test_a_type_that_no_quick_check_is_known_for_is_an_error_and_no_guess(unknown):
    with pytest.raises(TypeError, match="no quick check is known"):
        check_of(unknown)
    with pytest.raises(NotImplementedError):
        Constraint().around(bool)


# -- two models in one process ------------------------------------------------------------------------------------------


def test_the_other_model_takes_nobodys_place():
    assert sys.modules["stackaudit.model.stack"] is stack
    assert sys.modules["stackaudit.model"].stack is stack
    assert QUICK is not stack
    assert choice.QUICK is False
    assert twin(quick=True) is QUICK
    assert QUICK.Collection is stack.Collection


def test_where_a_quick_class_refuses_pydantic_says_why(monkeypatch):
    error = ValueError("quick")
    assert reasons(error, e.Money, print) is error
    monkeypatch.setattr(choice, "QUICK", True)
    told = reasons(error, TWINS["Money"], lambda model: model.model_validate({"amount": -1, "currency": "eur"}))
    assert [one["loc"][0] for one in told.errors()] == ["amount"] * len(told.errors())
    with pytest.raises(AssertionError, match="the quick Money refuses what pydantic accepts"):
        reasons(error, TWINS["Money"], lambda model: model.model_validate({"amount": 1, "currency": "eur"}))


def test_the_model_that_a_library_user_gets_is_pydantics():
    assert isinstance(load_text("stackaudit: 1\nas_of: 2026-11-22"), pydantic.BaseModel)
    with pytest.raises(StackError):
        load_text("stackaudit: 2\nas_of: 2026-11-22")


def test_a_quick_adapter_takes_what_fits_and_refuses_the_rest():
    adapter = quick.TypeAdapter(Channel)
    assert adapter.validate_python("email") is Channel.EMAIL
    with pytest.raises(quick.ValidationError):
        adapter.validate_python("e-mail")


def test_a_word_that_is_one_already_is_taken_as_it_is():
    check = check_of(Channel)
    assert (check(Channel.EMAIL), check("email"), check("fax")) == (Channel.EMAIL, Channel.EMAIL, REFUSED)


def test_a_quick_class_has_fields_with_and_without_a_default():
    plain = type("Plain", (quick.BaseModel,), {"__annotations__": {"name": str, "size": str}, "size": "s"})
    assert list(plain.model_fields) == ["name", "size"]
    assert plain.model_validate({"name": "x"}).size == "s"
    with pytest.raises(quick.ValidationError):
        plain.model_validate({"size": "m"})


def test_what_is_wrong_with_a_disputed_answer_is_said_by_a_short_run_as_by_any(monkeypatch):
    text = "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {disputed: {seats: [{source: x, value: {bought: many}}]}}}\n"

    def told():
        with pytest.raises(StackError) as refused:
            load_text(text)
        return [(str(one.place), one.message) for one in refused.value.problems]

    expected = told()
    monkeypatch.setattr(choice, "QUICK", True)
    assert told() == expected
    assert any("seats" in message or "bought" in message for _, message in expected)


def test_a_part_of_the_model_that_was_not_imported_yet_is_left_for_who_imports_it(monkeypatch):
    name = "stackaudit.model.elements.plans"
    there = dict(sys.modules)
    monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(name)
    made = twin.__wrapped__(quick=True)
    assert made is not stack
    assert {one: module for one, module in there.items() if one != name and one.startswith("stackaudit")} == {
        one: module for one, module in sys.modules.items() if one.startswith("stackaudit")
    }
