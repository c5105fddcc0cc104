"""What the rules on the lawful basis ask for, and what they name when they find something."""

from __future__ import annotations

import pytest

from stackaudit.checks import View
from stackaudit.checks.assistants import reads_without_terms
from stackaudit.checks.proof import unproven_consent
from stackaudit.checks.visitors import no_consent_tool, signal_ignored
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.rules import builtin

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
RULES = {"LEG-01": no_consent_tool, "LEG-02": signal_ignored, "LEG-03": unproven_consent, "LEG-07": reads_without_terms}
KEPT = "consent: {record: [time, source, wording], implied_ends: true}\n"
SITE = "tools: {site: {capabilities: [website]}, ads: {capabilities: [ads], name: The ads}"


def judge(rule, text):
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{text}")
    parameters = next(one for one in builtin().rules if one.id == rule).values
    (verdict,) = RULES[rule](View(stack, StackGraph(stack), parameters))
    return verdict


def asked(verdict):
    return [one.path for one in verdict.missing]


# -- LEG-01 -------------------------------------------------------------------------------------------------------------


def test_a_tag_without_a_tool_for_consent_is_named_with_its_two_ends():
    verdict = judge(
        "LEG-01",
        f"complete: [tools]\ncompany: {{regions: [de]}}\n{SITE}}}\nflows: [{{from: site, to: ads, method: sdk}}]",
    )
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"source": "site", "target": "The ads", "method": "sdk"}
    assert ".".join(verdict.facts[0]) == "flows.site->ads.method"
    assert verdict.related == ("flows.site->ads",)


def test_a_suspicion_asks_whether_the_tools_are_all_listed():
    verdict = judge("LEG-01", f"company: {{regions: [de]}}\n{SITE}}}\nflows: [{{from: site, to: ads, method: tag}}]")
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.tools"])


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        (", c: {capabilities: unknown}", ["tools.c.capabilities"]),
        (", c: {capabilities: [consent], status: unknown}", ["tools.c.status"]),
    ],
)
def test_a_tool_that_may_manage_consent_is_asked_about(more, missing):
    verdict = judge(
        "LEG-01",
        f"complete: [tools]\ncompany: {{regions: [de]}}\n{SITE}{more}}}\nflows: [{{from: site, to: ads, method: tag}}]",
    )
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_what_may_be_a_tag_for_such_a_job_is_asked_about():
    verdict = judge(
        "LEG-01",
        "complete: [tools, flows]\ncompany: {regions: [de]}\n"
        "tools: {site: {capabilities: [website], status: unknown}, x: {capabilities: unknown}, y: {capabilities: [ads]}}\n"
        "flows: [{from: site, to: x, method: tag}, {id: f, from: x, to: y, method: tag, status: unknown}]",
    )
    assert verdict.outcome is UNKNOWN
    assert asked(verdict) == ["tools.x.capabilities", "tools.site.status", "flows.f.status"]


def test_a_tag_of_a_tool_that_manages_consent_shows_nothing():
    text = (
        "complete: [tools, flows]\ncompany: {regions: [de]}\n"
        "tools: {c: {capabilities: [consent], status: unknown}, ads: {capabilities: [ads]}}\n"
        "flows: [{from: c, to: ads, method: tag}]"
    )
    assert judge("LEG-01", text).outcome is NOT_APPLICABLE


# -- LEG-02 -------------------------------------------------------------------------------------------------------------

PIXEL = f"{SITE}}}\nflows: [{{from: site, to: ads, carries: [user.device.cookie_id]}}]\n"


def test_it_names_the_states_whose_law_it_is():
    verdict = judge("LEG-02", f"company: {{us_states: [wa, or, ca]}}\n{PIXEL}consent: none")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, None)
    assert dict(verdict.values) == {"states": "California and Oregon", "what": "act on it"}


def test_what_is_hidden_may_be_worse_where_nobody_knows_whether_it_is_honoured():
    verdict = judge("LEG-02", f"company: {{us_states: [ca, tx]}}\n{PIXEL}consent: {{gpc_displayed: false}}")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, Severity.P3)
    assert verdict.values["states"] == "California"
    assert asked(verdict) == ["consent.gpc_honoured"]


def test_without_regions_it_asks_for_them_and_for_the_states():
    assert asked(judge("LEG-02", f"{PIXEL}consent: none")) == ["company.regions", "company.us_states"]


def test_the_first_flow_that_shares_data_is_named():
    other = PIXEL.replace(
        "[user.device.cookie_id]}]",
        "[cost]}, {id: f, from: site, to: ads, carries: [cost]}, {id: g, from: site, to: ads, carries: [user]}]",
    )
    assert judge("LEG-02", f"company: {{us_states: [nh]}}\n{other}consent: none").related == ("flows.g",)


def test_a_flow_that_nobody_listed_may_share_data():
    verdict = judge("LEG-02", f"company: {{us_states: [all]}}\n{SITE}}}\nconsent: none")
    assert asked(verdict) == ["complete.flows", "complete.tools"]


# -- LEG-03 -------------------------------------------------------------------------------------------------------------


def test_no_system_of_record_at_all_is_none_for_consent():
    verdict = judge(
        "LEG-03", f"company: {{regions: [de]}}\ntools: {{m: {{sends: [email]}}}}\n{KEPT}systems_of_record: none"
    )
    assert (verdict.outcome, verdict.severity) == (FLAGGED, None)
    assert verdict.values["lacks"] == "which tool's record counts"


def test_a_lesser_finding_asks_for_what_could_make_it_worse():
    text = "company: {regions: [ca]}\ntools: {m: {sends: [email]}}\nconsent: {implied_ends: false}\n"
    verdict = judge("LEG-03", f"{text}systems_of_record: {{consent: m}}")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, Severity.P3)
    assert set(asked(verdict)) == {"consent.record"}


def test_a_master_of_another_field_says_nothing_of_consent():
    text = f"company: {{regions: [de]}}\ntools: {{m: {{sends: [email]}}}}\n{KEPT}systems_of_record: {{contact: {{email: m}}}}"
    assert asked(judge("LEG-03", text)) == ["systems_of_record.consent"]


def test_a_tool_that_may_send_is_asked_about():
    tools = "tools: {m: {sends: unknown}, n: {sends: [sms], status: unknown}, o: {sends: {email: [service]}}}"
    verdict = judge("LEG-03", f"complete: [tools]\ncompany: {{regions: [de]}}\n{tools}\nconsent: none")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.m.sends", "tools.n.status"])


# -- LEG-07 -------------------------------------------------------------------------------------------------------------


def test_a_tool_that_may_not_be_in_use_is_asked_about_alone():
    verdict = judge("LEG-07", "tools: {a: {status: unknown, ai_features: {reads: [user.name], terms: none}}}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.a.status"])


def test_features_that_nobody_knows_are_a_question():
    assert asked(judge("LEG-07", "tools: {a: {ai_features: unknown}}")) == ["tools.a.ai_features.reads"]


def test_a_class_of_the_companys_own_may_make_it_worse():
    text = (
        "data_classes: {scan: {personal: true}}\ntools: {a: {ai_features: {reads: [scan, cost], may_train: unknown}}}"
    )
    verdict = judge("LEG-07", text)
    assert (verdict.outcome, verdict.severity) == (FLAGGED, None)
    assert verdict.values["data"] == "scan"
    assert asked(verdict) == ["data_classes.scan.sensitive"]
