"""The model made of the other kind of classes: pydantic's, where the program has quick ones."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any

from stackaudit import model
from stackaudit.model import choice
from stackaudit.model.base import BaseModel, ValidationError

__all__ = ["reasons", "twin"]

_MODULES = ("base", "values", "fields", "elements", "report", "stack")
"""The modules and packages that depend on the choice, and thus are there twice; the words are the same in both."""


@lru_cache(maxsize=2)
def twin(*, quick: bool) -> ModuleType:
    """The module ``stackaudit.model.stack`` once more, with classes of its own, quick or pydantic's.

    The modules that are there already stay what they are.
    """
    held = _taken_out()
    was, choice.QUICK = choice.QUICK, quick
    try:
        return importlib.import_module(f"{model.__name__}.stack")
    finally:
        choice.QUICK = was
        _taken_out()
        for name, module in held.items():
            sys.modules[name] = module
            package, _, own = name.rpartition(".")
            setattr(sys.modules[package], own, module)


def _taken_out() -> dict[str, ModuleType]:
    """The modules that depend on the choice, as far as they are imported, which they are no longer after this."""
    wholes = [f"{model.__name__}.{name}" for name in _MODULES]
    there = [name for name in sys.modules if any(name == whole or name.startswith(f"{whole}.") for whole in wholes)]
    for name in _MODULES:
        vars(model).pop(name, None)
    return {name: sys.modules.pop(name) for name in sorted(there)}


def reasons(
    error: ValidationError, refusing: type[BaseModel], validate: Callable[[type[BaseModel]], object]
) -> ValidationError:
    """What a model was refused for: the error itself, unless it comes from a quick class, which gives no reasons.

    Args:
        error: the refusal.
        refusing: the class that refused.
        validate: does it once more, with the class of the same name that is pydantic's.
    """
    if not choice.QUICK:
        return error
    import pydantic  # noqa: PLC0415 - a short run imports it only where a quick class refuses something

    full = next(one for one in _classes(twin(quick=False).e.Part) if one.__name__ == refusing.__name__)
    try:
        validate(full)
    except pydantic.ValidationError as told:
        return told
    raise AssertionError(f"the quick {refusing.__name__} refuses what pydantic accepts") from error


def _classes(part: Any) -> Iterator[Any]:
    yield part
    for below in part.__subclasses__():
        yield from _classes(below)
