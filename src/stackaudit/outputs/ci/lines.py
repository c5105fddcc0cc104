"""JSON Lines: one finding a line, for tools that read as they go."""

from __future__ import annotations

import json

from stackaudit.audit.audit import Audit
from stackaudit.outputs.json import finding_data

__all__ = ["to_json_lines"]


def to_json_lines(audit: Audit) -> str:
    """Each finding as in the audit's JSON, on a line of its own, worst first.

    In ASCII, as some readers take U+2028 for the end of a line.
    """
    found = (
        finding_data(finding, audit.rules[finding.rule], audit.waived.get(finding.id), audit.standing(finding))
        for finding in audit.findings_and_waived
    )
    return "".join(f"{json.dumps(one, allow_nan=False)}\n" for one in found)
