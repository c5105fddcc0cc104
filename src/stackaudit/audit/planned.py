"""Planned actions that name findings of rules that there are not."""

from __future__ import annotations

from collections.abc import Sequence

from stackaudit.audit.placed import problem_at
from stackaudit.errors import Problem
from stackaudit.model.stack import COLLECTIONS, SINGLETONS, Stack
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.rule import Rule

__all__ = ["misspelt_actions"]

_HEADS = frozenset({*COLLECTIONS.values(), *SINGLETONS, "data_classes"})


def misspelt_actions(stack: Stack, rules: Sequence[Rule]) -> list[Problem]:
    """The findings that planned actions name, of rules that there are not."""
    known = {rule.id for rule in rules}
    problems = []
    for key, action in stack.actions.items():
        for number, named in enumerate(action.mends):
            rule, colon, _ = named.partition(":")
            if not colon or rule.partition(".")[0] in _HEADS or rule in known:
                continue
            message = f"there is no rule {rule!r} whose findings could be mended"
            hint = rule_meant(rule, sorted(known))
            problems.append(problem_at(stack, ("actions", key, "mends", number), message, hint))
    return problems
