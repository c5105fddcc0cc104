"""What to mend first: facts are changed, all rules run again, and what cannot be mended is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit.audit import mending as module
from stackaudit.audit.additions import added, filled
from stackaudit.audit.edits import Edit, mended
from stackaudit.audit.other_values import Near
from stackaudit.audit.remedies import changed, remedies
from stackaudit.checks.verdict import FactRef, Verdict
from stackaudit.finding import Missing, Outcome

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def first(audit):
    return {one.finding: one.changes for one in audit.mending.first}


def test_a_fact_that_decided_is_changed_until_the_rule_says_clear(audit, declared):
    rule = declared("tool", {"built": "in_house"}, dimension="stack")
    found = audit("tools: {a: {built: in_house}, b: {built: vendor}}", rule)
    assert found.score.points == 50
    assert first(found) == {"MY-01:tools.a": ("tools.a.built: vendor",)}
    assert found.mending.after.points == 100


def test_an_owner_comes_from_the_people_and_teams_that_there_are(audit, declared):
    rule = declared("tool", {"owner": "none"}, dimension="stack")
    found = audit("teams: {ops: {}}\ntools: {a: {owner: none}}", rule)
    assert first(found) == {"MY-01:tools.a": ("tools.a.owner: ops",)}


def test_what_something_is_stays_and_the_finding_is_left_out(audit, declared):
    rule = declared("tool", {"capabilities": {"any": ["cdp"]}}, dimension="stack")
    found = audit("tools: {a: {capabilities: [cdp]}}", rule)
    assert found.mending.first == ()
    assert found.mending.after is None
    assert found.mending.unmended == ("MY-01:tools.a",)


def test_several_facts_are_changed_together_where_one_is_not_enough(audit, checked):
    def lacks(view):
        tool = view.stack.tools["a"]
        lacking = [field for field in ("owner", "monitored") if getattr(tool, field) in ("none", False)]
        facts = tuple(FactRef("tools", "a", field) for field in ("owner", "monitored"))
        yield Verdict(("tools.a",), Outcome.FLAGGED if lacking else Outcome.CLEAR, facts=facts)

    found = audit("teams: {ops: {}}\ntools: {a: {owner: none, monitored: false}}", checked(lacks, dimension="stack"))
    assert first(found) == {"MY-01:tools.a": ("tools.a.owner: ops", "tools.a.monitored: true")}


def test_what_a_rule_asks_for_after_a_change_is_changed_too():
    text = "people: {cmo: {}}\nroadmap: {name: Plan, approved_by: none, items: {a: {}}}"
    found = stackaudit.run(stackaudit.load_text(HEAD + text), select=["STR-02"])
    assert first(found) == {"STR-02:stack": ("roadmap.approved_by: [cmo]", "roadmap.approved_on: 2026-11-22")}
    assert found.mending.after.total == 100


def test_what_a_finding_rests_on_after_a_change_is_changed_too(audit, checked):
    def one_by_one(view):
        tool = view.stack.tools["a"]
        lacking = [field for field in ("owner", "monitored", "runbook") if getattr(tool, field) in ("none", False)]
        facts = tuple(FactRef("tools", "a", field) for field in lacking[:1])
        yield Verdict(("tools.a",), Outcome.FLAGGED if lacking else Outcome.CLEAR, facts=facts)

    text = "teams: {ops: {}}\ntools: {a: {owner: none, monitored: false, runbook: false}}"
    found = audit(text, checked(one_by_one, dimension="stack"))
    assert first(found) == {"MY-01:tools.a": ("tools.a.owner: ops", "tools.a.monitored: true", "tools.a.runbook: true")}


def test_what_a_rule_then_asks_of_another_element_is_not_invented(audit, checked):
    def one_after_the_other(view):
        lacking = [key for key in ("a", "b") if view.stack.tools[key].owner in ("none", None)]
        outcome = Outcome.CLEAR if not lacking else Outcome.FLAGGED if "a" in lacking else Outcome.UNKNOWN
        missing = (Missing(("tools", "b", "owner")),) if outcome is Outcome.UNKNOWN else ()
        yield Verdict(("tools.a",), outcome, facts=(FactRef("tools", "a", "owner"),), missing=missing)

    rule = checked(one_after_the_other, dimension="stack")
    found = audit("teams: {ops: {}}\ntools: {a: {owner: none}, b: {}}", rule)
    assert found.flagged
    assert first(found) == {}


def test_of_the_stack_as_a_whole_another_section_is_part_of_the_remedy():
    text = """
