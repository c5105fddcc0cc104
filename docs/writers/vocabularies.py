"""The page on the words that fields may hold, each with its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel
from writers.markdown import code, heading_note, prose, table
from writers.types import models_in, type_of, vocabularies_of, vocabulary_heading

from stackaudit.model import words
from stackaudit.model.elements import Element
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import KINDS, Stack, yaml_name

__all__ = ["vocabularies_page"]

_INTRODUCTION: Final = """
# Vocabularies

The words that fields of [the stack file](stack.md) may hold. Any fact may also be `unknown` or `none`.
"""

_DATA_CLASSES: Final = """
## Data classes

What moves and what is kept, as a tree after the fideslang taxonomy: a rule about `user.contact` covers `user.contact.email`.
`user` and all below it is personal data. The company's own classes are declared under `data_classes`, with `personal: true` where
they are about people.

"""

_REGIONS: Final = """
## Regions

Countries are ISO 3166-1 alpha-2 codes in small letters (`us`, `de`). Beside them there are these words:

"""


def vocabularies_page() -> str:
    """The page."""
    parts = [heading_note("src/stackaudit/model/words.py"), _INTRODUCTION]
    for vocabulary in _vocabularies():
        doc = " ".join((vocabulary.__doc__ or "").split())
        parts += [f"\n## {vocabulary_heading(vocabulary)}\n\n{prose(doc)}\n\n", _used_by(vocabulary)]
        parts.append(_capabilities() if vocabulary is words.Capability else _table(vocabulary))
    parts += [_DATA_CLASSES, _listed(_referring("data_classes")), _data_classes(), _REGIONS, _regions()]
    return "".join(parts)


def _vocabularies() -> list[type[words.Vocabulary]]:
    """The vocabularies in the order in which the module has them."""
    held = [one for one in vars(words).values() if isinstance(one, type) and issubclass(one, words.Vocabulary)]
    return [one for one in held if one is not words.Vocabulary]


def _table(vocabulary: type[words.Vocabulary]) -> str:
    return table(("Word", "Meaning"), ((code(word.value), prose(word.doc)) for word in vocabulary))


def _capabilities() -> str:
    rows = (
        (code(word.value), prose(word.doc), word.layer.value, _yes(word.messages), _yes(word.holds_choices))
        for word in words.Capability
    )
    return table(("Word", "Meaning", "Layer", "Such a tool can message people", "... can hold their choices"), rows)


def _data_classes() -> str:
    rows = (
        (code(name), prose(meaning), _yes(name == "user" or name.startswith("user.")), _yes(name in words.SENSITIVE))
        for name, meaning in words.DATA_CLASSES.items()
    )
    return table(("Class", "Meaning", "Personal", "Sensitive"), rows)


def _regions() -> str:
    rows = (
        (code(name), ", ".join(sorted(codes)) if codes else "a group that names no country for certain")
        for name, codes in words.REGION_GROUPS.items()
    )
    return table(("Word", "Countries"), rows)


def _used_by(vocabulary: type[words.Vocabulary]) -> str:
    """The fields that hold words of a vocabulary."""
    found = [_path(model, name) for model, name in _fields() if vocabulary in vocabularies_of(model, name)]
    if vocabulary is words.Capability:
        found += _referring("capabilities")
    if vocabulary is words.Signal:
        found += [_path(model, name) for model, name in _fields() if "(vocabularies.md#signal)" in type_of(model, name)]
    return _listed(found)


def _referring(collection: str) -> list[str]:
    """The fields that hold ids of a collection."""
    return [_path(model, name) for model, name in _fields() if collection in facts_of(model, name).refers_to]


def _listed(fields: list[str]) -> str:
    return f"Fields: {', '.join(map(code, dict.fromkeys(fields)))}.\n\n" if fields else ""


def _fields() -> Iterator[tuple[type[BaseModel], str]]:
    """Every field that a file may hold: those of every element once."""
    found: list[type[BaseModel]] = [Stack, Element]
    for model in found:
        shared = Element.model_fields if issubclass(model, Element) and model is not Element else {}
        for name in model.model_fields:
            found += [one for one in models_in(model, name) if one not in found]
            if name not in shared:
                yield model, name


def _path(model: type[BaseModel], name: str) -> str:
    """The route to a field in the file, without ids: ``tools.sends``."""
    if model in {Stack, Element}:
        return yaml_name(name)
    section = next((one for one in Stack.model_fields if model in models_in(Stack, one)), "")
    within = next((one for one in KINDS["roadmap"].model_fields if model in models_in(KINDS["roadmap"], one)), "")
    return f"{section or f'roadmap.{within}' if section or within else model.__name__.lower()}.{yaml_name(name)}"


def _yes(holds: object) -> str:
    return "yes" if holds else ""
