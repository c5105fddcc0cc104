"""What became of findings: new, worse, better, mended, gone for another reason."""

from __future__ import annotations

import pytest

from stackaudit.audit.difference import difference
from stackaudit.audit.difference.findings import Kind
from stackaudit.audit.difference.record import State
from stackaudit.finding import Severity

OWNED = "tools: {a: {owner: m, sends: none}}\nteams: {m: {}}\n"
UNOWNED = "tools: {a: {owner: none, sends: none}}\nteams: {m: {}}\n"
SENDING = "tools: {a: {owner: none, sends: [email]}}\nteams: {m: {}}\n"
UNKNOWN = "tools: {a: {sends: none}}\nteams: {m: {}}\n"
WAIVER = "waivers: [{rule: DIF-01, element: tools.a, owner: m, reason: r, until: 2026-12-31}]\n"
NOTHING = "teams: {m: {}}\n"


@pytest.mark.parametrize(
    ("old", "new", "kind", "before", "after"),
    [
        (OWNED, UNOWNED, Kind.NEW, State.CLEAR, State.FLAGGED),
        (UNKNOWN, UNOWNED, Kind.NEW, State.UNKNOWN, State.FLAGGED),
        (NOTHING, UNOWNED, Kind.NEW, State.ABSENT, State.FLAGGED),
        (UNOWNED, SENDING, Kind.WORSE, State.FLAGGED, State.FLAGGED),
        (UNOWNED + WAIVER, UNOWNED, Kind.WORSE, State.WAIVED, State.FLAGGED),
        (SENDING, UNOWNED, Kind.BETTER, State.FLAGGED, State.FLAGGED),
        (SENDING, SENDING + WAIVER, Kind.BETTER, State.FLAGGED, State.WAIVED),
        (UNOWNED, OWNED, Kind.MENDED, State.FLAGGED, State.CLEAR),
        (UNOWNED, UNOWNED.replace("owner", "status: retired, owner"), Kind.MENDED, State.FLAGGED, State.NOT_APPLICABLE),
        (UNOWNED, UNKNOWN, Kind.OPEN, State.FLAGGED, State.UNKNOWN),
        (UNOWNED, NOTHING, Kind.REMOVED, State.FLAGGED, State.ABSENT),
    ],
)
def test_a_finding_is_told_by_what_both_audits_say_of_it(compared, old, new, kind, before, after):
    found = [one for one in compared(old, new).findings if one.rule == "DIF-01"]
    assert [(one.kind, one.before.state, one.after.state) for one in found] == [(kind, before, after)]


def test_a_finding_that_stays_is_only_counted(compared):
    made = compared(UNOWNED, UNOWNED)
    assert made.findings == ()
    assert made.unchanged == 2


def test_a_finding_that_is_as_bad_with_another_message_has_changed(compared):
    flow = "tools: {a: {}, b: {}}\nflows: [{from: a, to: b, method: csv_manual, every: %s}]\n"
    (one,) = compared(flow % "1d", flow % "2d").of(Kind.CHANGED)
    assert one.before.message != one.after.message
    assert one.before.severity is one.after.severity


def test_a_suspicion_that_is_proved_is_worse(compared):
    (one,) = compared(NOTHING, f"{NOTHING}complete: [metrics]\n").of(Kind.WORSE)
    assert (one.rule, one.before.state, one.after.state) == ("DIF-04", State.SUSPECTED, State.FLAGGED)


def test_what_a_rule_no_longer_judges_is_not_called_mended(audited):
    old, new = audited(UNOWNED), audited(UNOWNED, ignore=["DIF-01"])
    made = difference(old, new)
    (one,) = made.of(Kind.OPEN)
    assert one.after.state is State.NOT_JUDGED
    assert "did not run the same rules" in made.notes[0]
    (one,) = difference(new, old).of(Kind.NEW)
    assert one.before.state is State.NOT_JUDGED


@pytest.mark.parametrize(
    ("old", "new", "threshold", "strict", "failing"),
    [
        (OWNED, UNOWNED, "P3", False, 1),
        (OWNED, UNOWNED, "P2", False, 0),
        (UNOWNED, SENDING, "P2", False, 1),
        (SENDING, UNOWNED, "P3", False, 0),
        (UNOWNED, UNOWNED, "P5", False, 0),
        (SENDING, OWNED, "P5", False, 0),
        (OWNED, UNOWNED + WAIVER, "P5", True, 0),
        (UNOWNED + WAIVER, UNOWNED, "P3", False, 1),
        (f"{NOTHING}metrics: {{x: {{kind: conversion}}}}\n", NOTHING, "P4", False, 0),
        (f"{NOTHING}metrics: {{x: {{kind: conversion}}}}\n", NOTHING, "P4", True, 1),
    ],
)
def test_what_is_new_or_worse_from_the_threshold_on_fails(compared, old, new, threshold, strict, failing):
    assert len(compared(old, new).failing(Severity(threshold), strict=strict)) == failing


def test_a_threshold_that_is_no_severity_is_a_mistake(compared):
    with pytest.raises(ValueError, match="'p2' is not a valid Severity"):
        compared(OWNED, UNOWNED).failing("p2")


PLAN = "tracking_plan: {last_validated: 2026-01-15}\ntools: {a: {owner: none, sends: none}}\n"


def test_a_finding_that_the_later_day_alone_brings_is_told_apart(audited):
    made = difference(
        audited(PLAN, "2026-03-02"),
        audited(
            PLAN.replace("owner: none", "owner: none, sends: [sms]", 1).replace("sends: none", "", 1), "2026-11-22"
        ),
    )
    assert {one.rule: one.by_date for one in made.findings} == {"DIF-03": True, "DIF-01": False}


def test_a_waiver_that_ran_out_is_told_as_the_work_of_the_day(audited):
    (one,) = difference(audited(UNOWNED + WAIVER, "2026-12-30"), audited(UNOWNED + WAIVER, "2027-01-02")).findings
    assert (one.kind, one.by_date) == (Kind.WORSE, True)


def test_what_also_a_fact_changed_is_not_the_work_of_the_day(audited):
    old, new = audited(UNOWNED, "2026-03-02"), audited(OWNED, "2026-11-22")
    assert [one.by_date for one in difference(old, new).findings] == [False]
    without = difference(old, audited(UNOWNED, "2026-11-22", ignore=["DIF-01"]))
    assert [one.by_date for one in without.of(Kind.OPEN)] == [False]


def test_a_difference_says_in_a_line_what_it_is(compared):
    assert repr(compared(OWNED, UNOWNED)).endswith("on 2026-11-22: 1 new>")
    assert repr(compared(OWNED, OWNED)).endswith(": no finding differs>")
