"""The command that writes down what is known: ``baseline``; and what ``run`` does with the file."""

from __future__ import annotations

from pathlib import Path

import click

from stackaudit.audit.audit import Audit
from stackaudit.audit.baseline import AbsentState, Baseline
from stackaudit.audit.baseline_file import FILE, is_baseline, read_baseline, to_json
from stackaudit.cli.auditing import audited, say_broken
from stackaudit.cli.in_force import in_force, own_stack
from stackaudit.cli.options import own_stack_argument, rule_options
from stackaudit.cli.printing import say
from stackaudit.cli.settings_options import settings_file, settings_options
from stackaudit.cli.values import filled
from stackaudit.errors import BaselineError, OutputError, Problem
from stackaudit.outputs.files import check_folder, write_all
from stackaudit.outputs.plain import as_bytes, plain

__all__ = ["baseline", "pruned"]


@click.command(short_help="Write down what is known.")
@own_stack_argument
@click.option(
    "--output",
    "-o",
    default=FILE,
    show_default=True,
    callback=filled,
    metavar="FILE",
    help="The file to write, where settings name none; - prints it.",
)
@rule_options
@settings_options
def baseline(
    stack: tuple[Path, ...],
    max_size: int,
    output: str,
    **_options: object,
) -> None:
    """Write down the findings of STACK (- for standard input), so that `run --baseline` fails on new ones alone.

    A baseline that is there is written anew: what was found since is known from then on. What is waived is left out.
    Without STACK, the nearest stackaudit.toml says which stack it is, and with its key baseline which file to write.

    \b
    Example:
      stackaudit baseline stack.yaml
      stackaudit run stack.yaml --baseline .stackaudit-baseline.json
    """
    file = settings_file(stack)
    holds = in_force(file)
    if holds.settings.baseline is not None and "output" not in holds.given:
        output = str(holds.settings.baseline)
    path = Path(output)
    if output != "-":
        check_folder(path.parent, [path.name])
        if path.exists() and path.stat().st_size and not is_baseline(path):
            problem = Problem(f"{output} is there already, and is no baseline", hint="name another file with --output")
            raise OutputError(problem)
    audit = audited(stack or own_stack(file, holds.settings), max_size, holds)
    if audit.broken:
        say_broken(audit)
        raise OutputError(Problem("no baseline is written: nobody knows what a broken rule would find"))
    made = Baseline.of(audit.findings)
    if output == "-":
        say(as_bytes(to_json(made)), nl=False)
        return
    changes = _changes(path, made)
    write_all(path.parent, {path.name: to_json(made)})
    count = len(made.findings)
    say(f"Written: {plain(output)}, {count} known finding{'' if count == 1 else 's'}{changes}.")


def _changes(path: Path, made: Baseline) -> str:
    """How a baseline differs from the one in its place, in words; nothing where that cannot be read."""
    if not is_baseline(path):
        return ""
    try:
        before = read_baseline(path).findings
    except BaselineError:
        return ""
    new, gone = len(made.findings.keys() - before.keys()), len(before.keys() - made.findings.keys())
    return f" ({new or 'none'} new, {gone or 'none'} gone)"


def pruned(audit: Audit, path: Path) -> str:
    """Take what is mended out of the file of an audit's baseline, and say so."""
    mended = audit.comparison.of_state(AbsentState.MENDED) if audit.comparison is not None else ()
    if audit.baseline is not None and mended:
        write_all(path.parent, {path.name: to_json(audit.baseline.without(one.id for one in mended))})
    return f"Taken out of {plain(str(path))}: {len(mended) or 'no'} mended finding{'' if len(mended) == 1 else 's'}."
