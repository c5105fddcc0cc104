"""What the plain values of an audit say of themselves."""

from __future__ import annotations

import pytest

from stackaudit.errors import Place
from stackaudit.finding import Evidence, Finding, Missing, Origin, Outcome, RuleResult, Severity, Unknown

PLACE = Place("stack.yaml", 3, 1, 3, 5)


def finding(outcome: Outcome = Outcome.FLAGGED, *evidence: Evidence) -> Finding:
    return Finding("X-1", "X-1:tools.a", outcome, Severity.P2, ("tools.a",), "", "It is so.", evidence, "It costs.")


@pytest.mark.parametrize(
    ("base", "steps", "raised"),
    [("P3", 1, "P2"), ("P3", 2, "P1"), ("P2", 5, "P1"), ("P3", -1, "P4"), ("P4", -7, "P5"), ("P1", 0, "P1")],
)
def test_a_severity_is_raised_by_steps_within_the_scale(base, steps, raised) -> None:
    assert Severity(base).raised(steps) is Severity(raised)


def test_a_severity_is_raised_by_one_step_unless_told_otherwise() -> None:
    assert Severity.P5.raised() is Severity.P4


def test_severities_sort_worst_first() -> None:
    assert sorted([Severity.P3, Severity.P1, Severity.P5]) == [Severity.P1, Severity.P3, Severity.P5]


def test_a_missing_fact_reads_as_its_route() -> None:
    assert Missing(("tools", "hubspot", "sends")).path == "tools.hubspot.sends"


def test_a_finding_stands_where_its_first_fact_with_a_place_stands() -> None:
    derived = Evidence("tools.a.sends", "none", Origin.DERIVED)
    stated = Evidence("tools.a.owner", "none", Origin.STATED, PLACE)
    assert finding(Outcome.FLAGGED, derived, stated).place == PLACE
    assert finding(Outcome.FLAGGED, derived).place is None


def test_flagged_and_suspected_findings_are_told_apart() -> None:
    flagged, suspected = finding(), finding(Outcome.SUSPECTED)
    result = RuleResult("X-1", (flagged, suspected))
    assert result.flagged == (flagged,)
    assert result.suspected == (suspected,)


UNKNOWN = Unknown("tools.b", (Missing(("tools", "b", "owner")),))


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (RuleResult("X-1", (finding(Outcome.SUSPECTED), finding()), (UNKNOWN,), ("tools.c",)), Outcome.FLAGGED),
        (RuleResult("X-1", (finding(Outcome.SUSPECTED),), (UNKNOWN,), ("tools.c",)), Outcome.SUSPECTED),
        (RuleResult("X-1", (), (UNKNOWN,), ("tools.c",)), Outcome.UNKNOWN),
        (RuleResult("X-1", (), (), ("tools.c",), ("tools.d",)), Outcome.CLEAR),
        (RuleResult("X-1", (), (), (), ("tools.d",)), Outcome.NOT_APPLICABLE),
    ],
)
def test_the_worst_of_its_elements_outcomes_is_the_rules_own(result, outcome) -> None:
    assert result.outcome is outcome
