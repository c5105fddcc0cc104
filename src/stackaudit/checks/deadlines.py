"""How soon opt-outs have to get to a sender and deletions have to be done: which clocks of the catalogue bind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from stackaudit.catalogue import Clock, ClockKind, ClockUnit, clocks
from stackaudit.catalogue.clocks import in_words
from stackaudit.checks.laws import bound
from stackaudit.checks.reading import holds, whether_whole
from stackaudit.checks.verdict import FactRef, View
from stackaudit.checks.volumes import Volumes
from stackaudit.finding import Missing, Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import SendingDomain
from stackaudit.model.values import DAY, HOUR, business_days_in_calendar, is_open, listed, months_in_calendar
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of

__all__ = ["Deadlines", "Limit", "in_calendar"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time that an opt-out may not exceed, and how bad it is if it does.

    A limit in business days is two: what the least number of calendar days is may be a breach, on some days of the
    week; what the greatest is not enough for is one. ``applies`` is whether the clock binds this sender.
    """

    clock: Clock
    seconds: float
    severity: Severity
    applies: Truth

    @property
    def kind(self) -> str:
        """Who set it, in words: a law, or a platform."""
        return "law" if self.clock.kind is ClockKind.LAW else "platform rule"

    @property
    def words(self) -> str:
        """The limit as its source says it: ``10 business days``."""
        return in_words(self.clock.limit, self.clock.unit)

    @property
    def in_full(self) -> str:
        """The same, business days also by the calendar: ``10 business days, which are 12 to 14 days``."""
        if self.clock.unit is not ClockUnit.BUSINESS_DAYS:
            return self.words
        least, greatest = business_days_in_calendar(self.clock.limit)
        return f"{self.words}, which are {least} to {greatest} days"


class Deadlines:
    """The limits that bind the senders of a stack."""

    def __init__(self, view: View) -> None:
        self.stack = view.stack
        self._clocks: dict[str, tuple[tuple[Clock, Truth], ...]] = {}

    def of(self, tool: str, channel: str) -> tuple[Limit, ...]:
        """The limits that bind a tool on a channel, or may bind it; the shortest first."""
        if channel not in self._clocks:
            self._clocks[channel] = bound(self.stack, clocks(), channel)
        limits: list[Limit] = []
        for clock, binds in self._clocks[channel]:
            applies = binds
            if clock.applies_from_daily_volume is not None:
                applies = all_of((binds, self.sends_at_least(tool, clock.applies_from_daily_volume)))
            if applies != FALSE:
                limits.extend(Limit(clock, time, severity, applies) for time, severity in _times(clock))
        return tuple(sorted(limits, key=lambda limit: limit.seconds))

    @cached_property
    def _volumes(self) -> Volumes:
        return Volumes(self.stack)

    @cached_property
    def _domains(self) -> dict[str, list[SendingDomain]]:
        """The domains that name a tool, by tool; under an empty key those whose list of tools is open."""
        found: dict[str, list[SendingDomain]] = {}
        for domain in self.stack.sending_domains.values():
            for tool in listed(domain.tools):
                found.setdefault(tool, []).append(domain)
            if is_open(domain.tools):
                found.setdefault("", []).append(domain)
        return found

    def domains(self, tool: str) -> list[SendingDomain]:
        """The domains that a tool sends from, or may send from."""
        named = self._domains.get(tool, [])
        return [*named, *(domain for domain in self._domains.get("", ()) if domain not in named)]

    def sends_at_least(self, tool: str, volume: int) -> Truth:
        """Whether that many mails a day go out under the registered domain of one that a tool sends from."""
        truth = any_of(
            all_of((holds(domain.tools, (tool,)), self._volumes.at_least(domain.id, volume)))
            for domain in self.domains(tool)
        )
        return truth if self.stack.is_complete("sending_domains") else any_of((truth, FALSE_AS_LISTED))

    def facts(self, tool: str, limit: Limit) -> Iterator[FactRef]:
        """The facts by which a limit binds a tool."""
        if limit.clock.kind is ClockKind.LAW:
            yield FactRef("company", "", "regions")
        if limit.clock.applies_from_daily_volume is not None:
            for domain in self._domains.get(tool, ()):
                if self._volumes.at_least(domain.id, limit.clock.applies_from_daily_volume) == TRUE:
                    yield from self._volumes.facts(domain.id)

    def missing(self, tool: str, limit: Limit) -> Iterator[Missing]:
        """The facts that would say whether a limit binds a tool, where it may."""
        if limit.applies == TRUE:
            return
        if limit.clock.kind is ClockKind.LAW:
            yield Missing(("company", "regions"))
        volume = limit.clock.applies_from_daily_volume
        if volume is None:
            return
        for domain in self.domains(tool):
            enough = self._volumes.at_least(domain.id, volume)
            if enough == UNKNOWN_TRUTH:
                yield from (one for one in self._volumes.missing(domain.id, volume) if one.route[0] != "complete")
            if holds(domain.tools, (tool,)) != TRUE and enough in {TRUE, UNKNOWN_TRUTH}:
                yield Missing(("sending_domains", domain.id, "tools"))
        yield from whether_whole(self.stack, "sending_domains")


def _times(clock: Clock) -> tuple[tuple[float, Severity], ...]:
    """The limit in seconds, and the severity of what takes longer."""
    least, greatest = in_calendar(clock.limit, clock.unit)
    worst = Severity.P1 if clock.kind is ClockKind.LAW else Severity.P2
    return ((least, Severity.P2), (greatest, worst)) if least < greatest else ((greatest, worst),)


def in_calendar(limit: int, unit: ClockUnit) -> tuple[float, float]:
    """A limit in seconds, the least and the greatest that it can mean: it depends on the day of the request.

    Business days are counted without holidays, which only lengthen a limit.
    """
    if unit is ClockUnit.HOURS:
        return limit * HOUR, limit * HOUR
    if unit is ClockUnit.BUSINESS_DAYS:
        least, greatest = business_days_in_calendar(limit)
    elif unit is ClockUnit.MONTHS:
        least, greatest = months_in_calendar(limit)
    else:
        least = greatest = limit
    return least * DAY, greatest * DAY
