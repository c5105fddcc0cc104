"""The sections of the page: what each shows of an audit."""

from __future__ import annotations

import re
from math import inf

import pytest

import stackaudit
from stackaudit.errors import Place
from stackaudit.finding import Evidence, Hop, Missing, Origin, Outcome, RuleResult, Severity, Unknown
from stackaudit.load import load_text
from stackaudit.model.values import DAY, HOUR, UNKNOWN
from stackaudit.outputs.html import to_html, values_of
from stackaudit.outputs.html.wording import basis_in_words, cadence, delay, monitoring, said
from stackaudit.outputs.notebook import to_notebook

TOOLS = "tools: {a: {name: Alpha}, b: {name: Beta}}\n"


def many(make, count, rule="GRA-01"):
    """An audit with so many findings of one rule."""
    tools = "tools:\n" + "".join(f"  t{number}: {{}}\n" for number in range(count))
    return make.found(
        tools,
        lambda audit: [
            make.finding(audit, rule, f"tools.t{number}", [("tools", f"t{number}", "owner")]) for number in range(count)
        ],
    )


def described(make, text, where, **changes):
    """The first card of an audit with one finding."""
    audit = make.found(text, lambda audit: [make.finding(audit, "GRA-01", where, **changes)])
    return values_of(audit)["levels"][0].causes[0].blocks[0].cards[0]


def test_every_finding_is_in_the_page_however_many_there_are(make, read):
    audit = many(make, 40)
    found = read(to_html(audit))
    for finding in audit.findings:
        assert finding.message in found.lines
        assert finding.id in found.ids


def test_the_address_of_a_finding_is_its_id_where_that_can_be_one(make, read):
    audit = make.found(
        TOOLS,
        lambda audit: [
            make.finding(audit, "GRA-01", "tools.a", id=f"GRA-01:{end}")
            for end in ("flows.a->b", "tools.a b", "tools.é", "+".join(["tools.long"] * 40))
        ],
    )
    found = read(to_html(audit))
    kept, *made = (one for one in found.ids if "GRA-01" in one and not one.startswith("rule-"))
    assert kept == "GRA-01:flows.a->b"
    assert "#GRA-01:flows.a-%3Eb" in found.links
    assert [one.startswith("finding-GRA-01-tools-a") for one in made] == [True, False, False]
    assert max(map(len, made)) < 100
    assert all(one.startswith("finding-GRA-01-tools-") for one in made)


def test_all_is_open_in_a_short_report_and_the_worst_alone_in_a_long_one(make):
    def opened(count):
        page = to_html(many(make, count))
        return page.count("data-cause open>"), len(re.findall(r'<details class="finding"[^>]* open>', page))

    assert opened(15) == (15, 15)
    assert opened(16) == (1, 1)


def test_findings_stand_by_cause_the_worst_first_then_by_rule_with_what_is_proved_first(make):
    def find(audit):
        return [
            make.finding(audit, "GRA-02", "tools.a", severity=Severity.P2),
            make.finding(audit, "GRA-01", "tools.a", severity=Severity.P2, outcome=Outcome.SUSPECTED, id="GRA-01:2"),
            make.finding(audit, "GRA-01", "tools.a", severity=Severity.P2),
            make.finding(audit, "STR-13", "tools.b", severity=Severity.P1, outcome=Outcome.SUSPECTED),
            make.finding(audit, "GRA-01", "tools.b", severity=Severity.P3),
        ]

    levels = values_of(make.found(TOOLS, find))["levels"]
    assert [(level.severity, level.proved, level.suspected) for level in levels] == [("P1", 1, 1), ("P2", 2, 1)]
    worst, other = (level.causes[0] for level in levels)
    assert (worst.title, worst.row, worst.findings) == ("Beta", "tool-row-b", 2)
    assert [(one.severity, one.count, one.proved) for one in worst.counts] == [("P1", 1, False), ("P3", 1, True)]
    assert [(block.rule.id, [card.proved for card in block.cards]) for block in other.blocks] == [
        ("GRA-01", [True, False]),
        ("GRA-02", [True]),
    ]


