"""A team keeps its stack of sixty files in git, begins with all that is wrong with it, and is held to what it brings in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from stackaudit.cli import main

from .versions import git

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_stacks" / "red_flags.yaml"
FILES = 60
BASELINE = ".stackaudit-baseline.json"
NEW = "metrics:\n  webinar_opens: {kind: open_rate, used_as: kpi, scope: lifecycle, measured_in: [mailchimp]}\n"
NEW_FILE = "stack/webinars/metrics.yaml"


def pieces() -> dict[str, dict]:
    """The sample in sixty files, named as the teams of a company would: what is about one thing stands in one of them."""
    data = yaml.load(SAMPLE.read_bytes(), yaml.CSafeLoader)
    defaults = data.pop("defaults", None)
    files: dict[str, dict] = {"company.yaml": {}}
    for name, held in data.items():
        if isinstance(held, dict) and name in {"tools", "metrics", "processes", "teams"}:
            for number, (key, value) in enumerate(held.items()):
                files.setdefault(f"{name}/{number % 14:02}.yaml", {}).setdefault(name, {})[key] = value
        elif name == "flows":
            for number, flow in enumerate(held):
                files.setdefault(f"flows/{number % 14:02}.yaml", {}).setdefault(name, []).append(flow)
        else:
            files["company.yaml"][name] = held
    if defaults is not None:
        for held in files.values():
            held["defaults"] = defaults
    for number in range(len(files), FILES):
        files[f"notes/{number}.yaml"] = {}
    return files


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """The repository, with the stack and its baseline committed."""
    folder = tmp_path_factory.mktemp("repository")
    for name, held in pieces().items():
        path = folder / "stack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (
            yaml.dump(held, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True) if held else "# nothing yet\n"
        )
        path.write_text(text, encoding="utf-8")
    git(folder, "init", ".")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "the stack as it is")
    return folder


@pytest.fixture
def repository(origin, tmp_path, monkeypatch):
    """A clone of it, in which the program runs."""
    git(tmp_path, "clone", str(origin), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    return tmp_path / "clone"


def stackaudit(capsys, *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0), capsys.readouterr().out


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-m", message)


def test_a_team_adopts_the_check_and_is_told_what_a_change_brings_in(repository, capsys):
    yaml_files = sorted((repository / "stack").rglob("*.yaml"))
    assert len(yaml_files) == FILES

    # Begin: what is wrong today is written down, and committed.
    assert stackaudit(capsys, "run", "stack", "--quiet", "--format", "text")[0] == 1
    code, _ = stackaudit(capsys, "baseline", "stack")
    assert code == 0
    known = json.loads((repository / BASELINE).read_text(encoding="utf-8"))
    assert len(known["findings"]) > 100
    commit(repository, "a baseline")
    watched = ("--baseline", BASELINE, "--fail-on", "P5", "--output", "out")
    code, said = stackaudit(capsys, "run", "stack", *watched, "--format", "json")
    assert code == 0, said

    # A change brings one red flag in.
    (repository / NEW_FILE).parent.mkdir()
    (repository / NEW_FILE).write_text(NEW, encoding="utf-8")
    commit(repository, "report on webinars")
    code, said = stackaudit(capsys, "run", "stack", *watched, "--format", "json,sarif,github")
    assert code == 1
    assert "MEA-03" in said
    held = json.loads((repository / "out" / "audit.json").read_text(encoding="utf-8"))
    (found,) = [finding for finding in held["findings"] if finding["baseline"] not in {"known", None}]
    assert (found["rule"], found["elements"], found["baseline"]) == ("MEA-03", ["metrics.webinar_opens"], "new")
    assert (found["place"]["file"], found["place"]["line"]) == (NEW_FILE, 2)

    # SARIF, annotations and the comparison with the commit before name exactly that one.
    (run,) = json.loads((repository / "out" / "audit.sarif").read_text(encoding="utf-8"))["runs"]
    (result,) = [one for one in run["results"] if one["baselineState"] != "unchanged"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], result["baselineState"]) == ("MEA-03", "new")
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (NEW_FILE, 2)
    annotations = (repository / "out" / "github.txt").read_text(encoding="utf-8").splitlines()
    annotation, left = annotations
    assert left.startswith(f"::notice title=Baseline::{len(known['findings'])} known findings are left")
    assert re.match(rf"::(error|warning) file={NEW_FILE},line=2,", annotation)
    code, said = stackaudit(capsys, "diff", "HEAD~1", "stack", "--fail-on", "P5", "--format", "json")
    assert code == 1
    change = json.loads(said)
    brought_in, goal = change["findings"]
    assert (brought_in["kind"], brought_in["id"]) == ("new", "MEA-03:metrics.webinar_opens")
    # The new figure shows a goal, which lacks its owner alone from now on.
    assert (goal["kind"], goal["id"]) == ("changed", "STR-10:goals.loyal_members")
    assert [(one["kind"], one["path"]) for one in change["elements"]] == [("added", "metrics.webinar_opens")]

    # Mended, the change passes, and so does the comparison.
    (repository / NEW_FILE).write_text(NEW.replace("used_as: kpi", "used_as: diagnostic"), encoding="utf-8")
    commit(repository, "look at opens for deliverability alone")
    assert stackaudit(capsys, "run", "stack", *watched, "--format", "json")[0] == 0
    assert stackaudit(capsys, "diff", "HEAD~2", "stack", "--fail-on", "P5", "--quiet")[0] == 0


@pytest.mark.no_cover
def test_what_is_mended_leaves_the_baseline(repository, capsys):
    stackaudit(capsys, "baseline", "stack")
    before = json.loads((repository / BASELINE).read_text(encoding="utf-8"))["findings"]
    for path in (repository / "stack" / "metrics").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("open_rate", "revenue"), encoding="utf-8")
    words = ("run", "stack", "--baseline", BASELINE, "--fail-on", "P5", "--format", "json", "--output", "out")
    _, said = stackaudit(capsys, *words)
    assert "mended" in said
    assert json.loads((repository / BASELINE).read_text(encoding="utf-8"))["findings"] == before
    stackaudit(capsys, *words, "--prune")
    after = json.loads((repository / BASELINE).read_text(encoding="utf-8"))["findings"]
    assert [one for one in before if one["rule"] != "MEA-03"] == after
    assert len(after) < len(before)
