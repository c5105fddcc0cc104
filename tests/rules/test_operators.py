"""Each test of the condition language on values that are stated, unknown, absent, none and open."""

from __future__ import annotations

from datetime import date

import pytest

from stackaudit.model.values import day_before

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"


def tool(fields):
    return f"tools: {{a: {{{fields}}}}}"


@pytest.mark.parametrize(
    ("test", "fields", "truth"),
    [
        ("built: in_house", "built: in_house", TRUE),
        ("built: in_house", "built: vendor", FALSE),
        ("built: in_house", "built: none", FALSE),
        ("built: in_house", "built: unknown", UNKNOWN),
        ("built: in_house", "", UNKNOWN),
        ("built: none", "built: none", TRUE),
        ("built: none", "built: vendor", FALSE),
        ("built: none", "built: unknown", UNKNOWN),
        ("built: none", "", UNKNOWN),
        ("built: [in_house, agency]", "built: agency", TRUE),
        ("built: [in_house, agency]", "built: vendor", FALSE),
        ("built: [in_house, agency]", "built: none", FALSE),
        ("built: [in_house, none]", "built: none", TRUE),
        ("built: [in_house, agency]", "built: unknown", UNKNOWN),
        ("built: [in_house, agency]", "", UNKNOWN),
        ("built: {not: in_house}", "built: vendor", TRUE),
        ("built: {not: in_house}", "built: none", TRUE),
        ("built: {not: [in_house, agency]}", "built: agency", FALSE),
        ("built: {not: in_house}", "", UNKNOWN),
        ("monitored: true", "monitored: true", TRUE),
        ("monitored: true", "monitored: {every: 1h}", TRUE),
        ("monitored: true", "monitored: false", FALSE),
        ("monitored: true", "monitored: none", FALSE),
        ("monitored: true", "", UNKNOWN),
        ("runbook: true", "runbook: wiki/crm", TRUE),
        ("monitored: false", "monitored: false", TRUE),
        ("monitored: false", "monitored: none", TRUE),
        ("monitored: none", "monitored: false", TRUE),
        ("monitored: false", "monitored: true", FALSE),
        ("monitored: false", "monitored: unknown", UNKNOWN),
        ("capabilities: none", "capabilities: []", TRUE),
        ("capabilities: none", "capabilities: [crm]", FALSE),
        ("capabilities: none", "capabilities: [crm, more]", FALSE),
        ("end_of_life: 2026-01-01", "end_of_life: 2026-01-01", TRUE),
        ("end_of_life: 2026-01-01", "end_of_life: 2026-01-02", FALSE),
        # What its owner has not recorded is none.
        ("overlap_reason: none", "", TRUE),
        ("overlap_reason: none", "overlap_reason: it is cheap", FALSE),
        ("overlap_reason: none", "overlap_reason: unknown", UNKNOWN),
        ("part_of: none", "", TRUE),
    ],
)
def test_a_value_is_compared_with_what_is_stated(judged, test, fields, truth):
    name = test.partition(":")[0]
    found = judged(f"{{{test}}}", tool(fields))
    assert found.truth == truth
    assert found.facts == [f"tools.a.{name}"]
    assert found.missing == ([f"tools.a.{name}"] if truth == UNKNOWN else [])


CRM, MANY = "capabilities: [crm]", "capabilities: [crm, map, cms]"


