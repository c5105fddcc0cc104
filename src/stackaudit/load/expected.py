"""What the model expects at a place, in words, and the words to choose from: read from the model's own annotations."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from stackaudit.load.prepared import Route
from stackaudit.model import elements as e
from stackaudit.model import report as r
from stackaudit.model.base import BaseModel
from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import takes_answer
from stackaudit.model.stack import KINDS, Stack, Version, field_name, yaml_name
from stackaudit.model.values import RESERVED, Day, Duration, YesNo
from stackaudit.model.words import Signal, Vocabulary

__all__ = ["Expected", "Spot", "called", "example_of", "expected_at", "fields_of", "spot"]


class Expected(NamedTuple):
    """What can stand at a place, in words; the words to choose from; and whether it is a list, a mapping, any text."""

    text: str
    words: tuple[str, ...] = ()
    many: bool = False
    parts: bool = False
    free: bool = False


class Spot(NamedTuple):
    """Where a route leads: the model, its field (by its name in the file) if it leads so far, and what may be there."""

    model: type[BaseModel]
    field: str
    annotation: Any


_CALLED: Final[Mapping[type[BaseModel], str]] = {
    Stack: "a stack",
    e.Contract: "a contract",
    e.Credential: "a credential",
    e.Money: "an amount of money",
    e.Monitoring: "monitoring",
    e.Retention: "retention",
    e.AiFeatures: "AI features",
    e.OptOutPage: "an opt-out page",
    e.Versions: "an answer",
    r.ReportSettings: "the report section",
    r.Colours: "colours",
    r.Fonts: "fonts",
    r.NewFix: "a fix",
    r.NewWords: "the wording of a rule",
    e.Seats: "seats",
    e.Texts: "texts",
    e.Security: "security",
    e.Usage: "usage",
    e.OwnProduct: "a product",
    e.OwnCapability: "a capability",
    e.DataClass: "a data class",
    e.Question: "a question",
    e.Waiver: "a waiver",
}
_PLURALS: Final[Mapping[type[BaseModel], str]] = {
    e.Versions: "answers such as {value: 1d, source: handbook}",
    e.Question: "questions such as {ask: Who pays?}",
    e.Waiver: "waivers, each with rule, element, owner, reason and until",
}
_SIGNALS: Final = tuple(signal.value for signal in Signal)
_OFTEN: Final = ("on_event", "on_request", "once")
_TRUE_OR_FALSE: Final = "true or false"
_KNOWN: Final[tuple[tuple[Any, Expected], ...]] = (
    (YesNo, Expected(_TRUE_OR_FALSE)),
    (Day, Expected("a date such as 2026-11-22")),
    (Duration, Expected("a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days)")),
    (e.Cadence, Expected(f"a duration (1d), {', '.join(_OFTEN)}, weekdays ([wed, sat]) or a cron line", _OFTEN)),
    (e.SignalText, Expected(f"{', '.join(_SIGNALS)}, with a channel where it is for one (opt_out:email)", _SIGNALS)),
    (e.Currency, Expected("a currency code of three letters such as eur")),
    (r.Colour, Expected("a colour such as #0a7d4f")),
    (r.LocaleTag, Expected("a locale such as de-DE, en-GB or fr")),
    (e.Percent, Expected("a number from 0 to 100")),
    (e.Count, Expected("a whole number that is not negative")),
    (e.Number, Expected("a number that is not negative")),
    (e.Money, Expected("an amount such as {amount: 12000, currency: eur, per: year}")),
    (e.Monitoring, Expected("a mapping of every, window and alert_after")),
    (Version, Expected("1")),
)


def spot(route: Route, *, key: bool = False) -> Spot:
    """Where a route leads in the model; with ``key``, to the last key itself."""
    place = Spot(Stack, "", Stack)
    for number, part in enumerate(route):
        place = _below(place, part, key=key and number == len(route) - 1)
    return place


def called(model: type[BaseModel]) -> str:
    """A model in a sentence: ``a tool``, ``an amount of money``."""
    if model in _CALLED:
        return _CALLED[model]
    name = next(kind for kind, held in KINDS.items() if held is model).replace("_", " ")
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def fields_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model as the file names them. Only a flow has an id among them; for others it is the key."""
    return tuple(yaml_name(name) for name in model.model_fields if name != "id" or model is e.Flow)


