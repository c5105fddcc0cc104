"""Numbers, amounts and days in the manner of a locale: by CLDR, as Babel has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import parse_pattern

from stackaudit.audit.audit import Audit
from stackaudit.audit.engine import run_rules
from stackaudit.audit.locales import known
from stackaudit.finding import RuleResult
from stackaudit.model.report import ReportSettings
from stackaudit.model.writing import in_manner

__all__ = ["LocaleManner", "as_in", "date_format"]

_DIRECTIONS: Final = str.maketrans("", "", "\u200e\u200f\u061c")  # what is shown puts texts in order by itself
_SPACES: Final = str.maketrans("\u00a0\u202f", "  ")
_PART: Final = re.compile(r"'([^']*)'|(y+)|(M+|L+)|(d+)|([A-Za-z])|(.)")
_ISO: Final = "yyyy-mm-dd"


class LocaleManner:
    """How a locale writes."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._pattern = locale.decimal_formats[None].pattern
        money = locale.currency_formats["standard"].pattern.translate(_DIRECTIONS)
        self._code_first = money.startswith("¤")

    def number(self, digits: str, *, grouped: bool) -> str:
        """A number that is given as ``-1234.50``, with as many decimals."""
        exact = Decimal(digits)
        decimals = len(f"{exact:f}".partition(".")[2])
        pattern = parse_pattern(self._pattern)
        pattern.frac_prec = (decimals, decimals)
        made: str = pattern.apply(exact, self._locale, group_separator=grouped)
        return made.translate(_DIRECTIONS)

    def amount(self, number: str, currency: str) -> str:
        """A number with its currency, which stands where the locale has its sign: by code, as signs are ambiguous."""
        return f"{currency} {number}" if self._code_first else f"{number} {currency}"

    def day(self, moment: date) -> str:
        """A date as in a letter: ``22. November 2026``."""
        return format_date(moment, "long", locale=self._locale).translate(_DIRECTIONS)

    def short_day(self, moment: date) -> str:
        """A date as in a table: ``22.11.2026``."""
        return format_date(moment, "medium", locale=self._locale).translate(_DIRECTIONS)


@contextmanager
def as_in(audit: Audit, settings: ReportSettings) -> Iterator[Audit]:
    """For as long as the block runs, numbers and days are written as in the locale that the settings name.

    What the rules say has numbers in it, so they are run once more, and say the same in that manner. Of a rule that
    does not find the same again, which a rule that goes by more than the stack may do, the first result stays.
    """
    locale = known(settings.locale or "")
    if locale is None:
        yield audit
        return
    with in_manner(LocaleManner(locale)):
        run = [rule for rule in audit.rules.values() if not rule.alias_of]
        again = run_rules(audit.stack, audit.graph, run, audit.parameters)
        yield replace(audit, results=tuple(map(_same, audit.results, again)))


def _same(first: RuleResult, again: RuleResult) -> RuleResult:
    return again if [one.id for one in again.findings] == [one.id for one in first.findings] else first


def date_format(tag: str) -> str:
    """The number format of a workbook for days: as the locale writes them in figures; by ISO 8601 where it does not."""
    locale = known(tag)
    if locale is None:
        return _ISO
    pattern = str(locale.date_formats["short"].pattern).translate(_DIRECTIONS).translate(_SPACES)
    made = []
    for literal, year, month, day, other, sign in _PART.findall(pattern):
        if other:  # an era
            return _ISO
        made.append(
            "yyyy" if year else "m" * len(month) if month else "d" * len(day) if day else _quoted(literal or sign)
        )
    return "".join(made)


def _quoted(sign: str) -> str:
    return sign if sign in _PLAIN else f'"{sign}"'


_PLAIN: Final[Mapping[str, None]] = dict.fromkeys("./- ")
