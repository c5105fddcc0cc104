"""The index of a pack, ``pack.yaml``: its name, its version and the rules that it lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stackaudit.errors import Problem
from stackaudit.rules.rule import Rule
from stackaudit.source.wording import did_you_mean, found

if TYPE_CHECKING:
    from stackaudit.source import Document  # an installed pack reads no YAML

__all__ = ["INDEX", "read_index", "unlisted"]

INDEX: Final = "pack.yaml"
_KEYS: Final = ("name", "version", "rules")


def read_index(path: Path, label: str) -> tuple[dict[str, Any], Document | None, list[Problem]]:
    """What ``pack.yaml`` says, where it stands, and what is wrong with it."""
    from stackaudit.source import read_file  # noqa: PLC0415 - an installed pack reads no YAML

    if not (path / INDEX).is_file():
        return {}, None, []
    reading = read_file(path / INDEX, file=f"{label}/{INDEX}")
    if reading.problems:
        return {}, None, list(reading.problems)
    document = reading.documents[0]
    data = document.data
    if not isinstance(data, dict):
        return {}, None, [document.problem((), f"expected name, version and rules, found {found(data)}")]
    problems: list[Problem] = []
    for key, value in data.items():
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS)
            problems.append(document.problem((key,), f"a pack has no field {key!r}", hint, key=True))
        elif key == "rules" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            problems.append(document.problem((key,), f"expected a list of ids for rules, found {found(value)}"))
        elif key == "name" and not (isinstance(value, str) and value):
            problems.append(document.problem((key,), f"expected text for name, found {found(value)}"))
        elif key == "version" and not isinstance(value, (str, int, float, date)):
            problems.append(document.problem((key,), f"expected text for version, found {found(value)}"))
    return data, document, problems


def unlisted(document: Document | None, listed: Sequence[str] | None, rules: Sequence[Rule]) -> list[Problem]:
    """What the index lists and no file holds, and what a file holds and it does not list."""
    if listed is None or document is None:
        return []
    there, problems = {rule.id: rule for rule in rules}, []
    for number, name in enumerate(listed):
        if name not in there:
            hint = did_you_mean(name, sorted(there.keys() - set(listed)))
            problems.append(document.problem(("rules", number), f"no file holds the rule {name}", hint))
    for name in sorted(there.keys() - set(listed)):
        hint = f"it stands in {there[name].place}"
        problems.append(document.problem(("rules",), f"the list leaves out {name}", hint, key=True))
    return problems
