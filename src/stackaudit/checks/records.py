"""Checks of the systems of record: whether one tool alone has the last word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stackaudit.checks.reading import in_use, named
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.owners import ANY_FIELD
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.truth import FALSE, TRUE

__all__ = ["several_truths"]

_PATH: Final = "systems_of_record"
_SEVERAL: Final = 2


@check("record", "tools", "count")
def several_truths(view: View) -> Iterator[Verdict]:
    """Records, or fields of them, for which more than one tool in use is said to be the source of truth.

    One verdict for each object, and each field of an object where they are told apart. A tool that is not in use has no
    say.

    Values: the ``record`` (``contact``, or ``email of contact``), the ``tools``, and their ``count``.
    """
    owners = view.stack.systems_of_record
    if owners is None or owners is UNKNOWN:
        yield _unsaid(view, "")
    elif owners is NONE or isinstance(owners, str) or not owners:
        yield Verdict((_PATH,), Outcome.NOT_APPLICABLE)
    else:
        for name, owner in owners.items():
            if isinstance(owner, dict):
                for field, holder in owner.items():
                    record = f"the rest of {name}" if field == ANY_FIELD else f"{field} of {name}"
                    yield _judged(view, f"{name}.{field}", record, holder)
            else:
                yield _judged(view, name, name, owner)


def _judged(view: View, topic: str, record: str, holder: Any) -> Verdict:
    if holder == UNKNOWN:
        return _unsaid(view, topic)
    names = list(dict.fromkeys(holder)) if isinstance(holder, tuple) else [holder]
    tools = [view.stack.tools[name] for name in names if name in view.stack.tools]
    there = [tool for tool in tools if in_use(tool) == TRUE]
    unsure = [tool for tool in tools if in_use(tool) not in {TRUE, FALSE}]
    if len(there) >= _SEVERAL:
        values = {"record": record, "tools": named(tool.title for tool in there), "count": str(len(there))}
        related = tuple(f"tools.{tool.id}" for tool in there)
        return Verdict((_PATH,), Outcome.FLAGGED, topic, facts=(FactRef(_PATH),), values=values, related=related)
    if len(there) + len(unsure) >= _SEVERAL:
        missing = tuple(Missing(("tools", tool.id, "status")) for tool in unsure)
        return Verdict((_PATH,), Outcome.UNKNOWN, topic, missing=missing)
    return Verdict((_PATH,), Outcome.CLEAR, topic)


def _unsaid(view: View, topic: str) -> Verdict:
    """A question, unless there are too few tools for several of them to hold the truth."""
    there = sum(in_use(tool) != FALSE for tool in view.stack.tools.values())
    if there < _SEVERAL and view.stack.is_complete("tools"):
        return Verdict((_PATH,), Outcome.CLEAR, topic)
    route = (_PATH, *topic.split(".", 1)) if topic else (_PATH,)
    return Verdict((_PATH,), Outcome.UNKNOWN, topic, missing=(Missing(route),))
