"""Jobs done twice, platforms of several teams, and jobs that no tool can do."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.portfolio import beyond_the_stack, overlap, several_platforms
from stackaudit.checks.verdict import values_of
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome


def verdicts(check, text, **parameters):
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{text}")
    return list(check(View(stack, StackGraph(stack), parameters)))


def only(check, text, **parameters):
    (verdict,) = verdicts(check, text, **parameters)
    return verdict


def outcomes(check, text, **parameters):
    return {"+".join(one.elements).replace("tools.", ""): one.outcome for one in verdicts(check, text, **parameters)}


def asked(verdict):
    return [missing.path for missing in verdict.missing]


# -- overlap ---------------------------------------------------------------------------------------------------------


def test_two_tools_of_one_primary_capability_are_flagged_with_what_they_cost():
    verdict = only(
        overlap,
        """
tools:
  typeform: {name: Typeform, capabilities: [form, survey], cost: {amount: 100.5, currency: eur, per: month}}
  jotform: {name: Jotform, capabilities: [survey, form], cost: {amount: 1200, currency: EUR}}
""",
    )
    assert verdict.outcome is FLAGGED
    assert verdict.elements == ("tools.typeform", "tools.jotform")
    assert verdict.topic == ""
    assert verdict.severity is Severity.P4
    assert dict(verdict.values) == {
        "tools": "Typeform and Jotform",
        "capabilities": "web forms and surveys and feedback",
        "cost": "2,406 EUR a year",
    }
    assert verdict.facts[0] == FactRef("tools", "typeform", "capabilities")
    assert FactRef("tools", "jotform", "overlap_reason") in verdict.facts
    assert set(verdict.values) == set(values_of(overlap))


def test_what_a_product_can_do_beside_its_purpose_is_no_overlap():
    text = "tools: {hubspot: {product: hubspot-marketing-hub}, typeform: {capabilities: [survey]}}"
    assert outcomes(overlap, text) == {"hubspot": CLEAR, "typeform": CLEAR}


@pytest.mark.parametrize(
    ("cost", "other"),
    [
        ("{amount: 1, currency: eur}", "{amount: 1, currency: usd}"),
        ("{amount: 1, currency: eur}", "unknown"),
        ("{amount: 1, currency: eur, per: once}", "{amount: 1, currency: eur}"),
        ("none", "none"),
    ],
)
def test_a_sum_of_costs_that_says_nothing_is_left_out(cost, other):
    text = f"tools: {{a: {{capabilities: [form], cost: {cost}}}, b: {{capabilities: [form], cost: {other}}}}}"
    assert "cost" not in only(overlap, text).values


def test_what_costs_nothing_adds_nothing():
    text = (
        "tools: {a: {capabilities: [form], cost: none}, b: {capabilities: [form], cost: {amount: 9.99, currency: eur}}}"
    )
    assert only(overlap, text).values["cost"] == "9.99 EUR a year"


@pytest.mark.parametrize("job", ["crm", "cdp", "consent", "web_analytics", "product_analytics"])
def test_two_tools_that_split_what_is_known_of_people_are_worse(job):
    assert (
        only(overlap, f"tools: {{a: {{capabilities: [{job}]}}, b: {{capabilities: [{job}]}}}}").severity is Severity.P3
    )


def test_two_senders_are_worse_and_who_sends_is_asked():
    text = "tools: {{a: {{capabilities: [survey], sends: [email]}}, b: {{capabilities: [survey]{sends}}}}}"
    verdict = only(overlap, text.format(sends=", sends: {sms: [service]}"))
    assert (verdict.severity, asked(verdict)) == (Severity.P3, [])
    verdict = only(overlap, text.format(sends=""))
    assert (verdict.severity, asked(verdict)) == (Severity.P4, ["tools.b.sends"])
    verdict = only(overlap, text.format(sends=", sends: none"))
    assert (verdict.severity, asked(verdict)) == (Severity.P4, [])


def test_two_senders_are_no_worse_where_one_may_be_a_part_of_the_other():
    text = """
tools:
  a: {capabilities: [survey], sends: [email], part_of: unknown}
  b: {capabilities: [survey], sends: none}
  c: {capabilities: [survey], sends: [email]}
