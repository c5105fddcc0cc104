"""Evidence: the facts that decided, each with its value, its place, and who says so."""

from __future__ import annotations

from datetime import date

import pytest

from stackaudit.audit.evidence import MOST, as_yaml, element_at, evidence_of
from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Evidence, Origin
from stackaudit.load import load_data
from stackaudit.model.elements import Money
from stackaudit.model.values import NONE, UNKNOWN

TEXT = """\
complete: [tools]
defaults: {basis: told}
people: {me: {}}
tools:
  a:
    name: Splitter
    source: interview
    owner: me
    sends: {email: [service], sms: none}
    cost: {amount: 12000, currency: eur}
    terms: unknown
  mail: {product: mailchimp, basis: observed}
flows:
  - {from: a, to: mail}
  - {from: mail, to: a, every: [wed, sat], signals: [opt_out, more]}
processes: {triage: none}
roadmap: {items: {welcome: {due: 2027-03-31, name: Welcome}}}
tracking_plan: none
systems_of_record: {contact: {email: a, '*': mail}}
"""


@pytest.mark.parametrize(
    ("fact", "value", "origin", "line", "source", "basis"),
    [
        # Fields
        (("tools", "a", "owner"), "me", Origin.STATED, 10, "interview", "told"),
        (("tools", "a", "sends"), "{email: [service], sms: none}", Origin.STATED, 11, "interview", "told"),
        (("tools", "a", "cost"), "{amount: 12000, currency: eur}", Origin.STATED, 12, "interview", "told"),
        (("tools", "a", "terms"), "unknown", Origin.STATED, 13, "interview", "told"),
        (("tools", "a", "basis"), "told", Origin.DEFAULTS, 4, "interview", "told"),
        (("tools", "mail", "built"), "vendor", Origin.CATALOGUE, 14, None, "observed"),
        (("tools", "a", "overlap_reason"), "not stated", Origin.NOT_RECORDED, 7, "interview", "told"),
        (("tools", "a", "status"), "active", Origin.MODEL, 7, "interview", "told"),
        (("flows", "mail->a", "from_"), "mail", Origin.STATED, 17, None, "told"),
        (("flows", "mail->a", "every"), "[wed, sat]", Origin.STATED, 17, None, "told"),
        (("flows", "mail->a", "signals"), "[opt_out, more]", Origin.STATED, 17, None, "told"),
        (("roadmap.items", "welcome", "due"), "2027-03-31", Origin.STATED, 19, None, "told"),
        (("processes", "triage", "owner"), "not stated", Origin.NOT_RECORDED, 18, None, None),
        (("tools", "gone", "owner"), "not stated", Origin.NOT_RECORDED, 6, None, None),
        (("company", "", "regions"), "not stated", Origin.NOT_RECORDED, 1, None, None),
        # Elements
        (("tools", "a", ""), "Splitter", Origin.STATED, 7, "interview", "told"),
        (("flows", "a->mail", ""), "a->mail", Origin.STATED, 16, None, "told"),
        (("roadmap.items", "welcome", ""), "Welcome", Origin.STATED, 19, None, "told"),
        (("processes", "triage", ""), "none", Origin.STATED, 18, None, None),
        (("tools", "gone", ""), "not stated", Origin.NOT_RECORDED, 6, None, None),
        # Collections and sections
        (("tools", "", ""), "nothing else listed; the list is complete", Origin.NOT_LISTED, 6, None, None),
        (("metrics", "", ""), "nothing else listed; the list is partial", Origin.NOT_LISTED, 1, None, None),
        (("tracking_plan", "", ""), "none", Origin.STATED, 20, None, None),
        (("stack_map", "", ""), "not stated", Origin.NOT_RECORDED, 1, None, None),
        (("systems_of_record", "", ""), "{contact: {email: a, *: mail}}", Origin.STATED, 21, None, None),
        (
            ("roadmap", "", ""),
            "described",
            Origin.STATED,
            19,
            None,
            None,
        ),
    ],
)
def test_a_fact_is_shown_with_its_value_place_and_source(load_text, fact, value, origin, line, source, basis) -> None:
    (evidence,) = evidence_of(load_text(TEXT), [FactRef(*fact)])
    assert (evidence.value, evidence.origin, evidence.source, evidence.basis) == (value, origin, source, basis)
    assert evidence.place is not None
    assert evidence.place.line == line


def test_the_path_of_a_fact_is_as_the_file_has_it(load_text) -> None:
    stack = load_text(TEXT)
    facts = [
        FactRef("flows", "mail->a", "from_"),
        FactRef("tools", "a"),
        FactRef("tools"),
        FactRef("company", "", "name"),
    ]
    assert [one.path for one in evidence_of(stack, facts)] == ["flows.mail->a.from", "tools.a", "tools", "company.name"]