def test_the_anchor_of_a_finding_stays_when_others_come_and_lines_move(make):
    def one(text, count):
        audit = make.found(
            text, lambda audit: [make.finding(audit, "GRA-01", f"tools.{name}") for name in ("b", "a")[:count]]
        )
        causes = values_of(audit)["levels"][0].causes
        return {card.id: card.anchor for cause in causes for card in cause.blocks[0].cards}

    assert one("# a remark\n" + TOOLS, 2)["GRA-01:tools.b"] == one(TOOLS, 1)["GRA-01:tools.b"]


def test_what_all_findings_of_a_rule_cost_is_said_once(make, read):
    def find(audit, other):
        return [
            make.finding(audit, "GRA-01", "tools.a", topic=topic, id=f"GRA-01:tools.a:{topic}", impact=impact)
            for topic, impact in (("email", "What GRA-01 costs"), ("sms", other))
        ]

    same = read(to_html(make.found(TOOLS, lambda audit: find(audit, "What GRA-01 costs"))))
    differing = read(to_html(make.found(TOOLS, lambda audit: find(audit, "Something else"))))
    assert same.lines.count("For leadership:") == 1
    assert differing.lines.count("For leadership:") == 2


def test_evidence_names_file_and_line_without_folders_and_who_says_so(make):
    card = described(
        make,
        TOOLS,
        "tools.a",
        evidence=(
            Evidence(
                "tools.a.status", "active", Origin.MODEL, Place("/home/me/stack.yaml", 3, 1, 3, 2), "Anna", "told"
            ),
            Evidence(
                "tools.a.sends", "[email]", Origin.STATED, Place("/home/me/stack.yaml", 7, 1, 7, 2), "Anna", "observed"
            ),
            Evidence("tools.a.built", "vendor", Origin.CATALOGUE, None, "Anna", "told"),
        ),
    )
    assert [(fact.path, fact.where, fact.origin, fact.source, fact.basis) for fact in card.facts] == [
        ("tools.a.sends", "stack.yaml:7", "stated", "Anna", "seen in the tool itself, in a log or in a contract"),
        ("tools.a.built", "", "product catalogue", "", ""),
        ("tools.a.status", "stack.yaml:3", "assumed unless stated otherwise", "", ""),
    ]


def test_more_facts_than_are_listed_are_told_in_a_row_of_their_own(make, read):
    audit = make.found(
        TOOLS,
        lambda audit: [
            make.finding(audit, "GRA-01", "tools.a", evidence=(Evidence("", "7 more facts of the same kinds"),))
        ],
    )
    found = read(to_html(audit))
    assert ("td", {"colspan": "4"}) in found.elements
    assert "7 more facts of the same kinds" in found.lines


def test_a_stack_that_no_file_holds_has_evidence_without_places(make, read):
    audit = make.plain(tools={"a": {}, "b": {}}, flows=[{"from": "a", "to": "b"}])
    hop = Hop("flows.a->b", "a", "b", "", 0, 0)
    finding = make.finding(audit, "GRA-01", "tools.a", [("tools", "a", "owner")], path=(hop,))
    audit = type(audit)(audit.stack, audit.graph, {"GRA-01": make.rule()}, (RuleResult("GRA-01", (finding,)),), ())
    found = read(to_html(audit))
    assert found.lines.count("no file") == 1
    assert "within the tool" in found.text
    assert "Description" not in found.lines


def test_a_path_tells_each_step_with_its_worst_delay_and_the_sum(make):
    flows = "  - {from: a, to: b}\n  - {id: back, from: b, to: a}\n"
    card = described(
        make,
        f"{TOOLS}flows:\n{flows}",
        "tools.a",
        path=(
            Hop("flows.a->b", "a", "b", "csv_manual", 7 * DAY, 7 * DAY),
            Hop("tools.b.send_gate", "b", "a", "send_gate", 0, 0),
            Hop("flows.back", "b", "a", "api", HOUR, inf, Place("elsewhere.yaml", 99, 1, 99, 2)),
        ),
    )
    assert [(step.number, step.source, step.target, step.method, step.delay, step.where) for step in card.steps] == [
        (1, "Alpha", "Beta", "CSV by hand", "7 days", "stack.yaml:5"),
        (2, "Beta", "Alpha", "send gate", "at once", "stack.yaml:3"),
        (3, "Beta", "Alpha", "API", "1 hour or more", "elsewhere.yaml:99"),
    ]
    assert card.total == "7 days or more"