"""
    verdict = only(overlap, text)
    assert (verdict.outcome, verdict.severity, asked(verdict)) == (FLAGGED, Severity.P4, ["tools.a.part_of"])


def test_of_a_product_only_the_main_job_is_sure_until_somebody_says_what_it_is_used_for():
    text = "tools: {{hub: {{product: hubspot-marketing-hub{used}}}, typeform: {{product: typeform}}}}"
    found = verdicts(overlap, text.format(used=""))
    assert [(one.elements, one.outcome, asked(one)) for one in found] == [
        (("tools.hub",), UNKNOWN, ["tools.hub.capabilities"]),
        (("tools.typeform",), CLEAR, []),
    ]
    assert outcomes(overlap, text.format(used=", capabilities: [map]")) == {"hub": CLEAR, "typeform": CLEAR}
    assert outcomes(overlap, text.format(used=", capabilities: [map, form]")) == {"hub+typeform": FLAGGED}


def test_two_products_whose_further_jobs_are_the_same_are_both_asked_about():
    text = "tools: {close: {product: close}, hub: {product: hubspot-crm}, zoom: {product: zoom-webinars}, on24: {product: goldcast}}"
    assert outcomes(overlap, text) == {"close+hub": FLAGGED, "zoom+on24": FLAGGED}
    text = "tools: {keap: {product: keap}, close: {product: close}, zoom: {product: zoom-webinars}, chili: {product: chili-piper}}"
    assert outcomes(overlap, text) == {"keap": UNKNOWN, "close": CLEAR, "zoom": UNKNOWN, "chili": UNKNOWN}


def test_what_may_be_a_second_shared_job_is_not_asked_where_one_is_flagged():
    text = "tools: {{a: {{product: marketo-engage}}, b: {{product: eloqua{b}}}{more}}}"
    assert outcomes(overlap, text.format(b="", more="")) == {"a+b": FLAGGED}
    assert outcomes(overlap, text.format(b=", overlap_reason: another unit", more="")) == {"a+b": CLEAR}
    more = ", c: {capabilities: [form]}"
    assert outcomes(overlap, text.format(b="", more=more)) == {"a+b": FLAGGED, "a": UNKNOWN, "b": UNKNOWN, "c": CLEAR}


def test_the_jobs_of_a_product_of_the_companys_own_are_stated():
    text = """
products: {contoso: {capabilities: [map, form]}}
tools: {a: {product: contoso}, b: {capabilities: [form]}}
"""
    assert outcomes(overlap, text) == {"a+b": FLAGGED}


def test_a_platform_that_is_one_besides_is_asked_about():
    text = """
teams: {{m: {{}}, s: {{}}}}
tools: {{a: {{product: {product}, teams: [m]}}, b: {{capabilities: [map], teams: [s]}}}}
"""
    verdict = only(several_platforms, text.format(product="bloomreach"))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.a.capabilities"])
    assert only(several_platforms, text.format(product="klaviyo")).outcome is FLAGGED


def test_a_reason_on_all_but_one_is_a_reason():
    text = """
tools:
  a: {{capabilities: [form]}}
  b: {{capabilities: [form], overlap_reason: {b}}}
  c: {{capabilities: [form]{c}}}
"""
    assert outcomes(overlap, text.format(b="legacy", c=", overlap_reason: the app")) == {"a+b+c": CLEAR}
    assert outcomes(overlap, text.format(b="legacy", c="")) == {"a+b+c": FLAGGED}
    assert outcomes(overlap, text.format(b="none", c=", overlap_reason: the app")) == {"a+b+c": FLAGGED}
    verdict = only(overlap, text.format(b="unknown", c=", overlap_reason: the app"))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.b.overlap_reason"])


def test_tools_that_are_not_in_use_overlap_with_none():
    text = "tools: {{a: {{capabilities: [form]}}, b: {{capabilities: [form], status: {status}}}}}"
    assert outcomes(overlap, text.format(status="planned")) == {"a": CLEAR, "b": NOT_APPLICABLE}
    assert outcomes(overlap, text.format(status="trial")) == {"a+b": FLAGGED}
    verdict = only(overlap, text.format(status="unknown"))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.b.status"])


def test_a_tool_that_may_be_out_of_use_proves_nothing_but_two_others_do():
    text = """
tools:
  a: {capabilities: [form]}
  b: {capabilities: [form], overlap_reason: the app}
  c: {capabilities: [form], status: unknown}
