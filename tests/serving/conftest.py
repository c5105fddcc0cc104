"""An audit that is shown, and small stacks."""

from __future__ import annotations

import pytest

from stackaudit.audit.audit import audit_stack
from stackaudit.load import load_text as load
from stackaudit.serving.live import Live

SMALL = """\
stackaudit: 1
as_of: 2026-11-22
company: {name: Northwind}
tools: {web: {}, mailer: {sends: [email]}}
flows: [{from: web, to: mailer, method: csv_manual, every: 1w, signals: [opt_out]}]
"""


@pytest.fixture(scope="session")
def small_audit():
    return audit_stack(load(SMALL, file="stack.yaml"))


@pytest.fixture
def live():
    """Shows nothing yet."""
    return Live("stack.yaml", "pinned")


@pytest.fixture(scope="session")
def shown_once(small_audit):
    made = Live("stack.yaml", "pinned")
    made.show(small_audit)
    return made


@pytest.fixture
def shown(live, shown_once):
    """Shows a report, which is made once for all tests."""
    live._values, live._moment = shown_once._values, shown_once._moment
    return live
