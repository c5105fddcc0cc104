"""Checks by their names: the functions in installed packages that graph rules run."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from stackaudit.checks.verdict import Verdict, View, values_of

__all__ = ["check_function"]


def check_function(name: Any) -> Callable[[View], Iterator[Verdict]] | str:
    """The check that a rule names as ``module:function``; what is wrong, in words, where there is none."""
    module, _, attribute = str(name).partition(":")
    if not module or not attribute:
        return f"expected module:function, found {name!r}"
    try:
        function: Callable[[View], Iterator[Verdict]] | None = getattr(importlib.import_module(module), attribute, None)
    except Exception as error:  # noqa: BLE001 - importing runs code of others, which can raise anything
        return f"cannot import {module!r}: {type(error).__name__}: {error}"
    if function is None or values_of(function) is None:
        return f"{module} has no check called {attribute!r}"
    return function
