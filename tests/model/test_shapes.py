"""What kind of value a field holds, read from the model's own annotations."""

from __future__ import annotations

import re

import pytest

from stackaudit.model import elements as e
from stackaudit.model.shapes import Shape, may_be_unknown, shape_of, takes_answer
from stackaudit.model.stack import Stack
from stackaudit.model.twin import twin

PEOPLE = ("team", "person")
QUICK = twin(quick=True).e
QUICK_CLASSES = {e.Flow: QUICK.Flow, e.Gap: QUICK.Gap}


@pytest.mark.parametrize(
    ("model", "name", "shape"),
    [
        (e.Tool, "owner", Shape(many=False, words=(), kinds=PEOPLE, holds=frozenset({"text"}), record=False)),
        (e.Tool, "maintainers", Shape(many=True, words=(), kinds=PEOPLE, holds=frozenset({"text"}), record=False)),
        (e.Tool, "part_of", Shape(many=False, words=(), kinds=("tool",), holds=frozenset({"text"}), record=True)),
        (
            e.Tool,
            "built",
            Shape(
                many=False, words=("vendor", "in_house", "agency"), kinds=(), holds=frozenset({"text"}), record=False
            ),
        ),
        (e.Tool, "cost", Shape(many=False, words=(), kinds=(), holds=frozenset({"money"}), record=False)),
        (e.Tool, "end_of_life", Shape(many=False, words=(), kinds=(), holds=frozenset({"date"}), record=False)),
        (e.Tool, "monitored", Shape(many=False, words=(), kinds=(), holds=frozenset({"bool"}), record=False)),
        (e.Tool, "runbook", Shape(many=False, words=(), kinds=(), holds=frozenset({"bool", "text"}), record=False)),
        (e.Tool, "disputed", Shape(many=False, words=(), kinds=(), holds=frozenset({"parts"}), record=True)),
        (
            e.Tool,
            "contract.plan",
            Shape(many=False, words=("paid", "free", "trial"), kinds=(), holds=frozenset({"text"}), record=False),
        ),
        (e.Team, "headcount", Shape(many=False, words=(), kinds=(), holds=frozenset({"number"}), record=False)),
        (e.Money, "amount", Shape(many=False, words=(), kinds=(), holds=frozenset({"number"}), record=True)),
        (e.Flow, "takes", Shape(many=False, words=(), kinds=(), holds=frozenset({"duration"}), record=False)),
        (
            e.Flow,
            "from_",
            Shape(many=True, words=(), kinds=("tool", "capture_point"), holds=frozenset({"text"}), record=True),
        ),
        (e.Flow, "to", Shape(many=True, words=(), kinds=("tool",), holds=frozenset({"text"}), record=True)),
        (e.Gap, "to", Shape(many=False, words=(), kinds=("tool",), holds=frozenset({"text"}), record=True)),
        (e.Roadmap, "items", Shape(many=False, words=(), kinds=(), holds=frozenset({"parts"}), record=False)),
        (Stack, "company", Shape(many=False, words=(), kinds=(), holds=frozenset({"parts"}), record=False)),
    ],
    ids=lambda value: getattr(value, "__name__", None) or (value if isinstance(value, str) else ""),
)
def test_a_field_has_a_shape(model, name, shape) -> None:
    assert shape_of(model, name) == shape


def test_the_words_of_a_list_are_each_there_once_also_where_a_mapping_has_them_too() -> None:
    shape = shape_of(e.Tool, "sends")
    assert shape.many
    assert shape.words == ("email", "sms", "push", "in_app", "whatsapp", "phone", "post", "ads")
    assert shape.holds == {"text", "parts"}


@pytest.mark.parametrize(
    ("model", "name", "text", "fits"),
    [
        (e.Flow, "every", "1d", True),
        (e.Flow, "every", "onec", False),
        (e.Flow, "signals", "opt_out:email", True),
        (e.Flow, "signals", "optout", False),
        (e.Gap, "signal", "optout", False),
    ],
)
def test_the_shape_of_a_text_that_follows_a_pattern_has_it(model, name, text, fits) -> None:
    pattern = shape_of(model, name).pattern
    assert (re.fullmatch(pattern, text) is not None) is fits
    assert shape_of(QUICK_CLASSES[model], name).pattern == pattern


@pytest.mark.parametrize("name", ["cost.amount", "contract.owner", "owner.name"])
def test_a_fact_that_no_aspect_has_has_no_shape(name) -> None:
    with pytest.raises(KeyError):
        shape_of(e.Tool, name)


def test_a_field_that_is_not_there_has_no_shape() -> None:
    with pytest.raises(KeyError):
        shape_of(e.Tool, "ownr")


@pytest.mark.parametrize(
    ("model", "name", "fact"),
    [
        (e.Tool, "owner", True),
        (e.Tool, "sends", True),
        (e.Tool, "status", True),
        (e.Tool, "name", False),
        (e.Tool, "basis", False),
        (e.Tool, "flows_complete", False),
        (e.Flow, "from", False),
        (e.Flow, "between", False),
        (e.Flow, "every", True),
        (Stack, "tracking_plan", True),
    ],
)
def test_a_fact_may_be_unknown_and_an_identity_may_not(model, name, fact) -> None:
    assert may_be_unknown(model, name) is fact


def test_a_plain_annotation_takes_no_answer() -> None:
    assert not takes_answer(str)
    assert not takes_answer(e.More)
