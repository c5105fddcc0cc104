"""The action's steps run for real, in a git repository: what they print, keep, say in the pull request, and end with."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
import yaml

from .runner import Runner
from .versions import git

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
SAMPLES = ROOT / "sample_stacks"
INSTALL = "Install stackaudit"
MARK = "<!-- stackaudit: what this change does -->"
SARIF = "github/codeql-action/upload-sarif@v3"
ARTIFACT = "actions/upload-artifact@v4"

GH = """\
#!/bin/sh
printf '%s\\n' "$*" >>"$GH_CALLS"
for word in "$@"; do case "$word" in body=@*) cp "${word#body=@}" "$GH_CALLS.body";; esac; done
case "$*" in *--paginate*) printf '%s' "$GH_OLD";; *) exit "${GH_EXIT:-0}";; esac
"""


@pytest.fixture
def pull_request(tmp_path, monkeypatch):
    """A runner on a pull request that turns one sample into another, with the program of this environment installed."""

    def make(before: str, after: str, **context: str) -> Runner:
        workspace = tmp_path / "work"
        workspace.mkdir()
        stack = workspace / "stack.yaml"
        git(workspace, "init", ".")
        stack.write_text(before, encoding="utf-8")
        git(workspace, "add", ".")
        git(workspace, "commit", "-m", "before")
        base = git(workspace, "rev-parse", "HEAD")
        stack.write_text(after, encoding="utf-8")
        temp = tmp_path / "temp"
        place = temp / "stackaudit" / "bin"
        place.mkdir(parents=True)
        program = place / "stackaudit"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stackaudit "$@"\n')
        gh = tmp_path / "bin" / "gh"
        gh.parent.mkdir()
        gh.write_text(GH)
        for file in (program, gh):
            file.chmod(0o755)
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
        monkeypatch.setenv("GH_CALLS", str(tmp_path / "gh"))
        monkeypatch.setenv("GH_OLD", "")
        known = {
            "github.event_name": "pull_request",
            "github.event.pull_request.base.sha": base,
            "github.event.pull_request.number": "7",
            "github.repository": "example/stacks",
            "github.token": "secret",
        }
        known |= {name.replace("__", "."): value for name, value in context.items()}
        return Runner(ACTION, workspace, temp, known, f"{gh.parent}{os.pathsep}{os.environ['PATH']}")

    return make


def sample(name: str) -> str:
    return (SAMPLES / f"{name}.yaml").read_text(encoding="utf-8")


def annotations(log: str) -> list[str]:
    """The lines that a runner takes for commands: none between stop-commands and its token."""
    heard, token = [], None
    for line in log.splitlines():
        if token is None and (found := re.fullmatch(r"::stop-commands::(\w+)", line)):
            token = found[1]
        elif token is not None and line == f"::{token}::":
            token = None
        elif token is None and line.startswith("::"):
            heard.append(line)
    return heard


def test_a_change_for_the_worse_fails_and_is_told_in_every_place(pull_request, tmp_path):
    runner = pull_request(sample("healthy"), sample("red_flags"))
    log = runner.run(skip=(INSTALL,))
    assert runner.failed == "Result"
    assert runner.context["steps.audit.outputs.exit-code"] == "1"
    report = tmp_path / "temp" / "stackaudit-report"
    findings = json.loads((report / "audit.json").read_text(encoding="utf-8"))["findings"]
    assert len([line for line in annotations(log) if "file=stack.yaml" in line]) == len(findings) > 100
    assert runner.used[SARIF]["sarif_file"] == str(report / "audit.sarif")
    assert runner.used[ARTIFACT]["path"] == f"{report}/"
    calls = (tmp_path / "gh").read_text().splitlines()
    assert calls[-1].startswith("api --method POST repos/example/stacks/issues/7/comments")
    body = (tmp_path / "gh.body").read_text(encoding="utf-8")
    assert body.startswith(MARK)
    assert "GRA\\-01" in body
    assert "GRA\\-01" in runner.summary
    assert not (tmp_path / "work" / "stackaudit-report").exists()


def test_a_stack_in_order_passes_and_its_old_comment_is_written_anew(pull_request, tmp_path, monkeypatch):
    runner = pull_request(sample("healthy"), sample("healthy"))
    monkeypatch.setenv("GH_OLD", "41\n42\n")
    runner.run(skip=(INSTALL,))
    assert runner.failed == ""
    calls = (tmp_path / "gh").read_text().splitlines()
    assert calls[-1].startswith("api --method PATCH repos/example/stacks/issues/comments/41 ")


def test_a_comment_that_may_not_be_written_fails_nothing(pull_request, monkeypatch):
    runner = pull_request(sample("healthy"), sample("healthy"))
    monkeypatch.setenv("GH_EXIT", "1")
    log = runner.run(skip=(INSTALL,))
    assert runner.failed == ""
    assert [line for line in annotations(log) if line.startswith("::notice::the comment could not be written")]


def test_mistakes_are_annotated_and_nothing_is_uploaded(pull_request):
    """Not even what a stranger has put where the report would be."""
    runner = pull_request(sample("healthy"), "stackaudit: 1\nas_of: 2026-11-22\ntols: {}\n")
    planted = runner.workspace / "stackaudit-report"
    planted.mkdir()
    (planted / "github.txt").write_text("::warning::planted\n")
    log = runner.run(skip=(INSTALL,))
    assert runner.failed == "Result"
    assert runner.context["steps.audit.outputs.exit-code"] == "2"
    assert runner.used == {}
    heard = annotations(log)
    assert any(line.startswith("::error file=stack.yaml,line=3") for line in heard)
    assert not [line for line in heard if "planted" in line]


def test_words_of_a_stranger_are_no_commands_and_no_shell(pull_request, tmp_path):
    """Neither in the stack nor in what the workflow hands in."""
    name = "::error::planted.yaml"
    runner = pull_request(
        sample("healthy"),
        sample("healthy"),
        inputs__stack=f"{name}\n$(touch {tmp_path}/ran)\n",
        inputs__comment="false",
    )
    log = runner.run(skip=(INSTALL,))
    assert runner.failed == "Result"
    assert "planted" in log
    assert not [line for line in annotations(log) if line.startswith("::error::planted")]
    assert not (tmp_path / "ran").exists()


def test_options_and_several_paths_are_words_of_their_own(pull_request):
    runner = pull_request(
        sample("healthy"),
        sample("red_flags"),
        inputs__options="--select\nMEA-03\n",
        inputs__stack="stack.yaml\n\n",
        **{"inputs__fail-on": "P1", "inputs__artifact": "", "inputs__sarif": "false", "inputs__comment": "false"},
    )
    log = runner.run(skip=(INSTALL,))
    assert runner.failed == ""
    assert {re.findall(r"title=P\d ([\w-]+)", line)[0] for line in annotations(log)} == {"MEA-03"}
    assert runner.used == {}


def test_the_first_step_installs_this_checkout_with_a_python_that_is_new_enough(pull_request, tmp_path):
    """With a python that says what it is asked to do: a real one would need a network."""
    runner = pull_request(sample("healthy"), sample("healthy"), github__action_path="/actions/stackaudit")
    fake = tmp_path / "bin" / "python3"
    fake.write_text('#!/bin/sh\necho "python3 $*"\n[ "$1" != -c ] || exit "${OLD:-0}"\n')
    fake.chmod(0o755)
    (runner.temp / "stackaudit" / "bin" / "python").symlink_to(fake)
    only = tuple(step["name"] for step in ACTION["runs"]["steps"] if step["name"] != INSTALL)
    log = runner.run(skip=only)
    assert runner.failed == ""
    assert f"python3 -m venv {runner.temp}/stackaudit" in log
    assert "python3 -m pip install --quiet --disable-pip-version-check /actions/stackaudit" in log
    fake.write_text("#!/bin/sh\nexit 1\n")
    assert "::error::stackaudit needs Python 3.11" in runner.run(skip=only)
    assert runner.failed == INSTALL


def test_what_the_action_takes_and_gives_is_described_and_used():
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, given in ACTION["inputs"].items():
        assert given["description"]
        assert f"inputs.{name}" in text, name
    for given in ACTION["outputs"].values():
        assert given["description"]
    for step in ACTION["runs"]["steps"]:
        assert re.fullmatch(r"[\w/-]+@v\d+", step.get("uses", "own/step@v1"))
