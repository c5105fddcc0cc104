"""How much mail goes out under a registered domain: mailbox providers add up what all domains below it send."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import inf
from typing import Final

from stackaudit.checks.reading import whether_whole
from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.elements import SendingDomain
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_stated
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["Volumes"]

_SHORTEST: Final = 2
"""A registered domain has at least so many labels."""
_MOST_NAMED: Final = 20
"""So many facts are named or asked for of the domains that count together."""
_MOST_TOGETHER: Final = 5
"""Of so many of them it is named by what they count together."""


class Volumes:
    """The daily volumes of a stack's sending domains, added up by registered domain.

    Where nobody said which registered domain one belongs to, its name tells: it is that of another domain if it lies
    below it, itself if it has two labels, and two domains that end in different labels never share one. Linear in the
    number of domains.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        registered = {name for key, domain in stack.sending_domains.items() if (name := _registered(key, domain))}
        listed = {key.lower() for key in stack.sending_domains}
        self._group: dict[str, tuple[str, bool]] = {}
        self._members: dict[tuple[str, bool], list[SendingDomain]] = {}
        self._near: dict[str, list[SendingDomain]] = {}
        for key, domain in stack.sending_domains.items():
            above = list(_and_above(key))
            known = _registered(key, domain) or next((name for name in reversed(above) if name in registered), None)
            # What is not known to belong to a registered domain belongs to that of the topmost listed domain above it.
            group = (known, True) if known else (next(name for name in reversed(above) if name in listed), False)
            self._group[key] = group
            self._members.setdefault(group, []).append(domain)
            if not known:
                self._near.setdefault(above[-1], []).append(domain)
        self._counted: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._asked: dict[tuple[str, Truth], tuple[Missing, ...]] = {}
        self._least = {group: sum(map(_least, members)) for group, members in self._members.items()}
        self._most = {group: sum(map(_most, members)) for group, members in self._members.items()}
        self._most_near = {name: sum(map(_most, domains)) for name, domains in self._near.items()}

    def at_least(self, key: str, volume: int) -> Truth:
        """Whether so many mails a day go out under the registered domain of a domain."""
        group = self._group[key]
        if self._least[group] >= volume:
            return TRUE
        most = self._most[group] if group[1] else self._most_near[_suffix(key)]
        if most >= volume:
            return UNKNOWN_TRUTH
        return FALSE if self.stack.is_complete("sending_domains") else FALSE_AS_LISTED

    def least(self, key: str) -> int:
        """How many mails a day go out under the registered domain of a domain, as far as that is known."""
        return self._least[self._group[key]]

    def facts(self, key: str) -> Iterator[FactRef]:
        """The volumes that are known to count for a domain, its own first; of the others not more than so many.

        Then by what they are stated to count together.
        """
        group = self._group[key]
        if group not in self._counted:
            known = (one.id for one in self._members[group] if _least(one))
            self._counted[group] = tuple(islice(known, _MOST_NAMED))
        own = (key,) if _least(self.stack.sending_domains[key]) else ()
        counted = dict.fromkeys((*own, *self._counted[group]))
        yield from (FactRef("sending_domains", name, "daily_volume") for name in counted)
        # By what they count together, where their names do not tell.
        together = dict.fromkeys((key, *counted)) if len(self._members[group]) > 1 else ()
        for name in islice(together, _MOST_TOGETHER):
            if is_stated(self.stack.sending_domains[name].primary_domain):
                yield FactRef("sending_domains", name, "primary_domain")

    def missing(self, key: str, volume: int) -> tuple[Missing, ...]:
        """The facts that would say whether so many mails a day go out under the registered domain of a domain."""
        truth, group = self.at_least(key, volume), self._group[key]
        place = group[0] if group[1] else _suffix(key)
        if (place, truth) not in self._asked:
            asked = self._unknown(group, place) if truth == UNKNOWN_TRUTH else ()
            is_open = truth in {UNKNOWN_TRUTH, FALSE_AS_LISTED}
            self._asked[place, truth] = (*asked, *(whether_whole(self.stack, "sending_domains") if is_open else ()))
        return self._asked[place, truth]

    def _unknown(self, group: tuple[str, bool], place: str) -> tuple[Missing, ...]:
        """Volumes that nobody stated; and, where no name tells, to which registered domain each belongs."""
        counted = self._members[group] if group[1] else self._near[place]
        asked = [Missing(("sending_domains", one.id, "daily_volume")) for one in counted if _most(one) == inf]
        if not group[1] and len(counted) > len(self._members[group]):
            asked += [Missing(("sending_domains", one.id, "primary_domain")) for one in counted]
        return tuple(asked[:_MOST_NAMED])


def _registered(key: str, domain: SendingDomain) -> str | None:
    """The registered domain of a domain, by what is said of it, or as its name has no more than two labels."""
    stated = domain.primary_domain
    if is_stated(stated) and stated is not NONE:
        return str(stated).lower()
    return key.lower() if key.count(".") < _SHORTEST else None


def _and_above(key: str) -> Iterator[str]:
    """A domain and those above it that could be registered ones, from the longest to the shortest."""
    labels = key.lower().split(".")
    for start in range(max(len(labels) - _SHORTEST, 0) + 1):
        yield ".".join(labels[start:])


def _suffix(key: str) -> str:
    return ".".join(key.lower().split(".")[-_SHORTEST:])


def _least(domain: SendingDomain) -> int:
    return domain.daily_volume if isinstance(domain.daily_volume, int) else 0


def _most(domain: SendingDomain) -> float:
    volume = domain.daily_volume
    return inf if volume is None or volume is UNKNOWN else _least(domain)
