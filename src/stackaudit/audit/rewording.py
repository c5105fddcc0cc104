"""The consultant's words in place of a rule's: what a rule says may be put otherwise, what it finds may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from stackaudit.audit.audit import Audit
from stackaudit.audit.placed import problem_at
from stackaudit.errors import Problem
from stackaudit.finding import RuleResult
from stackaudit.model.report import NewWords
from stackaudit.model.stack import Stack
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.rule import Rule

__all__ = ["Changed", "changed", "misplaced_words", "reworded"]

Changed = Mapping[str, tuple[str, ...]]
"""The fields of rules that have other words, by the rules' ids."""


def misplaced_words(stack: Stack, rules: Sequence[Rule]) -> list[Problem]:
    """The words for rules that there are not, or that are there twice, as an alias and as the rule that it leads to."""
    given = stack.report.wording if stack.report is not None else {}
    known = {rule.id: rule for rule in rules}
    problems, seen = [], dict[tuple[str, str], str]()
    for identity, words in given.items():
        if identity not in known:
            hint = rule_meant(identity, known)
            problems.append(_problem(stack, identity, f"there is no rule {identity!r} to word otherwise", hint))
            continue
        for target in known[identity].alias_of or (identity,):
            for name in _fields(words):
                first = seen.setdefault((target, name), identity)
                if first != identity:
                    message = f"{identity} leads to {target}, whose {name} has other words under {first}"
                    problems.append(_problem(stack, identity, message, "keep one of them"))
    return problems


def _problem(stack: Stack, identity: str, message: str, hint: str | None) -> Problem:
    return problem_at(stack, ("report", "wording", identity), message, hint, key=True)


def changed(audit: Audit) -> Changed:
    """The rules that were run and have other words, in the order of the file."""
    settings = audit.stack.report
    made: dict[str, tuple[str, ...]] = {}
    for identity, words in settings.wording.items() if settings is not None else ():
        for target in audit.rules[identity].alias_of or (identity,) if identity in audit.rules else ():
            if target in audit.rules and (names := _fields(words)):
                made[target] = (*made.get(target, ()), *names)
    return MappingProxyType(made)


def reworded(audit: Audit) -> Audit:
    """The audit with the words that its report has for rules: their titles, reasons, fixes and what they mean.

    What was found, its severity, evidence and ids are the same, and so is the score.
    """
    settings = audit.stack.report
    if settings is None or not changed(audit):
        return audit
    rules, impacts = dict(audit.rules), dict[str, str]()
    for identity, words in settings.wording.items():
        if identity not in rules:
            continue
        for target in (identity, *rules[identity].alias_of):
            if target in rules:
                rules[target] = _with_words(rules[target], words)
                if words.impact is not None:
                    impacts[target] = _line(words.impact)
    results = tuple(_with_impact(result, impacts.get(result.rule)) for result in audit.results)
    return replace(audit, rules=MappingProxyType(rules), results=results)


def _with_words(rule: Rule, words: NewWords) -> Rule:
    fix = rule.fix
    if words.fix is not None:
        fix = replace(fix, now=_line(words.fix.now or fix.now), later=_line(words.fix.later or fix.later))
    return replace(rule, title=_line(words.title or rule.title), why=_line(words.why or rule.why), fix=fix)


def _with_impact(result: RuleResult, impact: str | None) -> RuleResult:
    if impact is None:
        return result
    return replace(result, findings=tuple(replace(one, impact=impact) for one in result.findings))


def _line(text: str) -> str:
    """A text on one line, as a rule's own are."""
    return " ".join(text.split())


def _fields(words: NewWords) -> tuple[str, ...]:
    return tuple(_named(words))


def _named(words: NewWords) -> Iterator[str]:
    for name in ("title", "why", "impact"):
        if getattr(words, name) is not None:
            yield name
    for name in ("now", "later"):
        if words.fix is not None and getattr(words.fix, name) is not None:
            yield f"fix {name}"
