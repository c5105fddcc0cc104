"""Two states of a small stack, and the rules that judge them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stackaudit.audit import Audit, audit_stack
from stackaudit.audit.difference import Difference, difference
from stackaudit.load import load_text
from stackaudit.rules import folder

RULES = Path(__file__).with_name("rules")


@pytest.fixture(scope="session")
def audited() -> Callable[..., Audit]:
    """Audits YAML text, without its two first lines, by the four rules beside this file."""
    pack = folder(RULES)

    def run(text: str, as_of: str = "2026-11-22", **how: object) -> Audit:
        stack = load_text(f"stackaudit: 1\nas_of: {as_of}\n{text}", file="stack.yaml")
        return audit_stack(stack, packs=[pack], **how)

    return run


@pytest.fixture(scope="session")
def compared(audited) -> Callable[[str, str], Difference]:
    """Compares two texts of one day."""
    return lambda old, new: difference(audited(old), audited(new))
