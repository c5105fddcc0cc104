"""Checks of contracts: until when notice has to be given, and what of a contract nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from stackaudit.checks.alike import gist, plain_tools
from stackaudit.checks.reading import aspect_fact, in_use, named
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Tool
from stackaudit.model.values import DAY, NONE, UNKNOWN, day_before, is_stated, seconds
from stackaudit.model.words import Built
from stackaudit.model.writing import short_day
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, of

__all__ = ["contract_unknown", "notice_closes", "notice_deadline"]

_OF_NOTICE: Final = ("contract.auto_renew", "contract.renews", "contract.notice")
_OF_CONTRACT: Final = ("cost", "contract.renews", "contract.auto_renew")


@check("tool", "deadline", "renews", "past")
def notice_closes(view: View) -> Iterator[Verdict]:
    """Contracts that renew by themselves, and whose last day to give notice is near, or past for the next term.

    The last day is the day of renewal less the notice. P3 where it lies ahead, within the rule's ``ahead``; P4 where it
    is past and the renewal itself lies ahead. Where the notice is not known, a renewal within ``ahead`` proves one of
    the two. A renewal that is past says nothing of the next one.

    Values: the ``tool``, the ``deadline`` (the day of renewal where the notice is not known), the day it ``renews``,
    and the deadline again where it is ``past``.
    """
    today, columns = view.as_of, view.graph.columns
    last = today + timedelta(days=seconds(view.parameters["ahead"]) // DAY)

    def plain(used: Truth, contract: Any, renewed: Any, renews: Any, notice: Any) -> Outcome | None:
        if used == FALSE or contract is NONE:
            return Outcome.NOT_APPLICABLE
        if renewed in (False, NONE) or renews is NONE or (isinstance(renews, date) and renews < today):
            return Outcome.CLEAR
        deadline = notice_deadline(renews, notice)
        return Outcome.CLEAR if deadline is not None and deadline > last else None

    agreed = (columns.of("tool", f"contract.{name}") for name in ("auto_renew", "renews", "notice"))
    for plain_ones, _, tool in plain_tools(view, (gist(columns.of("tool", "contract")), *agreed), plain):
        yield from plain_ones
        if tool is not None:
            yield _notice(view, last, tool.id, tool)


def _notice(view: View, last: date, key: str, tool: Tool) -> Verdict:
    today, used = view.as_of, in_use(tool)
    renewed, renews, notice = (aspect_fact(tool, f"contract.{name}") for name in ("auto_renew", "renews", "notice"))
    deadline = notice_deadline(renews, notice)
    elements = (f"tools.{key}",)
    missing = tuple(Missing(("tools", key, *name.split("."))) for name in _OF_NOTICE if _is_open(tool, name))
    if used != TRUE:
        missing = (*missing, Missing(("tools", key, "status")))
    is_near = isinstance(renews, date) and (deadline or renews) <= last
    if used != TRUE or renewed is not True or not is_near:
        return Verdict(elements, Outcome.UNKNOWN, missing=missing)
    return Verdict(
        elements,
        Outcome.FLAGGED,
        facts=tuple(
            FactRef("tools", key, name) for name in ("contract.renews", "contract.notice", "contract.auto_renew")
        ),
        missing=missing,
        values={
            "tool": tool.title,
            "deadline": short_day(deadline or renews),
            "renews": short_day(renews),
            "past": short_day(deadline) if deadline is not None and deadline < today else "",
        },
        severity=None if deadline is not None and deadline >= today else Severity.P4,
    )


def notice_deadline(renews: Any, notice: Any) -> date | None:
    """The last day on which notice can be given; None where that is not known."""
    if not isinstance(renews, date) or not is_stated(notice):
        return None
    return renews if notice is NONE else day_before(renews, notice)


def _is_open(tool: Tool, name: str) -> bool:
    return not is_stated(aspect_fact(tool, name))


@check("tool", "unknown", "disputed")
def contract_unknown(view: View) -> Iterator[Verdict]:
    """Bought tools of which the company cannot say what they cost, when they renew, or whether by themselves.

    Here ``unknown`` is an answer: it was asked, and nobody knows. What nobody has asked is asked for. Tools that cost
    nothing, have no contract or were not bought are not looked at.

    Values: the ``tool``, what is ``unknown``, and on what sources disagree (``disputed``); each may be empty.
    """
    columns = view.graph.columns

    def plain(used: Truth, contract: Any, built: Any, *known: Any) -> Outcome | None:
        if FALSE in (used, _is_bought(built)) or NONE in (known[0], contract):
            return Outcome.NOT_APPLICABLE
        return Outcome.CLEAR if None not in known and UNKNOWN not in known else None

    contract, *known = (gist(columns.of("tool", name)) for name in ("contract", *_OF_CONTRACT))
    for plain_ones, _, tool in plain_tools(view, (contract, columns.of("tool", "built"), *known), plain):
        yield from plain_ones
        if tool is not None:
            yield _contract(tool.id, tool)


def _contract(key: str, tool: Tool) -> Verdict:
    used, bought = in_use(tool), _is_bought(tool.built)
    facts = {name: aspect_fact(tool, name) for name in _OF_CONTRACT}
    lost = [name for name, value in facts.items() if value is UNKNOWN]
    asked = [name for name, value in facts.items() if value is None]
    elements = (f"tools.{key}",)
    doubts = [name for name, truth in (("status", used), ("built", bought)) if truth != TRUE]
    # That nothing is paid or agreed would end the matter, and only where that is not stated it can turn out so.
    may_not_apply = bool(doubts) or tool.cost is None or tool.contract is None
    disputed = [name for name in lost if name.partition(".")[0] in (tool.disputed or {})]
    if not lost or may_not_apply:
        names = [*doubts, *asked]
        return Verdict(
            elements, Outcome.UNKNOWN, missing=tuple(Missing(("tools", key, *name.split("."))) for name in names)
        )
    return Verdict(
        elements,
        Outcome.FLAGGED,
        facts=tuple(FactRef("tools", key, name) for name in lost),
        values={
            "tool": tool.title,
            "unknown": named(_WORDS[name] for name in lost if name not in disputed),
            "disputed": named(_WORDS[name] for name in disputed),
        },
    )


_WORDS: Final = {
    "cost": "the cost",
    "contract.renews": "the day of renewal",
    "contract.auto_renew": "whether it renews by itself",
}


def _is_bought(built: Any) -> Truth:
    if not is_stated(built):
        return UNKNOWN_TRUTH
    return of(built == Built.VENDOR)
