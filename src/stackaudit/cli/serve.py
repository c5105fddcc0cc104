"""The command that shows the report while the description is written: ``serve``."""

from __future__ import annotations

import gc
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from stackaudit.cli.auditing import audited, say_broken, say_notices
from stackaudit.cli.in_force import in_force, own_stack
from stackaudit.cli.options import baseline_option, own_stack_argument, rule_options
from stackaudit.cli.printing import say, style
from stackaudit.cli.run_options import engine_option, waivers_option
from stackaudit.cli.settings_options import settings_file, settings_options, settings_places
from stackaudit.cli.values import WholeNumber
from stackaudit.errors import Problem, ReadError, StackauditError
from stackaudit.outputs.plain import plain
from stackaudit.outputs.terminal import problem_lines, summary_line
from stackaudit.serving.live import Live
from stackaudit.serving.server import Server
from stackaudit.serving.watching import Trail, wait_for_change

__all__ = ["serve"]


@click.command(short_help="Show the report live.")
@own_stack_argument
@click.option(
    "--port",
    type=WholeNumber(0, 65535),
    default=8787,
    show_default=True,
    help="The port of this machine to serve at; 0 takes a free one.",
)
@click.option("--open", "opens", is_flag=True, help="Open the report in the browser.")
@engine_option
@waivers_option
@baseline_option
@rule_options
@settings_options
def serve(
    stack: tuple[Path, ...],
    max_size: int,
    port: int,
    opens: bool,  # noqa: FBT001 - click hands options in by name
    engine: str,
    **_options: object,
) -> None:
    """Show the report of STACK at an address of this machine, and audit again when a file changes.

    A page that is open reloads itself; what was unfolded stays so. Mistakes are shown in the page, above the last
    report. Nothing is written, and nothing else is served. Ctrl-C ends it. Without STACK, the nearest
    stackaudit.toml says which stack it is.

    \b
    Example:
      stackaudit serve stack.yaml
      stackaudit serve stack.yaml --open --port 0
    """
    # Of one audit all stays to its end; here one comes after the other.
    gc.enable()
    named = stack or _own()
    _check(named)
    title = plain(" ".join(map(str, named)))
    live = Live(title, engine)
    server = Server(live, port)
    server.start()
    try:
        say(f"Serving {title} at {style(server.address, bold=True)} (Ctrl-C ends it)")
        if opens:
            click.launch(server.address)
        while True:
            trail = Trail()
            live.begin()
            _audit(stack, max_size, live, trail)
            wait_for_change(trail, time.sleep)
    except KeyboardInterrupt:
        say("\nStopped.")
    finally:
        server.stop()


def _own() -> tuple[Path, ...]:
    """The stack of the nearest file of settings.

    Raises:
        click.UsageError: there is none.
        SettingsError: the file has mistakes, so that nobody knows which stack it is.
    """
    file = settings_file(())
    return own_stack(file, in_force(file).settings)


def _check(stack: Sequence[Path]) -> None:
    """Whether there is something to watch.

    Raises:
        ReadError: a path is standard input, or is not there.
    """
    problems = []
    for path in stack:
        if str(path) == "-":
            problems.append(Problem("standard input never changes, and cannot be served", hint="name a file or folder"))
        elif not path.exists():
            problems.append(Problem(f"there is no file or folder {plain(str(path))}"))
    if problems:
        raise ReadError(problems)


def _audit(stack: tuple[Path, ...], max_size: int, live: Live, trail: Trail) -> None:
    """Audit, and show what came of it; what was looked at is noted, so that its change is seen."""
    for path in (*stack, *settings_places(stack)):
        trail.note(path)
    try:
        file = settings_file(stack)
        holds = in_force(file)
        settings = holds.settings
        for path in (*settings.rules, *(() if settings.baseline is None else (settings.baseline,))):
            trail.note(path)
        audit = audited(stack or own_stack(file, settings), max_size, holds, settings.baseline, trail.note)
        failures = live.show(audit)
    except StackauditError as error:
        _refuse(error.problems, live, trail)
    except click.ClickException as error:
        _refuse((Problem(plain(error.format_message())),), live, trail)
    except Exception as error:  # noqa: BLE001 - the last report is still there, and the next save may be audited
        say("".join(traceback.format_exception(error)), err=True, nl=False)
        message = f"stackaudit itself failed: {type(error).__name__}"
        _refuse((Problem(message, hint="the terminal shows where; please report it"),), live, trail)
    else:
        say(summary_line(audit, style))
        for failure in failures:
            say(f"{style('not drawn', fg='yellow')}: {plain(failure)}", err=True)
        say_broken(audit)
        say_notices(audit)


def _refuse(problems: Sequence[Problem], live: Live, trail: Trail) -> None:
    """Show and print mistakes. Where they stand is watched, too: they may have kept others from being read."""
    live.refuse(problems)
    for problem in problems:
        if problem.place is not None:
            trail.note(Path(problem.place.file))
        for line in problem_lines(problem, style):
            say(line, err=True)
    count = len(problems)
    stays = "there is no report yet" if live.now.shown.json is None else "the last report stays"
    say(f"{count} mistake{'' if count == 1 else 's'}; {stays}.")