company: {regions: [de]}
consent: {record: none}
tools: {mail: {capabilities: [esp], sends: {email: [marketing]}}}
"""
    found = stackaudit.run(stackaudit.load_text(HEAD + text), select=["LEG-03"])
    assert first(found) == {
        "LEG-03:stack": ("consent.record: [time, source, wording]", "systems_of_record.consent: mail")
    }


def test_what_people_chose_is_kept_where_it_likely_is():
    """A sender of texts comes first by its id; the platform that mails is there to keep what people chose."""
    text = """
company: {regions: [de]}
consent: {record: none}
tools:
  chat: {capabilities: [messaging], sends: [sms], captures_opt_out: [sms]}
  mail: {capabilities: [esp], sends: [email], captures_opt_out: [email]}
"""
    found = stackaudit.run(stackaudit.load_text(HEAD + text), select=["LEG-03"])
    assert first(found)["LEG-03:stack"][1] == "systems_of_record.consent: mail"


def test_what_is_begun_has_only_what_mends():
    text = (
        "complete: [processes]\nprocesses: {triage: {decides: none, uses_capacity: true, compares_with_roadmap: true}}"
    )
    found = stackaudit.run(stackaudit.load_text(HEAD + text), select=["PRO-03"])
    assert first(found) == {"PRO-03:stack": ("processes.triage.decides: somebody",)}
    found = stackaudit.run(stackaudit.load_text(HEAD + "complete: [communications]"), select=["STR-09"])
    assert first(found) == {"STR-09:stack": ("communications.added: {kind: leadership_sync, every: 1w}",)}


def test_a_figure_is_one_that_somebody_could_have():
    """No company would like to read that all of its mail bounces."""
    text = "data_quality: {duplicate_rate: 9, measured_on: 2025-11-01}"
    found = stackaudit.run(stackaudit.load_text(HEAD + text), select=["MEA-17"])
    assert first(found) == {
        "MEA-17:stack": (
            "data_quality.measured_on: 2026-11-22",
            "data_quality.bounce_rate: 0.8",
            "data_quality.missing_key_rate: 6",
        )
    }


def test_what_is_begun_has_of_each_fact_the_first_value_that_it_can_have():
    """A figure of the finding that is no whole number is no number of steps; that of the field's own example is."""
    stack = stackaudit.load_text(HEAD)
    for figure, steps in ((12, 12), (1.5, 9)):
        (remedy, *_) = added(stack, "automations", Near(figures=(figure,)))
        assert f"steps: {steps}," in remedy.changes[0]
        assert "trigger: event," in remedy.changes[0]


def test_where_nothing_says_no_there_is_nothing_to_begin():
    stack = stackaudit.load_text(HEAD + "processes: {qa: {documented: true}}")
    assert list(filled(stack, "processes.qa", Near(), frozenset(type(stack.processes["qa"]).model_fields))) == []
    assert list(filled(stack, "tools.qa", Near(), frozenset())) == []


def test_two_facts_of_one_section_are_changed_together():
    stack = stackaudit.load_text(
        HEAD + "consent: {record: none, gpc_honoured: false}\ntools: {a: {contract: {auto_renew: true}}}"
    )
    other = mended(
        stack,
        [
            Edit(("consent", "record"), ("time",)),
            Edit(("consent", "gpc_honoured"), value=True),
            Edit(("tools", "a", "contract", "auto_renew"), value=False),
            Edit(("systems_of_record", "contact"), "a"),
        ],
    )
    assert (other.consent.record, other.consent.gpc_honoured) == (("time",), True)
    assert other.tools["a"].contract.auto_renew is False
    assert other.systems_of_record == {"contact": "a"}


def test_a_part_that_there_is_none_of_is_made(audit, declared):
    rule = declared("stack", {"tracking_plan": "none"}, dimension="measurement")
    found = audit("tracking_plan: none", rule)
    (change,) = first(found)["MY-01:stack"]
    assert change == "tracking_plan: {}"
    assert found.mending.after.points == 100


def test_what_is_mended_along_the_way_takes_no_place(audit, declared):
    rules = [declared("tool", {"owner": "none"}, id=f"MY-0{number}", dimension="stack") for number in (1, 2)]
    found = audit("teams: {ops: {}}\ntools: {a: {owner: none}}", *rules)
    assert list(first(found)) == ["MY-01:tools.a"]
    assert found.mending.after.points == 100


def test_an_all_or_nothing_rule_earns_nothing_while_another_finding_is_left(audit, declared):
    rule = declared("tool", {"owner": "none"}, dimension="stack", credit="all_or_nothing")
    found = audit("teams: {ops: {}}\ntools: {a: {owner: none}, b: {owner: none}}", rule)
    assert found.mending.first == ()
    assert found.mending.unmended == ("MY-01:tools.a", "MY-01:tools.b")


