"""`stackaudit run`: exit codes, thresholds, what is chosen, where the output goes, and rules that break."""

from __future__ import annotations

import json

import pytest

from stackaudit.rules.pack import builtin

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


@pytest.fixture
def small(folder):
    """A stack with one red flag of P3 by the rule MY-01, and nothing else."""
    (folder / "small.yaml").write_text(f"{HEAD}tools: {{a: {{name: Mailer, owner: none}}}}\n", encoding="utf-8")
    return "small.yaml"


@pytest.fixture
def one_rule(own_rules, small):
    """The arguments that audit the small stack by the rule MY-01 alone, into no file."""
    return ["run", small, "--rules", own_rules(), "--select", "MY-01", "--format", "json"]


def test_a_run_prints_the_findings_and_writes_report_diagram_and_data(program, taste, folder):
    ran = program("run", taste)
    assert ran.code == 1
    assert ran.err == ""
    lines = ran.out.splitlines()
    assert lines[0] == "P1  act this week"
    assert lines[1].startswith("  GRA-01  ")
    assert lines[-1] == (
        "Written: stackaudit-report/report.html, stackaudit-report/diagram.svg, stackaudit-report/audit.json"
    )
    assert " red flags: " in lines[-2]
    assert sorted(path.name for path in (folder / "stackaudit-report").iterdir()) == [
        "audit.json",
        "diagram.svg",
        "report.html",
    ]
    data = json.loads((folder / "stackaudit-report" / "audit.json").read_text(encoding="utf-8"))
    found = {finding["rule"]: finding["outcome"] for finding in data["findings"]}
    proved = ["GRA-01", "GRA-03", "GRA-31", "MEA-01", "PRO-14", "STR-13", "TEC-01"]
    assert {rule: found.get(rule) for rule in proved} == dict.fromkeys(proved, "flagged")
    assert found["MEA-03"] == "suspected"
    assert "GRA-02" not in found


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-on", "P2"], 0),
        (["--fail-on", "P3"], 1),
        (["--fail-on", "P5"], 1),
        (["--fail-on", "P1"], 0),
    ],
)
def test_the_exit_code_says_whether_a_finding_is_at_or_above_the_threshold(program, one_rule, options, code):
    assert program(*one_rule, *options).code == code


def test_a_suspicion_fails_a_run_only_where_it_is_strict(program, folder, own_rules, rule_text):
    text = "flag: {each: tool, where: {no: {flow: {to: {same: id}}}}}"
    rules = own_rules("MY-01.yaml", rule_text.replace("flag: {each: tool, where: {owner: none}}", text))
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{a: {{}}}}\n", encoding="utf-8")
    arguments = ["run", "s.yaml", "--rules", rules, "--select", "MY-01", "--format", "json", "--fail-on", "P3"]
    ran = program(*arguments)
    assert ran.code == 0
    assert "Suspected, as far as the lists go\n  P3 MY-01  tools.a" in ran.out
    assert program(*arguments, "--strict").code == 1


@pytest.mark.parametrize(
    "option", [["--fail-on", "P9"], ["--format", "rtf"], ["--engine", "paint"], ["--max-size", "0"], ["--unknown"]]
)
def test_an_option_that_makes_no_sense_exits_with_2_and_writes_nothing(program, taste, folder, option):
    ran = program("run", taste, *option)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err
    assert not (folder / "stackaudit-report").exists()


def test_a_size_with_a_unit_is_called_no_whole_number(program, taste):
    ran = program("run", taste, "--max-size", "20MiB")
    assert (ran.code, ran.out) == (2, "")
    assert "Invalid value for '--max-size': '20MiB' is not a valid whole number." in ran.err


