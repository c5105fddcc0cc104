"""Formats that need packages which a plain installation lacks, and what to install for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType
from typing import Final

from stackaudit.errors import OutputError, Problem
from stackaudit.rules.wording import join

__all__ = ["EXTRAS", "require"]


@dataclass(frozen=True, slots=True)
class Package:
    """A package: the module that it brings, and its name for the installer."""

    module: str
    name: str


EXTRAS: Final[Mapping[str, tuple[Package, ...]]] = MappingProxyType(
    {
        "xlsx": (Package("xlsxwriter", "XlsxWriter"),),
    }
)
"""The packages of each extra; it has the name of its format."""


def require(extras: Iterable[str]) -> None:
    """Find out, before long work, whether the packages of some extras are installed. Nothing is imported.

    Args:
        extras: names of extras; what is none needs nothing.

    Raises:
        OutputError: packages are missing; its hint is the command that installs them.
    """
    lacking = {
        extra: [one.name for one in EXTRAS[extra] if find_spec(one.module) is None]
        for extra in dict.fromkeys(extras)
        if extra in EXTRAS
    }
    missing = {extra: names for extra, names in lacking.items() if names}
    if missing:
        packages = list(dict.fromkeys(name for names in missing.values() for name in names))
        needs = "need" if len(missing) > 1 else "needs"
        is_not = "are not" if len(packages) > 1 else "is not"
        raise OutputError(
            Problem(
                f"{join(list(missing))} {needs} {join(packages, most=len(packages))}, which {is_not} installed",
                hint=f'pip install "stackaudit[{",".join(missing)}]"',
            )
        )
