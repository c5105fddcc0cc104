"""Loading: what the file says, what is filled in beside it, and the three ways in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from stackaudit.errors import ReadError, StackError
from stackaudit.finding import Origin
from stackaudit.load import load, load_data
from stackaudit.load import load_text as load_whole
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.model.words import Channel, Purpose
from stackaudit.source import Limits

ROOT = Path(__file__).parents[2]

TASTE = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: Northwind Outfitters, regions: [us, de], contacts: 1200000}
teams:
  marketing: {function: marketing}
  success: {function: customer_success}
tools:
  hubspot: {product: hubspot-marketing-hub, owner: marketing, teams: [marketing], sends: [email], captures_opt_out: [email]}
  customerio: {product: customer-io, owner: success, teams: [success], sends: [email], captures_opt_out: [email]}
  splitter: {name: Splitter, built: in_house, capabilities: [experimentation, feature_flags]}
flows:
  - {from: hubspot, to: customerio, method: csv_manual, every: 1w, carries: [user.contact.email], signals: [opt_out]}
processes:
  segmentation: {method: csv_upload, operators: [analyst]}
  triage: none
tracking_plan: none
metrics:
  newsletter_opens: {kind: open_rate, used_as: kpi, scope: lifecycle}
"""


# -- the first taste


def test_the_first_taste_loads_as_it_stands() -> None:
    stack = load_whole(TASTE)
    assert stack.as_of == date(2026, 11, 22)
    assert stack.is_complete("tools")
    assert not stack.is_complete("metrics")
    assert stack.company is not None
    assert stack.company.title == "Northwind Outfitters"
    assert stack.company.regions == ("us", "de")
    assert list(stack.tools) == ["hubspot", "customerio", "splitter"]
    assert stack.tools["hubspot"].sends == (Channel.EMAIL,)
    flow = stack.flows["hubspot->customerio"]
    assert (flow.from_, flow.to, flow.every, flow.takes) == ("hubspot", "customerio", "1w", None)
    assert stack.processes["triage"] is NONE
    assert stack.tracking_plan is NONE
    assert stack.roadmap is None


def test_the_first_taste_gets_from_the_catalogue_what_it_leaves_out() -> None:
    stack = load_whole(TASTE)
    hubspot, splitter = stack.tools["hubspot"], stack.tools["splitter"]
    assert (hubspot.title, hubspot.built, hubspot.end_of_life) == ("Marketing Hub", "vendor", NONE)
    assert "map" in hubspot.capabilities
    assert (splitter.built, splitter.end_of_life, splitter.sends) == ("in_house", NONE, NONE)


# -- what the file says


def test_anchors_and_merges_repeat_what_they_name(load_text) -> None:
    stack = load_text(
        "teams: {x: {}}\n"
        "tools:\n"
        "  a: &base {owner: x, sends: &sends [email]}\n"
        "  b: {<<: *base, owner: none}\n"
        "  c: {captures_opt_out: *sends}\n"
    )
    assert (stack.tools["b"].owner, stack.tools["b"].sends) == (NONE, (Channel.EMAIL,))
    assert stack.tools["c"].captures_opt_out == (Channel.EMAIL,)


def test_elements_that_share_an_anchor_are_filled_in_apart(load_text) -> None:
    stack = load_text("tools:\n  a: &same {product: mailchimp}\n  b: *same\n")
    assert [tool.id for tool in stack.tools.values()] == ["a", "b"]
    assert [tool.title for tool in stack.tools.values()] == ["a", "b"]


@pytest.mark.parametrize("text", ["goals: none\n", "goals: []\n"])
def test_none_in_place_of_a_collection_is_all_of_it(load_text, text) -> None:
    stack = load_text(text)
    assert stack.goals == {}
    assert stack.complete == ("goals",)


def test_none_adds_to_what_is_complete_and_names_nothing_twice(load_text) -> None:
    assert load_text("complete: [tools, flows]\nflows: none\nteams: none\n").complete == ("tools", "flows", "teams")


def test_flows_and_gaps_can_be_none(load_text) -> None:
    stack = load_text("flows: none\ngaps: none\n")
    assert (stack.flows, stack.gaps, stack.complete) == ({}, {}, ("flows",))


def test_what_is_left_empty_is_as_if_it_were_left_out(load_text) -> None:
    stack = load_text("complete:\ndefaults:\nquestions:\ntools:\nflows:\ncompany:\nproducts:\n")
    assert (stack.complete, stack.tools, stack.flows, stack.company) == ((), {}, {}, None)
    assert stack.model_fields_set == {"stackaudit", "as_of", "company"}


