"""Audits made by hand: a stack as YAML text, and results as the engine would give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from stackaudit.audit.audit import Audit
from stackaudit.checks.verdict import FactRef
from stackaudit.audit.evidence import evidence_of
from stackaudit.finding import Finding, Outcome, RuleResult, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.rules.rule import Fix, Rule

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


class Maker:
    """Makes stacks, rules, findings and audits."""

    def rule(self, identity: str = "GRA-01", severity: str = "P1", **changes: Any) -> Rule:
        words: dict[str, Any] = {
            "id": identity,
            "name": identity.lower(),
            "title": f"Title of {identity}",
            "severity": Severity(severity),
            "family": "consent",
            "ask": "Does it?",
            "red_flag": "It does.",
            "why": f"Why {identity} matters.",
            "found": f"How {identity} is found.",
            "message": "",
            "impact": (),
            "fix": Fix(f"Mend {identity} now.", f"Mend {identity} for good."),
            "sources": (f"Source of {identity}",),
        }
        return Rule(**{**words, **changes})

    def audit(self, text: str, results: Iterable[RuleResult] = (), rules: Iterable[Rule] | None = None) -> Audit:
        stack = load_text(HEAD + text, file="/home/somebody/stack.yaml")
        found = tuple(results)
        known = [self.rule(result.rule) for result in found] if rules is None else rules
        return Audit(stack, StackGraph(stack), {rule.id: rule for rule in known}, found, (("stackaudit", "2026.11"),))

    def finding(
        self, audit: Audit, rule: str, element: str, facts: Iterable[tuple[str, str, str]] = (), **changes: Any
    ) -> Finding:
        values: dict[str, Any] = {
            "rule": rule,
            "id": f"{rule}:{element}",
            "outcome": Outcome.FLAGGED,
            "severity": Severity.P1,
            "elements": (element,),
            "topic": "",
            "message": f"{rule} is found at {element}",
            "evidence": evidence_of(audit.stack, tuple(FactRef(*fact) for fact in facts)),
            "impact": f"What {rule} costs",
        }
        return Finding(**{**values, **changes})

    def found(self, text: str, make: Callable[[Audit], Iterable[Finding]], rules: Iterable[Rule] | None = None) -> Audit:
        """An audit with findings, each rule with one result."""
        bare = self.audit(text)
        by_rule: dict[str, list[Finding]] = {}
        for finding in make(bare):
            by_rule.setdefault(finding.rule, []).append(finding)
        results = [RuleResult(rule, tuple(found)) for rule, found in by_rule.items()]
        return self.audit(text, results, rules)


@pytest.fixture
def make() -> Maker:
    return Maker()
