"""What a finding says stands among its facts: who is named, why it weighs more, and by which way."""

from __future__ import annotations

import pytest

import stackaudit

HEAD = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows, capture_points, processes, sending_domains]\n"


def found(rule, text, settings=HEAD):
    (finding,) = stackaudit.run(stackaudit.load_text(settings + text), select=[rule]).flagged
    return finding


def paths(finding):
    return [one.path for one in finding.evidence]


OPT_OUTS = """\
tools:
  shop: {name: Shop, sends: none, captures_opt_out: [email]}
  desk: {name: Desk, sends: none, captures_opt_out: none}
  mailer: {name: Mailer, sends: [email], captures_opt_out: none, heeds: [reply, feedback_loop]%s}
capture_points:
  call: {name: Hotline, tool: desk, channel: [email]%s}
"""


def test_each_place_whose_opt_outs_get_lost_has_its_fact_and_the_tool_that_it_belongs_to():
    lost = found("GRA-01", OPT_OUTS % ("", ""))
    assert lost.message == "An opt-out from email at Shop and Hotline never gets to Mailer"
    assert paths(lost)[:3] == ["tools.shop.captures_opt_out", "capture_points.call.channel", "capture_points.call.tool"]


def test_what_an_opt_out_is_meant_to_stop_is_said_in_words_and_shown_of_each_place():
    text = OPT_OUTS % (", opt_out_scope: topic, send_gate: [shop, desk]", ", scope: global")
    lost = found("GRA-04", text.replace("[email]}\n  desk", "[email], opt_out_scope: global}\n  desk"))
    says = "An opt-out from email at Shop and Hotline is meant to stop everything; in Mailer it stops only one topic or list"
    assert lost.message == says
    assert paths(lost)[1:3] == ["tools.shop.opt_out_scope", "capture_points.call.scope"]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("method: csv_manual", "needs somebody's hand or goes unwatched. By hand: Shop → Mailer"),
        ("method: api, monitored: false", "needs somebody's hand or goes unwatched. Unwatched: Shop → Mailer"),
    ],
)
def test_which_step_of_an_opt_out_rests_on_whom(how, says):
    text = OPT_OUTS[: OPT_OUTS.index("capture_points")] % ""
    weak = found(
        "GRA-03", f"{text}flows: [{{from: shop, to: mailer, every: 1d, takes: 1h, signals: [opt_out], {how}}}]\n"
    )
    assert weak.message == f"Every way of an opt-out from email at Shop to Mailer {says}"
    assert paths(weak)[-1] == "flows"


TAG = """\
company: {regions: [de]}
tools: {shop: {name: Shop, capabilities: [ecommerce]}, ads: {name: Ads, capabilities: [ads]%s}}
flows: [{from: shop, to: ads, method: tag, carries: [%s], consent_gated: %s}]
"""


def test_a_tag_that_weighs_more_names_the_sensitive_data_and_shows_it():
    plain, worse = (found("GRA-07", TAG % ("", data, "false")) for data in ("page_view", "page_view, user.financial"))
    assert worse.message == f"{plain.message}, sensitive data among it: user.financial"
    assert "flows.shop->ads.carries" in paths(worse)
    assert "flows.shop->ads.carries" not in paths(plain)


@pytest.mark.parametrize(
    ("terms", "gated", "says"),
    [
        ("", "false", "Ads: people who refused are not left out"),
        (", terms_allow_sensitive: false", "true", "Ads, whose terms do not allow such data"),
        (", terms_allow_sensitive: none", "none",
         "Ads: people who refused are not left out, and the terms of Ads do not allow such data"),
    ],
)  # fmt: skip
def test_sensitive_data_is_said_to_lack_what_it_lacks(terms, gated, says):
    assert found("GRA-15", TAG % (terms, "user.financial", gated)).message == (
        f"Shop sends sensitive data (user.financial) to {says}"
    )


def test_the_way_round_a_check_is_shown_step_by_step():
    rounded = found(
        "GRA-08",
        "tools: {shop: {}, store: {capabilities: [warehouse]}, ads: {capabilities: [ads]}}\nflows:\n"
        "  - {id: tag, from: shop, to: ads, method: tag, carries: [user.name], consent_gated: true}\n"
        "  - {id: load, from: shop, to: store, method: etl, carries: [user.name], consent_gated: false}\n"
        "  - {id: list, from: store, to: ads, method: api, carries: [user.name], consent_gated: false}\n",
    )
    assert [hop.element for hop in rounded.path] == ["flows.load", "flows.list"]
    assert {"flows.load.consent_gated", "flows.load.carries"} < {*paths(rounded)}
    assert rounded.elements == ("flows.list", "tools.ads", "tools.shop", "flows.tag", "flows.load")


HUB = """\
tools:
  web: {capabilities: [form], sends: none, captures_opt_out: none}
  hub: {capabilities: [ipaas], sends: none, captures_opt_out: none, monitored: false%s}
  a: {capabilities: [esp], sends: [email]%s}
  b: {capabilities: [esp], sends: [sms]}
flows: [{from: web, to: hub}, {from: hub, to: a%s}, {from: hub, to: b}]
"""


