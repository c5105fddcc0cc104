"""Runs rules over a stack: one result a rule, in order. A rule that raises is broken, and the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import Any, Final

from stackaudit.audit.evidence import element_at, evidence_of
from stackaudit.audit.naming import Titles, flow_title, value_of
from stackaudit.checks.verdict import Verdict, View, outcome_of
from stackaudit.finding import BrokenRule, Finding, Missing, Outcome, RuleResult, Severity, Unknown
from stackaudit.graph import StackGraph
from stackaudit.model.elements import Process
from stackaudit.model.stack import COLLECTIONS, Stack
from stackaudit.model.values import UNKNOWN
from stackaudit.rules.compiled import screen_of
from stackaudit.rules.conditions import STACK
from stackaudit.rules.rule import Clause, Conditions, Phrase, Rule
from stackaudit.rules.scope import Scope, Subjects, Trace
from stackaudit.rules.screens import ALL_OF, OPEN, Screen, inverse_screen, paired
from stackaudit.rules.wording import SHARE, fill, join
from stackaudit.truth import FALSE, TRUE, Truth, all_of, is_true_as_listed, negate

__all__ = ["judge", "run_rules"]

_NOT_STATED: Final = "not stated"


def run_rules(
    stack: Stack,
    graph: StackGraph | None,
    rules: Iterable[Rule],
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Callable[[Rule], None] | None = None,
) -> tuple[RuleResult, ...]:
    """Judge a stack by each rule.

    Args:
        stack: the stack.
        graph: its graph; for a single rule it may be left out, and is made if that rule asks the graph.
        rules: the rules; aliases are passed over, as the rules that they lead to have the result.
        parameters: values that differ from the rules' own, by rule id and name.
        progress: called before each rule, for a progress bar.
    """
    scope = Scope(stack, columns=None if graph is None else graph.columns)
    titles = Titles(stack, None if graph is None else graph.columns)
    results = []
    for rule in rules:
        if rule.alias_of:
            continue
        if progress is not None:
            progress(rule)
        results.append(judge(rule, scope, graph, {**rule.values, **(parameters or {}).get(rule.id, {})}, titles))
    return tuple(results)


def judge(
    rule: Rule, scope: Scope, graph: StackGraph | None, parameters: Mapping[str, Any], titles: Titles
) -> RuleResult:
    """What one rule says. An exception in it makes the rule broken; nothing of what it said before counts then."""
    own = scope.with_parameters(parameters)
    ledger = _Ledger()
    try:
        if rule.check is not None:
            graph = StackGraph(scope.stack) if graph is None else graph
            verdicts = rule.check(View(scope.stack, graph, parameters, ledger.enter))
        else:
            verdicts = _declared(rule, own, ledger)
        _enter(ledger, rule, own, verdicts, titles)
    # Whatever a rule raises, the others still report; one that ends the program would pass for a clean result.
    except (Exception, SystemExit) as error:  # noqa: BLE001 - see above
        return RuleResult(rule.id, broken=_broken(error))
    return RuleResult(
        rule.id,
        tuple(ledger.findings.values()),
        tuple(ledger.unknown),
        tuple(ledger.clear),
        tuple(ledger.not_applicable),
    )


def _declared(rule: Rule, scope: Scope, ledger: _Ledger) -> Iterator[Verdict]:
    """The verdicts of a declared rule that have something to say.

    What is clear or not applicable goes straight into the ledger.
    """
    for clause in rule.clauses:
        subjects = (
            _STACK_ITSELF._replace(elements=[scope.stack]) if clause.kind == STACK else scope.subjects(clause.kind)
        )
        if not subjects.paths and clause.kind != "process":
            continue  # so that the conditions need not be compiled
        given, where, unless, _ = conditions = clause.conditions()
        outcomes = bytearray(_screened(clause.kind, conditions, scope, subjects))
        number = outcomes.find(_OPEN)
        while number >= 0:
            element, used = subjects.elements[number], subjects.used[number]
            applies = used
            if given is not None and used != FALSE:
                applies = given(element, scope, None)
                if used != TRUE:
                    applies = all_of((used, applies))
            red_flag = FALSE if applies == FALSE else where(element, scope, None)
            if red_flag != FALSE and applies != TRUE:
                red_flag = all_of((applies, red_flag))
            if red_flag != FALSE and unless is not None:
                red_flag = all_of((red_flag, negate(unless(element, scope, None))))
            outcomes[number] = _NOT_APPLICABLE if applies == FALSE else _CLEAR if red_flag == FALSE else _TOLD
            if red_flag != FALSE:
                path = subjects.paths[number]
                yield _verdict(rule, clause, scope, element, path, used, outcome_of(red_flag, applies))
            number = outcomes.find(_OPEN, number + 1)
        ledger.clear.extend(compress(subjects.paths, outcomes.translate(_IS_CLEAR)))
        ledger.not_applicable.extend(compress(subjects.paths, outcomes.translate(_IS_NOT_APPLICABLE)))
        if clause.kind == "process":
            yield from _unknown_processes(clause, scope)


_OPEN: Final = 0
"""Of an element: to be judged by itself."""
_NOT_APPLICABLE: Final = 1
_CLEAR: Final = 2
_TOLD: Final = 3
_IS_NOT_APPLICABLE: Final = bytes(number == _NOT_APPLICABLE for number in range(256))
_IS_CLEAR: Final = bytes(number == _CLEAR for number in range(256))
_OUTCOMES: Final = bytes(
    _NOT_APPLICABLE if applies == FALSE else _CLEAR if applies != OPEN and red_flag == FALSE else _OPEN
    for applies in range(16)
    for red_flag in range(16)
)
"""What can be said by the truths of a precondition and of a red flag."""
_STACK_ITSELF: Final = Subjects(["stack"], [None], bytes([TRUE]))


def _screened(kind: str, conditions: Conditions, scope: Scope, subjects: Subjects) -> bytes:
    """What can be said of all elements at once: that one is clear, or not applicable, or has to be judged by itself."""
    if kind == STACK:
        return bytes([_OPEN])
    unknown = bytes([OPEN]) * len(subjects.paths)

    def truths(screen: Screen | None) -> bytes:
        found = None if screen is None else screen(scope)
        return unknown if found is None else found

    applies = subjects.used
    if conditions.given is not None:
        applies = paired(ALL_OF, applies, truths(screen_of(conditions.given)))
    red_flag = truths(screen_of(conditions.where))
    if conditions.unless is not None:
        red_flag = paired(ALL_OF, red_flag, truths(inverse_screen(screen_of(conditions.unless))))
    return paired(_OUTCOMES, applies, red_flag)


def _unknown_processes(clause: Clause, scope: Scope) -> Iterator[Verdict]:
    """Processes of which nobody can say whether there is one: judged as one of which nothing is known but its name."""
    for key, held in scope.stack.processes.items():
        if held is UNKNOWN:
            blank = Process(id=key, kind=key)
            given, where, *_ = clause.conditions()
            may_be = where(blank, scope, None) != FALSE and (given is None or given(blank, scope, None) != FALSE)
            path, route = f"processes.{key}", ("processes", key)
            missing = (Missing(route),) if may_be else ()
            yield Verdict((path,), Outcome.UNKNOWN if may_be else Outcome.NOT_APPLICABLE, missing=missing)


def _verdict(
    rule: Rule, clause: Clause, scope: Scope, element: Any, path: str, used: Truth, outcome: Outcome
) -> Verdict:
    """A verdict with its facts: the conditions are judged once more, traced."""
    trace = _trace(clause, scope, element, used)
    if outcome is Outcome.UNKNOWN:
        return Verdict((path,), outcome, missing=tuple(trace.missing))
    values = {_CLAUSE: str(rule.clauses.index(clause))}
    severity = None
    steps = [(step, step.condition(element, scope, None)) for step in rule.steps]
    step = min((step for step, truth in steps if truth == TRUE), key=lambda one: one.to, default=None)
    # What may be milder is not called worse before that is known.
    milder = [step for step, truth in steps if truth not in {TRUE, FALSE} and step.to > rule.severity]
    if step is not None:
        part = Trace()
        step.condition(element, scope, part)
        trace.facts.update(part.facts)
        severity, values[_BECAUSE] = step.to, step.because
    elif milder:
        severity = max(step.to for step in milder)
        for one in milder:
            part = Trace()
            one.condition(element, scope, part)
            trace.missing.update(part.missing)
    for name, phrases in clause.conditions().phrases.items():
        values[_PHRASE + name] = _said(phrases, element, scope, trace, proved=outcome is Outcome.FLAGGED)
    return Verdict(
        (path,), outcome, facts=tuple(trace.facts), missing=tuple(trace.missing), values=values, severity=severity
    )


def _said(phrases: Iterable[Phrase], element: Any, scope: Scope, trace: Trace, *, proved: bool) -> str:
    """Those of some phrases whose condition holds, one a line; what makes them hold becomes a fact of the trace.

    In a finding that is ``proved`` it has to hold for certain, else as listed. What a share came to is filled in; where
    that is not known of each element, the phrase is not said.
    """
    said = []
    for phrase in phrases:
        own = Trace()
        truth = phrase.condition(element, scope, own)
        if truth != TRUE and (proved or not is_true_as_listed(truth)):
            continue
        share = {} if own.share is None else dict(zip(SHARE, map(str, own.share), strict=True))
        text = fill(phrase.say, lambda name: share.get(name, None if name in SHARE else f"{{{name}}}"))  # noqa: B023 - used at once
        if text is not None:
            trace.facts.update(own.facts)
            said.append(text)
    return "\n".join(said)


# Names that no rule can give: what the engine tells itself about a verdict.
_CLAUSE: Final = " clause"
_BECAUSE: Final = " because"
_PHRASE: Final = " phrase "


def _trace(clause: Clause, scope: Scope, element: Any, used: Truth) -> Trace:
    """The facts of a subject: those of the red flag first, then those of its precondition and exception."""
    trace = Trace()
    given, where, unless, _ = clause.conditions()
    for condition in (where, given, unless):
        if condition is None:
            continue
        part = Trace()
        truth = condition(element, scope, part)
        trace.facts.update(part.facts)
        if truth not in {TRUE, FALSE}:
            trace.missing.update(part.missing)
    if used != TRUE:
        trace.missing.update(dict.fromkeys(scope.missing_status(element)))
    return trace


@dataclass(slots=True)
class _Ledger:
    """What a rule has said so far."""

    findings: dict[str, Finding] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)
    clear: list[str] = field(default_factory=list)
    not_applicable: list[str] = field(default_factory=list)

    def enter(self, outcome: Outcome, paths: Iterable[str]) -> None:
        """Take what a check says of many subjects at once."""
        {Outcome.CLEAR: self.clear, Outcome.NOT_APPLICABLE: self.not_applicable}[outcome].extend(paths)


def _enter(ledger: _Ledger, rule: Rule, scope: Scope, verdicts: Iterable[Verdict], titles: Titles) -> None:
    # Looked up once, and by position: a large stack has a hundred thousand verdicts a rule.
    is_clear, does_not_apply, is_unknown = Outcome.CLEAR, Outcome.NOT_APPLICABLE, Outcome.UNKNOWN
    clear, not_applicable = ledger.clear.append, ledger.not_applicable.append
    for verdict in verdicts:
        outcome = verdict[1]
        if outcome is is_clear:
            clear(_subject(verdict) if verdict[2] or len(verdict[0]) > 1 else verdict[0][0])
        elif outcome is does_not_apply:
            not_applicable(_subject(verdict) if verdict[2] or len(verdict[0]) > 1 else verdict[0][0])
        else:
            _check_form(verdict)
            if outcome is is_unknown:
                ledger.unknown.append(Unknown(_subject(verdict), verdict.missing))
            else:
                _check_place(verdict.elements, scope.stack)
                finding = _finding(rule, scope, verdict, titles)
                ledger.findings.setdefault(finding.id, finding)


def _check_form(verdict: Verdict) -> None:
    """Refuse what a check of another pack gives in place of a verdict, and no output could tell.

    Raises:
        TypeError: it has no elements, or its outcome or severity is none.
    """
    elements, outcome, severity = verdict.elements, verdict.outcome, verdict.severity
    if not isinstance(elements, tuple) or not elements:
        raise TypeError(f"expected a tuple of paths for the elements of a verdict, found {elements!r}")
    if not isinstance(outcome, Outcome):
        raise TypeError(f"expected an Outcome for the outcome of a verdict, found {outcome!r}")
    if severity is not None and not isinstance(severity, Severity):
        raise TypeError(f"expected a Severity for the severity of a verdict, found {severity!r}")


def _check_place(elements: Iterable[str], stack: Stack) -> None:
    """Refuse a finding on an element that the stack does not have: no reader could look it up.

    Raises:
        LookupError: there is no such element.
    """
    for path in elements:
        collection, _, identity = path.partition(".")
        if identity and collection in _COLLECTIONS and element_at(stack, collection, identity) is None:
            raise LookupError(f"expected an element of the stack in a verdict, found {path!r}")


_COLLECTIONS: Final = frozenset(COLLECTIONS.values())


def _subject(verdict: Verdict) -> str:
    """What identifies a subject: its elements, whatever their order in the file, and the topic."""
    elements, topic = verdict.elements, verdict.topic
    subject = elements[0] if len(elements) == 1 else "+".join(sorted(elements))
    return f"{subject}:{topic}" if topic else subject


def _finding(rule: Rule, scope: Scope, verdict: Verdict, titles: Titles) -> Finding:
    def worded(name: str) -> str | None:
        if name in verdict.values:
            text = str(verdict.values[name])
            # A check names what it found; only of a flow does it give the id. Another id may be a word, such as `sms`.
            flow = scope.stack.flows.get(text)
            return (text if flow is None else flow_title(scope.stack, flow)) or None
        said = verdict.values.get(_PHRASE + name)
        if said is not None:
            return join([*filter(None, (fill(one, worded) for one in said.splitlines()))]) or None
        return value_of(name, rule, scope, verdict.elements[0], titles)

    number = verdict.values.get(_CLAUSE)
    *better, template = (*rule.better, rule.message) if number is None else rule.clauses[int(number)].messages
    known = (fill(wording, worded) for wording in better)
    message = next(filter(None, known), None) or str(fill(template, lambda name: worded(name) or _NOT_STATED))
    impact = next((text for text in (fill(wording, worded) for wording in rule.impact) if text is not None), "")
    return Finding(
        rule=rule.id,
        id=f"{rule.id}:{_subject(verdict)}",
        outcome=verdict.outcome,
        severity=verdict.severity or rule.severity,
        elements=tuple(dict.fromkeys((*verdict.elements, *verdict.related))),
        topic=verdict.topic,
        message=message,
        evidence=evidence_of(scope.stack, verdict.facts, scope.evidence),
        impact=impact,
        path=verdict.path,
        missing=verdict.missing,
        because=str(verdict.values.get(_BECAUSE, "")),
    )


def _broken(error: BaseException) -> BrokenRule:
    import traceback  # noqa: PLC0415 - only for a rule that is broken

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
