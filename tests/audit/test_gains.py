"""What actions bring: measured by mending their findings in the facts, and said to be unknown where that is not so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit.gains import MEASURED, Gain, gains
from stackaudit.load import load_text

SAMPLE = Path(__file__).resolve().parents[2] / "sample_stacks" / "red_flags.yaml"
STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools:
  splitter: {built: in_house, capabilities: [experimentation]}
  crm: {capabilities: [crm], end_of_life: 2026-01-01, built: vendor}
tracking_plan: none
"""


@pytest.fixture(scope="module")
def audit():
    return stackaudit.run(load_text(STACK), select=["STR-13", "MEA-01", "STK-12", "STK-06"])


def measured(audit, **how):
    values = {"stack": audit.stack, "now": audit.score, "actions": audit.actions, **how}
    return gains(values["stack"], audit.rules, audit.parameters, values["now"], values["actions"])


def test_what_comes_back_is_what_its_findings_cost_where_nothing_else_hangs_on_them(audit):
    action = next(one for one in audit.actions if one.element == "tools.splitter")
    gain = audit.gains[action.element]
    assert gain.points == pytest.approx(action.points)
    assert (gain.mended, gain.changes, gain.why_not) == (1, ("tools.splitter.built: vendor",), "")
    changed = load_text(STACK.replace("built: in_house", "built: vendor, end_of_life: none"))
    after = stackaudit.run(changed, select=["STR-13", "MEA-01", "STK-12", "STK-06"])
    assert after.score.total == pytest.approx(audit.score.total + gain.points)


def test_where_no_change_of_facts_mends_anything_nothing_is_measured(audit):
    assert audit.gains["tools.crm"] == Gain(None, why_not="no change of facts was found that mends its findings")


def test_without_a_score_above_a_size_and_with_very_many_findings_nothing_is_measured(audit):
    def why(**how):
        (held,) = {one.why_not for one in measured(audit, **how).values()}
        return held

    assert why(now=replace(audit.score, total=None)) == "nothing is known that could be scored"
    crowd = dict.fromkeys(map(str, range(501)), audit.stack.tools["crm"])
    large = audit.stack.model_copy(update={"tools": crowd})
    assert why(stack=large) == "with 501 tools and flows, to run the rules again would take too long"
    many = replace(audit.actions[0], findings=audit.actions[0].findings * 21)
    assert why(actions=[many]) == "with 21 findings, to mend each would take too long"


def test_the_first_actions_are_measured():
    audit = stackaudit.run(SAMPLE)
    assert list(audit.gains) == [one.element for one in audit.actions[:MEASURED]]
    partly = next(gain for gain in audit.gains.values() if gain.points is not None)
    assert partly.points > 0
    assert 0 < partly.mended <= len(audit.actions[0].findings)
