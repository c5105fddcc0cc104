"""As much of a runner as an action of shell steps needs: expressions, environment, outputs, and the steps' conditions."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_NAME = re.compile(r"\b(?:inputs|github|runner|steps)\.[\w.-]+")


@dataclass
class Runner:
    """Runs the steps of an action in a folder. ``used`` are the actions that it would have fetched, with what they get."""

    action: dict[str, Any]
    workspace: Path
    temp: Path
    context: dict[str, str]
    path: str
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    log: str = ""
    failed: str = ""

    def run(self, *, skip: tuple[str, ...] = ()) -> str:
        """Run all steps but those named in ``skip``; what they print. ``failed`` is the step that failed, if any."""
        self.temp.mkdir(exist_ok=True)
        self.context["runner.temp"] = str(self.temp)
        for name, given in self.action["inputs"].items():
            self.context.setdefault(f"inputs.{name}", self.filled(str(given["default"])))
        for step in self.action["runs"]["steps"]:
            if step["name"] not in skip and self._applies(step):
                self._step(step)
        return self.log

    def filled(self, text: str) -> str:
        """Text with its expressions filled in; a name that nobody has set is empty, as in a real runner."""
        return _EXPRESSION.sub(lambda found: self.context.get(found[1], ""), text)

    def _applies(self, step: dict[str, Any]) -> bool:
        condition = str(step.get("if", "success()"))
        if found := _EXPRESSION.fullmatch(condition):
            condition = found[1]
        if self.failed and "always()" not in condition:
            return False
        told = _NAME.sub(lambda name: repr(self.context.get(name[0], "")), condition)
        told = told.replace("&&", " and ").replace("always()", "True").replace("success()", "True")
        return bool(eval(told, {"__builtins__": {}}))  # noqa: S307 - an expression of our own file, to be read as the runner reads it

    def _step(self, step: dict[str, Any]) -> None:
        if "uses" in step:
            self.used[step["uses"]] = {name: self.filled(str(value)) for name, value in step["with"].items()}
            return
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], f"{step['name']}: what comes from outside may not stand in a script"
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        files["GITHUB_OUTPUT"].write_text("")
        given = {name: self.filled(value) for name, value in step.get("env", {}).items()}
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env={**os.environ, "PATH": self.path, **{name: str(file) for name, file in files.items()}, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += ended.stdout
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            self.context[f"steps.{step['id']}.outputs.{name}"] = value
        if ended.returncode and not self.failed:
            self.failed = step["name"]

    @property
    def summary(self) -> str:
        """The summary of the job."""
        file = self.temp / "GITHUB_STEP_SUMMARY"
        return file.read_text(encoding="utf-8") if file.exists() else ""
