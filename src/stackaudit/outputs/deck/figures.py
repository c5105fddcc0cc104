"""Slides for what the page has as charts, for the requests of the intake log, and for what a baseline knew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.outputs.deck.slides import Rows, Slide, Words
from stackaudit.outputs.document.glance import tools_of
from stackaudit.outputs.html.baseline import baseline_section, since_words
from stackaudit.outputs.html.glance import glance
from stackaudit.outputs.html.inventory import anchors
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.requests import requests_section
from stackaudit.outputs.plan import verdict_words

__all__ = ["RENEWALS", "REQUESTS", "VERDICTS", "costs_and_renewals", "next_notice", "requests", "since", "verdicts"]

RENEWALS: Final = "Renewals ahead"
REQUESTS: Final = "Requests"
VERDICTS: Final = "What to do with each tool"

_MOST: Final = 12
_MORE: Final = "And {} more: see the report."


def costs_and_renewals(audit: Audit, names: Names) -> Iterator[Slide]:
    """What tools cost a year by what they do, and when their contracts renew; nothing of what nobody has stated."""
    found = glance(audit, names, anchors(audit))
    if found.is_priced:
        rows = tuple((one.title, one.cost, tools_of(one)) for one in found.costs[:_MOST])
        total = len(found.costs) + found.more_costs
        yield Rows("What each job costs a year", ("Used for", "A year", "Tools"), rows, (30, 24, 46), total, _MORE)
    if found.renewals:
        renewals = tuple(
            (one.tool, f"{one.notice}{' (over)' if one.is_over else ''}", one.renews, one.by_itself, one.cost or "-")
            for one in found.renewals[:_MOST]
        )
        total = len(found.renewals) + found.more_renewals
        head = ("Tool", "Notice by", "Renews", "How", "A year")
        yield Rows(RENEWALS, head, renewals, (28, 20, 20, 16, 16), total, _MORE)


def next_notice(audit: Audit, names: Names) -> str:
    """The next day by which a contract can be ended, in a sentence; empty where none is known."""
    ahead = [one for one in glance(audit, names, anchors(audit)).renewals if not one.is_over]
    if not ahead:
        return ""
    cost = f", which costs {ahead[0].cost} a year" if ahead[0].cost else ""
    return f"Next notice: by {ahead[0].notice} for {ahead[0].tool}{cost}."


def requests(audit: Audit, names: Names) -> Iterator[Slide]:
    """What to do with the requests that wait; nothing where none does."""
    section = requests_section(audit, names)
    if section is not None:
        found = [(group.heading, one) for group in section.groups for one in group.rows]
        rows = tuple((heading, one.title, one.about, " ".join(one.reasons)) for heading, one in found[:_MOST])
        yield Rows(
            REQUESTS, ("Advice", "Request", "Size, from, when", "Why"), rows, (16, 26, 22, 36), section.count, _MORE
        )


def since(audit: Audit) -> Iterator[Slide]:
    """How the findings stand to a baseline; nothing without one."""
    section = baseline_section(audit)
    if section is not None:
        yield Words("Since the baseline", (since_words(section),), ())


def verdicts(audit: Audit) -> Iterator[Slide]:
    """What to do with each tool and why, those first that change most; nothing where there is none."""
    if audit.verdicts:
        found = sorted(audit.verdicts, key=lambda one: list(verdict_words.VERDICTS).index(one.verdict))
        rows = tuple(
            (
                audit.stack.tools[one.tool].title,
                verdict_words.VERDICTS[one.verdict],
                " ".join(verdict_words.reasons(one, audit.rules)),
            )
            for one in found[:_MOST]
        )
        yield Rows(VERDICTS, ("Tool", "Verdict", "Why"), rows, (22, 16, 62), len(found), _MORE)
