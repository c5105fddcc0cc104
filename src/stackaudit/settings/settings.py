"""Settings: what a team has decided of how its stack is audited, as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stackaudit.errors import Place
from stackaudit.finding import Severity

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a stack is audited; every value has a default, so that one made without any changes nothing.

    Attributes:
        stack: files and folders of the stack; None where nothing is said of them.
        select: ids, names, families or severities of the rules to run; all where it is empty.
        ignore: those to leave out.
        fail_on: the severity from which on findings fail a run of the program.
        strict: whether suspected findings fail, too.
        waivers: whether the stack's waivers hold.
        baseline: the file of findings that are known.
        formats: the files that the program writes.
        output: the folder for them; None for the program's own choice.
        rules: folders with further rules.
        packs: the packs of installed packages to use; None for all.
        severity: the severity of the findings of rules, by rule id.
        parameters: thresholds, by rule id and name.
        file: the file of the settings, as messages name it; empty where they come from none.
        places: where each value stands, by its key (``fail-on``, ``severity.TEC-03``, ``parameters.TEC-03.max_age``).
    """

    stack: tuple[Path, ...] | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.P2
    strict: bool = False
    waivers: bool = True
    baseline: Path | None = None
    formats: tuple[str, ...] = ("html", "svg", "json")
    output: Path | None = None
    rules: tuple[Path, ...] = ()
    packs: tuple[str, ...] | None = None
    severity: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    file: str = ""
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