def test_an_empty_element_is_there(load_text) -> None:
    stack = load_text("tools: {a: }\nroadmap: {items: {x: }}\n")
    assert stack.tools["a"].id == "a"
    assert stack.roadmap.items["x"].id == "x"


def test_a_process_is_of_the_kind_that_its_id_says_unless_it_says_otherwise(load_text) -> None:
    processes = load_text("processes: {triage: {}, weekly: {kind: segmentation}, x: {kind: unknown}}\n").processes
    assert [process.kind for process in processes.values()] == ["triage", "segmentation", UNKNOWN]


def test_flows_are_called_by_their_id_else_by_their_ends(load_text) -> None:
    flows = load_text(
        "tools: {a: {}, b: {}}\n"
        "flows: [{from: a, to: b}, {from: b, to: a}, {between: [a, b]}, {id: nightly, from: a, to: b}]\n"
    ).flows
    assert list(flows) == ["a->b", "b->a", "a<->b", "nightly"]
    assert [flow.id for flow in flows.values()] == list(flows)


def test_a_gap_is_called_by_its_signal_and_ends(load_text) -> None:
    stack = load_text("tools: {a: {}, b: {}}\ngaps: [{signal: 'opt_out:email', from: a, to: b, source: interview}]\n")
    assert stack.gaps["opt_out:email:a->b"].source == "interview"


def test_sends_may_say_for_what(load_text) -> None:
    sends = load_text("tools: {a: {sends: {email: [service], sms: unknown}}}\n").tools["a"].sends
    assert sends == {Channel.EMAIL: (Purpose.SERVICE,), Channel.SMS: UNKNOWN}


def test_regions_are_read_in_capitals_too(load_text) -> None:
    assert load_text("company: {regions: [US, EMEA, de, more]}\n").company.regions == ("us", "emea", "de", "more")


def test_sections_are_called_by_their_name(load_text) -> None:
    stack = load_text("company: {}\ntracking_plan: {}\nstack_map: {}\nroadmap: {}\n")
    assert [part.id for part in (stack.company, stack.tracking_plan, stack.stack_map, stack.roadmap)] == [
        "company",
        "tracking_plan",
        "stack_map",
        "roadmap",
    ]


def test_systems_of_record_are_named_by_object_or_by_field(load_text) -> None:
    stack = load_text(
        "tools: {a: {}}\nsystems_of_record: {account: a, contact: {email: a, '*': unknown}, order: none}\n"
    )
    assert stack.systems_of_record == {"account": "a", "contact": {"email": "a", "*": "unknown"}, "order": "none"}


@pytest.mark.parametrize("about", ["a", "nightly", "tools", "tracking_plan", "opt_out:a->b"])
def test_a_question_can_be_about_an_element_or_a_section(load_text, about) -> None:
    stack = load_text(
        "tools: {a: {}, b: {}}\nflows: [{id: nightly, from: a, to: b}]\n"
        f"gaps: [{{signal: opt_out, from: a, to: b}}]\nquestions: [{{ask: Why?, about: '{about}'}}]\n"
    )
    assert stack.questions[0].about == about


# -- defaults and disputes


def test_defaults_fill_what_elements_leave_out(load_text) -> None:
    stack = load_text(
        "defaults: {source: s, basis: told, owner: x, tools: {source: t, built: vendor}}\n"
        "people: {x: {}, y: {source: mine}}\n"
        "tools: {a: {}, b: {built: in_house, owner: none}}\n"
        "roadmap: {items: {p: {}, q: {owner: y}}}\n"
        "processes: {triage: none, intake: {}}\n"
    )
    assert [(one.source, one.basis) for one in stack.people.values()] == [("s", "told"), ("mine", "told")]
    assert [(one.source, one.built, one.owner) for one in stack.tools.values()] == [
        ("t", "vendor", "x"),
        ("t", "in_house", NONE),
    ]
    assert [(one.source, one.owner) for one in stack.roadmap.items.values()] == [("s", "x"), ("s", "y")]
    assert stack.processes["triage"] is NONE
    assert stack.processes["intake"].owner == "x"


