"""Values of the user inside our sentences, and the words that were most likely meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.source.wording import shown

__all__ = [
    "YES_OR_NO",
    "as_open",
    "date_meant",
    "did_you_mean",
    "duration_meant",
    "length_meant",
    "nearest",
    "number_meant",
    "quoted",
    "weekday_meant",
]

YES_OR_NO: Final = frozenset({"yes", "no", "on", "off", "true", "false"})

_OPEN: Final = frozenset(
    {"?", "??", "???", "-", "n/a", "tba", "tbc", "tbd", "todo", "not known", "unclear", "nobody", "no one"}
)
_LONGEST: Final = 60
_SHORTEST: Final = 3
_CLOSE: Final = 0.65
_VERY_CLOSE: Final = 0.85
_ALIKE: Final = 0.75
_A_STEM: Final = 4
_AS_CLOSE: Final = 0.1
_LOOKED_AT: Final = 8
_MISSPELT: Final = 0.8
_MONTHS: Final = 12
# Compiled when the first mistake is worded: most files have none.
_EACH: Final = r"(every|each|once|per|an?|one) +"
_LENGTH: Final = r"(\d{1,6})? *([a-z ]+)"
_WEEKDAY: Final = r"(mon|tue|wed|thu|fri|sat|sun)(day|sday|nesday|rsday|urday)?s?"
_BY_COMMA: Final = r"\d{1,3}(,\d{3})+(\.\d+)?"
_BY_POINT: Final = r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}\.\d{3},\d+"
_BY_MARK: Final = r"\d{1,3}(['\u2019]\d{3})+(\.\d+)?"
_DECIMAL: Final = r"\d+([.,]\d+)?"
_THOUSANDS: Final = r"(\d{1,6})k"
_CURRENCY: Final = r"(?i:[€$£¥]|eur|usd|gbp|chf|jpy|sek|nok|dkk|pln|cad|aud)"
_DAY_FIRST: Final = r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})"
_EITHER_FIRST: Final = r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})"
_YEAR_FIRST: Final = r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})"
_UNITS: Final = {
    **dict.fromkeys(("minute", "min"), (1, "m")),
    **dict.fromkeys(("hour", "hr", "h"), (1, "h")),
    **dict.fromkeys(("day", "d"), (1, "d")),
    **dict.fromkeys(("week", "wk", "w"), (1, "w")),
    **dict.fromkeys(("month", "mo"), (1, "mo")),
    "quarter": (3, "mo"),
    **dict.fromkeys(("year", "yr", "y"), (12, "mo")),
    **dict.fromkeys(("business hour", "working hour", "bh"), (1, "bh")),
    **dict.fromkeys(("business day", "working day", "workday", "bd"), (1, "bd")),
}
"""What units are called, each with how many of which unit it is; a bare m could be minutes or months."""
_HOW_OFTEN: Final = {
    "hourly": "1h",
    "daily": "1d",
    "nightly": "1d",
    "weekly": "1w",
    "fortnightly": "2w",
    "monthly": "1mo",
    "quarterly": "3mo",
    **dict.fromkeys(("yearly", "annually"), "12mo"),
    **dict.fromkeys(
        ("realtime", "real_time", "real-time", "real time", "instant", "instantly", "immediately", "continuous"),
        "on_event",
    ),
    **dict.fromkeys(("manual", "manually", "ad_hoc", "ad hoc", "adhoc", "on_demand", "on demand"), "on_request"),
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
    lower = text.strip().lower()
    if lower in _OPEN:
        return "write unknown where nobody could tell, none where there is none, or leave it out"
    answer = NONE.value if lower == NONE else _misspelt(lower, (UNKNOWN.value,))
    return None if answer is None else did_you_mean((answer,))


@lru_cache(maxsize=4096)
def nearest(word: str, choices: tuple[str, ...], count: int = 1) -> tuple[str, ...]:
    """At most ``count`` choices that are written nearly like a word, else those that begin like it; the best first."""
    if len(word) > _LONGEST:
        return ()
    import difflib  # noqa: PLC0415 - only for a mistake

    lower = word.lower()
    by_lower = {choice.lower(): choice for choice in choices if len(choice) <= _LONGEST}
    found = difflib.get_close_matches(lower, by_lower, n=_LOOKED_AT, cutoff=_CLOSE)
    likeness = {one: difflib.SequenceMatcher(a=one, b=lower).ratio() for one in found}
    close = [one for one in found if _is_like(lower, one, likeness[one])]
    close = [one for one in close if likeness[one] >= likeness[close[0]] - _AS_CLOSE]
    if not close and len(lower) >= _SHORTEST:
        close = [one for one in by_lower if one.startswith(lower) or (len(one) >= _SHORTEST and lower.startswith(one))]
    return tuple(by_lower[one] for one in close[:count])


def _is_like(word: str, choice: str, likeness: float) -> bool:
    """Whether letters in common are no chance: whoever misspells a word mostly gets its beginning right.

    It may also be a part of the choice, or the other way round: ``features`` for ``ai_features``.
    """
    stem = min(_A_STEM, len(word), len(choice))
    has_its_letters = word[:stem] == choice[:stem] or sorted(word) == sorted(choice) or likeness >= _ALIKE
    if word[0] == choice[0] and has_its_letters:
        return True
    ours, theirs = ({part.removesuffix("s") for part in re.split(r"[^a-z0-9]+", one)} for one in (word, choice))
    return likeness >= _VERY_CLOSE or ours <= theirs or theirs <= ours


def _misspelt(word: str, choices: Iterable[str]) -> str | None:
    """The choice that a word is but for a letter or two, of which the first is seldom wrong; None for none."""
    near = next(iter(nearest(word, tuple(choices))), None)
    if near is None or near == word:
        return near
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for a mistake

    is_close = len(word) >= _SHORTEST and near[0] == word[0] and SequenceMatcher(a=near, b=word).ratio() >= _MISSPELT
    return near if is_close else None


def duration_meant(text: str) -> str | None:
    """How the file would say what a person calls ``2 days``, ``every week`` or ``dayly``; None if that is not clear."""
    lower = text.lower().strip()
    often = _misspelt(lower, _HOW_OFTEN)
    match = re.fullmatch(_LENGTH, re.sub(f"^({_EACH})+", "", lower))
    if often is not None or match is None:
        return None if often is None else _HOW_OFTEN[often]
    name = match[2].strip()
    unit = _misspelt(name, _UNITS) or _misspelt(name.removesuffix("s"), _UNITS)
    if unit is None:
        return None
    count, symbol = _UNITS[unit]
    return f"{int(match[1] or 1) * count}{symbol}"


def length_meant(text: str) -> str | None:
    """As `duration_meant`, of lengths of time alone: what comes with each event, or when somebody asks, is none."""
    meant = duration_meant(text)
    return meant if meant is not None and meant[0].isdigit() else None


def weekday_meant(text: str) -> str | None:
    """The day of the week that a text names, as the file writes it; None for none."""
    match = re.fullmatch(_WEEKDAY, text.strip().lower())
    return match[1] if match else None


def number_meant(text: str, *, whole: bool = False) -> str | None:
    """How the file would write ``1,200``, ``1.200.000``, ``0,8`` or ``5 %``; None where that is not clear."""
    bare = re.sub(f"^{_CURRENCY}|(%|{_CURRENCY})$", "", re.sub(r"[\s_]", "", text))
    if re.fullmatch(_BY_COMMA, bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(_BY_POINT, bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(_BY_MARK, bare):
        bare = re.sub(r"['\u2019]", "", bare)
    elif re.fullmatch(_DECIMAL, bare):
        bare = bare.replace(",", ".")
    elif match := re.fullmatch(_THOUSANDS, bare.lower()):
        bare = f"{match[1]}000"
    else:
        return None
    return None if whole and "." in bare else bare


def date_meant(text: str) -> str | None:
    """How the file would write ``30.6.2026`` or ``2026/06/30``; None where day and month may be either way round."""
    if match := re.fullmatch(_DAY_FIRST, text.strip()):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(_YEAR_FIRST, text.strip()):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(_EITHER_FIRST, text.strip()):
        month, day, year = map(int, match.groups())
        if month > _MONTHS:
            month, day = day, month
        elif day <= _MONTHS and day != month:
            return None
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
