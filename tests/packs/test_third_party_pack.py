"""A pack of somebody else's: found by its entry point, proved by its examples, run beside the built-in rules."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import stackaudit
from stackaudit.rules import builtin, folder, installed, loaded
from stackaudit.rules import pack as packs
from stackaudit.testing import prove

PACK = Path(__file__).resolve().parent / "too_many_tools"
SOURCE = Path(stackaudit.__file__).resolve().parents[1]
STACK = """
stackaudit: 1
as_of: 2026-11-22
teams: {marketing: {name: Marketing}, sales: {}}
tools: {a: {teams: [marketing]}, b: {teams: [marketing]}, c: {name: Third, teams: [marketing, sales]}}
"""


@pytest.fixture
def point(monkeypatch):
    """The pack's entry point, as if it were installed, and nothing else."""
    monkeypatch.syspath_prepend(str(PACK))
    monkeypatch.setattr("sys.dont_write_bytecode", True)

    def offer(*points: tuple[str, str]) -> None:
        made = tuple(EntryPoint(name, value, packs.ENTRY_POINTS) for name, value in points)
        monkeypatch.setattr(packs, "entry_points", lambda *, group: made if group == packs.ENTRY_POINTS else ())

    yield offer
    for name in [name for name in sys.modules if name.partition(".")[0] == "too_many_tools"]:
        del sys.modules[name]


def test_an_installed_pack_is_loaded_beside_the_built_in_one(point):
    point(("too-many-tools", "too_many_tools"))
    assert [pack.name for pack in loaded()] == ["stackaudit", "too-many-tools"]
    assert [rule.id for rule in installed()[0].rules] == ["TMT-01"]
    assert installed()[0].rules[0].pack == "too-many-tools"


def test_its_rule_judges_a_stack(point):
    point(("too-many-tools", "too_many_tools"))
    audit = stackaudit.run(stackaudit.load_text(STACK), select=["TMT-01"])
    (finding,) = audit.findings
    assert finding.id == "TMT-01:teams.marketing"
    assert finding.message == "Marketing works with 3 tools: a, b, Third"
    assert [fact.path for fact in finding.evidence] == ["tools.a.teams", "tools.b.teams", "tools.c.teams"]
    assert [one.element for one in audit.results[0].unknown] == ["teams.sales"]
    assert ("too-many-tools", "") in audit.packs


def test_its_parameter_can_be_set(point):
    point(("too-many-tools", "too_many_tools"))
    audit = stackaudit.run(stackaudit.load_text(STACK), select=["TMT-01"], parameters={"TMT-01": {"most": 3}})
    assert audit.findings == ()


def test_its_examples_come_out_as_they_say(point):
    point(("too-many-tools", "too_many_tools"))
    proof = prove(installed()[0])
    assert [problem.message for problem in proof.problems] == []
    assert (proof.rules, proof.examples) == (1, 4)


def test_the_same_rules_in_a_folder_may_not_name_code(tmp_path):
    shutil.copytree(PACK / "too_many_tools" / "rules", tmp_path / "rules")
    with pytest.raises(stackaudit.RuleError, match="a folder of rules may not name code"):
        folder(tmp_path / "rules")


def test_a_pack_that_cannot_be_imported_stops_the_run_and_is_named(point):
    point(("too-many-tools", "too_many_tools"), ("gone", "a_package_that_is_not_there"))
    with pytest.raises(stackaudit.RuleError, match=r"the pack 'gone' cannot be imported: ModuleNotFoundError"):
        loaded()


def test_a_pack_that_is_offered_twice_stops_the_run(point):
    point(("one", "too_many_tools"), ("two", "too_many_tools"))
    with pytest.raises(stackaudit.RuleError, match="the rule TMT-01 is there twice"):
        loaded()


def test_a_pack_beside_the_program_is_found_by_its_metadata(tmp_path):
    shutil.copytree(PACK / "too_many_tools", tmp_path / "too_many_tools")
    metadata = tmp_path / "stackaudit_too_many_tools-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: stackaudit-too-many-tools\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[stackaudit.packs]\ntoo-many-tools = too_many_tools\n")
    assert_found(tmp_path)


@pytest.mark.slow
def test_a_pack_that_pip_has_installed_is_found(tmp_path):
    target = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-build-isolation")
    source = shutil.copytree(PACK, tmp_path / "source")
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert_found(target)


def assert_found(place: Path) -> None:
    """Run the program with a folder of packages on its path: the pack's rule is there and finds what it should."""
    stack = place / "stack.yaml"
    stack.write_text(STACK, encoding="utf-8")
    program = [sys.executable, "-c", "from stackaudit.cli import main; main()"]
    command = [*program, "run", str(stack), "--format", "json", "--output", "-", "--fail-on", "P5"]
    environment = {**os.environ, "PYTHONPATH": f"{place}{os.pathsep}{SOURCE}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1, done.stderr
    audit = json.loads(done.stdout)
    assert "too-many-tools" in [pack["name"] for pack in audit["packs"]]
    assert "TMT-01:teams.marketing" in [finding["id"] for finding in audit["findings"]]
    assert len(audit["rules"]) == len([rule for rule in builtin().rules if not rule.alias_of]) + 1
