"""Facts as a reader wants them: dates, delays, cadences and values in words, and whether anybody stated them."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, Final

from stackaudit.finding import Origin, Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Monitoring
from stackaudit.model.values import NONE, UNKNOWN, Word, duration_in_words, interval_in_words, is_open, listed, seconds
from stackaudit.model.words import Basis, Weekday
from stackaudit.rules.wording import join

__all__ = [
    "ACT",
    "MEANING",
    "ORIGINS",
    "Said",
    "basis_in_words",
    "cadence",
    "delay",
    "monitoring",
    "said",
    "spaced",
]

ACT: Final = {
    Severity.P1: "act this week",
    Severity.P2: "act within 30 days",
    Severity.P3: "act this quarter",
    Severity.P4: "act within half a year",
    Severity.P5: "when there is time",
}
"""By when to act on a finding."""

MEANING: Final = {
    Severity.P1: "A channel is unlawful or does not work now.",
    Severity.P2: "Customers or a regulator feel it at the next message, visit or request.",
    Severity.P3: "A team works on wrong data, or cannot go on.",
    Severity.P4: "It costs one person's time, or one line of the budget.",
    Severity.P5: "Good housekeeping.",
}
"""What a severity means."""

ORIGINS: Final = {
    Origin.STATED: "stated",
    Origin.DEFAULTS: "stated for all (defaults)",
    Origin.CATALOGUE: "product catalogue",
    Origin.MODEL: "assumed unless stated otherwise",
    Origin.DERIVED: "worked out from other facts",
    Origin.NOT_RECORDED: "not recorded",
    Origin.NOT_LISTED: "not listed",
}
"""Where a fact comes from, in words."""


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in words. ``kind`` is ``stated``, ``none`` (stated absence), ``unknown`` or ``open`` (nobody has said)."""

    text: str
    kind: str


_OPEN: Final = Said("not stated", "open")
_CANNOT_SAY: Final = Said("company cannot say", "unknown")


def said(value: Any, word: Callable[[Any], str] = str, absent: str = "none") -> Said:
    """A fact in words: each of its values by ``word``; ``absent`` where there is none."""
    if value is None:
        return _OPEN
    if value is UNKNOWN:
        return _CANNOT_SAY
    if value is NONE or value == ():
        return Said(absent, "none")
    if isinstance(value, tuple):
        items = [*map(word, listed(value)), *(["others"] if is_open(value) else [])]
        return Said("; ".join(items) if any("," in item for item in items) else join(items, most=len(items)), "stated")
    return Said(word(value), "stated")


def spaced(word: str) -> str:
    """A word of the vocabularies without its underscores: ``csv manual``."""
    return word.replace("_", " ")


def basis_in_words(basis: str | None) -> str:
    """How it is known, in words; empty where nobody said."""
    return next((one.doc for one in Basis if one == basis), "")


def delay(at_least: float, at_most: float) -> str:
    """The worst case of a delay, given as the least and the greatest that it can be, in seconds."""
    return "not known" if not at_least and at_most == inf else interval_in_words(at_least, at_most)


def cadence(every: Any) -> Said:
    """How often something runs: ``every 7 days``, ``Wednesday and Saturday``, ``at each event``."""
    if isinstance(every, tuple):
        return Said(join([one.doc for one in Weekday if one in every], most=len(Weekday)), "stated")
    return said(every, _cadence)


def _cadence(every: str) -> str:
    if every in _CADENCES:
        return _CADENCES[every]
    if " " in every:
        return f"by the cron line {every}"
    return f"every {duration_in_words(seconds(every))}".replace("every 1 ", "every ")


_CADENCES: Final = {"on_event": "at each event", "on_request": "on request", "once": "once"}


def monitoring(value: Any) -> Said:
    """Whether something is watched."""
    if value is False:
        return Said("nobody", "none")
    if value is True:
        return Said("yes", "stated")
    if isinstance(value, Monitoring):
        parts = [
            f"every {duration_in_words(seconds(value.every))}" if value.every else "",
            value.window or "",
            f"alert after {duration_in_words(seconds(value.alert_after))}" if value.alert_after else "",
        ]
        return Said(", ".join(part for part in parts if part) or "yes", "stated")
    return said(value if isinstance(value, Word) else None, absent="nobody")
