"""Values of the user inside our sentences, and the words that were most likely meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from stackaudit.source.wording import shown

__all__ = ["YES_OR_NO", "as_open", "date_meant", "did_you_mean", "duration_meant", "nearest", "number_meant", "quoted"]

YES_OR_NO: Final = frozenset({"yes", "no", "on", "off", "true", "false"})

_OPEN: Final = frozenset(
    {"?", "??", "???", "-", "n/a", "tba", "tbc", "tbd", "todo", "not known", "unclear", "nobody", "no one"}
)
_LONGEST: Final = 60
_SHORTEST: Final = 3
_CLOSE: Final = 0.65
# Compiled when the first mistake is worded: most files have none.
_LENGTH: Final = r"(\d{1,6}) *([a-z ]+?)s?"
_BY_COMMA: Final = r"\d{1,3}(,\d{3})+(\.\d+)?"
_BY_POINT: Final = r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}\.\d{3},\d+"
_DECIMAL: Final = r"\d+([.,]\d+)?"
_DAY_FIRST: Final = r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})"
_YEAR_FIRST: Final = r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})"
_UNITS: Final = {
    **dict.fromkeys(("minute", "min"), "m"),
    **dict.fromkeys(("hour", "hr"), "h"),
    "day": "d",
    **dict.fromkeys(("week", "wk"), "w"),
    "month": "mo",
    **dict.fromkeys(("business day", "working day", "workday"), "bd"),
}
_HOW_OFTEN: Final = {
    "hourly": "1h",
    "daily": "1d",
    "nightly": "1d",
    "weekly": "1w",
    "monthly": "1mo",
    **dict.fromkeys(("realtime", "real_time", "real-time", "real time", "instant", "continuous"), "on_event"),
    **dict.fromkeys(("manual", "ad_hoc", "ad hoc", "on_demand", "on demand"), "on_request"),
}


def quoted(words: Sequence[str]) -> str:
    """Words in quotes, in a row: ``'a', 'b' or 'c'``."""
    texts = [shown(word) for word in words]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"


def did_you_mean(words: Sequence[str]) -> str | None:
    """The hint that offers words; None where there are none to offer."""
    return f"did you mean {quoted(words)}?" if words else None


def as_open(text: str) -> str | None:
    """The hint for what people write where they do not know, or where there is nobody; None for other texts."""
    if text.strip().lower() not in _OPEN:
        return None
    return "write unknown where nobody could tell, none where there is none, or leave it out"


@lru_cache(maxsize=4096)
def nearest(word: str, choices: tuple[str, ...], count: int = 1) -> tuple[str, ...]:
    """At most ``count`` choices that are written nearly like a word, else those that begin like it; the best first."""
    if len(word) > _LONGEST:
        return ()
    import difflib  # noqa: PLC0415 - only for a mistake

    lower = word.lower()
    by_lower = {choice.lower(): choice for choice in choices if len(choice) <= _LONGEST}
    close = difflib.get_close_matches(lower, by_lower, n=count, cutoff=_CLOSE)
    if not close and len(lower) >= _SHORTEST:
        close = [one for one in by_lower if one.startswith(lower) or (len(one) >= _SHORTEST and lower.startswith(one))]
    return tuple(by_lower[one] for one in close[:count])


def duration_meant(text: str) -> str | None:
    """How the file would say what a person calls ``2 days`` or ``weekly``; None where that is not clear."""
    lower = text.lower().strip()
    match = re.fullmatch(_LENGTH, lower)
    unit = _UNITS.get(match[2]) if match else None
    return f"{int(match[1])}{unit}" if match and unit else _HOW_OFTEN.get(lower)


def number_meant(text: str, *, whole: bool = False) -> str | None:
    """How the file would write ``1,200``, ``1.200.000``, ``0,8`` or ``5 %``; None where that is not clear."""
    bare = text.strip().removesuffix("%").replace("_", "").replace(" ", "")
    if re.fullmatch(_BY_COMMA, bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(_BY_POINT, bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(_DECIMAL, bare):
        bare = bare.replace(",", ".")
    else:
        return None
    return None if whole and "." in bare else bare


def date_meant(text: str) -> str | None:
    """How the file would write ``30.6.2026`` or ``2026/06/30``; None where day and month may be either way round."""
    if match := re.fullmatch(_DAY_FIRST, text.strip()):
        day, month, year = match.groups()
    elif match := re.fullmatch(_YEAR_FIRST, text.strip()):
        year, month, day = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
