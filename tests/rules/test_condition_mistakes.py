"""Everything that can be wrong in a condition: each mistake has its place in the rule, and a suggestion where one is near."""

from __future__ import annotations

from datetime import date

import pytest

from stackaudit.model.words import MetricKind
from stackaudit.rules.conditions import Compiler
from stackaudit.rules.possible import fields_of
from stackaudit.source.wording import did_you_mean, found


@pytest.mark.parametrize(
    ("condition", "route", "message", "hint"),
    [
        # what is no condition
        ("{}", "", "expected a condition, that is a mapping of fields to tests, found an empty mapping", None),
        ("[]", "", "expected a condition, that is a mapping of fields to tests, found an empty list", None),
        ("[a]", "", "expected a condition, that is a mapping of fields to tests, found a list", None),
        ("built", "", "expected a condition, that is a mapping of fields to tests, found 'built'", None),
        ("{not: true}", "not", "expected a condition, that is a mapping of fields to tests, found true", None),
        ("{all_of: {}}", "all_of", "expected a list of conditions, found an empty mapping", None),
        ("{any_of: []}", "any_of", "expected a list of conditions, found an empty list", None),
        (
            "{any_of: [{built: vendor}, 3]}",
            "any_of.1",
            "expected a condition, that is a mapping of fields to tests, found 3",
            None,
        ),
        ("{some: [tool]}", "some", "expected one kind of element with a condition, found a list", None),
        (
            "{no: {tool: {built: vendor}, flow: {method: api}}}",
            "no",
            "expected one kind of element with a condition, found 2 kinds",
            None,
        ),
        ("{some: {tol: {built: vendor}}}", "some.tol", "no kind of element is called 'tol'", "did you mean 'tool'?"),
        ("{some: {roadmap_item: {due: none}}}", "some.roadmap_item", "no kind of element is called 'roadmap_item'", "only 'each' looks at these"),
        (
            "{some: {process: triage}}",
            "some.process",
            "expected a condition, that is a mapping of fields to tests, found 'triage'",
            None,
        ),
        # fields
        ("{bilt: vendor}", "bilt", "a tool has no field 'bilt'", "did you mean 'built'?"),
        ("{any_off: [{built: vendor}]}", "any_off", "a tool has no field 'any_off'", "did you mean 'any_of'?"),
        ("{xyz: 1}", "xyz", "a tool has no field 'xyz'", None),
        ("{disputed: none}", "disputed", "a tool has no field 'disputed'", None),
        ("{some: {flow: {from_: none}}}", "some.flow.from_", "a flow has no field 'from_'", "did you mean 'from'?"),
        ("{owner: {statuss: left}}", "owner.statuss", "a person has no field 'statuss'", "did you mean 'status'?"),
        ("{teams: {functon: none}}", "teams.functon", "a team has no field 'functon'", "did you mean 'function'?"),
        # values
        ("{built: inhouse}", "built", "built of a tool is never 'inhouse'", "did you mean 'in_house'?"),
        ("{built: [vendor, inhouse]}", "built.1", "built of a tool is never 'inhouse'", "did you mean 'in_house'?"),
        ("{built: unknown}", "built", "built of a tool is never 'unknown'", "what is not known is asked: a rule never tests for it"),
        ("{product: unknown}", "product", "product of a tool is never 'unknown'", "what is not known is asked: a rule never tests for it"),
        ("{built: true}", "built", "built of a tool is never true", "it is one of vendor, in_house, agency"),
        ("{built: {a: 1}}", "built.a", "no test is called 'a'",
         "compare it with a value, or with a list of those that it may be"),
        ("{built: [[vendor]]}", "built.0", "expected a plain value, found a list", None),
        ("{built: }", "built", "expected a plain value, found nothing", None),
        ("{monitored: 1}", "monitored", "monitored of a tool is never 1", "it is true or false"),
        ("{monitored: 'yes'}", "monitored", "monitored of a tool is never 'yes'", "it is true or false"),
        ("{end_of_life: '2026'}", "end_of_life", "end_of_life of a tool is never '2026'", "it is a date"),
        ("{product: 2026-01-01}", "product", "product of a tool is never 2026-01-01", "it is text"),
        ("{cost: 12}", "cost", "cost of a tool is never 12",
         "compare it by at_least, at_most, more_than or less_than"),
        ("{capabilities: [crm]}", "capabilities",
         "capabilities of a tool is a list: expected a test such as {any: [...]}, found a list", None),
        ("{capabilities: crm}", "capabilities",
         "capabilities of a tool is a list: expected a test such as {any: [...]}, found 'crm'", None),
        # tests
        ("{capabilities: {}}", "capabilities", "expected a test, found none", None),
        ("{capabilities: {of: [crm]}}", "capabilities", "expected a test, found none", None),
        ("{capabilities: {anny: [crm]}}", "capabilities.anny", "no test is called 'anny'", "did you mean 'any'?"),
        ("{capabilities: {zzz: [crm]}}", "capabilities.zzz", "no test is called 'zzz'",
         "tests that do: any, all, within, under, count"),
        ("{built: {any: [vendor]}}", "built.any", "the test 'any' does not suit built of a tool", "compare it with a value, or with a list of those that it may be"),
        ("{built: {of: [vendor], not: none}}", "built.of", "the test 'of' does not suit built of a tool", "compare it with a value, or with a list of those that it may be"),
        ("{built: {at_least: 2}}", "built.at_least", "the test 'at_least' does not suit built of a tool", "compare it with a value, or with a list of those that it may be"),
        ("{runbook: {at_least: 2}}", "runbook.at_least", "the test 'at_least' does not suit runbook of a tool", "compare it with a value, or with a list of those that it may be"),
        ("{capabilities: {more_than: 2}}", "capabilities.more_than",
         "the test 'more_than' does not suit capabilities of a tool", "tests that do: any, all, within, under, count"),
        ("{cost: {older_than: 2d}}", "cost.older_than", "the test 'older_than' does not suit cost of a tool", "tests that do: at_least, at_most, more_than, less_than"),
        ("{some: {flow: {every: {at_least: 1d}}}}", "some.flow.every.at_least",
         "the test 'at_least' does not suit every of a flow", "compare it with a value, or with a list of those that it may be"),
        ("{capabilities: {any: crm}}", "capabilities.any", "expected a list, found 'crm'", None),
        ("{capabilities: {any: []}}", "capabilities.any", "expected a list, found an empty list", None),
        ("{capabilities: {any: [crn]}}", "capabilities.any.0", "capabilities of a tool is never 'crn'", "did you mean 'crm'?"),
        ("{capabilities: {any: [crm, more]}}", "capabilities.any.1", "capabilities of a tool is never 'more'", None),
        ("{capabilities: {of: [crn], any: [crm]}}", "capabilities.of.0",
         "capabilities of a tool is never 'crn'", "did you mean 'crm'?"),
        ("{capabilities: {not: {any: [crn]}}}", "capabilities.not.any.0",
         "capabilities of a tool is never 'crn'", "did you mean 'crm'?"),
        ("{stores: {under: [user.contact.mail]}}", "stores.under.0",
         "stores of a tool is never 'user.contact.mail'", "did you mean 'user.contact.email'?"),
        ("{capabilities: {count: 2}}", "capabilities.count", "expected at_least or fewer_than with a number, found 2", None),
        ("{capabilities: {count: {}}}", "capabilities.count",
         "expected at_least or fewer_than with a number, found an empty mapping", None),
        ("{capabilities: {count: {at_most: 2}}}", "capabilities.count.at_most",
         "expected at_least or fewer_than, found 'at_most'", "did you mean 'fewer_than'?"),
        ("{capabilities: {count: {at_least: two}}}", "capabilities.count.at_least", "expected a number, found 'two'", None),
        ("{capabilities: {count: {at_least: true}}}", "capabilities.count.at_least", "expected a number, found true", None),
        ("{capabilities: {count: {at_least: $most}}}", "capabilities.count.at_least", "the rule has no parameter 'most'", None),
        ("{cost: {more_than: 2d}}", "cost.more_than", "expected a number, found '2d'", None),
        ("{some: {flow: {takes: {more_than: 2}}}}", "some.flow.takes.more_than",
         "expected a duration such as 6h or 2d, found 2", None),
        ("{end_of_life: {older_than: a year}}", "end_of_life.older_than",
         "expected a duration such as 6mo or 90d, found 'a year'", None),
        ("{end_of_life: {older_than: 12}}", "end_of_life.older_than", "expected a duration such as 6mo or 90d, found 12", None),
        ("{end_of_life: {after: today}}", "end_of_life.after", "expected a date or as_of, found 'today'", None),
        ("{end_of_life: {on_or_before: }}", "end_of_life.on_or_before", "expected a date or as_of, found nothing", None),
        # facts of an aspect
        ("{security: {mfaa: true}}", "security.mfaa", "security of a tool has no field 'mfaa'", "did you mean 'mfa'?"),
        ("{security: {}}", "security", "expected tests of fields of security, found none", None),
        ("{contract: {plan: gratis}}", "contract.plan", "contract.plan of a tool is never 'gratis'", "it is one of paid, free, trial"),
        ("{contract: {not: {plna: free}}}", "contract.not.plna", "contract of a tool has no field 'plna'", "did you mean 'plan'?"),
        ("{seats: {owner: none}}", "seats.owner", "seats of a tool has no field 'owner'", "its fields are bought, used"),
        ("{seats: 5}", "seats", "seats of a tool is never 5", "test its fields, such as bought, or compare it with none"),
        ("{seats: {at_least: 5}}", "seats.at_least", "the test 'at_least' does not suit seats of a tool",
         "test its fields, such as bought, or compare it with none"),
        ("{cost: {price: {more_than: 5}}}", "cost.price", "no test is called 'price'", "tests that do: at_least, at_most, more_than, less_than"),
        # texts of which not every one can be there
        ("{method: API}", "method", "a tool has no field 'method'", None),
        ("{some: {flow: {method: API}}}", "some.flow.method", "method of a flow is never 'API'", "did you mean 'api'?"),
        ("{some: {flow: {signals: {any: [optout]}}}}", "some.flow.signals.any.0",
         "signals of a flow is never 'optout'", "did you mean 'opt_out'?"),
        ("{some: {flow: {signals: {any: ['opt_out:mail']}}}}", "some.flow.signals.any.0",
         "signals of a flow is never 'opt_out:mail'", "did you mean 'opt_out:email'?"),
        ("{some: {gap: {signal: x}}}", "some.gap.signal", "signal of a gap is never 'x'",
         "it is one of opt_out, consent, deletion, conversion, click_id, utm, spend; a channel may follow after a colon"),
        ("{some: {flow: {every: onec}}}", "some.flow.every", "every of a flow is never 'onec'",
         "it is a duration such as 6h or 2d, on_event, on_request, once, or a cron line"),
        ("{some: {flow: {takes: 2d}}}", "some.flow.takes", "takes of a flow is never '2d'",
         "compare it by at_least, at_most, more_than or less_than"),
        ("{hosting_region: {any: [US]}}", "hosting_region.any.0", "hosting_region of a tool is never 'US'", "did you mean 'us'?"),
        ("{hosting_region: {any: [everywhere]}}", "hosting_region.any.0", "hosting_region of a tool is never 'everywhere'",
         "it is a country code such as us, or one of eu, eea, emea, apac, latam, worldwide"),
        ("{forbids: {any: [user.contact.mail]}}", "forbids.any.0",
         "forbids of a tool is never 'user.contact.mail'", "did you mean 'user.contact.email'?"),
        ("{ai_features: {reads: {any: [user.contact.mail]}}}", "ai_features.reads.any.0",
         "ai_features.reads of a tool is never 'user.contact.mail'", "did you mean 'user.contact.email'?"),
        ("{some: {process: {response_targets: P1}}}", "some.process.response_targets",
         "response_targets of a process is never 'P1'", "it is true or false"),
        ("{end_of_life: {within_next: soon}}", "end_of_life.within_next",
         "expected a duration such as 6mo or 90d, found 'soon'", None),
        # words, where they fit on a line
        ("{some: {metric: {kind: 7}}}", "some.metric.kind", "kind of a metric is never 7",
         f"it is one of {', '.join(MetricKind)}"),
        ("{some: {flow: {method: 7}}}", "some.flow.method", "method of a flow is never 7", None),
        # facts of a section
        ("{capabilities: {within: compny.core_competencies}}", "capabilities.within",
         "expected a list or a fact such as company.core_competencies, found 'compny.core_competencies'", None),
        ("{capabilities: {within: systems_of_record.contact}}", "capabilities.within",
         "expected a list or a fact such as company.core_competencies, found 'systems_of_record.contact'", None),
        ("{capabilities: {within: company.core_competences}}", "capabilities.within",
         "a company has no field 'core_competences'", "did you mean 'core_competencies'?"),
        ("{capabilities: {any: company.name}}", "capabilities.any", "expected a list, and company.name is none", None),
        # the element outside
        ("{owner: {same: owner}}", "owner.same",
         "'same' compares with the element outside, and there is none here", None),
        ("{owner: {team: {same: owner}}}", "owner.team.same",
         "'same' compares with the element outside, and there is none here", None),
        ("{some: {flow: {to: {same: ownr}}}}", "some.flow.to.same", "a tool has no field 'ownr'", "did you mean 'owner'?"),
        ("{some: {flow: {to: {same: [id]}}}}", "some.flow.to.same", "a tool has no field ['id']", None),
        ("{some: {process: {response_targets: {same: id}}}}", "some.process.response_targets.same",
         "the test 'same' does not suit response_targets of a process", "it is true or false"),
        ("{some: {team: {name: {same: seats}}}}", "some.team.name.same",
         "name of a team is never the same as seats of a tool", "one is text, the other a mapping"),
        ("{some: {team: {headcount: {same: product}}}}", "some.team.headcount.same",
         "headcount of a team is never the same as product of a tool", "one is a number, the other text"),
        ("{some: {capture_point: {id: {same: owner}}}}", "some.capture_point.id.same",
         "id of a capture_point is never the same as owner of a tool", "one names a capture point, the other a team or person"),
        ("{some: {flow: {to: {same: $id}}}}", "some.flow.to.same", "a tool has no field '$id'", "did you mean 'id'?"),
        # parameters
        ("{built: $jobs}", "built", "built of a tool is never 'crm'", "it is one of vendor, in_house, agency"),
        ("{built: $own}", "built", "built of a tool is never 'inhouse'", "did you mean 'in_house'?"),
        ("{built: $job}", "built", "the rule has no parameter 'job'", "did you mean 'jobs'?"),
        ("{capabilities: {any: [crm, $jobs]}}", "capabilities.any.1", "capabilities of a tool is never '$jobs'",
         "among others a parameter is not looked up: it stands alone"),
        ("{capabilities: {any: $job}}", "capabilities.any", "the rule has no parameter 'job'", "did you mean 'jobs'?"),
        ("{end_of_life: {older_than: $jobs}}", "end_of_life.older_than",
         "expected a duration such as 6mo or 90d, found a list", None),
        ("{capabilities: {any: $age}}", "capabilities.any", "expected a list, found '12mo'", None),
        ("{capabilities: {count: {at_least: $age}}}", "capabilities.count.at_least", "expected a number, found '12mo'", None),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(mistakes, condition, route, message, hint):
    parameters = {"jobs": ("crm", "map"), "age": "12mo", "own": ("in_house", "inhouse", "agencies")}
    assert mistakes(condition, parameters=parameters) == [(route, message, hint)]


@pytest.mark.parametrize(
    ("condition", "route", "message", "hint"),
    [
        ("{compny: none}", "compny", "a stack has no field 'compny'", "did you mean 'company'?"),
        ("{tools: none}", "tools", "a stack has no field 'tools'", None),
        ("{sum: {tool: {built: vendor}}}", "sum", "a stack has no field 'sum'", None),
        (
            "{systems_of_record: {x: y}}",
            "systems_of_record",
            "systems_of_record can only be tested with 'none' here",
            None,
        ),
        ("{company: {contact: 1}}", "company.contact", "a company has no field 'contact'", "did you mean 'contacts'?"),
        (
            "{company: true}",
            "company",
            "expected a condition, that is a mapping of fields to tests, found true",
            None,
        ),
        (
            "{some: {tool: {owner: {same: owner}}}}",
            "some.tool.owner.same",
            "'same' compares with the element outside, and there is none here",
            None,
        ),
    ],
)
def test_a_mistake_in_a_condition_on_the_stack_is_named_where_it_stands(mistakes, condition, route, message, hint):
    assert mistakes(condition, "stack") == [(route, message, hint)]


@pytest.mark.parametrize(
    "condition",
    [
        "{bilt: vendor}",
        "{some: {tol: {built: vendor}}}",
        "{owner: {statuss: left}}",
        "{contract: {plna: free}}",
        "{built: {anny: [vendor]}}",
        "{seats: {at_least: 5}}",
        "{built: {of: [vendor], not: none}}",
        "{capabilities: {count: {at_most: 2}}}",
        "{count: {of: {tool: {}}, at_lest: 1}}",
        "{count: {at_least: 1}}",
        "{count: {of: {tool: {}}}}",
        "{count: {of: {tol: {}}, at_least: 1}}",
    ],
)
def test_of_a_name_that_is_wrong_or_lacks_something_the_name_is_marked(yaml, condition):
    assert _marks_keys(yaml(condition), "tool") == [True]


def test_of_a_section_that_is_not_there_the_name_is_marked(yaml):
    assert _marks_keys(yaml("{compny: none}"), "stack") == [True]


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("{built: {}}", "tool"),
        ("{all_of: {}}", "tool"),
        ("{some: [tool]}", "tool"),
        ("{built: inhouse}", "tool"),
        ("{built: {not: inhouse}}", "tool"),
        ("{built: $job}", "tool"),
        ("{capabilities: crm}", "tool"),
        ("{capabilities: {any: crm}}", "tool"),
        ("{capabilities: {count: 2}}", "tool"),
        ("{capabilities: {count: {at_least: two}}}", "tool"),
        ("{contract: {}}", "tool"),
        ("{count: 2}", "tool"),
        ("{count: {of: [tool], at_least: 1}}", "tool"),
        ("{owner: {same: owner}}", "tool"),
        ("{some: {flow: {to: {same: ownr}}}}", "tool"),
        ("{systems_of_record: {x: y}}", "stack"),
        ("{company: true}", "stack"),
    ],
)
def test_of_what_a_name_holds_that_is_wrong_that_is_marked(yaml, condition, kind):
    assert _marks_keys(yaml(condition), kind) == [False]


