"""Problems, their order, and the sentence that an error makes of them."""

from __future__ import annotations

import pytest

from stackaudit.errors import (
    CatalogueError,
    LayoutError,
    OutputError,
    Place,
    Problem,
    ReadError,
    RuleError,
    SettingsError,
    StackauditError,
    StackError,
)


def at(line: int, column: int, file: str = "a.yaml") -> Place:
    return Place(file, line, column, line, column + 1)


def test_a_place_reads_as_file_line_and_column() -> None:
    assert str(at(3, 7)) == "a.yaml:3:7"


def test_problems_stand_in_the_order_of_their_places_and_those_without_come_first() -> None:
    problems = [
        Problem("z", at(10, 1)),
        Problem("b", at(2, 3)),
        Problem("a", at(2, 3)),
        Problem("c", at(2, 1)),
        Problem("y", at(1, 1, "b.yaml")),
        Problem("nowhere"),
    ]
    assert [problem.message for problem in StackauditError(problems).problems] == ["nowhere", "c", "a", "b", "z", "y"]


def test_the_same_problem_is_told_once() -> None:
    assert StackauditError([Problem("a", at(1, 1)), Problem("a", at(1, 1))]).problems == (Problem("a", at(1, 1)),)


def test_an_error_reads_as_one_line_a_problem() -> None:
    error = StackauditError((Problem("no hint", at(2, 1)), Problem("wrong", at(1, 5), "try this"), Problem("bare")))
    assert str(error) == "bare\na.yaml:1:5: wrong (try this)\na.yaml:2:1: no hint"


def test_an_error_can_be_made_of_a_sentence_or_of_one_problem() -> None:
    assert StackauditError("broken").problems == (Problem("broken"),)
    assert StackauditError(Problem("broken", at(1, 1))).problems == (Problem("broken", at(1, 1)),)


@pytest.mark.parametrize(
    "kind", [ReadError, StackError, RuleError, CatalogueError, SettingsError, OutputError, LayoutError]
)
def test_every_cause_is_caught_as_the_one_base(kind) -> None:
    with pytest.raises(StackauditError, match=r"^broken$"):
        raise kind("broken")