@pytest.mark.parametrize(
    ("test", "fields", "truth"),
    [
        ("any: [crm, ads]", MANY, TRUE),
        ("any: [crm, ads]", "capabilities: [cms]", FALSE),
        ("any: [crm, ads]", "capabilities: [cms, more]", UNKNOWN),
        ("any: [crm, ads]", "capabilities: [crm, more]", TRUE),
        ("any: [crm, ads]", "capabilities: none", FALSE),
        ("any: [crm, ads]", "capabilities: []", FALSE),
        ("any: [crm, ads]", "capabilities: unknown", UNKNOWN),
        ("any: [crm, ads]", "", UNKNOWN),
        ("all: [crm, map]", MANY, TRUE),
        ("all: [crm, map]", CRM, FALSE),
        ("all: [crm, map]", "capabilities: [crm, more]", UNKNOWN),
        ("all: [crm, map]", "capabilities: [map, crm, more]", TRUE),
        ("all: [crm, map]", "capabilities: none", FALSE),
        ("all: [crm, map]", "capabilities: unknown", UNKNOWN),
        ("within: [crm, map]", CRM, TRUE),
        ("within: [crm, map]", MANY, FALSE),
        ("within: [crm, map]", "capabilities: [crm, more]", UNKNOWN),
        ("within: [crm, map]", "capabilities: [ads, more]", FALSE),
        ("within: [crm, map]", "capabilities: none", TRUE),
        ("within: [crm, map]", "", UNKNOWN),
        ("count: {at_least: 2}", MANY, TRUE),
        ("count: {at_least: 2}", CRM, FALSE),
        ("count: {at_least: 2}", "capabilities: [crm, more]", UNKNOWN),
        ("count: {at_least: 2}", "capabilities: [crm, map, more]", TRUE),
        ("count: {at_least: 1}", "capabilities: none", FALSE),
        ("count: {fewer_than: 2}", CRM, TRUE),
        ("count: {fewer_than: 2}", MANY, FALSE),
        ("count: {fewer_than: 2}", "capabilities: [crm, more]", UNKNOWN),
        ("count: {fewer_than: 2}", "capabilities: [crm, map, more]", FALSE),
        ("count: {fewer_than: 2}", "capabilities: none", TRUE),
        ("count: {at_least: 1, fewer_than: 3}", CRM, TRUE),
        ("count: {at_least: 1, fewer_than: 3}", MANY, FALSE),
        ("count: {at_least: 2, fewer_than: 3}", CRM, FALSE),
        ("count: {at_least: 1, fewer_than: 3}", "capabilities: [crm, more]", UNKNOWN),
        ("count: {at_least: 1, fewer_than: 3}", "", UNKNOWN),
        ("of: [crm, map], count: {at_least: 2}", MANY, TRUE),
        ("of: [crm, ads], count: {at_least: 2}", MANY, FALSE),
        ("of: [crm, ads], count: {at_least: 2}", "capabilities: [crm, cms, more]", UNKNOWN),
        ("of: [crm, ads], within: [crm]", MANY, TRUE),
        ("of: [crm, ads], within: [crm]", "capabilities: [ads]", FALSE),
        ("of: [crm, ads], within: [crm]", "capabilities: none", TRUE),
        ("any: [crm], count: {fewer_than: 2}", CRM, TRUE),
        ("any: [crm], count: {fewer_than: 2}", MANY, FALSE),
        ("not: {any: [crm]}", MANY, FALSE),
        ("not: {any: [crm]}", "capabilities: [cms]", TRUE),
        ("not: {any: [crm]}", "capabilities: [cms, more]", UNKNOWN),
        ("not: {any: [crm]}", "capabilities: unknown", UNKNOWN),
        ("not: none", CRM, TRUE),
    ],
)
def test_a_list_is_certain_in_what_it_names(judged, test, fields, truth):
    found = judged(f"{{capabilities: {{{test}}}}}", tool(fields))
    assert found.truth == truth
    assert found.missing == (["tools.a.capabilities"] if truth == UNKNOWN else [])


@pytest.mark.parametrize(
    ("carries", "truth", "missing"),
    [
        ("[user.contact.email]", TRUE, []),
        ("[page_view, user.contact]", TRUE, []),
        ("[page_view]", FALSE, []),
        ("[user.contacts]", FALSE, []),
        ("none", FALSE, []),
        # What is known only roughly may hold it.
        ("[user]", UNKNOWN, ["flows.x->a.carries"]),
        ("[page_view, more]", UNKNOWN, ["flows.x->a.carries"]),
        ("[user.contact.email, more]", TRUE, []),
        ("unknown", UNKNOWN, ["flows.x->a.carries"]),
    ],
)
def test_a_data_class_covers_what_is_below_it(judged, carries, truth, missing):
    own = "data_classes: {user.contacts: {personal: false}}\n"
    text = f"{own}tools: {{a: {{}}, x: {{}}}}\nflows: [{{from: x, to: a, carries: {carries}}}]"
    found = judged("{carries: {under: [user.contact]}}", text, "flows.x->a")
    assert (found.truth, found.missing) == (truth, missing)


