"""Large stacks are built piece by piece; what comes out is what the model makes of the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackaudit.errors import StackError
from stackaudit.load import assembling, load, load_text
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
    monkeypatch.setattr(assembling, "_PIECE", 2)


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
