"""Checks of what mailbox providers demand: domains that prove who sends, one-click unsubscribe, few complaints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from stackaudit.catalogue import ClockKind, SendingRule, sending_rules_for
from stackaudit.checks.alike import if_plain, plain_tools
from stackaudit.checks.reading import in_use, named, sending, sends_marketing, stated_yes
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.volumes import Volumes
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import SendingDomain
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_open, listed
from stackaudit.model.writing import number
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["complaints", "no_one_click", "unauthenticated"]

_PROOFS: Final = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC", "aligned": "alignment"}
"""What shows who a mail is from, with its name for the reader."""


@check("domain", "lacks", "who", "volume")
def unauthenticated(view: View) -> Iterator[Verdict]:
    """Sending domains without what mailbox providers demand as proof of who sends; worst where they send in bulk.

    Values: the ``domain``, what it ``lacks``, ``who`` demands that of bulk senders, and the ``volume`` a day where that
    is proved to be a bulk sender's.
    """
    stack, volumes = view.stack, Volumes(view.stack)
    rules = [rule for rule in _rules(view) if not _PROOFS.keys().isdisjoint(rule.demands)]
    demanded = [name for name in _PROOFS if any(name in rule.demands for rule in rules)]
    for key, domain in stack.sending_domains.items():
        proved = {name: stated_yes(getattr(domain, name)) for name in demanded}
        applies = all_of((of(bool(demanded)), sends_mail(stack, domain)))
        outcome = outcome_of(all_of((applies, negate(all_of(proved.values())))), applies)
        if outcome is Outcome.FLAGGED:
            yield _unproved(domain, [name for name, truth in proved.items() if truth == FALSE], rules, volumes)
            continue
        missing: tuple[Missing, ...] = ()
        if outcome is Outcome.UNKNOWN:
            asked = () if FALSE in proved.values() else [name for name, truth in proved.items() if truth != TRUE]
            missing = (*whether_sends(stack, domain), *(Missing(("sending_domains", key, name)) for name in asked))
        yield Verdict((f"sending_domains.{key}",), outcome, missing=missing)


def _unproved(domain: SendingDomain, lacks: list[str], rules: list[SendingRule], volumes: Volumes) -> Verdict:
    key, broken = domain.id, [rule for rule in rules if not set(lacks).isdisjoint(rule.demands)]
    bulk = min(rule.applies_from_daily_volume or 0 for rule in broken)
    is_bulk = volumes.at_least(key, bulk) == TRUE
    return Verdict(
        (f"sending_domains.{key}",),
        Outcome.FLAGGED,
        facts=(*(FactRef("sending_domains", key, name) for name in lacks), *(volumes.facts(key) if is_bulk else ())),
        missing=() if is_bulk else volumes.missing(key, bulk),
        values={
            "domain": domain.title,
            "lacks": named(_PROOFS[name] for name in lacks),
            "who": _who(broken),
            "volume": number(volumes.least(key)) if is_bulk else "",
        },
        severity=Severity.P1 if is_bulk else Severity.P3,
    )


@check("tool", "who")
def no_one_click(view: View) -> Iterator[Verdict]:
    """Tools from which marketing mail goes out without one-click unsubscribe.

    Values: the ``tool``, and ``who`` demands it of bulk senders.
    """
    rules = [rule for rule in _rules(view) if "one_click_unsubscribe" in rule.demands]
    who = _who(rules)

    def judged(used: Truth, sends: Truth, offered: Any) -> Outcome:
        applies = all_of((of(bool(rules)), used, sends))
        return outcome_of(all_of((applies, negate(stated_yes(offered)))), applies)

    told = (sending(view.graph, sends_marketing, "email"), view.graph.columns.of("tool", "one_click_unsubscribe"))
    for plain_ones, _, tool in plain_tools(view, told, lambda *row: if_plain(judged(*row))):
        yield from plain_ones
        if tool is None:
            continue
        key, used, sends = tool.id, in_use(tool), sends_marketing(tool, "email")
        outcome = judged(used, sends, tool.one_click_unsubscribe)
        elements = (f"tools.{key}",)
        if outcome is Outcome.FLAGGED:
            facts = (FactRef("tools", key, "one_click_unsubscribe"), FactRef("tools", key, "sends"))
            yield Verdict(elements, outcome, facts=facts, values={"tool": tool.title, "who": who})
            continue
        # What the mail carries is asked once it is known that there is mail.
        first = [name for name, truth in (("sends", sends), ("status", used)) if truth != TRUE]
        missing = tuple(Missing(("tools", key, name)) for name in first or ("one_click_unsubscribe",))
        yield Verdict(elements, outcome, missing=missing)


@check("domain", "rate", "measured", "limit", "who")
def complaints(view: View) -> Iterator[Verdict]:
    """Sending domains whose mail is reported as spam too often, and those of bulk senders of which nobody knows.

    Values: the ``domain``, its ``rate``, the same again as ``measured`` where somebody knows it, the ``limit`` that it
    does not keep (or would have to), and ``who`` set it.
    """
    stack, volumes = view.stack, Volumes(view.stack)
    volume = min((rule.applies_from_daily_volume for rule in _rules(view) if rule.applies_from_daily_volume), default=0)
    limits = tuple(_limits(_rules(view)))
    for key, domain in stack.sending_domains.items():
        rate, applies = domain.spam_rate, all_of((of(bool(limits)), sends_mail(stack, domain)))
        if rate is NONE:
            red_flag = volumes.at_least(key, volume) if volume else FALSE
        elif rate is None or rate is UNKNOWN:
            red_flag = UNKNOWN_TRUTH
        else:
            red_flag = of(any(rate >= one.rate for one in limits))
        outcome = outcome_of(all_of((applies, red_flag)), applies)
        if outcome is Outcome.FLAGGED:
            yield _complained(domain, limits, volumes)
            continue
        missing: tuple[Missing, ...] = ()
        if outcome is Outcome.UNKNOWN:
            asked = volumes.missing(key, volume) if rate is NONE else _rate_missing(key, red_flag)
            missing = (*whether_sends(stack, domain), *asked)
        yield Verdict((f"sending_domains.{key}",), outcome, missing=missing)


class _Limit(NamedTuple):
    """A share of complaints in per cent that is not to be reached, how bad it is to reach it, and who set it."""

    rate: float
    severity: Severity
    rules: tuple[SendingRule, ...]


def _limits(rules: Iterable[SendingRule]) -> Iterator[_Limit]:
    """The limits of the providers, then what they advise; of several the strictest."""
    for name, severity in (("complaints_below", Severity.P1), ("complaints_aim", Severity.P2)):
        held = [(rate, rule) for rule in rules if (rate := getattr(rule, name)) is not None]
        if held:
            least = min(rate for rate, _ in held)
            yield _Limit(least, severity, tuple(rule for rate, rule in held if rate == least))


def _rate_missing(key: str, red_flag: Truth) -> tuple[Missing, ...]:
    return (Missing(("sending_domains", key, "spam_rate")),) if red_flag == UNKNOWN_TRUTH else ()


def _percent(rate: float) -> str:
    return f"{number(int(rate) if rate % 1 == 0 else rate)} %"


def _complained(domain: SendingDomain, limits: tuple[_Limit, ...], volumes: Volumes) -> Verdict:
    rate, key = domain.spam_rate, domain.id
    is_known = isinstance(rate, (int, float))
    reached = next((one for one in limits if isinstance(rate, (int, float)) and rate >= one.rate), limits[0])
    return Verdict(
        (f"sending_domains.{key}",),
        Outcome.FLAGGED,
        facts=(FactRef("sending_domains", key, "spam_rate"), *(() if is_known else volumes.facts(key))),
        values={
            "domain": domain.title,
            "rate": _percent(rate) if isinstance(rate, (int, float)) else "nobody looks",
            "measured": _percent(rate) if isinstance(rate, (int, float)) else "",
            "limit": _percent(reached.rate),
            "who": _who(reached.rules),
        },
        severity=reached.severity if is_known else Severity.P3,
    )


def _rules(view: View) -> tuple[SendingRule, ...]:
    """The rules of mailbox providers that are in force: platform rules, which hold whatever the region."""
    found = sending_rules_for("email", None, view.as_of).certain
    return tuple(rule for rule in found if rule.kind is ClockKind.PLATFORM)


def _who(rules: Iterable[SendingRule]) -> str:
    return named(dict.fromkeys(rule.name for rule in rules))


# -- whether mail is sent ----------------------------------------------------------------------------------------------


def sends_mail(stack: Stack, domain: SendingDomain) -> Truth:
    """Whether mail is sent from a domain: it is, unless the tools that send from it are all listed and out of use."""
    names = listed(domain.tools)
    if not names or is_open(domain.tools):
        return TRUE
    return any_of(in_use(stack.tools[name]) for name in names)


def whether_sends(stack: Stack, domain: SendingDomain) -> Iterator[Missing]:
    """The facts that would say whether mail is sent from a domain, where that is open."""
    if sends_mail(stack, domain) == UNKNOWN_TRUTH:
        for name in listed(domain.tools):
            if in_use(stack.tools[name]) == UNKNOWN_TRUTH:
                yield Missing(("tools", name, "status"))