@pytest.mark.parametrize(
    ("personal", "classes", "truth", "missing"),
    [
        ("true", "user", TRUE, []),
        ("true", "user.contact", UNKNOWN, ["flows.x->a.carries"]),
        ("false", "user", FALSE, []),
        ("none", "user", FALSE, []),
        ("unknown", "user", UNKNOWN, ["data_classes.lead.personal"]),
        ("unknown", "user.contact", UNKNOWN, ["data_classes.lead.personal"]),
        # Whether it is about a person does not matter here.
        ("unknown", "revenue", FALSE, []),
        ("true", "revenue", FALSE, []),
    ],
)
def test_a_data_class_of_the_company_is_about_people_if_it_says_so(judged, personal, classes, truth, missing):
    own = f"data_classes: {{lead: {{personal: {personal}}}}}\n"
    text = f"{own}tools: {{a: {{}}, x: {{}}}}\nflows: [{{from: x, to: a, carries: [lead]}}]"
    found = judged(f"{{carries: {{under: [{classes}]}}}}", text, "flows.x->a")
    assert (found.truth, found.missing) == (truth, missing)


@pytest.mark.parametrize(
    ("hosted", "truth", "missing"),
    [
        ("[de]", TRUE, []),
        ("[us, li]", TRUE, []),
        ("[eu]", TRUE, []),
        ("[us, jp]", FALSE, []),
        ("none", FALSE, []),
        ("[us, more]", UNKNOWN, ["tools.a.hosting_region"]),
        ("[de, more]", TRUE, []),
        # What lies there in part, and a group whose countries nobody can list.
        ("[emea]", UNKNOWN, ["tools.a.hosting_region"]),
        ("[emea, us]", UNKNOWN, ["tools.a.hosting_region"]),
        ("[emea, gb]", TRUE, []),
    ],
)
def test_a_region_covers_the_countries_in_it(judged, hosted, truth, missing):
    found = judged("{hosting_region: {under: [eea, gb]}}", f"tools: {{a: {{hosting_region: {hosted}}}}}", "tools.a")
    assert (found.truth, found.missing) == (truth, missing)


def test_a_data_class_of_which_nothing_is_said_is_asked_about(judged):
    text = "data_classes: {lead: {}}\ntools: {a: {}, x: {}}\nflows: [{from: x, to: a, carries: [lead, page_view]}]"
    found = judged("{carries: {under: [user]}}", text, "flows.x->a")
    assert found == (UNKNOWN, ["flows.x->a.carries"], ["data_classes.lead.personal"])


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        ("at_least", FALSE, TRUE, TRUE),
        ("at_most", TRUE, TRUE, FALSE),
        ("more_than", FALSE, FALSE, TRUE),
        ("less_than", TRUE, FALSE, FALSE),
    ],
)
def test_numbers_sums_and_durations_are_compared(judged, operator, below, equal, above):
    def team(value):
        return judged(f"{{headcount: {{{operator}: 4}}}}", f"teams: {{t: {{headcount: {value}}}}}", "teams.t").truth

    assert [team(3), team(4), team(5)] == [below, equal, above]
    assert team("unknown") == UNKNOWN
    assert team("none") == FALSE

    def cost(value):
        return judged(f"{{cost: {{{operator}: 1200}}}}", tool(f"cost: {value}")).truth

    assert cost("{amount: 1199.5, currency: eur}") == below
    assert cost("{amount: 100, currency: eur, per: month}") == equal
    assert cost("{amount: 101, currency: eur, per: month}") == above
    assert cost("{amount: 1200, currency: eur, per: once}") == equal

    def takes(value):
        text = f"tools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, takes: {value}}}]"
        return judged(f"{{takes: {{{operator}: 1d}}}}", text, "flows.a->b").truth

    assert [takes("23h"), takes("24h"), takes("25h"), takes("none")] == [below, equal, above, FALSE]


