"""The audit: the stack, its graph, and what every rule says of it, ready for any output."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, Self

from stackaudit.audit.coverage import Coverage, Tally, coverage, tally
from stackaudit.audit.engine import run_rules
from stackaudit.audit.questions import OpenQuestion, open_questions
from stackaudit.collector import no_collector
from stackaudit.errors import SettingsError, StackError
from stackaudit.finding import Finding, Outcome, RuleResult, Severity
from stackaudit.graph import StackGraph
from stackaudit.model.stack import Stack
from stackaudit.rules.choosing import selected
from stackaudit.rules.pack import Pack, loaded
from stackaudit.rules.parameters import frozen, parameter_mistakes, severity_mistakes
from stackaudit.rules.rule import Rule

if TYPE_CHECKING:
    from stackaudit.audit.actions import Action
    from stackaudit.audit.advice import Triage
    from stackaudit.audit.baseline import Baseline, Comparison, Standing
    from stackaudit.audit.cases import Case
    from stackaudit.audit.causes import Cause
    from stackaudit.audit.costs import Costs
    from stackaudit.audit.gains import Gain
    from stackaudit.audit.mending import Mending
    from stackaudit.audit.opt_out_matrix import ChannelMatrix
    from stackaudit.audit.plan import Plan
    from stackaudit.audit.renewals import Renewal
    from stackaudit.audit.score import Score
    from stackaudit.audit.swot import Swot
    from stackaudit.audit.verdicts import ToolVerdict
    from stackaudit.audit.waivers import AppliedWaiver

__all__ = ["Audit", "audit_stack"]


@dataclass(frozen=True)
class Audit:
    """What was found in a stack. ``stackaudit.Audit`` says what its attributes are, and writes itself."""

    stack: Stack
    graph: StackGraph
    rules: Mapping[str, Rule]
    results: tuple[RuleResult, ...]
    packs: tuple[tuple[str, str], ...]
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    partial: bool = False
    waive: bool = True
    baseline: Baseline | None = None
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[str, ...] = ()
    settings_file: str = ""

    def against(self, baseline: Baseline | None) -> Self:
        """The same audit beside a baseline; ``None`` takes it away."""
        return replace(self, baseline=baseline)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that count: proved before suspected, worst first, then by rule and element."""
        return tuple(finding for finding in self._all_findings if finding.id not in self.waived)

    @cached_property
    def waivers(self) -> tuple[AppliedWaiver, ...]:
        """The stack's waivers, each with what it covers; none where they are not to hold."""
        if not self.waive or not self.stack.waivers:
            return ()
        from stackaudit.audit.waivers import applied_waivers  # noqa: PLC0415 - most stacks waive nothing

        return applied_waivers(self.stack, self.rules, self.results)

    @cached_property
    def waived(self) -> Mapping[str, AppliedWaiver]:
        """The waiver of each finding that is waived, by the finding's id. What is waived counts nowhere else."""
        return MappingProxyType(
            {one: applied for applied in self.waivers if applied.state == "used" for one in applied.findings}
        )

    @cached_property
    def waived_findings(self) -> tuple[Finding, ...]:
        """The findings that are waived, in the order of ``findings``."""
        return tuple(finding for finding in self._all_findings if finding.id in self.waived)

    @property
    def findings_and_waived(self) -> tuple[Finding, ...]:
        """What an output tells of: the findings that count, those last that a baseline knows, then waived ones."""
        return (*self.new_findings, *self.known_findings, *self.waived_findings)

    @cached_property
    def comparison(self) -> Comparison | None:
        """How the findings stand to the baseline, and what of it is there no more; None without one."""
        if self.baseline is None:
            return None
        from stackaudit.audit.baseline import compared  # noqa: PLC0415 - most runs have no baseline

        results = self.results
        if self.severities:
            results = tuple(replace(one, findings=tuple(map(self.as_set, one.findings))) for one in results)
        return compared(self.baseline, results, partial=self.partial)

    def standing(self, finding: Finding) -> Standing | None:
        """How a finding stands to the baseline; None without one."""
        return None if self.comparison is None else self.comparison.standings[finding.id]

    @cached_property
    def new_findings(self) -> tuple[Finding, ...]:
        """The findings that count and that the baseline does not know, or knows as less bad; all without one."""
        return tuple(finding for finding in self.findings if self.standing(finding) != "known")

    @cached_property
    def known_findings(self) -> tuple[Finding, ...]:
        """The findings that count and that the baseline knows; none without one."""
        return tuple(finding for finding in self.findings if self.standing(finding) == "known")

    @cached_property
    def _all_findings(self) -> tuple[Finding, ...]:
        found = [self.as_set(finding) for result in self.results for finding in result.findings]
        return tuple(sorted(found, key=_urgency))

    def as_set(self, finding: Finding) -> Finding:
        """A finding with the severity that settings give to those of its rule."""
        severity = self.severities.get(finding.rule, finding.severity)
        return finding if severity is finding.severity else replace(finding, severity=severity, rated=finding.severity)

    @cached_property
    def flagged(self) -> tuple[Finding, ...]:
        """The findings that are proved."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FLAGGED)

    @cached_property
    def suspected(self) -> tuple[Finding, ...]:
        """The findings that hold unless something was left out of a list."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.SUSPECTED)

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """What is not known, most useful first."""
        return open_questions(self.stack, self.rules, self.results)

    @cached_property
    def coverage(self) -> Coverage:
        """How much of what the rules ask is known."""
        return coverage(self.rules, self.results)

    @cached_property
    def broken(self) -> tuple[RuleResult, ...]:
        """The results of rules that raised."""
        return tuple(result for result in self.results if result.broken is not None)

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """The number of subjects by outcome, for each rule."""
        return MappingProxyType({result.rule: tally(result) for result in self.results})

    @cached_property
    def score(self) -> Score:
        """The score, with its arithmetic."""
        from stackaudit.audit.score import score  # noqa: PLC0415 - an output that prints no score pays nothing for it

        return score(self.rules, self.results, self.waived, partial=self.partial)

    @cached_property
    def mending(self) -> Mending:
        """The findings to mend first, and the score after that: the rules run again over the mended stack."""
        from stackaudit.audit.mending import mending  # noqa: PLC0415 - only some outputs ask for it, and it takes a while

        return mending(self.stack, self.rules, self.parameters, self.score, self.flagged, self.waived)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The findings by what they stem from, each in one group; those that explain most first."""
        from stackaudit.audit.causes import causes  # noqa: PLC0415 - only some outputs ask for it

        return causes(self.stack, self.findings)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What to do about the proved findings, in the order in which to take it: as planned, else by root cause."""
        return self.plan.actions

    @cached_property
    def plan(self) -> Plan:
        """The actions in now, next and later as far as the hours go, and what has to be known to plan better."""
        from stackaudit.audit.plan import plan  # noqa: PLC0415 - only some outputs ask for it

        return plan(self.stack, self.rules, self.causes, self.score, self.renewals)

    @cached_property
    def verdicts(self) -> tuple[ToolVerdict, ...]:
        """What to do with each tool in use: keep, fix, consolidate, replace or retire it, or what would tell."""
        from stackaudit.audit.verdicts import verdicts  # noqa: PLC0415 - only some outputs ask for it

        return verdicts(self.stack, self.results, self.findings, self.waived_findings)

    @cached_property
    def swot(self) -> Swot:
        """Strengths, weaknesses, opportunities and threats, from the facts that there are."""
        from stackaudit.audit.swot import swot  # noqa: PLC0415 - only some outputs ask for it

        held = (self.score, self.mending, self.verdicts, self.renewals)
        return swot(self.graph, self.rules, self.results, self.flagged, *held)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The business case of each of the first five actions."""
        from stackaudit.audit.cases import FIRST, cases  # noqa: PLC0415 - only some outputs ask for it

        return cases(self.stack, self.rules, self.actions[:FIRST])

    @cached_property
    def gains(self) -> Mapping[str, Gain]:
        """What the first five actions bring, measured: the rules run again over the mended stack. By element."""
        from stackaudit.audit.gains import MEASURED, gains  # noqa: PLC0415 - no output of a usual run asks for it

        return gains(self.stack, self.rules, self.parameters, self.score, self.actions[:MEASURED], self.waived)

    @cached_property
    def triage(self) -> Triage:
        """The requests of the intake log, and what to do with them; half of the hours are kept for the roadmap."""
        from stackaudit.audit.triage import triage  # noqa: PLC0415 - most stacks list no requests

        return triage(self.stack)

    @cached_property
    def opt_out_matrix(self) -> tuple[ChannelMatrix, ...]:
        """For each channel: what becomes of an opt-out from each place where people can say stop to each sender."""
        from stackaudit.audit.opt_out_matrix import opt_out_matrix  # noqa: PLC0415 - only some outputs ask for it

        return opt_out_matrix(self.stack, self.graph)

    @cached_property
    def costs(self) -> Costs:
        """What the tools in use cost a year, in all and by what they are used for."""
        from stackaudit.audit.costs import costs  # noqa: PLC0415 - only some outputs ask for it

        return costs(self.stack)

    @cached_property
    def renewals(self) -> tuple[Renewal, ...]:
        """The renewals of contracts that lie ahead, the next last day of notice first."""
        from stackaudit.audit.renewals import renewals  # noqa: PLC0415 - only some outputs ask for it

        return renewals(self.stack)

    def count(self, severity: Severity) -> int:
        """How many proved findings are of a severity.

        Raises:
            ValueError: it is no severity.
        """
        asked = Severity(severity)  # text is never the same object
        return sum(finding.severity is asked for finding in self.flagged)

    def fails(self, threshold: Severity, *, strict: bool = False) -> bool:
        """Whether a finding that no baseline knows is at or above a threshold; suspected ones only where ``strict``.

        Raises:
            ValueError: the threshold is no severity.
        """
        least = Severity(threshold)  # text would be compared letter by letter
        return any(
            finding.severity <= least and (strict or finding.outcome is Outcome.FLAGGED)
            for finding in self.new_findings
        )

    def __copy__(self) -> Self:
        """Itself, as nothing in it changes."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Itself, as nothing in it changes."""
        return self

    def __reduce__(self) -> NoReturn:
        """Refused: what rules compile to cannot be written down.

        Raises:
            TypeError: always.
        """
        raise TypeError("an audit cannot be pickled: keep its stack, and audit it again, or keep what to_json gives")

    def __repr__(self) -> str:
        """One line: what was audited and what was found."""
        name = self.stack.company.title if self.stack.company is not None else "stack"
        counts = f"{len(self.flagged)} flagged, {len(self.suspected)} suspected, coverage {self.coverage.percent} %"
        return f"<Audit of {name!r}: {counts}>"


