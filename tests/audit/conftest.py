"""How the tests of the audit make rules, and audit small stacks by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackaudit.audit import audit_stack
from stackaudit.checks.verdict import check as mark
from stackaudit.load import load_text
from stackaudit.rules.pack import Pack
from stackaudit.rules.reading import RuleReader

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


@pytest.fixture(scope="session")
def declared():
    """A declared rule on each element of a kind, with whatever else its file says."""

    def make(each: str, where: dict[str, Any], **more: Any):
        data = {
            "id": "MY-01", "name": "mine", "title": "A title", "severity": "P3", "ask": "a", "red_flag": "r", "why": "w",
            "found": "f", "flag": {"each": each, "where": where, **more.pop("flag", {})}, "message": "m", "impact": "i",
            "fix": {"now": "n", "later": "l"}, "sources": ["s"], **{key.rstrip("_"): value for key, value in more.items()},
        }  # fmt: skip
        reader = RuleReader(family="own", pack="mine", place=None, allow_code=False)
        rule = reader.read(data)
        assert reader.mistakes == []
        return rule

    return make


@pytest.fixture(scope="session")
def checked(declared):
    """A rule that runs a function as its check."""

    def make(function, *values: str, message: str = "m", impact: tuple[str, ...] = (), **more: Any):
        rule = declared("tool", {"note": "none"}, **more)
        return replace(rule, clauses=(), check=mark(*values)(function), message=message, impact=impact)

    return make


@pytest.fixture(scope="session")
def audit():
    """Audits a small stack by some rules."""

    def run(text: str, *rules: Any, **settings: Any):
        stack = load_text(HEAD + text, file="stack.yaml")
        return audit_stack(stack, packs=[Pack("mine", "1", Path("mine"), rules)], **settings)

    return run
