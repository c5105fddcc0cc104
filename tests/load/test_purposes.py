"""What is sent from a domain, as far as its tools leave no doubt."""

from __future__ import annotations

import pytest

from stackaudit.finding import Origin
from stackaudit.load import load_text

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
BOTH, MARKETING, SERVICE = (f"{{email: [{one}]}}" for one in ("marketing, service", "marketing", "service"))


def purposes(domain, a=BOTH, b=SERVICE, more="", complete="[sending_domains]"):
    tools = f"tools: {{a: {{sends: {a}}}, b: {{sends: {b}}}}}\n"
    stack = load_text(f"{HEAD}complete: {complete}\n{tools}sending_domains: {{x: {{{domain}}}{more}}}\n")
    found = stack.sending_domains["x"].purposes
    assert (stack.origin("sending_domains", "x", "purposes") is Origin.DERIVED) == bool(found)
    return None if found is None else [str(one) for one in found]


@pytest.mark.parametrize(
    ("tools", "sends", "found"),
    [
        ("[b]", "none", ["service"]),
        ("[a, b]", MARKETING, ["marketing", "service"]),
        ("[b, more]", "none", ["service", "more"]),
        ("[a, b]", BOTH, ["marketing", "service"]),
        ("[a, b]", "[email]", ["marketing", "service", "more"]),
        ("[a]", "[email]", ["marketing", "more"]),
        ("[a]", "[sms]", None),
        ("[a, b]", "[sms]", ["service"]),
        ("[a, b]", "[sms, more]", ["service", "more"]),
        ("[a]", "none", None),
        ("[a, b]", "none", ["service"]),
        ("[a, b]", "unknown", ["service", "more"]),
        ("[a]", "{email: unknown, sms: [marketing]}", None),
        ("[a, b]", "{email: unknown}", ["service", "more"]),
        ("[a]", "{sms: [marketing]}", None),
        ("none", BOTH, None),
        ("unknown", BOTH, None),
    ],
)
def test_a_domain_is_for_what_its_tools_send(tools, sends, found):
    assert purposes(f"tools: {tools}", sends) == found


@pytest.mark.parametrize(
    ("more", "complete"),
    [
        (", y: {tools: [a]}", "[sending_domains]"),
        (", y: {}", "[sending_domains]"),
        (", y: {tools: [b, more]}", "[sending_domains]"),
        ("", "[tools]"),
    ],
)
def test_what_a_tool_for_both_sends_from_there_is_open_while_it_may_have_another_domain(more, complete):
    assert purposes("tools: [a]", more=more, complete=complete) is None
    assert purposes("tools: [a, b]", more=more, complete=complete) == ["service", "more"]


def test_other_domains_of_other_tools_change_nothing():
    assert purposes("tools: [a]", more=", y: {tools: [b]}, z: {tools: none}") == ["marketing", "service"]


@pytest.mark.parametrize(
    ("status", "found"), [("retired", None), ("planned", None), ("unknown", None), ("trial", ["service"])]
)
def test_a_tool_that_is_not_in_use_sends_nothing(status, found):
    tools = f"tools: {{b: {{sends: {SERVICE}, status: {status}}}}}\n"
    stack = load_text(HEAD + tools + "sending_domains: {x: {tools: [b]}}\n")
    domain = stack.sending_domains["x"].purposes
    assert (None if domain is None else [str(one) for one in domain]) == found


def test_a_tool_of_which_nobody_knows_whether_it_is_in_use_leaves_the_list_open():
    tools = f"tools: {{a: {{sends: {MARKETING}}}, b: {{sends: {SERVICE}, status: unknown}}}}\n"
    stack = load_text(HEAD + tools + "sending_domains: {x: {tools: [a, b]}}\n")
    assert [str(one) for one in stack.sending_domains["x"].purposes] == ["marketing", "more"]


def test_what_is_stated_stays():
    stack = load_text(
        f"{HEAD}tools: {{b: {{sends: {SERVICE}}}}}\nsending_domains: {{x: {{tools: [b], purposes: [marketing]}}}}\n"
    )
    assert stack.sending_domains["x"].purposes == ("marketing",)
    assert stack.origin("sending_domains", "x", "purposes") is Origin.STATED
