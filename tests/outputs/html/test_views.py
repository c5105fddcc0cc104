"""Views of the diagram: by topic, by team and by layer; and what of it a finding is about."""

from __future__ import annotations

from stackaudit.finding import Hop
from stackaudit.outputs.html.views import lit_by, views

STACK = """\
teams: {one: {name: First team}}
tools:
  site: {capabilities: [website], owner: one, teams: [one]}
  hub: {capabilities: [crm], owner: one, teams: [one], captures_opt_out: [email]}
  mailer: {capabilities: [esp], owner: none, sends: {email: [marketing]}, send_gate: [hub]}
  ads: {capabilities: [ads], owner: unknown}
capture_points:
  footer: {tool: hub, channel: [email]}
  banner: {tool: site, captures: [consent], channel: [ads]}
flows:
  - {from: site, to: hub, owner: one, carries: [user.contact.email], signals: [consent]}
  - {from: ads, to: hub, owner: none, carries: [cost], signals: [spend]}
  - {from: site, to: ads, owner: one, carries: [page_view], consent_gated: true}
gaps:
  - {signal: opt_out, from: mailer, to: ads}
"""


class Everything:
    """A diagram that holds whatever is asked for."""

    def __contains__(self, _):
        return True


def shown(make, drawn=None):
    (found,) = views(make.audit(STACK), [Everything() if drawn is None else drawn])
    return {(view.group, view.name): set(view.ids.split()) for view in found}


def starts(ids):
    return {one.partition("--")[0] for one in ids}


def test_a_topic_shows_what_is_said_of_it_and_both_ends(make):
    found = shown(make)
    assert starts(found["Topic", "Personal data"]) == {"flow-site", "node-site", "node-hub"}
    assert starts(found["Topic", "Spend and conversions"]) == {"flow-ads", "node-ads", "node-hub"}
    assert starts(found["Topic", "Consent"]) == {
        *("flow-site", "node-site", "node-hub", "node-ads", "node-banner"),
        "choice-banner-site",
    }
    assert starts(found["Topic", "Opt-outs"]) == {
        *("node-hub", "node-mailer", "node-footer", "node-ads"),
        *("choice-footer-hub", "gate-hub-mailer", "gap-opt_out-mailer"),
    }
    assert starts(found["Topic", "Ownership: no owner stated"]) == {
        *("node-mailer", "node-ads", "flow-ads", "node-hub"),
    }


def test_teams_and_layers_show_what_belongs_to_them_and_runs_within(make):
    found = shown(make)
    assert starts(found["Team", "First team"]) == {
        *("node-site", "node-hub", "node-footer", "node-banner"),
        *("flow-site", "choice-footer-hub", "choice-banner-site"),
    }
    assert starts(found["Layer", "Storage"]) == {"node-hub"}


def test_what_is_not_drawn_is_no_view(make):
    assert shown(make, frozenset()) == {}
    assert views(make.audit(STACK), []) == ()
    assert set(shown(make, {"node-mailer"})) == {
        ("Topic", "Opt-outs"),
        ("Topic", "Ownership: no owner stated"),
        ("Team", "No team stated"),
        ("Layer", "Engagement"),
    }


def test_a_finding_lights_its_elements_and_its_path(make):
    audit = make.audit(STACK)
    hops = (
        Hop("capture_points.footer", "footer", "hub", "", 0, 0),
        Hop("tools.mailer.send_gate", "hub", "mailer", "send_gate", 0, 0),
    )
    finding = make.finding(audit, "GRA-01", "tools.mailer", path=hops)
    drawn = {"node-mailer", "node-footer", "node-hub", "node-site", *shown(make)["Topic", "Opt-outs"]}
    assert starts(lit_by(finding, audit.stack, drawn).split()) == {
        *("node-mailer", "node-footer", "node-hub", "choice-footer-hub", "gate-hub-mailer"),
    }
    assert lit_by(finding, audit.stack, ()) == ""


def test_a_finding_of_a_flow_lights_what_it_joins(make):
    audit = make.audit(STACK)
    finding = make.finding(audit, "GRA-32", "flows.site->hub")
    assert starts(lit_by(finding, audit.stack, Everything()).split()) == {"flow-site", "node-site", "node-hub"}