@pytest.mark.parametrize(
    ("hub", "a", "flow", "shows"),
    [
        ("", "", ", signals: [opt_out]", "flows.hub->a.signals"),
        ("", ", send_gate: [hub]", "", "tools.a.send_gate"),
        ("}\n  x: {capabilities: [consent], sends: none", "", "", "capture_points.page.tool"),
    ],
)
def test_a_hub_that_weighs_more_shows_by_what_opt_outs_pass_through_it(hub, a, flow, shows):
    point = "capture_points: {page: {tool: hub, channel: [email]}}\n" if shows.startswith("capture") else ""
    finding = found("GRA-24", HUB % (hub, a, flow) + point)
    assert (finding.severity, paths(finding)[-1]) == ("P2", shows)
    assert "which lacks: monitoring" in finding.message


def test_a_flow_that_has_stopped_is_not_said_to_be_unwatched():
    text = (
        "tools: {a: {name: A}, b: {name: B}}\nflows: [{from: a, to: b, every: 1d, monitored: %s, last_success: %s}]\n"
    )
    stopped = found("GRA-32", text % ("true", "2026-11-01"))
    assert (
        stopped.message == "Data from A to B has had no good run since 2026-11-01. Is somebody told when it stops: yes"
    )
    assert found("GRA-32", text % ("false", "none")).message == (
        "Nobody is told when data from A to B stops. Last good run: not recorded"
    )


def test_whose_limit_a_moment_misses():
    text = (
        "tools: {shop: {}, mailer: {}}\nflows: [{from: shop, to: mailer, every: 1d, takes: 1h, events: [left]}]\n"
        "automations: {x: {tool: mailer, trigger: event, answers: left_behind, event: left, happens_in: [shop]%s}}\n"
    )
    assert "Limit (the rule's): 4 hours" in found("GRA-26", text % "").message
    assert "Limit (its own): 1 hour" in found("GRA-26", text % ", max_delay: 1h").message


@pytest.mark.parametrize(
    ("contract", "impact"),
    [
        ("renews: 2027-01-31, notice: 60d", "Who misses the day is bound for another term."),
        ("renews: 2026-12-31, notice: 60d", "The day for notice was 2026-11-01, so that"),
        ("renews: 2026-12-31", "Who misses the day"),
    ],
)
def test_a_day_for_notice_that_is_past_is_not_said_to_lie_ahead(contract, impact):
    finding = found("STK-04", f"tools: {{a: {{built: vendor, contract: {{{contract}, auto_renew: true}}}}}}\n")
    assert finding.impact.startswith(impact)


def test_that_sources_disagree_is_not_called_ignorance():
    text = (
        "tools:\n  a: {name: A, built: vendor, contract: {renews: unknown, auto_renew: true}, disputed: {cost: ["
        "{value: {amount: 1, currency: eur}, source: x}, {value: {amount: 2, currency: eur}, source: y}]}}\n"
    )
    says = "Of the contract for A, nobody could say: the day of renewal. Sources disagree on: the cost"
    assert found("STK-05", text).message == says
    alone = "tools: {a: {name: A, built: vendor, cost: {amount: 1, currency: eur}, contract: {renews: unknown, auto_renew: true}}}\n"
    assert found("STK-05", alone).message == "Of the contract for A, nobody could say: the day of renewal"


@pytest.mark.parametrize(
    ("cost", "impact"),
    [
        ("cost: {amount: 1000, currency: eur, per: month}",
         "If each seat costs the same, 9,000 EUR a year of the 12,000 EUR a year is for seats that nobody uses."),
        ("cost: {amount: 1000, currency: eur, per: once}", "The rest is paid for and not used."),
        ("cost: none", "The rest is paid for and not used."),
    ],
)  # fmt: skip
def test_seats_that_nobody_uses_have_their_price_where_it_is_known(cost, impact):
    finding = found("STK-02", f"tools: {{a: {{name: A, {cost}, seats: {{bought: 40, used: 10}}}}}}\n")
    assert (finding.message, finding.impact) == ("In use of A: 10 of 40 seats", impact)
    assert ("tools.a.cost" in paths(finding)) == impact.startswith("If")


def test_tools_that_do_one_job_show_what_each_is_for_why_they_weigh_more_and_what_they_cost_together():
    tool = "{capabilities: [%s], sends: %s, cost: {amount: 500, currency: eur, per: %s}}"
    text = "tools: {{a: {0}, b: {0}, c: {{capabilities: [{1}], overlap_reason: a merger}}}}\n"
    forms = found("STK-01", text.format(tool % ("form", "none", "month"), "survey"))
    assert forms.impact.startswith("Together they cost 12,000 EUR a year. ")
    assert {path.rpartition(".")[2] for path in paths(forms)} == {"capabilities", "overlap_reason", "cost"}
    letters = found("STK-01", text.format(tool % ("direct_mail", "[post]", "once"), "direct_mail"))
    assert letters.impact.startswith("One job may be paid for twice")
    assert paths(letters)[:3] == [f"tools.{key}.capabilities" for key in "abc"]
    assert (letters.severity, paths(letters)[-2:]) == ("P3", ["tools.a.sends", "tools.b.sends"])


