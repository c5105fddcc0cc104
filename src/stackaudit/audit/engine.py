"""Runs rules over a stack: one result a rule, in the order of the rules. A rule that raises is broken, and the run goes on."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from stackaudit.audit.evidence import evidence_of
from stackaudit.checks.verdict import Verdict, View, outcome_of
from stackaudit.finding import BrokenRule, Finding, Missing, Outcome, RuleResult, Unknown
from stackaudit.graph import StackGraph
from stackaudit.model.elements import Company, Element
from stackaudit.model.stack import COLLECTIONS, Stack, elements_of, field_name
from stackaudit.rules.conditions import STACK
from stackaudit.rules.rule import Clause, Rule
from stackaudit.rules.scope import Scope, Trace, in_use, read
from stackaudit.rules.wording import fill, in_words
from stackaudit.truth import FALSE, TRUE, Truth, all_of, negate

__all__ = ["judge", "run_rules"]

_NOT_STATED: Final = "not stated"


def run_rules(
    stack: Stack,
    graph: StackGraph,
    rules: Iterable[Rule],
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Callable[[Rule], None] | None = None,
) -> tuple[RuleResult, ...]:
    """Judge a stack by each rule.

    Args:
        stack: the stack.
        graph: its graph.
        rules: the rules; aliases are passed over, as the rules that they lead to have the result.
        parameters: values that differ from the rules' own, by rule id and name.
        progress: called before each rule, for a progress bar.
    """
    scope = Scope(stack)
    titles = _titles(stack)
    results = []
    for rule in rules:
        if rule.alias_of:
            continue
        if progress is not None:
            progress(rule)
        results.append(judge(rule, scope, graph, {**rule.values, **(parameters or {}).get(rule.id, {})}, titles))
    return tuple(results)


def judge(
    rule: Rule, scope: Scope, graph: StackGraph, parameters: Mapping[str, Any], titles: Mapping[str, str]
) -> RuleResult:
    """What one rule says. An exception in it makes the rule broken; nothing of what it said before counts then."""
    own = scope.with_parameters(parameters)
    try:
        verdicts = rule.check(View(scope.stack, graph, parameters)) if rule.check is not None else _declared(rule, own)
        return _result(rule, own, verdicts, titles)
    except Exception as error:  # noqa: BLE001 - whatever a rule raises, the others still report
        return RuleResult(rule.id, broken=_broken(error))


def _declared(rule: Rule, scope: Scope) -> Iterator[Verdict]:
    for clause in rule.clauses:
        if clause.kind == STACK:
            yield _verdict(rule, clause, scope, scope.stack, "stack", TRUE)
            continue
        prefix = COLLECTIONS.get(clause.kind, "roadmap.items")
        for identity, element in elements_of(scope.stack, clause.kind):
            yield _verdict(rule, clause, scope, element, f"{prefix}.{identity}", in_use(element))


def _verdict(rule: Rule, clause: Clause, scope: Scope, element: Any, path: str, used: Truth) -> Verdict:
    if used == FALSE:
        return Verdict((path,), Outcome.NOT_APPLICABLE)
    applies = used if clause.given is None else all_of((used, clause.given(element, scope, None)))
    red_flag = applies
    if red_flag != FALSE:
        red_flag = all_of((red_flag, clause.where(element, scope, None)))
    if red_flag != FALSE and clause.unless is not None:
        red_flag = all_of((red_flag, negate(clause.unless(element, scope, None))))
    outcome = outcome_of(red_flag, applies)
    if outcome in {Outcome.CLEAR, Outcome.NOT_APPLICABLE}:
        return Verdict((path,), outcome)
    trace = _trace(clause, scope, element, path, used)
    if outcome is Outcome.UNKNOWN:
        return Verdict((path,), outcome, missing=tuple(trace.missing))
    severity = min((step.to for step in rule.steps if step.condition(element, scope, None) == TRUE), default=None)
    values = {_MESSAGE: clause.message}
    return Verdict(
        (path,), outcome, facts=tuple(trace.facts), missing=tuple(trace.missing), values=values, severity=severity
    )


_MESSAGE: Final = " message"


def _trace(clause: Clause, scope: Scope, element: Any, path: str, used: Truth) -> Trace:
    """The facts of a subject: those of the red flag first, then those of its precondition and exception."""
    trace = Trace()
    for condition in (clause.where, clause.given, clause.unless):
        if condition is None:
            continue
        part = Trace()
        truth = condition(element, scope, part)
        trace.facts.update(part.facts)
        if truth not in {TRUE, FALSE}:
            trace.missing.update(part.missing)
    if used != TRUE:
        trace.missing[Missing((*path.split(".", 1), "status"))] = None
    return trace


def _result(rule: Rule, scope: Scope, verdicts: Iterable[Verdict], titles: Mapping[str, str]) -> RuleResult:
    findings: dict[str, Finding] = {}
    unknown: list[Unknown] = []
    clear: list[str] = []
    not_applicable: list[str] = []
    for verdict in verdicts:
        if verdict.outcome is Outcome.CLEAR:
            clear.append(_subject(verdict))
        elif verdict.outcome is Outcome.NOT_APPLICABLE:
            not_applicable.append(_subject(verdict))
        elif verdict.outcome is Outcome.UNKNOWN:
            unknown.append(Unknown(_subject(verdict), verdict.missing))
        else:
            finding = _finding(rule, scope, verdict, titles)
            findings.setdefault(finding.id, finding)
    return RuleResult(rule.id, tuple(findings.values()), tuple(unknown), tuple(clear), tuple(not_applicable))


def _subject(verdict: Verdict) -> str:
    subject = "+".join(verdict.elements)
    return f"{subject}:{verdict.topic}" if verdict.topic else subject


def _finding(rule: Rule, scope: Scope, verdict: Verdict, titles: Mapping[str, str]) -> Finding:
    def value_of(name: str) -> str | None:
        if name in verdict.values:
            return str(verdict.values[name]) or None
        return _value(name, rule, scope, verdict, titles)

    template = str(verdict.values.get(_MESSAGE, rule.message))
    message = fill(template, lambda name: value_of(name) or _NOT_STATED) or template
    impact = next((text for text in (fill(wording, value_of) for wording in rule.impact) if text is not None), "")
    return Finding(
        rule=rule.id,
        id=f"{rule.id}:{_subject(verdict)}",
        outcome=verdict.outcome,
        severity=verdict.severity or rule.severity,
        elements=tuple(dict.fromkeys((*verdict.elements, *verdict.related))),
        topic=verdict.topic,
        message=message,
        evidence=evidence_of(scope.stack, verdict.facts),
        impact=impact,
        path=verdict.path,
        missing=verdict.missing,
    )


def _value(name: str, rule: Rule, scope: Scope, verdict: Verdict, titles: Mapping[str, str]) -> str | None:
    """A value for a message: of the subject, the company, or the rule's parameters."""
    stack = scope.stack
    if name == "as_of":
        return stack.as_of.isoformat()
    if name in scope.parameters:
        return in_words(scope.parameters[name])
    head, _, field = name.partition(".")
    if head == "company":
        if not isinstance(stack.company, Company):
            return None
        return in_words(getattr(stack.company, field_name(field)), titles) if field else stack.company.title
    collection, _, identity = verdict.elements[0].partition(".")
    if collection == "roadmap":
        identity = identity.partition(".")[2]
        element = (stack.roadmap.items or {}).get(identity) if isinstance(stack.roadmap, Element) else None
    else:
        element = getattr(stack, collection, {}).get(identity) if identity else None
    if not isinstance(element, Element):
        return None
    if head in {clause.kind for clause in rule.clauses}:
        return in_words(read(element, field_name(field)), titles) if field else element.title
    return in_words(read(element, field_name(name)), titles)


def _titles(stack: Stack) -> Mapping[str, str]:
    """The names of elements by id, for messages."""
    return {
        identity: element.name
        for kind in reversed(list(COLLECTIONS))
        for identity, element in elements_of(stack, kind)
        if element.name
    }


def _broken(error: Exception) -> BrokenRule:
    frames = []
    for frame in traceback.extract_tb(error.__traceback__):
        parts = Path(frame.filename).parts
        start = next(
            (number for number in range(len(parts) - 1, -1, -1) if parts[number] in {"site-packages", "src"}),
            len(parts) - 2,
        )
        frames.append(f"{'/'.join(parts[start + 1 :])}:{frame.lineno} in {frame.name}")
    text = "".join(traceback.format_exception(error))
    return BrokenRule(f"{type(error).__name__}: {error}", tuple(frames), text)