@pytest.mark.parametrize(
    "arguments",
    [[""], ["s.yaml", "-o", ""], ["s.yaml", "--select", ","], ["s.yaml", "--select", "A", "--select", ""]]
    + [["s.yaml", option, ""] for option in ("--rules", "--config", "--baseline", "--what-if", "--template-dir")],
)
def test_what_is_named_by_an_empty_variable_is_refused(program, folder, arguments):
    ran = program("run", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "it is empty: perhaps a variable that is not set" in ran.err
    assert list(folder.iterdir()) == []


def test_formats_are_named_with_commas_or_one_by_one(program, one_rule, folder):
    program(*one_rule, "--format", "text,jsonl")
    assert sorted(path.name for path in (folder / "stackaudit-report").iterdir()) == [
        "audit.json",
        "findings.jsonl",
        "findings.txt",
    ]


def test_a_stack_with_mistakes_exits_with_2_and_names_each(program, folder):
    (folder / "bad.yaml").write_text(f"{HEAD}tools: {{a: {{ownr: x, built: inhouse}}}}\n", encoding="utf-8")
    ran = program("run", "bad.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == "bad.yaml:3:13: error: a tool has no field 'ownr'"
    assert "  = did you mean 'owner'?" in ran.err.splitlines()
    assert ran.err.splitlines()[-1] == "2 mistakes; nothing was done."
    assert not (folder / "stackaudit-report").exists()


def test_a_file_that_is_not_there_exits_with_2(program):
    ran = program("run", "nowhere.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == ["error: there is no file 'nowhere.yaml'", "1 mistake; nothing was done."]


FAMILIES = {rule.id: rule.family for rule in builtin().rules if not rule.alias_of}
CONSENT = {one for one, family in FAMILIES.items() if family == "consent"}
GRAPH = {one for one, family in FAMILIES.items() if one[:4] == "GRA-" and family not in {"integration", "privacy"}}


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        (["--select", "STR-13"], {"STR-13"}),
        (["--select", "str-13,MEA-01"], {"STR-13", "MEA-01"}),
        (["--select", "STR-13", "--select", " MEA-01 ,"], {"STR-13", "MEA-01"}),
        (["--select", "consent", "--ignore", "GRA-02"], CONSENT - {"GRA-02"}),
        (["--select", "GRA", "--ignore", "integration,privacy"], GRAPH),
    ],
)
def test_rules_are_chosen_by_id_and_family(program, taste, options, rules):
    ran = program("run", taste, *options, "--format", "json", "--output", "-")
    assert {rule["id"] for rule in json.loads(ran.out)["rules"]} == rules


def test_an_alias_chooses_the_rules_that_it_leads_to(program, taste, own_rules, rule_text):
    text = rule_text.replace("flag: {each: tool, where: {owner: none}}", "alias_of: [GRA-01, STR-13]")
    ran = program(
        "run", taste, "--rules", own_rules("MY-01.yaml", text), "--select", "MY-01", "--format", "json", "-o", "-"
    )
    assert [rule["id"] for rule in json.loads(ran.out)["rules"]] == ["GRA-01", "STR-13"]


def test_a_word_that_names_no_rule_exits_with_2(program, taste):
    ran = program("run", taste, "--select", "STR-133")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "error: 'STR-133' is no rule, no family and no severity of rules",
        "  = did you mean 'STR-13'?",
        "1 mistake; nothing was done.",
    ]


def test_a_rule_with_mistakes_stops_the_run_before_it_starts(program, taste, own_rules, rule_text, folder):
    rules = own_rules("MY-01.yaml", rule_text.replace("owner: none", "ownr: none"))
    ran = program("run", taste, "--rules", rules)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "my-rules/MY-01.yaml:9:28: error: a tool has no field 'ownr'",
        "  9 | flag: {each: tool, where: {ownr: none}}",
        "    |                            ^^^^",
        "  = did you mean 'owner'?",
        "1 mistake; nothing was done.",
    ]
    assert not (folder / "stackaudit-report").exists()


# -- standard input and output ------------------------------------------------------------------------------------------


def test_a_dash_reads_standard_input(program, taste, folder):
    ran = program("run", "-", "--format", "json", "--output", "-", stdin=(folder / taste).read_bytes())
    assert ran.code == 1
    assert json.loads(ran.out)["findings"][0]["place"]["file"] == "<stdin>"


def test_standard_input_is_joined_with_nothing(program, taste):
    ran = program("run", taste, "-")
    assert ran.code == 2
    assert "standard input is a whole stack, and cannot be joined with files" in ran.err


