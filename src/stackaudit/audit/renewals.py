"""When contracts renew, and until when notice can be given, as far as it was stated."""

from __future__ import annotations

from datetime import date

from stackaudit.checks.contracts import notice_deadline
from stackaudit.checks.reading import aspect_fact, in_use
from stackaudit.frozen import dataclass
from stackaudit.model.stack import Stack
from stackaudit.truth import FALSE

__all__ = ["Renewal", "renewals"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """The next renewal of a tool's contract.

    ``notice_by`` is the last day on which notice can be given, None where that is not known. ``by_itself`` is whether
    it renews where nobody gives notice, None where that is not known.
    """

    tool: str
    renews: date
    notice_by: date | None
    by_itself: bool | None


def renewals(stack: Stack) -> tuple[Renewal, ...]:
    """The renewals that lie ahead, of tools that may be in use: the next last day of notice first."""
    found = []
    for key, tool in stack.tools.items():
        renews, notice, renewed = (aspect_fact(tool, f"contract.{name}") for name in ("renews", "notice", "auto_renew"))
        if in_use(tool) != FALSE and isinstance(renews, date) and renews >= stack.as_of:
            by_itself = renewed if isinstance(renewed, bool) else None
            found.append(Renewal(key, renews, notice_deadline(renews, notice), by_itself))
    return tuple(sorted(found, key=lambda one: (one.notice_by or one.renews, one.tool)))
