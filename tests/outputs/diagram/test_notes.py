"""The words on a picture: tooltips, and what stands beside a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stackaudit.finding import Severity
from stackaudit.model.words import Method
from stackaudit.outputs.diagram import notes
from stackaudit.outputs.diagram.chart import Chart
from stackaudit.outputs.diagram.methods import METHODS

Make = Callable[..., Chart]


def of_member(chart: Chart, name: str) -> list[str]:
    return list(notes.member_notes(chart, chart.members[name]))


def of_line(chart: Chart, number: int = 0) -> list[str]:
    return list(notes.line_notes(chart, chart.links[number]))


def test_a_tool_says_what_it_does_whose_it_is_and_what_it_sends(chart: Make) -> None:
    drawn = chart("""
teams: {marketing: {name: Marketing team}}
people: {analyst: {name: Senior analyst}}
capabilities: {swag: {name: Swag shipping}}
tools:
  hub: {name: Hub, capabilities: [map, swag], owner: analyst, teams: [marketing], sends: [email, in_app], status: trial}
""")
    assert of_member(drawn, "hub") == [
        "Hub",
        "Marketing automation, Swag shipping",
        "Status: trial",
        "Owner: Senior analyst",
        "Teams: Marketing team",
        "Sends: email, in-app",
    ]


def test_a_tool_of_which_nothing_is_known_says_its_name_alone(chart: Make) -> None:
    assert of_member(chart("tools: {hub: {}}"), "hub") == ["hub"]


def test_a_tool_that_nobody_is_sure_of_says_so_and_channels_with_purposes_are_named(chart: Make) -> None:
    drawn = chart("tools: {hub: {status: unknown, sends: {email: [service]}}}")
    assert of_member(drawn, "hub") == ["hub", "Nobody could say whether it is in use", "Sends: email"]


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("{tool: hub, channel: [email]}", ["Channels: email"]),
        ("{channel: [email, sms]}", ["Channels: email, sms", "Nobody said in which tool a wish is recorded"]),
        ("{tool: none}", ["A wish is recorded in no tool"]),
    ],
)
def test_a_capture_point_says_which_channels_and_where_wishes_go(chart: Make, point: str, expected: list[str]) -> None:
    drawn = chart(f"tools: {{hub: {{}}}}\ncapture_points: {{footer: {point}}}")
    assert of_member(drawn, "footer") == ["footer", "Capture point: people can say stop or yes here", *expected]


def test_the_findings_of_an_element_stand_in_its_tooltip_and_beyond_four_they_are_counted(
    chart: Make, generated: object
) -> None:
    findings = [generated.finding("tools.hub", rule=f"X-{number}") for number in range(6)]
    assert of_member(chart("tools: {hub: {}}", findings[:5]), "hub")[-1] == "and 1 more finding"
    assert of_member(chart("tools: {hub: {}}", findings), "hub")[1:] == [
        "P2 X-0: Something at tools.hub",
        "P2 X-1: Something at tools.hub",
        "P2 X-2: Something at tools.hub",
        "P2 X-3: Something at tools.hub",
        "and 2 more findings",
    ]


def test_a_flow_says_how_how_often_and_what_it_carries(chart: Make, generated: object) -> None:
    drawn = chart(
        """
data_classes: {basket_size: {}}
tools: {a: {name: Alpha}, b: {name: Beta}, z: {name: Zap}}
flows:
  - from: a
    to: b
    name: Weekly list
    method: csv_manual
    every: 1w
    takes: 8bd
    via: z
    carries: [user.contact.email, basket_size, more]
    signals: ["opt_out:email", consent]
""",
        [generated.finding("flows.a->b", Severity.P1)],
    )
    assert of_line(drawn) == [
        "Alpha → Beta",
        "Weekly list",
        "CSV by hand: a person exports a file and uploads it",
        "Runs: weekly, takes 8 business days",
        "Run by: Zap",
        "Carries: e-mail address, basket size, others",
        "Passes on: opt-out (email), consent",
        "P1 X-01: Something at flows.a->b",
    ]


def test_a_flow_of_which_little_is_known_says_what_nobody_said(chart: Make) -> None:
    drawn = chart(
        "tools: {a: {}, b: {}}\nflows: [{between: [a, b], status: unknown, takes: none, via: none, carries: []}]"
    )
    assert of_line(drawn) == [
        "a ↔ b",
        "Nobody said how this moves",
        "Runs: nobody said how often",
        "Carries: nothing",
        "It is not known for certain whether this runs",
    ]


def test_choices_gates_and_gaps_say_what_they_are(chart: Make) -> None:
    drawn = chart("""
tools: {a: {send_gate: [b]}, b: {}}
capture_points: {footer: {tool: b}}
gaps: [{signal: "opt_out:email", from: b, to: a}]
""")
    assert [of_line(drawn, number)[1] for number in range(3)] == [
        "What people choose there is recorded here",
        "Looked up before each send",
        "Known gap: opt-out (email) does not get there by any way",
    ]
    assert [notes.line_label(link) for link in drawn.links] == [
        (),
        ("checked before sending",),
        ("no opt-out (email)",),
    ]


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("method: api, every: on_event", ("API", "on event")),
        ("method: csv_manual", ("CSV by hand",)),
        ("every: 1d", ("how?", "daily")),
        ("method: unknown", ("how?",)),
    ],
)
def test_beside_a_line_stands_how_and_how_often(chart: Make, flow: str, expected: tuple[str, ...]) -> None:
    drawn = chart(f"tools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, {flow}}}]")
    assert notes.line_label(drawn.links[0]) == expected


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("15m", "every 15 minutes"),
        ("1m", "every minute"),
        ("2w", "every 2 weeks"),
        ("2bd", "every 2 business days"),
        ("on_request", "on request"),
        ("[wed, sat]", "Wed, Sat"),
        ("'0 6 * * 1'", "at 0 6 * * 1"),
        ("none", ""),
        ("unknown", ""),
    ],
)
def test_a_cadence_is_said_in_words(chart: Make, every: str, expected: str) -> None:
    drawn = chart(f"tools: {{a: {{}}, b: {{}}}}\nflows: [{{from: a, to: b, every: {every}}}]")
    flow = drawn.links[0].flow
    assert flow is not None
    assert notes.cadence(flow.every) == expected


def test_every_method_has_a_short_name() -> None:
    assert set(METHODS) == set(Method)


def test_a_long_list_names_five_and_counts_the_rest(chart: Make) -> None:
    teams = ", ".join(f"t{number}" for number in range(9))
    drawn = chart(
        f"teams: {{{', '.join(f't{number}: {{}}' for number in range(9))}}}\ntools: {{a: {{teams: [{teams}]}}}}"
    )
    assert of_member(drawn, "a")[1] == "Teams: t0, t1, t2, t3, t4, 4 more"
