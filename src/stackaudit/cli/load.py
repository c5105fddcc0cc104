"""The commands about the stack file itself: ``check``, ``init`` and ``schema``."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from stackaudit.cli.options import own_stack_argument, read_stack
from stackaudit.cli.printing import say, say_data
from stackaudit.cli.settings_options import settings_options, stack_in_force
from stackaudit.cli.values import PathName
from stackaudit.errors import OutputError, Problem, StackauditError
from stackaudit.model.stack import Stack
from stackaudit.outputs.plain import plain

__all__ = ["check", "init", "schema"]


@click.command(short_help="Only load a stack.")
@own_stack_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Print mistakes as text, as data, or as annotations of a pull request.",
)
@settings_options
def check(stack: tuple[Path, ...], max_size: int, form: str) -> None:
    """Load the files or folders STACK (- for standard input), and report every mistake with its place. Audits nothing.

    Mistakes in the file of settings are told, too. Without STACK, the nearest stackaudit.toml says which stack it is.

    \b
    Example:
      stackaudit check stack.yaml
    """
    if form == "text":
        paths = tuple(stack_in_force(stack))
        _say_what_is_there(paths, read_stack(paths, max_size))
        return
    from stackaudit.outputs.ci.github import mistakes_to_github  # noqa: PLC0415 - only where the text is not enough

    try:
        read_stack(stack_in_force(stack), max_size)
        problems: tuple[Problem, ...] = ()
    except StackauditError as error:
        problems = error.problems
    if form == "json":
        say_data([_data(problem) for problem in problems])
    else:
        say(mistakes_to_github(problems), nl=False)
    if problems:
        raise click.exceptions.Exit(2)


def _data(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
        "message": problem.message,
        "hint": problem.hint,
    }


def _say_what_is_there(stack: tuple[Path, ...], loaded: Stack) -> None:
    counts = [
        (len(loaded.tools), "tool", "tools"),
        (len(loaded.flows), "flow", "flows"),
        (len(loaded.processes), "process", "processes"),
        (len(loaded.metrics), "metric", "metrics"),
    ]
    parts = [f"{count} {one if count == 1 else several}" for count, one, several in counts if count]
    say(f"{plain(' '.join(map(str, stack)))}: no mistakes. {', '.join(parts) or 'Nothing is described yet'}.")


@click.command(short_help="Write a file to start from.")
@click.argument("path", default="stack.yaml", type=PathName(allow_dash=True))
def init(path: Path) -> None:
    """Write a commented file to start from, by default stack.yaml. A file that is there is left alone.

    \b
    Example:
      stackaudit init stack.yaml
    """
    text = files("stackaudit.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    if str(path) == "-":
        say(text, nl=False)
        return
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise OutputError(Problem(f"{path} is there already", hint="name another file")) from error
    except OSError as error:
        raise OutputError(Problem(f"cannot write {path}: {error.strerror or type(error).__name__}")) from error
    say(f"Written: {plain(str(path))}. Next: stackaudit run {plain(str(path))}")


@click.command(short_help="Print the JSON Schema of the stack file.")
@click.option("--settings", is_flag=True, help="Print that of stackaudit.toml.")
def schema(settings: bool) -> None:  # noqa: FBT001 - click hands options in by name
    """Print the JSON Schema of the stack file, or that of settings, with which an editor completes and checks it.

    \b
    Example:
      stackaudit schema > stack.schema.json
      # then, in the first line of stack.yaml:
      # yaml-language-server: $schema=stack.schema.json
    """
    if settings:
        from stackaudit.settings.schema import settings_schema  # noqa: PLC0415 - only this option needs it

        say_data(settings_schema())
        return
    from stackaudit.model.schema import stack_schema  # noqa: PLC0415 - only this command needs it

    say_data(stack_schema())
