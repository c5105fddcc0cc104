"""What a rule says of a stack, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from stackaudit.audit.engine import judge
from stackaudit.audit.naming import Titles
from stackaudit.finding import Missing, RuleResult
from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.rules.pack import builtin
from stackaudit.rules.rule import Rule
from stackaudit.rules.scope import Scope

from .worlds import HEAD

FLAGGED, SUSPECTED, CLEAR, NOT_APPLICABLE, UNKNOWN = "flagged", "suspected", "clear", "not_applicable", "unknown"
NEVER = frozenset({CLEAR, NOT_APPLICABLE})


@cache
def rules() -> Mapping[str, Rule]:
    """The rules of the built-in pack that judge by themselves."""
    return {rule.id: rule for rule in builtin().rules if not rule.alias_of}


@dataclass
class Said:
    """What a rule says of a stack: the outcome of each subject, the severity of what it flags, and what it asks for."""

    outcome: dict[str, str] = field(default_factory=dict)
    severity: dict[str, int] = field(default_factory=dict)
    missing: dict[str, tuple[Missing, ...]] = field(default_factory=dict)
    raised: str = ""


def said_in(rule: str, result: RuleResult) -> Said:
    said = Said()
    if result.broken is not None:
        said.raised = f"{result.broken.exception} {result.broken.traceback}"
    said.outcome.update(dict.fromkeys(result.not_applicable, NOT_APPLICABLE))
    said.outcome.update(dict.fromkeys(result.clear, CLEAR))
    for unknown in result.unknown:
        said.outcome[unknown.element] = UNKNOWN
        said.missing[unknown.element] = unknown.missing
    for finding in result.findings:
        subject = finding.id.removeprefix(f"{rule}:")
        said.outcome[subject] = finding.outcome.value
        said.severity[subject] = int(finding.severity[1])
        said.missing[subject] = finding.missing
    return said


def said_of(rule: str | Rule, data: Mapping[str, Any]) -> Said:
    stack = load_data({**HEAD, **data})
    compiled = rules()[rule] if isinstance(rule, str) else rule
    return said_in(compiled.id, judge(compiled, Scope(stack), StackGraph(stack), compiled.values, Titles(stack)))