"""
    assert outcomes(overlap, text) == {"a+b+c": UNKNOWN}
    assert outcomes(overlap, text + "  d: {capabilities: [form]}\n") == {"a+b+c+d": FLAGGED}


def test_jobs_for_which_several_tools_are_normal_are_left_out():
    text = "tools: {a: {capabilities: [website, form]}, b: {capabilities: [website]}}"
    assert outcomes(overlap, text) == {"a": CLEAR, "b": NOT_APPLICABLE}
    assert outcomes(overlap, text, ignore=("form",)) == {"a+b": FLAGGED}


def test_jobs_that_other_tools_share_are_other_findings():
    text = "tools: {a: {capabilities: [form, survey]}, b: {capabilities: [form, survey]}, c: {capabilities: [survey]}}"
    assert outcomes(overlap, text) == {"a+b": FLAGGED, "a+b+c": FLAGGED}


def test_a_suite_and_its_part_are_no_pair_but_two_parts_are():
    text = """
tools:
  suite: {{capabilities: [{job}]}}
  a: {{capabilities: [form], part_of: suite}}
  b: {{capabilities: [form]{part}}}
"""
    assert outcomes(overlap, text.format(job="cms", part=", part_of: suite")) == {"suite": CLEAR, "a+b": FLAGGED}
    assert outcomes(overlap, text.format(job="form", part=", part_of: suite")) == {"suite": CLEAR, "a+b": FLAGGED}
    assert outcomes(overlap, text.format(job="form", part=", status: retired")) == {
        "suite": CLEAR,
        "a": CLEAR,
        "b": NOT_APPLICABLE,
    }
    assert outcomes(overlap, text.format(job="form", part="")) == {"suite+a+b": FLAGGED}


def test_a_tool_of_an_unknown_suite_can_undo_one_overlap_and_no_more():
    unplaced = "capabilities: [form], part_of: unknown"
    verdict = only(overlap, f"tools: {{a: {{{unplaced}}}, b: {{capabilities: [form]}}}}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.a.part_of"])
    verdict = only(overlap, f"tools: {{a: {{{unplaced}}}, b: {{{unplaced}}}}}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.a.part_of", "tools.b.part_of"])
    pair = "b: {capabilities: [form]}, c: {capabilities: [form], part_of: b}"
    assert outcomes(overlap, f"tools: {{a: {{{unplaced}}}, {pair}}}") == {"a+b+c": FLAGGED}
    pair = "b: {capabilities: [form], brand: [x]}, c: {capabilities: [form], brand: [y]}"
    assert outcomes(overlap, f"tools: {{a: {{{unplaced}}}, {pair}}}") == {"a+b+c": FLAGGED}
    assert outcomes(overlap, f"tools: {{a: {{{unplaced}}}, b: {{{unplaced}}}, c: {{{unplaced}}}}}") == {
        "a+b+c": FLAGGED
    }


def test_no_tool_is_a_part_of_itself_to_undo_an_overlap():
    unplaced = "capabilities: [form], part_of: unknown"
    text = f"tools: {{a: {{{unplaced}}}, b: {{capabilities: [form], part_of: a}}, c: {{{unplaced}}}}}"
    assert outcomes(overlap, text) == {"a+b+c": FLAGGED}
    text = f"tools: {{a: {{{unplaced}}}, suite: {{part_of: a, capabilities: [cms]}}, b: {{{unplaced}}}}}"
    assert outcomes(overlap, text) == {"a+b": UNKNOWN, "suite": CLEAR}


def test_tools_of_different_brands_do_not_overlap():
    text = "tools: {{a: {{capabilities: [form], brand: {a}}}, b: {{capabilities: [form], brand: {b}}}}}"
    assert outcomes(overlap, text.format(a="[north]", b="[south]")) == {"a": CLEAR, "b": CLEAR}
    assert outcomes(overlap, text.format(a="[north]", b="[south, north]")) == {"a+b": FLAGGED}
    assert outcomes(overlap, text.format(a="[north]", b="none")) == {"a+b": FLAGGED}
    assert outcomes(overlap, text.format(a="[north]", b="[]")) == {"a+b": FLAGGED}
    verdict = only(overlap, text.format(a="[north]", b="[south, more]"))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.b.brand"])
    verdict = only(overlap, text.format(a="unknown", b="unknown"))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.a.brand", "tools.b.brand"])


def test_a_brand_that_decides_nothing_is_not_asked_for():
    text = "tools: {a: {capabilities: [form], brand: unknown, status: unknown}, b: {capabilities: [form]}}"
    assert asked(only(overlap, text)) == ["tools.a.status"]


def test_a_tool_that_overlaps_with_none_is_not_asked_about():
    text = """
