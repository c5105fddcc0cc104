"""The engine: what a rule says of each element, the words of a finding, and rules that break."""

from __future__ import annotations

import linecache
import sys

import pytest

from stackaudit.checks.verdict import FactRef, Verdict
from stackaudit.errors import SettingsError
from stackaudit.finding import Missing, Outcome, Severity, Unknown

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome

TOOLS = """\
tools:
  own: {built: in_house, owner: none}
  bought: {built: vendor}
  asked: {built: in_house}
  planned: {status: planned, built: in_house, owner: none}
  doubtful: {status: unknown, built: in_house, owner: none}
  kept: {built: in_house, owner: none, overlap_reason: we like it}
"""


def test_each_element_has_one_outcome(audit, declared):
    rule = declared(
        "tool", {"owner": "none"}, flag={"given": {"built": "in_house"}, "unless": {"overlap_reason": {"not": "none"}}}
    )
    (result,) = audit(TOOLS, rule).results
    assert [(one.outcome, one.elements) for one in result.findings] == [(FLAGGED, ("tools.own",))]
    assert result.clear == ("tools.kept",)
    assert result.not_applicable == ("tools.bought", "tools.planned")
    assert result.unknown == (
        Unknown("tools.asked", (Missing(("tools", "asked", "owner")),)),
        Unknown("tools.doubtful", (Missing(("tools", "doubtful", "status")),)),
    )
    assert result.outcome is FLAGGED


def test_what_a_rule_says_is_in_the_order_of_the_ids(audit, declared):
    text = "tools: {z: {owner: none}, a: {owner: none}, m: {owner: none}}"
    (result,) = audit(text, declared("tool", {"owner": "none"})).results
    assert [one.elements for one in result.findings] == [("tools.a",), ("tools.m",), ("tools.z",)]


def test_the_precondition_decides_first(audit, declared):
    rule = declared("tool", {"owner": "none"}, flag={"given": {"built": "in_house"}})
    (result,) = audit("tools: {a: {owner: none}, b: {owner: none, built: unknown}, c: {}}", rule).results
    assert [(one.element, [missing.path for missing in one.missing]) for one in result.unknown] == [
        ("tools.a", ["tools.a.built"]),
        ("tools.b", ["tools.b.built"]),
        ("tools.c", ["tools.c.owner", "tools.c.built"]),
    ]


def test_the_exception_decides_last(audit, declared):
    rule = declared("tool", {"owner": "none"}, flag={"unless": {"built": "vendor"}})
    (result,) = audit("tools: {a: {owner: none}, b: {owner: none, built: vendor}, c: {built: vendor}}", rule).results
    assert [one.element for one in result.unknown] == ["tools.a"]
    assert result.clear == ("tools.b", "tools.c")


def test_a_rule_on_the_stack_has_one_subject(audit, declared):
    rule = declared("stack", {"tracking_plan": "none"}, flag={"given": {"some": {"tool": {"built": "in_house"}}}})
    (result,) = audit("tracking_plan: none\ntools: {a: {built: in_house}}", rule).results
    assert [one.id for one in result.findings] == ["MY-01:stack"]
    (result,) = audit("complete: [tools]\ntracking_plan: none", rule).results
    assert result.not_applicable == ("stack",)
    (result,) = audit("tracking_plan: {}\ntools: {a: {built: in_house}}", rule).results
    assert result.clear == ("stack",)


def test_what_a_partial_list_could_refute_is_suspected_and_says_what_to_ask(audit, declared):
    rule = declared("tool", {"no": {"flow": {"to": {"same": "id"}}}})
    found = audit("tools: {a: {}}", rule)
    (finding,) = found.suspected
    assert finding.missing == (Missing(("complete", "flows")), Missing(("complete", "tools")))
    assert [(one.path, one.value, str(one.origin)) for one in finding.evidence] == [
        ("flows", "nothing else listed; the list is partial", "not listed")
    ]
    assert found.results[0].outcome is SUSPECTED
    assert audit("complete: [tools, flows]\ntools: {a: {}}", rule).flagged[0].missing == ()


