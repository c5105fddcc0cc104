"""What the commands that audit share: settings, loading and auditing with a progress bar, naming rules that broke."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from stackaudit.audit.audit import Audit
from stackaudit.cli.in_force import InForce, in_force
from stackaudit.cli.options import limits_of, read_stack
from stackaudit.cli.printing import say
from stackaudit.cli.progress import progress_bar
from stackaudit.cli.settings_options import settings_file
from stackaudit.errors import Problem, StackError
from stackaudit.model.stack import Stack
from stackaudit.outputs.plain import plain
from stackaudit.outputs.terminal import broken_rules
from stackaudit.rules.choosing import selected
from stackaudit.settings.auditing import audit_by

__all__ = ["audited", "say_broken", "say_notices"]


def audited(
    stack: Sequence[Path],
    max_size: int,
    holds: InForce | None = None,
    baseline: Path | None = None,
    noted: Callable[[Path], None] | None = None,
    what_if: Sequence[Path] = (),
) -> Audit:
    """Load and audit, with a progress bar where it takes long.

    Args:
        stack: files and folders.
        max_size: the largest file to read, in MiB.
        holds: settings and options; by default those of the stack's own file and of the command line.
        baseline: the file of findings that are known.
        noted: called with each path of the stack before it is looked at.
        what_if: what-if files, whose changes are made to the stack before it is audited.
    """
    known = None
    if baseline is not None:
        from stackaudit.audit.baseline_file import read_baseline  # noqa: PLC0415 - most runs have no baseline

        known = read_baseline(baseline, limits=limits_of(max_size))
    settings, packs, _ = in_force(settings_file(stack)) if holds is None else holds
    chosen = selected((rule for pack in packs for rule in pack.rules), settings.select, settings.ignore)
    description = read_stack(stack, max_size, noted, what_if=what_if)
    wrong = _logo_mistakes(description, noted)
    try:
        with progress_bar(sum(not rule.alias_of for rule in chosen)) as progress:
            audit = audit_by(settings, description, packs=packs, progress=progress, baseline=known)
    except StackError as error:
        raise StackError([*error.problems, *wrong]) from error
    if wrong:
        raise StackError(wrong)
    if not gc.isenabled():  # as the program does that is alone: nor is there anything to look for when it ends
        gc.freeze()
    return audit


def _logo_mistakes(stack: Stack, noted: Callable[[Path], None] | None) -> tuple[Problem, ...]:
    """What is wrong with the logo of the report."""
    if stack.report is None or stack.report.logo is None:
        return ()
    from stackaudit.outputs.brand.logo import logo_of  # noqa: PLC0415 - most stacks name no logo

    try:
        logo_of(stack, noted)
    except StackError as error:
        return error.problems
    return ()


def say_broken(audit: Audit) -> None:
    """Name the rules that raised, with their tracebacks, for whoever can mend them."""
    for rule, broken in broken_rules(audit):
        say(f"The rule {rule} is broken:", err=True)
        for line in broken.traceback.splitlines():
            say(plain(line), err=True)


def say_notices(audit: Audit) -> None:
    """Tell what a consultant should know of their settings of the report."""
    if audit.stack.report is None:
        return
    from stackaudit.outputs.brand.notices import notices  # noqa: PLC0415 - most stacks say nothing of their report

    for line in notices(audit):
        say(f"note: {plain(line)}", err=True)
