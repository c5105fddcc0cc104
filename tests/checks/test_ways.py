"""What the rules on ways ask for: the facts on the nearest ways, and no others."""

from __future__ import annotations

import pytest

import stackaudit

HEAD = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows, capture_points, reports]\n"
CONVERSIONS = """
tools: {ads: {capabilities: [ads], accepts_conversions_within: 7d}, hub: {capabilities: [cdp], status: unknown}, crm: {capabilities: [KIND]}}
flows:
  - {id: up, from: hub, to: ads, every: 1d, takes: 1h, method: csv_manual, signals: [conversion]}
  - {id: in, from: crm, to: hub, every: 1w, takes: 1h, STATUS signals: [conversion]}
gaps: [GAP]
"""
SURE = CONVERSIONS.replace(", status: unknown}", "}")
LEADS = """
tools:
  form: {capabilities: [form], captures_leads: true}
  mail: {capabilities: [esp], status: MAIL}
  crm: {capabilities: CRM, status: DESK}
flows:
  - {id: in, from: form, to: mail, every: on_event, takes: 1m, carries: [user.contact]}
  - {id: on, from: mail, to: crm, every: EVERY, TAKES carries: [user.contact]}
"""
EVENTS = """
tools: {shop: {status: SHOP}, old: {status: retired}, mailer: {}, other: {}}
flows:
  - {id: slow, from: shop, to: mailer, every: 1d, takes: 1h, events: [left]}
  - {id: quick, from: shop, to: other, every: on_event, takes: 1m, events: [left]}
automations:
  one: {TOOL trigger: event, answers: left_behind, event: left, happens_in: PLACES}
  two: {tool: other, trigger: event, answers: left_behind, event: left, happens_in: [shop]}
  three: {tool: other, trigger: segment, answers: first_steps, event: left, happens_in: [shop, old]}
"""
TWICE = """
tools: {ads: {capabilities: [ads]}, site: {status: SITE}, hub: {}}
flows:
  - {id: tag, from: site, to: ads, events: [bought], dedupe_key: KEY}
  - {id: in, from: site, to: hub, status: RUNS, events: [bought]}
  - {id: api, from: hub, to: ads, events: [bought], dedupe_key: order_id}
"""
LINEAGE = """
tools: {shop: {}, app: {}, charts: {}, sheet: {}}
capture_points: {banner: {tool: charts}}
flows:
  - {id: one, from: shop, to: charts, status: unknown}
  - {id: two, from: app, to: charts}
  - {id: round, from: charts, to: app}
  - {id: three, from: shop, to: sheet}
  - {id: four, from: app, to: sheet}
metrics: {orders: {used_as: kpi, measured_in: [shop, app]}}
reports: {a: {metrics: [orders], built_in: [charts]}, b: {metrics: [orders], built_in: [sheet]}}
"""
ASIDE = """
tools: {ads: {capabilities: [ads], accepts_conversions_within: 7d}, hub: {status: unknown}, crm: {capabilities: [crm]}, lake: {}}
flows:
  - {from: hub, to: ads, signals: [conversion]}
  - {from: crm, to: hub, signals: [conversion]}
  - {from: crm, to: lake, signals: [conversion]}
gaps: [{signal: conversion, from: crm, to: lake}]
"""
STOPS = """
tools: {a: {sends: [email], captures_opt_out: [email]}, b: {captures_opt_out: [email]}, c: {captures_opt_out: none}}
capture_points: {desk: {channel: [sms], captures: [opt_out]}}
flows: [{from: b, to: a, signals: unknown}, {from: a, to: c, signals: [opt_out]}]
gaps: [{signal: opt_out, from: a, to: c}]
"""
ROUND = """
tools: {shop: {stores: [user.contact]}, b: {}, c: {}}
flows:
  - {from: shop, to: b, carries: [user.contact]}
  - {from: b, to: c, carries: [user.contact]}
  - {from: c, to: b, carries: [user.contact]}
"""
SLOW = """
company: {regions: [us]}
tools: {a: {sends: [email], captures_opt_out: none}, b: {captures_opt_out: [email], sends: none}, hub: {status: unknown, sends: none, captures_opt_out: none}}
flows:
  - {from: b, to: hub, every: 2w, takes: 1d, signals: [opt_out]}
  - {from: hub, to: a, every: 2w, takes: 1d, signals: [opt_out]}
sending_domains: none
"""
USUAL = {
    "KIND": "form",
    "STATUS": "",
    "GAP": "",
    "MAIL": "active",
    "CRM": "[crm]",
    "DESK": "active",
    "EVERY": "15m",
    "TAKES": "takes: 1m,",
    "SHOP": "active",
    "TOOL": "tool: mailer,",
    "PLACES": "[shop]",
    "SITE": "active",
    "KEY": "event_id",
    "RUNS": "active",
}


