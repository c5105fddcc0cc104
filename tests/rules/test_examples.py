"""A rule's own examples: what they prove, and what is said of those that do not come out."""

from __future__ import annotations

import pytest

from stackaudit.errors import Place
from stackaudit.rules import builtin, folder
from stackaudit.rules.pack import Pack
from stackaudit.testing import Example, Proof, judge_example, prove

RULE = """\
id: MY-01
name: mine
title: A title
severity: P3
ask: What is it?
red_flag: This.
why: Because.
found: By looking.
flag:
  each: tool
  given: {status: [active, retiring]}
  where:
    built: in_house
    no: {flow: {to: {same: id}}}
message: "{tool} was made in house"
impact: It costs.
fix: {now: One, later: Two}
sources: [handbook]
raise:
  - {to: P2, because: it sends, where: {sends: {any: [email]}}}
---
"""
GOOD = """\
flagged:
  - about: plain
    stack: {complete: [tools, flows], tools: {a: {built: in_house}, b: {built: vendor}}}
    expect: [tools.a]
  - about: worse
    stack: {complete: [tools, flows], tools: {a: {built: in_house, sends: [email]}, b: {built: in_house}}}
    expect: {tools.a: P2, tools.b: }
suspected:
  - stack: {tools: {a: {built: in_house}}}
    expect: [tools.a]
clear:
  - about: bought
    stack: {tools: {a: {built: vendor}, b: {status: planned}}}
    expect: [tools.a, tools.b]
  - about: something flows in
    stack: {tools: {a: {built: in_house}, b: {built: vendor}}, flows: [{from: b, to: a}]}
unknown:
  - about: nobody said who made it
    stack: {complete: [tools, flows], tools: {a: {}, b: {}}}
    expect: {tools.a: [tools.a.built], tools.b: }
"""


@pytest.fixture
def proof(tmp_path):
    """What comes of a rule with these examples."""

    def make(examples: str, rule: str = RULE) -> Proof:
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "a.yaml").write_text(rule + examples, encoding="utf-8")
        return prove(folder(tmp_path / "own"))

    return make


def messages(proof):
    return [problem.message for problem in proof.problems]


def test_examples_that_come_out_as_they_say_prove_a_rule(proof):
    assert proof(GOOD) == Proof(1, 6, ())


def example(group, stack, expect=""):
    return f"{group}:\n  - about: this\n    stack: {stack}\n    expect: {expect}\n"


WHOLE = "complete: [tools, flows]"
OWN, BOUGHT = "{built: in_house}", "{built: vendor}"
FLAGGED = f"{{{WHOLE}, tools: {{a: {OWN}, b: {BOUGHT}}}}}"
SUSPECTED = f"{{tools: {{a: {OWN}}}}}"
CLEAR = f"{{tools: {{a: {BOUGHT}}}}}"
UNKNOWN = f"{{{WHOLE}, tools: {{a: {{}}}}}}"


