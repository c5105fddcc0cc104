"""GitLab code quality: a list of findings with fingerprint, severity and place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from stackaudit.audit.audit import Audit
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.outputs.ci.wording import fingerprint, headline
from stackaudit.outputs.standing import excuse, remark

__all__ = ["to_gitlab"]

_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.P1: "blocker",
    Severity.P2: "critical",
    Severity.P3: "major",
    Severity.P4: "minor",
    Severity.P5: "info",
}


def to_gitlab(audit: Audit) -> str:
    """The findings as GitLab's code quality report; what was not read from a file stands in line 1 of ``stack``."""
    issues = [_issue(finding, audit) for finding in audit.findings_and_waived]
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _issue(finding: Finding, audit: Audit) -> dict[str, Any]:
    place = finding.place
    harmless = bool(excuse(audit, finding)) or finding.outcome is Outcome.SUSPECTED
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": headline(finding, remark(audit, finding)),
        "fingerprint": fingerprint(finding),
        "severity": "info" if harmless else _SEVERITIES[finding.severity],
        "location": {
            "path": place.file if place is not None else "stack",
            "lines": {"begin": place.line if place is not None else 1},
        },
    }