def test_a_suspicion_leads_to_the_questions_that_would_settle_it(make, read):
    missing = (Missing(("complete", "flows")), Missing(("tools", "a", "sends")))
    audit = make.found(
        TOOLS,
        lambda audit: [
            make.finding(audit, "GRA-01", "tools.a", outcome=Outcome.SUSPECTED, missing=missing),
            make.finding(audit, "GRA-02", "tools.a", missing=missing[1:]),
        ],
    )
    found = read(to_html(audit))
    assert "What would prove or refute it:" in found.lines
    assert "Could be worse. What would tell:" in found.lines
    assert found.links.count("#question-complete-flows--" + found_hash("complete.flows")) == 1
    assert found.links.count("#question-tool-sends--" + found_hash("tool.sends")) == 2


def found_hash(text):
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:8]


def test_the_three_that_matter_most_are_of_three_rules_and_proved_before_suspected(make):
    def find(audit):
        return [
            make.finding(audit, "AAA-01", "tools.a", severity=Severity.P1, outcome=Outcome.SUSPECTED),
            make.finding(audit, "BBB-01", "tools.a", severity=Severity.P2),
            make.finding(audit, "BBB-01", "tools.b", severity=Severity.P2),
            make.finding(audit, "CCC-01", "tools.a", severity=Severity.P4, impact=""),
            make.finding(audit, "DDD-01", "tools.a", severity=Severity.P5, outcome=Outcome.SUSPECTED),
        ]

    audit = make.found(TOOLS, find)
    first = values_of(audit)["leadership"].first
    shown = [(one.severity, one.proved, one.title, one.impact, one.more) for one in first]
    assert shown == [
        ("P2", True, "Title of BBB-01", "What BBB-01 costs", 1),
        ("P4", True, "Title of CCC-01", "", 0),
        ("P1", False, "Title of AAA-01", "What AAA-01 costs", 0),
    ]


@pytest.mark.parametrize(("count", "heading"), [(1, "this"), (2, "these two"), (3, "these three"), (4, "these three")])
def test_the_heading_counts_what_to_do_first(make, read, count, heading):
    audit = make.found(
        TOOLS, lambda audit: [make.finding(audit, f"AAA-0{number}", "tools.a") for number in range(count)]
    )
    assert f"Do {heading} first" in read(to_html(audit)).lines


def test_an_audit_without_findings_says_what_that_is_worth(make, read):
    found = read(to_html(make.audit(TOOLS, [RuleResult("GRA-01", clear=("tools.a",))])))
    assert (
        "Of 2 tools and 0 data flows, the facts prove no red flag. Nothing has to be mended for what is known today. "
        "Of what the rules ask, 100 % is known, and no rule has a question left."
    ) in found.text
    assert "There is none. All that the rules ask for is known." in found.text
    unknown = Unknown("tools.a", (Missing(("tools", "a", "owner")),))
    asked = read(to_html(make.audit(TOOLS, [RuleResult("STK-06", unknown=(unknown,))])))
    assert "There is none. That says something only of what is known" in asked.text
    assert "The rules have none: every fact that they ask for is known." in found.text
    assert "headlines" not in found.ids


def test_an_empty_stack_is_reported_without_a_stumble(make, read):
    found = read(to_html(make.audit("")))
    assert found.faults == []
    assert "No tool is described." in found.lines
    assert "No data flow is described." in found.lines
    assert "Marketing stack" in found.lines
    assert "No list is said to be whole." in found.text
    assert "No rule that was run judges by a figure or a legal limit." in found.lines


def test_a_list_that_is_wholly_known_leaves_nothing_partial(make, read):
    lists = "teams, people, goals, tools, capture_points, flows, processes, automations, metrics, reports, sending_domains, requests, risks, communications"
    assert "All others may be partial" not in read(to_html(make.audit(f"complete: [{lists}]\n"))).text