def test_each_part_of_a_rule_looks_at_its_kind(audit, declared):
    rule = declared("tool", {"note": "none"})
    parts = [
        declared(kind, {"owner": "none"}, message=f"{{{kind}}} has no owner").clauses[0] for kind in ("tool", "goal")
    ]
    rule = type(rule)(
        **{name: getattr(rule, name) for name in rule.__slots__ if name != "clauses"}, clauses=tuple(parts)
    )
    (result,) = audit("goals: {growth: {owner: none}}\ntools: {a: {name: CRM, owner: none}}", rule).results
    assert [one.message for one in result.findings] == ["CRM has no owner", "growth has no owner"]


def test_a_process_of_which_nobody_can_say_whether_there_is_one_is_asked_about_where_it_matters(audit, declared):
    text = "processes: {triage: unknown, intake: unknown, inbox: {kind: triage, owner: none}, segmentation: none}"
    rule = declared("process", {"owner": "none"}, flag={"given": {"kind": "triage"}})
    (result,) = audit(text, rule).results
    assert [one.elements for one in result.findings] == [("processes.inbox",)]
    assert result.unknown == (Unknown("processes.triage", (Missing(("processes", "triage")),)),)
    assert result.not_applicable == ("processes.intake",)
    (result,) = audit(text, declared("process", {"kind": "intake", "owner": "none"})).results
    assert [one.element for one in result.unknown] == ["processes.intake"]
    assert result.not_applicable == ("processes.triage",)


def test_a_promise_is_an_element_with_a_path_of_its_own(audit, declared):
    rule = declared("roadmap_item", {"owner": "none"}, message="{roadmap_item}: {goal}, {roadmap_item.due}")
    text = "goals: {growth: {name: Growth}}\nroadmap: {items: {mail: {name: Mail, owner: none, goal: growth, due: 2027-01-31}}}"
    (finding,) = audit(text, rule).flagged
    assert finding.id == "MY-01:roadmap.items.mail"
    assert finding.message == "Mail: Growth, 2027-01-31"
    assert str(finding.place) == "stack.yaml:4:38"


# -- the words ----------------------------------------------------------------------------------------------------------

NAMED = """\
company: {name: Northwind, contacts: 1200000, regions: [us, de], core_competencies: [crm]}
teams: {ops: {name: Operations}}
tools:
  a: {name: Splitter, built: in_house, owner: ops, capabilities: [experimentation, feature_flags, more],
      cost: {amount: 12000, currency: eur}, end_of_life: 2027-01-01, monitored: {every: 1h}, sends: {email: [service]}}
  b: {built: vendor}
flows:
  - {from: a, to: b, takes: 1d}
  - {id: both, between: [b, a], takes: 2h}
"""


@pytest.mark.parametrize(
    ("message", "filled"),
    [
        ("{tool} ({tool.name}, {tool.id})", "Splitter (Splitter, a)"),
        ("{owner}, {tool.owner}", "Operations, Operations"),
        ("{capabilities}", "A/B tests, feature flags and others"),
        ("{cost} until {end_of_life}", "12,000 EUR a year until 2027-01-01"),
        ("{monitored}, {sends}", "yes, email"),
        ("{company} has {company.contacts} in {company.regions}", "Northwind has 1,200,000 in us and de"),
        ("{company.core_competencies}", "customer relationship management"),
        ("on {as_of}, {age}", "on 2026-11-22, 6 months"),
        ("{technical_owner}", "not stated"),
        ("{part_of}", "not stated"),
        ("no name", "no name"),
    ],
)
def test_a_message_names_what_the_stack_says(audit, declared, message, filled):
    parameters = {"age": {"value": "6mo", "about": "x", "source": "y"}}
    rule = declared("tool", {"built": "in_house"}, message=message, parameters=parameters)
    assert audit(NAMED, rule).flagged[0].message == filled


def test_a_message_about_a_flow_names_its_route(audit, declared):
    rule = declared("flow", {"takes": {"at_least": "1h"}}, message="{flow} goes {route}, and takes {takes}")
    assert [one.message for one in audit(NAMED, rule).flagged] == [
        "a->b goes from Splitter to b, and takes 1 day",
        "both goes between b and Splitter, and takes 2 hours",
    ]