def test_mistakes_in_standard_input_have_a_place(program):
    ran = program("run", "-", stdin=b"stackaudit: 1\n")
    assert ran.code == 2
    assert ran.err.startswith("<stdin>:1:1: error: ")


def test_standard_input_has_a_limit(program):
    ran = program("run", "-", "--max-size", "1", stdin=b"# " + b"x" * 1024 * 1024)
    assert ran.code == 2
    assert "more than the limit of 1,048,576" in ran.err


def test_a_file_has_a_limit(program, folder):
    (folder / "big.yaml").write_bytes(b"# " + b"x" * 1024 * 1024)
    ran = program("run", "big.yaml", "--max-size", "1")
    assert ran.code == 2
    assert "'big.yaml' has 1,048,578 bytes, more than the limit of 1,048,576" in ran.err


@pytest.mark.parametrize("form", ["html", "svg", "json", "dot", "mmd"])
def test_one_format_can_be_printed_and_nothing_else_is(program, one_rule, folder, form):
    ran = program(*one_rule[:-1], form, "--output", "-")
    assert ran.code == 0
    assert ran.err == ""
    assert "Mailer" in ran.out
    assert ran.out.lstrip().startswith(("<", "{", "digraph", "flowchart", "---", "%%"))
    assert sorted(path.name for path in folder.iterdir()) == ["my-rules", "small.yaml"]


def test_the_printed_text_is_the_text_of_the_file(program, one_rule, folder):
    printed = program(*one_rule, "--output", "-").out
    program(*one_rule, "--output", "out")
    assert (folder / "out" / "audit.json").read_text(encoding="utf-8") == printed


