"""When the program has quick classes in pydantic's place, and that nobody sees a difference."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stackaudit import cli, offered
from stackaudit.cli import choosing
from stackaudit.cli.choosing import choose_model
from stackaudit.model import choice

SOURCE = Path(cli.__file__).resolve().parents[2]
SAMPLE = SOURCE.parent / "sample_stacks" / "red_flags.yaml"
ALONE = """\
import sys
from stackaudit.cli import main
sys.argv = ["stackaudit", *sys.argv[1:]]
try:
    main()
finally:
    print("pydantic" in sys.modules, file=sys.stderr)"""
CALLED = ALONE.replace("main()", "main(sys.argv[1:])")
WRONG = """\
stackaudit: 1
as_of: 2026-11-22
tools:
  hubspot: {snds: [email], monitored: 7, disputed: {owner: [{value: [a]}], serves: [{value: unknown}]}}
flows:
  - {from: hubspot, to: x, every: 1q}
"""


def run(code, folder, *arguments):
    """The program in a process of its own: its exit code, its output, its messages, and whether pydantic was needed."""
    ran = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        check=False,
        timeout=60,
    )
    *messages, pydantic = ran.stderr.splitlines()
    return ran.returncode, ran.stdout, messages, pydantic == "True"


def test_a_short_run_needs_no_pydantic_and_says_and_writes_the_same(tmp_path):
    quick, full = tmp_path / "quick", tmp_path / "full"
    found = []
    for folder, code in ((quick, ALONE), (full, CALLED)):
        folder.mkdir()
        found.append(run(code, folder, "run", SAMPLE, "--format", "json,md,sarif,svg", "--output", "out"))
    assert [one[3] for one in found] == [False, True]
    assert found[0][:3] == found[1][:3]
    assert found[0][0] == 1
    files = {file.name: file.read_bytes() for file in (quick / "out").iterdir()}
    assert len(files) == 4
    assert files == {file.name: file.read_bytes() for file in (full / "out").iterdir()}


def test_a_mistake_is_told_in_the_same_words(tmp_path):
    (tmp_path / "wrong.yaml").write_text(WRONG)
    quick, full = (run(code, tmp_path, "check", "wrong.yaml") for code in (ALONE, CALLED))
    assert quick == full
    assert quick[0] == 2
    assert quick[2][-1] == "5 mistakes; nothing was done."
    assert quick[3]


def test_the_schema_is_pydantics(tmp_path):
    assert run(ALONE, tmp_path, "schema") == run(CALLED, tmp_path, "schema")


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """What is chosen for a command, in a process that has not imported the model yet."""
    monkeypatch.setattr(choosing, "_MODEL", "stackaudit.model.nobody")
    monkeypatch.setattr(choosing, "may_be_offered", lambda: False)
    monkeypatch.setattr(choosing, "_LARGEST", 100)
    monkeypatch.chdir(tmp_path)

    def choose(*arguments):
        monkeypatch.setattr(choice, "QUICK", False)
        choose_model(arguments[0], arguments[1:])
        return choice.QUICK

    return choose


def test_small_files_folders_and_options_are_quick(chosen, tmp_path):
    (tmp_path / "stack.yaml").write_text("x" * 60)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "part.yml").write_text("x" * 60)
    (tmp_path / "folder" / "report.html").write_text("x" * 600)
    assert chosen("run", "stack.yaml", "--output", "folder\0")
    assert chosen("run", "folder", "--format", "json", "-")
    assert not chosen("run", "folder", "stack.yaml")
    assert not chosen("run", "folder/report.html")


def test_whoever_may_see_the_objects_gets_pydantics(chosen, monkeypatch):
    assert chosen("run")
    assert not chosen("schema")
    monkeypatch.setattr(choosing, "may_be_offered", lambda: True)
    assert not chosen("run")
    monkeypatch.setattr(choosing, "may_be_offered", lambda: False)
    monkeypatch.setattr(choosing, "_MODEL", offered.__name__)
    assert not chosen("run")
