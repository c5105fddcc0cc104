"""What is not known, as questions: grouped, ranked, worded, with YAML to paste and the place where it goes."""

from __future__ import annotations

import pytest

from stackaudit.audit.questions import open_questions, paste
from stackaudit.checks.verdict import Verdict
from stackaudit.finding import Missing, Outcome
from stackaudit.load import load_data, load_text
from stackaudit.source import read

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
TEXT = """\
company: {}
goals: {growth: {}}
data_classes: {lead: {name: Leads}}
tools:
  crm: {name: The CRM}
  product: {status: unknown}
  web: {disputed: {teams: [{value: [ops], source: wiki}, {value: [dev, more]}]}}
teams: {ops: {}, dev: {}}
flows:
  - {from: crm, to: web}
  - {id: named, from: crm, to: web}
  - {between: [web, crm]}
  - {id: two, between: [crm, web]}
gaps: [{signal: opt_out, from: crm, to: web}]
processes: {triage: unknown, intake: {}}
roadmap: {items: {mail: {name: Mail}}}
tracking_plan: {}
"""


@pytest.fixture
def asked(audit, checked):
    """The questions of a check that lacks these facts."""

    def ask(*routes, text=TEXT):
        def lacks(_view):
            yield Verdict(("tools.crm",), Outcome.UNKNOWN, missing=tuple(map(Missing, routes)))

        return audit(text, checked(lacks)).questions

    return ask


@pytest.mark.parametrize(
    ("route", "topic", "text", "yaml"),
    [
        (("tools", "crm", "sends"), "tool.sends", "On which channels does the company message people from this tool?",
         "tools:\n  crm:\n    sends: [email]"),
        (("tools", "product", "product"), "tool.product", "Which product is this?",
         "tools:\n  product:\n    product: hubspot-marketing-hub"),
        (("flows", "crm->web", "every"), "flow.every", "How often does this run; where it runs on request, how often at the least?",
         "flows:\n  - {from: crm, to: web, every: 1d}"),
        (("flows", "named", "every"), "flow.every", "How often does this run; where it runs on request, how often at the least?",
         "flows:\n  - {id: named, from: crm, to: web, every: 1d}"),
        (("flows", "web<->crm", "every"), "flow.every", "How often does this run; where it runs on request, how often at the least?",
         "flows:\n  - {between: [web, crm], every: 1d}"),
        (("flows", "two", "takes"), "flow.takes",
         "How long does one run take at worst, from its start until the data has arrived?",
         "flows:\n  - {id: two, between: [crm, web], takes: 2h}"),
        (("tools", "crm", "security", "mfa"), "tool.security.mfa", "Is a second factor enforced for everybody here?",
         "tools:\n  crm:\n    security:\n      mfa: true"),
        (("tools", "crm", "security", "mood"), "tool.security.mood", "What is tools.crm.security.mood?",
         "tools:\n  crm:\n    security:\n      mood: ..."),
        (("tools", "crm", "owner", "mood"), "tool.owner.mood", "What is tools.crm.owner.mood?",
         "tools:\n  crm:\n    owner:\n      mood: ..."),
        (("gaps", "opt_out:crm->web", "signal"), "gap.signal", "What is signal here: What does not get there?",
         "gaps:\n  - {from: crm, to: web, signal: opt_out}"),
        (("complete", "flows"), "complete.flows", "Is it so that every data flow between the tools is listed?",
         "complete: [flows]"),
        (("company", "contacts"), "company.contacts", "How many contacts does the company have?",
         "company:\n  contacts: 1200000"),
        (("processes", "triage"), "processes.triage", "Is there a process of this kind: triage?",
         "processes:\n  triage: none  # or what there is"),
        (("processes", "intake", "owner"), "process.owner", "Who answers for this process?",
         "processes:\n  intake:\n    owner: dev"),
        (("tracking_plan",), "tracking_plan", "Is there a tracking plan, and who owns it?",
         "tracking_plan: {url: wiki/tracking, last_reviewed: 2026-09-01}"),
        (("tracking_plan", "owner"), "tracking_plan.owner", "Who owns the tracking plan?",
         "tracking_plan:\n  owner: dev"),
        (("systems_of_record",), "systems_of_record",
         "Which tool is the source of truth for this object, field by field?",
         "systems_of_record: {contact: crm, consent: crm, suppression: crm}"),
        (("systems_of_record", "consent"), "systems_of_record.consent",
         "Which tool is the source of truth for what people agreed to?", "systems_of_record:\n  consent: crm"),
        (("systems_of_record", "order"), "systems_of_record.order",
         "Which tool is the source of truth for order?", "systems_of_record:\n  order: crm"),
        (("roadmap", "items"), "roadmap.items", "What is promised for the coming year?",
         "roadmap:\n  items: {welcome: {due: 2027-03-31}}"),
        (("roadmap", "items", "mail", "owner"), "roadmap_item.owner", "Who answers for this?",
         "roadmap:\n  items:\n    mail:\n      owner: dev"),
        (("data_classes", "lead", "personal"), "data_class.personal", "Is this data about a person?",
         "data_classes:\n  lead:\n    personal: true"),
        # Most records have no question of their own.
        (("tools", "crm", "brand"), "tool.brand",
         "What is brand here: The brands that it works for; all of them where it is left out?",
         "tools:\n  crm:\n    brand: [northwind]"),
        (("tools", "crm", "part_of"), "tool.part_of", "Which suite is this a part of?",
         "tools:\n  crm:\n    part_of: product"),
        # What the model does not have, a check of somebody else's may still ask for.
        (("tools", "crm", "colour"), "tool.colour", "What is tools.crm.colour?", "tools:\n  crm:\n    colour: ..."),
        (("weather",), "weather", "What is weather?", "weather: ..."),
        (("complete", "weather"), "complete.weather", "What is complete.weather?", "complete: [weather]"),
        (("flows", "nowhere", "every"), "flow.every", "How often does this run; where it runs on request, how often at the least?", "flows:\n  - {every: 1d}"),
    ],
)  # fmt: skip
def test_a_missing_fact_is_a_question_with_yaml_to_paste(asked, route, topic, text, yaml):
    (question,) = asked(route)
    assert (question.topic, question.text, question.rules) == (topic, text, ("MY-01",))
    assert question.yaml == f"# the values are examples\n{yaml}"
    assert read(question.yaml.encode(), file="x").problems == ()


