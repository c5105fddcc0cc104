"""An audit in a notebook: the counts, and the findings that matter most."""

from __future__ import annotations

from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.finding import Outcome
from stackaudit.outputs.html.names import TEXT, Names
from stackaudit.outputs.html.page import render
from stackaudit.outputs.html.summary import cover, summary
from stackaudit.outputs.plain import shortened

__all__ = ["to_notebook"]

_MOST: Final = 10


def to_notebook(audit: Audit) -> str:
    """The audit as a short piece of HTML without style sheet, script, ids and links, for a cell of a notebook."""
    names = Names(audit.stack)
    rows = [
        {
            "severity": f"{one.severity}{'' if one.outcome is Outcome.FLAGGED else '?'}",
            "rule": one.rule,
            "message": shortened(one.message, TEXT),
            "where": names.where(one.place),
        }
        for one in audit.findings[:_MOST]
    ]
    return render(
        "notebook.html.j2",
        {
            "cover": cover(audit, names),
            "summary": summary(audit),
            "broken": [result.rule for result in audit.broken],
            "rows": rows,
            "more": len(audit.findings) - len(rows),
        },
    )
