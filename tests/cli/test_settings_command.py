"""Settings on the command line: which file a command uses, what wins, what `config` shows, what outputs say of it."""

from __future__ import annotations

import json
import re
import zipfile
from xml.etree.ElementTree import fromstring

import jsonschema_rs
import pytest

from stackaudit.outputs.formats import FORMATS
from stackaudit.settings.schema import settings_schema

SETTINGS = """\
select = ["STR-13", "GRA-01", "TEC-03", "MEA-01"]
ignore = ["MEA-01"]
fail-on = "P1"
formats = ["json"]
output = "build/audit"
[severity]
STR-13 = "P5"
[parameters.TEC-03]
max_age = "6mo"
"""


@pytest.fixture
def settled(taste, folder):
    """A stack with settings beside it."""
    (folder / "stackaudit.toml").write_text(SETTINGS, encoding="utf-8")
    return taste


def test_a_run_goes_by_the_settings_beside_the_stack(program, settled, folder):
    ran = program("run", settled)
    assert ran.code == 1
    told, _, written = ran.out.splitlines()[-3:]
    changed = r"\d+ rules left out: .* · 1 severity set: STR-13 · 1 threshold set: TEC-03 max_age"
    assert re.fullmatch(f"Settings: stackaudit.toml · {changed}", told)
    assert written == "Written: build/audit/audit.json"
    assert "P5  when there is time\n  STR-13" in ran.out
    assert "      P5 by settings; the rule says P3\n" in ran.out
    data = json.loads((folder / "build" / "audit" / "audit.json").read_text(encoding="utf-8"))
    assert data["settings"]["file"] == "stackaudit.toml"
    assert "MEA-01" in data["settings"]["left_out"]
    assert "STR-13" not in data["settings"]["left_out"]
    assert data["settings"]["severities"] == [{"rule": "STR-13", "severity": "P5"}]
    assert data["settings"]["parameters"] == [{"rule": "TEC-03", "name": "max_age", "value": "6mo"}]
    rated = {one["rule"]: (one["severity"], one["rated"]) for one in data["findings"]}
    assert rated["STR-13"] == ("P5", "P3")
    assert rated["GRA-01"] == ("P1", None)
    assert next(one for one in data["rules"] if one["id"] == "STR-13")["severity"] == "P3"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--ignore", "GRA-01"], 0),
        (["--ignore", "GRA-01", "--fail-on", "P5"], 1),
        (["--select", "MEA-01"], 0),
        (["--select", "MEA-01", "--fail-on", "P5"], 1),
        (["--isolated", "--format", "json", "--output", "out"], 1),
        (["--config", "other.toml", "--format", "json"], 0),
        (["--config", "other.toml", "--format", "json", "--no-strict", "--waivers", "--rules", "my-rules"], 0),
    ],
)
def test_options_win(program, settled, folder, own_rules, options, code):
    own_rules()
    (folder / "other.toml").write_text('strict = true\nwaivers = false\nselect = ["MEA-03"]\nfail-on = "P1"\n')
    assert program("run", settled, *options).code == code


def test_one_file_or_none_can_be_named_not_both(program, settled):
    ran = program("run", settled, "--config", "stackaudit.toml", "--isolated")
    assert ran.code == 2
    assert "--config names a file of settings, and --isolated wants none" in ran.err


def test_every_format_says_what_settings_have_changed(program, settled, folder):
    formats = "html,sarif,junit,github,gitlab,md,jsonl,text"
    assert program("run", settled, "--format", formats, "--output", "out").code == 1
    written = {path.name: path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()}
    words = "P5 by settings; the rule says P3"
    assert all(words in text for name, text in written.items() if name != "findings.jsonl")
    html = written["report.html"]
    assert "Settings: stackaudit.toml" in html
    assert "Left out, by settings or options (" in html
    assert "settings; the rule says 12 months" in html
    run = json.loads(written["audit.sarif"])["runs"][0]
    (override,) = run["invocations"][0]["ruleConfigurationOverrides"]
    assert override["configuration"] == {"level": "note", "rank": 10.0}
    assert run["tool"]["driver"]["rules"][override["descriptor"]["index"]]["id"] == "STR-13"
    assert run["invocations"][0]["properties"]["settings"] == "stackaudit.toml"
    failures = {one.get("type") for one in fromstring(written["junit.xml"]).iter("failure")}  # noqa: S314 - it was made here
    assert failures == {"P1", "P5"}
    assert "Settings: stackaudit.toml" in written["audit.md"].replace("\\", "")
    assert '"rated": "P3"' in written["findings.jsonl"]