@pytest.mark.parametrize(
    ("route", "element", "title", "place"),
    [
        (("tools", "crm", "sends"), "tools.crm", "The CRM", "7:3"),
        (("tools", "product", "product"), "tools.product", "product", "8:3"),
        (("tools", "product", "status"), "tools.product", "product", "8:13"),
        (("flows", "named", "every"), "flows.named", "The CRM → web", "13:5"),
        (("complete", "flows"), "complete", "complete", "1:1"),
        (("company", "contacts"), "company", "company", "3:1"),
        (("processes", "triage"), "processes.triage", "triage", "17:13"),
        (("tracking_plan",), "tracking_plan", "tracking_plan", "19:1"),
        (("stack_map",), "stack_map", "stack_map", "1:1"),
        (("roadmap", "items"), "roadmap", "roadmap", "18:11"),
        (("roadmap", "items", "mail", "owner"), "roadmap.items.mail", "Mail", "18:19"),
        (("data_classes", "lead", "personal"), "data_classes.lead", "Leads", "5:16"),
        (("weather",), "weather", "weather", "1:1"),
    ],
)
def test_a_question_says_where_the_answer_goes(asked, route, element, title, place):
    ((found,),) = [question.places for question in asked(route)]
    assert (found.path, found.element, found.title) == (".".join(route), element, title)
    assert str(found.place) == f"stack.yaml:{place}"
    assert found.answers == ()


def test_answers_on_which_sources_disagree_are_shown(asked):
    ((place,),) = [question.places for question in asked(("tools", "web", "teams"))]
    assert place.answers == ("[ops] (wiki)", "[dev, more] (no source)")


def test_a_stack_that_was_not_read_from_a_file_has_no_places(declared):
    from stackaudit.audit import audit_stack
    from stackaudit.rules.pack import Pack

    stack = load_data({"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {}}})
    found = audit_stack(stack, packs=[Pack("mine", "", None, (declared("tool", {"owner": "none"}),))])
    assert found.questions[0].places[0].place is None


@pytest.mark.parametrize(
    ("text", "route", "yaml"),
    [
        # What the example means by its word, such as a warehouse or a team for sales, goes before the first that is there.
        ("tools: {app: {}, dwh: {capabilities: [warehouse]}}\nmetrics: {orders: {}}",
         ("metrics", "orders", "measured_in"), "metrics:\n  orders:\n    measured_in: [dwh]"),
        ("teams: {a: {}, field: {function: sales}}\nmetrics: {orders: {}}",
         ("metrics", "orders", "agreed_with"), "metrics:\n  orders:\n    agreed_with: [field]"),
        # Nobody who has left, and no tool that is gone.
        ("people: {ann: {status: left}, ben: {}}\nreports: {board: {}}",
         ("reports", "board", "owner"), "reports:\n  board:\n    owner: ben"),
        ("tools: {a: {status: retired}, b: {}}\nautomations: {hello: {}}",
         ("automations", "hello", "tool"), "automations:\n  hello:\n    tool: b"),
        # As many as there are, where the example names more.
        ("people: {ben: {}}\nautomations: {hello: {}}",
         ("automations", "hello", "maintainers"), "automations:\n  hello:\n    maintainers: [ben]"),
        # With none to name, the snippet declares them.
        ("automations: {hello: {}}", ("automations", "hello", "maintainers"),
         "automations:\n  hello:\n    maintainers: [analyst, engineer]\nteams:\n  analyst: {}\n  engineer: {}"),
        ("tools: {crm: {}}", ("tools", "crm", "teams"),
         "tools:\n  crm:\n    teams: [marketing]\nteams:\n  marketing: {}"),
        ("metrics: {orders: {}}", ("metrics", "orders", "measured_in"),
         "metrics:\n  orders:\n    measured_in: [warehouse]\ntools:\n  warehouse: {}"),
        # What a tool is used for begins with what its product is there for.
        ("tools: {ga: {product: ga4}}", ("tools", "ga", "capabilities"), "tools:\n  ga:\n    capabilities: [web_analytics, event_collection]"),
        ("tools: {ga: {}}", ("tools", "ga", "capabilities"), "tools:\n  ga:\n    capabilities: [map, form]"),
        # What takes opt-outs can have the last word on them.
        ("tools: {a: {}, b: {captures_opt_out: [email]}}", ("systems_of_record", "suppression"),
         "systems_of_record:\n  suppression: b"),
        ("tools: {a: {captures_opt_out: [sms]}, b: {captures_opt_out: [email], capabilities: [esp]}}",
         ("systems_of_record", "consent"), "systems_of_record:\n  consent: b"),
        # And on contacts what is there to keep them, be it no CRM.
        ("tools: {a: {capabilities: [experimentation]}, b: {capabilities: [warehouse]}, c: {capabilities: [cdp]}}",
         ("systems_of_record", "contact"), "systems_of_record:\n  contact: c"),
        ("", ("systems_of_record", "suppression"), "systems_of_record:\n  suppression: hubspot"),
    ],
)  # fmt: skip
def test_an_example_names_what_the_stack_has(text, route, yaml):
    assert paste(load_text(f"{HEAD}{text}\n"), [Missing(route)]) == f"# the values are examples\n{yaml}"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("", ["roadmap"]),
        ("roadmap: {}\n", ["roadmap.items"]),
        ("roadmap: none\n", ["roadmap.items"]),
    ],
)
def test_a_section_that_nobody_has_stated_is_asked_for_once(asked, text, topics):
    routes = [("roadmap", "items"), *([("roadmap",)] if not text else [])]
    assert [question.topic for question in asked(*routes, text=text)] == topics


