"""`stackaudit run --all`: every stack of a repository is found and audited, and none hides another."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import jsonschema_rs
import pytest

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
BAD = f"{HEAD}complete: [tools]\ntools: {{a: {{built: in_house, capabilities: [experimentation]}}}}\n"
MERGED = "sarif,junit,github,gitlab,jsonl"


@pytest.fixture
def repository(folder):
    """Three stacks: one without findings, one with a red flag of P3 that fails, and one that has the same."""

    def stack(name: str, text: str, settings: str = "") -> None:
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "stack.yaml").write_text(text, encoding="utf-8")
        (folder / name / "stackaudit.toml").write_text(f'select = ["STR-13"]\n{settings}', encoding="utf-8")

    stack("stacks/a", HEAD)
    stack("stacks/b", BAD, 'fail-on = "P3"\n')
    stack("stacks/b/inner", BAD, "severity.STR-13 = 'P1'\nwaivers = false\n")
    return stack


def test_each_stack_is_audited_by_its_own_settings(program, repository):
    ran = program("run", "--all", "--format", "json")
    assert ran.code == 1
    assert ran.err == ""
    summaries = ran.out.splitlines()[-4:]
    assert [line.split("·")[0].split(maxsplit=1) for line in summaries[:3]] == [
        ["stacks/a", "no red flags "],
        ["stacks/b", "1 red flag: 1 P3 "],
        ["stacks/b/inner", "1 red flag: 1 P1 "],
    ]
    assert summaries[3] == "3 stacks: 1 below the threshold, 2 with findings at or above it"
    assert "Written: stackaudit-report/stacks/b/inner/audit.json\n" in ran.out
    written = sorted(path.as_posix() for path in Path("stackaudit-report").rglob("*.*"))
    assert written == [f"stackaudit-report/stacks/{name}/audit.json" for name in ("a", "b", "b/inner")]


def test_a_stack_with_mistakes_does_not_hide_the_others(program, repository, folder):
    repository("stacks/b", "tols: {}\n")
    repository("stacks/a", BAD, "fail-on = 'high'\n")
    ran = program("run", "--all", "stacks", "--format", "json", "--quiet")
    assert ran.code == 2
    assert "stacks/b/stack.yaml:1:1: error: a stack has no field 'tols'" in ran.err
    assert "stacks/a/stackaudit.toml:2:11: error: expected a severity from P1 to P5, found 'high'" in ran.err
    assert ran.out.splitlines()[0] == "a        1 mistake, not audited"
    assert ran.out.splitlines()[-1] == "3 stacks: 1 with findings at or above it, 2 could not be audited"
    assert [path.as_posix() for path in Path("stackaudit-report").rglob("*.json")] == [
        "stackaudit-report/b/inner/audit.json"
    ]


def test_a_broken_rule_is_no_clean_result(program, repository, broken_pack):
    (Path("stacks/a") / "stackaudit.toml").write_text('select = ["BAD-01"]\n')
    ran = program("run", "--all", "stacks/a", "--format", "json")
    assert ran.code == 2
    assert "The rule BAD-01 is broken:" in ran.err


def test_pipelines_get_one_file_of_all_stacks(program, repository, folder):
    assert program("run", "--all", "stacks", "--format", f"{MERGED},md", "--output", "out").code == 1
    out = folder / "out"
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "a/audit.md",
        "audit.sarif",
        "b/audit.md",
        "b/inner/audit.md",
        "findings.jsonl",
        "github.txt",
        "gl-code-quality-report.json",
        "junit.xml",
    ]
    sarif = json.loads((out / "audit.sarif").read_text(encoding="utf-8"))
    schema = Path(__file__).resolve().parents[1] / "schemas" / "sarif-2.1.0.json"
    jsonschema_rs.validator_for(json.loads(schema.read_text(encoding="utf-8"))).validate(sarif)
    assert [(run["automationDetails"]["id"], len(run["results"])) for run in sarif["runs"]] == [
        ("stackaudit/a/", 0),
        ("stackaudit/b/", 1),
        ("stackaudit/b/inner/", 1),
    ]
    root = fromstring((out / "junit.xml").read_text(encoding="utf-8"))  # noqa: S314 - written by us
    assert [(one.get("name"), one.get("id")) for one in root] == [
        ("a: strategy", "0"),
        ("b: strategy", "1"),
        ("b/inner: strategy", "2"),
    ]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "2", "0")
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["stack"] for line in lines] == ["b", "b/inner"]
    issues = json.loads((out / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 2
    assert [line.partition(",")[0] for line in (out / "github.txt").read_text(encoding="utf-8").splitlines()] == [
        "::warning file=stacks/b/stack.yaml",
        "::error file=stacks/b/inner/stack.yaml",
    ]


def test_one_format_of_all_stacks_can_be_printed(program, repository):
    printed = program("run", "--all", "--format", "jsonl", "--output", "-")
    assert printed.code == 1
    assert [json.loads(line)["stack"] for line in printed.out.splitlines()] == ["stacks/b", "stacks/b/inner"]
    for formats in ("json", "sarif,junit"):
        refused = program("run", "--all", "--format", formats, "--output", "-")
        assert refused.code == 2
        assert "--output - prints one format of all stacks" in refused.err


def test_options_and_a_named_file_win_for_every_stack(program, repository, folder):
    assert program("run", "--all", "--format", "json", "--fail-on", "P1").code == 1
    assert program("run", "--all", "stacks/a", "--format", "json").code == 0
    (folder / "trusted.toml").write_text('select = ["STR-13"]\nstack = []\n')
    ran = program("run", "--all", "--config", "trusted.toml", "--format", "json", "--quiet")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()[:-1]] == ["stacks/a", "stacks/b", "stacks/b/inner"]
    ran = program("run", "--all", "--isolated", "--select", "STR-13", "--fail-on", "P3", "--format", "json", "--quiet")
    assert ran.code == 1


def test_the_folder_itself_can_be_a_stack_and_a_file_of_settings_can_belong_to_none(program, repository, folder):
    (folder / "stackaudit.toml").write_text("stack = []\n")
    ran = program("run", "--all", "--format", "json", "--quiet")
    assert ran.out.splitlines()[-1].startswith("3 stacks: ")
    (folder / "stacks" / "a" / "stackaudit.toml").write_text("stack = []\n")
    nothing = program("run", "--all", "stacks/a", "--format", "json")
    assert nothing.code == 2
    assert "there is no stack" in nothing.err
    (folder / "stackaudit.toml").write_text('stack = ["stacks/b/stack.yaml"]\nselect = ["STR-13"]\n')
    ran = program("run", "--all", "--format", "json", "--quiet")
    assert ran.out.splitlines()[0].startswith(".  ")
    assert (folder / "stackaudit-report" / "audit.json").is_file()


def test_what_is_hidden_installed_or_linked_is_no_stack(program, repository, folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "stackaudit.toml").touch()
    (folder / "linked").symlink_to(outside)
    for name in (".git", ".hidden", "node_modules/x", "env"):
        (folder / name).mkdir(parents=True)
        (folder / name / "stackaudit.toml").touch()
    (folder / "env" / "pyvenv.cfg").touch()
    assert program("run", "--all", "--format", "json").out.splitlines()[-1].startswith("3 stacks: ")
    (folder / "stacks" / "c").mkdir()
    (folder / "stacks" / "c" / "stackaudit.toml").symlink_to(outside / "stackaudit.toml")
    ran = program("run", "--all", "--format", "json")
    assert ran.code == 2
    assert "stacks/c/stackaudit.toml is a link that leads out of" in ran.err


def test_where_there_is_nothing_to_audit_it_says_so(program, folder):
    (folder / "empty").mkdir()
    assert "there is no stack in empty or below" in program("run", "--all", "empty").err
    assert "nowhere is no folder" in program("run", "--all", "nowhere").err
    assert "--prune takes one stack" in program("run", "--all", "empty", "--prune").err
    assert "--all takes one folder" in program("run", "--all", "empty", "other").err
    (folder / "stackaudit-report").symlink_to(folder / "empty")
    assert "stackaudit-report is a link" in program("run", "--all", "empty").err


def test_a_picture_that_cannot_be_drawn_fails_its_stack(program, repository, monkeypatch):
    from stackaudit.cli import several

    monkeypatch.setattr(several, "rendered", lambda audit, names, engine: ({}, ("diagram.svg: too large",)))
    ran = program("run", "--all", "stacks/a", "--format", "svg")
    assert ran.code == 2
    assert "not drawn: diagram.svg: too large" in ran.err


def test_a_stack_that_could_not_be_read_stands_in_each_file_of_all_stacks(program, repository, folder):
    repository("stacks/b", "stackaudit: 1\nas_of: 2026-11-22\ntols: {}\nflow: []\n")
    assert program("run", "--all", "stacks", "--format", MERGED, "--output", "out", "--quiet").code == 2
    written = {path.name: path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()}
    sarif = json.loads(written["audit.sarif"])
    schema = Path(__file__).resolve().parents[1] / "schemas" / "sarif-2.1.0.json"
    jsonschema_rs.validator_for(json.loads(schema.read_text(encoding="utf-8"))).validate(sarif)
    told = {
        run["automationDetails"]["id"]: [run["invocations"][0]["executionSuccessful"], len(run["results"])]
        for run in sarif["runs"]
    }
    assert told == {"stackaudit/a/": [True, 0], "stackaudit/b/": [False, 0], "stackaudit/b/inner/": [True, 1]}
    notes = sarif["runs"][1]["invocations"][0]["toolExecutionNotifications"]
    places = [note["locations"][0]["physicalLocation"] for note in notes]
    assert [(one["artifactLocation"]["uri"], one["region"]["startLine"]) for one in places] == [
        ("stacks/b/stack.yaml", 3),
        ("stacks/b/stack.yaml", 4),
    ]
    assert "'tols' (did you mean 'tools'?)" in notes[0]["message"]["text"]
    root = fromstring(written["junit.xml"])  # noqa: S314 - written by us
    assert [(one.get("name"), one.get("errors"), len(one.findall("testcase/error"))) for one in root] == [
        ("a: strategy", "0", 0),
        ("b: the stack cannot be read", "2", 2),
        ("b/inner: strategy", "0", 0),
    ]
    assert (root.get("tests"), root.get("errors")) == ("4", "2")
    lines = [line.split(",")[:2] for line in written["github.txt"].splitlines()]
    assert lines[:2] == [["::error file=stacks/b/stack.yaml", "line=3"], ["::error file=stacks/b/stack.yaml", "line=4"]]
    issues = json.loads(written["gl-code-quality-report.json"])
    assert [(one["check_name"], one["severity"], one["location"]["lines"]["begin"]) for one in issues] == [
        ("cannot-be-read", "blocker", 3),
        ("cannot-be-read", "blocker", 4),
        ("STR-13", "blocker", 4),
    ]
    assert len({one["fingerprint"] for one in issues}) == 3
    assert [json.loads(line)["stack"] for line in written["findings.jsonl"].splitlines()] == ["b/inner"]


def test_mistakes_without_a_place_and_where_no_stack_could_be_read(program, folder):
    (folder / "stackaudit.toml").write_text('stack = ["none.yaml"]\n', encoding="utf-8")
    ran = program("run", "--all", "--format", "sarif", "--output", "-")
    (run,) = json.loads(ran.out)["runs"]
    assert (ran.code, run["results"], run["invocations"][0]["executionSuccessful"]) == (2, [], False)
    (issue,) = json.loads(program("run", "--all", "--format", "gitlab", "--output", "-").out)
    assert issue["location"] == {"path": "stack", "lines": {"begin": 1}}
    assert "none.yaml" in program("run", "--all", "--format", "junit", "--output", "-").out
    assert program("run", "--all").code == 2
    assert not list((folder / "stackaudit-report").glob("*"))
