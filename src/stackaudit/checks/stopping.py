"""Checks of how people stop messages, against what the laws of their regions demand: the page, the link, the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from stackaudit.catalogue import ClockKind, SendingRule, sending_rules
from stackaudit.checks.alike import plain_tools
from stackaudit.checks.laws import bound
from stackaudit.checks.reading import aspect_fact, in_use, named, sending, sends_marketing, sends_texts, stated_yes
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Tool
from stackaudit.model.values import DAY, NONE, is_open, is_stated, listed, seconds
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, is_false, negate, of

__all__ = ["page_breaks_the_rule", "texts_hard_to_stop"]

_PAGE: Final = {
    "opt_out_page.login": "unsubscribing takes a login",
    "opt_out_page.steps": "unsubscribing takes more than one page or reply",
    "opt_out_page.asks_more": "unsubscribing requires more than the address and the choices",
    "opt_out_page.expires": "the link stops working too soon",
    "postal_address": "the mail names no postal address",
}
"""What can be wrong with mail, by the fact that says so, in words."""
_REGISTERED: Final = "texts.registered"


class _Demand(NamedTuple):
    """What a law demands: whether it binds, and by fact whether that breaks it."""

    law: SendingRule
    binds: Truth
    broken: Mapping[str, Truth]

    @property
    def breach(self) -> Truth:
        """Whether it binds and is broken."""
        return all_of((self.binds, any_of(self.broken.values())))


@check("tool", "wrong", "law")
def page_breaks_the_rule(view: View) -> Iterator[Verdict]:
    """Tools whose marketing mail has a link, page or address that is not as a law demands.

    Values: the ``tool``, what is ``wrong``, and the ``law``.
    """
    laws = _laws(view, "email")
    for plain, sender in _senders(view, sending(view.graph, sends_marketing, "email")):
        yield from plain
        if sender is None:
            continue
        tool = sender.tool
        demands = [_Demand(law, binds, _page(tool, law)) for law, binds in laws]
        outcome = sender.outcome(demands)
        if outcome is not Outcome.FLAGGED:
            yield sender.verdict(outcome, demands)
            continue
        proved = [demand for demand in demands if demand.breach == TRUE]
        wrong = [name for name in _PAGE if any(demand.broken.get(name) == TRUE for demand in proved)]
        yield sender.finding(
            wrong,
            values={
                "tool": tool.title,
                "wrong": named(_PAGE[name] for name in wrong),
                "law": named(demand.law.name for demand in proved),
            },
        )


def _page(tool: Tool, law: SendingRule) -> dict[str, Truth]:
    """By fact, whether it breaks a law."""
    broken = {
        "no_login": ("opt_out_page.login", stated_yes(aspect_fact(tool, "opt_out_page.login"))),
        "one_page": ("opt_out_page.steps", _above_one(aspect_fact(tool, "opt_out_page.steps"))),
        "nothing_more": ("opt_out_page.asks_more", stated_yes(aspect_fact(tool, "opt_out_page.asks_more"))),
        "postal_address": ("postal_address", negate(stated_yes(tool.postal_address))),
    }
    found = dict(broken[demand] for demand in law.demands)
    if law.link_works_days is not None:
        expires = aspect_fact(tool, "opt_out_page.expires")
        found["opt_out_page.expires"] = _ends_before(expires, law.link_works_days)
    return found


def _above_one(count: Any) -> Truth:
    if not is_stated(count):
        return UNKNOWN_TRUTH
    return of(count is not NONE and count > 1)


def _ends_before(duration: Any, days: int) -> Truth:
    if not is_stated(duration):
        return UNKNOWN_TRUTH
    return of(duration is not NONE and seconds(duration) < days * DAY)


@check("tool", "lacks", "unheard")
def texts_hard_to_stop(view: View) -> Iterator[Verdict]:
    """Tools whose texts do not stop at each word that a law names, or come from a number that nobody registered.

    That nobody registered it is milder. Values: the ``tool``, what its texts lack (``lacks``), and the words at which
    they do not stop, for the reader (``unheard``; empty where they do).
    """
    laws = _laws(view, "sms")
    for plain, sender in _senders(view, sending(view.graph, sends_texts)):
        yield from plain
        if sender is None:
            continue
        tool = sender.tool
        unregistered = negate(stated_yes(aspect_fact(tool, _REGISTERED)))
        stops = [_Demand(law, binds, _words_and_more(tool, law)) for law, binds in laws]
        demands = [*stops, *(_Demand(law, binds, {_REGISTERED: unregistered}) for law, binds in laws)]
        outcome = sender.outcome(demands)
        if outcome is not Outcome.FLAGGED:
            yield sender.verdict(outcome, demands)
            continue
        proved = [demand for demand in demands if demand.breach == TRUE]
        wrong = [name for name in _LACKS if any(demand.broken.get(name) == TRUE for demand in proved)]
        is_law = wrong != [_REGISTERED]
        yield sender.finding(
            wrong,
            values={
                "tool": tool.title,
                "lacks": named(_lacks(tool, name, proved) for name in wrong),
                "unheard": _unheard(tool, wrong, proved),
            },
            severity=Severity.P2 if is_law else Severity.P3,
            missing=() if is_law else sender.missing(stops),
        )


_LACKS: Final = ("texts.stop_words", "texts.free_text", _REGISTERED)


def _words_and_more(tool: Tool, law: SendingRule) -> dict[str, Truth]:
    """By fact, whether it breaks a law on texts."""
    found = {}
    if law.keywords:
        words = aspect_fact(tool, "texts.stop_words")
        unheeded = _unheeded(tool, law)
        found["texts.stop_words"] = FALSE if not unheeded else UNKNOWN_TRUTH if is_open(words) else TRUE
    if "free_text" in law.demands:
        found["texts.free_text"] = negate(stated_yes(aspect_fact(tool, "texts.free_text")))
    return found


def _unheeded(tool: Tool, law: SendingRule) -> list[str]:
    """The words of a law at which texts are not stated to stop: ``Opt-out`` and ``optout`` are ``opt out``."""
    heeded = {_plain(word) for word in listed(aspect_fact(tool, "texts.stop_words"))}
    return [word for word in law.keywords if _plain(word) not in heeded]


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())


def _lacks(tool: Tool, name: str, proved: list[_Demand]) -> str:
    if name == "texts.stop_words":
        return f"stop words ({', '.join(_missing_words(tool, proved))})"
    return "a way to stop in other words" if name == "texts.free_text" else "registration of the number"


def _unheard(tool: Tool, wrong: list[str], proved: list[_Demand]) -> str:
    words = _missing_words(tool, proved) if "texts.stop_words" in wrong else []
    own = ["words of one's own"] if "texts.free_text" in wrong else []
    return named([*words, *own], most=len(words) + len(own))


def _missing_words(tool: Tool, proved: list[_Demand]) -> list[str]:
    return list(dict.fromkeys(word for demand in proved for word in _unheeded(tool, demand.law)))


# -- what both share ---------------------------------------------------------------------------------------------------


class _Sender(NamedTuple):
    """A tool, and whether it sends what the laws are about."""

    key: str
    tool: Tool
    sends: Truth

    def outcome(self, demands: list[_Demand]) -> Outcome:
        """Whether it sends, a law binds, and breaks it."""
        used = in_use(self.tool)
        applies = all_of((used, self.sends, any_of(demand.binds for demand in demands)))
        return outcome_of(all_of((used, self.sends, any_of(demand.breach for demand in demands))), applies)

    def verdict(self, outcome: Outcome, demands: list[_Demand]) -> Verdict:
        """What is not flagged."""
        missing = self.missing(demands) if outcome is Outcome.UNKNOWN else ()
        return Verdict((f"tools.{self.key}",), outcome, missing=missing)

    def missing(self, demands: list[_Demand]) -> tuple[Missing, ...]:
        """The facts that would say whether it sends; once that is known, which laws bind, and whether one is broken."""
        route = ("tools", self.key)
        found = [Missing((*route, "sends"))] if self.sends != TRUE else []
        found += [Missing((*route, "status"))] if in_use(self.tool) != TRUE else []
        if found:
            return tuple(found)
        open_demands = [demand for demand in demands if not is_false(demand.breach)]
        if any(demand.binds != TRUE for demand in open_demands):
            found.append(Missing(("company", "regions")))
        for demand in open_demands:
            if TRUE not in demand.broken.values():
                unknown = (name for name, truth in demand.broken.items() if truth == UNKNOWN_TRUTH)
                found += (Missing((*route, *name.split("."))) for name in unknown)
        return tuple(dict.fromkeys(found))

    def finding(
        self,
        wrong: list[str],
        *,
        values: Mapping[str, str],
        severity: Severity | None = None,
        missing: tuple[Missing, ...] = (),
    ) -> Verdict:
        """A finding, by the facts that are wrong."""
        facts = [FactRef("tools", self.key, name) for name in (*wrong, "sends")]
        return Verdict(
            (f"tools.{self.key}",),
            Outcome.FLAGGED,
            facts=(*facts, FactRef("company", "", "regions")),
            missing=missing,
            values=values,
            severity=severity,
        )


def _senders(view: View, sends: Sequence[Truth]) -> Iterator[tuple[Iterable[Verdict], _Sender | None]]:
    """The tools that send, or may, after the verdicts on those before them that do not, as most; at last none."""

    def plain(_used: Truth, truth: Truth) -> Outcome | None:
        return Outcome.NOT_APPLICABLE if truth == FALSE else None

    for plain_ones, node, tool in plain_tools(view, (sends,), plain):
        yield plain_ones, None if tool is None else _Sender(tool.id, tool, sends[node])


def _laws(view: View, channel: str) -> tuple[tuple[SendingRule, Truth], ...]:
    """The laws on a channel that bind the company, and with unknown truth those that may."""
    laws = tuple(rule for rule in sending_rules() if rule.kind is ClockKind.LAW)
    return bound(view.stack, laws, channel)