def test_a_client_stands_above_the_company(make, read):
    found = read(to_html(make.audit("company: {name: Northwind}\nreport: {client: Northwind Holding}\n")))
    assert found.lines[0] == "Marketing stack audit: Northwind Holding"
    assert found.lines[found.lines.index("Company") + 1] == "Northwind"
    assert "Prepared by" not in found.lines


def test_the_inventory_tells_unknown_from_unstated_from_none(make):
    tools = """\
tools:
  a: {owner: none, terms: unknown, cost: none, capabilities: [crm, more], status: unknown}
  b: {product: none, built: agency, terms: joint}
  c: {product: own}
  d: {built: in_house, owner: team, capabilities: [magic]}
  e: {product: mailchimp}
products: {own: {name: Our product}}
capabilities: {magic: {name: wonders}}
teams: {team: {name: The team}}
"""
    rows = {row.id: row for row in values_of(make.audit(tools))["tools"]}
    first = rows["a"]
    assert [
        (one.text, one.kind) for one in (first.owner, first.terms, first.cost, first.capabilities, first.status)
    ] == [
        ("nobody", "none"),
        ("company cannot say", "unknown"),
        ("free of charge", "none"),
        ("customer relationship management and others", "stated"),
        ("company cannot say", "unknown"),
    ]
    assert {name: row.product.text for name, row in rows.items()} == {
        "a": "product not stated",
        "b": "no product",
        "c": "Our product",
        "d": "built in house",
        "e": "Mailchimp",
    }
    assert rows["b"].terms.text == "joint-controller agreement"
    assert rows["d"].owner.text == "The team"
    assert rows["d"].capabilities.text == "wonders"


def test_what_tools_in_use_cost_a_year_is_summed_by_currency(make, read):
    tools = """\
tools:
  a: {cost: {amount: 1000, currency: eur, per: month}}
  b: {cost: {amount: 500, currency: usd}}
  c: {cost: {amount: 9000, currency: eur, per: once}}
  d: {cost: none}
  e: {}
  f: {status: retired, cost: {amount: 7, currency: eur}}
"""
    audit = make.audit(tools)
    assert "Known cost: 12,000 EUR and 500 USD a year, for 4 of 5." in read(to_html(audit)).text
    assert [row.yearly for row in values_of(audit)["tools"]] == ["12000", "500", "9000", "", "", "7"]
    assert "Known cost: none that recurs, for 1 of 1." in read(to_html(make.audit("tools: {a: {cost: none}}\n"))).text


def test_a_tool_leads_to_its_findings_and_counts_those_beyond_six(make, read):
    audit = make.found(
        TOOLS,
        lambda audit: [
            make.finding(audit, f"AAA-0{number}", "tools.a", outcome=Outcome.SUSPECTED if number else Outcome.FLAGGED)
            for number in range(8)
        ],
    )
    found = read(to_html(audit))
    assert found.lines.count("and 2 more") == 1
    assert found.lines.count("P1?") == 5 + 2 + 1 + 7  # in the row, to do first, beside the cause, and above each rule
    assert values_of(audit)["tools"][1].found.links == ()


def test_a_flow_tells_its_ends_carrier_state_and_contents(make):
    stack = """\
tools: {a: {name: Alpha}, b: {name: Beta}, z: {name: Zapper}}
capture_points: {footer: {name: Footer, tool: a}}
flows:
  - {between: [a, b], via: z, status: paused, takes: 2h, carries: [own, page_view], signals: ["opt_out:sms", spend]}
  - {from: footer, to: a, name: Footer link, carries: none, signals: none, takes: none, monitored: true}
data_classes: {own: {name: Our leads}}
"""
    back, link = values_of(make.audit(stack))["flows"]
    assert (back.name, back.via, back.status) == ("Alpha ↔ Beta", "Zapper", "paused")
    assert back.carries.text == "Our leads; views of pages, without a person"
    assert back.signals.text == "opt out (sms) and spend"
    assert back.takes.text == "2 hours"
    assert (link.name, link.via, link.carries.text, link.signals.text) == ("Footer link", "", "no data", "no signals")
    assert (link.takes.text, link.monitored.text) == ("nothing promised", "yes")