def test_a_disputed_field_is_unknown_and_no_default_settles_it(load_text) -> None:
    stack = load_text(
        "defaults: {owner: x}\n"
        "people: {x: {}}\n"
        "tools: {a: {disputed: {owner: [{value: x, source: wiki}, {value: none}]}}, b: {}}\n"
        "flows: [{from: a, to: b, disputed: {every: [{value: 1d}, {value: 1w}]}}]\n"
        "tracking_plan: {disputed: {url: [{value: a}, {value: b}]}}\n"
        "roadmap: {items: {p: {disputed: {due: [{value: 2027-01-01}]}}}}\n"
    )
    assert stack.tools["a"].owner is UNKNOWN
    assert [answer.source for answer in stack.tools["a"].disputed["owner"]] == ["wiki", None]
    assert stack.flows["a->b"].every is UNKNOWN
    assert stack.tracking_plan.url is UNKNOWN
    assert stack.roadmap.items["p"].due is UNKNOWN


# -- the catalogue


def filled(stack, tool: str) -> dict[str, Origin]:
    return dict(stack.provenance.filled.get(("tools", tool), {}))


def test_the_catalogue_fills_only_what_the_file_leaves_out(load_text) -> None:
    stack = load_text("tools: {a: {product: mailchimp, name: News, capabilities: [form], built: agency}}\n")
    tool = stack.tools["a"]
    assert (tool.name, tool.capabilities, tool.built, tool.end_of_life) == ("News", ("form",), "agency", NONE)
    assert filled(stack, "a") == {"end_of_life": Origin.CATALOGUE}


def test_a_product_that_two_tools_are_names_neither(load_text) -> None:
    stack = load_text("tools: {a: {product: mailchimp}, b: {product: mailchimp}, c: {product: zendesk}}\n")
    assert [tool.name for tool in stack.tools.values()] == [None, None, "Zendesk"]


def test_an_end_that_is_certain_is_a_date_and_one_that_is_not_stays_open(load_text) -> None:
    stack = load_text("tools: {a: {product: delighted}, b: {product: mailchimp}}\n")
    assert stack.tools["a"].end_of_life == date(2026, 6, 30)
    assert stack.tools["b"].end_of_life is NONE


@pytest.mark.parametrize("made", ["built: in_house", "built: agency", "product: none"])
def test_what_no_vendor_sells_has_no_end_of_life(load_text, made) -> None:
    assert load_text(f"tools: {{a: {{{made}}}}}\n").tools["a"].end_of_life is NONE


def test_what_the_company_built_has_no_contract_and_no_seats_and_is_its_own_unless_the_file_says_otherwise(load_text):
    tools = load_text(
        "tools: {a: {built: in_house}, b: {built: in_house, contract: {renews: 2027-01-01}, account_owner: agency},"
        " c: {built: agency}}\n"
    ).tools
    assert (tools["a"].product, tools["a"].contract, tools["a"].seats) == (NONE, NONE, NONE)
    assert tools["a"].account_owner == "company"
    assert (tools["b"].contract.renews, tools["b"].account_owner) == (date(2027, 1, 1), "agency")
    assert (tools["c"].contract, tools["c"].seats, tools["c"].account_owner) == (None, None, None)


def test_what_people_move_by_hand_calls_no_interface_that_could_end(load_text):
    flows = load_text(
        "tools: {a: {}, b: {}}\nflows: [{id: f, from: a, to: b, method: csv_manual}, {id: g, from: b, to: a, method: api}]\n"
    ).flows
    assert (flows["f"].interface, flows["f"].interface_ends, flows["f"].credential) == (NONE, NONE, NONE)
    assert (flows["g"].interface, flows["g"].interface_ends, flows["g"].credential) == (None, None, None)


@pytest.mark.parametrize("made", ["built: vendor", "product: unknown", "name: A", "capabilities: [cms]"])
def test_of_other_tools_nobody_knows_the_end(load_text, made) -> None:
    assert load_text(f"tools: {{a: {{{made}}}}}\n").tools["a"].end_of_life is None