@pytest.mark.parametrize(
    ("group", "stack", "expect", "said"),
    [
        ("flagged", FLAGGED, "[tools.b]",
         ["25:14 [tools.b] tools.b is not flagged; it is clear",
          "23:5 [about: this] tools.a is flagged, and was not expected to be"]),
        ("flagged", FLAGGED, "",
         ["23:5 [about: this] tools.a is flagged, and was not expected to be",
          "23:5 [about: this] expect names no element that is flagged"]),
        ("flagged", CLEAR, "[tools.a]",
         ["25:14 [tools.a] tools.a is not flagged; it is clear"]),
        ("flagged", UNKNOWN, "[tools.a]",
         ["25:14 [tools.a] tools.a is not flagged; it is unknown, for want of tools.a.built"]),
        ("flagged", FLAGGED, "{tools.a: P2}",
         ["25:23 [P2] tools.a is P3, expected P2"]),
        ("flagged", SUSPECTED, "[tools.a]",
         ["25:14 [tools.a] tools.a is not flagged; it is suspected: a was made in house"]),
        ("suspected", SUSPECTED, "{tools.a: P1}",
         ["25:23 [P1] tools.a is P3, expected P1"]),
        ("suspected", FLAGGED, "[tools.a]",
         ["25:14 [tools.a] tools.a is not suspected; it is flagged: a was made in house"]),
        ("clear", FLAGGED, "",
         ["23:5 [about: this] tools.a is flagged: a was made in house"]),
        ("clear", SUSPECTED, "",
         ["23:5 [about: this] tools.a is suspected: a was made in house"]),
        ("clear", UNKNOWN, "",
         ["23:5 [about: this] tools.a is unknown, for want of tools.a.built"]),
        ("clear", CLEAR, "[tools.b]",
         ["25:14 [tools.b] tools.b is not among the elements judged (tools.a)"]),
        ("clear", "{}", "",
         ["23:5 [about: this] the rule looks at nothing in this stack"]),
        ("unknown", UNKNOWN, "{tools.a: [tools.a.owner, complete.tools]}",
         ["25:23 [[tools.a.owner, complete.tools]] tools.a lacks tools.a.built, expected complete.tools, tools.a.owner"]),
        ("unknown", UNKNOWN, "[tools.b]",
         ["25:14 [tools.b] tools.b is not unknown; found tools.a",
          "23:5 [about: this] tools.a is unknown, and was not expected to be"]),
        ("unknown", FLAGGED, "[tools.c]",
         ["23:5 [about: this] tools.a is flagged: a was made in house",
          "25:14 [tools.c] tools.c is not unknown; found nothing"]),
        ("unknown", SUSPECTED, "{tools.a: [x]}",
         ["25:14 [tools.a] tools.a is not unknown; it is suspected: a was made in house"]),
        ("clear", "{tools: {a: {bilt: vendor}, b: {own: x}}}", "",
         ["24:25 [bilt] a tool has no field 'bilt' (did you mean 'built'?)",
          "24:44 [own] a tool has no field 'own' (did you mean 'owner'?)"]),
    ],
)  # fmt: skip
def test_an_example_that_comes_out_otherwise_is_a_mistake_where_it_says_so(
    proof, under_carets, group, stack, expect, said
):
    named = f"MY-01, {group} example 1 (this): "
    lines = [under_carets(problem) for problem in proof(example(group, stack, expect)).problems]
    assert all(named in line for line in lines)
    assert [line.replace(named, "") for line in lines] == said


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ("[]",
         ["22:1 [[]] expected examples of MY-01 under flagged, suspected, clear, unknown, found an empty list"]),
        ("flaged: []",
         ["22:1 [flaged] expected flagged, suspected, clear, unknown, found 'flaged' (did you mean 'flagged'?)"]),
        ("clear: {a: b}",
         ["22:8 [{a: b}] expected a list of examples under clear, found a mapping"]),
        ("clear: [x]",
         ["22:9 [x] expected about, stack and expect in an example, found 'x'"]),
        ("clear: [{about: x}]",
         ["22:9 [{about: x}] an example needs 'stack'"]),
        ("clear: [{stack: x}]",
         ["22:17 [x] expected a small stack, that is a mapping, found 'x'"]),
        ("clear: [{stack: {tools: {a: {built: vendor}}}, expected: [tools.a]}]",
         ["22:48 [expected] an example has no field 'expected' (did you mean 'expect'?)"]),
        ("clear: [{stack: {tools: {a: {built: vendor}}}, expect: tools.a}]",
         ["22:56 [tools.a] expected a list of paths of elements, found 'tools.a' (write it in brackets)"]),
        ("clear: [{stack: {tools: {a: {built: vendor}}}, expect: [[tools.a]]}]",
         ["22:57 [[tools.a]] expected the path of an element, found a list"]),
        ("flagged: [{stack: {complete: [tools, flows], tools: {a: {built: in_house}, b: {built: vendor}}}, expect: {tools.a: P7}}]",
         ["22:116 [P7] expected a severity from P1 to P5, found 'P7'"]),
        ("unknown: [{stack: {complete: [tools, flows], tools: {a: {}}}, expect: {tools.a: P3}}]",
         ["22:81 [P3] expected a list of paths that it lacks, found 'P3' (such as [tools.crm.owner])"]),
        ("unknown: [{stack: {complete: [tools, flows], tools: {a: {}}}, expect: {tools.a: [[x]]}}]",
         ["22:81 [[[x]]] expected a list of paths that it lacks, found a list (such as [tools.crm.owner])"]),
        ("clear: [{stack: {}, expected: []}]",
         ["22:21 [expected] an example has no field 'expected' (did you mean 'expect'?)"]),
        ("flagged: [{about: x, stack: {}, expect: [3]}]",
         ["22:42 [3] expected the path of an element, found 3"]),
    ],
)  # fmt: skip
def test_an_example_that_is_not_well_formed_is_a_mistake(proof, under_carets, examples, said):
    assert [under_carets(problem) for problem in proof(f"{examples}\n").problems] == said


def test_what_a_finding_says_is_held_word_by_word(proof):
    one = "flagged:\n- {stack: {complete: [tools, flows], tools: {a: {built: in_house}}}, expect: [tools.a], says: {tools.a: %s}}\n"
    assert proof(one % "a  was made in house").problems == ()
    (problem,) = proof(one % "something else").problems
    assert problem.message.endswith("of tools.a it says: a was made in house")
    assert messages(proof(one.replace("built: in_house", "built: vendor") % "x")) == [
        "MY-01, flagged example 1: tools.a is not flagged; it is clear"
    ]
    assert messages(proof(one.replace("says: {tools.a", "says: {tools.b") % "x"))[0].endswith(
        "of tools.b it says: nothing"
    )
    *_, problem = proof(one % "it costs 5,000 a year").problems
    assert problem.hint == "write a text that holds a comma in quotes"
    assert "says" in messages(proof("flagged:\n- {stack: {}, says: [x]}\n"))[0]
    assert messages(proof("clear:\n- {stack: {}, says: {tools.a: x}}\n")) == ["an example has no field 'says'"]
    assert messages(proof("flagged:\n- {stack: {}, expect: [tools.a], says: {tools.a: 3}}\n")) == [
        "expected the message of a finding, found 3"
    ]


