"""The consultant's words on findings and sections: which stand beside nothing that there is."""

from __future__ import annotations

from collections.abc import Sequence

from stackaudit.audit.placed import problem_at
from stackaudit.errors import Problem
from stackaudit.model.stack import Stack
from stackaudit.model.words import ReportSection
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.rule import Rule
from stackaudit.source.wording import did_you_mean

__all__ = ["misplaced_commentary"]

_SECTIONS = tuple(section.value for section in ReportSection)


def misplaced_commentary(stack: Stack, rules: Sequence[Rule]) -> list[Problem]:
    """The commentary on what is neither a section nor can be a finding, as no rule is called so."""
    known = sorted({rule.id for rule in rules})
    problems = []
    for name in stack.report.commentary if stack.report is not None else ():
        rule, colon, rest = name.partition(":")
        if name in _SECTIONS or (rule in known and rest):
            continue
        hint: str | None
        if rule in known:
            message = f"expected the id of one finding of {rule}, found {name!r}"
            hint = f"such as {rule}:tools.hubspot; the report shows it at the foot of each finding"
        elif colon:
            message = f"there is no rule {rule!r} whose findings could be commented on"
            hint = rule_meant(rule, known)
        else:
            message = f"there is no section and no finding {name!r} to comment on"
            hint = did_you_mean(name, _SECTIONS) or f"sections are {', '.join(_SECTIONS)}"
        problems.append(problem_at(stack, ("report", "commentary", name), message, hint, key=True))
    return problems
