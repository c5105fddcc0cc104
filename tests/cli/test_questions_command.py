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
        "Further questions",
        "   1. Who is accountable for this tool's use, cost and data?",
        "      for The first, t0, t1, t2, t3, t4, t5, t6 and 2 more; waiting: MY-01",
        "      sources disagree on The first: ops (wiki); dev (no source)",
        "        # the values are examples",
        "        tools:",
        "          a:",
        "            owner: dev",
        *[line for number in range(4) for line in (f"          t{number}:", "            owner: dev")],
        "        # and 10 more lines; --format json has them all",
        "",
        "1 open question, coverage 0 %",
    ]


def test_few_places_and_lines_are_printed_whole(program, folder, own_rules):
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{a: {{}}}}\n", encoding="utf-8")
    ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01")
    assert ran.out.splitlines() == [
        "Further questions",
        "   1. Who is accountable for this tool's use, cost and data?",
        "      for a; waiting: MY-01",
        "        # the values are examples",
        "        tools:",
        "          a:",
        "            owner: marketing",
        "        teams:",
        "          marketing: {}",
        "",
        "1 open question, coverage 0 %",
    ]


def test_where_all_is_known_nothing_is_asked(program, folder, own_rules):
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{a: {{owner: none}}}}\n", encoding="utf-8")
    ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01")
    assert ran == (0, "0 open questions, coverage 100 %\n", "")


def test_questions_as_data_are_whole(program, asking):
    ran = program(*asking, "--format", "json")
    (topic,) = json.loads(ran.out)
    (question,) = topic["questions"]
    assert (topic["id"], topic["ask"], topic["whom"], topic["rules"]) == (None, None, None, ["MY-01"])
    assert ran.code == 0
    assert (question["topic"], question["rules"], len(question["places"])) == ("tool.owner", ["MY-01"], 10)
    assert question["places"][0]["answers"] == ["ops (wiki)", "dev (no source)"]
    assert question["places"][0]["place"]["file"] == "s.yaml"
    assert question["yaml"].count("owner: dev") == 10


def asked(topics):
    return [one for topic in topics for one in topic["questions"]]


def test_the_most_useful_topics_come_first_and_the_facts_can_be_limited(program, taste):
    topics = json.loads(program("questions", taste, "--format", "json").out)
    weights = [topic["weight"] for topic in topics]
    assert weights == sorted(weights, reverse=True)
    for topic in topics:
        own = [one["weight"] for one in topic["questions"]]
        assert own == sorted(own, reverse=True)
        assert topic["weight"] == pytest.approx(sum(own), abs=0.001)
    two = program("questions", taste, "--limit", "2")
    assert [line[:5] for line in two.out.splitlines() if line[:4].strip().isdigit()] == ["   1.", "   2."]
    assert two.out.splitlines()[-1].startswith(f"{len(asked(topics))} open questions, coverage ")
    best = sorted((one["weight"] for one in asked(topics)), reverse=True)[:2]
    limited = asked(json.loads(program("questions", taste, "--format", "json", "--limit", "2").out))
    assert sorted((one["weight"] for one in limited), reverse=True) == best


def test_a_topic_says_whom_to_ask_and_what_to_look_at(program, taste):
    topics = json.loads(program("questions", taste, "--format", "json", "--order", "interview").out)
    numbers = [int(topic["id"][1:]) for topic in topics]
    assert numbers == sorted(numbers)
    assert all(topic["whom"] and topic["show"] and topic["rules"] for topic in topics)
    lines = program("questions", taste).out.splitlines()
    assert f"{topics[0]['id']}  {topics[0]['ask']}" in lines
    assert f"   ask: {topics[0]['whom']}; to show: {topics[0]['show']}" in lines


def test_markdown_is_a_list_to_fill_in(program, asking):
    ran = program(*asking, "--format", "markdown")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "# Questions about the marketing stack",
        "",
        'As of 2026-11-22, 0 % of what the rules ask is known. Answer what you know. "We do not know" is an answer, and "there is none" is one, too.',
        "",
        "## Further questions",
        "",
        "Waiting for it: MY-01",
        "",
        "- Who is accountable for this tool's use, cost and data?",
        "  - [ ] The first (`tools.a.owner`) (sources say: ops \\(wiki\\); dev \\(no source\\))",
        *[f"  - [ ] t{number} (`tools.t{number}.owner`)" for number in range(9)],
    ]


def test_markdown_names_forty_places_and_counts_the_rest(program, folder, own_rules):
    tools = ", ".join(f"t{number}: {{}}" for number in range(10, 53))
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{{tools}}}\n", encoding="utf-8")
    ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01", "--format", "markdown")
    assert ran.out.splitlines()[-2:] == ["  - [ ] t49 (`tools.t49.owner`)", "  - and 3 more"]


def test_hostile_names_are_harmless(program, folder, own_rules):
    text = f'{HEAD}tools: {{a: {{name: "\\u202e{"x" * 300}"}}}}\n'
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    ran = program("questions", "s.yaml", "--rules", own_rules(), "--select", "MY-01")
    assert f"      for \\u202e{'x' * 53}…; waiting: MY-01" in ran.out.splitlines()


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