def test_tables_documents_and_slides_mark_what_settings_and_the_baseline_say(program, settled, folder):
    assert program("baseline", settled, "--output", "known.json").code == 0
    formats = "csv,xlsx,docx,pptx"
    assert program("run", settled, "--format", formats, "--output", "out", "--baseline", "known.json").code == 0
    rated, known = "P5 by settings; the rule says P3", "Known"
    rows = (folder / "out" / FORMATS["csv"].file).read_text(encoding="utf-8")
    assert rated in rows
    assert ",known," in rows
    for name, words in (("xlsx", ("known",)), ("docx", (known,)), ("pptx", (known,))):
        with zipfile.ZipFile(folder / "out" / FORMATS[name].file) as held:
            text = " ".join(held.read(one).decode("utf-8", "replace") for one in held.namelist() if one.endswith("xml"))
        assert all(one in text for one in (rated, *words)), name


def test_questions_go_by_the_settings_too(program, settled):
    asked = program("questions", settled, "--format", "json")
    assert asked.code == 0
    rules = {rule for topic in json.loads(asked.out) for rule in topic["rules"]}
    assert rules <= {"STR-13", "GRA-01", "TEC-03"}
    assert program("questions", settled, "--isolated").out != program("questions", settled).out


def test_without_a_stack_the_settings_say_which(program, settled, folder):
    assert program("run", "--format", "json").code == 1
    (folder / "stackaudit.toml").write_text('stack = ["nowhere.yaml"]')
    assert "nowhere.yaml" in program("run", "--format", "json").err
    (folder / "stackaudit.toml").write_text("stack = []")
    ran = program("run")
    assert ran.code == 2
    assert "stackaudit.toml belongs to no stack (stack = []): name a stack" in ran.err
    (folder / "stackaudit.toml").unlink()
    ran = program("run")
    assert ran.code == 2
    assert "Missing argument 'STACK...'" in ran.err


def test_commands_that_run_no_rules_take_the_stack_of_the_settings_and_tell_their_mistakes(
    program, taste, folder, monkeypatch
):
    settings = folder / "stackaudit.toml"
    settings.write_text(f'stack = ["{taste}"]\n', encoding="utf-8")
    monkeypatch.chdir(folder)
    assert program("check").out.startswith(f"{taste}: no mistakes.")
    assert json.loads(program("check", "--format", "json").out) == []
    assert program("triage", "--format", "json").code == 0
    assert program("diagram", "-o", "picture.mmd").out == "Written: picture.mmd\n"
    settings.write_text('stack = ["none.yaml"]\nselct = []\n', encoding="utf-8")
    for command in (["check"], ["triage"], ["diagram", "-o", "other.mmd"]):
        ran = program(*command, taste)
        assert (ran.code, ran.out) == (2, "")
        assert "stackaudit.toml:2:1: error: there is no setting 'selct'" in ran.err
        assert program(*command, taste, "--isolated").code == 0
        ran = program(*command, "--isolated")
        assert ran.code == 2
        assert "Missing argument 'STACK...'" in ran.err
    told = json.loads(program("check", taste, "--format", "json").out)
    assert [(one["file"], one["line"]) for one in told] == [("stackaudit.toml", 2)]
    assert "::error file=stackaudit.toml,line=2" in program("check", taste, "--format", "github").out


def test_an_output_folder_of_settings_that_is_a_link_is_not_written_to(program, settled, folder):
    (folder / "inside").mkdir()
    (folder / "build").mkdir()
    (folder / "build" / "audit").symlink_to(folder / "inside")
    # Within the folder of the file, a link is where it leads to.
    assert program("run", settled).out.endswith("Written: inside/audit.json\n")


