"""Which values a parameter of a rule takes."""

from __future__ import annotations

from datetime import date

import pytest

from stackaudit.rules import builtin
from stackaudit.rules.parameters import refusal


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        ("2025-02-28", True),
        (date(2025, 2, 28), True),
        ("20250228", False),
        ("2025-W09-5", False),
        ("2025-02-30", False),
    ],
)
def test_a_day_is_one_of_the_calendar_written_with_dashes(day, fits):
    parameter = next(rule for rule in builtin().rules if rule.id == "GRA-09").parameters["demanded_from"]
    assert (refusal(parameter, day) is None) is fits
