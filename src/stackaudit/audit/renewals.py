"""When contracts renew, and until when notice can be given, as far as it was stated."""

from __future__ import annotations

from datetime import date
from functools import cache

from stackaudit.checks.contracts import notice_deadline
from stackaudit.checks.reading import in_use
from stackaudit.frozen import dataclass
from stackaudit.model.stack import Stack
from stackaudit.model.values import Word
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
    as_of = stack.as_of
    # Many contracts share the day and the time of notice.
    deadline = cache(notice_deadline)
    for key, tool in stack.tools.items():
        contract = tool.contract
        if contract is None or isinstance(contract, Word):
            continue
        renews, renewed = contract.renews, contract.auto_renew
        if isinstance(renews, date) and renews >= as_of and in_use(tool) != FALSE:
            by_itself = renewed if isinstance(renewed, bool) else None
            found.append(Renewal(key, renews, deadline(renews, contract.notice), by_itself))
    return tuple(sorted(found, key=lambda one: (one.notice_by or one.renews, one.tool)))