@pytest.mark.parametrize(
    ("test", "end", "truth"),
    [
        ("on_or_before: as_of", "2026-11-22", TRUE),
        ("on_or_before: as_of", "2026-11-23", FALSE),
        ("on_or_before: 2026-01-31", "2026-01-31", TRUE),
        ("on_or_before: 2026-01-31", "2026-02-01", FALSE),
        ("after: as_of", "2026-11-23", TRUE),
        ("after: as_of", "2026-11-22", FALSE),
        ("after: 2025-12-31", "2026-01-01", TRUE),
        ("older_than: 12mo", "2025-11-21", TRUE),
        ("older_than: 12mo", "2025-11-22", FALSE),
        ("older_than: 30d", "2026-10-22", TRUE),
        ("older_than: 30d", "2026-10-23", FALSE),
        ("older_than: 12mo", "none", FALSE),
        ("after: as_of", "none", FALSE),
        ("on_or_before: as_of", "unknown", UNKNOWN),
        ("older_than: 1d", "unknown", UNKNOWN),
        ("within_next: 90d", "2026-11-22", FALSE),
        ("within_next: 90d", "2026-11-23", TRUE),
        ("within_next: 90d", "2027-02-20", TRUE),
        ("within_next: 90d", "2027-02-21", FALSE),
        ("within_next: 3mo", "2027-02-22", TRUE),
        ("within_next: 3mo", "2027-02-23", FALSE),
        ("within_next: 90d", "none", FALSE),
        ("within_next: 90d", "unknown", UNKNOWN),
    ],
)
def test_days_are_compared_with_the_day_of_the_description(judged, test, end, truth):
    assert judged(f"{{end_of_life: {{{test}}}}}", tool(f"end_of_life: {end}")).truth == truth


@pytest.mark.parametrize(
    ("test", "fields", "truth"),
    [
        ("security: {mfa: true}", "security: {mfa: true}", TRUE),
        ("security: {mfa: true}", "security: {mfa: false, sso: true}", FALSE),
        ("security: {mfa: true}", "security: {sso: true}", UNKNOWN),
        ("security: {mfa: true}", "security: {mfa: unknown}", UNKNOWN),
        ("security: {mfa: none, sso: none}", "security: {mfa: false, sso: false}", TRUE),
        ("security: {mfa: none, sso: none}", "security: {mfa: true}", FALSE),
        ("security: {mfa: none, sso: none}", "security: {mfa: false}", UNKNOWN),
        # What is said of the whole is said of each of its facts.
        ("security: {mfa: none, sso: none}", "security: none", TRUE),
        ("security: {mfa: none}", "security: unknown", UNKNOWN),
        ("security: {mfa: none}", "", UNKNOWN),
        ("security: none", "security: none", TRUE),
        ("security: none", "security: {mfa: false}", FALSE),
        ("contract: {plan: [free, trial]}", "contract: {plan: trial}", TRUE),
        ("contract: {plan: {not: [free, trial]}}", "contract: none", TRUE),
        ("usage: {last_used: {older_than: 90d}}", "usage: {last_used: 2026-01-01}", TRUE),
    ],
)
def test_facts_of_an_aspect_are_tested_one_by_one(judged, test, fields, truth):
    assert judged(f"{{{test}}}", tool(fields)).truth == truth


@pytest.mark.parametrize(
    ("day", "duration", "earlier"),
    [
        (date(2026, 3, 31), "1mo", date(2026, 2, 28)),
        (date(2024, 3, 31), "1mo", date(2024, 2, 29)),
        (date(2026, 1, 15), "2mo", date(2025, 11, 15)),
        (date(2026, 11, 22), "12mo", date(2025, 11, 22)),
        (date(2026, 11, 22), "90d", date(2026, 8, 24)),
        (date(2026, 11, 22), "2w", date(2026, 11, 8)),
        (date(2026, 11, 22), "6h", date(2026, 11, 22)),
        (date(2026, 11, 22), "10bd", date(2026, 11, 8)),
        (date(2026, 11, 22), "999999mo", date.min),
        (date(2026, 11, 22), "999999w", date.min),
        (date(12, 1, 31), "131mo", date(1, 2, 28)),
        (date(1, 2, 1), "1mo", date(1, 1, 1)),
        (date(1, 1, 31), "1mo", date.min),
    ],
)
def test_a_day_that_lies_a_duration_earlier(day, duration, earlier):
    assert day_before(day, duration) == earlier


CORE = "company: {core_competencies: "


