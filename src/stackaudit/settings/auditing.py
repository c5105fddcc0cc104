"""Audits a stack by settings: the one place where what settings say becomes what an audit takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stackaudit.audit.audit import Audit, audit_stack
from stackaudit.audit.baseline import Baseline
from stackaudit.model.stack import Stack
from stackaudit.rules.pack import Pack
from stackaudit.rules.rule import Rule
from stackaudit.settings.settings import Settings

__all__ = ["audit_by"]


def audit_by(
    settings: Settings,
    stack: Stack,
    *,
    packs: Sequence[Pack],
    progress: Callable[[Rule], None] | None = None,
    baseline: Baseline | None = None,
) -> Audit:
    """Audit a loaded stack by settings.

    Args:
        settings: which rules run, with which thresholds and severities, and whether waivers hold.
        stack: the stack.
        packs: the packs of rules, as the settings have them loaded.
        progress: called before each rule.
        baseline: findings that are known.

    Raises:
        stackaudit.StackauditError: as ``audit_stack``.
    """
    return audit_stack(
        stack,
        packs=packs,
        select=settings.select,
        ignore=settings.ignore,
        parameters=settings.parameters,
        progress=progress,
        waive=settings.waivers,
        severities=settings.severity,
        settings_file=settings.file,
        baseline=baseline,
    )