def test_long_inventories_are_folded(make, read):
    tools = "tools:\n" + "".join(f"  t{number}: {{}}\n" for number in range(61))
    flows = "flows:\n" + "".join(f"  - {{from: t{number}, to: t{number + 1}}}\n" for number in range(60))
    found = read(to_html(make.audit(tools + flows)))
    assert "All 61 tools" in found.lines
    assert "All 60 data flows" not in found.lines


def test_a_question_names_its_places_and_the_yaml_to_paste(make, read):
    count = 1_200
    tools = "tools:\n" + "".join(f"  t{number}: {{}}\n" for number in range(count))
    unknown = tuple(
        Unknown(f"tools.t{number}", (Missing(("tools", f"t{number}", "owner")),)) for number in range(count)
    )
    audit = make.audit(tools, [RuleResult("STK-06", unknown=unknown)])
    (question,) = values_of(audit)["questions"]
    assert question.about == "for 1,200 tools: t0, t1, t2 and 1,197 more"
    assert [place.path for place in question.places] == [f"tools.t{number}.owner" for number in range(1_000)]
    assert (question.more, question.more_lines) == (200, 2_004 - 400 + 400)
    found = read(to_html(audit))
    assert "and 200 more; the JSON output has them all" in found.text
    assert "owner: marketing" in found.text


def test_questions_of_few_places_name_them_all(make):
    results = [
        RuleResult(
            "STK-06",
            unknown=(Unknown("tools.a", (Missing(("tools", "a", "owner")), Missing(("tools", "b", "owner")))),),
        ),
        RuleResult(
            "MEA-01", unknown=(Unknown("stack", (Missing(("tracking_plan",)), Missing(("company", "regions")))),)
        ),
    ]
    audit = make.audit(TOOLS + "company: {name: Northwind}\n", results)
    assert {question.about for question in values_of(audit)["questions"]} == {
        "for 2 tools: Alpha and Beta",
        "",
        "for Northwind",
    }


def test_a_question_tells_the_answers_on_which_sources_disagree(make, read):
    disputed = "{a: {disputed: {owner: [{value: team, source: handbook}, {value: none, source: Anna}]}}, b: {}}"
    unknown = Unknown("tools.a", (Missing(("tools", "a", "owner")), Missing(("tools", "b", "owner"))))
    audit = make.audit(f"tools: {disputed}\nteams: {{team: {{}}}}\n", [RuleResult("STK-06", unknown=(unknown,))])
    assert read(to_html(audit)).text.count("Sources disagree: team (handbook); none (Anna)") == 1


@pytest.mark.parametrize(("collection", "around"), [("metrics", "{}"), ("roadmap.items", "{{items: {}}}")])
def test_the_fact_of_a_contradiction_is_the_answers_in_words(make, collection, around):
    """As YAML, with those on other fields, it is a text of braces that fills a column of a printed page."""
    element = "{name: Move, disputed: {goal: [{value: a, source: x}, {value: b}], owner: [{value: c}, {value: d}]}}"
    held = around.format(f"{{move: {element}}}")
    text = f"{collection.partition('.')[0]}: {held}\ngoals: {{a: {{}}, b: {{}}}}\npeople: {{c: {{}}, d: {{}}}}\n"

    def both(audit):
        facts = [(collection, "move", "disputed"), (collection, "move", "name")]
        yield make.finding(audit, "EVD-01", f"{collection}.move", facts, topic="goal")

    (level,) = values_of(make.found(text, both))["levels"]
    (card,) = level.causes[0].blocks[0].cards
    assert [fact.value for fact in card.facts] == ["goal: a (x); b (no source)", "Move"]


def test_questions_of_the_description_come_unanswered_first(make):
    stack = (
        "questions:\n  - {ask: One?, answer: Yes.}\n  - {ask: Two?, about: a, whom: Anna}\n"
        "  - {ask: Three?, about: growth}\n"
        f"goals: {{growth: {{name: Growth}}}}\n{TOOLS}"
    )
    assert [(one.ask, one.whom, one.about, one.answer) for one in values_of(make.audit(stack))["written"]] == [
        ("Two?", "Anna", "Alpha", ""),
        ("Three?", "", "growth", ""),
        ("One?", "", "", "Yes."),
    ]