def test_a_company_of_which_nothing_is_said_has_no_name(audit, declared):
    rule = declared("tool", {"built": "in_house"}, message="{company}: {company.contacts}")
    assert audit("tools: {a: {built: in_house}}", rule).flagged[0].message == "not stated: not stated"


@pytest.mark.parametrize(
    ("company", "impact"),
    [
        ("{contacts: 5000}", "Of 5,000, some."),
        ("{contacts: unknown}", "Operations pays."),
        ("{contacts: none}", "Operations pays."),
        ("{}", "Operations pays."),
    ],
)
def test_the_first_impact_whose_names_are_all_known_is_used(audit, declared, company, impact):
    wordings = ["Of {company.contacts}, some.", "{owner} pays.", "Somebody pays."]
    rule = declared("tool", {"built": "in_house"}, impact=wordings)
    text = f"company: {company}\nteams: {{ops: {{name: Operations}}}}\ntools: {{a: {{built: in_house, owner: ops}}}}"
    assert audit(text, rule).flagged[0].impact == impact


def test_without_a_wording_that_fits_there_is_no_impact(audit, declared):
    rule = declared("tool", {"built": "in_house"}, impact="{owner} pays.")
    assert audit("tools: {a: {built: in_house}}", rule).flagged[0].impact == ""


def test_names_of_elements_of_any_kind_are_known(audit, declared):
    rule = declared("tool", {"built": "in_house"}, message="{maintainers}")
    people = "people: {ann: {name: Ann}, bob: {}}\nteams: {ops: {name: Operations}}\nprocesses: {triage: none}\n"
    text = f"{people}tools: {{a: {{built: in_house, maintainers: [ann, bob, ops]}}}}"
    assert audit(text, rule).flagged[0].message == "Ann, bob and Operations"


# -- severity -----------------------------------------------------------------------------------------------------------

STEPS = [
    {"to": "P2", "because": "it sends", "where": {"sends": {"count": {"at_least": 1}}}},
    {"to": "P1", "because": "nobody watches", "where": {"monitored": "none"}},
    {"to": "P5", "because": "it is on trial", "where": {"status": "trial"}},
]


@pytest.mark.parametrize(
    ("fields", "severity", "because", "evidence"),
    [
        ("sends: [email]", "P2", "it sends", ["built", "sends"]),
        ("sends: [email], monitored: false", "P1", "nobody watches", ["built", "monitored"]),
        ("status: trial", "P5", "it is on trial", ["built", "status"]),
        ("sends: none, monitored: true", "P3", "", ["built"]),
        # What may hold does not weigh.
        ("sends: unknown", "P3", "", ["built"]),
    ],
)
def test_a_severity_is_raised_by_what_holds_for_certain(audit, declared, fields, severity, because, evidence):
    rule = declared("tool", {"built": "in_house"}, raise_=STEPS)
    (finding,) = audit(f"tools: {{a: {{built: in_house, {fields}}}}}", rule).flagged
    assert (finding.severity, finding.because) == (severity, because)
    assert [one.path.removeprefix("tools.a.") for one in finding.evidence] == evidence


MILDER = [
    {"to": "P4", "because": "it is on trial", "where": {"note": "trial"}},
    {"to": "P5", "because": "nobody gets anything", "where": {"sends": "none"}},
    {"to": "P2", "because": "it sends", "where": {"sends": {"count": {"at_least": 1}}}},
]


@pytest.mark.parametrize(
    ("fields", "severity", "because", "missing"),
    [
        ("sends: [email]", "P2", "it sends", []),
        ("sends: none", "P5", "nobody gets anything", []),
        ("sends: none, note: trial", "P4", "it is on trial", []),
        ("sends: unknown, note: trial", "P4", "it is on trial", []),
        # What may be milder is not called worse before that is known.
        ("sends: unknown", "P5", "", ["tools.a.sends"]),
    ],
)
def test_a_severity_that_may_be_milder_is_not_called_worse(audit, declared, fields, severity, because, missing):
    rule = declared("tool", {"built": "in_house"}, raise_=MILDER)
    (finding,) = audit(f"tools: {{a: {{built: in_house, {fields}}}}}", rule).flagged
    assert (finding.severity, finding.because) == (severity, because)
    assert [one.path for one in finding.missing] == missing


