"""The locale of a report: whether it is one, by CLDR as Babel has it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from stackaudit.audit.placed import problem_at
from stackaudit.errors import Problem
from stackaudit.model.stack import Stack
from stackaudit.source.wording import did_you_mean

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["is_there", "known", "unknown_locale"]


def is_there() -> bool:
    """Whether the package that knows the locales is installed."""
    return find_spec("babel") is not None


def known(tag: str) -> Locale | None:
    """The locale that a tag such as ``de-DE`` names; None where there is none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - most reports name no locale

    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def unknown_locale(stack: Stack) -> list[Problem]:
    """What is wrong with the locale that the report names.

    Where the package is missing that knows them, nothing is said: no format that needs it can be written anyway.
    """
    tag = stack.report.locale if stack.report is not None else None
    if tag is None or not is_there() or known(tag) is not None:
        return []
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - most reports name no locale

    hint = did_you_mean(tag, sorted(one.replace("_", "-") for one in locale_identifiers()))
    message = f"there is no locale {tag!r}"
    return [problem_at(stack, ("report", "locale"), message, hint or "such as de-DE, en-GB or pt-BR")]
