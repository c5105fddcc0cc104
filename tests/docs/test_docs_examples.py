"""Every example in the README and the documentation is run: commands, Python and YAML, page by page.

A page is one session in one folder. Comments before a block say what is special about it:

- ``file: NAME``: the block is written to that file; ``edit: NAME``: it is a diff that is applied to it
- ``exit: N``: the commands end with that exit code; 0 unless said
- ``prints``: the text block that follows is what the Python block prints
- ``new folder``: the session begins anew here
- ``same as: PATH``: the block is that file of the repository
- ``not run: REASON``, ``command: NAME``: the block is not run here
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stackaudit.cli import main
from stackaudit.load import load_data
from stackaudit.model.stack import Stack
from stackaudit.rules import folder
from stackaudit.rules.reading import RuleReader
from stackaudit.source import read
from stackaudit.testing import prove

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts)]
PACK = ROOT / "tests" / "packs" / "too_many_tools"
MARK = re.compile(r"<!-- (file|edit|exit|prints|new folder|same as|not run|command)(?:: (.*?))? -->")
FENCE = re.compile(r"```(\S*)\s*$")
PROGRAMS = ("stackaudit", ".venv/bin/stackaudit")
EXAMPLE_OF_A_RULE = {
    "id": "EX-1",
    "name": "x",
    "title": "x",
    "severity": "P3",
    "ask": "x",
    "red_flag": "x",
    "why": "x",
    "found": "x",
    "message": "x",
    "impact": "x",
    "fix": {"now": "x", "later": "x"},
}


@dataclass(frozen=True)
class Block:
    """A fenced block: where it begins, its language, its text, and what the comments before it say."""

    place: str
    language: str
    text: str
    marks: dict[str, str]


def blocks(page: Path) -> list[Block]:
    found: list[Block] = []
    marks: dict[str, str] = {}
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), 1))
    for number, line in lines:
        mark, fence = MARK.fullmatch(line), FENCE.match(line)
        if mark:
            marks[mark[1]] = mark[2] or ""
        elif fence:
            held = []
            for _, inner in lines:
                if inner == "```":
                    break
                held.append(inner)
            label = page.relative_to(ROOT).as_posix()
            found.append(Block(f"{label}:{number}", fence[1], "".join(f"{one}\n" for one in held), marks))
            marks = {}
        elif line.strip():
            marks = {}
    return found


def pages(*languages: str) -> list[Any]:
    held = [page for page in PAGES if any(block.language in languages for block in blocks(page))]
    return [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in held]


@pytest.fixture
def session(tmp_path, monkeypatch):
    """A folder to work in, with the sample stacks, and the pack of the documentation on the path."""
    monkeypatch.syspath_prepend(str(PACK))
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    monkeypatch.setenv("NO_COLOR", "1")

    def begin() -> None:
        place = tmp_path / str(len(list(tmp_path.iterdir())))
        shutil.copytree(ROOT / "sample_stacks", place / "sample_stacks")
        monkeypatch.chdir(place)

    yield begin
    for name in [name for name in sys.modules if name.partition(".")[0] == "too_many_tools"]:
        del sys.modules[name]


@pytest.mark.parametrize("page", pages("console", "python", "diff"))
def test_the_examples_of_a_page_do_what_it_says(page, session):
    session()
    if page.name == "commands.md":
        prepare_commands()
    expected: Block | None = None
    printed = ""
    for block in blocks(page):
        if expected is not None:
            assert block.language == "text", f"{expected.place}: a text block has to follow"
            assert matches(printed, block.text.splitlines()), f"{block.place}: this is printed:\n{printed}"
            expected = None
        if "new folder" in block.marks:
            session()
            copy_files()
        if "file" in block.marks:
            path = Path(block.marks["file"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        if block.language == "diff":
            apply(block)
        elif block.language == "console":
            run(block)
        elif block.language == "python" and "not run" not in block.marks:
            printed = executed(block)
            expected = block if "prints" in block.marks else None
    assert expected is None, f"{expected and expected.place}: a text block has to follow"


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("page", pages("yaml"))
def test_the_yaml_of_a_page_is_what_it_seems_to_be(page, tmp_path):
    for number, block in enumerate(blocks(page)):
        if block.language == "yaml":
            check_yaml(block, tmp_path / f"rule-{number}")


@pytest.mark.parametrize("page", pages("toml", "python", "yaml"))
def test_a_block_that_shows_a_file_is_that_file(page):
    for block in blocks(page):
        if "same as" in block.marks:
            assert block.text == (ROOT / block.marks["same as"]).read_text(encoding="utf-8"), block.place


def test_every_kind_of_example_is_there_to_be_run():
    held = [block for page in PAGES for block in blocks(page)]
    for language in ("console", "python", "yaml", "diff", "toml"):
        assert any(block.language == language for block in held)
    assert sum("prints" in block.marks for block in held) > 4
    assert sum("same as" in block.marks for block in held) > 2


def test_a_text_that_differs_does_not_match():
    assert matches("one\ntwo\nthree\n", ["one", "...", "th...e"])
    assert matches("one\n", ["one", "..."])
    assert not matches("one\ntwo\n", ["one"])
    assert not matches("one\n", ["...", "two"])
    assert not matches("a.b\n", ["axb"])


def prepare_commands() -> None:
    """What the examples of the commands take for granted: a stack file, and what other commands compare and run."""
    assert main_code(["init", "stack.yaml"]) == 0
    Path("stacks").mkdir()
    assert main_code(["init", "stacks/stack.yaml"]) == 0
    Path("stacks/stackaudit.toml").touch()
    copy_files()


def copy_files() -> None:
    """The rule that the documentation teaches, in its folder; and a stack in two states, the first one in git, and a plan."""
    for name in ("march.yaml", "november.yaml"):
        shutil.copy("sample_stacks/healthy.yaml", name)
    Path("target.yaml").write_text("add: {teams: {growth: {}}}\n", encoding="utf-8")
    for words in ("init -q -b main", "add march.yaml", "-c user.name=A -c user.email=a@example.com commit -q -m March"):
        subprocess.run(["git", *words.split()], check=True)
    taught = blocks(ROOT / "docs" / "write-a-rule.md")
    text = next(block.text for block in taught if block.marks.get("file") == "my-rules/MY-01.yaml")
    Path("my-rules").mkdir()
    Path("my-rules/MY-01.yaml").write_text(text, encoding="utf-8")


def main_code(words: list[str]) -> int:
    """The exit code of a command, run in this process."""
    try:
        main(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def run(block: Block) -> None:
    """Run the commands of a block, and compare what they print where the block shows it."""
    if "not run" in block.marks or "command" in block.marks:
        assert block.marks.get("not run", "x"), f"{block.place}: give a reason"
        return
    commands = list(commands_of(block))
    assert commands, f"{block.place}: no command"
    for number, (command, shown) in enumerate(commands):
        last = number == len(commands) - 1
        code, printed = called(command, block)
        expected = int(block.marks.get("exit", "0")) if last else 0
        assert code == expected, f"{block.place}: {command} ended with {code}:\n{printed}"
        if shown is not None:
            assert matches(printed, shown), f"{block.place}: {command} prints:\n{printed}"


def commands_of(block: Block) -> Iterator[tuple[str, list[str] | None]]:
    """The commands of a block, each with the lines that it prints; None where the block does not show them."""
    lines = block.text.splitlines()
    if not lines[0].startswith("$ "):
        yield from ((line, None) for line in lines if line.strip() and not line.startswith("#"))
        return
    assert not any(line.startswith("$ ") for line in lines[1:]), f"{block.place}: one command, as its output is shown"
    yield lines[0][2:], lines[1:]


def called(command: str, block: Block) -> tuple[int, str]:
    """Exit code and output of a command, run in this process."""
    words = shlex.split(command, comments=True)
    assert words[0] in PROGRAMS, f"{block.place}: only stackaudit is run here; mark the block with 'not run: reason'"
    target = Path(words.pop()) if words[-2:-1] == [">"] else None
    if target is not None:
        words.pop()
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        code = main_code(words[1:])
    printed = raw.getvalue().decode("utf-8")
    if target is not None:
        target.write_text(printed, encoding="utf-8")
    return code, printed


def executed(block: Block) -> str:
    """What a block of Python prints."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(compile(block.text, block.place, "exec"), {"__name__": "example"})  # noqa: S102 - the documentation is ours
    return stream.getvalue()