def _urgency(finding: Finding) -> tuple[Any, ...]:
    return (finding.outcome is not Outcome.FLAGGED, finding.severity, finding.rule, finding.elements, finding.topic)


def audit_stack(
    stack: Stack,
    *,
    packs: Sequence[Pack] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Callable[[Rule], None] | None = None,
    waive: bool = True,
    baseline: Baseline | None = None,
    severities: Mapping[str, Severity] | None = None,
    settings_file: str = "",
) -> Audit:
    """Audit a stack.

    Args:
        stack: a loaded stack.
        packs: the packs of rules; by default the built-in one and those of installed packages.
        select: ids or families of rules to run; all by default.
        ignore: ids or families to leave out.
        parameters: values that differ from the rules' own, by rule id and name.
        progress: called before each rule.
        waive: whether the stack's waivers hold.
        baseline: findings that were known before.
        severities: the severities of the findings of rules, by rule id, where they are not to be the rules' own.
        settings_file: the file of settings that these values come from, as messages name it.

    Raises:
        stackaudit.StackError: a waiver, a planned action or the report names a rule, or the report a locale, that there
            is not.
        stackaudit.RuleError: a rule cannot be loaded, or a word in ``select`` or ``ignore`` names none.
        stackaudit.SettingsError: ``parameters`` or ``severities`` names a rule, a parameter or a severity that there is
            not.
    """
    packs = loaded() if packs is None else packs
    known = [rule for pack in packs for rule in pack.rules]
    rules = selected(known, select, ignore)
    parameters = {
        identity: {name: frozen(value) for name, value in values.items()}
        for identity, values in (parameters or {}).items()
    }
    by_id = {rule.id: rule for rule in known}
    wrong = [*parameter_mistakes(parameters, by_id, stack.capabilities), *severity_mistakes(severities or {}, by_id)]
    if wrong:
        raise SettingsError(wrong)
    if stack.waivers or stack.actions or stack.report is not None:
        _check_names(stack, known)
    with no_collector():
        stack = stack.in_order()
        graph = StackGraph(stack)
        results = run_rules(stack, graph, rules, parameters, progress)
    run = {rule.id for rule in rules}
    return Audit(
        stack,
        graph,
        MappingProxyType({rule.id: rule for rule in rules}),
        results,
        tuple((pack.name, pack.version) for pack in packs),
        MappingProxyType(parameters),
        len(rules) < len(known),
        waive,
        baseline,
        MappingProxyType({identity: Severity(severity) for identity, severity in (severities or {}).items()}),
        tuple(rule.id for rule in known if rule.id not in run and not rule.alias_of),
        settings_file,
    )


def _check_names(stack: Stack, rules: Sequence[Rule]) -> None:
    """Whether waivers, planned actions and what the report is to say name rules and more that there are."""
    from stackaudit.audit.commentary import misplaced_commentary  # noqa: PLC0415 - most stacks have none
    from stackaudit.audit.locales import unknown_locale  # noqa: PLC0415 - most stacks have none
    from stackaudit.audit.planned import misspelt_actions  # noqa: PLC0415 - most stacks plan nothing
    from stackaudit.audit.rewording import misplaced_words  # noqa: PLC0415 - most stacks have none
    from stackaudit.audit.waivers import misspelt_waivers  # noqa: PLC0415 - most stacks waive nothing

    problems = [
        *misspelt_waivers(stack, rules),
        *misplaced_commentary(stack, rules),
        *misspelt_actions(stack, rules),
        *misplaced_words(stack, rules),
        *unknown_locale(stack),
    ]
    if problems:
        raise StackError(problems)