@pytest.mark.parametrize(
    ("tool", "sends", "captures"),
    [
        ("capabilities: [cms, bi]", NONE, NONE),
        ("capabilities: [cms, form]", NONE, None),
        ("capabilities: [cms, map]", None, None),
        ("capabilities: [cms, more]", None, None),
        ("capabilities: [cms, swag]", None, None),
        ("capabilities: none", None, None),
        ("capabilities: []", None, None),
        ("capabilities: [cms], sends: [email]", (Channel.EMAIL,), NONE),
        ("capabilities: [cms], captures_opt_out: unknown", NONE, UNKNOWN),
        ("capabilities: [cms], product: mailchimp", None, None),
        ("capabilities: [cms], product: contoso", NONE, NONE),
        ("product: contoso", NONE, NONE),
        ("product: bigquery", NONE, NONE),
        ("name: A", None, None),
    ],
)
def test_a_tool_that_is_not_there_to_message_people_does_not(load_text, tool, sends, captures) -> None:
    stack = load_text(
        f"capabilities: {{swag: {{}}}}\nproducts: {{contoso: {{capabilities: [bi]}}}}\ntools: {{a: {{{tool}}}}}\n"
    )
    assert (stack.tools["a"].sends, stack.tools["a"].captures_opt_out) == (sends, captures)


def test_products_of_ones_own_fill_what_they_say(load_text) -> None:
    stack = load_text(
        "products: {contoso: {name: Contoso Suite, capabilities: [map]}, bare: }\n"
        "tools: {a: {product: contoso}, b: {product: bare}}\n"
    )
    a, b = stack.tools["a"], stack.tools["b"]
    assert (a.name, a.capabilities, a.built, a.end_of_life) == ("Contoso Suite", ("map",), "vendor", None)
    assert (b.name, b.capabilities, b.built) == (None, None, "vendor")
    assert filled(stack, "a") == dict.fromkeys(("name", "capabilities", "built"), Origin.CATALOGUE)


def test_a_product_of_ones_own_names_no_two_tools(load_text) -> None:
    stack = load_text("products: {contoso: {name: Contoso}}\ntools: {a: {product: contoso}, b: {product: contoso}}\n")
    assert [tool.name for tool in stack.tools.values()] == [None, None]


def test_capabilities_and_data_classes_of_ones_own_can_be_referred_to(load_text) -> None:
    stack = load_text(
        "capabilities: {swag: {name: Swag}}\ndata_classes: {lead: {personal: yes}}\n"
        "tools: {a: {capabilities: [swag], stores: [lead, user]}}\n"
    )
    assert stack.capabilities["swag"].title == "Swag"
    assert stack.data_classes["lead"].personal is True
    assert stack.tools["a"].stores == ("lead", "user")


# -- the ways in


@pytest.mark.parametrize("name", ["healthy", "red_flags", "govuk", "sourcegraph"])
def test_a_file_loads_as_its_text_and_as_its_data_do(name) -> None:
    path = ROOT / "sample_stacks" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    from_file = load(path).model_dump()
    assert from_file == load_whole(text).model_dump()
    assert from_file == load_data(yaml.load(text, yaml.CSafeLoader)).model_dump()


def test_messages_name_the_file_as_it_was_given(tmp_path) -> None:
    path = tmp_path / "stack.yaml"
    path.write_text("stackaudit: 1\n", encoding="utf-8")
    for stack, name in ((lambda: load(path), str(path)), (lambda: load(str(path), file="given"), "given")):
        with pytest.raises(StackError) as caught:
            stack()
        assert caught.value.problems[0].place.file == name


