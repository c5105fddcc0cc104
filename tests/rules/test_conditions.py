"""Conditions as a whole: and, or, not; some and no over whole and partial lists; references, sections, the element outside."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.load import load_text
from stackaudit.rules.conditions import Compiler
from stackaudit.rules.scope import Scope, Trace
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, all_of, any_of, negate

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
STATED = {"true": "in_house", "false": "vendor", "unknown": "unknown"}
TRUTHS = {"true": TRUE, "false": FALSE, "unknown": UNKNOWN_TRUTH}
NAMES = {truth: name for name, truth in TRUTHS.items()}


@pytest.mark.parametrize(("one", "other"), list(product(STATED, STATED)))
def test_and_or_and_not_are_those_of_kleene(judged, one, other):
    text = f"tools: {{a: {{built: {STATED[one]}, monitored: {'unknown' if other == 'unknown' else other}}}}}"
    both = "built: in_house}, {monitored: true"
    assert judged("{built: in_house, monitored: true}", text).truth == NAMES[all_of((TRUTHS[one], TRUTHS[other]))]
    assert judged(f"{{all_of: [{{{both}}}]}}", text).truth == NAMES[all_of((TRUTHS[one], TRUTHS[other]))]
    assert judged(f"{{any_of: [{{{both}}}]}}", text).truth == NAMES[any_of((TRUTHS[one], TRUTHS[other]))]
    assert judged("{not: {built: in_house}}", text).truth == NAMES[negate(TRUTHS[one])]


def test_of_conditions_that_all_hold_every_fact_decides(judged):
    found = judged("{built: in_house, monitored: none}", "tools: {a: {built: in_house, monitored: none}}")
    assert found == ("true", ["tools.a.built", "tools.a.monitored"], [])


def test_one_condition_that_does_not_hold_decides_alone_and_nothing_is_asked(judged):
    found = judged("{built: in_house, monitored: none, runbook: none}", "tools: {a: {monitored: true}}")
    assert found == ("false", ["tools.a.monitored"], [])


def test_each_condition_that_holds_is_a_reason_of_an_or(judged):
    condition = "{any_of: [{built: in_house}, {monitored: none}, {runbook: none}]}"
    found = judged(condition, "tools: {a: {monitored: none, runbook: none}}")
    assert found == ("true", ["tools.a.monitored", "tools.a.runbook"], [])


def test_only_what_can_matter_is_asked(judged):
    condition = "{any_of: [{built: in_house}, {monitored: none}, {runbook: none}]}"
    found = judged(condition, "tools: {a: {monitored: true}}")
    assert found.truth == "unknown"
    assert found.missing == ["tools.a.built", "tools.a.runbook"]


def test_what_would_decide_a_test_is_not_asked_where_another_test_of_the_same_value_fails(judged):
    condition = "{any_of: [{capabilities: {within: company.core_competencies, any: [ads]}}, {monitored: none}]}"
    text = "company: {core_competencies: unknown}\ntools: {a: {capabilities: [crm]}}"
    assert judged("{capabilities: {within: company.core_competencies}}", text).missing == ["company.core_competencies"]
    found = judged(condition, text)
    assert (found.truth, found.missing) == ("unknown", ["tools.a.monitored"])


# -- sections -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "text", "truth", "facts", "missing"),
    [
        ("tracking_plan: none", "tracking_plan: none", "true", ["tracking_plan"], []),
        ("tracking_plan: none", "tracking_plan: {}", "false", ["tracking_plan"], []),
        ("tracking_plan: none", "tracking_plan: unknown", "unknown", ["tracking_plan"], ["tracking_plan"]),
        ("tracking_plan: none", "", "unknown", ["tracking_plan"], ["tracking_plan"]),
        ("systems_of_record: none", "systems_of_record: none", "true", ["systems_of_record"], []),
        ("tracking_plan: {events: none}", "tracking_plan: {events: []}", "true", ["tracking_plan.events"], []),
        ("tracking_plan: {events: none}", "tracking_plan: none", "false", ["tracking_plan"], []),
        ("tracking_plan: {events: none}", "", "unknown", ["tracking_plan"], ["tracking_plan"]),
        ("tracking_plan: {events: none}", "tracking_plan: unknown", "unknown", ["tracking_plan"], ["tracking_plan"]),
        ("tracking_plan: {events: none}", "tracking_plan: {}", "unknown", ["tracking_plan.events"], ["tracking_plan.events"]),
        ("company: {contacts: {at_least: 10}}", "company: {contacts: 12}", "true", ["company.contacts"], []),
        ("roadmap: {items: none}", "roadmap: {items: {}}", "true", ["roadmap.items"], []),
        ("not: {stack_map: none}", "stack_map: none", "false", ["stack_map"], []),
    ],
)  # fmt: skip
def test_a_section_is_there_absent_or_unknown(judged, condition, text, truth, facts, missing):
    assert judged(f"{{{condition}}}", text, "stack") == (truth, facts, missing)


def test_a_promise_is_read_where_it_stands(judged):
    text = "roadmap: {items: {welcome: {}}}"
    found = judged("{owner: none}", text, "roadmap.items.welcome")
    assert found == ("unknown", ["roadmap.items.welcome.owner"], ["roadmap.items.welcome.owner"])


# -- references ---------------------------------------------------------------------------------------------------------

PEOPLE = "people: {ann: {status: left}, bob: {}, cid: {status: unknown}}\nteams: {ops: {headcount: 3}}\n"


@pytest.mark.parametrize(
    ("owner", "truth", "facts", "missing"),
    [
        ("ann", "true", ["tools.a.owner", "people.ann.status"], []),
        ("bob", "false", ["tools.a.owner", "people.bob.status"], []),
        ("cid", "unknown", ["tools.a.owner", "people.cid.status"], ["people.cid.status"]),
        # A team is no person, and cannot leave.
        ("ops", "false", ["tools.a.owner"], []),
        ("none", "false", ["tools.a.owner"], []),
        ("unknown", "unknown", ["tools.a.owner"], ["tools.a.owner"]),
    ],
)
def test_a_field_that_refers_leads_to_the_element(judged, owner, truth, facts, missing):
    found = judged("{owner: {status: left}}", f"{PEOPLE}tools: {{a: {{owner: {owner}}}}}")
    assert found == (truth, facts, missing)


@pytest.mark.parametrize(
    ("maintainers", "truth", "facts", "missing"),
    [
        ("[bob, ann]", "true", ["tools.a.maintainers", "people.ann.status"], []),
        ("[ann, more]", "true", ["tools.a.maintainers", "people.ann.status"], []),
        ("[bob]", "false", ["tools.a.maintainers", "people.bob.status"], []),
        ("[bob, more]", "unknown", ["tools.a.maintainers", "people.bob.status"], ["tools.a.maintainers"]),
        ("[bob, cid]", "unknown", ["tools.a.maintainers", "people.bob.status", "people.cid.status"], ["people.cid.status"]),
        ("[]", "false", ["tools.a.maintainers"], []),
        ("none", "false", ["tools.a.maintainers"], []),
    ],
)  # fmt: skip
def test_a_list_that_refers_leads_to_each_element(judged, maintainers, truth, facts, missing):
    found = judged("{maintainers: {status: left}}", f"{PEOPLE}tools: {{a: {{maintainers: {maintainers}}}}}")
    assert found == (truth, facts, missing)


LEADS = "leads: {kind: volume}, mails: {kind: volume}"
NOT_SEEN = ["reports.board.metrics"]
WHOLE = "complete: [metrics]\n"
OF_BOTH = ["metrics", "metrics.leads.kind", "metrics.mails.kind"]


@pytest.mark.parametrize(
    ("complete", "metrics", "figures", "truth", "facts", "missing"),
    [
        (WHOLE, LEADS, "unknown", "false", NOT_SEEN + OF_BOTH, []),
        (WHOLE, LEADS, "[leads, more]", "false", [*NOT_SEEN, "metrics.leads.kind", "metrics", "metrics.mails.kind"], []),
        ("", LEADS, "unknown", "unknown", NOT_SEEN, NOT_SEEN),
        (WHOLE, f"{LEADS}, won: {{kind: revenue}}", "unknown", "unknown", NOT_SEEN, NOT_SEEN),
        (WHOLE, f"{LEADS}, won: {{}}", "[leads, more]", "unknown", [*NOT_SEEN, "metrics.leads.kind"], NOT_SEEN),
        (WHOLE, f"{LEADS}, won: {{kind: revenue}}", "[won, more]", "true", [*NOT_SEEN, "metrics.won.kind"], []),
        (WHOLE, "", "unknown", "false", [*NOT_SEEN, "metrics"], []),
    ],
)  # fmt: skip
def test_which_element_is_meant_is_all_one_where_none_of_a_whole_list_meets_the_condition(
    judged, complete, metrics, figures, truth, facts, missing
):
    text = f"{complete}metrics: {{{metrics}}}\nreports: {{board: {{metrics: {figures}}}}}"
    assert judged("{metrics: {kind: revenue}}", text, "reports.board") == (truth, facts, missing)


def test_of_a_long_list_the_first_ones_show_that_none_meets_the_condition(judged):
    metrics = ", ".join(f"m{number:02}: {{kind: volume}}" for number in range(30))
    text = f"{WHOLE}metrics: {{{metrics}}}\nreports: {{board: {{}}}}"
    found = judged("{metrics: {kind: revenue}}", text, "reports.board")
    assert (found.truth, found.facts[-1], len(found.facts)) == ("false", "metrics.m11.kind", 14)


def test_whom_several_kinds_of_element_can_be_meant_by_is_asked(judged):
    text = "complete: [people, teams]\npeople: {ann: {name: A}}\nteams: {ops: {name: A}}\ntools: {a: {owner: unknown}}"
    assert judged("{owner: {name: B}}", text).missing == ["tools.a.owner"]


def test_a_record_that_refers_is_none_where_it_is_left_out(judged):
    assert judged("{part_of: {built: vendor}}", "tools: {a: {}}") == ("false", ["tools.a.part_of"], [])


def test_a_reference_may_lead_on(judged):
    text = "teams: {ops: {function: support}}\npeople: {ann: {team: ops}}\ntools: {a: {owner: ann}}"
    found = judged("{owner: {team: {function: support}}}", text)
    assert found == ("true", ["tools.a.owner", "people.ann.team", "teams.ops.function"], [])


@pytest.mark.parametrize(
    ("ends", "truth"),
    [
        ("from: a, to: b", "true"),
        ("from: b, to: a", "false"),
        ("between: [a, b]", "true"),
        ("between: [b, c]", "false"),
    ],
)
def test_a_flow_both_ways_has_both_ends_at_either_side(judged, ends, truth):
    text = f"tools: {{a: {{built: in_house}}, b: {{built: vendor}}, c: {{built: vendor}}}}\nflows: [{{id: f, {ends}}}]"
    assert judged("{from: {built: in_house}}", text, "flows.f").truth == truth


def test_what_a_tool_sends_is_channels_whatever_the_purpose(judged):
    found = judged("{sends: {any: [sms]}}", "tools: {a: {sends: {email: [service], sms: unknown}}}")
    assert found == ("true", ["tools.a.sends"], [])


# -- some and no --------------------------------------------------------------------------------------------------------

ADS = "{some: {tool: {capabilities: {any: [ads]}}}}"
FACTS = ["tools.a", "tools.a.capabilities"]


@pytest.mark.parametrize(
    ("text", "truth", "facts", "missing"),
    [
        ("tools: {a: {capabilities: [ads]}}", "true", FACTS, []),
        ("complete: [tools]\ntools: {a: {capabilities: [crm]}}", "false", ["tools"], []),
        ("tools: {a: {capabilities: [crm]}}", "false as listed", ["tools"], ["complete.tools"]),
        ("", "false as listed", ["tools"], ["complete.tools"]),
        ("complete: [tools]", "false", ["tools"], []),
        ("complete: [tools]\ntools: {a: {}}", "unknown", [*FACTS, "tools"], ["tools.a.capabilities"]),
        ("tools: {a: {}}", "unknown", [*FACTS, "tools"], ["tools.a.capabilities", "complete.tools"]),
        ("tools: {b: {}, a: {capabilities: [ads]}}", "true", FACTS, []),
        # What is not in use does not count; whether it is may have to be asked.
        ("complete: [tools]\ntools: {a: {capabilities: [ads], status: planned}}", "false", ["tools"], []),
        # A status of none is no other one than is meant where none is given.
        ("complete: [tools]\ntools: {a: {capabilities: [ads], status: none}}", "true", FACTS, []),
        ("tools: {a: {capabilities: [ads], status: retiring}}", "true", FACTS, []),
        (
            "complete: [tools]\ntools: {a: {capabilities: [ads], status: unknown}}",
            "unknown",
            [*FACTS, "tools"],
            ["tools.a.status"],
        ),
    ],
)
def test_whether_there_is_some_element_depends_on_whether_the_list_is_whole(judged, text, truth, facts, missing):
    assert judged(ADS, text, "stack") == (truth, facts, missing)
    opposite = {"true": "false", "false": "true", "unknown": "unknown", "false as listed": "true as listed"}
    assert judged(ADS.replace("some", "no"), text, "stack") == (opposite[truth], facts, missing)


FLOW = "{some: {flow: {signals: {any: [opt_out]}}}}"


@pytest.mark.parametrize(
    ("complete", "truth", "missing"),
    [
        ("[flows, tools]", "false", []),
        ("[flows]", "false as listed", ["complete.tools"]),
        ("[tools]", "false as listed", ["complete.flows"]),
        ("[]", "false as listed", ["complete.flows", "complete.tools"]),
    ],
)
def test_a_tool_that_nobody_listed_may_bring_a_flow(judged, complete, truth, missing):
    text = f"complete: {complete}\ntools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, signals: none}}]"
    assert judged(FLOW, text, "stack") == (truth, ["flows"], missing)


@pytest.mark.parametrize(
    ("tools", "flow", "truth", "missing"),
    [
        ("a: {}, b: {}", "", "true", []),
        ("a: {}, b: {status: planned}", "", "false", []),
        ("a: {status: retiring}, b: {}", "", "true", []),
        ("a: {}, b: {}", "status: paused", "false", []),
        ("a: {}, b: {}", "status: unknown", "unknown", ["flows.a->b.status"]),
        ("a: {status: unknown}, b: {}", "", "unknown", ["tools.a.status"]),
        ("a: {status: unknown}, b: {status: planned}", "status: unknown", "false", []),
        (
            "a: {status: unknown}, b: {status: unknown}",
            "status: unknown",
            "unknown",
            ["flows.a->b.status", "tools.a.status", "tools.b.status"],
        ),
    ],
)
def test_a_flow_runs_where_both_its_ends_do(judged, tools, flow, truth, missing):
    fields = f"from: a, to: b, signals: [opt_out]{', ' if flow else ''}{flow}"
    text = f"complete: [tools, flows]\ntools: {{{tools}}}\nflows: [{{{fields}}}]"
    found = judged(FLOW, text, "stack")
    assert (found.truth, found.missing) == (truth, missing)


def test_a_person_is_there_where_listed_whatever_is_said_of_them(judged):
    text = "complete: [people]\npeople: {ann: {status: unknown, team: none}}"
    found = judged("{some: {person: {team: none}}}", text, "stack")
    assert found == ("true", ["people.ann", "people.ann.team"], [])


def test_a_gap_is_what_was_stated_so_that_there_is_no_other(judged):
    text = "tools: {a: {}, b: {}}\n"
    assert judged("{no: {gap: {signal: opt_out}}}", text, "stack") == ("true", ["gaps"], [])
    gaps = "gaps: [{signal: opt_out, from: a, to: b}]"
    assert judged("{some: {gap: {signal: opt_out}}}", text + gaps, "stack").truth == "true"


@pytest.mark.parametrize(
    ("processes", "truth", "facts", "missing"),
    [
        ("{}", "true as listed", ["processes"], ["complete.processes"]),
        ("{triage: none}", "true", ["processes.triage"], []),
        ("{triage: unknown}", "unknown", ["processes.triage"], ["processes.triage", "complete.processes"]),
        ("{triage: {}}", "false", ["processes.triage", "processes.triage.kind"], []),
        ("{inbox: {kind: triage}}", "false", ["processes.inbox", "processes.inbox.kind"], []),
        ("{triage: none, inbox: {kind: triage}}", "false", ["processes.inbox", "processes.inbox.kind", "processes.triage"], []),
        ("{triage: {kind: intake}}", "true as listed", ["processes"], ["complete.processes"]),
    ],
)  # fmt: skip
def test_a_process_may_be_stated_not_to_exist(judged, processes, truth, facts, missing):
    found = judged("{no: {process: {kind: triage}}}", f"processes: {processes}", "stack")
    assert found == (truth, facts, missing)


def test_of_several_kinds_of_processes_none_can_be_stated_not_to_exist(judged):
    text = "processes: {triage: none, intake: none}"
    found = judged("{no: {process: {kind: [triage, intake]}}}", text, "stack")
    assert found == ("true as listed", ["processes"], ["complete.processes"])


# -- the element outside ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "truth", "missing"),
    [
        ("owner: ops", "owner: ops", "true", []),
        ("owner: ops", "owner: dev", "false", []),
        ("owner: none", "owner: none", "false", []),
        ("owner: ops", "owner: none", "false", []),
        ("owner: none", "owner: ops", "false", []),
        ("owner: ops", "", "unknown", ["tools.b.owner"]),
        ("", "owner: ops", "unknown", ["tools.a.owner"]),
        ("", "owner: none", "false", []),
        ("owner: none", "", "false", []),
        ("owner: unknown", "owner: unknown", "unknown", ["tools.b.owner"]),
    ],
)
def test_an_element_is_compared_with_the_one_outside(judged, one, other, truth, missing):
    condition = "{some: {tool: {built: vendor, owner: {same: owner}}}}"
    text = f"complete: [tools]\nteams: {{ops: {{}}, dev: {{}}}}\ntools: {{a: {{built: in_house, {one}}}, b: {{built: vendor, {other}}}}}"
    found = judged(condition, text)
    assert (found.truth, found.missing) == (truth, missing)


@pytest.mark.parametrize(
    ("mine", "theirs", "truth"),
    [
        ("[ops, dev]", "[dev]", "true"),
        ("[ops]", "[dev]", "false"),
        ("[ops, more]", "[dev]", "unknown"),
        ("[ops]", "[dev, more]", "unknown"),
        ("[ops, more]", "[ops, more]", "true"),
        ("[]", "[dev, more]", "false"),
        ("[ops, more]", "[]", "false"),
        ("none", "[ops]", "false"),
        ("unknown", "[]", "false"),
    ],
)
def test_lists_are_the_same_where_they_share_an_item(judged, mine, theirs, truth):
    condition = "{some: {tool: {built: vendor, teams: {same: teams}}}}"
    tools = f"{{a: {{built: in_house, teams: {mine}}}, b: {{built: vendor, teams: {theirs}}}}}"
    text = f"complete: [tools]\nteams: {{ops: {{}}, dev: {{}}}}\ntools: {tools}"
    assert judged(condition, text).truth == truth


@pytest.mark.parametrize(
    "before",
    [
        "x: {built: vendor, owner: ops, status: planned}",
        "x: {built: vendor, owner: none}",
        "x: {built: vendor, owner: unknown}",
        "x: {built: vendor}",
        "x: {built: vendor, owner: dev}",
        "x: {built: in_house, owner: ops}",
        "x: {built: unknown, owner: ops}",
    ],
)
def test_what_shares_a_value_is_found_whatever_stands_before_it(judged, before):
    condition = "{some: {tool: {built: vendor, owner: {same: owner}}}}"
    text = f"teams: {{ops: {{}}, dev: {{}}}}\ntools: {{a: {{owner: ops}}, {before}, v: {{built: vendor, owner: ops}}}}"
    assert judged(condition, text) == ("true", ["tools.v", "tools.v.built", "tools.v.owner", "tools.a.owner"], [])


@pytest.mark.parametrize(
    "before", ["x: {teams: []}", "x: {teams: [ops, more]}", "x: {teams: none}", "x: {teams: [dev]}"]
)
def test_what_shares_an_item_is_found_whatever_stands_before_it(judged, before):
    condition = "{some: {tool: {built: vendor, teams: {same: teams}}}}"
    text = (
        f"teams: {{ops: {{}}, dev: {{}}}}\ntools: {{a: {{teams: [ops]}}, {before}, v: {{built: vendor, teams: [ops]}}}}"
    )
    assert judged(condition, text).truth == "true"


def test_of_several_items_each_element_that_has_one_is_looked_at(judged):
    condition = "{some: {tool: {built: vendor, teams: {same: teams}}}}"
    tools = "a: {built: in_house, teams: [ops, dev]}, v: {built: vendor, teams: [ops]}, x: {built: in_house, teams: [dev, ops]}"
    text = f"teams: {{ops: {{}}, dev: {{}}}}\ntools: {{{tools}}}"
    assert judged(condition, text).facts == ["tools.v", "tools.v.built", "tools.v.teams", "tools.a.teams"]


def test_a_gap_is_found_by_where_it_comes_from(judged):
    text = "tools: {a: {}, b: {}}\ngaps: [{signal: opt_out, from: a, to: b}]"
    assert judged("{some: {gap: {from: {same: id}}}}", text, "tools.a").truth == "true"
    assert judged("{some: {gap: {from: {same: id}}}}", text, "tools.b").truth == "false"


def test_of_a_flow_both_ways_the_status_of_its_ends_is_asked_in_the_order_in_which_they_are_named(judged):
    text = (
        "complete: [tools, flows]\ntools: {a: {status: unknown}, b: {status: unknown}}\n"
        "flows: [{between: [b, a], signals: [opt_out]}]"
    )
    assert judged(FLOW, text, "stack").missing == ["tools.b.status", "tools.a.status"]


def test_where_more_than_one_value_is_compared_each_element_has_its_own_answer(judged):
    condition = "{some: {tool: {owner: {same: owner}, built: {same: built}, status: retiring}}}"
    tools = (
        "a: {owner: ops, built: vendor}, b: {owner: ops, built: in_house}, c: {owner: ops, built: agency}, "
        "v: {owner: ops, built: vendor, status: retiring}, w: {owner: ops, built: agency, status: retiring}"
    )
    text = f"complete: [tools]\nteams: {{ops: {{}}}}\ntools: {{{tools}}}"
    assert [judged(condition, text, f"tools.{one}").truth for one in "abc"] == ["true", "false", "true"]


def test_what_is_part_of_nothing_shares_nothing_and_is_not_asked(judged):
    condition = "{some: {tool: {built: vendor, part_of: {same: part_of}}}}"
    text = "complete: [tools]\ntools: {s: {built: agency}, a: {built: agency, part_of: s}, x: {built: vendor}, v: {part_of: s, built: %s}}"
    assert judged(condition, text % "in_house") == ("false", ["tools"], [])
    assert judged(condition, text % "vendor").truth == "true"
    assert judged(condition, text % "vendor", "tools.x").truth == "false"


def test_where_a_flow_comes_from_a_form_only_the_status_of_its_tool_is_asked(judged):
    text = (
        "complete: [tools, flows]\ntools: {a: {status: unknown}, b: {}}\ncapture_points: {p: {}}\n"
        "flows: [{from: p, to: a, signals: [opt_out]}]"
    )
    found = judged(FLOW, text, "stack")
    assert (found.truth, found.missing) == ("unknown", ["tools.a.status"])


@pytest.mark.parametrize(
    ("flows", "truth"),
    [
        ("{from: b, to: a}", "false"),
        ("{from: a, to: b}", "true"),
        ("{between: [b, a]}", "false"),
        ("{from: a, to: b}, {id: back, from: b, to: a}", "false"),
    ],
)
def test_a_tool_that_nothing_flows_into_is_found(judged, flows, truth):
    text = f"complete: [tools, flows]\ntools: {{a: {{}}, b: {{}}}}\nflows: [{flows}]"
    assert judged("{no: {flow: {to: {same: id}}}}", text).truth == truth


def test_a_flow_both_ways_is_the_same_as_either_of_its_ends(judged):
    text = "complete: [tools]\ntools: {a: {built: in_house}, b: {built: in_house}, c: {built: vendor}}\nflows: [{between: [a, b]}]"
    assert judged("{some: {tool: {id: {same: to}, built: in_house}}}", text, "flows.a<->b").truth == "true"
    assert judged("{some: {tool: {id: {same: to}, built: vendor}}}", text, "flows.a<->b").truth == "false"


def test_a_record_of_the_element_outside_that_is_left_out_is_the_same_as_nothing(judged):
    found = judged("{some: {tool: {id: {same: part_of}}}}", "complete: [tools]\ntools: {a: {}, b: {}}")
    assert found == ("false", ["tools"], [])
    text = "complete: [tools]\ntools: {a: {part_of: b}, b: {}}"
    assert judged("{some: {tool: {id: {same: part_of}}}}", text).facts == ["tools.b", "tools.a.part_of"]


def test_the_element_outside_stays_the_same_behind_a_reference(judged):
    condition = "{some: {flow: {to: {owner: {same: owner}}}}}"
    text = (
        "complete: [tools, flows]\nteams: {ops: {}, dev: {}}\n"
        "tools: {a: {owner: ops}, b: {owner: ops}, c: {owner: dev}}\nflows: [{from: c, to: b}]"
    )
    assert judged(condition, text, "tools.a").truth == "true"
    assert judged(condition, text, "tools.c").truth == "false"


def test_the_element_outside_may_be_a_section_or_a_promise(judged):
    text = "complete: [tools]\ncompany: {brands: [north]}\ntools: {a: {brand: [north]}}"
    found = judged("{company: {some: {tool: {brand: {same: brands}}}}}", text, "stack")
    assert found == ("true", ["tools.a", "tools.a.brand", "company.brands"], [])
    found = judged("{company: {some: {tool: {brand: {same: brands}}}}}", text.replace("brands: [north]", ""), "stack")
    assert found.missing == ["company.brands"]
    text = "complete: [tools]\nroadmap: {items: {mail: {}}}\nteams: {ops: {}}\ntools: {a: {owner: ops}}"
    found = judged("{some: {tool: {owner: {same: owner}}}}", text, "roadmap.items.mail")
    assert (found.truth, found.missing) == ("unknown", ["roadmap.items.mail.owner"])


def test_the_element_outside_of_an_inner_some_is_the_nearer_one(judged):
    condition = "{some: {tool: {built: vendor, some: {flow: {from: {same: id}}}}}}"
    text = "complete: [tools, flows]\ntools: {a: {built: in_house}, b: {built: vendor}}\nflows: [{from: a, to: b}]"
    assert judged(condition, text).truth == "false"
    assert judged(condition, text.replace("from: a, to: b", "from: b, to: a")).truth == "true"


# -- for any condition --------------------------------------------------------------------------------------------------

_FIELDS = st.sampled_from(
    [
        {"built": "in_house"},
        {"owner": "none"},
        {"owner": {"status": "left"}},
        {"capabilities": {"any": ["crm"]}},
        {"capabilities": {"within": "company.core_competencies"}},
        {"maintainers": {"count": {"fewer_than": 2}}},
        {"some": {"flow": {"to": {"same": "id"}, "signals": {"any": ["opt_out"]}}}},
        {"no": {"tool": {"owner": {"same": "owner"}, "built": "vendor"}}},
    ]
)
_CONDITIONS = st.recursive(
    _FIELDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all_of": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any_of": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)
_TOOLS = st.fixed_dictionaries(
    {},
    optional={
        "built": st.sampled_from(["in_house", "vendor", "unknown", "none"]),
        "owner": st.sampled_from(["ann", "ops", "none", "unknown"]),
        "capabilities": st.sampled_from(["[crm]", "[cms, more]", "[]", "unknown"]),
        "maintainers": st.sampled_from(["[ann]", "[ann, bob]", "[ann, more]"]),
        "status": st.sampled_from(["active", "planned", "unknown"]),
    },
)


def _stack(one, other, complete, signals):
    fields = ["{" + ", ".join(f"{key}: {value}" for key, value in tool.items()) + "}" for tool in (one, other)]
    return load_text(
        f"{HEAD}complete: [{', '.join(complete)}]\ncompany: {{core_competencies: [crm, more]}}\nteams: {{ops: {{}}}}\n"
        f"people: {{ann: {{status: left}}, bob: {{}}}}\ntools: {{a: {fields[0]}, b: {fields[1]}}}\n"
        f"flows: [{{from: b, to: a, signals: {signals}}}]"
    )


@given(
    _CONDITIONS,
    _TOOLS,
    _TOOLS,
    st.sets(st.sampled_from(["tools", "flows"])).map(sorted),
    st.sampled_from(["[opt_out]", "none", "unknown", "[spend, more]"]),
)
def test_judging_quickly_and_with_a_trace_say_the_same_and_what_is_open_is_asked(
    condition, one, other, complete, signals
):
    compiler = Compiler({})
    compiled = compiler.condition("tool", condition, ())
    assert compiler.mistakes == []
    stack = _stack(one, other, complete, signals)
    shared = Scope(stack)
    for tool in stack.tools.values():
        trace = Trace()
        truth = compiled(tool, Scope(stack), None)
        assert compiled(tool, Scope(stack), trace) == truth
        assert compiled(tool, shared, None) == truth  # whichever was judged before
        assert trace.facts
        if truth not in {TRUE, FALSE}:
            assert trace.missing


# -- what nearly was there ------------------------------------------------------------------------------------------------

TRIAGE = "{no: {process: {kind: triage, scale: {count: {at_least: 3}}, response_targets: true}}}"


def test_what_is_of_the_sort_that_was_sought_is_shown_with_what_it_lacks(judged):
    text = "complete: [processes]\nprocesses: {triage: {scale: [a, b], response_targets: none}, intake: {}}"
    found = judged(TRIAGE, text, "stack")
    assert found.facts == [
        "processes", "processes.triage", "processes.triage.scale", "processes.triage.response_targets"
    ]  # fmt: skip


def test_what_misses_a_condition_by_one_part_alone_is_shown(judged):
    condition = "{no: {metric: {used_as: kpi, kind: revenue, scope: company}}}"
    metrics = (
        "near: {used_as: kpi, kind: revenue, scope: campaign}, far: {used_as: kpi, kind: volume, scope: campaign}, "
        "open: {used_as: kpi, scope: campaign}"
    )
    found = judged(condition, f"complete: [metrics]\nmetrics: {{{metrics}}}", "stack")
    assert found.facts == ["metrics", "metrics.near", "metrics.near.scope"]


def test_what_is_looked_at_from_an_element_is_only_near_where_it_shares_the_value(judged):
    condition = "{some: {metric: {kind: revenue, owner: {same: owner}}}}"
    text = "complete: [metrics]\nteams: {x: {}, y: {}}\ntools: {a: {owner: %s}}\n"
    text += "metrics: {same: {kind: volume, owner: x}, other: {kind: volume, owner: y}}"
    assert judged(condition, text % "x").facts == ["metrics", "metrics.same", "metrics.same.kind"]
    assert judged(condition, text % "unknown").facts == ["metrics"]


def test_an_element_is_not_near_to_itself(judged):
    condition = "{no: {metric: {kind: revenue, goal: {same: goal}}}}"
    text = "complete: [metrics]\ngoals: {x: {}}\nmetrics: {a: {kind: volume, goal: x}, b: {kind: volume, goal: x}}"
    assert judged(condition, text, "metrics.a").facts == ["metrics", "metrics.b", "metrics.b.kind"]


def test_of_tools_and_of_conditions_of_one_part_nothing_near_is_shown(judged):
    found = judged(
        "{no: {tool: {built: vendor, owner: none}}}",
        "complete: [tools]\ntools: {a: {built: vendor, owner: x}}\nteams: {x: {}}",
        "stack",
    )
    assert found.facts == ["tools"]
    found = judged("{no: {metric: {kind: revenue}}}", "complete: [metrics]\nmetrics: {a: {kind: volume}}", "stack")
    assert found.facts == ["metrics"]


def test_a_dozen_near_ones_are_enough(judged):
    metrics = ", ".join(f"m{number}: {{used_as: kpi, kind: volume}}" for number in range(30))
    found = judged(
        "{no: {metric: {used_as: kpi, kind: revenue}}}", f"complete: [metrics]\nmetrics: {{{metrics}}}", "stack"
    )
    assert len([fact for fact in found.facts if fact.endswith(".kind")]) == 12


def test_where_a_section_does_not_exist_that_is_the_fact_and_not_what_is_said_of_it(judged):
    condition = "{not: {events: {within: tracking_plan.events}}}"
    metrics = "metrics: {a: {events: [sale]}}\n"
    assert judged(condition, metrics + "tracking_plan: none", "metrics.a").facts == [
        "metrics.a.events",
        "tracking_plan",
    ]
    found = judged(condition, metrics + "tracking_plan: {events: [visit]}", "metrics.a")
    assert found.facts == ["metrics.a.events", "tracking_plan.events"]


def test_the_items_that_are_looked_at_may_stand_in_a_parameter(judged, mistakes):
    condition = "{capabilities: {of: $jobs, within: company.core_competencies}}"
    text = "company: {core_competencies: [form]}\ntools: {a: {capabilities: [website, form]}}"
    assert judged(condition, text, parameters={"jobs": ("form", "esp")}).truth == "true"
    assert judged(condition, text, parameters={"jobs": ("website",)}).truth == "false"
    assert mistakes(condition) == [("capabilities.of", "the rule has no parameter 'jobs'", None)]


# -- what is denied, and what a parameter stands for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "text", "truth"),
    [
        ("{owner: {not: none}}", "owner: x", "true"),
        ("{owner: {not: none}}", "owner: none", "false"),
        ("{owner: {not: none}}", "name: A", "unknown"),
        ("{owner: {not: [none, x]}}", "owner: x", "false"),
        ("{contract: {not: {plan: free}}}", "contract: {plan: paid}", "true"),
        ("{contract: {not: {plan: free}}}", "contract: {plan: free}", "false"),
        ("{contract: {not: {plan: free}}}", "contract: none", "true"),
        ("{built: $own}", "built: agency", "true"),
        ("{built: $own}", "built: vendor", "false"),
        ("{built: {not: $first}}", "built: in_house", "false"),
        ("{monitored: [true, none]}", "monitored: {every: 1h}", "true"),
        ("{monitored: [none, false]}", "monitored: {every: 1h}", "false"),
        ("{monitored: [none, false]}", "monitored: no", "true"),
    ],
)
def test_a_test_may_be_denied_and_a_parameter_stands_for_its_value(judged, condition, text, truth):
    parameters = {"own": ("in_house", "agency"), "first": "in_house"}
    assert judged(condition, f"teams: {{x: {{}}}}\ntools: {{a: {{{text}}}}}", parameters=parameters).truth == truth


@pytest.mark.parametrize(
    ("text", "truth"), [("tracking_plan: none", "false"), ("tracking_plan: {url: wiki}", "true"), ("", "unknown")]
)
def test_that_a_section_is_not_stated_to_be_missing_may_be_asked(judged, text, truth):
    assert judged("{tracking_plan: {not: none}}", text, "stack").truth == truth


def test_elements_with_a_value_come_in_the_order_of_the_file_whatever_stands_beside_it():
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\nteams: {a: {}, b: {}}\n"
        "tools: {one: {teams: [a]}, two: {teams: [b, a]}, three: {teams: [a]}}\n"
    )
    found, unsure = Scope(stack).matching("tool", "teams", "a")
    assert [element.id for element, _ in found] == ["one", "two", "three"]
    assert unsure == []