def test_the_facts_of_the_red_flag_come_before_those_of_its_precondition(audit, declared):
    rule = declared(
        "tool", {"owner": "none"}, flag={"given": {"built": "in_house"}, "unless": {"runbook": {"not": "none"}}}
    )
    (finding,) = audit("tools: {a: {built: in_house, runbook: none, owner: none}}", rule).flagged
    assert [one.path for one in finding.evidence] == ["tools.a.owner", "tools.a.built", "tools.a.runbook"]


# -- checks -------------------------------------------------------------------------------------------------------------


def test_a_check_gets_the_stack_its_graph_its_parameters_and_the_day(audit, checked):
    seen = []

    def look(view):
        seen.append((list(view.stack.tools), list(view.graph.nodes), dict(view.parameters), view.as_of.isoformat()))
        return iter(())

    parameters = {
        "share": {"value": 0.3, "unit": "share", "about": "x", "source": "y"},
        "most": {"value": 2, "unit": "tools", "about": "x", "source": "y"},
    }
    rule = checked(look, parameters=parameters)
    audit("tools: {a: {}}", rule)
    audit("tools: {a: {}}", rule, parameters={"MY-01": {"most": 5}})
    assert seen == [
        (["a"], ["a"], {"share": 0.3, "most": 2}, "2026-11-22"),
        (["a"], ["a"], {"share": 0.3, "most": 5}, "2026-11-22"),
    ]


def test_what_a_check_says_becomes_findings_and_subjects(audit, checked):
    def say(_view):
        yield Verdict(
            ("tools.b", "tools.a"), FLAGGED, "email", (FactRef("tools", "a", "owner"),), values={"who": "Ann"}
        )
        yield Verdict(("tools.a",), CLEAR)
        yield Verdict(("tools.b",), NOT_APPLICABLE, "sms")
        yield Verdict(("tools.b", "tools.a"), UNKNOWN, missing=(Missing(("tools", "b", "owner")),))
        yield Verdict(
            ("tools.b",),
            SUSPECTED,
            severity=Severity.P1,
            related=("tools.a", "tools.b"),
            missing=(Missing(("complete", "tools")),),
        )

    rule = checked(say, "who", message="{who} has it, {what}", impact=("{who} of {company}", "{who} pays"))
    (result,) = audit("tools: {a: {owner: none}, b: {}}", rule).results
    flagged, suspected = result.findings
    assert (flagged.id, flagged.topic, flagged.elements) == (
        "MY-01:tools.a+tools.b:email",
        "email",
        ("tools.b", "tools.a"),
    )
    assert (flagged.message, flagged.impact, flagged.severity) == ("Ann has it, not stated", "Ann pays", "P3")
    assert [one.path for one in flagged.evidence] == ["tools.a.owner"]
    # What the check did not give is not stated, and so is what it gave as nothing.
    assert (suspected.id, suspected.elements) == ("MY-01:tools.b", ("tools.b", "tools.a"))
    assert (suspected.message, suspected.impact, suspected.severity) == ("not stated has it, not stated", "", "P1")
    assert suspected.missing == (Missing(("complete", "tools")),)
    assert (result.clear, result.not_applicable) == (("tools.a",), ("tools.b:sms",))
    assert result.unknown == (Unknown("tools.a+tools.b", (Missing(("tools", "b", "owner")),)),)


def test_a_finding_is_the_same_in_whatever_order_its_elements_stand(audit, checked):
    def say(view):
        yield Verdict(tuple(f"tools.{key}" for key in view.stack.tools), FLAGGED)

    rule = checked(say)
    ids = {audit(f"tools: {text}", rule).findings[0].id for text in ("{a: {}, b: {}}", "{b: {}, a: {}}")}
    assert ids == {"MY-01:tools.a+tools.b"}


