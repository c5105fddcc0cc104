"""Packs of rules: the built-in one, folders, and installed packages. A pack loads whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final

from stackaudit.errors import Place, Problem, RuleError
from stackaudit.rules.conditions import suggestion
from stackaudit.rules.reading import RuleReader
from stackaudit.rules.rule import Rule

__all__ = ["ENTRY_POINTS", "Pack", "builtin", "find_rule", "folder", "installed", "loaded", "selected"]

ENTRY_POINTS: Final = "stackaudit.packs"
"""The entry-point group by which an installed package offers a pack: the value names a package with a folder ``rules``."""

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_CHECKOUT: Final = _PACKAGE.parent.parent / "rules"
_SHIPPED: Final = _PACKAGE / "_rules"
_COMPILED: Final = "pack.json"
_INDEX: Final = "pack.yaml"


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules that belong together, sorted by id. ``path`` is the folder of their files."""

    name: str
    version: str
    path: Path
    rules: tuple[Rule, ...]


def builtin_folder() -> Path:
    """The folder of the built-in rules: in a checkout the YAML that is edited, in an installed package its copy."""
    return _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT


@lru_cache(maxsize=1)
def builtin() -> Pack:
    """The rules that come with stackaudit.

    Raises:
        RuleError: a rule is broken; every mistake with its place.
    """
    path = builtin_folder()
    compiled = path / _COMPILED
    if path == _SHIPPED and compiled.is_file():
        return _from_json(path, json.loads(compiled.read_text(encoding="utf-8")))
    return folder(path, name="stackaudit", allow_code=True)


def folder(path: Path, *, name: str | None = None, allow_code: bool = False) -> Pack:
    """The rules in the YAML files of a folder and of the folders below it.

    Args:
        path: the folder. A file ``pack.yaml`` in it may give the pack's name and version and list its rules; then the
            list and the files must agree.
        name: the pack's name; by default that of ``pack.yaml``, else of the folder.
        allow_code: whether rules may name Python checks. Only installed packages may: a pull request can change a folder.

    Raises:
        RuleError: every mistake in every file, with its place.
    """
    if not path.is_dir():
        raise RuleError(Problem(f"{path} is not a folder of rules"))
    index, problems = _read_index(path)
    rules: list[Rule] = []
    for file in _files(path):
        rule, found = read_rule(file, path, name or index.get("name") or path.name, allow_code=allow_code)
        problems += found
        if rule is not None:
            rules.append(rule)
    problems += _duplicates(rules)
    problems += _unlisted(path, index.get("rules"), rules)
    if not rules and not problems:
        problems.append(Problem(f"{path} holds no rules", hint="a rule is a YAML file, such as MY-01.yaml"))
    if problems:
        raise RuleError(problems)
    return Pack(name or index.get("name") or path.name, str(index.get("version", "")), path, _sorted(rules))


def installed() -> tuple[Pack, ...]:
    """The packs of installed packages, by the entry-point group ``stackaudit.packs``, in the order of their names.

    Raises:
        RuleError: a pack cannot be imported, or one of its rules is broken.
    """
    points = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: (point.name, point.value))
    return tuple(_installed(point) for point in points)


def loaded(folders: Sequence[Path] = (), *, with_installed: bool = True) -> tuple[Pack, ...]:
    """The built-in pack, the installed ones and those in folders.

    Raises:
        RuleError: a rule is broken, or two packs have a rule of the same id.
    """
    packs = [builtin(), *(installed() if with_installed else ()), *(folder(path) for path in folders)]
    problems = _duplicates([rule for pack in packs for rule in pack.rules])
    if problems:
        raise RuleError(problems)
    return tuple(packs)


