"""What is not stated is never held against a company: facts are taken out of whole descriptions, and no verdict turns bad."""

from __future__ import annotations

import os
from random import Random

import pytest

from .forgetting import facts, forgetful, said_by_all, sample, without
from .judging import CLEAR, FLAGGED, NOT_APPLICABLE, SUSPECTED

FACTOR = int(os.environ.get("STACKAUDIT_ORACLE", "1"))
NAMED_AFTER_WHAT_IS_KNOWN = {"GRA-01", "GRA-02", "GRA-03", "GRA-18", "STK-01", "TEC-01"}
"""Rules whose subjects are called otherwise when less is known; they are compared as a whole."""


LOOK_FOR_WHAT_NOBODY_KNOWS = {"STK-05", "STK-11"}
"""Rules for which ``unknown`` is an answer, and a bad one: they are not held to what they say where it is put in."""


def bad(said) -> list[str]:
    return [
        f"{rule}:{one}"
        for rule, verdicts in said.items()
        for one, outcome in verdicts.outcome.items()
        if outcome == FLAGGED
    ]


PARTS = 4
"""The single facts in so many parts, which can run side by side."""


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_flagged_where_any_single_fact_of_the_healthy_company_is_left_out(part) -> None:
    data = sample("healthy")
    routes = list(facts(data))
    assert len(routes) > 450
    for route in routes[part::PARTS]:
        said = said_by_all(without(data, route))
        assert not [one.raised for one in said.values() if one.raised], route
        assert bad(said) == [], route


@pytest.mark.parametrize("hide", [False, True])
def test_nothing_is_flagged_where_many_facts_of_the_healthy_company_are_forgotten(hide) -> None:
    for seed in range(60 * FACTOR):
        said = said_by_all(forgetful(sample("healthy"), Random(seed), hide=hide))
        assert not [one.raised for one in said.values() if one.raised], seed
        assert not [one for one in bad(said) if one.partition(":")[0] not in LOOK_FOR_WHAT_NOBODY_KNOWS], seed
        if not hide:
            assert not [rule for rule, one in said.items() if SUSPECTED in one.outcome.values()], seed


@pytest.mark.parametrize("hide", [False, True])
def test_no_verdict_on_the_company_with_red_flags_is_wrong_where_many_facts_are_forgotten(hide) -> None:
    whole = said_by_all(sample("red_flags"))
    for seed in range(60 * FACTOR):
        said = said_by_all(forgetful(sample("red_flags"), Random(seed), hide=hide))
        for rule, known in whole.items():
            there = {subject for subject, outcome in known.outcome.items() if outcome == FLAGGED}
            found = dict(said[rule].outcome.items())
            proved = {
                subject
                for subject, outcome in found.items()
                if outcome == FLAGGED or (outcome == SUSPECTED and not hide)
            }
            assert not said[rule].raised, (seed, rule)
            if rule in LOOK_FOR_WHAT_NOBODY_KNOWS:
                continue
            if rule in NAMED_AFTER_WHAT_IS_KNOWN:
                assert there or not proved, (seed, rule)
                assert not there or set(found.values()) - {CLEAR, NOT_APPLICABLE} or not found, (seed, rule)
                continue
            assert proved <= there, (seed, rule)
            assert not [one for one in there if found.get(one) in {CLEAR, NOT_APPLICABLE}], (seed, rule)
            worse = [one for one in proved if said[rule].severity[one] < known.severity[one]]
            assert not worse, (seed, rule)
