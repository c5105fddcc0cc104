"""Three-valued truth, held against what it stands for: which of the two values is possible, as listed and at large."""

from __future__ import annotations

from itertools import product

import pytest

from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    WHERE_FALSE,
    WHERE_NOT_FALSE,
    WHERE_NOT_TRUE,
    WHERE_TRUE,
    WHERE_UNKNOWN,
    all_of,
    any_of,
    is_false,
    is_true,
    is_true_as_listed,
    name_of,
    negate,
    of,
    unlisted,
)

# Which values are possible as listed, and which at large. What is possible as listed is possible at large.
MEANING = {
    TRUE: ({True}, {True}),
    FALSE: ({False}, {False}),
    UNKNOWN_TRUTH: ({True, False}, {True, False}),
    TRUE_AS_LISTED: ({True}, {True, False}),
    FALSE_AS_LISTED: ({False}, {True, False}),
}
TRUTHS = list(MEANING)
TRUTH_OF = {(frozenset(listed), frozenset(large)): truth for truth, (listed, large) in MEANING.items()}


def combined(how, *truths) -> int:
    """What two truths say together, by trying every pair of values that they allow."""
    layers = []
    for layer in (0, 1):
        values = product(*(MEANING[truth][layer] for truth in truths))
        layers.append(frozenset(how(value) for value in values))
    return TRUTH_OF[layers[0], layers[1]]


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, TRUTHS)))
def test_and_and_or_say_what_every_pair_of_possible_values_says(one, other) -> None:
    assert all_of([one, other]) == combined(all, one, other)
    assert any_of([one, other]) == combined(any, one, other)


@pytest.mark.parametrize("truth", TRUTHS)
def test_not_turns_every_possible_value_round(truth) -> None:
    assert negate(truth) == combined(lambda value: not value[0], truth)
    assert negate(negate(truth)) == truth


@pytest.mark.parametrize("truth", TRUTHS)
def test_one_truth_alone_is_itself_under_and_and_or(truth) -> None:
    assert all_of([truth]) == truth
    assert any_of([truth]) == truth


def test_nothing_to_hold_is_true_and_nothing_to_choose_from_is_false() -> None:
    assert all_of([]) == TRUE
    assert any_of([]) == FALSE


def test_a_generator_is_read_to_its_end() -> None:
    assert all_of(truth for truth in (TRUE, UNKNOWN_TRUTH, FALSE)) == FALSE
    assert any_of(truth for truth in (FALSE, UNKNOWN_TRUTH, TRUE)) == TRUE


def test_a_bool_is_certain() -> None:
    assert [of(value) for value in (True, False)] == [TRUE, FALSE]


@pytest.mark.parametrize(
    ("truth", "left"),
    [
        (TRUE, TRUE_AS_LISTED),
        (FALSE, FALSE_AS_LISTED),
        (UNKNOWN_TRUTH, UNKNOWN_TRUTH),
        (TRUE_AS_LISTED, TRUE_AS_LISTED),
        (FALSE_AS_LISTED, FALSE_AS_LISTED),
    ],
)
def test_what_unlisted_elements_could_turn_round_holds_as_listed_alone(truth, left) -> None:
    assert unlisted(truth) == left


def test_only_true_is_true_and_only_false_is_false() -> None:
    assert [truth for truth in TRUTHS if is_true(truth)] == [TRUE]
    assert [truth for truth in TRUTHS if is_false(truth)] == [FALSE]


def test_what_is_true_as_listed_may_be_refuted_by_unlisted_elements_or_not() -> None:
    assert [truth for truth in TRUTHS if is_true_as_listed(truth)] == [TRUE, TRUE_AS_LISTED]


def test_every_truth_has_a_name_of_its_own() -> None:
    assert [name_of(truth) for truth in TRUTHS] == ["true", "false", "unknown", "true as listed", "false as listed"]


def test_the_tables_mark_truths_of_many() -> None:
    truths = bytes([TRUE, FALSE, UNKNOWN_TRUTH, TRUE_AS_LISTED, FALSE_AS_LISTED])
    assert list(truths.translate(WHERE_TRUE)) == [1, 0, 0, 0, 0]
    assert list(truths.translate(WHERE_NOT_TRUE)) == [0, 1, 1, 1, 1]
    assert list(truths.translate(WHERE_FALSE)) == [0, 1, 0, 0, 0]
    assert list(truths.translate(WHERE_NOT_FALSE)) == [1, 0, 1, 1, 1]
    assert list(truths.translate(WHERE_UNKNOWN)) == [0, 0, 1, 0, 0]