def test_not_more_than_three_are_named(audit, declared):
    rule = declared("tool", {"owner": "none"}, dimension="stack")
    tools = ", ".join(f"{name}: {{owner: none}}" for name in "abcde")
    assert len(audit(f"teams: {{ops: {{}}}}\ntools: {{{tools}}}", rule).mending.first) == 3


def test_what_spoils_elsewhere_what_it_mends_here_is_left_out(audit, declared):
    mend_me = declared("tool", {"owner": "none"}, dimension="stack", severity="P5")
    spoilt = declared("tool", {"owner": "ops"}, id="MY-02", dimension="stack", severity="P1")
    found = audit("teams: {ops: {}}\ntools: {a: {owner: none}}", mend_me, spoilt)
    assert found.mending.first == ()
    assert found.mending.unmended == ("MY-01:tools.a",)


def test_on_a_big_stack_nothing_is_run_again_and_the_reason_is_given(audit, declared, monkeypatch):
    monkeypatch.setattr(module, "MOST_ELEMENTS", 1)
    found = audit("tools: {a: {owner: none}, b: {}}", declared("tool", {"owner": "none"}, dimension="stack"))
    assert found.mending.skipped == "with 2 tools and flows, to run the rules again would take too long"


def test_where_nothing_is_known_nothing_is_mended(audit, declared):
    found = audit("tools: {a: {}}", declared("tool", {"owner": "none"}, dimension="stack"))
    assert found.mending.skipped == "nothing is known that could be scored"


def test_an_opt_out_that_never_arrives_gets_a_flow():
    text = """
complete: [tools, flows]
company: {regions: [us]}
tools:
  a: {capabilities: [esp], sends: none, captures_opt_out: [email]}
  b: {capabilities: [esp], sends: [email], captures_opt_out: [email]}
"""
    found = stackaudit.run(stackaudit.load_text(HEAD + text), select=["GRA-01"])
    assert first(found) == {"GRA-01:tools.b:email": ("a flow from a to b with opt_out",)}
    assert found.mending.after.total == 100


def test_a_slow_way_is_made_quick():
    found = stackaudit.run(SAMPLES / "red_flags.yaml", select=["GRA-02"])
    (change,) = first(found)["GRA-02:tools.customerio:email"]
    assert change == "flows.suppression_file: {method: api, every: on_event, takes: 1m, monitored: true}"


def test_facts_without_another_value_are_passed_over(audit, checked):
    def flags(_view):
        facts = (
            FactRef("tools", "a", "name"),
            FactRef("tools", "a"),
            FactRef("tools"),
            FactRef("tracking_plan"),
            FactRef("flows"),
        )
        yield Verdict(("tools.a",), Outcome.FLAGGED, facts=facts)

    found = audit("tools: {a: {name: A}}\ntracking_plan: {owner: unknown}", checked(flags, dimension="stack"))
    assert list(remedies(found.stack, found.flagged[0])) == []


def test_no_flow_is_added_into_a_capture_point(audit, checked):
    def flags(_view):
        elements = ("capture_points.p", "tools.a")
        yield Verdict(elements, Outcome.FLAGGED, facts=(FactRef("flows"),))

    text = "tools: {a: {}}\ncapture_points: {p: {tool: a}}"
    found = audit(text, checked(flags, dimension="stack"))
    changes = {change for one in remedies(found.stack, found.flagged[0]) for change in one.changes}
    assert "a flow from p to a with opt_out" in changes
    assert not any("to p" in change for change in changes)


def test_lists_and_cadences_have_other_values(audit, checked):
    def flags(_view):
        facts = (
            FactRef("flows", "a->b", "every"),
            FactRef("flows", "a->b", "takes"),
            FactRef("flows", "a->b", "maintainers"),
        )
        yield Verdict(("flows.a->b",), Outcome.FLAGGED, facts=facts)

    text = "people: {x: {}, y: {}}\ntools: {a: {}, b: {}}\nflows: [{from: a, to: b, every: 1w, takes: 8d, maintainers: [x]}]"
    found = audit(text, checked(flags, dimension="stack"))
    changes = {change for one in remedies(found.stack, found.flagged[0]) for change in one.changes}
    assert {
        "flows.a->b.every: on_event",
        "flows.a->b.takes: 1m",
        "flows.a->b.maintainers: [x, y]",
    } <= changes


