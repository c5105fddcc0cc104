"""`stackaudit questions`: as text for a person, as data for a program."""

from __future__ import annotations

import json

import pytest

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


@pytest.fixture
def asking(folder, own_rules):
    """A stack of ten tools of which nobody said who owns them, and the arguments that ask."""
    tools = ", ".join([f"t{number}: {{}}" for number in range(9)])
    disputed = "a: {name: The first, disputed: {owner: [{value: ops, source: wiki}, {value: dev}]}}"
    text = f"{HEAD}teams: {{ops: {{}}, dev: {{}}}}\ntools: {{{disputed}, {tools}}}\n"
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    return ["questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01"]


def test_questions_are_printed_with_places_rules_and_yaml(program, asking):
    ran = program(*asking)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "1. Who is accountable for this tool's use, cost and data?",
        "   for The first, t0, t1, t2, t3, t4, t5, t6 and 2 more; waiting: MY-01",
        "   sources disagree on The first: ops (wiki); dev (no source)",
        "     # the values are examples",
        "     tools:",
        "       a:",
        "         owner: marketing",
        *[line for number in range(4) for line in (f"       t{number}:", "         owner: marketing")],
        "     # and 10 more lines; --format json has them all",
        "",
        "1 open question, coverage 0 %",
    ]


def test_few_places_and_lines_are_printed_whole(program, folder, own_rules):
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{a: {{}}}}\n", encoding="utf-8")
    ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01")
    assert ran.out.splitlines() == [
        "1. Who is accountable for this tool's use, cost and data?",
        "   for a; waiting: MY-01",
        "     # the values are examples",
        "     tools:",
        "       a:",
        "         owner: marketing",
        "",
        "1 open question, coverage 0 %",
    ]


def test_where_all_is_known_nothing_is_asked(program, folder, own_rules):
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{a: {{owner: none}}}}\n", encoding="utf-8")
    ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01")
    assert ran == (0, "0 open questions, coverage 100 %\n", "")


def test_questions_as_data_are_whole(program, asking):
    ran = program(*asking, "--format", "json")
    (question,) = json.loads(ran.out)
    assert ran.code == 0
    assert (question["topic"], question["rules"], len(question["places"])) == ("tool.owner", ["MY-01"], 10)
    assert question["places"][0]["answers"] == ["ops (wiki)", "dev (no source)"]
    assert question["places"][0]["place"]["file"] == "s.yaml"
    assert question["yaml"].count("owner: marketing") == 10


def test_the_most_useful_questions_come_first_and_can_be_limited(program, taste):
    every = json.loads(program("questions", taste, "--format", "json").out)
    assert [one["weight"] for one in every] == sorted((one["weight"] for one in every), reverse=True)
    two = program("questions", taste, "--limit", "2")
    assert [line[:2] for line in two.out.splitlines() if line[:1].isdigit() and line[1] == "."] == ["1.", "2."]
    assert two.out.splitlines()[-1].startswith(f"{len(every)} open questions, coverage ")
    assert len(json.loads(program("questions", taste, "--format", "json", "--limit", "2").out)) == 2


def test_hostile_names_are_harmless(program, folder, own_rules):
    text = f'{HEAD}tools: {{a: {{name: "\\u202e{"x" * 300}"}}}}\n'
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01")
    assert f"   for \\u202e{'x' * 53}…; waiting: MY-01" in ran.out.splitlines()


def test_a_broken_rule_asks_nothing_and_is_told(program, folder, broken_pack, own_rules):
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{a: {{}}}}\n", encoding="utf-8")
    for options in ([], ["--format", "json"]):
        ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01,BAD-01", *options)
        assert ran.code == 2
        assert "accountable" in ran.out
        assert ran.err.startswith("The rule BAD-01 is broken:\nTraceback")


@pytest.mark.parametrize("limit", ["0", "many"])
def test_a_limit_must_be_a_number(program, taste, limit):
    ran = program("questions", taste, "--limit", limit)
    assert (ran.code, ran.out) == (2, "")
