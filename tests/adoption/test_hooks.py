"""The hooks that a team puts into its repository run as pre-commit runs them, and as the page says."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from stackaudit.cli import main

from .versions import git

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
GOOD = "stackaudit: 1\nas_of: 2026-11-22\n"
BAD = GOOD + "tools: {a: {ownr: x}}\n"
FLAGGED = (ROOT / "sample_stacks" / "red_flags.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("hook", "text", "code"),
    [
        ("stackaudit-check", GOOD, 0),
        ("stackaudit-check", FLAGGED, 0),
        ("stackaudit-check", BAD, 2),
        ("stackaudit", GOOD, 0),
        ("stackaudit", FLAGGED, 1),
        ("stackaudit", BAD, 2),
    ],
    ids=["check, good", "check, flagged", "check, bad", "run, good", "run, flagged", "run, bad"],
)
def test_the_command_of_each_hook_is_the_gate_and_writes_nothing(tmp_path, monkeypatch, hook, text, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stack.yaml").write_text(text, encoding="utf-8")
    entry = [*shlex.split(HOOKS[hook]["entry"]), *HOOKS[hook]["args"]]
    assert entry[0] == "stackaudit"
    with pytest.raises(SystemExit) as ended:
        main(entry[1:])
    assert (ended.value.code or 0) == code
    assert list(tmp_path.iterdir()) == [tmp_path / "stack.yaml"]


@pytest.mark.slow
def test_pre_commit_itself_runs_them(tmp_path):
    """In a real repository; the hooks run from this environment, as fetching one would need a network."""

    def pre_commit() -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "pre_commit", "run", "--verbose"]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(tmp_path / "home")}
        return subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    hooks = [{**hook, "language": "system"} for hook in HOOKS.values()]
    git(tmp_path, "init", ".")
    (tmp_path / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}))
    (tmp_path / "notes.txt").write_text("nothing of a stack\n")
    git(tmp_path, "add", "notes.txt", ".pre-commit-config.yaml")
    git(tmp_path, "commit", "-m", "begin")
    (tmp_path / "notes.txt").write_text("nothing of a stack, still\n")
    git(tmp_path, "add", "notes.txt")
    ended = pre_commit()
    assert (ended.returncode, ended.stdout.count("Skipped")) == (0, 2), ended.stdout

    for text, said, code in (
        (GOOD, "no mistakes", 0),
        (BAD, "stack.yaml:3:13: error: a tool has no field 'ownr'", 1),
        (FLAGGED, "GRA-01", 1),
    ):
        (tmp_path / "stack.yaml").write_text(text, encoding="utf-8")
        git(tmp_path, "add", "stack.yaml")
        ended = pre_commit()
        assert ended.returncode == code, ended.stdout
        assert said in ended.stdout
    assert not (tmp_path / "stackaudit-report").exists()
