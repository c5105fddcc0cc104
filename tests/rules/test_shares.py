"""Counts and shares: bounds over what is not known, whole and partial lists, what decided, and what is asked."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from operator import ge, gt, le, lt

import pytest

from stackaudit.load import load_text
from stackaudit.rules.conditions import STACK, Compiler
from stackaudit.rules.scope import Scope, Trace
from stackaudit.truth import TRUE

SHARE = "{share: {of: {tool: {}}, where: {monitored: true}, %s: %s}}"
COMPARING = {"more_than": gt, "at_least": ge, "less_than": lt, "at_most": le}
WHOLE = "complete: [tools]\n"


def tools(*monitored: str, whole: bool = True) -> str:
    listed = ", ".join(f"t{number}: {{monitored: {held}}}" for number, held in enumerate(monitored))
    return f"{WHOLE if whole else ''}tools: {{{listed}}}"


@pytest.mark.no_cover
@pytest.mark.parametrize("comparison", COMPARING)
def test_a_share_of_a_whole_list_is_what_it_is_in_every_completion(judged, comparison):
    for held in product(["true", "false", "unknown"], repeat=3):
        completions = list(product(*(["true", "false"] if one == "unknown" else [one] for one in held)))
        for limit in (0, 30, 34, 50, 66, 67, 100):
            shares = [Fraction(100 * one.count("true"), 3) for one in completions]
            truths = {COMPARING[comparison](share, limit) for share in shares}
            expected = "unknown" if len(truths) == 2 else str(truths.pop()).lower()
            assert judged(SHARE % (comparison, limit), tools(*held), "stack").truth == expected, (held, limit)


@pytest.mark.parametrize("limit", [0, 50])
@pytest.mark.parametrize("comparison", COMPARING)
def test_what_may_not_count_is_left_out_where_that_decides(judged, comparison, limit):
    condition = f"{{share: {{of: {{tool: {{built: vendor}}}}, where: {{monitored: true}}, {comparison}: {limit}}}}}"
    either = {"built": ["vendor", "in_house"], "monitored": ["true", "false"]}
    kinds = list(product([*either["built"], "unknown"], [*either["monitored"], "unknown"]))
    for pair in product(kinds, repeat=2):
        listed = ", ".join(f"t{n}: {{built: {built}, monitored: {held}}}" for n, (built, held) in enumerate(pair))
        truths = set()
        for first, second in product(*(_completed(either, *one) for one in pair)):
            counted = [held for built, held in (first, second) if built == "vendor"]
            share = Fraction(100 * counted.count("true"), len(counted) or 1)
            truths.add(bool(counted) and COMPARING[comparison](share, limit))
        expected = "unknown" if len(truths) == 2 else str(truths.pop()).lower()
        assert judged(condition, f"{WHOLE}tools: {{{listed}}}", "stack").truth == expected, pair


def _completed(either: dict[str, list[str]], built: str, held: str) -> list[tuple[str, str]]:
    """What a tool can be of which some is not known."""
    return list(
        product(
            either["built"] if built == "unknown" else [built], either["monitored"] if held == "unknown" else [held]
        )
    )


@pytest.mark.parametrize("comparison", COMPARING)
def test_a_share_of_nothing_compares_with_nothing(judged, comparison):
    assert judged(SHARE % (comparison, 50), WHOLE, "stack").truth == "false"
    assert judged(SHARE % (comparison, 50), "", "stack").truth == "false as listed"


@pytest.mark.parametrize(
    ("comparison", "limit", "held", "truth"),
    [
        ("more_than", 50, ["true"], "true as listed"),
        ("more_than", 50, ["false"], "false as listed"),
        # One that is watched keeps the share above nothing, one that is not keeps it below all, whatever is added.
        ("more_than", 0, ["true"], "true"),
        ("more_than", 0, ["false"], "false as listed"),
        ("at_least", 0, ["false"], "true"),
        ("at_least", 1, ["true"], "true as listed"),
        ("less_than", 100, ["false"], "true"),
        ("at_least", 100, ["false"], "false"),
        ("more_than", 100, ["true"], "false"),
        ("at_most", 0, ["true"], "false"),
        ("less_than", 50, ["unknown"], "unknown"),
    ],
)
def test_of_a_partial_list_a_share_mostly_holds_as_listed(judged, comparison, limit, held, truth):
    found = judged(SHARE % (comparison, limit), tools(*held, whole=False), "stack")
    assert found.truth == truth
    assert ("complete.tools" in found.missing) == (truth not in {"true", "false"})


@pytest.mark.parametrize(
    ("comparison", "limit", "truth"),
    [
        ("more_than", 0, "true"),
        ("at_least", 1, "true"),
        ("at_least", 2, "unknown"),
        ("at_least", 3, "false as listed"),
        ("less_than", 3, "true as listed"),
        ("at_most", 0, "false"),
    ],
)
def test_a_count_has_bounds_and_more_can_be_added_to_a_partial_list(judged, comparison, limit, truth):
    condition = f"{{count: {{of: {{tool: {{built: vendor}}}}, {comparison}: {limit}}}}}"
    text = "tools: {a: {built: vendor}, b: {}, c: {built: in_house}}"
    assert judged(condition, text, "stack").truth == truth


def test_the_elements_on_the_side_that_decided_are_the_evidence(judged):
    facts = ["tools.t1", "tools.t1.monitored", "tools"]
    text = tools("true", "false")
    assert judged(SHARE % ("less_than", 80), text, "stack") == ("true", facts, [])
    assert judged(SHARE % ("more_than", 80), text, "stack") == ("false", facts, [])
    facts = ["tools.t0", "tools.t0.monitored", "tools"]
    assert judged(SHARE % ("more_than", 30), text, "stack") == ("true", facts, [])
    assert judged("{count: {of: {tool: {}}, at_most: 1}}", tools("true"), "stack").facts == ["tools.t0", "tools"]


def test_no_more_than_a_hundred_elements_are_named(judged):
    found = judged(SHARE % ("less_than", 80), tools(*["false"] * 130), "stack")
    assert len([fact for fact in found.facts if fact.count(".") == 1]) == 100


def test_of_what_is_open_no_more_than_a_hundred_are_named_either_and_all_is_asked(judged):
    found = judged(SHARE % ("less_than", 100), tools(*["true"] * 101, "unknown"), "stack")
    assert len([fact for fact in found.facts if fact.count(".") == 1]) == 100
    assert found.missing == ["tools.t101.monitored"]


def test_where_the_share_is_decided_nothing_is_asked(judged):
    assert judged(SHARE % ("less_than", 80), tools("true", "false", "unknown"), "stack").missing == []


def test_only_what_can_matter_of_an_element_is_asked(judged):
    condition = "{share: {of: {tool: {built: vendor}}, where: {monitored: true}, more_than: 50}}"
    text = (
        WHOLE
        + "tools: {a: {built: vendor}, b: {built: in_house}, c: {built: vendor, monitored: true, status: unknown}}"
    )
    found = judged(condition, text, "stack")
    assert (found.truth, found.missing) == ("unknown", ["tools.a.monitored", "tools.c.status"])


def test_several_kinds_are_counted_together(judged):
    condition = "{share: {of: {tool: {}, automation: {}}, where: {monitored: true}, at_least: $least}}"
    text = "complete: [tools, automations]\ntools: {a: {monitored: true}}\nautomations: {b: {monitored: %s}}"
    assert judged(condition, text % "true", "stack", {"least": 60}).truth == "true"
    assert judged(condition, text % "false", "stack", {"least": 60}).truth == "false"
    assert judged(condition, text % "false", "stack", {"least": 50}).truth == "true"


@pytest.mark.parametrize(("least", "truth"), [(50, "true"), (60, "unknown")])
def test_elements_that_cannot_be_judged_all_at_once_are_counted_one_by_one(judged, least, truth):
    condition = "{share: {of: {tool: {}}, where: {no: {flow: {from: {same: id}}}}, at_least: $least}}"
    text = "complete: [tools, flows]\ntools: {a: {}, b: {}}\nflows: [{from: a, to: b, status: unknown}]"
    assert judged(condition, text, "stack", {"least": least}).truth == truth


def test_a_mapping_is_counted_one_by_one(judged):
    condition = "{share: {of: {process: {}}, where: {response_targets: true}, at_least: 60}}"
    text = "complete: [processes]\nprocesses: {qa: {response_targets: {P1: 1h}}, triage: {response_targets: none}}"
    assert judged(condition, text, "stack").truth == "false"


def test_a_process_of_which_nobody_knows_whether_it_exists_may_count(judged):
    condition = "{share: {of: {process: {}}, where: {documented: true}, at_least: 100}}"
    text = "complete: [processes]\nprocesses: {qa: {documented: true}, triage: %s}"
    assert judged(condition, text % "none", "stack").truth == "true"
    found = judged(condition, text % "unknown", "stack")
    assert (found.truth, found.missing) == ("unknown", ["processes.triage"])


def test_elements_are_counted_for_the_one_outside(judged):
    condition = "{count: {of: {flow: {from: {same: id}}}, at_least: 2}}"
    text = "complete: [tools, flows]\ntools: {a: {}, b: {}, c: {}}\nflows: [{from: a, to: b}, {from: a, to: c}, {from: b, to: c}]"
    assert judged(condition, text, "tools.a").truth == "true"
    assert judged(condition, text, "tools.b").truth == "false"
    several = f"{{count: {{of: {{tool: {condition}}}, at_least: $tools}}}}"
    assert judged(several, text, "stack", {"tools": 1}).truth == "true"
    assert judged(several, text, "stack", {"tools": 2}).truth == "false"


@pytest.mark.parametrize(
    ("condition", "route", "message"),
    [
        ("{count: 3}", "count", "expected of and one of more_than, at_least, less_than, at_most, found 3"),
        ("{count: {of: {tool: {}}}}", "count", "count needs one of more_than, at_least, less_than, at_most, found none"),
        (
            "{count: {of: {tool: {}}, at_least: 1, at_most: 3}}",
            "count",
            "count needs one of more_than, at_least, less_than, at_most, found at_least and at_most",
        ),
        (
            "{share: {of: {tool: {}}, less_than: 3}}",
            "share",
            "share needs 'where'",
        ),
        ("{count: {of: tool, at_least: 3}}", "count.of", "expected kinds of elements, each with a condition, found 'tool'"),
        ("{count: {of: {tol: {}}, at_least: 3}}", "count.of.tol", "no kind of element is called 'tol'"),
        ("{count: {of: {tool: {}}, at_least: $most}}", "count.at_least", "the rule has no parameter 'most'"),
        ("{count: {of: {tool: {bilt: vendor}}, at_least: 1}}", "count.of.tool.bilt", "a tool has no field 'bilt'"),
        (
            "{share: {of: {tool: {}, team: {}}, where: {built: vendor}, at_least: 1}}",
            "share.where.built",
            "a team has no field 'built'",
        ),
    ],
)  # fmt: skip
def test_a_count_or_share_that_does_not_fit_is_a_mistake(mistakes, condition, route, message):
    assert [(one, said) for one, said, _ in mistakes(condition)] == [(route, message)]


MONITORED = "{share: {of: {tool: {}}, where: {monitored: true}, at_least: %s}}"
BUILT = "{share: {of: {tool: {}}, where: {built: vendor}, at_least: %s}}"


@pytest.mark.parametrize(
    ("condition", "counted"),
    [
        (MONITORED % 50, (2, 3)),
        (f"{{any_of: [{{tracking_plan: none}}, {MONITORED % 50}, {BUILT % 10}]}}", (2, 3)),
        (f"{{any_of: [{MONITORED % 90}, {BUILT % 10}]}}", (1, 3)),
        (f"{{all_of: [{{tracking_plan: none}}, {MONITORED % 50}, {BUILT % 10}]}}", (2, 3)),
        (f"{{all_of: [{{tracking_plan: none}}, {BUILT % 10}, {MONITORED % 50}]}}", (1, 3)),
        (f"{{not: {MONITORED % 90}}}", (2, 3)),
        ("{tracking_plan: none}", None),
    ],
)
def test_what_is_said_of_a_share_is_what_the_first_one_that_counts_came_to(yaml, condition, counted):
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools]\ntracking_plan: none\n"
        "tools: {a: {monitored: true, built: vendor}, b: {monitored: true, built: in_house}, "
        "c: {monitored: false, built: in_house}}"
    )
    compiler = Compiler({})
    trace = Trace()
    assert compiler.condition(STACK, yaml(condition), ())(stack, Scope(stack), trace) == TRUE
    assert trace.share == counted


def test_a_share_of_what_only_other_elements_tell_is_counted_one_by_one(judged):
    condition = "{share: {of: {tool: {}}, where: {monitored: true, some: {flow: {to: {same: id}}}}, at_least: 50}}"
    flows = "\ncomplete: [tools, flows]\nflows: [{from: t0, to: t1}, {from: t1, to: t2}]"
    listed = tools("true", "true", "true", "false", whole=False)
    assert judged(condition, listed + flows, "stack").truth == "true"
    assert judged(condition.replace("50", "51"), listed + flows, "stack").truth == "false"
