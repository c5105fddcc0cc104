"""What does not fit between rules that are used together: two of one id, an alias that leads nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from stackaudit.errors import Problem
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.operands import Route
from stackaudit.rules.rule import Rule

__all__ = ["Held", "duplicates", "loose_aliases", "standing"]

Held: TypeAlias = tuple[Rule, Path | None]
"""A rule, and the folder of its pack."""


def loose_aliases(rules: Sequence[Held]) -> list[Problem]:
    """The aliases that lead to no rule."""
    targets = {rule.id for rule, _ in rules if not rule.alias_of}
    return [
        standing(
            rule,
            path,
            ("alias_of", number),
            f"{rule.id} leads to {name}, and there is no such rule",
            rule_meant(name, sorted(targets)),
        )
        for rule, path in rules
        for number, name in enumerate(rule.alias_of)
        if name not in targets
    ]


def duplicates(rules: Sequence[Held]) -> list[Problem]:
    """The rules whose id another one has that comes before them."""
    first: dict[str, Rule] = {}
    problems = []
    for rule, path in rules:
        before = first.setdefault(rule.id, rule)
        if before is not rule:
            hint = f"the other one is {before.place}"
            problems.append(standing(rule, path, ("id",), f"the rule {rule.id} is there twice", hint))
    return problems


def standing(rule: Rule, path: Path | None, route: Route, message: str, hint: str | None) -> Problem:
    """A problem of a rule that was read, with its line where the file is still as it was."""
    from stackaudit.source import read_file  # noqa: PLC0415 - an installed pack reads no YAML

    if rule.place is not None and path is not None:
        reading = read_file(path.joinpath(*Path(rule.place.file).parts[1:]), file=rule.place.file)
        if not reading.problems:
            return reading.documents[0].problem(route, message, hint)
    return Problem(message, rule.place, hint)
