"""Settings against the rules that there are: names of rules, severities, parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stackaudit.errors import RuleError, SettingsError
from stackaudit.finding import Severity
from stackaudit.rules.choosing import misnamed, rule_meant
from stackaudit.rules.pack import Pack, loaded
from stackaudit.rules.parameters import frozen, refusal, unrated
from stackaudit.rules.rule import Rule
from stackaudit.settings.files import SettingsFile
from stackaudit.settings.keys import KEYS
from stackaudit.settings.reading import Draft, draft
from stackaudit.settings.settings import Settings
from stackaudit.source.wording import did_you_mean

__all__ = ["read_settings"]


def read_settings(file: SettingsFile, folders: Sequence[Path] | None = None) -> tuple[Settings, tuple[Pack, ...]]:
    """The settings in a file, and the packs of rules that they are about.

    Args:
        file: the file.
        folders: folders with further rules, in place of those that the file names.

    Raises:
        SettingsError: every mistake in the file and in the rules that it names, each with its place.
    """
    made = draft(file)
    settings = made.settings
    if made.problems:
        _check_names(made, folders)
        raise SettingsError(made.problems)
    try:
        packs = loaded(settings.rules if folders is None else folders, only=settings.packs)
    except RuleError as error:
        _check_names(made, folders)
        raise SettingsError([*made.problems, *error.problems]) from error
    settings = _check(made, packs)
    if made.problems:
        raise SettingsError(made.problems)
    return settings, packs


def _check_names(made: Draft, folders: Sequence[Path] | None) -> None:
    """Compare the names of rules where something else is wrong, too.

    Where packs or folders are among that, some rules are missing: then only a word in ``select`` or ``ignore`` is
    judged that begins like the ids of a pack that is there.
    """
    settings = made.settings
    whole = made.wrong.isdisjoint({"rules", "packs"})
    try:
        only = () if "packs" in made.wrong else settings.packs  # none that nobody has named is imported
        packs = loaded(settings.rules if folders is None else folders, only=only)
    except RuleError:
        whole, packs = False, loaded(only=())
    if whole:
        _check(made, packs)
        return
    known = [rule for pack in packs for rule in pack.rules]
    beginnings = {rule.id.partition("-")[0] for rule in known}
    for key, words in (("select", settings.select), ("ignore", settings.ignore)):
        wrong = misnamed(known, [word for word in words if word.upper().partition("-")[0] in beginnings])
        for number, word in enumerate(words):
            if word in wrong:
                made.mistake((key, number), *wrong[word])


def _check(made: Draft, packs: Sequence[Pack]) -> Settings:
    """The settings by the rules' ids; what names no rule, or does not fit one, is noted."""
    rules = {rule.id: rule for pack in packs for rule in pack.rules}
    for key, words in (("select", made.settings.select), ("ignore", made.settings.ignore)):
        wrong = misnamed(rules.values(), words)
        for number, word in enumerate(words):
            if word in wrong:
                made.mistake((key, number), *wrong[word])
    return replace(made.settings, severity=_severities(made, rules), parameters=_parameters(made, rules))


def _severities(made: Draft, rules: dict[str, Rule]) -> MappingProxyType[str, Severity]:
    for rule in made.settings.severity:
        wrong = unrated(rule, rules)
        if wrong is not None:
            hint = f"{rule} is a setting: it stands above the first table" if rule in KEYS else wrong[1]
            made.mistake(("severity", rule), f"severity of {rule!r}: {wrong[0]}", hint, key=True)
    return MappingProxyType(dict(made.settings.severity))


def _parameters(made: Draft, rules: dict[str, Rule]) -> MappingProxyType[str, MappingProxyType[str, Any]]:
    for rule, values in made.settings.parameters.items():
        if rule not in rules:
            hint = rule_meant(rule, rules)
            made.mistake(("parameters", rule), f"parameters of {rule!r}: there is no such rule", hint, key=True)
            continue
        known = rules[rule].parameters
        for name, value in values.items():
            route = ("parameters", rule, name)
            if name not in known:
                hint = did_you_mean(name, known) or (f"it has {', '.join(known)}" if known else "it has none")
                made.mistake(route, f"{rule} has no parameter {name!r}", hint, key=True)
            elif (wrong := refusal(known[name], value)) is not None:
                made.mistake(route, f"{rule}, {name}: {wrong[0]}", wrong[1])
    return MappingProxyType(
        {
            rule: MappingProxyType({name: frozen(value) for name, value in values.items()})
            for rule, values in made.settings.parameters.items()
        }
    )