def test_features_have_no_price_of_their_own():
    text = "tools: {a: {cost: {amount: 1, currency: eur, per: year}, seats: {bought: 4, used: none}, usage: {features: 5}}}\n"
    assert found("STK-02", text).message == "In use of a: 0 of 4 seats and 5 % of what it can do"
    assert found("STK-02", text.replace("used: none", "used: 4")).impact == "The rest is paid for and not used."


def test_only_regions_outside_the_promise_are_named():
    text = "company: {residency: [eu]}\ntools: {a: {stores: [user.name], hosting_region: [de, us]}}\n"
    assert (
        found("STK-20", text).message
        == "a keeps personal data in the United States; the company has promised the European Union"
    )


def test_texts_and_advertising_are_shown_where_they_weigh_more():
    text = "company: {regions: [de]}\ntools: {a: {stores: [user.name], contract: {licensed_regions: [us]}, %s}}\n"
    assert paths(found("STK-19", text % "sends: [sms], capabilities: [esp]"))[-1] == "tools.a.sends"
    assert paths(found("STK-19", text % "sends: none, capabilities: [ads]"))[-1] == "tools.a.capabilities"


@pytest.mark.parametrize(
    ("account", "shows"),
    [
        ("owner: ann, scope: limited", ["owner"]),
        ("scope: full", ["scope", "carries"]),
        ("owner: unknown, scope: limited", ["owner", "carries"]),
    ],
)
def test_of_an_account_only_what_decided_is_shown(account, shows):
    flow = f"{{from: a, to: b, carries: [user.name], credential: {{{account}}}}}"
    finding = found("STK-11", f"people: {{ann: {{}}}}\ntools: {{a: {{}}, b: {{}}}}\nflows: [{flow}]\n")
    assert [path.rpartition(".")[2] for path in paths(finding)] == shows


@pytest.mark.parametrize(
    ("rate", "impact"),
    [("0.2", "At 0.2 %, whatever goes out"), ("none", "If the rate is too high, whatever goes out")],
)
def test_where_nobody_looks_no_rate_is_claimed(rate, impact):
    text = f"sending_domains: {{news.example: {{daily_volume: 60000, spam_rate: {rate}}}}}\n"
    assert found("DEL-03", text).impact.startswith(impact)


CONSENT = """\
company: {regions: [ca, de], contacts: 9000}
tools: {a: {name: A, sends: [email]}}
systems_of_record: {consent: a}
consent: {record: [%s], implied_ends: %s}
"""


@pytest.mark.parametrize(
    ("record", "ends", "says", "means"),
    [
        ("time, source", "true", "What is kept of a consent does not show which text it was given to",
         "If one of 9,000 contacts disputes that they agreed, the company cannot show which text it was given to."),
        ("time, source", "false",
         "What is kept of a consent does not show which text it was given to. Besides, implied consent never ends in: Canada",
         "If one of 9,000 contacts disputes that they agreed, the company cannot show which text it was given to."),
        ("time, source, wording", "false", "Implied consent never ends in the records, and by law it does in: Canada",
         "Messages can go on after the consent for them has ended by law."),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_and_what_never_ends_are_two_things(record, ends, says, means):
    finding = found("LEG-03", CONSENT % (record, ends))
    assert (finding.message, finding.impact) == (says, means)


def test_where_a_part_of_a_tool_is_and_what_it_does_is_asked_before_it_is_called_code():
    text = "tools: {w: {built: vendor}, t: {built: in_house, part_of: %s, capabilities: %s, repository: none}}\n"

    def asked(*facts):
        result = stackaudit.run(stackaudit.load_text(HEAD + text % facts), select=["STK-17"]).results[0]
        return [one.path for unknown in result.unknown for one in unknown.missing]

    assert asked("unknown", "[database]") == ["tools.t.part_of"]
    assert asked("w", "[database, more]") == ["tools.t.capabilities"]
    assert asked("w", "[database]") == asked("w", "[etl]") == asked("w", "none") == []
    assert found("STK-17", text % ("w", "none")).message == "Code of the company's own, with no repository: t"


def test_whoever_hands_over_lists_is_asked_for_no_seats_and_no_contract():
    tool = stackaudit.load_text(f"{HEAD}tools: {{fair: {{built: none, capabilities: [events]}}}}\n").tools["fair"]
    assert {str(getattr(tool, name)) for name in ("product", "contract", "seats", "security", "sends", "stores")} == {
        "none"
    }
    text = f"{HEAD}tools: {{fair: {{built: none, capabilities: [events]}}}}\n"
    asked = {one.topic for one in stackaudit.run(stackaudit.load_text(text), select=["STK", "LEG", "DEL"]).questions}
    assert {topic for topic in asked if topic.startswith("tool.")} == {"tool.usage.last_used", "tool.owner"}