def test_a_mistake_in_settings_ends_the_run_before_anything_is_read(program, folder):
    (folder / "stackaudit.toml").write_text('fail-on = "high"\n')
    ran = program("run", "nowhere.yaml")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "stackaudit.toml:1:11: error: expected a severity from P1 to P5, found 'high'",
        '  1 | fail-on = "high"',
        "    |           ^^^^^^",
        "1 mistake; nothing was done.",
    ]


def test_what_is_in_force_is_shown_with_where_it_comes_from(program, settled):
    shown = program("config", settled, "--fail-on", "P3", "--select", "GRA-01", "--strict")
    assert shown.code == 0
    assert [re.sub(" {2,}", "  ", line) for line in shown.out.splitlines()] == [
        "Settings of stackaudit.toml",
        "  select  GRA-01  command line",
        "  ignore  none  command line",
        "  fail-on  P3  command line",
        "  strict  true  command line",
        "  waivers  true  default",
        "  baseline  none  default",
        "  formats  json  stackaudit.toml:4:11",
        "  output  build/audit  stackaudit.toml:5:10",
        "  rules  none  default",
        "  packs  all  default",
        "  severity.STR-13  P5 (the rule says P3)  stackaudit.toml:7:10",
        "  parameters.TEC-03.max_age  6mo (the rule says 12mo)  stackaudit.toml:9:11",
    ]


def test_what_is_in_force_is_data_where_asked_for(program, settled, folder):
    (folder / "stackaudit.toml").write_text('stack = ["taste.yaml"]\npacks = []\n')
    data = json.loads(program("config", "--format", "json", "--no-waivers", "--output", "x").out)
    held = {one["key"]: (one["value"], one["from"], one["place"] and one["place"]["line"]) for one in data["settings"]}
    assert data["file"] == "stackaudit.toml"
    assert held["stack"] == (["taste.yaml"], "file", 1)
    assert held["packs"] == ([], "file", 2)
    assert held["select"] == (None, "default", None)
    assert held["waivers"] == (False, "command line", None)
    assert held["output"] == ("x", "command line", None)


def test_without_a_file_all_is_as_by_default(program, taste):
    shown = program("config", taste)
    assert shown.out.splitlines()[0] == "No file of settings: all is as by default, or as the options say"
    assert {line.rsplit("  ", 1)[1] for line in shown.out.splitlines()[1:]} == {"default"}
    assert json.loads(program("config", "--format", "json").out)["file"] is None


def test_a_baseline_is_named_for_good_and_an_option_wins(program, taste, folder):
    assert program("baseline", taste, "-o", "known.json").code == 0
    (folder / "stackaudit.toml").write_text('baseline = "known.json"\nseverity.GRA-01 = "P1"\n')
    assert program("run", taste, "--format", "json").code == 0
    (folder / "empty.json").write_text(program("baseline", taste, "--select", "STR-01", "-o", "-").out)
    assert program("run", taste, "--format", "json", "--baseline", "empty.json").code == 1
    # What is known at a severity of settings is no worse than itself.
    (folder / "stackaudit.toml").write_text('baseline = "known.json"\nseverity.MEA-01 = "P1"\n')
    assert program("run", taste, "--format", "json").code == 1
    assert program("baseline", taste, "-o", "known.json").code == 0
    assert program("run", taste, "--format", "json").code == 0


def test_a_file_that_changes_no_rule_is_named_alone(program, taste, folder):
    (folder / "stackaudit.toml").write_text('fail-on = "P1"\n')
    assert "\nSettings: stackaudit.toml\n" in program("run", taste, "--format", "json").out


def test_the_schema_of_settings_is_printed(program):
    printed = json.loads(program("schema", "--settings").out)
    assert printed == settings_schema()
    jsonschema_rs.meta.validate(printed)


def test_a_stack_that_is_not_there_has_no_settings(program):
    ran = program("config", "nope", "neither")
    assert (ran.code, ran.out) == (2, "")
    assert "error: there is no file or folder 'nope'" in ran.err
    assert "error: there is no file or folder 'neither'" in ran.err