REQUESTS = """\
teams: {sales: {name: Sales}}
goals: {keep: {name: More who stay}}
capacity: {available_hours: 60}
requests:
  down: {name: Form is down, severity: P1, from: sales, source: the mailbox, effort: 2}
  logo: {from: sales, effort: 4}
  banner: {severity: P5, goal: none}
"""


def test_requests_stand_by_what_to_do_with_them(make):
    section = values_of(make.audit(REQUESTS))["requests"]
    assert section.count == 3
    assert [(group.heading, group.ordered, [row.title for row in group.rows]) for group in section.groups] == [
        ("Take, in this order", True, ["Form is down"]),
        ("Ask first", False, ["logo"]),
        ("Decline", False, ["banner"]),
    ]
    taken, asked = (group.rows[0] for group in section.groups[:2])
    assert (taken.place, taken.severity, taken.about) == (1, "P1", "2 h, from Sales")
    assert [(fact.path, fact.value, fact.where, fact.source) for fact in taken.facts] == [
        ("requests.down.severity", "P1", "stack.yaml:7", "the mailbox"),
        ("requests.down.effort", "2", "stack.yaml:7", "the mailbox"),
    ]
    assert (asked.severity, asked.about) == ("", "not rated, 4 h, from Sales")
    assert next((one.whom, one.path) for one in asked.questions) == ("Sales", "requests.logo.severity")
    assert [one.path for one in section.questions] == ["processes.triage.may_decline", "complete.requests"]


def test_requests_are_a_section_of_their_own_where_some_wait(make, read):
    found = read(to_html(make.audit(REQUESTS)))
    assert "requests" in found.ids
    assert "#requests" in found.links
    assert "Left for the roadmap: 58 h, which is 96.7 % of them, while 1 request waits for an answer." in found.lines
    for text in (TOOLS, "requests: {a: {status: done}}\n"):
        without = read(to_html(make.audit(text)))
        assert "requests" not in without.ids
        assert "#requests" not in without.links