@pytest.mark.parametrize(
    ("field", "origin", "line", "source", "basis"),
    [
        ("capabilities", Origin.STATED, 3, "price list", None),
        ("built", Origin.DERIVED, 5, None, "told"),
    ],
)
@pytest.mark.parametrize("is_observed", [False, True])
def test_what_the_file_says_of_its_own_product_is_stated_there(
    load_text, field, origin, line, source, basis, is_observed
) -> None:
    own = f"source: price list{', basis: observed' * is_observed}, capabilities: [payments]"
    stack = load_text(f"products: {{own: {{{own}}}}}\ntools:\n  till: {{product: own, basis: told}}\n")
    (found,) = evidence_of(stack, [FactRef("tools", "till", field)])
    wanted = "observed" if is_observed and source else basis
    assert (found.origin, found.source, found.basis) == (origin, source, wanted)
    assert found.place is not None
    assert found.place.line == line


def test_without_a_file_a_fact_has_no_place_and_is_still_known_to_be_the_catalogues() -> None:
    stack = load_data({"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {"product": "mailchimp"}}})
    (evidence,) = evidence_of(stack, [FactRef("tools", "a", "built")])
    assert evidence == Evidence("tools.a.built", "vendor", Origin.CATALOGUE)


@pytest.mark.parametrize(
    ("text", "value"), [("{name: Plan, items: {a: {}}}", "Plan"), ("{items: {a: {}}}", "described")]
)
def test_that_there_is_a_section_is_told_without_all_that_it_says(load_text, text, value) -> None:
    (found,) = evidence_of(load_text(f"roadmap: {text}\n"), [FactRef("roadmap")])
    assert (found.path, found.value) == ("roadmap", value)


def test_a_mapping_of_twelve_entries_is_shown_whole(load_text) -> None:
    owners = ", ".join(f"record_{number}: crm" for number in range(12))
    (found,) = evidence_of(
        load_text(f"tools: {{crm: {{}}}}\nsystems_of_record: {{{owners}}}\n"), [FactRef("systems_of_record")]
    )
    assert found.value == f"{{{owners}}}"


def test_of_a_long_mapping_the_first_entries_are_shown(load_text) -> None:
    owners = ", ".join(f"record_{number}: crm" for number in range(30))
    (found,) = evidence_of(
        load_text(f"tools: {{crm: {{}}}}\nsystems_of_record: {{{owners}}}\n"), [FactRef("systems_of_record")]
    )
    assert found.value.startswith("{record_0: crm, record_1: crm, ")
    assert found.value.endswith("record_11: crm} and 18 more")


def test_nobody_reads_a_thousand_facts(load_text) -> None:
    names = ", ".join(f"t{number}: {{}}" for number in range(1500))
    stack = load_text(f"tools: {{{names}}}\n")
    facts = [FactRef("tools", key) for key in stack.tools]
    assert len(evidence_of(stack, facts[:MOST])) == MOST
    shown = evidence_of(stack, facts)
    assert len(shown) == MOST + 1
    assert shown[-1] == Evidence("", "1,400 more facts of the same kinds", Origin.STATED)


@pytest.mark.parametrize(
    ("fields", "value", "origin", "column"),
    [
        ("security: {mfa: false}", "false", Origin.STATED, 31),
        ("security: {sso: true}", "not stated", Origin.NOT_RECORDED, 20),
        ("security: none", "none", Origin.STATED, 20),
        ("built: vendor", "not stated", Origin.NOT_RECORDED, 9),
    ],
)
def test_a_fact_of_an_aspect_is_shown_or_else_what_is_said_of_the_aspect(
    load_text, fields, value, origin, column
) -> None:
    stack = load_text(f"tools: {{the_tool: {{{fields}}}}}\n")
    (evidence,) = evidence_of(stack, [FactRef("tools", "the_tool", "security.mfa")])
    assert (evidence.path, evidence.value, evidence.origin) == ("tools.the_tool.security.mfa", value, origin)
    assert evidence.place is not None
    assert evidence.place.column == column


def test_the_end_of_an_interface_is_shown_where_the_flow_names_the_interface(load_text) -> None:
    stack = load_text("tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, interface: hubspot-api-keys}\n")
    (evidence,) = evidence_of(stack, [FactRef("flows", "a->b", "interface_ends")])
    assert (evidence.value, evidence.origin) == ("2022-11-30", Origin.CATALOGUE)
    assert evidence.place is not None
    assert evidence.place.column == 22


def test_an_element_is_found_by_its_collection_and_id(load_text) -> None:
    stack = load_text(TEXT)
    assert element_at(stack, "tools", "a") is stack.tools["a"]
    assert element_at(stack, "tools", "gone") is None
    assert element_at(stack, "tools", "") is stack.tools
    assert element_at(stack, "roadmap.items", "welcome") is stack.roadmap.items["welcome"]
    assert element_at(stack, "stack_map.items", "welcome") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not stated"),
        (True, "true"),
        (False, "false"),
        (NONE, "none"),
        (UNKNOWN, "unknown"),
        (3, "3"),
        (date(2026, 11, 22), "2026-11-22"),
        ((), "[]"),
        (["a", ("b", 1)], "[a, [b, 1]]"),
        ({"from_": "a", "b": {}}, "{from: a, b: {}}"),
        (Money(amount=1, currency="eur"), "{amount: 1, currency: eur}"),
        (Money(amount=1.5, currency="eur", per="month"), "{amount: 1.5, currency: eur, per: month}"),
    ],
)
def test_a_value_is_shown_as_it_would_stand_in_the_file(value, text) -> None:
    assert as_yaml(value) == text
