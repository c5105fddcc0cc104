"""Everything that can be wrong in a rule's file: each mistake is named with file, line and column, and all at once."""

from __future__ import annotations

import pytest

from stackaudit.errors import RuleError
from stackaudit.finding import Severity
from stackaudit.rules import folder
from stackaudit.rules.reading import RuleReader
from stackaudit.rules.rule import Fix, Parameter

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
  where: {built: in_house}
message: "{tool} was made in house"
impact: It costs.
fix: {now: One, later: Two}
sources: [handbook]
"""


@pytest.fixture
def refused(tmp_path):
    """What is said of a folder with one rule's file, as lines."""

    def refuse(text: str) -> list[str]:
        (tmp_path / "pack" / "own").mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / "own" / "MY-01.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(RuleError) as error:
            folder(tmp_path / "pack")
        assert all(problem.place is None or problem.excerpt is not None for problem in error.value.problems)
        return str(error.value).splitlines()

    return refuse


@pytest.fixture
def told(tmp_path, under_carets):
    """The mistakes of one rule's file: line and column, what the carets are under, and what is said."""

    def tell(text: str) -> list[str]:
        (tmp_path / "MY-01.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(RuleError) as error:
            folder(tmp_path)
        assert {problem.place.file for problem in error.value.problems} == {f"{tmp_path.name}/MY-01.yaml"}
        return [under_carets(problem) for problem in error.value.problems]

    return tell


def changed(old: str, new: str) -> str:
    assert RULE.count(old) == 1
    return RULE.replace(old, new)


def without(key: str) -> str:
    return "".join(line for line in RULE.splitlines(keepends=True) if not line.startswith(f"{key}:"))


AT = "pack/own/MY-01.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("why:", "whu:",
         ["7:1 [whu] the rule has no field 'whu' (did you mean 'why'?)"]),
        ("sources:", "xyzzy:",
         ["15:1 [xyzzy] the rule has no field 'xyzzy'"]),
        ("id: MY-01", "id: my-1",
         ["1:5 [my-1] expected an id such as STR-13, found 'my-1'"]),
        ("id: MY-01", "id: MY-00001",
         ["1:5 [MY-00001] expected an id such as STR-13, found 'MY-00001'"]),
        ("id: MY-01", "id: [MY-01]",
         ["1:5 [[MY-01]] expected text for id, found a list"]),
        ("title: A title", "title: ' '",
         ["3:8 [' '] expected text for title, found ' '"]),
        ("title: A title", "title:",
         ["3:7 [] expected text for title, found nothing"]),
        ("name: mine", "name: 12",
         ["2:7 [12] expected text for name, found 12"]),
        ("severity: P3", "severity: P6",
         ["4:11 [P6] expected a severity from P1 to P5, found 'P6' (P1 weighs most)"]),
        ("severity:", "severty:",
         ["4:1 [severty] the rule has no field 'severty' (did you mean 'severity'?)"]),
        ("severity: P3", "severity: 3",
         ["4:11 [3] expected a severity from P1 to P5, found 3 (did you mean 'P3'?)"]),
        ("severity: P3", "severity: P3\ncredit: all_or_none",
         ["5:9 [all_or_none] expected one of share, all_or_nothing for credit, found 'all_or_none' (did you mean 'all_or_nothing'?)"]),
        ("severity: P3", "severity: P3\ndimension: [data]",
         ["5:12 [[data]] expected one of strategy, process, measurement, data, consent, stack for dimension, found a list (did you mean 'data'?)"]),
        ("{tool} was", "{tool was",
         ["12:11 [{tool] '{' stands without '}' (a value is called by its name between { and })"]),
        ("{tool} was", "{tool}} was",
         ["12:16 [}] '}' stands without '{' (a value is called by its name between { and })"]),
        ("impact: It costs.", "impact: {a: b}",
         ["13:9 [{a: b}] expected text, or a list of texts, for impact, found a mapping"]),
        ("impact: It costs.", "impact: ['']",
         ["13:10 [''] expected text, found empty text"]),
        ("sources: [handbook]", "sources: [1]",
         ["15:11 [1] expected text, found 1"]),
        ("{now: One, later: Two}", "{now: One}",
         ["14:1 [fix] fix needs 'later'"]),
        ("{now: One, later: Two}", "soon",
         ["14:6 [soon] expected now and later under fix, found 'soon'"]),
        ("{now: One, later: Two}", "{now: One, later: 2}",
         ["14:24 [2] expected text for later, found 2"]),
        ("  each: tool\n", "",
         ["9:1 [flag] flag needs 'each'"]),
        ("  where: {built: in_house}\n", "",
         ["9:1 [flag] flag needs 'where'"]),
        ("each: tool", "each: tol",
         ["10:9 [tol] no kind of element is called 'tol' (did you mean 'tool'?)"]),
        ("each: tool", "each: company",
         ["10:9 [company] no kind of element is called 'company' (a section of the stack: each: stack, where: {company: ...})"]),
        ("flag:\n  each: tool\n  where: {built: in_house}",
         "flag:\n  each: tol\n  where: {built: in_house}\nraise:\n  - {to: P2, because: so, where: {owner: none}}",
         ["10:9 [tol] no kind of element is called 'tol' (did you mean 'tool'?)"]),
        ("sources:", "flagged:\n  - {stack: {}}\nclear: []\nsources:",
         ["15:1 [flagged] examples stand in the rule itself (put a line of three dashes before them: examples are a document of their own)"]),
        ("each: tool", "each: [tool]",
         ["10:9 [[tool]] no kind of element is called a list (did you mean 'tool'?)"]),
        ("each: tool", "each: tool\n  unles: {built: none}",
         ["11:3 [unles] flag has no field 'unles' (did you mean 'unless'?)"]),
        ("{built: in_house}", "{bilt: in_house}",
         ["11:11 [bilt] a tool has no field 'bilt' (did you mean 'built'?)"]),
        ("{built: in_house}", "{built: inhouse}",
         ["11:18 [inhouse] built of a tool is never 'inhouse' (did you mean 'in_house'?)"]),
        ("{built: in_house}", "{built: {anny: [x]}}",
         ["11:19 [anny] no test is called 'anny' (compare it with a value, or with a list of those that it may be)"]),
        ("each: tool", "each: tool\n  given: {owner: {statu: left}}",
         ["11:19 [statu] a person has no field 'statu' (did you mean 'status'?)"]),
        ("each: tool", "each: tool\n  unless: {capabilities: {any: $jobs}}",
         ["11:32 [$jobs] the rule has no parameter 'jobs'"]),
        ("flag:\n  each: tool\n  where: {built: in_house}", "flag: []",
         ["9:7 [[]] expected each and where under flag, found an empty list"]),
        ("flag:\n  each: tool\n  where: {built: in_house}", "flag: [x]",
         ["9:8 [x] expected each and where under flag, found 'x'"]),
        ("flag:\n  each: tool\n  where: {built: in_house}", "flag:\n  - {each: tool, where: {built: none}}\n  - {each: tool, where: {owner: none}}",
         ["11:5 [{each: tool, where: {owner: none}}] another part of flag looks at each tool already (join them in one part, by any_of)"]),
        ("flag:\n  each: tool\n  where: {built: in_house}\n", "",
         ["1:1 [id: MY-01] expected exactly one of flag, check and alias_of, found none"]),
        ("flag:\n  each: tool\n  where: {built: in_house}\n", "flg:\n  each: tool\n  where: {built: in_house}\nraise: [{to: P2, because: it is, where: {built: in_house}}]\n",
         ["9:1 [flg] the rule has no field 'flg' (did you mean 'flag'?)"]),
        ("sources:", "alias_of: [GRA-01]\nsources:",
         ["1:1 [id: MY-01] expected exactly one of flag, check and alias_of, found flag and alias_of"]),
        ("flag:\n  each: tool\n  where: {built: in_house}\n", "check: os:system\n",
         ["9:8 [os:system] a folder of rules may not name code (ship checks in an installed package: see 'packs' in the documentation)"]),
        ("sources:", "parameters: [a]\nsources:",
         ["15:13 [[a]] expected parameters by name, found a list"]),
        ("sources:", "parameters: {age: {value: 12mo, unit: days, about: x, source: own}}\nsources:",
         ["15:33 [unit] only a number has a unit or an upper bound"]),
        ("sources:", "parameters: {most: {value: 12, at_most: many, about: x, source: own}}\nsources:",
         ["15:28 [12] a number needs a unit (add it, such as 'unit: tools' or 'unit: days')",
          "15:41 [many] expected a number for at_most, found 'many'"]),
        ("sources:", "parameters: {age: 12mo}\nsources:",
         ["15:19 [12mo] expected value, about and source for a parameter, found '12mo'"]),
        ("sources:", "parameters: {age: {value: 12mo, about: '', source: own}}\nsources:",
         ["15:40 [''] expected text for about, found empty text"]),
        ("sources:", "parameters: {age: {about: x, source: own}}\nsources:",
         ["15:14 [age] the parameter needs 'value'"]),
        ("sources:", "raise: {to: P2}\nsources:",
         ["15:8 [{to: P2}] expected a list of steps, each with to, because and where, found a mapping"]),
        ("sources:", "raise: [P2]\nsources:",
         ["15:9 [P2] expected to, because and where for a step, found 'P2'"]),
        ("sources:", "raise: [{to: P2, because: x}]\nsources:",
         ["15:9 [{to: P2, because: x}] the step needs 'where'"]),
        ("sources:", "raise: [{to: P0, because: x, where: {ownr: none}}]\nsources:",
         ["15:14 [P0] expected a severity from P1 to P5, found 'P0' (P1 weighs most)",
          "15:38 [ownr] a tool has no field 'ownr' (did you mean 'owner'?)"]),
        ("{tool} was", "{tol} was",
         ["12:11 [{tol}] no value is called 'tol' here (did you mean 'tool'?)"]),
        ("{tool} was", "{tool.ownr} was",
         ["12:11 [{tool.ownr}] no value is called 'tool.ownr' here (did you mean 'tool.owner'?)"]),
        ("{tool} was", "{} was",
         ["12:11 [{}] no value is called '' here"]),
        ("{tool} was", "{xyzzy} was",
         ["12:11 [{xyzzy}] no value is called 'xyzzy' here"]),
        ("It costs.", "It costs {company.contact} people.",
         ["13:18 [{company.contact}] no value is called 'company.contact' here (did you mean 'company.contacts'?)"]),
        ("severity: P3", "severity: p2",
         ["4:11 [p2] expected a severity from P1 to P5, found 'p2' (did you mean 'P2'?)"]),
        ("severity: P3", "severity: high",
         ["4:11 [high] expected a severity from P1 to P5, found 'high' (P1 weighs most)"]),
        ("{now: One, later: Two}", "{now: One, latter: Two}",
         ["14:17 [latter] fix has no field 'latter' (did you mean 'later'?)"]),
        ("{built: in_house}", "{}",
         ["11:10 [{}] expected a condition, that is a mapping of fields to tests, found an empty mapping"]),
        ("{built: in_house}", "{monitored: 1}",
         ["11:22 [1] monitored of a tool is never 1 (it is true or false)"]),
        ("{built: in_house}", "{built: unknown}",
         ["11:18 [unknown] built of a tool is never 'unknown' (what is not known is asked: a rule never tests for it)"]),
        ("{built: in_house}", "{built: bought}",
         ["11:18 [bought] built of a tool is never 'bought' (it is one of vendor, in_house, agency)"]),
        ("{built: in_house}", "{built: {any: [vendor]}}",
         ["11:19 [any] the test 'any' does not suit built of a tool (compare it with a value, or with a list of those that it may be)"]),
        ("{built: in_house}", "{capabilities: crm}",
         ["11:25 [crm] capabilities of a tool is a list: expected a test such as {any: [...]}, found 'crm'"]),
        ("{built: in_house}", "{capabilities: {any: [crmm]}}",
         ["11:32 [crmm] capabilities of a tool is never 'crmm' (did you mean 'crm'?)"]),
        ("{built: in_house}", "{capabilities: {count: {at_most: 2}}}",
         ["11:34 [at_most] expected at_least or fewer_than, found 'at_most' (did you mean 'fewer_than'?)"]),
        ("{built: in_house}", "{count: {off: {flow: {}}, at_least: 2}}",
         ["11:19 [off] count has no field 'off' (did you mean 'of'?)"]),
        ("{built: in_house}", "{count: {of: {flow: {}}}}",
         ["11:11 [count] count needs one of more_than, at_least, less_than, at_most, found none"]),
        ("{built: in_house}", "{no: {flw: {method: api}}}",
         ["11:16 [flw] no kind of element is called 'flw' (did you mean 'flow'?)"]),
        ("{built: in_house}", "{no: {flow: {method: api}, tool: {built: none}}}",
         ["11:15 [{flow: {method: api}, tool: {built: none}}] expected one kind of element with a condition, found 2 kinds"]),
        ("{built: in_house}", "{any_of: {built: none}}",
         ["11:19 [{built: none}] expected a list of conditions, found a mapping"]),
        ("{built: in_house}", "{cost: {older_than: 6mo}}",
         ["11:18 [older_than] the test 'older_than' does not suit cost of a tool (tests that do: at_least, at_most, more_than, less_than)"]),
        ("{built: in_house}", "{end_of_life: {older_than: six months}}",
         ["11:37 [six months] expected a duration such as 6mo or 90d, found 'six months'"]),
        ("sources:", "parameters: {most: {value: 12, about: x, source: own}}\nsources:",
         ["15:28 [12] a number needs a unit (add it, such as 'unit: tools' or 'unit: days')"]),
        ("sources:", "parameters: {most: {value: 12, unit: tools, about: x}}\nsources:",
         ["15:14 [most] the parameter needs 'source'"]),
        ("sources:", "parameters: {most: {value: 12, unit: tools, abuot: x, source: own}}\nsources:",
         ["15:45 [abuot] the parameter has no field 'abuot' (did you mean 'about'?)"]),
        ('{built: in_house}\nmessage: "{tool}', '{built: in_house}\n  phrase: {made: []}\nmessage: "{tool} {made}',
         ["12:3 [phrase] flag has no field 'phrase' (did you mean 'phrases'?)"]),
        ('message: "{tool} was made in house"', "message: >\n  {tool} was made\n  by {owenr}, as {tool.owner} said",
         ["14:6 [{owenr}] no value is called 'owenr' here (did you mean 'owner'?)"]),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place_and_carets_under_the_very_word(told, old, new, said):
    assert told(changed(old, new)) == said


