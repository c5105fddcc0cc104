"""GitLab's template: its script runs as GitLab would run it, and leaves the files that it promises."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = yaml.safe_load((ROOT / "docs" / "set-up" / "gitlab-ci.yml").read_text(encoding="utf-8"))
JOB = TEMPLATE["stackaudit"]


@pytest.mark.parametrize(("sample", "code"), [("red_flags.yaml", 1), ("healthy.yaml", 0)])
def test_the_script_gates_and_leaves_what_gitlab_reads(tmp_path, sample, code):
    """All but the lines that install, which need a network: the program is that of this environment."""
    *install, audit = JOB["script"]
    assert [shlex.split(line)[0] for line in install] == ["python", ".stackaudit/bin/pip"]
    (tmp_path / "stack.yaml").write_bytes((ROOT / "sample_stacks" / sample).read_bytes())
    program = audit.replace(".stackaudit/bin/stackaudit", f"{shlex.quote(sys.executable)} -m stackaudit")
    assert program != audit
    variables = {**os.environ, **JOB["variables"], "PYTHONPATH": str(ROOT / "src")}
    ended = subprocess.run(["sh", "-ec", program], cwd=tmp_path, env=variables, capture_output=True, check=False)
    assert ended.returncode == code, ended.stderr
    promised = [*JOB["artifacts"]["paths"], *JOB["artifacts"]["reports"].values()]
    assert all((tmp_path / path).exists() for path in promised)


def test_the_report_is_kept_where_the_job_fails():
    assert JOB["artifacts"]["when"] == "always"
