"""Whatever a file holds, loading ends in a stack or in problems with places inside the file, and in nothing else."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackaudit.errors import Place, StackauditError
from stackaudit.load import load_text
from stackaudit.model.schema import stack_schema
from stackaudit.model.stack import COLLECTIONS, Stack
from stackaudit.source import read

ROOT = Path(__file__).parents[2]
TEXTS = [
    (ROOT / "sample_stacks/red_flags.yaml").read_text(encoding="utf-8"),
    """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
defaults: {source: interviews, tools: {basis: told}}
company: {name: Northwind, regions: [us, de], contacts: 1200000, brands: [northwind]}
teams: {marketing: {headcount: 3}}
people: {analyst: {team: marketing, status: active}}
goals: {retention: {owner: marketing}}
roadmap: {items: {welcome: {goal: retention, due: 2027-03-31, requires_capabilities: [swag]}}}
capabilities: {swag: {}}
products: {contoso: {name: Contoso, capabilities: [crm]}}
data_classes: {lead: {personal: true}}
tools:
  a: &a {product: contoso, owner: marketing, sends: {email: [service]}, stores: [lead], monitored: {every: 1h}}
  b: {<<: *a, part_of: a, cost: {amount: 12000, currency: eur}, disputed: {built: [{value: vendor}, {value: in_house}]}}
capture_points: {link: {tool: a, channel: [email], how: link}}
flows:
  - {from: a, to: b, method: csv_manual, every: [wed, sat], takes: 8d, carries: [user.contact.email], signals: [opt_out]}
  - {between: [a, b], every: 0 6 * * 1, consent_gated: no, fields: [email, more]}
  - {id: nightly, from: link, to: a, every: on_event}