def test_questions_of_one_kind_are_one_question_with_all_its_places(asked):
    first, second = asked(("tools", "crm", "owner"), ("tools", "product", "owner"), ("goals", "growth", "owner"))
    assert [place.path for place in first.places] == ["tools.crm.owner", "tools.product.owner"]
    assert first.yaml == "# the values are examples\ntools:\n  crm:\n    owner: dev\n  product:\n    owner: dev"
    assert [place.path for place in second.places] == ["goals.growth.owner"]


def test_questions_are_ranked_by_what_their_answers_decide(audit, declared):
    owner = {"owner": "none"}
    rules = [
        declared("tool", {**owner, "built": "in_house"}, severity="P5"),
        declared("tool", {**owner, "runbook": "none"}, id="MY-02", severity="P1"),
        declared("tool", {"runbook": "none"}, id="MY-03", severity="P4"),
    ]
    found = audit("tools: {a: {}, b: {runbook: none}}", *rules).questions
    assert [(one.topic, one.weight, one.rules) for one in found] == [
        ("tool.owner", 0.5 + 0.5 + 5 + 10, ("MY-01", "MY-02")),
        ("tool.runbook", 5 + 2.5, ("MY-02", "MY-03")),
        ("tool.built", 1.0, ("MY-01",)),
    ]


def test_questions_of_the_same_weight_stand_in_the_order_of_their_topics(asked):
    found = asked(("tools", "crm", "teams"), ("tools", "crm", "owner"), ("complete", "tools"))
    assert [one.topic for one in found] == ["complete.tools", "tool.owner", "tool.teams"]


def test_suspicions_ask_as_well(audit, declared):
    rule = declared("stack", {"no": {"metric": {"kind": "conversion"}}})
    (question,) = audit("", rule).questions
    assert (question.topic, question.weight) == ("complete.metrics", 5.0)


def test_a_list_that_is_said_to_be_whole_keeps_the_others(declared):
    stack = load_text(f"{HEAD}complete: [teams, tools]\n")
    missing = [Missing(("complete", name)) for name in ("flows", "tools", "flows")]
    assert paste(stack, missing) == "# the values are examples\ncomplete: [teams, tools, flows]"


def test_without_anything_missing_there_is_nothing_to_ask():
    assert open_questions(load_text(HEAD), {}, ()) == ()


SUITE = """\
tools:
  suite: {product: hubspot-marketing-hub, security: {sso: true}}
  forms: {part_of: suite}
  own: {part_of: suite, security: {sso: false}}
  other: {part_of: suite, product: typeform}
"""


@pytest.mark.parametrize(
    ("route", "path"),
    [
        (("tools", "forms", "terms"), "tools.suite.terms"),
        (("tools", "forms", "security", "mfa"), "tools.suite.security.mfa"),
        (("tools", "own", "security", "mfa"), "tools.own.security.mfa"),
        (("tools", "other", "terms"), "tools.other.terms"),
        (("tools", "gone", "terms"), "tools.gone.terms"),
        (("tools", "forms", "stores"), "tools.forms.stores"),
        (("tools", "forms"), "tools.forms"),
    ],
)
def test_what_a_part_shares_with_its_suite_is_asked_of_the_suite(asked, route, path):
    text = SUITE + "  crm: {}\n"
    assert [place.path for question in asked(route, text=text) for place in question.places] == [path]