def test_a_mended_stack_has_no_places_and_the_other_keeps_its_own(audit, declared):
    rule = declared("tool", {"owner": "none"}, dimension="stack")
    found = audit("teams: {ops: {}}\ntools: {a: {owner: none}}", rule)
    remedy = next(iter(remedies(found.stack, found.flagged[0])))
    other = mended(found.stack, remedy.edits)
    assert (other.provenance, other.tools["a"].owner, found.stack.tools["a"].owner) == (None, "ops", "none")
    assert found.stack.provenance is not None


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["none", "ops"]), st.sampled_from(["true", "false"])), min_size=1, max_size=4)
)
def test_mending_never_lowers_the_score(audit, declared, tools):
    rules = [
        declared("tool", {"owner": "none"}, dimension="stack"),
        declared("tool", {"monitored": False}, id="MY-02", dimension="data", severity="P1"),
        declared("tool", {"owner": "ops", "monitored": True}, id="MY-03", dimension="process"),
    ]
    held = ", ".join(f"t{n}: {{owner: {owner}, monitored: {seen}}}" for n, (owner, seen) in enumerate(tools))
    found = audit(f"teams: {{ops: {{}}}}\ntools: {{{held}}}", *rules)
    after = found.mending.after
    assert after is None or after.total > found.score.total


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["red_flags", "govuk", "sourcegraph"])
def test_the_samples_name_findings_that_there_are(name):
    found = stackaudit.run(SAMPLES / f"{name}.yaml")
    ids = {one.id for one in found.flagged}
    assert set(first(found)) <= ids
    assert set(found.mending.unmended) <= ids
    assert found.mending.after is None or found.mending.after.total > found.score.total


def changes_of(text, rule):
    stack = stackaudit.load_text(HEAD + text)
    (finding,) = stackaudit.run(stack, select=[rule]).flagged
    return [remedy.changes for remedy in remedies(stack, finding)]


@pytest.mark.parametrize(
    ("text", "rule", "change"),
    [
        ("tools: {a: {security: {shared_login: true}}}", "STK-09", "tools.a.security.shared_login: false"),
        ("tools: {a.b: {security: {shared_login: true}}}", "STK-09", "tools.a.b.security.shared_login: false"),
        ("company: {stack_reviewed: none}", "STK-24", "company.stack_reviewed: 2026-11-22"),
    ],
)
def test_facts_of_aspects_and_sections_are_changed_where_they_stand(text, rule, change):
    found = [one for changes in changes_of(text, rule) for one in changes]
    assert change in found


def test_an_aspect_keeps_what_else_is_said_of_it(audit, checked):
    def shared(view):
        held = view.stack.tools["a"].security
        flagged = held.shared_login is True
        facts = (FactRef("tools", "a", "security.shared_login"), FactRef("tools", "a", "security.nothing"))
        yield Verdict(("tools.a",), Outcome.FLAGGED if flagged else Outcome.CLEAR, facts=facts[:1])

    found = audit("tools: {a: {security: {sso: true, shared_login: true}}}", checked(shared, dimension="stack"))
    assert first(found) == {"MY-01:tools.a": ("tools.a.security.shared_login: false",)}
    (one,) = remedies(found.stack, found.flagged[0])
    security = mended(found.stack, one.edits).tools["a"].security
    assert (security.sso, security.shared_login) == (True, False)


def test_what_happened_and_what_is_only_denied_mend_nothing():
    text = """
complete: [tools, flows]
tools: {shop: {}, app: {}, charts: {}, sheet: {}}
flows: [{from: shop, to: charts}, {from: app, to: charts}, {from: shop, to: sheet}]
metrics: {orders: {used_as: kpi, measured_in: [shop, app]}}
reports: {board: {metrics: [orders], built_in: [charts]}, weekly: {metrics: [orders], built_in: [sheet]}}
"""
    named = [one for changes in changes_of(text, "GRA-34") for one in changes]
    assert named
    assert not [one for one in named if "measured_in" in one or "built_in" in one]


def test_a_key_is_one_that_a_tool_has():
    text = """
tools:
  shop: {keys: [email, order_number], capabilities: [ecommerce]}
  mailer: {sends: [email], keys: [customer_id], capabilities: [esp]}
flows: [{from: shop, to: mailer, key: customer_id}]
"""
    found = changes_of(text, "GRA-21")
    assert ("flows.shop->mailer.key: email",) in found
    assert not [one for changes in found for one in changes if "written down" in one]


def test_what_stands_outside_of_every_collection_is_no_place_of_a_fact(audit):
    found = audit("tools: {a: {}}")
    assert list(changed(found.stack, "as_of")) == []
    assert list(changed(found.stack, "complete.tools")) == []


def test_a_list_of_names_takes_a_name(audit):
    found = audit("tools: {a: {repository: none}}")
    assert {one.changes for one in changed(found.stack, "tools.a.repository")}
