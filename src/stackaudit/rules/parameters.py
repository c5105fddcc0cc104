"""What settings may give to a rule: parameters, whose type and bounds the rule's own values say, and a severity."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from stackaudit.errors import Problem
from stackaudit.finding import Severity
from stackaudit.model.words import CAPABILITIES, Channel, Method
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.rule import Parameter, Rule
from stackaudit.source.wording import did_you_mean, found

__all__ = ["frozen", "parameter_mistakes", "refusal", "severity_mistakes", "unrated"]

_DURATION: Final = re.compile(r"[0-9]{1,6}(m|h|d|w|mo|bh|bd)")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FRACTIONS: Final = frozenset({"per cent", "share"})
_LARGEST: Final = 1_000_000_000
_CLOSED: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("method", frozenset(Method)),
    ("channel", frozenset(Channel)),
)


def refusal(parameter: Parameter, value: Any, own: Collection[str] | None = None) -> tuple[str, str | None] | None:
    """What is wrong with a value for a parameter, and a hint; None where it fits.

    Args:
        parameter: the parameter with the rule's own value.
        value: what somebody wants in its place.
        own: the capabilities that the company has declared beside the built-in ones; None where that is not known yet,
            and capabilities are then not looked up.
    """
    default = parameter.value
    if isinstance(default, tuple):
        return _texts(default, value, own)
    if isinstance(default, date):
        return _on_day(default.isoformat(), value)
    if isinstance(default, str):
        return _text(default, value)
    return _number(parameter, value)


def frozen(value: Any) -> Any:
    """A value as rules hold it: a list as a tuple, a day as text."""
    if isinstance(value, date):
        return value.isoformat()
    return tuple(value) if isinstance(value, list) else value


def parameter_mistakes(
    parameters: Mapping[str, Mapping[str, Any]], rules: Mapping[str, Rule], own: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with parameters by rule id and name.

    A misspelt one must not leave the rule's value in force unseen. ``own`` are the capabilities that the company has
    declared.
    """
    for identity, values in parameters.items():
        if identity not in rules:
            yield Problem(f"parameters for {identity!r}: there is no such rule", hint=rule_meant(identity, rules))
            continue
        known = rules[identity].parameters
        for name, value in values.items():
            if name not in known:
                yield Problem(f"{identity} has no parameter {name!r}", hint=did_you_mean(name, known))
                continue
            wrong = refusal(known[name], value, own)
            if wrong is not None:
                yield Problem(f"{identity}, parameter {name}: {wrong[0]}", hint=wrong[1])


def severity_mistakes(severities: Mapping[str, Severity], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """What is wrong with severities by rule id."""
    for identity, severity in severities.items():
        wrong = unrated(identity, rules)
        if wrong is not None:
            yield Problem(f"severity of {identity!r}: {wrong[0]}", hint=wrong[1])
        elif severity not in list(Severity):
            yield Problem(f"severity of {identity!r}: expected a severity from P1 to P5, found {found(severity)}")


def unrated(identity: str, rules: Mapping[str, Rule]) -> tuple[str, str | None] | None:
    """Why a rule cannot be given a severity, and a hint; None where it can."""
    if identity not in rules:
        return "there is no such rule", rule_meant(identity, rules)
    leads_to = rules[identity].alias_of
    return (f"it only leads to {', '.join(leads_to)}", f"name {leads_to[0]}") if leads_to else None


def _number(parameter: Parameter, value: Any) -> tuple[str, str | None] | None:
    top, unit = parameter.at_most, parameter.unit
    whole = unit not in _FRACTIONS and isinstance(parameter.value, int)
    most = _LARGEST if top is None else top
    is_number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if is_number and 0 <= value <= most:
        return None
    bounds = "of 0 or more" if top is None and not (is_number and value > most) else f"from 0 to {most:,.15g}"
    expected = f"expected a {'whole ' if whole else ''}number {bounds}{f' ({unit})' if unit else ''}"
    return f"{expected}, found {found(value)}", None


def _text(default: str, value: Any) -> tuple[str, str | None] | None:
    if _DURATION.fullmatch(default):
        if isinstance(value, str) and _DURATION.fullmatch(value):
            return None
        from stackaudit.load.wording import length_meant  # noqa: PLC0415 - only a mistake needs it

        meant = length_meant(value) if isinstance(value, str) else None
        example = "a duration is such as 15m, 6h, 30d, 2w or 12mo"
        return f"expected a duration, found {found(value)}", example if meant is None else f"did you mean {meant!r}?"
    if _is_day(default):
        return _on_day(default, value)
    return None if isinstance(value, str) and value.strip() else (f"expected text, found {found(value)}", None)


def _on_day(default: str, value: Any) -> tuple[str, str | None] | None:
    if (isinstance(value, date) and not isinstance(value, datetime)) or (isinstance(value, str) and _is_day(value)):
        return None
    return f"expected a day such as {default}, found {found(value)}", None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None


def _texts(default: Sequence[str], value: Any, own: Collection[str] | None) -> tuple[str, str | None] | None:
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) and one.strip() for one in value):
        example = ", ".join(f'"{one}"' for one in default[:2])
        return f"expected a list of words, found {found(value)}", f"write them as [{example}]"
    for kind, words in _vocabularies(own):
        if words.issuperset(default):
            for one in value:
                if one not in words:
                    return f"no {kind} is called {one!r}", did_you_mean(one, sorted(map(str, words)))
    return None


def _vocabularies(own: Collection[str] | None) -> Iterator[tuple[str, frozenset[str]]]:
    yield from _CLOSED
    if own is not None:
        yield "capability", frozenset({*CAPABILITIES, *own})
