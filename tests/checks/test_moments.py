"""What a finding says of an event that comes too late, and of one that does not come."""

from __future__ import annotations

import pytest

import stackaudit

STACK = """
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools: {shop: {name: Shop}, app: {name: App}, mailer: {name: Mailer}}
flows:
  - {from: shop, to: mailer, every: 1d, takes: 1h, events: [EVENT]}
  - {from: app, to: mailer, every: 1w, takes: 1h, events: [EVENT]}
automations:
  reminder: {name: Reminder, tool: mailer, trigger: event, answers: left_behind, event: basket_left, happens_in: [PLACES]}
"""


@pytest.mark.parametrize(
    ("places", "event", "says"),
    [
        ("shop", "basket_left", "Time for basket_left from Shop to get to Mailer, where Reminder waits for it, at worst: 25 hours. Limit (the rule's): 4 hours"),
        ("shop, app", "basket_left", "Time for basket_left from App to get to Mailer, where Reminder waits for it, at worst: 7 days. Limit (the rule's): 4 hours"),
        ("shop", "signed_up", "basket_left from Shop does not get to Mailer, where Reminder waits for it"),
    ],
)  # fmt: skip
def test_a_finding_says_how_long_from_the_slowest_place_or_that_the_event_does_not_get_there(places, event, says):
    stack = stackaudit.load_text(STACK.replace("PLACES", places).replace("EVENT", event))
    (finding,) = stackaudit.run(stack, select=["GRA-26"]).findings
    assert finding.message == says


@pytest.mark.parametrize(
    ("changed", "asks"),
    [
        ("answers: left_behind, max_delay: unknown", ["automations.reminder.max_delay"]),
        ("answers: unknown", ["automations.reminder.answers"]),
        ("answers: none, max_delay: unknown", ["automations.reminder.max_delay"]),
    ],
)
def test_a_limit_that_is_not_known_is_asked_for(changed, asks):
    text = STACK.replace("PLACES", "shop").replace("EVENT", "basket_left").replace("answers: left_behind", changed)
    (unknown,) = stackaudit.run(stackaudit.load_text(text), select=["GRA-26"]).results[0].unknown
    assert [one.path for one in unknown.missing] == asks