@pytest.mark.parametrize(
    ("test", "company", "capabilities", "truth", "facts", "missing"),
    [
        ("any", "[crm]", "[crm, map]", TRUE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("any", "[ads]", "[crm]", FALSE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("any", "[ads, more]", "[crm]", UNKNOWN, ["tools.a.capabilities"], ["company.core_competencies"]),
        ("any", "unknown", "[crm]", UNKNOWN, ["tools.a.capabilities"], ["company.core_competencies"]),
        # Nothing can be among nothing, whatever else the list names.
        ("any", "none", "[crm, more]", FALSE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("any", "unknown", "none", FALSE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("any", "[crm]", "[ads, more]", UNKNOWN, ["tools.a.capabilities", "company.core_competencies"], ["tools.a.capabilities"]),
        ("all", "[crm]", "[crm, map]", TRUE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("all", "none", "[crm]", TRUE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("all", "[crm, more]", "[crm]", UNKNOWN, ["tools.a.capabilities"], ["company.core_competencies"]),
        ("all", "[ads, more]", "[crm]", FALSE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("all", "unknown", "none", UNKNOWN, ["tools.a.capabilities"], ["company.core_competencies"]),
        ("within", "[crm, ads]", "[crm]", TRUE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("within", "[ads]", "[crm]", FALSE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("within", "[ads, more]", "[crm]", UNKNOWN, ["tools.a.capabilities"], ["company.core_competencies"]),
        ("within", "unknown", "none", TRUE, ["tools.a.capabilities", "company.core_competencies"], []),
        ("within", "none", "[crm]", FALSE, ["tools.a.capabilities", "company.core_competencies"], []),
    ],
)  # fmt: skip
def test_a_list_is_compared_with_a_fact_of_the_company(judged, test, company, capabilities, truth, facts, missing):
    text = f"{CORE}{company}}}\n{tool(f'capabilities: {capabilities}')}"
    found = judged(f"{{capabilities: {{{test}: company.core_competencies}}}}", text)
    assert found == (truth, facts, missing)


def test_a_company_of_which_nothing_is_said_has_recorded_nothing(judged):
    found = judged("{capabilities: {within: company.core_competencies}}", tool("capabilities: [crm]"))
    assert found == (FALSE, ["tools.a.capabilities", "company.core_competencies"], [])


@pytest.mark.parametrize(
    ("plan", "truth", "missing"),
    [
        ("none", FALSE, []),
        ("unknown", UNKNOWN, ["tracking_plan"]),
        ("{events: [email]}", TRUE, []),
        ("{}", UNKNOWN, ["tracking_plan.events"]),
    ],
)
def test_a_fact_of_a_section_that_may_be_a_word_is_read_and_the_section_is_asked_for_first(
    judged, plan, truth, missing
):
    text = f"tracking_plan: {plan}\ntools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, fields: [email]}}]"
    found = judged("{fields: {any: tracking_plan.events}}", text, "flows.a->b")
    assert found.truth == truth
    assert found.missing == missing


@pytest.mark.parametrize(
    ("condition", "parameters", "truth"),
    [
        ("{capabilities: {any: $jobs}}", {"jobs": ("crm", "ads")}, TRUE),
        ("{capabilities: {any: $jobs}}", {"jobs": ("ads",)}, FALSE),
        ("{capabilities: {count: {at_least: $most}}}", {"most": 3}, FALSE),
        ("{capabilities: {count: {at_least: $most}}}", {"most": 2}, TRUE),
        ("{cost: {more_than: $sum}}", {"sum": 100}, TRUE),
        ("{cost: {more_than: $sum}}", {"sum": 12000}, FALSE),
        ("{end_of_life: {older_than: $age}}", {"age": "6mo"}, TRUE),
        ("{end_of_life: {on_or_before: $day}}", {"day": date(2025, 1, 1)}, FALSE),
        ("{stores: {under: $classes}}", {"classes": ("user.contact",)}, TRUE),
    ],
)
def test_a_parameter_stands_for_a_value(judged, condition, parameters, truth):
    fields = "capabilities: [crm, map], cost: {amount: 500, currency: eur}, end_of_life: 2026-01-01, stores: [user.contact.email]"
    assert judged(condition, tool(fields), parameters=parameters).truth == truth
