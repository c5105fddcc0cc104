"""The command that compares two states of a stack: ``diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from stackaudit.audit.audit import Audit
from stackaudit.audit.difference import Difference, difference
from stackaudit.audit.difference.record import Record
from stackaudit.cli.auditing import say_broken
from stackaudit.cli.in_force import InForce, in_force
from stackaudit.cli.options import rule_options, size_option
from stackaudit.cli.printing import say, style
from stackaudit.cli.progress import progress_bar
from stackaudit.cli.run_options import waivers_option
from stackaudit.cli.settings_options import settings_file, settings_named, settings_options
from stackaudit.cli.sides import Sides, sides, sides_of_plan
from stackaudit.cli.values import PathName, filled, joined
from stackaudit.cli.writing import say_written
from stackaudit.errors import OutputError, Problem, StackauditError, StackError
from stackaudit.finding import Severity
from stackaudit.outputs.difference.adjusting import settings_notes
from stackaudit.outputs.difference.forms import FORMS, parse_forms
from stackaudit.outputs.difference.terminal import difference_lines, summary
from stackaudit.outputs.plain import as_bytes
from stackaudit.rules.choosing import selected
from stackaudit.settings.auditing import audit_by
from stackaudit.settings.files import SettingsFile, find_file
from stackaudit.settings.revisions import settings_differ
from stackaudit.settings.settings import Settings

__all__ = ["diff"]


@click.command(short_help="Compare two states of a stack.")
@click.argument(
    "states",
    nargs=-1,
    required=True,
    metavar="OLD NEW | REV [REV] PATH...",
    type=click.Path(allow_dash=True),
    callback=filled,
)
@click.option(
    "--what-if",
    "plans",
    multiple=True,
    metavar="FILE",
    type=PathName(),
    help="Compare the stack with what this file makes of it. May be given several times.",
)
@size_option
@click.option(
    "--output",
    "-o",
    default="-",
    show_default=True,
    metavar="DIR",
    callback=filled,
    help="Folder for the files; - prints one format.",
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    callback=joined,
    default=("text",),
    show_default=True,
    help=f"What to print or to write, with commas: {', '.join(FORMS)}.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(Severity)),
    default="P2",
    show_default=True,
    help="Exit with 1 where a finding from this severity on is new or worse.",
)
@click.option("--strict/--no-strict", help="Let suspected findings fail, too.")
@waivers_option
@click.option("--quiet", "-q", is_flag=True, help="Print only the summary line.")
@rule_options
@settings_options
def diff(
    states: tuple[str, ...],
    plans: tuple[Path, ...],
    max_size: int,
    output: str,
    forms: str,
    quiet: bool,  # noqa: FBT001 - click hands options in by name
    **_options: object,
) -> None:
    """Compare two states of a stack: files or folders OLD and NEW, or those of a git revision and of today.

    Says which findings are new, worse, better and mended, which elements and facts changed, which data reach where they
    did not, which opt-outs take longer, and what that does to score and coverage. Exit code 0: nothing at or above
    --fail-on is new or worse; 1: something is; 2: the job could not be done (bad input, broken rule).

    REV PATH... compares the files at a revision with the working tree; REV1 REV2 PATH... and REV1..REV2 PATH... compare
    two revisions; REV1...REV2 PATH... begins where they went apart. REV:PATH names one side, as in git.

    Both are audited by the settings that the working tree has now for NEW.

    In place of a stack, an audit.json that was kept can be compared, as far as it says.

    PATH... --what-if FILE compares a stack with what a plan makes of it, a file of what that would add, change and
    remove.

    \b
    Example:
      stackaudit diff main march.yaml
      stackaudit diff march.yaml november.yaml
      stackaudit diff march.yaml november.yaml --format md > comment.md
      stackaudit diff stack.yaml --what-if target.yaml
    """
    names = parse_forms(forms)
    if output == "-" and len(names) != 1:
        hint = "add --output DIR to write them as files"
        raise OutputError(Problem("several formats are asked for, and one can be printed", hint=hint))
    if output != "-":
        from stackaudit.outputs.files import check_folder  # noqa: PLC0415 - printing to standard output writes no files

        check_folder(Path(output), [FORMS[name].file for name in names])
    pair = sides_of_plan(states, plans, max_size) if plans else sides(states, max_size)
    file = settings_file(pair.paths)
    holds = in_force(file)
    old, new = _audited(pair, holds)
    made = difference(old, new)
    made = replace(made, notes=(*settings_notes(made), *_passed_over(pair, file), *made.notes))
    threshold, strict = holds.settings.fail_on, holds.settings.strict
    contents = {FORMS[name].file: FORMS[name].render(made, threshold, strict=strict) for name in names}
    if output != "-" or names == ("text",):
        _print(made, threshold, strict=strict, quiet=quiet)
    else:
        say(as_bytes(next(iter(contents.values()))), nl=False)
    if output != "-":
        from stackaudit.outputs.files import write_all  # noqa: PLC0415 - printing to standard output writes no files

        written = write_all(Path(output), contents)
        if not quiet:
            say_written(written)
    for audit in (old, new):
        if isinstance(audit, Audit):
            say_broken(audit)
    if old.broken or new.broken:
        sys.exit(2)
    sys.exit(1 if made.failing(threshold, strict=strict) else 0)


def _print(made: Difference, threshold: Severity, *, strict: bool, quiet: bool) -> None:
    if quiet:
        say(summary(made, threshold, style, strict=strict))
        return
    for line in difference_lines(made, threshold, style, strict=strict):
        say(line)


def _audited(pair: Sides, holds: InForce) -> tuple[Audit | Record, Audit | Record]:
    """Both states, audited by the same rules where they are stacks; the mistakes of both are told at once."""
    settings, packs, _ = holds
    chosen = selected((rule for pack in packs for rule in pack.rules), settings.select, settings.ignore)
    stacks = []
    problems: list[Problem] = []
    for side in (pair.old, pair.new):
        try:
            stacks.append(side())
        except StackauditError as error:
            problems += error.problems
    if problems:
        raise StackError(problems)
    with progress_bar(len(stacks) * sum(not rule.alias_of for rule in chosen)) as progress:
        old, new = (
            _chosen(one, {rule.id for rule in chosen}, settings)
            if isinstance(one, Record)
            else audit_by(settings, one, packs=packs, progress=progress)
            for one in stacks
        )
    return old, new


def _chosen(record: Record, rules: set[str], settings: Settings) -> Record:
    """What was kept of an audit: of the rules that are run on the other side, with the severities that hold there."""
    if settings.select or settings.ignore:
        from stackaudit.audit.difference.recorded import only_rules  # noqa: PLC0415 - most sides are stacks

        record = only_rules(record, rules)
    if settings.severity:
        from stackaudit.audit.difference.recorded import rated  # noqa: PLC0415 - most sides are stacks

        record = rated(record, settings.severity)
    return record


def _passed_over(pair: Sides, file: SettingsFile | None) -> Iterator[str]:
    """Settings that the old side has for itself, and that do not hold: those of the new side count for both."""
    if settings_named():
        return
    own = find_file(pair.before) if pair.before else file
    if own is not None and (file is None or own.path.resolve() != file.path.resolve()):
        yield f"The settings in {own.name} are passed over: those of the new side count for both."
    if file is not None:
        for revision in pair.revisions:
            if settings_differ(revision, file):
                yield f"{file.name} says something else at {revision.name}: both sides go by the file as it is now."