@pytest.mark.parametrize(
    ("rule", "text", "changes", "subject", "asks"),
    [
        ("GRA-29", CONVERSIONS, {"KIND": "crm"}, "tools.ads", ["tools.hub.status"]),
        ("GRA-29", CONVERSIONS, {"KIND": "crm", "STATUS": "status: unknown,"}, "tools.ads",
         ["tools.hub.status", "flows.in.status"]),
        ("GRA-29", SURE, {"KIND": "crm", "GAP": "{signal: conversion, from: crm, to: ads}"},
         "tools.ads", ["gaps.conversion:crm->ads.signal"]),
        ("GRA-30", SURE, {"KIND": "crm", "STATUS": "status: unknown,"}, "flows.up", ["flows.in.status"]),
        ("GRA-30", SURE, {"KIND": "crm, more"}, "flows.up", None),
        ("GRA-30", SURE, {"KIND": "form, more"}, "flows.up", ["tools.crm.capabilities"]),
        ("GRA-30", SURE, {"KIND": "crm", "GAP": "{signal: conversion, from: crm, to: hub}"},
         "flows.up", ["gaps.conversion:crm->hub.signal"]),
        ("GRA-27", LEADS, {"MAIL": "unknown"}, "tools.form", ["tools.mail.status"]),
        ("GRA-27", LEADS, {"DESK": "unknown", "EVERY": "1d"}, "tools.form", ["tools.crm.status"]),
        ("GRA-27", LEADS, {"CRM": "[form, more]", "EVERY": "1d"}, "tools.form", ["tools.crm.capabilities"]),
        ("GRA-27", LEADS, {"CRM": "[form, more]"}, "tools.form", None),
        ("GRA-27", LEADS, {"TAKES": "takes: none,"}, "tools.form", ["flows.on.method"]),
        ("GRA-27", LEADS, {"TAKES": "takes: none, method: api,"}, "tools.form", ["flows.on.takes"]),
        ("GRA-26", EVENTS, {"SHOP": "unknown"}, "automations.one", ["tools.shop.status"]),
        ("GRA-26", EVENTS, {"TOOL": ""}, "automations.one", ["automations.one.tool"]),
        ("GRA-26", EVENTS, {"TOOL": "", "PLACES": "[]"}, "automations.one", None),
        ("GRA-26", EVENTS, {"PLACES": "[old]"}, "automations.one", None),
        ("GRA-28", TWICE, {"KEY": "unknown"}, "tools.ads", ["flows.tag.dedupe_key"]),
        ("GRA-28", TWICE, {"SITE": "unknown"}, "tools.ads", ["tools.site.status"]),
        ("GRA-28", TWICE, {"RUNS": "unknown"}, "tools.ads", ["flows.in.status"]),
        ("GRA-28", TWICE + "capture_points: {stand: {tool: ads}}\n", {"KEY": "unknown"}, "tools.ads", ["flows.tag.dedupe_key"]),
        ("GRA-28", TWICE + "  - {id: told, from: hub, to: ads, events: none}\n", {"KEY": "unknown"}, "tools.ads",
         ["flows.tag.dedupe_key"]),
        ("GRA-30", SURE, {"KIND": "form, more", "GAP": "{signal: conversion, from: crm, to: ads}"}, "flows.up",
         ["tools.crm.capabilities"]),
        ("GRA-34", LINEAGE, {}, "metrics.orders", ["flows.one.status"]),
        ("GRA-29", ASIDE, {}, "tools.ads", ["tools.hub.capabilities", "tools.hub.status"]),
        ("GRA-01", STOPS, {}, "tools.a:email", ["flows.b->a.signals"]),
        ("GRA-33", ROUND, {}, "tools.shop", [f"tools.{key}.{fact}" for key in ("shop", "b", "c") for fact in ("capabilities", "sends")]),
        ("GRA-02", SLOW, {}, "tools.a:email", ["tools.hub.status"]),
        ("GRA-37", "tools: {a: {}, b: {}, old: {status: retired}}", {}, "systems_of_record", ["systems_of_record"]),
        ("GRA-37", "tools: {a: {}, old: {status: retired}}", {}, "systems_of_record", None),
    ],
)  # fmt: skip
def test_what_decides_on_the_nearest_ways_is_asked_for(rule, text, changes, subject, asks):
    for name, value in (USUAL | changes).items():
        text = text.replace(name, value)
    (result,) = stackaudit.run(stackaudit.load_text(HEAD + text), select=[rule]).results
    asked = [[fact.path for fact in one.missing] for one in result.unknown if one.element == subject]
    assert asked == ([] if asks is None else [asks])
