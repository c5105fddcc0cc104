"""What mailbox providers and laws demand of senders, from which day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stackaudit.catalogue import ClockKind, sending_rules, sending_rules_for
from stackaudit.catalogue.ledger import ledger
from stackaudit.catalogue.sending import read_sending_rules
from stackaudit.errors import CatalogueError

TODAY = date(2026, 11, 22)
RULES = {rule.id: rule for rule in sending_rules()}


@pytest.mark.parametrize(
    ("rule_id", "said"),
    [
        ("F-06", "Gmail, platform, from 5000 a day since 2024-02-01, verified: spf dkim dmarc aligned"),
        ("F-06-unsubscribe", "Gmail, platform, from 5000 a day since 2024-06-01, verified: one_click_unsubscribe"),
        ("F-07-complaints", "Gmail, platform, from None a day since 2024-02-01, second_hand: below 0.3 aim 0.1"),
        (
            "F-08-authentication",
            "Yahoo, platform, from 5000 a day since 2024-02-01, second_hand: spf dkim dmarc aligned",
        ),
        ("F-08-complaints", "Yahoo, platform, from None a day since 2024-02-01, second_hand: below 0.3 aim None"),
        ("F-09", "Outlook.com, platform, from 5000 a day since 2025-05-05, verified: spf dkim dmarc"),
        ("F-02", "us, law, since 2008-07-07, second_hand: no_login one_page nothing_more postal_address, 30 days"),
        ("F-04-link", "ca, law, since 2014-07-01, second_hand: , 60 days"),
        ("F-21-link", "au, law, since 2004-04-10, second_hand: nothing_more, 30 days"),
        (
            "F-05-words",
            "us, law, since 2025-04-11, verified: free_text stop quit end revoke opt out cancel unsubscribe, None days",
        ),
    ],
)
def test_the_rules_say_what_their_sources_say(rule_id, said):
    rule = RULES[rule_id]
    if rule.regions:
        demanded = " ".join((*rule.demands, *rule.keywords))
        when = f"since {rule.in_force_from}, {rule.mark}: {demanded}, {rule.link_works_days} days"
        assert f"{' '.join(rule.regions)}, {rule.kind}, {when}" == said
        return
    when = f"from {rule.applies_from_daily_volume} a day since {rule.in_force_from}, {rule.mark}"
    demanded = " ".join(rule.demands) or f"below {rule.complaints_below} aim {rule.complaints_aim}"
    assert f"{rule.name}, {rule.kind}, {when}: {demanded}" == said


def test_a_rule_of_2024_does_not_bind_in_2023():
    assert sending_rules_for("email", (), date(2023, 12, 31)) == ((), ())
    since = sending_rules_for("email", None, date(2024, 2, 1)).certain
    assert [rule.id for rule in since] == ["F-06", "F-07-complaints", "F-08-authentication", "F-08-complaints"]
    assert sending_rules_for("push", None, TODAY) == ((), ())


def test_the_rules_are_read_once_and_listed_among_the_facts():
    assert sending_rules() is sending_rules()
    said = {entry.id: (entry.kind, entry.statement) for entry in ledger()}
    assert said["F-07-complaints"] == ("platform rule", "Gmail: complaints below 0.3 %, better below 0.1 %")
    assert said["F-08-complaints"] == ("platform rule", "Yahoo: complaints below 0.3 %")
    assert said["F-09"] == (
        "platform rule",
        "Outlook.com: an SPF record, a DKIM signature, a DMARC record, from 5,000 messages a day on",
    )


def test_what_laws_demand_of_stopping_is_among_the_facts():
    said = {entry.id: (entry.kind, entry.statement) for entry in ledger()}
    assert said["F-04-link"] == ("law", "CASL (Canada): an opt-out that works for 60 days after the mail")
    assert said["F-05-words"][1].startswith(
        "TCPA (United States): an opt-out in the person's own words, an opt-out by each"
    )
    assert [rule.id for rule in sending_rules_for("sms", ("us",), TODAY).certain] == ["F-05-words"]


def test_a_rule_that_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="a law has regions"):
        replace(RULES["F-06"], kind=ClockKind.LAW)


@pytest.mark.parametrize("share", ["0", "0.123", "101", "a few"])
def test_a_share_of_complaints_is_in_per_cent(tmp_path, share):
    path = tmp_path / "sending.yaml"
    path.write_text(
        "- {id: F-1, name: n, kind: platform, channels: [email], source: s, as_of: 2026-11-22, mark: verified,"
        f" complaints_below: {share}}}\n"
    )
    with pytest.raises(CatalogueError, match=r"expected a share in per cent as in 0\.3"):
        read_sending_rules(path)