def example_of(model: type[BaseModel], name: str) -> str:
    """How a field is written, by its name in the file."""
    return f"such as {name}: {facts_of(model, field_name(name)).example}"


def expected_at(place: Spot) -> Expected:
    """What can stand at a place."""
    arms = list(_arms(place.annotation))
    if e.Cadence in arms:  # a list of weekdays is one cadence
        arms = [e.Cadence]
    each = [_expected(arm) for arm in arms]
    texts = [one.text for one in each]
    if len(texts) > 1 and _TRUE_OR_FALSE in texts:
        texts[:1] = ["true", "false"]
    text = texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"
    if takes_answer(place.annotation) and any(_is_element(arm) for arm in arms):
        text = f"{text}, or none"
    return Expected(
        text,
        tuple(word for one in each for word in one.words),
        any(one.many for one in each),
        any(one.parts for one in each),
        any(one.free for one in each),
    )


def _below(place: Spot, part: str | int, *, key: bool) -> Spot:
    """One step down a route."""
    is_item = isinstance(part, int)
    arms = list(_arms(place.annotation))
    inside = next((get_args(arm) for arm in arms if get_origin(arm) is (tuple if is_item else dict)), ())
    if inside:
        return place._replace(annotation=inside[0 if key or is_item else 1])
    model = next(filter(_is_model, arms), place.model)
    return Spot(model, str(part), _annotations(model).get(field_name(str(part))))


@lru_cache(maxsize=64)
def _annotations(model: type[BaseModel]) -> Mapping[str, Any]:
    return get_type_hints(model, include_extras=True)


def _arms(annotation: Any) -> Iterator[Any]:
    """The kinds of values that an annotation allows, without ``unknown``, ``none``, ``more`` and nothing."""
    origin = get_origin(annotation)
    if any(annotation == known for known, _ in _KNOWN):
        yield annotation
    elif origin is Annotated:
        yield from _arms(get_args(annotation)[0])
    elif origin in {Union, types.UnionType}:
        for arm in get_args(annotation):
            yield from _arms(arm)
    elif annotation is not type(None) and not (origin is Literal and RESERVED.issuperset(get_args(annotation))):
        yield annotation


def _expected(arm: Any) -> Expected:
    """What one kind of value is in words."""
    known = next((expected for one, expected in _KNOWN if one == arm), None)
    origin, inside = get_origin(arm), get_args(arm)
    if known is not None:
        return known
    if origin is tuple:
        return _list(inside[0])
    if origin is dict:
        return Expected("a mapping of ids" if any(map(_is_element, _arms(inside[1]))) else "a mapping", parts=True)
    if _is_model(arm):
        return Expected(f"{called(arm)}, that is a mapping of fields", parts=True)
    words = _words(arm)
    return Expected(f"one of {', '.join(words)}", words) if words else Expected("text", free=True)


def _list(item: Any) -> Expected:
    arms = list(_arms(item))
    words = tuple(word for arm in arms for word in _words(arm))
    if words:
        return Expected(f"a list of {', '.join(words)}", words, many=True)
    if arms == [e.SignalText]:
        known = _expected(e.SignalText)
        return Expected(f"a list of {known.text}", known.words, many=True)
    plural = next((_PLURALS[arm] for arm in arms if arm in _PLURALS), "")
    return Expected(f"a list of {plural}" if plural else "a list", many=True)


def _words(arm: Any) -> tuple[str, ...]:
    """The words of a closed vocabulary."""
    if get_origin(arm) is Literal:
        return tuple(map(str, get_args(arm)))
    return tuple(word.value for word in arm) if isinstance(arm, type) and issubclass(arm, Vocabulary) else ()


def _is_model(arm: Any) -> bool:
    return isinstance(arm, type) and get_origin(arm) is None and issubclass(arm, BaseModel)


def _is_element(arm: Any) -> bool:
    return _is_model(arm) and issubclass(arm, e.Element)
