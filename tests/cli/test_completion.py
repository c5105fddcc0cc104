"""A shell completes commands, options, and the names that go into them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from stackaudit.cli import stackaudit

SHELLS = ("bash", "zsh", "fish")


def completed(*words: str) -> list[str]:
    shell = ShellComplete(stackaudit, {}, "stackaudit", "_STACKAUDIT_COMPLETE")
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("q",), ["questions"]),
        (("--he",), ["--help"]),
        (("run", "--fail-"), ["--fail-on"]),
        (("run", "--fail-on", "P"), ["P1", "P2", "P3", "P4", "P5"]),
        (("run", "--format", "html,s"), ["html,svg", "html,sarif"]),
        (("run", "--format", "svg,sv"), []),
        (("run", "--select", "tec-0"), ["TEC-01", "TEC-02", "TEC-03", "TEC-04"]),
        (("rules", "--ignore", "STR-13,cons"), ["STR-13,consent"]),
        (("explain", "STR-13"), ["STR-13"]),
        (("explain", "cons"), []),
        (("products", "HubSpot-c"), ["hubspot-content-hub", "hubspot-crm"]),
        (("completion", ""), list(SHELLS)),
    ],
)
def test_what_is_offered(words, offered):
    assert completed(*words) == offered


def test_every_command_is_offered_without_loading_any():
    code = (
        "import sys\nfrom click.shell_completion import ShellComplete\nfrom stackaudit.cli import stackaudit\n"
        "found = ShellComplete(stackaudit, {}, 'stackaudit', 'X').get_completions([], '')\n"
        "assert {item.value for item in found} == set(stackaudit.list_commands(None)), found\n"
        "assert all(item.help for item in found)\n"
        "assert not [name for name in sys.modules if name.startswith('stackaudit.cli.')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script_that_says_where_it_goes(shell, program):
    ended = program("completion", shell)
    assert ended.code == 0
    assert ended.out.startswith("# ")
    assert "_STACKAUDIT_COMPLETE" in ended.out


@pytest.mark.skipif(os.name == "nt", reason="bash is no part of Windows")
def test_bash_itself_completes_by_the_script(tmp_path):
    """As a person would have it: the script is evaluated, and the function that it registers is called."""
    program = tmp_path / "stackaudit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stackaudit "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(stackaudit completion bash)"\n'
        "complete -p stackaudit | grep -q _stackaudit_completion || exit 3\n"
        "COMP_WORDS=(stackaudit run --format html,sa); COMP_CWORD=3\n"
        '_stackaudit_completion stackaudit\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    source = str(Path(__file__).resolve().parents[2] / "src")
    ended = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PATH": path, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout.split()) == (0, ["html,sarif"]), ended.stderr
