"""Choosing rules by what people call them: ids, names, families and severities."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from stackaudit.errors import Problem, RuleError
from stackaudit.finding import Severity
from stackaudit.rules.rule import Rule
from stackaudit.source.wording import did_you_mean

__all__ = ["find_rule", "misnamed", "rule_meant", "selected"]

_SEVERITIES: Final = frozenset(Severity)
_ID: Final = re.compile(r"[A-Za-z]+-([0-9]+)", re.ASCII)
_CLOSE: Final = 0.8
_VERY_CLOSE: Final = 0.85
_LETTERS_AND_NUMBER: Final = re.compile(r"([A-Z]+)[-_ ]?([0-9]{1,3})", re.ASCII)


def selected(rules: Iterable[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules that are chosen and not ignored, by id, name, family or severity (``GRA-01``, ``consent``, ``P1``).

    An alias chooses what it leads to. A severity stands for the rules that are of it in a plain case.

    Raises:
        RuleError: words name no rule, no family and no severity, or no rule is left.
    """
    known = tuple(rules)
    chosen = _named(known, select) if select else {rule.id for rule in known}
    left_out = _named(known, ignore)
    left = tuple(rule for rule in known if rule.id in chosen and rule.id not in left_out)
    if known and not left:
        raise RuleError(Problem("no rule is left to run", hint="what is ignored takes away all that is selected"))
    return left


def misnamed(rules: Iterable[Rule], words: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """Those of some words that stand for no rule, each with what is wrong and a suggestion."""
    known = tuple(rules)
    families = {rule.family for rule in known} | {rule.id.partition("-")[0].lower() for rule in known}
    names = [*(rule.id for rule in known), *sorted(families)]
    wrong: dict[str, tuple[str, str | None]] = {}
    for word in words:
        if word.upper() not in _SEVERITIES and not _meant(known, word):
            near = rule_meant(word, names)
            wrong[word] = (f"{word!r} is no rule, no family and no severity of rules", near)
    return wrong


def find_rule(rules: Iterable[Rule], name: str) -> Rule:
    """The rule of an id or name.

    Raises:
        RuleError: there is none.
    """
    known = tuple(rules)
    for rule in known:
        if name.upper() == rule.id or name == rule.name:
            return rule
    names = [*(rule.id for rule in known), *(rule.name for rule in known)]
    raise RuleError(Problem(f"no rule is called {name!r}", hint=rule_meant(name, names)))


def rule_meant(word: str, names: Collection[str]) -> str | None:
    """The hint for an id that is misspelt or written otherwise: ``GRA-03`` for ``gra3``, though GRA-37 is nearer."""
    match = _LETTERS_AND_NUMBER.fullmatch(word.upper())
    meant = f"{match[1]}-{int(match[2]):02}" if match else None
    if meant in names:
        return f"did you mean {meant!r}?"
    number = _number(word)
    if number is None:
        return did_you_mean(word, names)
    # A rule of another number is seldom the one that was meant.
    same = [name for name in names if _number(name) == number]
    return did_you_mean(word, same, _CLOSE) or did_you_mean(word, names, _VERY_CLOSE)


def _number(name: str) -> int | None:
    """The number of what looks like the id of a rule; None for families and other names."""
    match = _ID.fullmatch(name)
    return int(match[1]) if match else None


def _named(rules: tuple[Rule, ...], words: Sequence[str]) -> set[str]:
    """The ids of the rules that words stand for."""
    wrong = misnamed(rules, words)
    if wrong:
        raise RuleError([Problem(message, hint=hint) for message, hint in wrong.values()])
    found: set[str] = set()
    for word in words:
        for rule in _meant(rules, word):
            found.update({rule.id, *rule.alias_of})
    return found


def _meant(rules: Iterable[Rule], word: str) -> list[Rule]:
    """The rules that a word stands for: an id, a name, a family, or a severity as the rules are listed."""
    if word.upper() in _SEVERITIES:
        # An alias has no findings of its own, and what it leads to may be of another severity.
        return [rule for rule in rules if rule.severity == word.upper() and not rule.alias_of]
    return [
        rule
        for rule in rules
        if word.upper() == rule.id
        or word.lower() in {rule.family, rule.id.partition("-")[0].lower()}
        or word == rule.name
    ]
