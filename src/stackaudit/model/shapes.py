"""What kind of value each field of the model holds, read from the model's own annotations."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from stackaudit.frozen import dataclass
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Aspect, Flow, Money, Monitoring
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, field_name
from stackaudit.model.values import Duration, Word
from stackaudit.model.words import Vocabulary

__all__ = ["Shape", "aspect_of", "may_be_unknown", "shape_of", "takes_answer"]

_ENDS = frozenset({"from_", "to"})
_REGIONS = frozenset({"regions", "residency", "hosting_region", "licensed_regions"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds.

    ``many`` marks a list. ``words`` are the values of a closed vocabulary, empty where the field is open. ``kinds`` are
    the kinds of elements that it refers to. ``holds`` names the plain types: ``text``, ``bool``, ``number``, ``date``,
    ``money``, ``duration``, ``parts``. ``pattern`` is what its text has to match, empty where it may be any.
    ``regions`` marks countries and groups of them.
    """

    many: bool
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    holds: frozenset[str]
    record: bool
    pattern: str = ""
    regions: bool = False

    @property
    def parts_alone(self) -> bool:
        """Whether it holds a mapping, and nothing that could be compared."""
        return "parts" in self.holds and not self.many


_NAMES: dict[Any, str] = {
    str: "text",
    bool: "bool",
    int: "number",
    float: "number",
    date: "date",
    Money: "money",
    Monitoring: "bool",  # that it says how something is watched is a yes
}


@lru_cache(maxsize=1024)
def shape_of(model: type[BaseModel], name: str) -> Shape:
    """The shape of a field, by its Python name; of a fact of an aspect by both names: ``contract.renews``.

    Raises:
        KeyError: the model has no such field.
    """
    model, name = _holder(model, name)
    found = _Found(set(), [], [])
    info = model.model_fields[name]
    many, words = _collect(info.annotation, found), found.words
    found.patterns.extend(_patterns(info.metadata))
    facts = facts_of(model, name)
    if name == "every":  # a list of weekdays is one cadence
        many, words = False, []
    kinds = tuple(kind for kind, collection in COLLECTIONS.items() if collection in facts.refers_to)
    many = many or (model is Flow and name in _ENDS)
    holds, pattern = frozenset(found.types), "|".join(found.patterns)
    return Shape(many, tuple(words), kinds, holds, facts.record, pattern, name.rpartition(".")[2] in _REGIONS)


@lru_cache(maxsize=1024)
def aspect_of(model: type[BaseModel], name: str) -> type[Aspect] | None:
    """The aspect that a field holds, by its Python name; None for a field without facts of its own."""
    return _aspect_in(model.model_fields[name].annotation)


@lru_cache(maxsize=1024)
def may_be_unknown(model: type[BaseModel], name: str) -> bool:
    """Whether a field, by its name in the file, is a fact: ``unknown`` may stand in its place."""
    return takes_answer(model.model_fields[field_name(name)].annotation)


def takes_answer(annotation: Any, answer: Word = Word.UNKNOWN) -> bool:
    """Whether ``unknown``, or else ``none``, is a value of an annotation."""
    origin = get_origin(annotation)
    if origin is Literal:
        return answer in get_args(annotation)
    is_made_of_arms = origin in {Annotated, Union, types.UnionType}
    return is_made_of_arms and any(takes_answer(arm, answer) for arm in get_args(annotation))


def _holder(model: type[BaseModel], name: str) -> tuple[type[BaseModel], str]:
    """The model that has a field, and the field's name in it."""
    head, dot, inner = name.partition(".")
    if not dot:
        return model, name
    aspect = aspect_of(model, head)
    if aspect is None:
        raise KeyError(name)
    return aspect, inner


def _aspect_in(annotation: Any) -> type[Aspect] | None:
    if isinstance(annotation, type) and issubclass(annotation, Aspect):
        return annotation
    if get_origin(annotation) not in {Annotated, Union, types.UnionType}:
        return None
    return next((found for arm in get_args(annotation) if (found := _aspect_in(arm)) is not None), None)


class _Found(NamedTuple):
    """What an annotation is made of: plain types, words, and the patterns of its texts."""

    types: set[str]
    words: list[str]
    patterns: list[str]


def _collect(annotation: Any, found: _Found) -> bool:
    """Collect the plain types, words and patterns of an annotation; whether it is a list."""
    origin = get_origin(annotation)
    if annotation == Duration:
        found.types.add("duration")
        return False
    if origin is Annotated:
        held, *marks = get_args(annotation)
        found.patterns.extend(_patterns(marks))
        return _collect(held, found)
    if origin in {Union, types.UnionType}:
        many = [_collect(arm, found) for arm in get_args(annotation)]
        return any(many)
    if origin is tuple:
        for item in get_args(annotation):
            _collect(item, found)
        return True
    if origin is dict:
        found.types.add("parts")
        return False
    if annotation in _NAMES:
        found.types.add(_NAMES[annotation])
    elif isinstance(annotation, type) and issubclass(annotation, Vocabulary):
        found.types.add("text")
        found.words.extend(member.value for member in annotation if member.value not in found.words)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found.types.add("parts")
    return False


def _patterns(marks: Iterable[Any]) -> Iterator[str]:
    """The patterns that marks of an annotation hold, whether pydantic's or those of the quick classes."""
    return (str(pattern) for one in marks if (pattern := getattr(one, "pattern", None)))
