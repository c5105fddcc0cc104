"""The command line. Commands are imported when they are called, so that each pays only for what it does."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Final

import click

from stackaudit._version import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["main", "stackaudit"]

_COMMANDS: Final = {
    "run": (
        "stackaudit.cli.run",
        "run",
        "Audit a stack: findings on the terminal, report, diagram and data in a folder.",
    ),
    "serve": ("stackaudit.cli.serve", "serve", "Show the report in a browser, and audit again when a file changes."),
    "baseline": ("stackaudit.cli.baseline", "baseline", "Write down what is known, so that only new findings fail."),
    "check": ("stackaudit.cli.load", "check", "Only load a stack, and report every mistake in it."),
    "init": ("stackaudit.cli.load", "init", "Write a commented file to start from."),
    "questions": (
        "stackaudit.cli.questions",
        "questions",
        "List what is not known, as an interview, with YAML to paste.",
    ),
    "plan": ("stackaudit.cli.plan", "plan", "Plan what to do about the findings: now, next and later."),
    "triage": (
        "stackaudit.cli.triage",
        "triage",
        "Judge the requests: which to take, question, put off, decline.",
    ),
    "diff": ("stackaudit.cli.diff", "diff", "Compare two states of a stack: what a change brings, and what it mends."),
    "diagram": ("stackaudit.cli.diagram", "diagram", "Draw a stack without auditing it."),
    "rules": ("stackaudit.cli.rules", "rules", "List the rules."),
    "explain": ("stackaudit.cli.rules", "explain", "Print one rule whole."),
    "test-rules": ("stackaudit.cli.rules", "test_rules", "Prove the rules of a folder by their own examples."),
    "products": ("stackaudit.cli.products", "products", "Find products in the catalogue."),
    "facts": ("stackaudit.cli.facts", "facts", "List the facts from outside: laws, platform rules, market, products."),
    "config": ("stackaudit.cli.config", "config", "Show the settings in force, and where each comes from."),
    "schema": ("stackaudit.cli.load", "schema", "Print the JSON Schema of the stack file, for editors."),
    "completion": ("stackaudit.cli.completion", "completion", "Print the completion script of bash, zsh or fish."),
}


_ALONE: Final = object()
"""Tells the commands that the process is ours: they were called by the program, not by Python code."""


class _Commands(click.Group):
    """The commands by name, each imported when it is asked for; the list for ``--help`` needs no import."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only while a shell completes

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(name, help=about) for name, (_, _, about) in _COMMANDS.items() if name.startswith(incomplete)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, _, about) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            import difflib  # noqa: PLC0415 - only for a mistyped command

            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        if ctx.obj is _ALONE and args[0] in _COMMANDS:
            from stackaudit.cli.choosing import choose_model  # noqa: PLC0415 - a command only, and not the program's help

            choose_model(args[0], args[1:])
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="stackaudit")
def stackaudit() -> None:
    """Audit a marketing stack that is described in YAML.

    \b
    Example:
      stackaudit init stack.yaml
      stackaudit run stack.yaml
    """


def main(arguments: list[str] | None = None) -> None:
    """The entry point of the program.

    Exit codes: 0 nothing at or above the threshold, 1 findings, 2 the job could not be done.
    """
    # No plugins of pydantic: looking for them in every installed package takes as long as all our rules.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    alone = arguments is None
    collects = gc.isenabled()
    if alone:
        # All that a run makes is there to its end: to look for what is not takes a tenth of a short one.
        gc.disable()
    try:
        code = stackaudit.main(
            args=arguments, prog_name="stackaudit", standalone_mode=False, obj=_ALONE if alone else None
        )
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except Exception as error:  # noqa: BLE001 - the last place where anything can be said
        code = _explain(error)
    finally:
        if collects:
            gc.enable()
    sys.exit(code)


def _explain(error: Exception) -> int:
    """Say what went wrong, in words where it is a mistake of the input, with a traceback where it is one of ours."""
    from stackaudit.cli.printing import say, style  # noqa: PLC0415 - only where something went wrong
    from stackaudit.errors import Problem, ReadError, StackauditError  # noqa: PLC0415 - only where something went wrong
    from stackaudit.outputs.terminal import problem_lines  # noqa: PLC0415 - only where something went wrong
    from stackaudit.source.wording import shown  # noqa: PLC0415 - only where something went wrong

    if isinstance(error, FileNotFoundError) and not _is_somewhere():
        error = ReadError(Problem("the working folder is not there any more", hint="change into one that is"))
    elif isinstance(error, PermissionError) and error.filename:
        error = ReadError(Problem(f"cannot reach {shown(str(error.filename))}: {error.strerror}"))
    if not isinstance(error, StackauditError):
        import traceback  # noqa: PLC0415 - only where something went wrong

        say("".join(traceback.format_exception(error)), err=True, nl=False)
        say("This is a mistake in stackaudit itself; please report it with the lines above.", err=True)
        return 2
    for problem in error.problems:
        for line in problem_lines(problem, style):
            say(line, err=True)
    count = len(error.problems)
    say(f"{count} mistake{'s' if count != 1 else ''}; nothing was done.", err=True)
    return 2


def _is_somewhere() -> bool:
    """Whether the working folder is still there."""
    try:
        os.getcwd()  # noqa: PTH109 - as pathlib asks it
    except FileNotFoundError:
        return False
    return True