def test_a_package_that_a_format_needs_is_named_before_the_stack_is_read(program, folder, monkeypatch):
    monkeypatch.setattr("stackaudit.outputs.extras.find_spec", lambda name: None if name == "xlsxwriter" else object())
    ran = program("run", "none.yaml", "--format", "json,xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "xlsx needs XlsxWriter, which is not installed" in ran.err
    assert 'pip install "stackaudit[xlsx]"' in ran.err
    assert "none.yaml" not in ran.err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("options", [["--output", "-"], ["--output", "-", "--format", "json,svg"]])
def test_two_formats_cannot_both_be_printed(program, taste, options):
    ran = program("run", taste, *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [
        "error: --output - prints one format, and several are asked for",
        "  = add --format json, for instance",
    ]


def test_quiet_prints_only_the_summary(program, one_rule, folder):
    ran = program(*one_rule, "--quiet")
    assert ran.out == "1 red flag: 1 P3 · 0 open questions · coverage 100 % · 0 of 1 rule could not be judged\n"
    assert (folder / "stackaudit-report" / "audit.json").exists()


# -- the output folder --------------------------------------------------------------------------------------------------


def test_the_default_folder_must_not_be_a_link(program, one_rule, folder):
    (folder / "elsewhere").mkdir()
    (folder / "stackaudit-report").symlink_to(folder / "elsewhere")
    ran = program(*one_rule)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [
        "error: stackaudit-report is a link, and may lead out of this folder",
        "  = name the folder with --output",
    ]
    assert list((folder / "elsewhere").iterdir()) == []
    # Whoever names it means it.
    assert program(*one_rule, "--output", "stackaudit-report").code == 0
    assert [path.name for path in (folder / "elsewhere").iterdir()] == ["audit.json"]


@pytest.mark.parametrize(
    ("output", "what"),
    [
        ("out", "out is a file, and a folder is needed"),
        ("out/deeper/still", "cannot write into out/deeper/still: Not a directory"),
        ("taken", "taken/report.html is a folder, and a file is to be written there"),
    ],
)
def test_a_folder_that_cannot_be_written_exits_with_2_before_the_audit(program, one_rule, folder, output, what):
    (folder / "out").write_text("a file", encoding="utf-8")
    (folder / "taken" / "report.html").mkdir(parents=True)
    ran = program(*one_rule, "--format", "html", "--output", output)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"error: {what}"
    assert sorted(path.name for path in folder.rglob("report.html")) == ["report.html"]


def test_a_folder_in_which_nothing_may_be_written_exits_with_2_before_the_audit(program, one_rule, folder, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, _mode: path != folder)
    ran = program(*one_rule, "--output", str(folder / "new"))
    assert (ran.code, ran.out) == (2, "")
    assert "Permission denied" in ran.err
    assert not (folder / "new").exists()


def test_files_that_are_there_are_replaced_whole_and_others_stay(program, one_rule, folder):
    (folder / "out").mkdir()
    (folder / "out" / "audit.json").write_text("x" * 100_000, encoding="utf-8")
    (folder / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    assert program(*one_rule, "--output", "out").code == 0
    assert json.loads((folder / "out" / "audit.json").read_text(encoding="utf-8"))["format"] == 1
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["audit.json", "mine.txt"]


def test_a_picture_that_cannot_be_drawn_is_named_and_the_rest_is_written(program, one_rule, folder, monkeypatch):
    from stackaudit.errors import LayoutError, Problem
    from stackaudit.outputs import diagram

    def fails(*_arguments, **_more):
        raise LayoutError(Problem("the engine\nran out of time\x1b"))

    monkeypatch.setattr(diagram, "diagram", fails)
    ran = program(*one_rule[:-1], "svg,json")
    assert ran.code == 2
    assert ran.err == "not drawn: diagram.svg: the engine ran out of time\\u001b\n"
    assert [path.name for path in (folder / "stackaudit-report").iterdir()] == ["audit.json"]
    ran = program(*one_rule[:-1], "svg", "--output", "-")
    assert (ran.code, ran.out) == (2, "")


def test_hostile_names_neither_turn_a_line_round_nor_flood_the_terminal(program, folder, own_rules):
    text = f'{HEAD}tools: {{a: {{name: "\\u202e{"x" * 10_000}\\u2028", owner: none}}}}\n'
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    ran = program("run", "s.yaml", "--rules", own_rules(), "--select", "MY-01", "--format", "json")
    assert ran.code == 0
    assert all(line.isprintable() for line in ran.out.splitlines())
    assert f"      Nobody answers for \\u202e{'x' * (600 - 26)}…" in ran.out.splitlines()


# -- rules that break ---------------------------------------------------------------------------------------------------


def test_a_broken_rule_is_named_with_its_traceback_and_the_others_still_report(
    program, small, own_rules, broken_pack, folder
):
    ran = program("run", small, "--rules", own_rules(), "--select", "MY-01,BAD-01", "--format", "json")
    assert ran.code == 2
    assert "  MY-01  tools.a  small.yaml:3:27\n      Nobody answers for Mailer\n" in ran.out
    assert "broken  BAD-01: RuntimeError: cannot judge 1 tools\\u001b[2J\n          at " in ran.out
    assert " · 1 broken: BAD-01\n" in ran.out
    lines = ran.err.splitlines()
    assert lines[:2] == ["The rule BAD-01 is broken:", "Traceback (most recent call last):"]
    assert lines[-1] == "RuntimeError: cannot judge 1 tools\\u001b[2J"
    assert f'  File "{broken_pack}/a_pack_that_breaks/__init__.py", line 6, in breaks' in lines


def test_the_data_of_a_broken_rule_hold_no_path_of_the_machine(program, small, broken_pack):
    ran = program("run", small, "--select", "BAD-01", "--format", "json", "--output", "-")
    assert ran.code == 2
    (rule,) = json.loads(ran.out)["rules"]
    assert rule["outcome"] == "broken"
    assert rule["broken"]["frames"][-1] == "a_pack_that_breaks/__init__.py:6 in breaks"
    assert str(broken_pack) not in ran.out
    assert str(broken_pack.parent) not in ran.out
    assert "Traceback" in ran.err


def test_a_broken_rule_that_is_left_out_breaks_nothing(program, small, broken_pack):
    assert program("run", small, "--ignore", "BAD-01", "--select", "strategy", "--format", "json").code == 0
