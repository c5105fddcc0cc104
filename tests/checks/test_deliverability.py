"""What mailbox providers demand: proof of who sends, one-click unsubscribe, few complaints."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.deliverability import complaints, no_one_click, unauthenticated
from stackaudit.checks.volumes import Volumes
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.truth import name_of

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: {}\n"
PROVED = "spf: true, dkim: true, dmarc: true, aligned: true"


def judge(check, text, day="2026-11-22"):
    stack = load_text(HEAD.format(day) + text)
    return {verdict.elements[0].split(".", 1)[1]: verdict for verdict in check(View(stack, StackGraph(stack)))}


def domain(check, facts, more="", day="2026-11-22"):
    return judge(check, f"sending_domains: {{news.example: {{{facts}}}}}\n{more}", day)["news.example"]


def asked(verdict):
    return [one.path for one in verdict.missing]


# -- DEL-01 -------------------------------------------------------------------------------------------------------------


def test_what_a_bulk_sender_lacks_is_named_with_who_demands_it_and_the_volume():
    verdict = domain(
        unauthenticated, "name: News, daily_volume: 60000, spf: true, dkim: no, dmarc: false, aligned: true"
    )
    assert (verdict.outcome, verdict.severity, verdict.missing) == (FLAGGED, Severity.P1, ())
    assert dict(verdict.values) == {
        "domain": "News",
        "lacks": "DKIM and DMARC",
        "who": "Gmail, Yahoo and Outlook.com",
        "volume": "60,000",
    }
    assert verdict.facts == (
        FactRef("sending_domains", "news.example", "dkim"),
        FactRef("sending_domains", "news.example", "dmarc"),
        FactRef("sending_domains", "news.example", "daily_volume"),
    )


def test_alignment_is_demanded_by_two_of_the_three():
    assert (
        domain(unauthenticated, "spf: true, dkim: true, dmarc: true, aligned: none").values["who"] == "Gmail and Yahoo"
    )


@pytest.mark.parametrize(
    ("volume", "complete", "missing"),
    [
        ("daily_volume: 4999, ", "complete: [sending_domains]", []),
        ("daily_volume: none, ", "complete: [sending_domains]", []),
        ("daily_volume: 4999, ", "", ["complete.sending_domains"]),
        ("", "complete: [sending_domains]", ["sending_domains.news.example.daily_volume"]),
        ("daily_volume: unknown, ", "", ["sending_domains.news.example.daily_volume", "complete.sending_domains"]),
    ],
)
def test_a_volume_that_is_not_proved_makes_it_milder_and_is_asked_for_where_it_may_be_worse(volume, complete, missing):
    verdict = domain(unauthenticated, f"{volume}spf: false", complete)
    assert (verdict.outcome, verdict.severity, verdict.values["volume"]) == (FLAGGED, Severity.P3, "")
    assert asked(verdict) == missing
    assert verdict.facts == (FactRef("sending_domains", "news.example", "spf"),)


def test_only_what_is_missing_is_asked_and_nothing_where_one_is_lacking_already():
    assert asked(domain(unauthenticated, "spf: true, dmarc: unknown, aligned: true")) == [
        "sending_domains.news.example.dkim",
        "sending_domains.news.example.dmarc",
    ]
    old = "tools: {a: {status: unknown}, b: {status: retired}}"
    assert asked(domain(unauthenticated, "tools: [a, b], spf: false", old)) == ["tools.a.status"]
    assert asked(domain(unauthenticated, f"tools: [a, b], {PROVED.replace('spf: true, ', '')}", old)) == [
        "tools.a.status",
        "sending_domains.news.example.spf",
    ]


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (PROVED, CLEAR),
        ("tools: [b], spf: false", NOT_APPLICABLE),
        ("tools: [b, more], spf: false", FLAGGED),
        ("tools: none, spf: false", FLAGGED),
        (f"tools: [a], {PROVED}", CLEAR),
    ],
)
def test_a_domain_is_judged_unless_all_its_tools_are_out_of_use(facts, outcome):
    tools = "tools: {a: {status: unknown}, b: {status: retired}}"
    assert domain(unauthenticated, facts, tools).outcome is outcome


def test_what_nobody_demanded_on_that_day_is_not_judged():
    assert domain(unauthenticated, "spf: false", day="2024-01-31").outcome is NOT_APPLICABLE
    verdict = domain(unauthenticated, "daily_volume: 9000, spf: false", day="2025-05-04")
    assert (verdict.severity, verdict.values["who"]) == (Severity.P1, "Gmail and Yahoo")


# -- volumes ------------------------------------------------------------------------------------------------------------


def volumes(text, complete="[sending_domains]"):
    return Volumes(load_text(f"{HEAD.format('2026-11-22')}complete: {complete}\nsending_domains: {{{text}}}\n"))


@pytest.mark.parametrize(
    ("text", "truth", "missing"),
    [
        ("x.f.co: {daily_volume: 3000, primary_domain: f.co}, y.f.co: {daily_volume: 3000, primary_domain: F.co}", "true", []),
        ("x.f.co: {daily_volume: 3000}, f.co: {daily_volume: 3000}", "true", []),
        ("x.f.co: {daily_volume: 3000}, y.f.co: {daily_volume: 3000, primary_domain: f.co}", "true", []),
        ("x.f.co: {daily_volume: 3000}, y.x.f.co: {daily_volume: 3000}", "true", []),
        ("x.f.co: {daily_volume: 3000}, y.g.co: {daily_volume: 3000}", "false", []),
        ("x.f.co: {daily_volume: 3000}, y.f.org: {daily_volume: 3000}", "false", []),
        ("x.f.co: {daily_volume: 3000, primary_domain: f.co}, y.f.co: {daily_volume: 3000, primary_domain: y.f.co}", "false", []),
        ("x.f.co: {daily_volume: 30}, y.f.co: {daily_volume: 30}", "false", []),
        ("x.f.co: {daily_volume: 3000}, y.f.co: {daily_volume: 3000}", "unknown", ["x.f.co.primary_domain", "y.f.co.primary_domain"]),
        ("x.f.co: {daily_volume: 3000}, y.f.co: {}", "unknown",
         ["y.f.co.daily_volume", "x.f.co.primary_domain", "y.f.co.primary_domain"]),
        ("x.f.co: {}, f.co: {}, y.f.co: {daily_volume: 1}", "unknown", ["x.f.co.daily_volume", "f.co.daily_volume"]),
        ("x.f.co: {}", "unknown", ["x.f.co.daily_volume"]),
    ],
)  # fmt: skip
def test_volumes_add_up_below_one_registered_domain(text, truth, missing):
    found = volumes(text)
    assert name_of(found.at_least("x.f.co", 5000)) == truth
    assert asked_of(found) == [f"sending_domains.{one}" for one in missing]


def asked_of(found):
    return [one.path for one in found.missing("x.f.co", 5000)]


def test_a_domain_that_nobody_listed_may_add_to_it():
    found = volumes("x.f.co: {daily_volume: 3000}", "[]")
    assert name_of(found.at_least("x.f.co", 5000)) == "false as listed"
    assert asked_of(found) == ["complete.sending_domains"]


def test_by_what_domains_count_together_is_named_only_where_it_is_stated():
    found = volumes("x.f.co: {daily_volume: 3000}, y.f.co: {daily_volume: 3000, primary_domain: f.co}")
    named = [(ref.id, ref.field) for ref in found.facts("x.f.co")]
    assert named == [("x.f.co", "daily_volume"), ("y.f.co", "daily_volume"), ("y.f.co", "primary_domain")]


def test_not_more_than_so_many_facts_are_named_the_own_one_first():
    many = ", ".join(f"d{number}.f.co: {{daily_volume: 1000, primary_domain: f.co}}" for number in range(30))
    found = volumes(f"{many}, x.f.co: {{daily_volume: 7, primary_domain: f.co}}")
    refs = list(found.facts("x.f.co"))
    assert refs[:2] == [FactRef("sending_domains", one, "daily_volume") for one in ("x.f.co", "d0.f.co")]
    together = [FactRef("sending_domains", one, "primary_domain") for one in ("x.f.co", "d0.f.co")]
    assert (refs[21:23], len(refs), found.least("x.f.co")) == (together, 26, 30007)
    assert [ref.id for ref in found.facts("d3.f.co")][:2] == ["d3.f.co", "d0.f.co"]
    open_ones = volumes(", ".join(f"d{number}.f.co: {{}}" for number in range(30)) + ", x.f.co: {daily_volume: none}")
    assert len(asked_of(open_ones)) == 20
    assert asked_of(open_ones) == asked_of(open_ones)
    assert list(open_ones.facts("x.f.co")) == []


# -- DEL-02 -------------------------------------------------------------------------------------------------------------


def test_a_tool_without_the_headers_is_named_with_who_demands_them():
    verdict = judge(no_one_click, "tools: {a: {name: Mailer, sends: [email], one_click_unsubscribe: false}}")["a"]
    assert (verdict.outcome, dict(verdict.values)) == (FLAGGED, {"tool": "Mailer", "who": "Gmail"})
    assert verdict.facts == (FactRef("tools", "a", "one_click_unsubscribe"), FactRef("tools", "a", "sends"))


@pytest.mark.parametrize(
    ("tool", "outcome", "missing"),
    [
        ("sends: [email], one_click_unsubscribe: true", CLEAR, []),
        ("sends: {email: [service]}", NOT_APPLICABLE, []),
        ("sends: [sms]", NOT_APPLICABLE, []),
        ("sends: [email], status: planned", NOT_APPLICABLE, []),
        ("", UNKNOWN, ["sends"]),
        ("sends: [email]", UNKNOWN, ["one_click_unsubscribe"]),
        ("one_click_unsubscribe: true", CLEAR, []),
        ("sends: {email: unknown}, one_click_unsubscribe: false", UNKNOWN, ["sends"]),
        ("sends: [email], one_click_unsubscribe: false, status: unknown", UNKNOWN, ["status"]),
    ],
)
def test_one_click_is_asked_of_marketing_mail_alone(tool, outcome, missing):
    verdict = judge(no_one_click, f"tools: {{a: {{{tool}}}}}")["a"]
    assert (verdict.outcome, asked(verdict)) == (outcome, [f"tools.a.{one}" for one in missing])


def test_one_click_was_not_demanded_before_june_2024():
    text = "tools: {a: {sends: [email], one_click_unsubscribe: false}}"
    assert judge(no_one_click, text, "2024-05-31")["a"].outcome is NOT_APPLICABLE
    assert judge(no_one_click, text, "2024-06-01")["a"].outcome is FLAGGED


# -- DEL-03 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "severity", "said"),
    [
        ("0.3", Severity.P1, ("0.3 %", "0.3 %", "Gmail and Yahoo")),
        ("2", Severity.P1, ("2 %", "0.3 %", "Gmail and Yahoo")),
        ("0.29", Severity.P2, ("0.29 %", "0.1 %", "Gmail")),
        ("0.1", Severity.P2, ("0.1 %", "0.1 %", "Gmail")),
    ],
)
def test_a_rate_is_held_against_the_limit_then_against_the_advice(rate, severity, said):
    verdict = domain(complaints, f"spam_rate: {rate}, daily_volume: 9000")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, severity)
    assert tuple(verdict.values[name] for name in ("rate", "limit", "who")) == said
    assert verdict.facts == (FactRef("sending_domains", "news.example", "spam_rate"),)


def test_a_bulk_sender_of_which_nobody_looks_at_the_rate():
    verdict = domain(complaints, "spam_rate: none, daily_volume: 5000")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, Severity.P3)
    assert dict(verdict.values) == {
        "domain": "news.example",
        "rate": "nobody looks",
        "measured": "",
        "limit": "0.3 %",
        "who": "Gmail and Yahoo",
    }
    assert [ref.field for ref in verdict.facts] == ["spam_rate", "daily_volume"]


@pytest.mark.parametrize(
    ("facts", "outcome", "missing"),
    [
        ("spam_rate: 0.09", CLEAR, []),
        ("spam_rate: 0", CLEAR, []),
        ("spam_rate: none, daily_volume: 4999", CLEAR, []),
        ("", UNKNOWN, ["sending_domains.news.example.spam_rate"]),
        ("spam_rate: unknown, daily_volume: 10", UNKNOWN, ["sending_domains.news.example.spam_rate"]),
        ("spam_rate: none", UNKNOWN, ["sending_domains.news.example.daily_volume"]),
        ("spam_rate: 0.5, tools: [a]", UNKNOWN, ["tools.a.status"]),
        ("spam_rate: 0.5, tools: [b]", NOT_APPLICABLE, []),
    ],
)
def test_what_is_low_is_clear_and_what_nobody_asked_is_a_question(facts, outcome, missing):
    verdict = domain(
        complaints, facts, "complete: [sending_domains]\ntools: {a: {status: unknown}, b: {status: retired}}"
    )
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_nobody_published_a_limit_in_2023():
    assert domain(complaints, "spam_rate: 2", day="2023-11-22").outcome is NOT_APPLICABLE
    assert domain(complaints, "spam_rate: none, daily_volume: 9000", day="2023-11-22").outcome is NOT_APPLICABLE
