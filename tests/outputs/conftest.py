"""Audits of small stacks by rules made for the purpose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackaudit.audit import audit_stack
from stackaudit.checks.verdict import check
from stackaudit.load import load_data, load_text
from stackaudit.rules.pack import Pack
from stackaudit.rules.reading import RuleReader

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


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
