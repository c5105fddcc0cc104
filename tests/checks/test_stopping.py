"""How people stop mail and texts, against what the laws of their regions demand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stackaudit.catalogue import sending_rules
from stackaudit.checks import FactRef, View, stopping
from stackaudit.checks.stopping import page_breaks_the_rule, texts_hard_to_stop
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
PAGE = "login: false, steps: 1, asks_more: false, expires: none"
SEVEN = "[stop, quit, end, revoke, opt out, cancel, unsubscribe]"


def judge(check, tool, regions="[us]", day="2026-11-22"):
    company = f"company: {{regions: {regions}}}\n" if regions else ""
    stack = load_text(f"stackaudit: 1\nas_of: {day}\n{company}tools: {{a: {{name: Mailer, {tool}}}}}\n")
    (verdict,) = check(View(stack, StackGraph(stack)))
    return verdict


def page(facts, regions="[us]", address="postal_address: true", sends="[email]"):
    return judge(page_breaks_the_rule, f"sends: {sends}, opt_out_page: {facts}, {address}", regions)


def texts(facts, more="", sends="[sms]"):
    return judge(texts_hard_to_stop, f"sends: {sends}, texts: {facts}{more}")


def asked(verdict):
    return [one.path.removeprefix("tools.a.") for one in verdict.missing]


# -- DEL-04 -------------------------------------------------------------------------------------------------------------


def test_what_is_wrong_is_named_with_the_laws_that_forbid_it_and_where_it_stands():
    verdict = page("{login: true, steps: 1, asks_more: true, expires: 20d}", "[us, au, de]", "postal_address: false")
    assert (verdict.outcome, verdict.severity, verdict.missing) == (FLAGGED, None, ())
    assert dict(verdict.values) == {
        "tool": "Mailer",
        "wrong": "unsubscribing takes a login, unsubscribing requires more than the address and the choices, "
        "the link stops working too soon and the mail names no postal address",
        "law": "CAN-SPAM Act (United States) and Spam Act (Australia)",
    }
    assert verdict.facts == (
        FactRef("tools", "a", "opt_out_page.login"),
        FactRef("tools", "a", "opt_out_page.asks_more"),
        FactRef("tools", "a", "opt_out_page.expires"),
        FactRef("tools", "a", "postal_address"),
        FactRef("tools", "a", "sends"),
        FactRef("company", "", "regions"),
    )


@pytest.mark.parametrize(
    ("facts", "regions", "outcome"),
    [
        (f"{{{PAGE}}}", "[us, ca, au]", CLEAR),
        ("{login: none, steps: none, asks_more: none, expires: 60d}", "[us, ca, au]", CLEAR),
        ("none", "[us, ca, au]", CLEAR),
        ("{steps: 2}", "[us]", FLAGGED),
        ("{steps: 2, expires: 60d}", "[ca]", CLEAR),
        ("{expires: 59d}", "[ca]", FLAGGED),
        ("{expires: 59d, asks_more: false}", "[au]", CLEAR),
        ("{expires: 29d}", "[au]", FLAGGED),
        ("{login: true, asks_more: true}", "[au]", FLAGGED),
        ("{login: true, asks_more: true, steps: 5, expires: 1d}", "[de]", NOT_APPLICABLE),
        ("{login: true}", "none", NOT_APPLICABLE),
    ],
)
def test_each_law_has_its_own_demands(facts, regions, outcome):
    assert page(facts, regions).outcome is outcome


@pytest.mark.parametrize(
    ("facts", "regions", "missing"),
    [
        ("{}", "[us]", ["opt_out_page.login", "opt_out_page.steps", "opt_out_page.asks_more", "opt_out_page.expires"]),
        ("{login: true}", "", ["company.regions", "opt_out_page.expires", "opt_out_page.asks_more"]),
        ("{login: false, expires: none, steps: 1, asks_more: true}", "[apac]", ["company.regions"]),
        ("{login: true, expires: none, asks_more: false}", "[de, more]", ["company.regions"]),
    ],
)
def test_what_nobody_said_is_asked_and_so_is_the_region_where_it_decides(facts, regions, missing):
    verdict = page(facts, regions)
    assert verdict.outcome is UNKNOWN
    assert sorted(asked(verdict)) == sorted(missing)


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ("", ["sends"]),
        ("sends: {email: unknown}, status: unknown", ["sends", "status"]),
        ("sends: [email], status: unknown", ["status"]),
    ],
)
def test_whether_there_is_mail_at_all_is_asked_first(more, missing):
    verdict = judge(page_breaks_the_rule, f"opt_out_page: {{login: true}}{', ' if more else ''}{more}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


@pytest.mark.parametrize("sends", ["{email: [service]}", "[sms]", "none"])
def test_service_mail_and_texts_have_no_such_page(sends):
    assert page("{login: true}", sends=sends).outcome is NOT_APPLICABLE


def test_the_rule_on_pages_did_not_bind_before_its_day():
    tool = "sends: [email], opt_out_page: {login: true}"
    assert judge(page_breaks_the_rule, tool, day="2008-07-06").outcome is NOT_APPLICABLE
    assert judge(page_breaks_the_rule, tool, day="2008-07-07").outcome is FLAGGED


# -- DEL-05 -------------------------------------------------------------------------------------------------------------


def test_words_that_are_not_heeded_are_named():
    verdict = texts("{stop_words: [STOP, Opt-Out, optout, End, cancel, unsubscribe], free_text: false, registered: no}")
    assert (verdict.outcome, verdict.severity, verdict.missing) == (FLAGGED, Severity.P2, ())
    assert dict(verdict.values) == {
        "tool": "Mailer",
        "lacks": "stop words (quit, revoke), a way to stop in other words and registration of the number",
        "unheard": "quit, revoke and words of one's own",
    }
    assert [ref.field for ref in verdict.facts] == [
        "texts.stop_words",
        "texts.free_text",
        "texts.registered",
        "sends",
        "regions",
    ]


@pytest.mark.parametrize(
    ("words", "free_text", "missing"),
    [
        (SEVEN, "true", []),
        (SEVEN, "unknown", ["texts.free_text"]),
        ("[stop, more]", "true", ["texts.stop_words"]),
    ],
)
def test_a_number_that_nobody_registered_is_milder_while_no_word_is_known_to_be_unheard(words, free_text, missing):
    verdict = texts(f"{{stop_words: {words}, free_text: {free_text}, registered: false}}")
    assert (verdict.outcome, verdict.severity, asked(verdict)) == (FLAGGED, Severity.P3, missing)
    assert (verdict.values["lacks"], verdict.values["unheard"]) == ("registration of the number", "")


@pytest.mark.parametrize(
    ("facts", "outcome", "missing"),
    [
        (f"{{stop_words: {SEVEN}, free_text: true, registered: true}}", CLEAR, []),
        (f"{{stop_words: {SEVEN}, free_text: true}}", UNKNOWN, ["texts.registered"]),
        ("{}", UNKNOWN, ["texts.stop_words", "texts.free_text", "texts.registered"]),
        ("none", FLAGGED, []),
    ],
)
def test_all_three_are_asked(facts, outcome, missing):
    verdict = texts(facts)
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


@pytest.mark.parametrize(
    ("sends", "outcome"),
    [
        ("{sms: [service]}", FLAGGED),
        ("{sms: none}", NOT_APPLICABLE),
        ("{email: [marketing]}", NOT_APPLICABLE),
        ("{sms: unknown}", UNKNOWN),
        ("[email]", NOT_APPLICABLE),
    ],
)
def test_texts_count_whatever_they_are_for(sends, outcome):
    assert texts("{stop_words: [stop]}", sends=sends).outcome is outcome


def test_other_countries_and_earlier_days_have_no_such_words():
    tool = "sends: [sms], texts: none"
    assert judge(texts_hard_to_stop, tool, "[gb, ca]").outcome is NOT_APPLICABLE
    assert judge(texts_hard_to_stop, tool, "[us]", "2025-04-10").outcome is NOT_APPLICABLE
    assert asked(judge(texts_hard_to_stop, tool, "[worldwide]")) == ["company.regions"]


def test_a_law_that_demands_less_is_broken_by_less(monkeypatch):
    def demanding(**fewer):
        monkeypatch.setattr(stopping, "sending_rules", lambda: [replace(rule, **fewer) for rule in sending_rules()])

    demanding(link_works_days=None)
    assert page("{login: false, steps: 1, asks_more: false, expires: 1d}").outcome is CLEAR
    demanding(keywords=())
    assert texts("{stop_words: none, free_text: true, registered: true}").outcome is CLEAR
    demanding(demands=())
    assert texts(f"{{stop_words: {SEVEN}, free_text: false, registered: true}}").outcome is CLEAR