def test_a_finding_that_is_said_twice_counts_once(audit, checked):
    def say(_view):
        yield Verdict(("tools.a",), FLAGGED, values={"n": "first"})
        yield Verdict(("tools.a",), FLAGGED, values={"n": ""})

    (finding,) = audit("tools: {a: {}}", checked(say, "n", message="{n}")).findings
    assert finding.message == "first"


def test_a_value_that_is_empty_is_not_stated(audit, checked):
    def say(_view):
        yield Verdict(("tools.a",), FLAGGED, values={"n": ""})

    assert audit("tools: {a: {}}", checked(say, "n", message="[{n}]")).findings[0].message == "[not stated]"


# -- rules that break ---------------------------------------------------------------------------------------------------


def breaks(view):
    yield Verdict(("tools.a",), FLAGGED)
    raise ValueError(f"no sense in {len(view.stack.tools)} tools")


def test_a_rule_that_raises_is_broken_and_the_others_still_report(audit, checked, declared):
    rules = [checked(breaks), declared("tool", {"owner": "none"}, id="MY-02")]
    found = audit("tools: {a: {owner: none}}", *rules)
    broken, sound = found.results
    assert broken.broken.exception == "ValueError: no sense in 1 tools"
    assert (broken.findings, broken.clear, broken.unknown, broken.not_applicable) == ((), (), (), ())
    assert [one.rule for one in found.flagged] == ["MY-02"]
    assert found.broken == (broken,)
    assert sound.broken is None
    assert found.coverage.broken_rules == 1


def test_the_frames_of_a_broken_rule_tell_no_folder_of_the_machine(audit, checked):
    (result,) = audit("tools: {a: {}}", checked(breaks)).results
    *ours, last = result.broken.frames
    assert all(frame.startswith("stackaudit/audit/engine.py:") for frame in ours)
    assert last.startswith("test_engine.py:")
    assert last.endswith(" in breaks")
    assert result.broken.traceback.startswith("Traceback (most recent call last):")
    assert result.broken.traceback.endswith("ValueError: no sense in 1 tools\n")


@pytest.mark.parametrize(
    ("file", "frame"),
    [
        ("/home/ann/venv/lib/python3.11/site-packages/theirs/checks.py", "theirs/checks.py"),
        ("/home/ann/src/theirs/src/theirs/checks.py", "theirs/checks.py"),
        ("/home/ann/checks.py", "checks.py"),
        ("checks.py", "checks.py"),
        ("<generated>", "<generated>"),
    ],
)
def test_a_frame_is_told_from_its_package_on(audit, checked, file, frame):
    scope: dict[str, object] = {}
    exec(compile("def fails(view):\n    raise KeyError('x')\n", file, "exec"), scope)  # noqa: S102 - to have a file's name
    (result,) = audit("tools: {a: {}}", checked(scope["fails"])).results
    linecache.checkcache()
    assert result.broken.frames[-1] == f"{frame}:2 in fails"
    assert result.broken.exception == "KeyError: 'x'"


def test_endless_recursion_in_a_rule_is_a_broken_rule(audit, checked):
    def again(view):
        yield from again(view)

    (result,) = audit("tools: {a: {}}", checked(again)).results
    assert result.broken.exception.startswith("RecursionError: ")
    assert sys.getrecursionlimit() > 100


def test_a_parameter_of_the_wrong_kind_is_refused_before_any_rule_is_run(audit, declared):
    parameters = {"age": {"value": "6mo", "about": "x", "source": "y"}}
    rule = declared("tool", {"end_of_life": {"older_than": "$age"}}, parameters=parameters)
    text = "tools: {a: {end_of_life: 2020-01-01}}"
    assert audit(text, rule, parameters={"MY-01": {"age": "3000mo"}}).results[0].clear == ("tools.a",)
    with pytest.raises(
        SettingsError, match=r"MY-01, parameter age: expected a duration, found 6 \(a duration is such as"
    ):
        audit(text, rule, parameters={"MY-01": {"age": 6}})


