"""Whose words the report has: of which rules the consultant's, and by which file."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.outputs.plain import shortened

__all__ = ["reworded_words"]

_LONGEST: Final = 1_000
_NAME: Final = 120


def reworded_words(audit: Audit) -> str:
    """A sentence on the rules whose words are the consultant's; empty where all are their own."""
    settings = audit.stack.report
    if settings is None or not settings.wording:
        return ""
    from stackaudit.audit.rewording import changed  # noqa: PLC0415 - most reports have no words of their own

    found = changed(audit)
    if not found:
        return ""
    listed = shortened("; ".join(f"{rule} ({', '.join(names)})" for rule, names in found.items()), _LONGEST)
    provenance = audit.stack.provenance
    file = PurePath(provenance.document.place(("report", "wording")).file).name if provenance is not None else ""
    which = "1 rule were" if len(found) == 1 else f"{len(found)} rules were"
    by = f" by {shortened(file, _NAME)}" if file else ""
    kept = "what they find, its severity and its evidence are the rules' own"
    return f"Words of {which} changed for this report{by}: {listed}; {kept}."
