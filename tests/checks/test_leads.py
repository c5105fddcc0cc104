"""What a finding says of leads that come late, and of such that do not come."""

from __future__ import annotations

import pytest

import stackaudit

STACK = """
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools:
  sales: {name: Sales desk, capabilities: [crm]}
  form: {name: Contact form, capabilities: [form], captures_leads: true}
flows:
  - {from: form, to: sales, method: csv_manual, carries: [CARRIES], TIMES}
"""


@pytest.mark.parametrize(
    ("carries", "times", "says"),
    [
        ("user.contact", "every: 1d, takes: 2h", "Time for a lead from Contact form to get to Sales desk, at worst: 26 hours. Limit of this rule: 1 hour"),
        ("user.contact", "every: 1d", "Time for a lead from Contact form to get to Sales desk, at worst: 1 day or more. Limit of this rule: 1 hour"),
        ("user.contact", "every: 1d, takes: none", "Time for a lead from Contact form to get to Sales desk, at worst: no upper limit. Limit of this rule: 1 hour"),
        ("page_view", "every: 1d, takes: 2h", "Leads that come in by Contact form do not get to Sales desk"),
    ],
)  # fmt: skip
def test_a_finding_says_how_long_or_that_leads_do_not_get_there(carries, times, says):
    stack = stackaudit.load_text(STACK.replace("CARRIES", carries).replace("TIMES", times))
    (finding,) = stackaudit.run(stack, select=["GRA-27"]).findings
    assert finding.message == says