def test_a_file_that_is_not_there_is_an_error_with_its_neighbour(tmp_path) -> None:
    (tmp_path / "stack.yaml").write_text("", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        load(tmp_path / "stak.yaml", file="stak.yaml")
    assert str(caught.value) == "there is no file 'stak.yaml' (did you mean 'stack.yaml'?)"


def test_a_limit_holds_for_files_and_for_text(tmp_path) -> None:
    path = tmp_path / "stack.yaml"
    path.write_text(TASTE, encoding="utf-8")
    for way in (lambda: load(path, limits=Limits(size=10)), lambda: load_whole(TASTE, limits=Limits(size=10))):
        with pytest.raises(ReadError, match="more than the limit of 10"):
            way()


def test_text_without_a_name_is_called_text() -> None:
    with pytest.raises(StackError, match=r"^<text>:1:1: a stack needs 'as_of'"):
        load_whole("stackaudit: 1\n")


def test_text_that_cannot_be_written_as_utf_8_is_an_error() -> None:
    with pytest.raises(ReadError, match="is not UTF-8"):
        load_whole("stackaudit: 1\nas_of: 2026-11-22\ncompany: {name: \ud800}\n")


DATA = {"stackaudit": 1, "as_of": "2026-11-22"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "expected a stack, that is a mapping, found an empty list (a stack begins with 'stackaudit: 1'; "),
        (None, "expected a stack, that is a mapping, found nothing (a stack begins with 'stackaudit: 1'; "),
        ({**DATA, "tools": {1: {}}}, "tools: a key must be text, found 1 (write it in quotes)"),
        ({**DATA, "tools": {"a": {"stores": {1}}}}, "tools.a.stores: expected plain data, found set"),
        (
            {**DATA, "company": {"name": "Nor\x07th"}},
            "company.name: the text holds the control character U+0007 (take it out)",
        ),
        ({**DATA, "tools": {"a\0": {}}}, "tools: the key 'a\\x00' holds the control character U+0000 (take it out)"),
        (
            {**DATA, "tools": {"a": {"users": float("nan")}}},
            "tools.a.users: expected a number that a file can hold, found nan (leave it out where it is not known)",
        ),
        (
            {**DATA, "tools": {"a": {"cost": {"amount": float("inf"), "currency": "eur"}}}},
            "tools.a.cost.amount: expected a number that a file can hold, found inf",
        ),
        ({**DATA, "tools": {"a": {}}, "flows": [{"from": "a"}]}, "flows.0: a flow needs 'to' (such as "),
        ({**DATA, "tools": {"a": {"ownr": "x"}}}, "tools.a.ownr: a tool has no field 'ownr' (did you mean 'owner'?)"),
        ({"stackaudit": 1}, "as_of: a stack needs 'as_of' (such as as_of: 2026-11-22)"),
    ],
)
def test_plain_data_is_refused_with_the_route_to_what_is_wrong(data, message) -> None:
    with pytest.raises(StackError) as caught:
        load_data(data)
    assert str(caught.value).startswith(message)


def test_data_that_holds_itself_is_refused() -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(StackError, match="nested more than 100 deep, or hold themselves"):
        load_data({**DATA, "tools": {"a": {"stores": circle}}})


def test_plain_data_is_not_changed() -> None:
    data = yaml.safe_load(TASTE)
    load_data(data)
    assert data == yaml.safe_load(TASTE)


# -- many mistakes


@pytest.mark.no_cover
def test_a_thousand_dangling_references_are_all_reported_soon() -> None:
    tools = "".join(f"  tool_{number}: {{part_of: tol_{number}}}\n" for number in range(1000))
    with pytest.raises(StackError) as caught:
        load_whole(f"stackaudit: 1\nas_of: 2026-11-22\ntools:\n{tools}")
    problems = caught.value.problems
    assert len(problems) == 1000
    assert problems[0].hint == "did you mean 'tool_0', 'tool_90' or 'tool_80'?"
    # Comparing every name with every id takes too long: the last ones get no suggestion.
    assert problems[-1].hint == "declare it under 'tools'"
    assert [problem.place.line for problem in problems] == list(range(4, 1004))


def test_a_product_of_the_companys_own_wins_over_one_of_the_catalogue() -> None:
    own = "products: {mailchimp: {capabilities: [bi]}}\ntools: {a: {product: mailchimp}}\n"
    stack = load_whole(f"stackaudit: 1\nas_of: 2026-11-22\n{own}")
    assert stack.tools["a"].capabilities == ("bi",)
    assert stack.tools["a"].sends is NONE


def test_answers_that_sources_give_are_read_as_their_field_is() -> None:
    stack = load_whole(
        "stackaudit: 1\nas_of: 2026-11-22\ncompany: {disputed: {regions: [{value: [US, eu]}, {value: unknown}]}}\n"
        "tools: {a: {disputed: {monitored: [{value: true}, {value: {every: 1h}}, {value: none}]}}}\n"
    )
    assert stack.tools["a"].monitored is UNKNOWN
    assert [one.value for one in stack.tools["a"].disputed["monitored"]] == [True, {"every": "1h"}, "none"]


def test_who_asked_can_be_unknown_or_nobody_while_a_flow_needs_both_ends() -> None:
    stack = load_whole("stackaudit: 1\nas_of: 2026-11-22\nrequests: {a: {from: unknown}, b: {from: none}}\n")
    assert [one.from_ for one in stack.requests.values()] == [UNKNOWN, NONE]


def test_two_flows_between_the_same_tools_are_told_by_number_where_there_is_no_file() -> None:
    flow = {"from": "a", "to": "b"}
    with pytest.raises(StackError, match=r"flows\.1: 'a->b' is there twice: the other one is number 1 of the flows"):
        load_data({"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {}, "b": {}}, "flows": [flow, dict(flow)]})
