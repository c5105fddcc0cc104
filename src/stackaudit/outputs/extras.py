"""Formats that need packages which a plain installation lacks, and what to install for them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Final

from stackaudit.errors import OutputError, Problem
from stackaudit.frozen import dataclass
from stackaudit.rules.wording import join

__all__ = ["EXTRAS", "require", "require_locales"]


@dataclass(frozen=True, slots=True)
class Package:
    """A package: the module that it brings, and its name for the installer."""

    module: str
    name: str


_TYPST: Final = (Package("typst", "typst"), Package("fontpkg_arimo", "fontpkg-arimo"))

EXTRAS: Final[Mapping[str, tuple[Package, ...]]] = MappingProxyType(
    {
        "xlsx": (Package("xlsxwriter", "XlsxWriter"),),
        "pdf": _TYPST,
        "pptx": (Package("pptx", "python-pptx"), *_TYPST),
        "docx": (Package("docx", "python-docx"), *_TYPST),
        "locale": (Package("babel", "Babel"),),
    }
)
"""The packages of each extra. Pictures in documents are drawn by Typst."""


def require(formats: Mapping[str, str]) -> None:
    """Find out, before long work, whether what some formats need is installed. Nothing is imported.

    Args:
        formats: names of formats, each with its extra; empty where it needs none.

    Raises:
        OutputError: packages are missing; its hint is the command that installs them.
    """
    lacking = {
        name: [one.name for one in EXTRAS[extra] if find_spec(one.module) is None]
        for name, extra in formats.items()
        if extra
    }
    missing = {name: packages for name, packages in lacking.items() if packages}
    if missing:
        packages = list(dict.fromkeys(package for names in missing.values() for package in names))
        extras = ",".join(dict.fromkeys(formats[name] for name in missing))
        needs = "need" if len(missing) > 1 else "needs"
        is_not = "are not" if len(packages) > 1 else "is not"
        raise OutputError(
            Problem(
                f"{join(list(missing))} {needs} {join(packages, most=len(packages))}, which {is_not} installed",
                hint=f'pip install "stackaudit[{extras}]"',
            )
        )


def require_locales() -> None:
    """Find out whether what a locale needs is installed.

    Raises:
        OutputError: it is not; its hint is the command that installs it.
    """
    require({"report.locale": "locale"})
