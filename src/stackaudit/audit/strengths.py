"""What is good: the red flags of weight that the facts rule out for all that they could be about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from stackaudit.finding import Outcome, RuleResult, Severity
from stackaudit.rules.rule import Rule

__all__ = ["strengths"]

_MATTER: Final = frozenset({Severity.P1, Severity.P2, Severity.P3})


def strengths(results: Iterable[RuleResult], rules: Mapping[str, Rule]) -> tuple[RuleResult, ...]:
    """The results of rules that would matter and are clear throughout: the most severe first, then the widest."""
    clear = [
        one
        for one in results
        if one.broken is None and one.outcome is Outcome.CLEAR and rules[one.rule].severity in _MATTER
    ]
    return tuple(sorted(clear, key=lambda one: (rules[one.rule].severity, -len(one.clear), one.rule)))