def test_progress_is_told_before_each_rule_that_is_run(audit, declared):
    rules = [declared("tool", {"owner": "none"}), declared("tool", {"note": "none"}, id="MY-02", flag={})]
    alias = type(rules[0])(
        **{name: getattr(rules[0], name) for name in rules[0].__slots__ if name not in {"id", "alias_of", "clauses"}},
        id="MY-03", alias_of=("MY-01",),
    )  # fmt: skip
    begun = []
    found = audit("tools: {a: {}}", *rules, alias, progress=begun.append)
    assert [rule.id for rule in begun] == ["MY-01", "MY-02"]
    assert list(found.rules) == ["MY-01", "MY-02", "MY-03"]
    assert [result.rule for result in found.results] == ["MY-01", "MY-02"]


def test_an_id_is_named_as_what_it_stands_for_where_others_have_it_too(audit, declared, checked):
    def says(_view):
        yield Verdict(("tools.crm",), Outcome.FLAGGED, values={"flow": "shop->crm"})

    text = (
        "teams: {crm: {name: The CRM team}}\npeople: {shop: {name: Ms Shop}}\n"
        "capabilities: {crm_extras: {name: Extras}}\nmetrics: {crm_extras: {name: A figure}}\n"
        "tools: {crm: {name: HubSpot, owner: crm, capabilities: [crm, crm_extras]}, shop: {name: Shopware, part_of: crm}}\n"
        "flows: [{from: shop, to: crm, via: shop}]\n"
    )
    owned = declared(
        "tool", {"owner": {"not": "none"}}, id="MY-02", message="{tool.owner} owns {tool} for {capabilities}"
    )
    part = declared("tool", {"part_of": {"not": "none"}}, id="MY-03", message="{tool} is a part of {part_of}")
    flow = declared("flow", {"via": {"not": "none"}}, id="MY-04", message="{flow} runs {route}, by {via}")
    found = audit(text, checked(says, "flow", message="by {flow}"), owned, part, flow)
    assert [finding.message for finding in found.findings] == [
        "by Shopware → HubSpot",
        "The CRM team owns HubSpot for customer relationship management and Extras",
        "Shopware is a part of HubSpot",
        "shop->crm runs from Shopware to HubSpot, by Shopware",
    ]


def test_a_word_of_a_field_is_not_taken_for_the_id_of_a_tool(audit, declared, checked):
    def says(_view):
        yield Verdict(("tools.email",), Outcome.FLAGGED, values={"what": "sms", "flow": "email->sms"})

    text = "tools: {sms: {name: Textline}, email: {name: Mailer, sends: [sms]}}\nflows: [{from: email, to: sms}]\n"
    rule = declared("tool", {"sends": {"any": ["sms"]}}, id="MY-02", message="{tool} sends {tool.sends}")
    found = audit(text, checked(says, "what", "flow", message="{what} by {flow}"), rule)
    assert [finding.message for finding in found.findings] == ["sms by Mailer → Textline", "Mailer sends sms"]


def test_a_rule_that_ends_the_program_is_a_broken_rule(audit, checked):
    def ends(_view):
        sys.exit(0)

    (result,) = audit("tools: {a: {}}", checked(ends)).results
    assert result.broken.exception == "SystemExit: 0"


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict((), FLAGGED), "expected a tuple of paths for the elements of a verdict, found ()"),
        (Verdict("tools.a", UNKNOWN), "expected a tuple of paths for the elements of a verdict, found 'tools.a'"),
        (Verdict(("tools.a",), "flaged"), "expected an Outcome for the outcome of a verdict, found 'flaged'"),
        (
            Verdict(("tools.a",), FLAGGED, severity="P9"),
            "expected a Severity for the severity of a verdict, found 'P9'",
        ),
    ],
)
def test_a_verdict_that_makes_no_sense_breaks_its_rule(audit, checked, verdict, said):
    (result,) = audit("tools: {a: {}}", checked(lambda _view: iter([verdict]))).results
    assert result.broken.exception == f"TypeError: {said}"


def test_a_finding_on_an_element_that_is_not_there_breaks_its_rule(audit, checked):
    verdict = Verdict(("tools.a", "tools.b"), FLAGGED)
    (result,) = audit("tools: {a: {}}", checked(lambda _view: iter([verdict]))).results
    assert result.broken.exception == "LookupError: expected an element of the stack in a verdict, found 'tools.b'"
    assert not result.findings
