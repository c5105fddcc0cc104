"""`rules`, `explain` and `test-rules`: the commands about the rules."""

from __future__ import annotations

import json
import re

import pytest

from stackaudit.rules import builtin, pack
from stackaudit.rules.pack import builtin_folder
from stackaudit.testing import Proof

EXAMPLES = """\
---
flagged:
  - about: nobody
    stack:
      tools: {a: {owner: none}}

    expect: [tools.a]
  - stack: {tools: {b: {owner: none}}}
    expect: [tools.b]
"""

# -- rules --------------------------------------------------------------------------------------------------------------


def test_rules_are_listed_with_severity_family_kind_and_title(program):
    ran = program("rules")
    assert (ran.code, ran.err) == (0, "")
    *lines, count = ran.out.splitlines()
    assert count == f"{len(builtin().rules)} rules"
    assert len(lines) == len(builtin().rules)
    width = max(len(rule.family) for rule in builtin().rules)
    assert f"STR-13   P3  {'strategy':<{width}}  declared  A/B tests or feature flags run on a homegrown tool" in lines
    assert (
        f"TEC-01   P3  {'technology':<{width}}  check     Several teams work with marketing platforms of their own"
        in lines
    )


def test_rules_can_be_chosen_and_come_from_folders_too(program, own_rules, rule_text):
    rules = own_rules()
    own_rules(
        "MY-02.yaml",
        rule_text.replace("MY-01", "MY-02").replace("flag: {each: tool, where: {owner: none}}", "alias_of: STR-13"),
    )
    assert program("rules", "--rules", rules, "--select", "my,STR-13").out.splitlines() == [
        "STR-13   P3  strategy  declared  A/B tests or feature flags run on a homegrown tool",
        "MY-01    P3  my        declared  A tool without an owner",
        "MY-02    P3  my        see STR-13 A tool without an owner",
        "3 rules",
    ]
    assert program("rules", "--rules", rules, "--select", "MY-01").out.splitlines()[-1] == "1 rule"
    assert program("rules", "--select", "STR-13", "--ignore", "STR-13").code == 2


def test_rules_as_data_have_all_their_words(program, own_rules, rule_text):
    text = (
        rule_text
        + "notes: A note.\nparameters: {jobs: {value: [crm], about: x, source: y}, most: {value: 2, unit: tools, about: x, source: y}}\n"
    )
    ran = program("rules", "--rules", own_rules("MY-01.yaml", text), "--select", "MY-01", "--format", "json")
    assert json.loads(ran.out) == [
        {
            "id": "MY-01",
            "name": "owned-by-nobody",
            "title": "A tool without an owner",
            "severity": "P3",
            "family": "my",
            "kind": "declared",
            "pack": "my-rules",
            "alias_of": [],
            "ask": "Who answers for this tool?",
            "red_flag": "Nobody.",
            "why": "Then nobody mends it.",
            "found": "A tool in use without an owner.",
            "impact": ["It costs."],
            "fix": {"now": "Name somebody", "later": "Ask again"},
            "sources": ["our handbook"],
            "notes": "A note.",
            "parameters": {
                "jobs": {"value": ["crm"], "about": "x", "source": "y"},
                "most": {"value": 2, "about": "x", "source": "y"},
            },
        }
    ]


# -- explain ------------------------------------------------------------------------------------------------------------