def test_a_log_of_many_requests_is_cut_in_the_page_and_says_so(make, read):
    lines = "".join(f"  r{number}: {{severity: P2, effort: 1}}\n" for number in range(502))
    found = read(to_html(make.audit(f"requests:\n{lines}")))
    assert "2 more are left out here; the JSON output has them all." in found.lines


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
def test_hostile_requests_are_text_in_the_page(make, read, name):
    import json

    quoted = json.dumps(name)
    text = f"goals: {{g: {{name: {quoted}}}}}\nteams: {{t: {{name: {quoted}}}}}\nrequests:\n"
    fields = f"name: {quoted}, from: t, severity: P4, objective: {quoted}, goal: g, effort: 1, source: {quoted}"
    page = to_html(make.audit(f"{text}  a: {{{fields}}}\n  b: {{name: {quoted}, from: t}}\n"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert name in read(page).text


def test_each_rule_stands_with_its_outcome_and_what_it_looked_at(make, read):
    results = [
        RuleResult(
            "AAA-01", clear=("tools.a+tools.b:email", "roadmap.items.welcome", "stack", "gaps.opt_out:a->b", "nothing")
        ),
        RuleResult("BBB-01", unknown=(Unknown("tools.a", (Missing(("tools", "a", "sends")),)),)),
        RuleResult("CCC-01", not_applicable=("tools.b",)),
        RuleResult("DDD-01", clear=tuple(f"tools.t{number}" for number in range(230))),
    ]
    rules = [*(make.rule(result.rule) for result in results), make.rule("EEE-01", alias_of=("AAA-01", "BBB-01"))]
    roadmap = "roadmap: {items: {welcome: {name: Welcome mails}}}\n"
    stack = f"{TOOLS}{roadmap}gaps:\n  - {{signal: opt_out, from: a, to: b}}\n"
    audit = make.audit(stack, results, rules)
    rows = values_of(audit)["rules"]
    assert [(row.rule.id, row.outcome_words) for row in rows] == [
        ("AAA-01", "clear"),
        ("BBB-01", "cannot be judged"),
        ("CCC-01", "not applicable"),
        ("DDD-01", "clear"),
        ("EEE-01", "see AAA-01 and BBB-01"),
    ]
    assert rows[0].clear.names == (
        "Alpha and Beta (email)",
        "Welcome mails",
        "the stack as a whole",
        "no opt out from Alpha to Beta",
        "nothing",
    )
    found = read(to_html(audit))
    assert "Clear (230)" in found.lines
    assert "and 30 more" in found.text


def test_the_limits_for_opt_outs_are_listed_where_a_rule_judges_by_them(make):
    rules = [make.rule("GRA-02", check_name="stackaudit.checks.consent:opt_out_too_late")]
    results = [RuleResult("GRA-02")]

    def binds(company):
        return {row.name: row.binds for row in values_of(make.audit(company, results, rules))["clocks"]}

    assert values_of(make.audit("company: {regions: [us]}\n", [RuleResult("GRA-01")]))["clocks"] == ()
    assert binds("company: {regions: [us]}\n")["CAN-SPAM Act, United States"] == "binds"
    assert "CASL, Canada" not in binds("company: {regions: [us]}\n")
    assert binds("company: {regions: [us, more]}\n")["CASL, Canada"] == "may bind"
    assert binds("")["CAN-SPAM Act, United States"] == "may bind"
    assert binds("")["Gmail rules for bulk senders"] == "binds from 5,000 messages a day"


def test_the_laws_on_the_browsers_signal_are_listed_by_the_states_that_are_named(make):
    rules = [make.rule("LEG-02", check_name="stackaudit.checks.visitors:signal_ignored")]

    def rows(company):
        held = values_of(make.audit(company, [RuleResult("LEG-02")], rules))["clocks"]
        return [(row.name.rpartition(", ")[2], row.limit, row.binds) for row in held]

    assert rows("company: {regions: [us], us_states: [ca, wa]}\n") == [
        ("California", "at once", "binds"),
        ("California", "to be shown", "binds"),
    ]
    assert len(rows("company: {us_states: [all]}\n")) == 12
    assert {binds for _, _, binds in rows("company: {regions: [us]}\n")} == {"may bind"}
    assert rows("company: {regions: [us], us_states: [tx, more]}\n")[0] == ("Texas", "at once", "binds")
    assert rows("company: {regions: [de]}\n") == rows("") == []


def test_what_else_is_demanded_of_senders_is_listed_where_a_rule_judges_by_it(make):
    rules = [make.rule("DEL-04", check_name="stackaudit.checks.stopping:page_breaks_the_rule")]
    audit = make.audit("company: {regions: [ca]}\n", [RuleResult("DEL-04")], rules)
    held = {row.name: (row.kind, row.limit, row.binds) for row in values_of(audit)["demands"]}
    law = ("law", "an opt-out that works for 60 days after the mail", "binds")
    assert held["CASL (Canada)"] == law
    assert "CAN-SPAM Act (United States)" not in held
    assert held["Outlook.com"][::2] == ("platform rule", "binds from 5,000 messages a day")
    assert law[1] in to_html(audit)
    assert values_of(make.audit("", [RuleResult("GRA-01")]))["demands"] == ()


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ("1w", "every 7 days"),
        ("1d", "every day"),
        ("1h", "every hour"),
        ("on_event", "at each event"),
        ("on_request", "on request"),
        ("once", "once"),
        (("sat", "wed"), "Wednesday and Saturday"),
        ("0 3 * * 1", "by the cron line 0 3 * * 1"),
        (None, "not stated"),
        (UNKNOWN, "company cannot say"),
    ],
)
def test_how_often_something_runs_is_put_into_words(every, words):
    assert cadence(every).text == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (0, 0, "at once"),
        (0, inf, "not known"),
        (DAY, inf, "1 day or more"),
        (DAY, 2 * DAY, "1 day to 2 days"),
        (inf, inf, "no upper limit"),
        (36 * HOUR, 36 * HOUR, "1.5 days"),
    ],
)
def test_a_delay_is_told_as_far_as_it_is_known(least, most, words):
    assert delay(least, most) in {words, words.replace("1.5 days", "36 hours")}


