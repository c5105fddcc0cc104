"""Which values a parameter of a rule takes."""

from __future__ import annotations

from datetime import date

import pytest

from stackaudit.audit import audit_stack
from stackaudit.load import load_text
from stackaudit.rules import builtin
from stackaudit.rules.pack import Pack
from stackaudit.rules.parameters import parameter_mistakes, refusal
from stackaudit.rules.rule import Parameter


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


@pytest.mark.parametrize(
    ("default", "value", "said"),
    [
        (date(2026, 6, 1), date(2025, 6, 1), None),
        (date(2026, 6, 1), "2025-06-01", None),
        (date(2026, 6, 1), "in June", "expected a day such as 2026-06-01, found 'in June'"),
        (date(2026, 6, 1), 2025, "expected a day such as 2026-06-01, found 2025"),
        ("in_house", "agency", None),
        ("in_house", " ", "expected text, found ' '"),
        ("in_house", 5, "expected text, found 5"),
    ],
)
def test_a_value_is_of_the_kind_of_the_rules_own(default, value, said):
    refused = refusal(Parameter(default, "about", "source"), value)
    assert (refused and refused[0]) == said


@pytest.mark.parametrize(
    ("default", "unit", "at_most", "value", "said"),
    [
        (5, "tools", None, 0, None),
        (5, "tools", None, 1_000_000_000, None),
        (5, "tools", None, 1_000_000_001, "a whole number from 0 to 1,000,000,000 (tools), found 1000000001"),
        (5, "tools", None, -1, "a whole number of 0 or more (tools), found -1"),
        (5, "tools", None, 1.5, "a whole number of 0 or more (tools), found 1.5"),
        (5, "tools", None, True, "a whole number of 0 or more (tools), found true"),
        (5, "", 12, 12, None),
        (5, "", 12, 13, "a whole number from 0 to 12, found 13"),
        (5, "per cent", 100, 0.5, None),
        (5, "per cent", 100, 100, None),
        (5, "per cent", 100, 100.5, "a number from 0 to 100 (per cent), found 100.5"),
        (0.5, "share", 1, -0.5, "a number from 0 to 1 (share), found -0.5"),
        (0.5, "", None, float("nan"), "a number of 0 or more, found nan"),
        (0.5, "", None, "half", "a number of 0 or more, found 'half'"),
    ],
)
def test_a_number_is_within_its_bounds(default, unit, at_most, value, said):
    refused = refusal(Parameter(default, "about", "source", unit, at_most), value)
    assert refused == (None if said is None else (f"expected {said}", None))


def test_every_mistake_in_parameters_is_told():
    rules = {rule.id: rule for rule in builtin().rules}
    given = {
        "GRA-99": {"days": 1},
        "GRA-09": {"demanded_form": "2026-01-01", "business_day": 5, "business_days": -1},
        "XYZ-01": {},
        "GRA-1": {},
    }
    told = [(one.message.partition(": expected")[0], one.hint) for one in parameter_mistakes(given, rules, ())]
    assert told == [
        ("parameters for 'GRA-99': there is no such rule", None),
        ("GRA-09 has no parameter 'demanded_form'", "did you mean 'demanded_from'?"),
        ("GRA-09 has no parameter 'business_day'", "did you mean 'business_days'?"),
        ("GRA-09, parameter business_days", None),
        ("parameters for 'XYZ-01': there is no such rule", None),
        ("parameters for 'GRA-1': there is no such rule", "did you mean 'GRA-01'?"),
    ]


@pytest.mark.parametrize(("day", "findings"), [(date(2026, 1, 1), 1), ("2026-01-01", 1), ("2026-06-01", 0)])
def test_a_day_in_a_parameter_may_be_another_one(made, day, findings):
    flag = {"each": "tool", "where": {"end_of_life": {"after": "$day"}}}
    parameters = {"day": {"value": date(2026, 9, 1), "about": "since when", "source": "own"}}
    pack = Pack("mine", "1", None, (made(flag=flag, parameters=parameters),))
    stack = load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {end_of_life: 2026-03-01}}\n")
    assert len(audit_stack(stack, packs=[pack], parameters={"MY-01": {"day": day}}).findings) == findings


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("6 months", "did you mean '6mo'?"),
        ("quartely", "did you mean '3mo'?"),
        ("instant", "a duration is such as 15m, 6h, 30d, 2w or 12mo"),
        ("soon", "a duration is such as 15m, 6h, 30d, 2w or 12mo"),
        (60, "a duration is such as 15m, 6h, 30d, 2w or 12mo"),
    ],
)
def test_a_length_of_time_in_words_is_told_how_to_be_written(value, hint):
    refused = refusal(Parameter("12mo", "about", "source"), value)
    assert refused == (f"expected a duration, found {value if isinstance(value, int) else repr(value)}", hint)
