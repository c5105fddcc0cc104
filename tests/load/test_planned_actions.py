"""Planned actions: what they mend has to be there, and no two mend the same."""

from __future__ import annotations

import pytest

import stackaudit
from stackaudit.load import load_text

HEAD = """\
stackaudit: 1
as_of: 2026-11-22
tools: {hubspot: {}, a.b: {}}
flows: [{from: hubspot, to: a.b}]
gaps: [{signal: opt_out, from: hubspot, to: a.b}]
roadmap: {items: {welcome: {}}}
capacity: {available_hours: 9}
"""


def mistakes(mends):
    with pytest.raises(stackaudit.StackError) as caught:
        load_text(f"{HEAD}actions:\n  x: {{mends: {mends}}}\n  y: {{mends: [tools.hubspot]}}\n", file="s.yaml")
    return [(str(one.place), one.message, one.hint) for one in caught.value.problems]


@pytest.mark.parametrize(
    "named",
    [
        "tools", "stack", "tracking_plan", "tools.a.b", "tools.a.b.owner", "flows.hubspot->a.b", "gaps.opt_out:hubspot->a.b",
        "capacity.available_hours", "roadmap.items.welcome", "roadmap.covers_until", "systems_of_record.contact", "requests",
        "GRA-01:tools.hubspot:email", "TEC-01:tools.hubspot+tools.a.b", "MEA-01:stack",
    ],
)  # fmt: skip
def test_what_an_action_can_mend(named):
    stack = load_text(f"{HEAD}actions: {{x: {{mends: ['{named}']}}}}\n")
    assert stack.actions["x"].mends == (named,)


@pytest.mark.parametrize(
    ("named", "message", "hint"),
    [
        ("tools.hubspt", "there is no 'hubspt' in tools", "did you mean 'hubspot'?"),
        ("tools.hubspt.owner", "there is no 'hubspt.owner' in tools", None),
        ("GRA-01:tools.hubspt", "there is no 'hubspt' in tools", "did you mean 'hubspot'?"),
        (
            "capacity.availabel_hours",
            "no field of capacity is called 'availabel_hours'",
            "did you mean 'available_hours'?",
        ),
        ("roadmap.items.welcom", "there is no 'welcom' in roadmap.items", "did you mean 'welcome'?"),
        (
            "hubspot",
            "expected the path of an element, such as tools.hubspot, or the id of a finding, found 'hubspot'",
            "it stands behind the rule in the finding's id",
        ),
    ],
)
def test_what_is_not_there_cannot_be_mended(named, message, hint):
    assert mistakes(f"['{named}']") == [("s.yaml:9:15", message, hint)]


def test_two_actions_cannot_mend_the_same_and_one_may_name_it_twice():
    hint = "leave it with one of them, or name single findings by their ids"
    assert mistakes("[tools.hubspot, tools.hubspot]") == [
        ("s.yaml:10:15", "'tools.hubspot' is mended by 'x' too", hint),
    ]


@pytest.mark.parametrize("mends", ["[]", "tools.hubspot", "[3]"])
def test_what_it_mends_is_a_list_of_text(mends):
    assert len(mistakes(mends)) == 1


def test_an_action_that_mends_nothing_is_a_mistake():
    with pytest.raises(stackaudit.StackError, match="mends"):
        load_text(f"{HEAD}actions: {{x: {{effort: 3}}}}\n")