def matches(printed: str, shown: list[str]) -> bool:
    """Whether a text is as it is shown: ``...`` stands for any text, and alone on a line for any lines."""
    parts = []
    for line in shown:
        words = ".*".join(map(re.escape, line.split("...")))
        parts.append(r"(?:.*\n)*?" if line.strip() == "..." else rf"{words}\n")
    return re.fullmatch("".join(parts), printed) is not None


def apply(block: Block) -> None:
    """Apply a diff without line numbers: its old lines must stand in the file once."""
    path = Path(block.marks["edit"])
    lines = block.text.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{block.place}: the old lines stand {text.count(old)} times in the file"
    path.write_text(text.replace(old, new), encoding="utf-8")


def check_yaml(block: Block, place: Path) -> None:
    """Check YAML for what it seems to be: a stack or a rule, whole or in part; else only that it can be read."""
    reading = read(block.text.encode(), file=block.place)
    assert not reading.problems, block.place
    data = reading.documents[0].data
    if not isinstance(data, dict):
        return
    if "id" in data and ("flag" in data or "check" in data):
        place.mkdir()
        (place / "RULE.yaml").write_text(block.text, encoding="utf-8")
        proof = prove(folder(place, allow_code=True))
        assert proof.rules == 1, block.place
        assert [problem.message for problem in proof.problems] == [], block.place
        assert proof.examples > 0, block.place
    elif set(data) & {"flag", "raise"}:
        reader = RuleReader(family="x", pack="x", place=None, allow_code=False)
        reader.read({**EXAMPLE_OF_A_RULE, "flag": {"each": "flow", "where": {"method": "api"}}, **data})
        assert reader.mistakes == [], block.place
    elif data and set(data) <= set(Stack.model_fields):
        load_data({"stackaudit": 1, "as_of": date(2026, 11, 22), **data})