def test_a_rule_without_examples_is_unproved(proof):
    found = proof("", RULE.removesuffix("---\n"))
    assert found == Proof(1, 0, found.problems)
    assert messages(found) == ["MY-01 has no examples: expected a second document with flagged, clear and unknown ones"]
    assert str(found.problems[0].place) == "own/a.yaml:1:5"


def test_a_rule_whose_file_is_gone_or_was_never_there_is_unproved(tmp_path, made):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.yaml").write_text(RULE + GOOD, encoding="utf-8")
    pack = folder(tmp_path / "own")
    (tmp_path / "own" / "a.yaml").unlink()
    assert messages(prove(pack)) == ["the file of MY-01 is missing: own/a.yaml"]
    assert messages(prove(Pack("mine", "", tmp_path, (made(),)))) == ["MY-01 was not read from a file"]


def test_examples_that_have_become_unreadable_are_told(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.yaml").write_text(RULE + GOOD, encoding="utf-8")
    pack = folder(tmp_path / "own")
    (tmp_path / "own" / "a.yaml").write_text(RULE + "clear: [", encoding="utf-8")
    (problem,) = prove(pack).problems
    assert str(problem.place) == "own/a.yaml:22:9"


def test_an_alias_needs_no_examples(tmp_path):
    (tmp_path / "own").mkdir()
    text = RULE.partition("---")[0].partition("\nflag:")[0] + "\nalias_of: [GRA-01]\n"
    (tmp_path / "own" / "a.yaml").write_text(text, encoding="utf-8")
    assert prove(folder(tmp_path / "own"), least=True) == Proof(1, 0, ())


def test_built_in_rules_need_two_flagged_two_clear_and_one_unknown_example(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.yaml").write_text(RULE + example("clear", CLEAR), encoding="utf-8")
    found = prove(folder(tmp_path / "own"), least=True)
    assert messages(found) == [
        "MY-01 has 0 flagged examples of at least 2",
        "MY-01 has 1 clear examples of at least 2",
        "MY-01 has 0 unknown examples of at least 1",
    ]


def test_a_rule_that_raises_proves_nothing(made):
    rule = made(flag=None, check="stackaudit.checks.people:one_maintainer", message="x", impact="x")
    broken = type(rule)(**{name: getattr(rule, name) for name in rule.__slots__ if name != "check"}, check=_raises)
    example = Example("MY-01", "clear", 0, "", {}, {})
    said = list(judge_example(broken, example, Pack("mine", "", builtin().path, (broken,))))
    assert said == ["the rule is broken: ZeroDivisionError: division by zero"]


def test_a_stack_that_does_not_load_is_told_with_the_route_where_nothing_is_read_from_a_file(made):
    bad = Example("MY-01", "clear", 0, "", {"tools": {"a": {"bilt": "vendor"}}}, {})
    pack = Pack("mine", "", builtin().path, ())
    assert list(judge_example(made(), bad, pack)) == ["stack.tools.a.bilt: a tool has no field 'bilt'"]


def _raises(view):
    yield 1 / len(view.stack.tools)


def test_an_element_stands_for_its_first_subject_of_several(made):
    from stackaudit.checks import Verdict
    from stackaudit.finding import Outcome

    def two(view):
        for topic in ("sms", "email"):
            yield Verdict(("tools.a",), Outcome.FLAGGED, topic, values={})
        yield Verdict(("tools.a", "tools.b"), Outcome.CLEAR)

    rule = made(flag=None, check="stackaudit.checks.people:one_maintainer", message="x", impact="x")
    rule = type(rule)(**{name: getattr(rule, name) for name in rule.__slots__ if name != "check"}, check=two)
    pack = Pack("mine", "", builtin().path, (rule,))
    stack = {"tools": {"a": {}, "b": {}}}
    flagged = Example("MY-01", "flagged", 0, "", stack, {"tools.a": None})
    assert list(judge_example(rule, flagged, pack)) == ["tools.a:sms is flagged, and was not expected to be"]
    whole = Example("MY-01", "flagged", 0, "", stack, {"tools.a:sms": None, "tools.a:email": None})
    assert list(judge_example(rule, whole, pack)) == []
    clear = Example("MY-01", "clear", 0, "", stack, {"tools.a": None, "tools.b": None, "tools.c": None})
    assert list(judge_example(rule, clear, pack)) == [
        "tools.a:sms is flagged: x",
        "tools.a:email is flagged: x",
        "tools.c is not among the elements judged (tools.a+tools.b, tools.a:email, tools.a:sms)",
    ]


def test_a_problem_of_an_example_has_a_place_in_its_file(proof):
    (problem,) = proof(example("clear", FLAGGED)).problems
    assert isinstance(problem.place, Place)
    assert (problem.place.line, problem.place.column) == (23, 5)


@pytest.mark.no_cover
def test_every_built_in_rule_comes_out_as_its_examples_say():
    found = prove(builtin(), least=True)
    assert [f"{one.place}: {one.message}" for one in found.problems] == []
    assert found.rules == len(builtin().rules)