gaps: [{signal: 'opt_out:email', from: b, to: a}]
processes: {triage: none, segmentation: {method: csv_upload, tools: [a]}}
automations: {welcome: {tool: a, trigger: event, sends: [email]}}
metrics: {opens: {kind: open_rate, goal: retention, measured_in: [b]}}
reports: {weekly: {audience: executive, metrics: [opens]}}
tracking_plan: {url: wiki, last_reviewed: 2026-09-01}
stack_map: none
systems_of_record: {contact: {email: a, '*': b}}
sending_domains: {news.example: {tools: [a], daily_volume: 8000}}
questions: [{ask: Who pays?, about: b}]
report: {client: Northwind}
""",
]
DATA = [yaml.load(text, yaml.CSafeLoader) for text in TEXTS]
VALIDATOR = jsonschema_rs.validator_for(stack_schema())

ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 1.5, 10**29, date(2026, 11, 22), "", "none", "unknown", "more", "yes", "a", "email"),
    *("opt_out:fax", "0 0 30 2 *", "1d", "x" * 400, "ü", "\u2028", "__class__", "from_", "Process", "user.contact"),
    *([], [[]], [None], ["more", "a"], ["a", "more"], ["none"], {}, {"a": {}}, {"id": "a"}, {"a": None}, {"": []}),
    *({"disputed": {"owner": []}}, {"value": 1}, {"email": ["service"]}, {"amount": 1}, {"from": "a", "to": "b"}),
]
TOKENS = [
    *(
        "\t",
        "\n",
        "\r",
        " ",
        "  ",
        ": ",
        ":",
        "- ",
        ",",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "#",
        "|",
        ">",
        "*a",
        "&a ",
        "<<",
    ),
    *("!!set ", "!x ", "---\n", "...\n", "%", "@", "? ", "~", "\0", "\x07", "\ufeff", "\u2028", "\x85", "é", "none"),
    *("more", "a: {}\n", "1e999", "2026-02-31", "0x", "stackaudit: 1\n", "defaults:\n", "flows:\n", "\ud800"),
]


def outcome(text: str) -> Stack | StackauditError:
    """The stack, or the error with all its places looked at."""
    try:
        return load_text(text, file="stack.yaml")
    except StackauditError as error:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert error.problems
        for problem in error.problems:
            assert problem.message
            assert problem.place is not None
            assert_inside(problem.place, lines)
            assert problem.excerpt is not None
        return error


def assert_inside(place: Place, lines: list[str]) -> None:
    assert place.file == "stack.yaml"
    assert (1, 1) <= (place.line, place.column) <= (place.end_line, place.end_column)
    for line, column in ((place.line, place.column), (place.end_line, place.end_column)):
        assert line <= len(lines)
        # A byte order mark at the start is no part of the text, and a surrogate is counted as it is replaced.
        assert column <= len(lines[line - 1]) + 3


def assert_every_fact_has_a_place(stack: Stack, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    provenance = stack.provenance
    assert provenance is not None
    for collection in COLLECTIONS.values():
        for key, element in getattr(stack, collection).items():
            for name in getattr(element, "model_fields_set", ()):
                assert_inside(provenance.place(collection, key, name), lines)


def routes(value: Any, route: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in some data but the whole."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, held in items for found in ((*route, key), *routes(held, (*route, key)))]


def at(data: Any, route: tuple[Any, ...]) -> Any:
    for part in route:
        data = data[part]
    return data


def as_an_editor_sees_it(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_an_editor_sees_it(held) for key, held in value.items()}
    if isinstance(value, list):
        return [as_an_editor_sees_it(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


# Each draw is a copy: what is put in may be changed again.
odd = st.sampled_from(ODD).map(copy.deepcopy)
odd_names = st.sampled_from([one for one in ODD if isinstance(one, str)])


@st.composite
def mutated_data(draw: st.DrawFn) -> Any:
    """A good stack with one to four of its values replaced, moved, wrapped, renamed or left out."""
    data = copy.deepcopy(draw(st.sampled_from(DATA)))
    for _ in range(draw(st.integers(1, 4))):
        places = routes(data)
        route = draw(st.sampled_from(places))
        holder, key = at(data, route[:-1]), route[-1]
        match draw(st.sampled_from(["replace", "replace", "move", "wrap", "rename", "drop", "add"])):
            case "replace":
                holder[key] = draw(odd)
            case "move":
                holder[key] = copy.deepcopy(at(data, draw(st.sampled_from(places))))
            case "wrap":
                holder[key] = draw(st.sampled_from([[holder[key]], {"a": holder[key]}, str(holder[key])]))
            case "rename" if isinstance(holder, dict):
                holder[draw(odd_names)] = holder.pop(key)
            case "add" if isinstance(holder, dict):
                holder[draw(odd_names)] = draw(odd)
            case "add":
                holder.append(draw(odd))
            case _:
                del holder[key]
    return data


@st.composite
def mutated_text(draw: st.DrawFn) -> str:
    """A good stack's text with one to three pieces left out, put in, or doubled."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from([*TOKENS, "", text[start:end] * 2])) + text[end:]
    return text


bounded = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


# A whole company is what is drawn, and long to print.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.no_cover
@settings(bounded, max_examples=150)
@given(mutated_data())
def test_data_that_was_changed_loads_or_is_refused_with_places(data) -> None:
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    result = outcome(text)
    if isinstance(result, Stack):
        assert_every_fact_has_a_place(result, text)
        seen = as_an_editor_sees_it(read(text.encode(), file="x").documents[0].data)
        assert [(list(error.instance_path), error.message[:200]) for error in VALIDATOR.iter_errors(seen)] == []


@pytest.mark.no_cover
@settings(bounded, max_examples=150)
@given(mutated_text())
def test_text_that_was_changed_loads_or_is_refused_with_places(text) -> None:
    result = outcome(text)
    if isinstance(result, Stack):
        assert_every_fact_has_a_place(result, text)


@settings(bounded, max_examples=100)
@given(st.text(max_size=60) | st.lists(st.sampled_from(TOKENS), max_size=12).map("".join))
def test_any_text_is_refused_with_places(text) -> None:
    assert isinstance(outcome(text), StackauditError)


def test_what_is_changed_loads_before_it_is_changed() -> None:
    for text in TEXTS:
        assert isinstance(outcome(text), Stack)