def _marks_keys(condition, kind):
    """Of each mistake, whether it points at a key instead of a value."""
    compiler = Compiler({})
    compiler.condition(kind, condition, ())
    return [one.key for one in compiler.mistakes]


def test_the_fields_of_an_element_are_named_where_they_fit_on_a_line(mistakes):
    ((_, _, hint),) = mistakes("{some: {sending_domain: {xyz: 1}}}")
    assert hint == f"its fields are {', '.join(fields_of('sending_domain'))}"
    ((_, _, hint),) = mistakes("{some: {metric: {xyz: 1}}}")  # one more
    assert (hint, len(fields_of("metric"))) == (None, len(fields_of("sending_domain")) + 1)


def test_every_mistake_is_found_at_once(mistakes):
    condition = (
        "{bilt: x, capabilities: {any: [crn, mapp]}, any_of: [{owner: {same: id}}, {}], some: {flow: {mehtod: api}}}"
    )
    assert [route for route, _, _ in mistakes(condition)] == [
        "bilt",
        "capabilities.any.0",
        "capabilities.any.1",
        "any_of.0.owner.same",
        "any_of.1",
        "some.flow.mehtod",
    ]


@pytest.mark.parametrize(
    ("condition", "routes"),
    [
        ("{count: {of: {tol: {}, tool: {bilt: x}}, at_least: 1}}", ["count.of.tol", "count.of.tool.bilt"]),
        ("{count: {of: {tool: {bilt: x}}, at_least: 1, whre: {}}}", ["count.whre", "count.of.tool.bilt"]),
        ("{contract: {plna: free, plan: gratis}}", ["contract.plna", "contract.plan"]),
        ("{share: {of: {tool: {bilt: x}}, at_least: 1}}", ["share"]),
    ],
)
def test_what_stands_beside_a_mistake_is_read_too_where_it_can_be(mistakes, condition, routes):
    assert [route for route, _, _ in mistakes(condition)] == routes


def test_a_field_that_may_refer_to_two_kinds_may_use_the_fields_of_either(mistakes):
    assert mistakes("{owner: {status: left}}") == []
    assert mistakes("{owner: {headcount: {at_least: 2}}}") == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "an empty mapping"),
        ({"a": 1}, "a mapping"),
        ([], "an empty list"),
        ((), "an empty list"),
        (["a"], "a list"),
        (None, "nothing"),
        (True, "true"),
        (False, "false"),
        (date(2026, 11, 22), "2026-11-22"),
        ("a", "'a'"),
        (2.5, "2.5"),
    ],
)
def test_what_was_found_is_said_in_words(value, words):
    assert found(value) == words


def test_a_suggestion_is_made_only_where_a_word_is_near():
    assert did_you_mean("onwer", ["owner", "teams"]) == "did you mean 'owner'?"
    assert did_you_mean("xyz", ["owner", "teams"]) is None
