"""Checks of contracts: until when notice has to be given, and what of a contract nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from stackaudit.checks.reading import aspect_fact, in_use, named
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Contract, Tool
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
    last = view.as_of + timedelta(days=seconds(view.parameters["ahead"]) // DAY)
    for key, tool in view.stack.tools.items():
        yield _notice(view, last, key, tool)


def _notice(view: View, last: date, key: str, tool: Tool) -> Verdict:
    today, used = view.as_of, in_use(tool)
    if used == FALSE or tool.contract is NONE:
        return view.plain("tools", Outcome.NOT_APPLICABLE)[key]
    renewed, renews, notice = _agreed(tool, "auto_renew", "renews", "notice")
    if renewed in (False, NONE) or renews is NONE or (isinstance(renews, date) and renews < today):
        return view.plain("tools", Outcome.CLEAR)[key]
    deadline = notice_deadline(renews, notice)
    if deadline is not None and deadline > last:
        return view.plain("tools", Outcome.CLEAR)[key]
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


def _agreed(tool: Tool, *names: str) -> list[Any]:
    """Facts of a tool's contract; what is said of the contract as a whole holds for each."""
    contract = tool.contract
    if isinstance(contract, Contract):
        return [getattr(contract, name) for name in names]
    return [contract] * len(names)


def _is_open(tool: Tool, name: str) -> bool:
    return not is_stated(aspect_fact(tool, name))


@check("tool", "unknown", "disputed")
def contract_unknown(view: View) -> Iterator[Verdict]:
    """Bought tools of which the company cannot say what they cost, when they renew, or whether by themselves.

    Here ``unknown`` is an answer: it was asked, and nobody knows. What nobody has asked is asked for. Tools that cost
    nothing, have no contract or were not bought are not looked at.

    Values: the ``tool``, what is ``unknown``, and on what sources disagree (``disputed``); each may be empty.
    """
    for key, tool in view.stack.tools.items():
        yield _contract(view, key, tool)


def _contract(view: View, key: str, tool: Tool) -> Verdict:
    used, bought = in_use(tool), _is_bought(tool)
    if FALSE in (used, bought) or tool.cost is NONE or tool.contract is NONE:
        return view.plain("tools", Outcome.NOT_APPLICABLE)[key]
    facts = dict(zip(_OF_CONTRACT, (tool.cost, *_agreed(tool, "renews", "auto_renew")), strict=True))
    lost = [name for name, value in facts.items() if value is UNKNOWN]
    asked = [name for name, value in facts.items() if value is None]
    if not lost and not asked:
        return view.plain("tools", Outcome.CLEAR)[key]
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


def _is_bought(tool: Tool) -> Truth:
    if not is_stated(tool.built):
        return UNKNOWN_TRUTH
    return of(tool.built == Built.VENDOR)
