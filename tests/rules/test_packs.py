"""Packs: folders, their index, installed packages, the compiled form; how rules are chosen and found."""

from __future__ import annotations

import dataclasses
import json
import re
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from stackaudit.audit.engine import run_rules
from stackaudit.errors import Place, Problem, RuleError
from stackaudit.graph import StackGraph
from stackaudit.load import load, load_text
from stackaudit.rules import builtin, find_rule, folder, installed, loaded, pack, selected
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.rule import Fix, Rule, Severity
from stackaudit.rules.shipped import as_rule
from stackaudit.rules.together import standing

SAMPLES = Path(__file__).parents[2] / "sample_stacks"

RULE = """\
id: {id}
name: {name}
title: A title
severity: P3
ask: What is it?
red_flag: This.
why: Because.
found: By looking.
{logic}
message: made in house
impact: It costs.
fix: {{now: One, later: Two}}
sources: [handbook]
"""
FLAG = "flag: {each: tool, where: {built: in_house}}"


def write(path, identity="MY-01", logic=FLAG, name="mine"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE.format(id=identity, name=name, logic=logic), encoding="utf-8")
    return path


def said(error):
    return str(error.value).splitlines()


# -- folders ------------------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_rules_in_the_order_of_their_ids(tmp_path):
    for number, place in ((10, "b/x.yaml"), (9, "a/y.yml"), (2, "z.yaml")):
        write(tmp_path / "own" / place, f"MY-{number:02}")
    write(tmp_path / "own" / "a/other.yaml", "AB-30")
    (tmp_path / "own" / "notes.txt").write_text("no rule", encoding="utf-8")
    (tmp_path / "own" / "folder.yaml").mkdir()
    found = folder(tmp_path / "own")
    assert (found.name, found.version, found.path) == ("own", "", tmp_path / "own")
    assert [(rule.id, rule.family, str(rule.place)) for rule in found.rules] == [
        ("AB-30", "a", "own/a/other.yaml:1:1"),
        ("MY-02", "my", "own/z.yaml:1:1"),
        ("MY-09", "a", "own/a/y.yml:1:1"),
        ("MY-10", "b", "own/b/x.yaml:1:1"),
    ]
    assert found.file_of(found.rules[3]) == tmp_path / "own" / "b" / "x.yaml"


@pytest.mark.parametrize("path", [".", "../own", "../own/."])
def test_a_folder_has_its_name_however_its_path_is_written(tmp_path, monkeypatch, path):
    write(tmp_path / "own" / "a.yaml")
    monkeypatch.chdir(tmp_path / "own")
    found = folder(type(tmp_path)(path))
    assert (found.name, found.rules[0].place.file) == ("own", "own/a.yaml")
    assert found.file_of(found.rules[0]).samefile(tmp_path / "own" / "a.yaml")


@pytest.mark.parametrize(
    ("index", "named"),
    [
        ("name: ours\nversion: '2.1'\nrules: [MY-01]\n", ("ours", "2.1")),
        ("version: 2.5\n", ("own", "2.5")),
        ("version: 2026-11-22\n", ("own", "2026-11-22")),
        ("name: ours\n", ("ours", "")),
        ("{}\n", ("own", "")),
    ],
)
def test_an_index_may_name_the_pack_and_its_version_and_list_its_rules(tmp_path, index, named):
    write(tmp_path / "own" / "a.yaml")
    (tmp_path / "own" / "pack.yaml").write_text(index, encoding="utf-8")
    found = folder(tmp_path / "own")
    assert (found.name, found.version) == named
    assert folder(tmp_path / "own", name="theirs").name == "theirs"


