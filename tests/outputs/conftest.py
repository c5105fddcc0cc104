"""Audits of small stacks by rules made for the purpose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import stackaudit
from stackaudit.audit import audit_stack
from stackaudit.checks.verdict import check
from stackaudit.load import load_data, load_text
from stackaudit.rules.pack import Pack
from stackaudit.rules.reading import RuleReader

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
DELIVERED = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: "North & <Wind>", regions: [us], contacts: 1200000}
report: {client: Northwind, prepared_by: Example Consulting, notice: "Draft for discussion."}
teams: {marketing: {name: Marketing}}
tools:
  hub: {name: "Hub #heading[x] $x$ `raw` <b>", owner: marketing, sends: [email], captures_opt_out: [email],
        cost: {amount: 1200.5, currency: eur, per: month}}
  mailer: {name: "Post \\u202Ereversed", sends: [email], captures_opt_out: [email], source: "interview, head of CRM"}
  old: {name: "=1+1", sends: none, captures_opt_out: none, cost: none}
flows:
  - {from: hub, to: mailer, method: csv_manual, every: 1w, takes: 8d, signals: [opt_out]}
  - {between: [hub, old], method: api}
processes: {segmentation: {}}
questions:
  - {ask: Who pays for it?, whom: finance, about: hub}
waivers:
  - {rule: GRA-03, element: 'tools.mailer:email', owner: head of ops, reason: replaced in May, until: 2027-05-31}
"""
DELIVERED_BY = ["GRA-01", "GRA-02", "GRA-03", "DEL-01", "DEL-02", "PRO-01", "PRO-02", "STK-13", "STK-24"]


@pytest.fixture(scope="session")
def rule_that():
    """A rule with the id ``MY-<number>`` that runs a function as its check."""

    def make(function: Any, number: int = 1, severity: str = "P3", **more: Any) -> Any:
        data = {
            "id": f"MY-{number:02}", "name": f"mine-{number}", "title": f"Title {number}", "severity": severity, "ask": "a",
            "red_flag": "r", "why": "It matters.", "found": "f", "flag": {"each": "tool", "where": {"note": "none"}},
            "message": "m", "impact": "i", "fix": {"now": "Stop.", "later": "Mend."}, "sources": ["s"],
        }  # fmt: skip
        reader = RuleReader(family="own", pack="mine", place=None, allow_code=False)
        rule = reader.read(data)
        assert reader.mistakes == []
        return replace(rule, clauses=(), check=check()(function), **more)

    return make


@pytest.fixture(scope="session")
def audited():
    """Audits a small stack by some rules."""

    def run(text: str | dict[str, Any], *rules: Any) -> Any:
        stack = load_text(HEAD + text, file="stack.yaml") if isinstance(text, str) else load_data(text)
        return audit_stack(stack, packs=[Pack("mine", "1.2", Path("mine"), rules)])

    return run


@pytest.fixture(scope="session")
def delivered():
    """The audit of the small stack."""
    return stackaudit.run(stackaudit.load_text(DELIVERED, file="stack.yaml"), select=DELIVERED_BY)


@pytest.fixture(scope="session")
def whole():
    """The same by all rules, and with lists that may be partial, so that there are a score and suspicions."""
    text = DELIVERED.replace("complete: [tools, flows]\n", "complete: [tools]\n")
    return stackaudit.run(stackaudit.load_text(text, file="stack.yaml"))


@pytest.fixture(scope="session")
def audit_of():
    """Audits other text; ``rules`` are ids or families."""

    def run(text, *rules):
        return stackaudit.run(
            stackaudit.load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{text}"), select=rules or ["STK-13"]
        )

    return run
