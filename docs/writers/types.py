"""What goes into a field, in words, read from the annotations of the model."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from writers.markdown import anchor, code

from stackaudit.model import elements
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, KINDS
from stackaudit.model.values import Answer, Duration, Word
from stackaudit.model.words import Vocabulary

__all__ = ["heading_of", "models_in", "type_of", "vocabularies_of", "vocabulary_heading"]

_VALUES: Final[Mapping[Any, str]] = {
    Duration: "[duration](#durations)",
    elements.Cadence: "[cadence](#cadences)",
    elements.SignalText: "[signal](vocabularies.md#signal)",
}
_PLAIN: Final[Mapping[Any, str]] = {str: "text", bool: "yes or no", int: "number", float: "number", date: "date", Any: "any value"}
_REFERENCES: Final[Mapping[str, str]] = {
    "capabilities": "[capability](vocabularies.md#capability)",
    "data_classes": "[data class](vocabularies.md#data-classes)",
    "products": "product of the catalogue or of `products`",
}
_SINGULAR: Final = {collection: kind.replace("_", " ") for kind, collection in COLLECTIONS.items()}


def type_of(model: type[BaseModel], name: str) -> str:
    """What a field holds, in words. That any fact may be ``unknown`` or ``none`` is left out."""
    info = model.model_fields[name]
    patterns = {getattr(one, "pattern", None) for one in info.metadata}
    for known, words in _VALUES.items():
        if get_args(known)[1].pattern in patterns:
            return words
    return _words(info.annotation, _referred(facts_of(model, name).refers_to))


def models_in(model: type[BaseModel], name: str) -> tuple[type[BaseModel], ...]:
    """The models that a field holds, in order."""
    return tuple(found for found in _classes(model.model_fields[name].annotation) if issubclass(found, BaseModel))


def vocabularies_of(model: type[BaseModel], name: str) -> tuple[type[Vocabulary], ...]:
    """The vocabularies whose words a field may hold."""
    found = _classes(model.model_fields[name].annotation)
    return tuple(dict.fromkeys(one for one in found if issubclass(one, Vocabulary)))


def heading_of(model: type[BaseModel]) -> str:
    """The heading under which a model is described."""
    kind = next((kind for kind, held in KINDS.items() if held is model), "")
    return _spaced(model.__name__) if not kind else kind.replace("_", " ").capitalize()


def vocabulary_heading(vocabulary: type[Vocabulary]) -> str:
    """The heading under which a vocabulary is described."""
    return _spaced(vocabulary.__name__)


def _spaced(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip().capitalize()


def _referred(collections: tuple[str, ...]) -> str:
    parts = [_REFERENCES.get(one) or f"id of a [{_SINGULAR[one]}](#{anchor(_SINGULAR[one])})" for one in collections]
    return " or ".join(parts)


def _words(annotation: Any, referred: str) -> str:
    for known, words in _VALUES.items():
        if annotation == known:
            return words
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(arguments[0], referred)
    if origin in {Union, types.UnionType}:
        arms = [_words(one, referred) for one in arguments if one not in {Answer, type(None)} and not _is_answer(one)]
        return ", or ".join(dict.fromkeys(arm for arm in arms if arm))
    if origin is Literal:
        return " or ".join(code(str(one)) for one in arguments)
    if origin is tuple:
        items = dict.fromkeys(_words(one, referred) for one in arguments if one is not Ellipsis and one is not elements.More)
        return f"list of: {', or '.join(items)}"
    if origin is dict:
        key = "name" if arguments[0] is str else _words(arguments[0], referred)
        value = _words(arguments[1], referred)
        return f"mapping from {key} to {value}"
    if isinstance(annotation, type) and issubclass(annotation, Vocabulary):
        heading = vocabulary_heading(annotation)
        return f"[{heading.lower()}](vocabularies.md#{anchor(heading)})"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        heading = heading_of(annotation)
        return f"[{heading.lower()}](#{anchor(heading)})"
    return referred if annotation is str and referred else _PLAIN[annotation]


def _is_answer(annotation: Any) -> bool:
    return get_origin(annotation) is Literal and all(isinstance(one, Word) for one in get_args(annotation))


def _classes(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        yield annotation
    for argument in get_args(annotation):
        yield from _classes(argument)