def test_a_rule_is_explained_whole(program, own_rules, rule_text):
    more = """\
notes: >
  Experts disagree.
parameters:
  jobs: {value: [crm, map], about: what counts, source: our own}
raise: [{to: P2, because: it sends, where: {sends: {count: {at_least: 1}}}}]
"""
    ran = program("explain", "my-01", "--rules", own_rules("MY-01.yaml", rule_text + more + EXAMPLES))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "MY-01  A tool without an owner",
        "P3 · my · declared · pack my-rules · name owned-by-nobody",
        "",
        "Ask",
        "Who answers for this tool?",
        "",
        "Red flag",
        "Nobody.",
        "",
        "Why",
        "Then nobody mends it.",
        "",
        "How it is found",
        "A tool in use without an owner.",
        "",
        "For leadership",
        "It costs.",
        "",
        "Fix now",
        "Name somebody",
        "",
        "Fix later",
        "Ask again",
        "",
        "Parameters",
        "jobs = crm, map: what counts (source: our own)",
        "",
        "Severity",
        "P2 where it sends",
        "",
        "Notes",
        "Experts disagree.",
        "",
        "Sources",
        "- our handbook",
        "",
        "An example that it flags",
        "  tools: {a: {owner: none}}",
    ]


@pytest.mark.parametrize(
    ("examples", "shown"),
    [
        ("flagged: [{stack: {tools: {a: {owner: none}}}, expect: [tools.a]}]", ["  flagged: [{stack: {tools: {a: {owner: none}}}, expect: [tools.a]}]"]),
        ("flagged:\n  - expect: [tools.a]\n    stack:\n      tools:\n        a: {owner: none}", ["  tools:", "    a: {owner: none}"]),
        ("flagged:\n  - stack:\n      tools:\n        a: {owner: none}\n\n      teams: {}\n    expect: [x]", ["  tools:", "    a: {owner: none}", "", "  teams: {}"]),
        ("flagged:\n  - stack: {tools: {a: {name: \u202ex}}}\n    expect: [x]", ["  - stack: {tools: {a: {name: \\u202ex}}}"]),
    ],
)  # fmt: skip
def test_an_example_is_shown_as_it_stands_in_the_file(program, own_rules, rule_text, examples, shown):
    ran = program("explain", "MY-01", "--rules", own_rules("MY-01.yaml", f"{rule_text}---\n{examples}\n"))
    lines = ran.out.splitlines()
    assert lines[lines.index("An example that it flags") + 1 :] == shown


@pytest.mark.parametrize("examples", ["", "---\n", "---\nclear: []\n", "---\nflagged: []\n"])
def test_a_rule_without_an_example_has_none_to_show(program, own_rules, rule_text, examples):
    ran = program("explain", "owned-by-nobody", "--rules", own_rules("MY-01.yaml", rule_text + examples))
    assert ran.code == 0
    assert "An example" not in ran.out
    assert ran.out.endswith("Sources\n- our handbook\n")


def test_an_alias_leads_to_its_rules(program, own_rules, rule_text):
    start = rule_text.partition("found:")[0]
    ran = program("explain", "MY-01", "--rules", own_rules("MY-01.yaml", f"{start}alias_of: [STR-13, GRA-01]\n"))
    assert "Leads to\nSTR-13, GRA-01\n" in ran.out
    assert "P3 · my · alias · " in ran.out
    assert "Fix now" not in ran.out


def test_hostile_words_of_a_rule_are_harmless(program, own_rules, rule_text):
    text = rule_text.replace("title: A tool without an owner", 'title: "\\u202e red"').replace(
        "why: Then", 'why: "\\u2066 then'
    )
    text = text.replace("nobody mends it.", 'nobody mends it."').replace("name: owned-by-nobody", 'name: "\\u200b"')
    rules = own_rules("MY-01.yaml", text)
    for command in (["explain", "MY-01", "--rules", rules], ["rules", "--rules", rules, "--select", "MY-01"]):
        ran = program(*command)
        assert ran.code == 0
        assert "\\u202e red" in ran.out
        assert all(line.isprintable() for line in ran.out.splitlines())


def test_long_texts_are_wrapped(program):
    ran = program("explain", "GRA-01")
    assert ran.code == 0
    before_example = ran.out.partition("An example that it flags")[0].splitlines()
    assert max(map(len, before_example[2:])) <= 96


