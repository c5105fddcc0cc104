"""What of a stack is drawn: which tools, in which group, and what leads from one to another."""

from __future__ import annotations

from collections.abc import Callable

from stackaudit.finding import Outcome, Severity
from stackaudit.outputs.diagram.chart import Chart
from stackaudit.outputs.diagram.scene import LineKind, NodeKind

Make = Callable[..., Chart]


def test_tools_in_use_and_capture_points_are_drawn_and_retired_tools_are_counted(chart: Make) -> None:
    drawn = chart("""
tools:
  crm: {capabilities: [crm]}
  maybe: {capabilities: [crm], status: unknown}
  next: {capabilities: [crm], status: planned}
  old: {capabilities: [crm], status: retired}
capture_points: {footer: {tool: crm}}
""")
    assert {key: member.kind for key, member in drawn.members.items()} == {
        "crm": NodeKind.TOOL,
        "maybe": NodeKind.DOUBTFUL,
        "next": NodeKind.PLANNED,
        "footer": NodeKind.CAPTURE_POINT,
    }
    assert drawn.left_out == 1


def test_a_tool_belongs_to_the_layer_of_its_first_capability(chart: Make) -> None:
    drawn = chart("""
capabilities: {swag: {name: Swag}}
tools:
  bi: {capabilities: [bi, warehouse]}
  crm: {capabilities: [crm]}
  swag: {capabilities: [swag]}
  blank: {}
capture_points: {footer: {}}
""")
    assert {key: member.group for key, member in drawn.members.items()} == {
        "bi": "insight",
        "crm": "storage",
        "swag": "",
        "blank": "",
        "footer": "collection",
    }
    assert list(drawn.groups.values()) == ["Collection", "Storage", "Insight", "No layer stated"]
    assert [member.place for member in drawn.members.values()] == [2, 1, 3, 3, 0]


def test_a_tool_belongs_to_the_team_of_its_owner_where_that_team_uses_it(chart: Make) -> None:
    drawn = chart(
        """
teams: {sales: {name: Sales}, marketing: {}}
people: {analyst: {team: marketing}, guest: {}}
tools:
  owned: {owner: sales}
  led: {owner: analyst}
  shared: {owner: marketing, teams: [sales, marketing]}
  used: {owner: marketing, teams: [sales]}
  by_guest: {owner: guest}
  blank: {}
capture_points: {footer: {tool: owned}, lost: {tool: none}}
""",
        by="team",
    )
    assert {key: member.group for key, member in drawn.members.items()} == {
        "owned": "sales",
        "led": "marketing",
        "shared": "marketing",
        "used": "sales",
        "by_guest": "",
        "blank": "",
        "footer": "sales",
        "lost": "",
    }


def test_teams_nearer_to_where_data_begins_stand_further_to_the_left(chart: Make) -> None:
    drawn = chart(
        """
teams: {insight: {name: Insight team}, web: {}, idle: {}}
tools:
  bi: {capabilities: [bi], teams: [insight]}
  cms: {capabilities: [cms], teams: [web]}
  odd: {teams: [web]}
""",
        by="team",
    )
    assert drawn.groups == {"web": "web", "insight": "Insight team"}
    assert drawn.layers == {}


def test_links_are_told_apart_by_how_something_gets_there(chart: Make) -> None:
    drawn = chart("""
tools:
  a: {send_gate: [b, c]}
  b: {}
  c: {}
capture_points: {footer: {tool: b}}
flows:
  - {from: a, to: b, method: api}
  - {from: b, to: c, method: csv_manual}
  - {from: c, to: a}
  - {from: a, to: c, method: none}
  - {between: [b, c], method: native}
gaps: [{signal: opt_out, from: c, to: b}, {signal: deletion, from: c, to: b}]
""")
    assert [(link.source, link.target, link.kind, link.both) for link in drawn.links] == [
        ("a", "b", LineKind.AUTOMATIC, False),
        ("b", "c", LineKind.MANUAL, False),
        ("c", "a", LineKind.UNSTATED, False),
        ("a", "c", LineKind.UNSTATED, False),
        ("b", "c", LineKind.AUTOMATIC, True),
        ("footer", "b", LineKind.CHOICE, False),
        ("b", "a", LineKind.GATE, False),
        ("c", "a", LineKind.GATE, False),
        ("c", "b", LineKind.GAP, False),
    ]
    assert [gap.signal for gap in drawn.links[-1].gaps] == ["opt_out", "deletion"]


def test_flows_of_tools_that_are_not_in_use_and_their_gaps_are_left_out(chart: Make) -> None:
    drawn = chart("""
tools: {a: {}, b: {status: retired}, c: {status: unknown}}
flows: [{from: a, to: b}, {from: a, to: c}]
gaps: [{signal: opt_out, from: a, to: b}]
""")
    assert [(link.target, link.certain) for link in drawn.links] == [("c", False)]


def test_an_element_is_marked_with_its_worst_proved_finding(chart: Make, generated: object) -> None:
    make = generated.finding
    drawn = chart(
        "tools: {a: {}, b: {}}",
        [
            make("tools.a", Severity.P1, Outcome.SUSPECTED, "X-1"),
            make("tools.a", Severity.P3, Outcome.FLAGGED, "X-2"),
            make("tools.b", Severity.P2, Outcome.SUSPECTED, "X-3"),
        ],
    )
    assert drawn.marks["tools.a"].label == "P3 · 2 findings"
    assert drawn.marks["tools.b"].label == "P2?"


def test_what_is_found_at_a_capture_point_marks_its_node_and_not_its_line(chart: Make, generated: object) -> None:
    drawn = chart(
        "tools: {a: {}, b: {}}\ncapture_points: {footer: {tool: a}}\nflows: [{from: a, to: b}]",
        [generated.finding("capture_points.footer"), generated.finding("flows.a->b")],
    )
    assert [drawn.mark_of(link) is not None for link in drawn.links] == [True, False]
    assert "capture_points.footer" in drawn.marks


def test_a_name_of_hidden_characters_shows_them(chart: Make) -> None:
    drawn = chart('tools: {a: {name: "\\u202e"}, b: {name: " "}}')
    assert [member.name for member in drawn.members.values()] == ["\\u202e", "b"]