tools:
  a: {capabilities: [form], brand: [x]}
  b: {capabilities: [form], brand: [x], status: unknown}
  c: {capabilities: [form], brand: [y], status: unknown}
  both: {capabilities: [form], overlap_reason: for both brands}
"""
    verdict = only(overlap, text)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.b.status"])


def test_brands_that_share_no_tool_are_two_findings():
    tool = "{{capabilities: [form], brand: [{}]}}"
    text = f"tools: {{a: {tool.format('x')}, b: {tool.format('y')}, c: {tool.format('x')}, d: {tool.format('y')}}}"
    assert outcomes(overlap, text) == {"a+c": FLAGGED, "b+d": FLAGGED}


def test_tools_that_hang_together_by_one_with_a_reason_are_clear():
    text = """
tools:
  a: {capabilities: [form], brand: [x]}
  b: {capabilities: [form], brand: [y], status: unknown}
  c: {capabilities: [form], overlap_reason: for both brands}
"""
    assert outcomes(overlap, text) == {"a+b+c": CLEAR}


def test_a_tool_whose_jobs_nobody_stated_is_unknown_and_the_others_are_not():
    found = verdicts(overlap, "tools: {a: {}, b: {capabilities: [form]}, c: {capabilities: [survey, more]}}")
    assert [(one.elements[0], one.outcome) for one in found] == [
        ("tools.a", UNKNOWN),
        ("tools.b", CLEAR),
        ("tools.c", UNKNOWN),
    ]
    assert asked(found[0]) == ["tools.a.capabilities"]


def test_a_tool_whose_jobs_nobody_stated_may_be_in_a_group_as_well():
    text = """
tools:
  a: {capabilities: [form, more], brand: [x, more], status: unknown}
  b: {capabilities: [form, survey], brand: [y]}
"""
    found = {one.elements: one for one in verdicts(overlap, text)}
    assert found["tools.a", "tools.b"].outcome is UNKNOWN
    assert asked(found[("tools.a",)]) == ["tools.a.capabilities", "tools.a.status", "tools.a.brand"]


@pytest.mark.parametrize(
    "tools",
    [
        "{a: {}}",
        "{a: {}, b: {capabilities: [website]}}",
        "{a: {overlap_reason: the app}, b: {capabilities: [form]}}",
        "{a: {}, b: {capabilities: [form], overlap_reason: the app}}",
        "{a: {}, b: {capabilities: [form], part_of: a}}",
        "{a: {brand: [x]}, b: {capabilities: [form], brand: [y]}}",
        "{a: {}, b: {capabilities: [form], status: retired}}",
    ],
)
def test_jobs_are_not_asked_for_where_no_answer_could_be_a_red_flag(tools):
    assert outcomes(overlap, f"tools: {tools}")["a"] is CLEAR


def test_a_tool_without_a_job_is_no_subject():
    assert outcomes(overlap, "tools: {a: {capabilities: none}}") == {"a": NOT_APPLICABLE}


# -- several platforms -----------------------------------------------------------------------------------------------

TWO = """
complete: [tools]
teams: {{marketing: {{name: Marketing}}, success: {{}}}}
tools:
  hubspot: {{name: HubSpot, product: hubspot-marketing-hub{hubspot}}}
  customerio: {{name: Customer.io, capabilities: [esp]{customerio}}}