@pytest.mark.parametrize("rule", [rule.id for rule in builtin().rules])
def test_every_built_in_rule_can_be_explained_with_an_example(program, rule):
    ran = program("explain", rule)
    assert ran.code == 0
    assert re.search(r"\nWhy\n.+\n", ran.out)
    assert ("An example that it flags\n  " in ran.out) is not bool(
        next(one for one in builtin().rules if one.id == rule).alias_of
    )


def test_a_rule_that_there_is_not_is_an_error(program):
    ran = program("explain", "STR-133")
    assert ran == (
        2,
        "",
        "error: no rule is called 'STR-133'\n  = did you mean 'STR-13'?\n1 mistake; nothing was done.\n",
    )


# -- test-rules ---------------------------------------------------------------------------------------------------------

GOOD = """\
---
flagged:
  - {about: nobody, stack: {tools: {a: {owner: none}}}, expect: [tools.a]}
clear:
  - {about: ops, stack: {teams: {ops: {}}, tools: {a: {owner: ops}}}, expect: [tools.a]}
unknown:
  - {about: not said, stack: {tools: {a: {}}}, expect: {tools.a: [tools.a.owner]}}
"""


@pytest.mark.parametrize("way", ["{}", "{}/consent/.."])
def test_the_folder_of_the_built_in_rules_is_proved_as_what_it_is_though_it_names_code(program, monkeypatch, way):
    proved = []

    def prove(pack, *, least):
        proved.append((pack, least))
        return Proof(len(pack.rules), 0, ())

    monkeypatch.setattr("stackaudit.testing.prove", prove)
    ran = program("test-rules", way.format(builtin_folder()))
    assert ran[0] == 0
    assert proved == [(builtin(), True)]


def test_rules_that_come_out_as_their_examples_say_are_proved(program, own_rules, rule_text):
    assert program("test-rules", own_rules("MY-01.yaml", rule_text + GOOD)) == (
        0,
        "1 rule, 3 examples: all as they say\n",
        "",
    )


def test_an_example_that_comes_out_otherwise_is_shown_with_its_place(program, own_rules, rule_text):
    text = rule_text + GOOD.replace("owner: none", "owner: ops").replace(
        "stack: {tools: {a: {owner: ops", "stack: {teams: {ops: {}}, tools: {a: {owner: ops"
    )
    ran = program("test-rules", own_rules("MY-01.yaml", text))
    assert ran.code == 1
    assert ran.err.splitlines()[0] == (
        "my-rules/MY-01.yaml:16:83: error: MY-01, flagged example 1 (nobody): tools.a is not flagged; it is clear"
    )
    assert ran.err.splitlines()[1].startswith("  16 |   - {about: nobody, ")
    assert ran.out == "1 rule, 3 examples: 1 mistake\n"


def test_a_rule_whose_id_is_built_in_is_a_mistake(program, own_rules, rule_text):
    rules = own_rules("STR-13.yaml", rule_text.replace("MY-01", "STR-13") + GOOD)
    ran = program("test-rules", rules)
    assert (ran.code, ran.out) == (1, "1 rule, 3 examples: 1 mistake\n")
    assert ran.err.splitlines()[0] == "my-rules/STR-13.yaml:1:5: error: the rule STR-13 is built in already"
    assert "choose another id: two of one id cannot be used" in ran.err


def test_the_built_in_rules_do_not_clash_with_themselves():
    from stackaudit.rules.pack import builtin, clashes

    assert clashes(builtin()) == []


def test_every_mistake_is_counted(program, own_rules, rule_text):
    rules = own_rules()
    own_rules("MY-02.yaml", rule_text.replace("MY-01", "MY-02"))
    ran = program("test-rules", rules)
    assert (ran.code, ran.out) == (1, "2 rules, 0 examples: 2 mistakes\n")


def test_a_rule_that_cannot_be_loaded_exits_with_2(program, own_rules, rule_text):
    ran = program(
        "test-rules",
        own_rules("MY-01.yaml", rule_text.replace("flag: {each: tool, where: {owner: none}}", "check: os:system")),
    )
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == "my-rules/MY-01.yaml:9:8: error: a folder of rules may not name code"
    assert program("test-rules", "nowhere").err.splitlines()[0] == "error: nowhere is not a folder of rules"


