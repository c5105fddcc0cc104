"""What tools cost and when their contracts renew: as far as it was stated."""

from __future__ import annotations

from datetime import date

from stackaudit.audit.costs import costs
from stackaudit.audit.renewals import renewals
from stackaudit.load import load_text

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def test_renewals_that_lie_ahead_stand_by_the_last_day_of_notice():
    stack = load_text(
        f"""{HEAD}tools:
  soon: {{contract: {{renews: 2027-01-31, notice: 60d, auto_renew: true}}}}
  later: {{contract: {{renews: 2026-12-31, notice: none, auto_renew: false}}}}
  vague: {{contract: {{renews: 2027-06-30}}}}
  past: {{contract: {{renews: 2026-01-31}}}}
  gone: {{status: retired, contract: {{renews: 2027-01-31}}}}
  free: {{contract: none}}
"""
    )
    assert [(one.tool, one.renews, one.notice_by, one.by_itself) for one in renewals(stack)] == [
        ("soon", date(2027, 1, 31), date(2026, 12, 2), True),
        ("later", date(2026, 12, 31), date(2026, 12, 31), False),
        ("vague", date(2027, 6, 30), None, None),
    ]


def test_costs_are_summed_by_use_and_tools_with_one_use_stand_together():
    stack = load_text(
        f"""{HEAD}tools:
  a: {{capabilities: [survey], cost: {{amount: 100, currency: eur, per: month}}}}
  b: {{capabilities: [survey, form], cost: {{amount: 300, currency: usd}}}}
  c: {{capabilities: [survey]}}
  d: {{capabilities: [crm], cost: {{amount: 9000, currency: eur, per: once}}}}
  e: {{capabilities: [crm], status: planned, cost: {{amount: 1, currency: eur}}}}
"""
    )
    found = costs(stack)
    assert (found.yearly, found.known, found.tools) == ((("EUR", 1200), ("USD", 300)), 3, 4)
    assert [(one.capability, one.yearly, one.tools, one.unknown) for one in found.capabilities] == [
        ("survey", (("EUR", 1200), ("USD", 300)), ("a", "b", "c"), 1),
        ("form", (("USD", 300),), ("b",), 0),
        ("crm", (), ("d",), 0),
    ]
