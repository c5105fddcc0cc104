"""What goes into a field, in words, read from the annotations of the model."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from stackaudit.model import elements
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, KINDS
from stackaudit.model.values import RESERVED, Duration
from stackaudit.model.words import Vocabulary
from writers.markdown import anchor, code

__all__ = ["heading_of", "models_in", "type_of", "vocabularies_of", "vocabulary_heading"]

_VALUES: Final[Mapping[Any, str]] = {
    Duration: "[duration](#durations)",
    elements.Cadence: "[cadence](#cadences)",
    elements.SignalText: "[signal](vocabularies.md#signal)",
}
_PLAIN: Final[Mapping[Any, str]] = {
    str: "text",
    bool: "yes or no",
    int: "number",
    float: "number",
    date: "date",
    Any: "any value",
}
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
    known = next((words for one, words in _VALUES.items() if one == annotation), None)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if known is not None:
        return known
    if origin is Annotated:
        return _words(arguments[0], referred)
    if origin is not None:
        return _composed(origin, arguments, referred)
    if isinstance(annotation, type) and issubclass(annotation, Vocabulary):
        heading = vocabulary_heading(annotation)
        return f"[{heading.lower()}](vocabularies.md#{anchor(heading)})"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        heading = heading_of(annotation)
        return f"[{heading.lower()}](#{anchor(heading)})"
    return referred if annotation is str and referred else _PLAIN[annotation]


def _composed(origin: Any, arguments: tuple[Any, ...], referred: str) -> str:
    """A choice, a list or a mapping."""
    if origin in {Union, types.UnionType}:
        arms = [_words(one, referred) for one in arguments if not _is_reserved(one)]
        return ", or ".join(dict.fromkeys(arms))
    if origin is Literal:
        return " or ".join(code(str(one)) for one in arguments)
    if origin is dict:
        key = "name" if arguments[0] is str else _words(arguments[0], referred)
        return f"mapping from {key} to {_words(arguments[1], referred)}"
    items = [one for one in arguments if one is not Ellipsis]
    return f"list of: {', or '.join(dict.fromkeys(_words(one, referred) for one in items))}"


def _is_reserved(annotation: Any) -> bool:
    """Whether this is what any field may be: nothing, ``unknown`` or ``none``, or in a list ``more``."""
    return annotation is type(None) or (
        get_origin(annotation) is Literal and RESERVED.issuperset(map(str, get_args(annotation)))
    )


def _classes(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        yield annotation
    for argument in get_args(annotation):
        yield from _classes(argument)