FLAG = "flag: {each: tool, where: {owner: none}}"
AT = "my-rules/MY-01.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (FLAG, "flag: [each", f"{AT}:10:8: error: expected "),
        ("why:", "whyy:", f"{AT}:7:1: error: the rule has no field 'whyy'"),
        ("owner: none", "ownr: none", f"{AT}:9:28: error: a tool has no field 'ownr'"),
        ("owner: none", "built: inhouse", f"{AT}:9:35: error: built of a tool is never 'inhouse'"),
        ("owner: none", "built: {anny: [x]}", f"{AT}:9:36: error: no test is called 'anny'"),
        ("owner: none", "built: {any: [vendor]}", f"{AT}:9:36: error: the test 'any' does not suit built of a tool"),
        ("{tool}", "{tol}", f"{AT}:10:30: error: no value is called 'tol' here"),
        ("each: tool, ", "", f"{AT}:9:1: error: flag needs 'each'"),
        (FLAG, "check: os:system", f"{AT}:9:8: error: a folder of rules may not name code"),
    ],
)
@pytest.mark.parametrize("command", [["test-rules"], ["rules", "--rules"], ["explain", "MY-01", "--rules"]])
def test_a_mistake_in_a_rule_is_told_by_every_command(program, own_rules, rule_text, command, old, new, said):
    assert rule_text.count(old) == 1
    ran = program(*command, own_rules("MY-01.yaml", rule_text.replace(old, new)))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


def test_an_id_that_is_there_twice_is_told_with_both_places(program, own_rules):
    own_rules()
    ran = program("rules", "--rules", own_rules("b.yaml"))
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "my-rules/b.yaml:1:5: error: the rule MY-01 is there twice",
        "  1 | id: MY-01",
        "    |     ^^^^^",
        "  = the other one is my-rules/MY-01.yaml:1:1",
        "1 mistake; nothing was done.",
    ]


def test_without_a_folder_the_built_in_rules_are_proved(program):
    ran = program("test-rules")
    assert ran.code == 0
    assert re.fullmatch(rf"{len(builtin().rules)} rules, \d+ examples: all as they say\n", ran.out)


def test_the_rules_of_an_installed_package_are_proved_and_explained_from_its_copy(program, monkeypatch, tmp_path):
    target = tmp_path / "site" / "_rules"
    target.mkdir(parents=True)
    compiled = pack.compiled_pack(pack.builtin_folder())
    wanted = [one for one in compiled["rules"] if one["rule"]["id"] == "STR-13"]
    (target / "pack.json").write_text(json.dumps({**compiled, "rules": wanted}), encoding="utf-8")
    (target / "strategy").mkdir()
    source = pack.builtin_folder() / "strategy" / "STR-13.yaml"
    (target / "strategy" / "STR-13.yaml").write_bytes(source.read_bytes())
    monkeypatch.setattr(pack, "_SHIPPED", target)
    builtin.cache_clear()
    try:
        ran = program("test-rules")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("1 rule, ")
        assert "An example that it flags\n  " in program("explain", "STR-13").out
        (target / "strategy" / "STR-13.yaml").unlink()
        ran = program("explain", "STR-13")
        assert ran.code == 2
        assert "error: the file of STR-13 is missing: rules/strategy/STR-13.yaml" in ran.err
    finally:
        builtin.cache_clear()


def test_explain_score_says_how_the_score_is_computed(program):
    ran = program("explain", "score")
    assert ran.code == 0
    assert ran.out.startswith("The score\n\nCredit\n")
    assert "P1 10, P2 7.5, P3 5, P4 2.5, P5 1" in ran.out
    assert "4 managed: from 75" in ran.out
    assert "Consent, privacy, delivery" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 96