def selected(rules: Iterable[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules that are chosen and not ignored, by id or family (``GRA-01``, ``GRA``, ``consent``); an alias chooses what it leads to.

    Raises:
        RuleError: a word names no rule and no family.
    """
    known = tuple(rules)
    chosen = _named(known, select) if select else {rule.id for rule in known}
    left_out = _named(known, ignore)
    return tuple(rule for rule in known if rule.id in chosen and rule.id not in left_out)


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
    raise RuleError(
        Problem(f"no rule is called {name!r}", hint=suggestion(name.upper(), names) or suggestion(name, names))
    )


def read_rule(file: Path, root: Path, pack: str, *, allow_code: bool) -> tuple[Rule | None, list[Problem]]:
    """One rule from its file, and what is wrong with it."""
    from stackaudit.source import read_file  # noqa: PLC0415 - an installed pack reads no YAML

    label = file.relative_to(root.parent).as_posix() if root.parent in file.parents else str(file)
    reading = read_file(file, file=label)
    problems = list(reading.problems)
    if not reading.documents or problems:
        return None, problems
    document = reading.documents[0]
    family = file.parent.name if file.parent != root else ""
    reader = RuleReader(family=family, pack=pack, place=document.place(()), allow_code=allow_code)
    rule = reader.read(document.data)
    for mistake in reader.mistakes:
        place = document.place(mistake.route, key=bool(mistake.route))
        problems.append(Problem(mistake.message, place, mistake.hint, document.excerpt(place.line)))
    return rule, problems


def compiled_pack(path: Path) -> dict[str, Any]:
    """The pack in a folder as plain data, for one JSON file; the rules are loaded first, so that none is broken.

    Raises:
        RuleError: every mistake in every file.
    """
    from stackaudit.source import read_file  # noqa: PLC0415 - only builds compile packs

    pack = folder(path, name="stackaudit", allow_code=True)
    rules = []
    for file in _files(path):
        data = read_file(file).documents[0].data
        family = file.parent.name if file.parent != path else ""
        rules.append({"file": file.relative_to(path.parent).as_posix(), "family": family, "data": data})
    return {"name": pack.name, "version": pack.version, "rules": rules}


def _from_json(path: Path, data: dict[str, Any]) -> Pack:
    rules, problems = [], []
    for held in data["rules"]:
        place = Place(held["file"], 1, 1, 1, 1)
        reader = RuleReader(family=held["family"], pack=data["name"], place=place, allow_code=True)
        rule = reader.read(held["data"])
        problems += [Problem(mistake.message, place, mistake.hint) for mistake in reader.mistakes]
        if rule is not None:
            rules.append(rule)
    if problems:
        raise RuleError(problems)
    return Pack(data["name"], data["version"], path, _sorted(rules))


def _installed(point: EntryPoint) -> Pack:
    from importlib.resources import files  # noqa: PLC0415 - only users of packs pay for it

    try:
        point.load()
        path = Path(str(files(point.value.partition(":")[0]))) / "rules"
    except Exception as error:
        raise RuleError(
            Problem(f"the pack {point.name!r} cannot be imported: {type(error).__name__}: {error}")
        ) from error
    return folder(path, name=point.name, allow_code=True)


def _files(path: Path) -> list[Path]:
    return sorted(
        file for file in path.rglob("*") if file.suffix in {".yaml", ".yml"} and file.name != _INDEX and file.is_file()
    )


def _read_index(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    from stackaudit.source import read_file  # noqa: PLC0415 - an installed pack reads no YAML

    if not (path / _INDEX).is_file():
        return {}, []
    reading = read_file(path / _INDEX, file=f"{path.name}/{_INDEX}")
    data = reading.documents[0].data if reading.documents else None
    problems = list(reading.problems)
    if not problems and (not isinstance(data, dict) or not set(data) <= {"name", "version", "rules"}):
        problems.append(Problem(f"expected name, version and rules in {path.name}/{_INDEX}"))
    return (data if isinstance(data, dict) else {}), problems


def _unlisted(path: Path, listed: Any, rules: list[Rule]) -> list[Problem]:
    if listed is None:
        return []
    there = {rule.id for rule in rules}
    names = set(listed) if isinstance(listed, list) else set()
    label = f"{path.name}/{_INDEX}"
    return [
        *(Problem(f"{label} lists {name}, and no file holds it") for name in sorted(names - there)),
        *(Problem(f"{label} does not list {name}") for name in sorted(there - names)),
    ]


def _duplicates(rules: list[Rule]) -> list[Problem]:
    first: dict[str, Rule] = {}
    problems = []
    for rule in rules:
        before = first.setdefault(rule.id, rule)
        if before is not rule:
            problems.append(
                Problem(f"the rule {rule.id} is there twice", rule.place, f"the other one is {before.place}")
            )
    return problems


def _sorted(rules: list[Rule]) -> tuple[Rule, ...]:
    return tuple(
        sorted(rules, key=lambda rule: (rule.id.partition("-")[0], int(re.sub(r"\D", "", rule.id.partition("-")[2]))))
    )


def _named(rules: tuple[Rule, ...], words: Sequence[str]) -> set[str]:
    found: set[str] = set()
    families = {rule.family for rule in rules} | {rule.id.partition("-")[0].lower() for rule in rules}
    for word in words:
        hits = [
            rule
            for rule in rules
            if word.upper() == rule.id
            or word.lower() in {rule.family, rule.id.partition("-")[0].lower()}
            or word == rule.name
        ]
        if not hits:
            names = [*(rule.id for rule in rules), *sorted(families)]
            near = suggestion(word.upper(), names) or suggestion(word.lower(), names)
            raise RuleError(Problem(f"{word!r} is no rule and no family of rules", hint=near))
        for rule in hits:
            found.update({rule.id, *rule.alias_of})
    return found
