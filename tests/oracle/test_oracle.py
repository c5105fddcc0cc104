"""Every rule against completions of generated small stacks: what is unknown is filled in every way, and plain code judges.

STACKAUDIT_ORACLE=20 in the environment runs twenty times as many stacks, with five times as many completions of each.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackaudit.rules.pack import builtin

from .cases import WITHOUT_COMPLETIONS, cases
from .comparing import Tally, examine
from .exceptions import EXCEPTIONS
from .inventing import documents, invented

CASES = cases()
FACTOR = int(os.environ.get("STACKAUDIT_ORACLE", "1"))
STACKS = {
    "DEL-01": 50,
    "GRA-01": 40,
    "GRA-02": 50,
    "GRA-03": 40,
    "GRA-04": 40,
    "GRA-06": 40,
    "GRA-07": 160,
    "GRA-09": 50,
    "GRA-11": 40,
    "GRA-12": 25,
    "GRA-33": 40,
    "GRA-35": 320,
    "MEA-02": 40,
    "MEA-08": 20,
    "MEA-15": 40,
    "PRO-16": 120,
    "PRO-18": 80,
    "STK-16": 20,
    "STK-23": 40,
}
"""So many stacks of a rule are looked at in place of the usual number."""
USUAL = 70
"""So many are looked at in every run of the tests, about a second for most rules; a long run looks at many more."""


def test_every_rule_is_held_against_completions() -> None:
    known = {rule.id for rule in builtin().rules if not rule.alias_of}
    assert set(CASES) == known - set(WITHOUT_COMPLETIONS)
    assert set(WITHOUT_COMPLETIONS) <= known


@pytest.mark.parametrize("rule", CASES)
def test_every_verdict_holds_in_every_completion_and_none_asks_where_all_agree(rule, record_property) -> None:
    tally = Tally()

    @settings(
        max_examples=STACKS.get(rule, USUAL) * FACTOR,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(CASES[rule].stacks)
    def hold(stack: dict[str, Any]) -> None:
        mistakes = examine(CASES[rule], stack, tally, most=600 if FACTOR == 1 else 3000)
        assert not mistakes, mistakes[0]

    hold()
    record_property("tally", f"{tally}")
    if FACTOR > 1:
        print(f"{rule}: {tally}")  # noqa: T201 - the figures of a long run
    assert tally.exact > tally.stacks / 2
    assert len(tally.outcomes) > 2, "the stacks hardly differ"


def test_what_a_rule_of_any_conditions_says_holds_in_every_completion() -> None:
    tally = Tally()

    @settings(
        max_examples=150 * FACTOR,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def hold(data: st.DataObject) -> None:
        document = data.draw(documents())
        case = invented(document)
        mistakes = examine(case, data.draw(case.stacks), tally, most=200)
        assert not mistakes, (mistakes[0], document)

    hold()
    if FACTOR > 1:
        print(f"invented rules: {tally}")  # noqa: T201 - the figures of a long run
    assert len(tally.outcomes) == 5


def test_every_exception_has_a_reason_and_a_rule() -> None:
    assert all(len(one.reason) > 40 and set(one.rules) <= set(CASES) for one in EXCEPTIONS)
