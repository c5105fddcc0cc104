"""What a finding says of conversions that come too late, or by an interface that takes nobody new."""

from __future__ import annotations

import pytest

import stackaudit

STACK = """
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools:
  ads: {name: Ads, product: google-ads, accepts_conversions_within: WINDOW}
  crm: {name: Sales desk, capabilities: [crm]}
  old: {name: Old desk, capabilities: [crm], status: unknown}
flows:
  - {id: up, from: crm, to: ads, every: 1w, takes: 1h, signals: [conversion], HOW}
  - {id: in, from: old, to: crm, every: 1w, takes: 1h, signals: [conversion]}
"""
CLOSED = "interface: google-ads-offline-conversion-import"


def _result(window, how):
    text = STACK.replace("WINDOW", window).replace("HOW", how)
    return stackaudit.run(stackaudit.load_text(text), select=["GRA-30"])


@pytest.mark.parametrize(
    ("window", "how", "says"),
    [
        ("7d", "method: csv_manual", "Age of a conversion from Sales desk when it gets to Ads, at worst: 7 days and 1 hour. Limit of Ads: 7 days"),
        ("30d", f"method: api, {CLOSED}, interface_since: 2026-06-15",
         "What brings conversions from Sales desk to Ads calls an interface that has taken nobody new since 2026-06-15: Offline conversion import of the Google Ads API"),
    ],
)  # fmt: skip
def test_a_finding_says_how_old_conversions_are_or_which_interface_is_closed(window, how, says):
    (finding,) = _result(window, how).findings
    assert finding.message == says


@pytest.mark.parametrize(
    ("window", "how", "asks"),
    [
        ("unknown", "method: csv_manual", ["tools.ads.accepts_conversions_within"]),
        ("30d", "interface_since: 2026-09-01", ["flows.up.interface", "flows.up.method"]),
        ("30d", f"method: api, {CLOSED}", ["flows.up.interface_since"]),
        ("8d", "method: tag", ["tools.old.status"]),
        ("30d", f"method: api, {CLOSED}, interface_since: 2026-06-14", None),
        ("30d", f"method: api, {CLOSED}, interface_since: none", None),
        ("none", "method: csv_manual", None),
        ("30d", "method: api, interface: google-data-manager", None),
    ],
)
def test_what_decides_and_is_missing_is_asked_for(window, how, asks):
    unknown = _result(window, how).results[0].unknown
    assert [[fact.path for fact in one.missing] for one in unknown if one.element == "flows.up"] == (
        [asks] if asks else []
    )
    assert not _result(window, how).findings