@pytest.mark.parametrize(
    "key", ["id", "name", "title", "severity", "ask", "red_flag", "why", "found", "message", "impact", "fix"]
)
def test_a_rule_needs_each_of_these(refused, key):
    said = refused(without(key))
    assert f"{AT}:1:1: the rule needs '{key}'" in said


def test_a_rule_may_do_without_sources(tmp_path):
    (tmp_path / "a.yaml").write_text(without("sources"), encoding="utf-8")
    assert folder(tmp_path).rules[0].sources == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", [f"{AT}:1:1: expected a rule, that is a mapping with id, title, severity and so on, found a list"]),
        ("", [f"{AT}:1:1: expected a rule, that is a mapping with id, title, severity and so on, found nothing"]),
    ],
)
def test_a_file_that_holds_no_mapping_is_no_rule(refused, text, said):
    assert refused(text) == said


def test_bad_yaml_is_named_with_its_place(refused):
    (said,) = refused(RULE + "notes: [a\n")
    assert said.startswith(f"{AT}:16:8: the bracket '[' ")
    (said,) = refused(changed("name: mine", "name: mine\nname: mine"))
    assert said.startswith(f"{AT}:3:1: the key 'name' ")


def test_bad_yaml_in_the_examples_is_a_mistake_of_the_rule(refused):
    (said,) = refused(RULE + "---\nflagged: {a: 1, a: 2}\n")
    assert said.startswith(f"{AT}:17:17: the key 'a' ")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "a.yaml").write_text(
        changed("severity: P3", "severity: high").replace("why: Because.\n", ""), encoding="utf-8"
    )
    (tmp_path / "b.yml").write_text(changed("each: tool", "each: tooll"), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        folder(tmp_path)
    name = tmp_path.name
    assert str(error.value).splitlines() == [
        f"{name}/a.yaml:1:1: the rule needs 'why'",
        f"{name}/a.yaml:4:11: expected a severity from P1 to P5, found 'high' (P1 weighs most)",
        f"{name}/b.yml:10:9: no kind of element is called 'tooll' (did you mean 'tool'?)",
    ]


def test_the_line_of_a_mistake_is_shown(tmp_path):
    (tmp_path / "a.yaml").write_text(changed("severity: P3", "severity: P9"), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        folder(tmp_path)
    (problem,) = error.value.problems
    assert problem.excerpt == "severity: P9"


# -- what a rule's file holds -------------------------------------------------------------------------------------------


def test_a_rule_holds_what_its_file_says(made):
    rule = made(
        title=" A  title\n over two lines ",
        impact=["First.", "Second."],
        notes="A note.",
        parameters={"jobs": {"value": ["crm", "map"], "about": "what", "source": "own"}},
        raise_=[{"to": "P2", "because": "it sends", "where": {"sends": {"count": {"at_least": 1}}}}],
    )
    assert (rule.id, rule.name, rule.title, rule.severity) == ("MY-01", "mine", "A title over two lines", Severity.P3)
    assert (rule.ask, rule.red_flag, rule.why, rule.found) == ("What is it?", "This.", "Because.", "By looking.")
    assert (rule.impact, rule.fix, rule.sources) == (("First.", "Second."), Fix("One", "Two"), ("handbook",))
    assert (rule.notes, rule.family, rule.pack, rule.kind) == ("A note.", "my", "mine", "declared")
    assert dict(rule.parameters) == {"jobs": Parameter(("crm", "map"), "what", "own")}
    assert dict(rule.values) == {"jobs": ("crm", "map")}
    assert [(step.to, step.because) for step in rule.steps] == [(Severity.P2, "it sends")]
    assert [(clause.kind, clause.messages) for clause in rule.clauses] == [("tool", ("{tool} was made in house",))]


def test_parts_that_look_at_different_kinds_have_messages_of_their_own(made):
    flag = [
        {"each": "tool", "where": {"built": "in_house"}, "message": "{tool} by {tool.owner}"},
        {"each": "flow", "where": {"method": "api"}, "message": "{flow} goes {route} on {as_of}"},
    ]
    rule = made(flag=flag, message=None)
    assert [clause.messages for clause in rule.clauses] == [
        ("{tool} by {tool.owner}",),
        ("{flow} goes {route} on {as_of}",),
    ]
    assert rule.message == ""


@pytest.mark.parametrize(
    ("flag", "message", "impact", "said"),
    [
        ([{"each": "tool", "message": "{flow}"}], None, "x", [(("flag", 0, "message"), "flow")]),
        ([{"each": "tool", "message": "{tool}"}, {"each": "flow", "message": "{tool}"}], None, "x",
         [(("flag", 1, "message"), "tool")]),
        ([{"each": "stack", "message": "{tool}"}], None, "x", [(("flag", 0, "message"), "tool")]),
        ([{"each": "tool"}, {"each": "flow"}], "{owner} {tool}", "x", [(("message",), "tool")]),
        # Impact is worded once for all kinds.
        ([{"each": "tool", "message": "x"}, {"each": "flow", "message": "x"}], None, ["{owner}", "{method}"],
         [(("impact",), "method")]),
    ],
)  # fmt: skip
def test_a_name_must_be_one_that_every_kind_of_element_gives(rule_data, flag, message, impact, said):
    flag = [{"where": {"note": "none"} if part["each"] != "stack" else {"company": "none"}, **part} for part in flag]
    reader = RuleReader(family="", pack="", place=None, allow_code=False)
    assert reader.read(rule_data(flag=flag, message=message, impact=impact)) is None
    assert [(one.route, one.message) for one in reader.mistakes] == [
        (route, f"no value is called {name!r} here") for route, name in said
    ]


def test_a_step_needs_a_rule_that_looks_at_one_kind(rule_data):
    parts = [{"each": kind, "where": {"note": "none"}, "message": "x"} for kind in ("tool", "flow")]
    steps = [{"to": "P2", "because": "x", "where": {"note": "none"}}]
    reader = RuleReader(family="", pack="", place=None, allow_code=False)
    assert reader.read(rule_data(flag=parts, message=None, raise_=steps)) is None
    assert [one.route for one in reader.mistakes] == [("raise", 0)]


def test_an_alias_needs_neither_message_nor_fix(made):
    rule = made(flag=None, message=None, impact=None, fix=None, found=None, alias_of="GRA-01")
    assert (rule.kind, rule.alias_of, rule.fix, rule.clauses, rule.check) == (
        "alias",
        ("GRA-01",),
        Fix("", ""),
        (),
        None,
    )


# -- checks -------------------------------------------------------------------------------------------------------------

CHECK = "stackaudit.checks.people:one_maintainer"


def test_a_check_is_found_by_its_name(made):
    rule = made(
        flag=None, check=CHECK, message="{element}: {maintainers}, {count} on {as_of}", impact="{company}: {count}"
    )
    assert rule.check is not None
    assert (rule.kind, rule.check_name, rule.check.__name__) == ("check", CHECK, "one_maintainer")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("stackaudit.checks.people", "expected module:function, found 'stackaudit.checks.people'"),
        (":one", "expected module:function, found ':one'"),
        (3, "expected module:function, found 3"),
        ("stackaudit.nowhere:one", "cannot import 'stackaudit.nowhere': ModuleNotFoundError: No module named 'stackaudit.nowhere'"),
        ("..x:one", "cannot import '..x': TypeError: the 'package' argument is required to perform a relative import for '..x'"),
        ("stackaudit.checks.people:nobody", "stackaudit.checks.people has no check called 'nobody'"),
        ("stackaudit.checks.people:named", "stackaudit.checks.people has no check called 'named'"),
    ],
)  # fmt: skip
def test_a_check_that_cannot_be_had_is_a_mistake(rule_data, check, said):
    reader = RuleReader(family="", pack="", place=None, allow_code=True)
    assert reader.read(rule_data(flag=None, check=check)) is None
    assert [(one.route, one.message) for one in reader.mistakes] == [(("check",), said)]


