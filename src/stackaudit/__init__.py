"""stackaudit: audit a marketing stack that is described in YAML.

``stackaudit.run("stack.yaml")`` gives an audit: the typed stack, its graph, every rule's result, and findings with
evidence.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from stackaudit._version import __version__

if TYPE_CHECKING:
    from stackaudit.api import Audit, diff, run, triage
    from stackaudit.audit.baseline import Baseline, Standing
    from stackaudit.audit.baseline_file import read_baseline as load_baseline
    from stackaudit.errors import (
        BaselineError,
        CatalogueError,
        LayoutError,
        OutputError,
        Place,
        Problem,
        ReadError,
        RuleError,
        SettingsError,
        StackauditError,
        StackError,
    )
    from stackaudit.finding import Evidence, Finding, Hop, Missing, Outcome, RuleResult, Severity
    from stackaudit.graph import StackGraph
    from stackaudit.load import load as load_stack
    from stackaudit.load import load_data, load_text
    from stackaudit.model.stack import Stack
    from stackaudit.model.values import NONE, UNKNOWN
    from stackaudit.outputs.difference.difference import Difference
    from stackaudit.rules.rule import Rule
    from stackaudit.settings import Settings, find_settings, load_settings
    from stackaudit.source import Limits

__all__ = [
    "NONE",
    "UNKNOWN",
    "Audit",
    "Baseline",
    "BaselineError",
    "CatalogueError",
    "Difference",
    "Evidence",
    "Finding",
    "Hop",
    "LayoutError",
    "Limits",
    "Missing",
    "Outcome",
    "OutputError",
    "Place",
    "Problem",
    "ReadError",
    "Rule",
    "RuleError",
    "RuleResult",
    "Settings",
    "SettingsError",
    "Severity",
    "Stack",
    "StackError",
    "StackGraph",
    "StackauditError",
    "Standing",
    "__version__",
    "diff",
    "find_settings",
    "load_baseline",
    "load_data",
    "load_settings",
    "load_stack",
    "load_text",
    "run",
    "triage",
]

_HOMES = {
    "stackaudit.api": ("Audit", "diff", "run", "triage"),
    "stackaudit.audit.baseline": ("Baseline", "Standing"),
    "stackaudit.errors": (
        "BaselineError",
        "CatalogueError",
        "LayoutError",
        "OutputError",
        "Place",
        "Problem",
        "ReadError",
        "RuleError",
        "SettingsError",
        "StackError",
        "StackauditError",
    ),
    "stackaudit.finding": ("Evidence", "Finding", "Hop", "Missing", "Outcome", "RuleResult", "Severity"),
    "stackaudit.graph": ("StackGraph",),
    "stackaudit.load": ("load_data", "load_text"),
    "stackaudit.model.stack": ("Stack",),
    "stackaudit.model.values": ("NONE", "UNKNOWN"),
    "stackaudit.outputs.difference.difference": ("Difference",),
    "stackaudit.rules.rule": ("Rule",),
    "stackaudit.settings": ("Settings", "find_settings", "load_settings"),
    "stackaudit.source": ("Limits",),
}
_HOME_OF = {name: (module, name) for module, names in _HOMES.items() for name in names}
_HOME_OF["load_stack"] = ("stackaudit.load", "load")
_HOME_OF["load_baseline"] = ("stackaudit.audit.baseline_file", "read_baseline")


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that importing the package costs nothing."""
    if name not in _HOME_OF:
        msg = f"module 'stackaudit' has no attribute {name!r}"
        raise AttributeError(msg)
    module, attribute = _HOME_OF[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
