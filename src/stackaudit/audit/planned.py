"""Planned actions that name findings of rules that there are not."""

from __future__ import annotations

from collections.abc import Sequence

from stackaudit.errors import Problem
from stackaudit.model.stack import COLLECTIONS, SINGLETONS, Stack
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.rule import Rule

__all__ = ["misspelt_actions"]

_HEADS = frozenset({*COLLECTIONS.values(), *SINGLETONS, "data_classes"})


def misspelt_actions(stack: Stack, rules: Sequence[Rule]) -> list[Problem]:
    """The findings that planned actions name, of rules that there are not."""
    known = {rule.id for rule in rules}
    provenance = stack.provenance
    problems = []
    for key, action in stack.actions.items():
        for number, named in enumerate(action.mends):
            rule, colon, _ = named.partition(":")
            if not colon or rule.partition(".")[0] in _HEADS or rule in known:
                continue
            place = excerpt = None
            if provenance is not None:
                place = provenance.document.place(("actions", key, "mends", number))
                excerpt = provenance.document.excerpt(place)
            message = f"there is no rule {rule!r} whose findings could be mended"
            problems.append(Problem(message, place, rule_meant(rule, sorted(known)), excerpt))
    return problems
