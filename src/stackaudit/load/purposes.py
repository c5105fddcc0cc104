"""What is sent from a domain, where the tools that send from it leave no doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from stackaudit.model.values import MORE
from stackaudit.model.words import Purpose, ToolStatus

__all__ = ["purposes"]

_NOT_IN_USE: Final = frozenset({ToolStatus.PLANNED.value, ToolStatus.RETIRED.value})
_PURPOSES: Final = tuple(purpose.value for purpose in Purpose)


class _Mail(NamedTuple):
    """For what mail goes out from a tool; ``is_open`` where it may go out for more."""

    purposes: tuple[str, ...]
    is_open: bool


def purposes(data: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """Domains of which nobody said what is sent from them, each with what its tools send from there for certain.

    A tool that is named for a domain sends something from it: where it sends for one purpose alone, that is the one.
    Whatever else it sends goes out from its only domain, if it has but one and every domain is listed with its tools.
    """
    tools, domains = data.get("tools"), data.get("sending_domains")
    if not isinstance(tools, dict) or not isinstance(domains, dict):
        return
    held = {key: domain for key, domain in domains.items() if isinstance(domain, dict)}
    named = {key: _names(domain.get("tools")) for key, domain in held.items()}
    complete = data.get("complete")
    whole = isinstance(complete, list) and "sending_domains" in complete and None not in named.values()
    whole = whole and all(MORE not in (names or ()) for names in named.values())
    times = Counter(name for names in named.values() for name in set(names or ()))
    for key, domain in held.items():
        if "purposes" not in domain and named[key]:
            found = _sent(tools, named[key] or (), {name for name, count in times.items() if whole and count == 1})
            if found:
                yield key, domain, found


def _names(value: Any) -> tuple[str, ...] | None:
    """The tools that a list names, with ``more`` where it goes on; None where nobody stated it."""
    if value == "none":
        return ()
    return tuple(name for name in value if isinstance(name, str)) if isinstance(value, list) else None


def _sent(tools: Mapping[str, Any], names: tuple[str, ...], nowhere_else: set[str]) -> list[str]:
    """What is sent by some tools; the list goes on where they may send more. Empty where nothing is certain."""
    found: set[str] = set()
    goes_on = MORE in names
    for name in names:
        tool = tools.get(name)
        if not isinstance(tool, dict) or tool.get("status") in _NOT_IN_USE:
            continue
        mail = _mail(tool.get("sends"))
        alone = len(mail.purposes) == 1 and not mail.is_open
        if tool.get("status") != "unknown" and (alone or name in nowhere_else):
            found.update(mail.purposes)
            goes_on |= mail.is_open
        else:
            goes_on |= bool(mail.purposes) or mail.is_open
    certain = [purpose for purpose in _PURPOSES if purpose in found]
    return [*certain, MORE] if certain and goes_on else certain


def _mail(sends: Any) -> _Mail:
    """For what a tool sends mail. ``[email]`` includes marketing, and may include service mail."""
    if isinstance(sends, dict):
        held = sends.get("email")
        if isinstance(held, list):
            return _Mail(tuple(purpose for purpose in _PURPOSES if purpose in held), is_open=False)
        return _Mail((), is_open=held == "unknown")
    if isinstance(sends, list):
        mailed = "email" in sends
        return _Mail((Purpose.MARKETING.value,) if mailed else (), is_open=mailed or MORE in sends)
    return _Mail((), is_open=sends != "none")