"""


def two(hubspot="", customerio=""):
    return TWO.format(hubspot=hubspot and f", {hubspot}", customerio=customerio and f", {customerio}")


def test_two_platforms_of_two_teams_are_flagged():
    verdict = only(several_platforms, two("teams: [marketing]", "teams: [success, marketing]"))
    assert verdict.outcome is FLAGGED
    assert verdict.elements == ("tools.hubspot", "tools.customerio")
    assert dict(verdict.values) == {"tools": "HubSpot and Customer.io", "teams": "Marketing and success", "count": "2"}
    assert verdict.facts[:2] == (FactRef("tools", "hubspot", "teams"), FactRef("tools", "customerio", "teams"))
    assert set(verdict.values) == set(values_of(several_platforms))


@pytest.mark.parametrize(
    ("hubspot", "customerio"),
    [
        ("teams: [marketing]", "teams: [marketing]"),
        ("teams: [marketing]", "teams: none"),
        ("teams: [marketing]", "teams: [success], overlap_reason: the app"),
        ("overlap_reason: the app", ""),
    ],
)
def test_platforms_of_one_team_or_with_a_reason_are_clear(hubspot, customerio):
    assert only(several_platforms, two(hubspot, customerio)).outcome is CLEAR


@pytest.mark.parametrize(
    ("hubspot", "customerio", "missing"),
    [
        ("teams: [marketing]", "", ["tools.customerio.teams"]),
        ("teams: [marketing]", "teams: [marketing, more]", ["tools.customerio.teams"]),
        ("teams: [marketing]", "teams: [success], status: unknown", ["tools.customerio.status"]),
        ("teams: [marketing]", "teams: [success], overlap_reason: unknown", ["tools.customerio.overlap_reason"]),
        ("owner: marketing", "owner: success", ["tools.hubspot.teams", "tools.customerio.teams"]),
    ],
)
def test_who_works_with_platforms_is_asked(hubspot, customerio, missing):
    verdict = only(several_platforms, two(hubspot, customerio))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_whether_a_tool_is_a_platform_is_asked_before_who_works_with_it():
    text = "teams: {marketing: {}}\ntools: {a: {capabilities: [map], teams: [marketing]}, b: {}}"
    assert asked(only(several_platforms, text)) == ["tools.b.capabilities"]


def test_one_platform_raises_the_question_whether_there_are_others():
    text = "teams: {marketing: {}}\ntools: {a: {capabilities: [map], teams: [marketing]}, b: {capabilities: [form]}}"
    verdict = only(several_platforms, text)
    assert (verdict.elements, verdict.outcome, asked(verdict)) == (("tools.a",), UNKNOWN, ["complete.tools"])
    assert only(several_platforms, f"{text}\ncomplete: [tools]").outcome is NOT_APPLICABLE
    assert only(several_platforms, f"{text}\ncomplete: [teams]").outcome is CLEAR


def test_a_stack_without_platforms_is_named_after_the_company():
    verdict = only(several_platforms, "complete: [tools]")
    assert (verdict.elements, verdict.outcome) == (("company",), NOT_APPLICABLE)


def test_one_team_in_all_cannot_split_platforms():
    text = "complete: [teams]\nteams: {marketing: {}}\ntools: {a: {capabilities: [map]}, b: {capabilities: [esp]}}"
    assert only(several_platforms, text).outcome is CLEAR


def test_platforms_that_are_kept_for_a_reason_do_not_count_for_teams():
    text = two("teams: [marketing]", "teams: [success], overlap_reason: the app")
    text += "  third: {capabilities: [map], teams: [marketing]}\n"
    assert only(several_platforms, text).outcome is CLEAR


# -- beyond the stack ------------------------------------------------------------------------------------------------

PROMISE = "roadmap: {items: {tests: {name: Test every mail, requires_capabilities: [experimentation]}}}\n"


def test_a_promise_that_no_tool_can_keep_is_flagged():
    verdict = only(beyond_the_stack, f"complete: [tools]\n{PROMISE}tools: {{a: {{product: typeform}}}}")
    assert (verdict.elements, verdict.outcome) == (("roadmap.items.tests",), FLAGGED)
    assert dict(verdict.values) == {"item": "Test every mail", "capabilities": "A/B tests"}
    assert verdict.facts == (FactRef("roadmap.items", "tests", "requires_capabilities"), FactRef("tools"))
    assert set(verdict.values) == set(values_of(beyond_the_stack))


def test_a_tool_that_nobody_listed_could_keep_a_promise():
    verdict = only(beyond_the_stack, f"{PROMISE}tools: {{a: {{product: typeform}}}}")
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.tools"])


def test_what_a_tool_is_there_for_or_its_product_can_do_is_in_the_stack():
    assert only(beyond_the_stack, f"{PROMISE}tools: {{a: {{capabilities: [experimentation]}}}}").outcome is CLEAR
    text = "roadmap: {items: {tests: {requires_capabilities: [ads, map]}}}\ntools: {a: {product: hubspot-marketing-hub"
    assert only(beyond_the_stack, f"{text}}}}}").outcome is CLEAR
    assert only(beyond_the_stack, f"{text}, capabilities: [form]}}}}").outcome is CLEAR


def test_a_product_of_the_company_s_own_list_can_do_what_it_says():
    products = "products: {testbench: {capabilities: [experimentation]}, blank: {}}\n"
    text = f"complete: [tools]\n{products}{PROMISE}tools: {{a: {{capabilities: [form], product: "
    assert only(beyond_the_stack, f"{text}testbench}}}}").outcome is CLEAR
    assert only(beyond_the_stack, f"{text}blank}}}}").outcome is FLAGGED


@pytest.mark.parametrize(
    ("tool", "missing"),
    [
        ("capabilities: [form]", ["product"]),
        ("capabilities: [form], product: unknown", ["product"]),
        ("capabilities: [form, more], product: none", ["capabilities"]),
        ("capabilities: [experimentation], status: unknown", ["status"]),
        ("capabilities: [experimentation], product: none, status: unknown", ["status"]),
        ("capabilities: [form], status: unknown", ["status", "product"]),
        ("built: in_house", ["capabilities"]),
        ("", ["capabilities", "product"]),
    ],
)
def test_what_a_tool_could_be_is_asked(tool, missing):
    verdict = only(beyond_the_stack, f"complete: [tools]\n{PROMISE}tools: {{a: {{{tool}}}}}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, [f"tools.a.{name}" for name in missing])


def test_a_planned_tool_counts_for_what_is_promised_and_not_for_what_is_done():
    planned = "tools: {a: {capabilities: [form], status: planned, product: none}}"
    text = f"complete: [tools]\n{planned}\nroadmap: {{items: {{a: {{requires_capabilities: [form]}}}}}}\n"
    assert only(beyond_the_stack, text).outcome is CLEAR
    text = f"complete: [tools]\n{planned}\nroadmap: none\nprocesses: {{work: {{requires_capabilities: [form]}}}}\n"
    assert only(beyond_the_stack, text).outcome is FLAGGED


@pytest.mark.parametrize("tool", ["built: in_house", "built: agency", "product: none", "status: retired"])
def test_a_tool_that_cannot_be_more_than_is_stated_raises_no_question(tool):
    text = f"complete: [tools]\n{PROMISE}tools: {{a: {{capabilities: [form], {tool}}}}}"
    assert only(beyond_the_stack, text).outcome is FLAGGED


def test_a_status_that_decides_nothing_is_not_asked_for():
    retiring = "capabilities: [form], product: none, status: unknown"
    text = f"complete: [tools]\n{PROMISE}tools: {{a: {{{retiring}}}, b: {{built: in_house}}}}"
    assert asked(only(beyond_the_stack, text)) == ["tools.b.capabilities"]


def test_a_promise_that_says_nothing_of_what_it_needs_is_asked():
    verdict = only(beyond_the_stack, "roadmap: {items: {tests: {}}}\ntools: {a: {}}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["roadmap.items.tests.requires_capabilities"])


def test_what_is_named_counts_although_more_is_needed():
    needs = "requires_capabilities: [experimentation, more]"
    text = f"complete: [tools]\nroadmap: {{items: {{tests: {{{needs}}}}}}}\n"
    assert only(beyond_the_stack, text).outcome is FLAGGED
    assert only(beyond_the_stack, f"{text}tools: {{a: {{capabilities: [experimentation]}}}}").outcome is UNKNOWN


def test_a_process_is_a_subject_where_it_says_what_it_needs():
    text = """
complete: [tools]
roadmap: none
processes:
  cleaning: {requires_capabilities: [deduplication]}
  sending: {method: in_tool}
  triage: none
"""
    verdict = only(beyond_the_stack, text)
    assert (verdict.elements, verdict.outcome) == (("processes.cleaning",), FLAGGED)
    assert verdict.facts[0] == FactRef("processes", "cleaning", "requires_capabilities")


def test_a_roadmap_that_nobody_asked_for_is_asked_for_where_nothing_else_is_judged():
    assert asked(only(beyond_the_stack, "")) == ["roadmap"]
    assert asked(only(beyond_the_stack, "roadmap: unknown")) == ["roadmap"]
    assert asked(only(beyond_the_stack, "roadmap: {}")) == ["roadmap.items"]
    assert verdicts(beyond_the_stack, "roadmap: none") == []
    assert verdicts(beyond_the_stack, "roadmap: {items: {}}") == []
