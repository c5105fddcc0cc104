"""What a finding says of teams that message the same people, and what is asked where that is open."""

from __future__ import annotations

import stackaudit
from stackaudit.checks import View
from stackaudit.checks.collisions import uncoordinated
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph

STACK = """
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, teams, capture_points]
teams: {marketing: {}, product: {name: Product team}, sales: {}}
tools:
  form: {name: Form, sends: none}
  crm: {name: The CRM, sends: none}
  app: {name: App, sends: [push], teams: [product]}
  news: {name: News, sends: [email], teams: [marketing], STATUS}
  calls: {name: Calls, sends: [phone], teams: [sales]}
flows:
  - {from: form, to: crm, carries: [user.contact]}
  - {from: crm, to: app, carries: [user]}
  - {id: sync, between: [crm, news], carries: [user.contact.email]}
  - {from: news, to: calls, carries: [page_view]}
processes: PROCESSES
"""


def judge(processes="{contact_policy: none}", status="status: active"):
    stack = stackaudit.load_text(STACK.replace("PROCESSES", processes).replace("STATUS", status))
    (verdict,) = uncoordinated(View(stack, StackGraph(stack)))
    return verdict


def test_a_finding_names_the_senders_their_teams_and_where_the_ways_part():
    verdict = judge()
    assert verdict.outcome is Outcome.FLAGGED
    assert dict(verdict.values) == {
        "tools": "App and News",
        "teams": "Product team and marketing",
        "count": "2",
        "source": "The CRM",
    }
    assert verdict.related[:3] == ("tools.app", "tools.news", "tools.crm")
    assert set(verdict.related[3:]) == {"flows.crm->app", "flows.sync"}
    assert verdict.facts[-1].collection == "processes"


def test_a_policy_that_leaves_one_out_is_named_as_evidence():
    verdict = judge("{round: {kind: contact_policy, covers: [news]}, contact_policy: none}")
    assert verdict.outcome is Outcome.FLAGGED
    assert ("processes", "round", "covers") in verdict.facts


def test_all_that_is_open_about_policies_and_tools_is_asked_for():
    asked = [one.path for one in judge("{round: {kind: unknown, covers: [news]}, contact_policy: unknown}").missing]
    assert asked == ["processes.round.kind", "processes.contact_policy"]
    verdict = judge(status="status: unknown")
    assert [one.path for one in verdict.missing] == ["tools.news.status"]


def test_a_sender_who_may_be_none_is_asked_about():
    stack = stackaudit.load_text(
        STACK.replace("PROCESSES", "{contact_policy: none}")
        .replace("sends: [email], teams: [marketing], STATUS", "sends: unknown")
        .replace("- {from: crm, to: app, carries: [user]}", "- {from: crm, to: app, status: unknown}")
    )
    (verdict,) = uncoordinated(View(stack, StackGraph(stack)))
    assert [one.path for one in verdict.missing] == [
        "tools.news.sends", "tools.news.teams", "flows.crm->app.status", "flows.crm->app.carries",
    ]  # fmt: skip


def test_flows_that_nobody_listed_can_bring_the_same_people_to_several_senders():
    stack = stackaudit.load_text("""
stackaudit: 1
as_of: 2026-11-22
complete: [tools, teams, capture_points]
teams: {marketing: {}, product: {}}
tools:
  form: {sends: none}
  old: {sends: none, flows_complete: both}
  app: {sends: [push], teams: [product]}
  news: {sends: [email], teams: [marketing]}
processes: {contact_policy: none}
""")
    (verdict,) = uncoordinated(View(stack, StackGraph(stack)))
    assert verdict.outcome is Outcome.UNKNOWN
    assert [one.path for one in verdict.missing] == ["complete.flows"]
