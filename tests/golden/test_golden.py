"""What a user sees of a small audit, held as files. `python tests/golden/test_golden.py` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackaudit._version import __version__
from stackaudit.audit import Audit, audit_stack
from stackaudit.load import load
from stackaudit.outputs.json import to_json
from stackaudit.outputs.terminal import audit_lines
from stackaudit.rules import folder

HERE = Path(__file__).resolve().parent


def plainly(text: str, **_how: object) -> str:
    return text


def audit() -> Audit:
    return audit_stack(load(HERE / "stack.yaml", file="stack.yaml"), packs=[folder(HERE / "rules")])


def terminal() -> str:
    """The audit as a terminal shows it, without colours."""
    return "\n".join(audit_lines(audit(), plainly)) + "\n"


def data() -> str:
    """The audit as JSON; the version of the program is left out, as it changes with each release."""
    return to_json(audit()).replace(f'"stackaudit": "{__version__}"', '"stackaudit": "VERSION"', 1)


FILES = {"terminal.txt": terminal, "audit.json": data}


@pytest.mark.parametrize("name", FILES)
def test_the_output_is_the_one_in_the_file(name):
    assert FILES[name]() == (HERE / name).read_bytes().decode("utf-8")


def test_the_data_are_json_and_say_what_the_terminal_says():
    held = json.loads((HERE / "audit.json").read_text(encoding="utf-8"))
    text = (HERE / "terminal.txt").read_text(encoding="utf-8")
    assert {finding["outcome"] for finding in held["findings"]} == {"flagged", "suspected"}
    assert all(finding["message"] in text for finding in held["findings"])


if __name__ == "__main__":
    for name, make in FILES.items():
        (HERE / name).write_bytes(make().encode("utf-8"))