def test_how_something_is_watched_is_put_into_words(make):
    stack = "tools: {a: {}, b: {}}\nflows:\n" + "".join(
        f"  - {{id: f{number}, from: a, to: b, monitored: {value}}}\n"
        for number, value in enumerate(
            ["true", "false", "none", "unknown", "{every: 1h, window: office hours, alert_after: 2h}", "{}"]
        )
    )
    shown = [row.monitored.text for row in values_of(make.audit(stack))["flows"]]
    assert shown == [
        "yes",
        "nobody",
        "nobody",
        "company cannot say",
        "every 1 hour, office hours, alert after 2 hours",
        "yes",
    ]
    assert monitoring(None).text == "not stated"


def test_a_list_whose_items_hold_commas_is_parted_by_semicolons():
    assert said(("a", "b", "more")).text == "a, b and others"
    assert said(("a, or so", "b")).text == "a, or so; b"
    assert said(()).text == "none"


def test_an_unheard_of_basis_is_left_out():
    assert basis_in_words("told") == "somebody said so"
    assert basis_in_words(None) == ""


def test_a_notebook_shows_counts_and_the_worst_findings(make, read):
    found = read(to_notebook(many(make, 12)))
    assert found.faults == []
    assert "12 red flags (12 at P1), 0 suspected, 0 open questions" in found.text
    assert found.text.count("is found at") == 10
    assert "And 2 more." in found.text
    assert not found.ids
    assert not found.links


def test_a_notebook_tells_of_suspicions_and_broken_rules(make, read):
    small = read(to_notebook(make.small())).lines
    assert "P3?" in small
    broken = make.small().results[0]
    audit = make.audit(TOOLS, [RuleResult(broken.rule, broken=make_broken())])
    assert "1 rule failed to run: GRA-02." in read(to_notebook(audit)).text


def make_broken():
    from stackaudit.finding import BrokenRule

    return BrokenRule("KeyError: 1", ())


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_hostile_names_are_text_in_a_notebook(make, read, name):
    quoted = "'" + name.replace("'", "''") + "'"
    audit = make.found(
        f"company: {{name: {quoted}}}\n{TOOLS}", lambda audit: [make.finding(audit, "GRA-01", "tools.a", message=name)]
    )
    found = read(to_notebook(audit))
    assert not [tag for tag, _ in found.elements if tag in {"script", "img"}]
    assert found.text.count(name) == 2


def test_many_causes_of_one_kind_are_told_as_one_and_in_portions_of_a_hundred(make, read):
    audit = many(make, 250)
    (level,) = values_of(audit)["levels"]
    (cause,) = level.causes
    assert (level.stems, cause.stems, cause.findings, cause.element) == (250, 250, 250, "")
    assert cause.title == cause.blocks[0].rule.title
    found = read(to_html(audit))
    assert found.faults == []
    assert "250 causes of one kind, 250 findings" in found.text
    assert [line for line in found.lines if line.endswith("of 250")] == ["101 to 200 of 250", "201 to 250 of 250"]
    assert found.source.count('<dl class="mend">') == 1


def test_causes_of_several_kinds_stay_apart(make):
    tools = "complete: [tools]\ntools:\n" + "".join(f"  t{number}: {{}}\n" for number in range(20))
    audit = make.found(
        tools,
        lambda audit: [
            make.finding(audit, rule, f"tools.t{number}")
            for number in range(20)
            for rule in (("GRA-01",) if number % 4 else ("GRA-01", "GRA-02"))
        ],
    )
    (level,) = values_of(audit)["levels"]
    assert sorted(cause.stems for cause in level.causes) == [1, 1, 1, 1, 1, 15]


def test_a_channel_keeps_its_own_capitals_at_the_head_of_its_matrix(read):
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\n"
        "tools: {line: {sends: [whatsapp, sms], captures_opt_out: [whatsapp, sms], flows_complete: both}}\n"
    )
    lines = read(stackaudit.run(stack, select=["GRA-02"]).to_html()).lines
    assert "WhatsApp or another messenger" in lines
    assert "Text message" in lines