def test_a_module_that_fails_when_it_is_imported_is_a_mistake_of_the_rule(rule_data, tmp_path, monkeypatch):
    (tmp_path / "fails_on_import.py").write_text("1 / 0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    reader = RuleReader(family="", pack="", place=None, allow_code=True)
    assert reader.read(rule_data(flag=None, check="fails_on_import:one")) is None
    assert reader.mistakes[0].message == "cannot import 'fails_on_import': ZeroDivisionError: division by zero"


def test_a_message_of_a_check_may_use_only_what_the_check_gives(rule_data):
    reader = RuleReader(family="", pack="", place=None, allow_code=True)
    assert reader.read(rule_data(flag=None, check=CHECK, message="{tool}", impact="{maintainer} left")) is None
    assert [(one.route, one.message, one.hint) for one in reader.mistakes] == [
        (("message",), "no value is called 'tool' here", None),
        (("impact",), "no value is called 'maintainer' here", "did you mean 'maintainers'?"),
    ]


def test_a_rule_with_a_check_may_word_its_message_in_several_ways_and_each_name_is_looked_at(made):
    check = "stackaudit.checks.leads:leads_late"
    rule = made(flag=None, check=check, impact="x", message=["{tool} in {delay}", "{tool} never"])
    assert (rule.better, rule.message) == (("{tool} in {delay}",), "{tool} never")


# -- phrases ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrases", "said"),
    [
        ([], [((), "expected phrases by name, each a list of say and where, found an empty list")]),
        ({"lacking": "an owner"}, [(("lacking",), "expected a list of say and where, found 'an owner'")]),
        ({"lacking": ["an owner"]}, [(("lacking", 0), "expected say and where, found 'an owner'")]),
        ({"lacking": [{"say": "an owner"}]}, [(("lacking", 0), "the phrase needs 'where'")]),
        ({"lacking": [{"say": " ", "where": {"owner": "none"}}]}, [(("lacking", 0, "say"), "expected text for say, found ' '")]),
        ({"lacking": [{"say": "an owner", "where": {"ownr": "none"}}]},
         [(("lacking", 0, "where", "ownr"), "a tool has no field 'ownr'")]),
        ({"lacking": [{"say": "{met} of {counted}", "where": {"owner": "none"}}]},
         [(("lacking", 0, "say"), "no value is called 'met' here"), (("lacking", 0, "say"), "no value is called 'counted' here")]),
        ({"lacking": [{"say": "{met}", "where": "none"}]},
         [(("lacking", 0, "say"), "no value is called 'met' here"),
          (("lacking", 0, "where"), "expected a condition, that is a mapping of fields to tests, found 'none'")]),
        ({"owner": [{"say": "an owner", "where": {"owner": "none"}}]},
         [(("owner",), "'owner' is the name of another value here")]),
    ],
)  # fmt: skip
def test_a_phrase_has_words_and_a_condition(rule_data, phrases, said):
    flag = {"each": "tool", "where": {"built": "in_house"}, "phrases": phrases}
    reader = RuleReader(family="", pack="", place=None, allow_code=False)
    assert reader.read(rule_data(flag=flag)) is None
    found = {(one.route, one.message) for one in reader.mistakes}
    assert found == {(("flag", "phrases", *route), message) for route, message in said}


def test_messages_and_impact_may_name_a_phrase_and_the_items_that_a_parameter_names(made):
    share = {"of": {"tool": {}}, "where": {"owner": "none"}, "more_than": 20}
    phrases = {"lacking": [{"say": "{met} of {counted} for {tool.owner}", "where": {"share": share}}]}
    rule = made(
        flag={"each": "tool", "where": {"built": "in_house"}, "phrases": phrases},
        message=["{tool} lacks {lacking}", "{capabilities in jobs}"],
        impact=["{lacking}", "It costs."],
        parameters={"jobs": {"value": ["crm"], "about": "a", "source": "s"}},
    )
    (clause,) = rule.clauses
    assert clause.messages == ("{tool} lacks {lacking}", "{capabilities in jobs}")
    assert [one.say for one in clause.conditions().phrases["lacking"]] == ["{met} of {counted} for {tool.owner}"]