@pytest.mark.parametrize(
    ("index", "lines"),
    [
        ("", ["own/pack.yaml:1:1: expected name, version and rules, found nothing"]),
        ("[a]", ["own/pack.yaml:1:1: expected name, version and rules, found a list"]),
        ("name: ours\nrulez: [MY-01]", ["own/pack.yaml:2:1: a pack has no field 'rulez' (did you mean 'rules'?)"]),
        ("rules: MY-01", ["own/pack.yaml:1:8: expected a list of ids for rules, found 'MY-01'"]),
        ("rules: [MY-01, {a: b}]", ["own/pack.yaml:1:8: expected a list of ids for rules, found a list"]),
        ("name: ''", ["own/pack.yaml:1:7: expected text for name, found empty text"]),
        ("name: [a]", ["own/pack.yaml:1:7: expected text for name, found a list"]),
        ("version: [1]", ["own/pack.yaml:1:10: expected text for version, found a list"]),
        ("rules: [MY-01, MY-02]", ["own/pack.yaml:1:16: no file holds the rule MY-02"]),
        ("rules: []", ["own/pack.yaml:1:1: the list leaves out MY-01 (it stands in own/a.yaml:1:1)"]),
    ],
)
def test_an_index_that_does_not_fit_is_a_mistake(tmp_path, index, lines):
    write(tmp_path / "own" / "a.yaml")
    (tmp_path / "own" / "pack.yaml").write_text(index, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        folder(tmp_path / "own")
    assert said(error) == lines


def test_an_index_that_is_no_yaml_is_a_mistake(tmp_path):
    write(tmp_path / "own" / "a.yaml")
    (tmp_path / "own" / "pack.yaml").write_text("rules: [MY-01", encoding="utf-8")
    with pytest.raises(RuleError, match=r"own/pack\.yaml:1:8: the bracket"):
        folder(tmp_path / "own")


def test_a_folder_that_is_not_there_or_is_empty_is_a_mistake(tmp_path):
    with pytest.raises(RuleError) as error:
        folder(tmp_path / "nowhere")
    assert said(error) == [f"{tmp_path / 'nowhere'} is not a folder of rules"]
    with pytest.raises(RuleError) as error:
        folder(tmp_path)
    assert said(error) == [f"{tmp_path} holds no rules (a rule is a YAML file, such as MY-01.yaml)"]


def test_an_id_may_be_there_only_once(tmp_path):
    write(tmp_path / "own" / "a.yaml")
    write(tmp_path / "own" / "b.yaml")
    with pytest.raises(RuleError) as error:
        folder(tmp_path / "own")
    assert said(error) == ["own/b.yaml:1:5: the rule MY-01 is there twice (the other one is own/a.yaml:1:1)"]


def test_a_rule_of_a_folder_may_not_have_the_id_of_another_pack(tmp_path):
    write(tmp_path / "own" / "a.yaml", "STR-13")
    with pytest.raises(RuleError) as error:
        loaded([tmp_path / "own"], only=())
    (line,) = said(error)
    assert re.fullmatch(
        r"own/a\.yaml:1:5: the rule STR-13 is there twice \(the other one is \w+/strategy/STR-13\.yaml:1:1\)", line
    )


def test_a_problem_of_a_rule_that_comes_from_no_file_has_no_line(made):
    problem = standing(made(), None, ("id",), "the rule MY-01 is there twice", "leave one out")
    assert problem == Problem("the rule MY-01 is there twice", None, "leave one out")


def test_a_rule_whose_file_is_broken_since_it_was_read_stands_where_it_began(tmp_path):
    file = write(tmp_path / "own" / "a.yaml")
    (rule,) = folder(tmp_path / "own").rules
    file.write_text("alias_of: [", encoding="utf-8")
    problem = standing(rule, tmp_path / "own", ("id",), "the rule is there twice", None)
    assert (problem.place, problem.excerpt) == (rule.place, None)


def test_an_alias_must_lead_to_a_rule(tmp_path):
    write(tmp_path / "own" / "a.yaml", "MY-01", "alias_of: [GRA-01, GRA-02]")
    assert [one.name for one in loaded([tmp_path / "own"], only=())] == ["stackaudit", "own"]
    write(tmp_path / "own" / "b.yaml", "MY-02", "alias_of: [GRA-001, MY-01]")
    with pytest.raises(RuleError) as error:
        loaded([tmp_path / "own"], only=())
    assert said(error) == [
        "own/b.yaml:9:12: MY-02 leads to GRA-001, and there is no such rule (did you mean 'GRA-01'?)",
        "own/b.yaml:9:21: MY-02 leads to MY-01, and there is no such rule",
    ]


def test_a_rule_that_was_not_read_from_a_file_has_none(tmp_path, made):
    write(tmp_path / "own" / "a.yaml")
    found = folder(tmp_path / "own")
    with pytest.raises(RuleError, match="MY-01 was not read from a file"):
        found.file_of(made())
    (tmp_path / "own" / "a.yaml").unlink()
    with pytest.raises(RuleError, match=r"the file of MY-01 is missing: own/a\.yaml"):
        found.file_of(found.rules[0])


# -- installed packages -------------------------------------------------------------------------------------------------


@pytest.fixture
def offered(monkeypatch):
    """Makes installed packages offer packs."""

    def offer(**packages):
        points = [EntryPoint(name.replace("_", "-"), value, pack.ENTRY_POINTS) for name, value in packages.items()]
        monkeypatch.setattr(pack, "entry_points", lambda group: points if group == pack.ENTRY_POINTS else [])

    return offer


CHECKS = """\
from stackaudit.checks import Verdict, check
from stackaudit.finding import Outcome

@check("tool")
def always(view):
    for key in view.stack.tools:
        yield Verdict((f"tools.{key}",), Outcome.FLAGGED, values={"tool": key})
"""


def test_an_installed_package_brings_rules_with_code(tmp_path, monkeypatch, offered):
    package = tmp_path / "two_rules_for_a_test"
    write(package / "rules" / "own" / "a.yaml", "ZZ-01", "check: two_rules_for_a_test.checks:always")
    write(package / "rules" / "b.yaml", "ZZ-02", name="other")
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "checks.py").write_text(CHECKS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    offered(zz_pack="two_rules_for_a_test")
    (found,) = installed()
    assert (found.name, [rule.id for rule in found.rules]) == ("zz-pack", ["ZZ-01", "ZZ-02"])
    assert found.rules[0].kind == "check"
    assert [one.name for one in loaded()] == ["stackaudit", "zz-pack"]
    assert [one.name for one in loaded(only=())] == ["stackaudit"]


def test_a_pack_that_cannot_be_imported_stops_the_run(offered):
    offered(missing_one="no_such_package_at_all")
    with pytest.raises(RuleError) as error:
        loaded()
    assert said(error) == [
        "the pack 'missing-one' cannot be imported: ModuleNotFoundError: No module named 'no_such_package_at_all'"
    ]


# -- the compiled form --------------------------------------------------------------------------------------------------


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Stands for the folder of rules in an installed package, which has another name than in a checkout."""
    source = tmp_path / "checkout" / "rules"
    write(source / "own" / "a.yaml", "MY-02", "alias_of: [MY-01]")
    write(source / "own" / "b.yaml")
    (source / "pack.yaml").write_text("version: '3'\n", encoding="utf-8")
    target = tmp_path / "site" / "_rules"
    target.parent.mkdir()
    monkeypatch.setattr(pack, "_SHIPPED", target)
    builtin.cache_clear()
    yield source, target
    builtin.cache_clear()


def test_a_compiled_pack_is_the_same_as_its_files(shipped):
    source, target = shipped
    compiled = pack.compiled_pack(source)
    assert [one["file"] for one in compiled["rules"]] == ["rules/own/b.yaml", "rules/own/a.yaml"]
    source.rename(target)
    (target / "pack.json").write_text(json.dumps(compiled), encoding="utf-8")
    found = builtin()
    assert (found.name, found.version, found.path) == ("stackaudit", "3", target)
    assert [(rule.id, rule.family, rule.kind, str(rule.place)) for rule in found.rules] == [
        ("MY-01", "own", "declared", "rules/own/b.yaml:1:1"),
        ("MY-02", "own", "alias", "rules/own/a.yaml:1:1"),
    ]
    # A run reads no YAML, yet the files are there for those who ask.
    assert found.file_of(found.rules[0]) == target / "own" / "b.yaml"


def test_without_the_compiled_form_the_files_are_read(shipped):
    source, target = shipped
    source.rename(target)
    assert [rule.place.file for rule in builtin().rules] == ["_rules/own/b.yaml", "_rules/own/a.yaml"]


def test_a_pack_with_mistakes_is_not_compiled(shipped):
    source, _ = shipped
    write(source / "own" / "b.yaml", logic="flag: {each: tol, where: {owner: none}}")
    with pytest.raises(RuleError, match="no kind of element is called 'tol'"):
        pack.compiled_pack(source)


def test_a_rule_that_json_cannot_hold_stops_the_build(shipped):
    source, _ = shipped
    write(source / "c.yaml", "MY-03", "flag: {each: tool, where: {end_of_life: {after: 2026-01-01}}}")
    with pytest.raises(RuleError, match=r"rules/c\.yaml:1:1: expected a date or as_of, found '2026-01-01'"):
        pack.compiled_pack(source)


def test_the_built_in_pack_is_loaded_once():
    assert builtin() is builtin()


@pytest.mark.no_cover
def test_each_rule_of_the_built_in_pack_is_the_same_when_compiled_but_for_its_line():
    held = json.loads(json.dumps(pack.compiled_pack(pack.builtin_folder())))
    rules = [as_rule(one, "stackaudit") for one in held["rules"]]
    assert len(rules) == len(builtin().rules)
    for rule, read in zip(rules, builtin().rules, strict=True):
        for name in {field.name for field in dataclasses.fields(Rule)} - {"clauses", "steps", "place"}:
            assert getattr(rule, name) == getattr(read, name), (rule.id, name)
        assert rule.place.file == read.place.file
        assert [(one.kind, one.messages) for one in rule.clauses] == [(one.kind, one.messages) for one in read.clauses]
        assert [(one.to, one.because) for one in rule.steps] == [(one.to, one.because) for one in read.steps]


@pytest.mark.no_cover
def test_compiled_rules_judge_as_those_that_were_read():
    held = json.loads(json.dumps(pack.compiled_pack(pack.builtin_folder())))
    compiled = tuple(as_rule(one, "stackaudit") for one in held["rules"])
    stack = load(SAMPLES / "red_flags.yaml")
    graph = StackGraph(stack)
    found = run_rules(stack, graph, compiled)
    assert found == run_rules(stack, graph, builtin().rules)
    assert any(one.severity for result in found for one in result.findings)


def test_what_has_no_subject_is_not_compiled(monkeypatch):
    held = json.loads(json.dumps(pack.compiled_pack(pack.builtin_folder())))
    rules = tuple(as_rule(one, "stackaudit") for one in held["rules"])
    stack = load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {crm: {}}")
    run_rules(stack, StackGraph(stack), rules)
    made = {clause.kind: clause.conditions.cache_info().currsize for rule in rules for clause in rule.clauses}
    assert (made["tool"], made["stack"], made["flow"], made["metric"]) == (1, 1, 0, 0)


# -- choosing and finding -----------------------------------------------------------------------------------------------


def rule(identity, family, name, alias_of=()):
    words = dict.fromkeys(("title", "ask", "red_flag", "why", "found", "message"), "x")
    return Rule(
        id=identity, name=name, severity=Severity.P3, family=family, impact=(), fix=Fix("", ""), sources=(),
        alias_of=alias_of, place=Place("f", 1, 1, 1, 1), **words,
    )  # fmt: skip


RULES = (
    rule("GRA-01", "consent", "never-arrives"),
    rule("GRA-13", "privacy", "no-terms"),
    rule("PRO-01", "process", "opt-outs", ("GRA-01",)),
    rule("STR-13", "strategy", "homegrown"),
)


@pytest.mark.parametrize(
    ("select", "ignore", "ids"),
    [
        ([], [], ["GRA-01", "GRA-13", "PRO-01", "STR-13"]),
        (["GRA-01"], [], ["GRA-01"]),
        (["gra-13", "Strategy"], [], ["GRA-13", "STR-13"]),
        (["GRA"], [], ["GRA-01", "GRA-13"]),
        (["gra"], ["privacy"], ["GRA-01"]),
        (["homegrown"], [], ["STR-13"]),
        # An alias stands for what it leads to.
        (["PRO-01"], [], ["GRA-01", "PRO-01"]),
        ([], ["PRO-01"], ["GRA-13", "STR-13"]),
    ],
)
def test_rules_are_chosen_by_id_name_family_and_alias(select, ignore, ids):
    assert [one.id for one in selected(RULES, select, ignore)] == ids


@pytest.mark.parametrize(
    ("word", "hint"),
    [("GRA-1", " (did you mean 'GRA-01'?)"), ("gra13", " (did you mean 'GRA-13'?)"), ("consnt", " (did you mean 'consent'?)"), ("xyzzy", ""), ("STR-99", "")],
)  # fmt: skip
def test_a_word_that_names_no_rule_is_a_mistake(word, hint):
    for select, ignore in (([word], []), ([], [word])):
        with pytest.raises(RuleError) as error:
            selected(RULES, select, ignore)
        assert str(error.value) == f"{word!r} is no rule, no family and no severity of rules{hint}"


def test_where_no_rule_is_left_there_is_nothing_to_run():
    with pytest.raises(RuleError) as error:
        selected(RULES, ["GRA-01"], ["consent"])
    assert str(error.value) == "no rule is left to run (what is ignored takes away all that is selected)"
    assert selected(()) == ()


@pytest.mark.parametrize("name", ["STR-13", "str-13", "homegrown"])
def test_a_rule_is_found_by_id_or_name(name):
    assert find_rule(RULES, name).id == "STR-13"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("STR-14", ""), ("homegrwn", " (did you mean 'homegrown'?)"), ("xyzzy", "")],
)
def test_a_rule_that_there_is_not_is_a_mistake(name, hint):
    with pytest.raises(RuleError) as error:
        find_rule(RULES, name)
    assert str(error.value) == f"no rule is called {name!r}{hint}"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("GAR-01", "did you mean 'GRA-01'?"),
        ("STR-133", "did you mean 'STR-13'?"),
        ("GRA-31", None),
        ("GRA-999", None),
        ("MY-01", None),
    ],
)
def test_a_rule_of_another_number_is_not_offered(word: str, hint: str | None) -> None:
    assert rule_meant(word, ["GRA-01", "GRA-13", "GRA-29", "STR-13", "consent"]) == hint
