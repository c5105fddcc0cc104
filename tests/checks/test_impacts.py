"""The client's own numbers in what findings mean for leadership; without them, the same without a number."""

from __future__ import annotations

import pytest

import stackaudit

HEAD = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, processes, metrics, reports, automations]
processes: {intake: {}, incident_detection: {method: manual}}
tools:
  ads: {name: Ads, capabilities: [ads]%s}
  site: {capabilities: [website]}
  gtm: {capabilities: [tag_manager]}
flows:
  - {from: site, to: ads, events: [purchase], signals: [conversion], dedupe_key: order, documented: false}
  - {from: site, to: gtm, events: [purchase], signals: [conversion], documented: false}
  - {from: gtm, to: ads, events: [purchase], signals: [conversion], dedupe_key: none, documented: false}
metrics: {revenue: {used_as: kpi, measured_in: [ads, site]}}
reports:
  x: {metrics: [revenue], built_in: [ads]}
  y: {metrics: [revenue], built_in: [site]}
automations:
  basket: {tool: ads, event: cart, happens_in: [site], answers: left_behind, max_delay: 1h}
"""
NUMBERS = "company: {contacts: 1200000}\ncapacity: {available_hours: 600, requested_share: 150}\n"
COST = ", cost: {amount: 1200, currency: eur, per: month}"


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        ("GRA-26", "1,200,000 contacts"),
        ("GRA-28", "Ads costs 14,400 EUR a year."),
        ("GRA-34", "600 a month"),
        ("STK-16", "600 a month"),
        ("PRO-08", "1,200,000 contacts"),
    ],
)
def test_an_impact_has_the_clients_numbers_where_they_are_known(rule, numbers):
    (known,) = stackaudit.run(stackaudit.load_text(HEAD % COST + NUMBERS), select=[rule]).flagged
    (unknown,) = stackaudit.run(stackaudit.load_text(HEAD % "" + "capacity: none\n"), select=[rule]).flagged
    assert numbers in known.impact
    assert unknown.impact
    assert not any(sign.isdigit() for sign in unknown.impact)


def test_hours_that_are_counted_are_not_said_to_be_uncounted():
    (known,) = stackaudit.run(stackaudit.load_text(HEAD % "" + NUMBERS), select=["PRO-17"]).flagged
    (uncounted,) = stackaudit.run(
        stackaudit.load_text(HEAD % "" + "capacity: {requested_share: none}\n"), select=["PRO-17"]
    ).flagged
    assert "150 per cent" in known.impact
    assert uncounted.impact == "Work can be late for a reason that no figure shows."
