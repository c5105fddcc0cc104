"""The tables of the page on vocabularies: the words that fields may hold, each with its meaning."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from stackaudit.model import words
from stackaudit.model.elements import Element
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import KINDS, Stack, yaml_name
from writers.markdown import code, prose, table
from writers.types import models_in, type_of, vocabularies_of, vocabulary_heading

__all__ = ["data_classes", "regions", "vocabularies"]


def vocabularies() -> str:
    """A section for each vocabulary."""
    return "\n".join(_section(vocabulary) for vocabulary in _vocabularies())


def data_classes() -> str:
    """The tree of data classes."""
    rows = (
        (code(name), prose(meaning), _yes(name == "user" or name.startswith("user.")), _yes(name in words.SENSITIVE))
        for name, meaning in words.DATA_CLASSES.items()
    )
    return _listed(_referring("data_classes")) + table(("Class", "Meaning", "Personal", "Sensitive"), rows)


def regions() -> str:
    """The words for groups of countries."""
    rows = (
        (code(name), ", ".join(sorted(codes)) if codes else "a group that names no country for certain")
        for name, codes in words.REGION_GROUPS.items()
    )
    return table(("Word", "Countries"), rows)


def _section(vocabulary: type[words.Vocabulary]) -> str:
    doc = " ".join((vocabulary.__doc__ or "").split())
    meanings = _capabilities() if vocabulary is words.Capability else _table(vocabulary)
    return f"## {vocabulary_heading(vocabulary)}\n\n{prose(doc)}\n\n{_used_by(vocabulary)}{meanings}"


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
