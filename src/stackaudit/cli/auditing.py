"""What the commands that audit share: loading and auditing with a progress bar, and naming the rules that broke."""

from __future__ import annotations

import gc
from pathlib import Path

from stackaudit.audit.audit import Audit, audit_stack
from stackaudit.cli.options import limits_of, read_stack, words
from stackaudit.cli.printing import say
from stackaudit.cli.progress import progress_bar
from stackaudit.outputs.plain import plain
from stackaudit.outputs.terminal import broken_rules
from stackaudit.rules.pack import loaded, selected

__all__ = ["audited", "say_broken"]


def audited(
    stack: tuple[Path, ...],
    max_size: int,
    folders: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    *,
    waive: bool = True,
    baseline: Path | None = None,
) -> Audit:
    """Load and audit, with a progress bar where it takes long."""
    known = None
    if baseline is not None:
        from stackaudit.audit.baseline_file import read_baseline  # noqa: PLC0415 - most runs have no baseline

        known = read_baseline(baseline, limits=limits_of(max_size))
    packs = loaded(folders)
    chosen = selected((rule for pack in packs for rule in pack.rules), words(select), words(ignore))
    description = read_stack(stack, max_size)
    with progress_bar(sum(not rule.alias_of for rule in chosen)) as progress:
        audit = audit_stack(
            description,
            packs=packs,
            select=words(select),
            ignore=words(ignore),
            progress=progress,
            waive=waive,
            baseline=known,
        )
    if not gc.isenabled():  # as the program does that is alone: nor is there anything to look for when it ends
        gc.freeze()
    return audit


def say_broken(audit: Audit) -> None:
    """Name the rules that raised, with their tracebacks, for whoever can mend them."""
    for rule, broken in broken_rules(audit):
        say(f"The rule {rule} is broken:", err=True)
        for line in broken.traceback.splitlines():
            say(plain(line), err=True)
