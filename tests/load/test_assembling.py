"""Large stacks are built piece by piece; what comes out is what the model makes of the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackaudit.errors import StackError
from stackaudit.load import load, load_text, prepared
from stackaudit.load.assembling import assembled
from stackaudit.load.prepare import prepare
from stackaudit.model.stack import COLLECTIONS, Stack
from stackaudit.source import read

SAMPLES = sorted((Path(__file__).parents[2] / "sample_stacks").glob("*.yaml"))
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
DEFAULTS = """
defaults: {source: inventory, tools: {contract: {plan: paid, notice: 60d}, sandbox: true}}
teams: {sales: {}}
tools:
  a: {}
  b: {owner: sales}
  c: {contract: none}
  d: {sandbox: unknown, built: in_house}
  e: {note: last}
"""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(prepared, "MANY", 2)


def data_of(text):
    return read(text, file="stack.yaml").documents[0].data


@pytest.mark.parametrize(
    "text", [DEFAULTS, *SAMPLES], ids=lambda one: one.stem if isinstance(one, Path) else "defaults"
)
def test_pieces_make_the_same_stack_as_the_whole(text):
    data = data_of(text.read_bytes() if isinstance(text, Path) else (HEAD + text).encode())
    whole = Stack.model_validate(prepare(data).data)
    pieces = assembled(prepare(data))
    assert pieces == whole
    for name in COLLECTIONS.values():
        for one, other in zip(getattr(pieces, name).values(), getattr(whole, name).values(), strict=True):
            assert one == other
            if hasattr(one, "model_fields_set"):
                assert one.model_fields_set == other.model_fields_set


def test_what_defaults_give_is_one_object_for_all_who_take_it():
    tools = load_text(HEAD + DEFAULTS).tools
    assert tools["b"].contract is not tools["c"].contract
    assert tools["e"].contract is tools["a"].contract
    assert tools["d"].contract.notice == "60d"


def test_defaults_of_one_file_are_not_given_to_elements_of_another(tmp_path):
    for name, plan in (("one", "paid"), ("two", "free")):
        tools = "".join(f"  {name}_{number}: {{}}\n" for number in range(5))
        head = HEAD if name == "one" else ""
        text = f"{head}defaults: {{tools: {{contract: {{plan: {plan}}}}}}}\ntools:\n{tools}"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    tools = load(tmp_path).tools
    assert {key: str(tool.contract.plan) for key, tool in tools.items()} == {
        **{f"one_{number}": "paid" for number in range(5)},
        **{f"two_{number}": "free" for number in range(5)},
    }


def test_a_mistake_in_one_piece_is_told_with_all_others():
    text = HEAD + "tools: {a: {}, b: {buildt: vendor}, c: 7, d: {built: by_us}, e: {}}\n"
    with pytest.raises(StackError) as error:
        load_text(text)
    assert [problem.message.split(",")[0] for problem in error.value.problems] == [
        "a tool has no field 'buildt'",
        "expected a tool",
        "expected one of vendor",
    ]


WRONG = {
    "a reference": "owner: nobody",
    "an end that nobody knows": "between: unknown",
    "an answer": "owner: unknown",
    "a list": "maintainers: [sales, nobody]",
    "a word in a list": "maintainers: [more, sales]",
    "a list of something else": "maintainers: [[sales], {sales: 1}]",
    "an aspect": "contract: {owner: nobody, plan: unknown}",
    "a list in an aspect": "contract: {renewal_owner: nobody, licensed_regions: [more, de]}",
    "an answer of several": "disputed: {owner: [{value: sales}, {value: nobody}]}",
    "no answers": "disputed: none",
    "a field that is missing": "cost: {currency: eur}",
    "no field": "ownr: sales",
}


@pytest.mark.parametrize("field", WRONG.values(), ids=WRONG)
def test_mistakes_in_many_elements_are_those_in_few(field, monkeypatch):
    text = (
        f"{HEAD}teams: {{sales: {{}}}}\n"
        f"tools:\n  a: {{owner: sales}}\n  b: {{}}\n  c: {{{field}}}\n  d: {{note: last, {field}}}\n"
        f"flows:\n  - {{from: a, to: b}}\n  - {{from: b, to: a, {field}}}\n  - {{from: a, to: unknown}}\n"
        f"  - {{from: a, to: none, note: last}}\n"
    )
    many = problems(text)
    monkeypatch.setattr(prepared, "MANY", 1000)
    few = problems(text)
    assert few
    assert many == few


def problems(text):
    with pytest.raises(StackError) as error:
        load_text(text)
    return error.value.problems


def test_elements_that_lack_what_they_need_are_refused_though_all_they_say_is_known():
    """The second says nothing that the first does not say, and says too little."""
    gaps = "gaps:\n  - {signal: opt_out, from: a, to: b}\n  - {signal: consent, from: a, to: b}\n  - {from: a, to: b}\n"
    found = problems(f"{HEAD}tools: {{a: {{}}, b: {{}}}}\n{gaps}")
    assert [problem.place.line for problem in found] == [7]


def test_a_value_that_is_equal_to_another_is_not_taken_for_it():
    text = "tools: {a: {sandbox: true, users: 1}, b: {sandbox: false, users: 0}, c: {sandbox: yes, users: 1}}\n"
    tools = load_text(HEAD + text).tools
    assert [(tool.sandbox, tool.users) for tool in tools.values()] == [(True, 1), (False, 0), (True, 1)]
    assert [type(tool.users) for tool in tools.values()] == [int, int, int]
