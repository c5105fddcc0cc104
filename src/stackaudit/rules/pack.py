"""Packs of rules: the built-in one, folders, and installed packages. A pack loads whole or not at all."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stackaudit.errors import Place, Problem, RuleError
from stackaudit.frozen import dataclass
from stackaudit.offered import ENTRY_POINTS, entry_points
from stackaudit.rules.index import INDEX, read_index, unlisted
from stackaudit.rules.reading import RuleReader
from stackaudit.rules.rule import Rule
from stackaudit.rules.shipped import as_plain, as_rule
from stackaudit.rules.together import duplicates, loose_aliases, standing

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = [
    "ENTRY_POINTS",
    "Pack",
    "builtin",
    "folder",
    "installed",
    "installed_names",
    "loaded",
]

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_CHECKOUT: Final = _PACKAGE.parent.parent / "rules"
_SHIPPED: Final = _PACKAGE / "_rules"
_COMPILED: Final = "pack.json"


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules that belong together, sorted by id. ``path`` is the folder of their files."""

    name: str
    version: str
    path: Path
    rules: tuple[Rule, ...]

    def file_of(self, rule: Rule) -> Path:
        """The YAML file of a rule of this pack: its place names it from the folder in which the pack's folder lies.

        Raises:
            RuleError: the rule was not read from a file, or the file is not there any more.
        """
        if rule.place is None:
            raise RuleError(Problem(f"{rule.id} was not read from a file"))
        # The folder may have another name than when the place was written, as the built-in one has in a wheel.
        file = self.path.joinpath(*Path(rule.place.file).parts[1:])
        if not file.is_file():
            raise RuleError(Problem(f"the file of {rule.id} is missing: {rule.place.file}"))
        return file


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
        held = json.loads(compiled.read_bytes())
        return Pack(held["name"], held["version"], path, tuple(as_rule(one, held["name"]) for one in held["rules"]))
    return folder(path, name="stackaudit", allow_code=True)


def folder(path: Path, *, name: str | None = None, allow_code: bool = False) -> Pack:
    """The rules in the YAML files of a folder and of the folders below it.

    Args:
        path: the folder. A file ``pack.yaml`` in it may give the pack's name and version and list its rules; then the
            list and the files must agree.
        name: the pack's name; by default that of ``pack.yaml``, else of the folder.
        allow_code: whether rules may name Python checks. Only installed packages may: a pull request can change a
            folder.

    Raises:
        RuleError: every mistake in every file, with its place.
    """
    if not path.is_dir():
        raise RuleError(Problem(f"{path} is not a folder of rules"))
    label = _name_of(path)
    strays = [] if allow_code else _leading_out(path, label)
    if strays:
        raise RuleError(strays)
    index, document, problems = read_index(path, label)
    name = name or index.get("name") or label
    rules: list[Rule] = []
    for file in _files(path):
        rule, found = _read_rule(file, path, name, allow_code=allow_code)
        problems += found
        if rule is not None:
            rules.append(rule)
    problems += duplicates([(rule, path) for rule in rules])
    if not problems:
        problems += unlisted(document, index.get("rules"), rules)
    if not rules and not problems:
        problems.append(Problem(f"{path} holds no rules", hint="a rule is a YAML file, such as MY-01.yaml"))
    if problems:
        raise RuleError(problems)
    return Pack(name, str(index.get("version", "")), path, _sorted(rules))


def installed(only: Sequence[str] | None = None) -> tuple[Pack, ...]:
    """The packs of installed packages, by the entry-point group ``stackaudit.packs``, in the order of their names.

    Args:
        only: the names of those to load; all by default. What is not named is not imported.

    Raises:
        RuleError: a pack cannot be imported, or one of its rules is broken.
    """
    points = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: (point.name, point.value))
    return tuple(_installed(point) for point in points if only is None or point.name in only)


def installed_names() -> list[str]:
    """The names of the packs of installed packages. Imports none of them."""
    return sorted({point.name for point in entry_points(group=ENTRY_POINTS)})


def loaded(folders: Sequence[Path] = (), *, only: Sequence[str] | None = None) -> tuple[Pack, ...]:
    """The built-in pack, the installed ones and those in folders.

    Args:
        folders: folders of rules.
        only: the names of the installed packs to load; all by default.

    Raises:
        RuleError: a rule is broken, two packs have a rule of the same id, or an alias leads to none.
    """
    packs = [builtin(), *installed(only), *(folder(path) for path in folders)]
    rules = [(rule, pack.path) for pack in packs for rule in pack.rules]
    problems = [*duplicates(rules), *loose_aliases(rules)]
    if problems:
        raise RuleError(problems)
    return tuple(packs)


def clashes(pack: Pack) -> list[Problem]:
    """The rules of a pack that cannot be used, as a built-in rule has their id; none for the built-in pack itself."""
    own = builtin()
    if pack.path is not None and own.path is not None and pack.path.resolve() == own.path.resolve():
        return []
    known = {rule.id: rule for rule in own.rules}
    hint = "choose another id: two of one id cannot be used"
    return [
        standing(rule, pack.path, ("id",), f"the rule {rule.id} is built in already", hint)
        for rule in pack.rules
        if rule.id in known
    ]


def _read_rule(file: Path, root: Path, pack: str, *, allow_code: bool) -> tuple[Rule | None, list[Problem]]:
    """One rule from its file, and what is wrong with it."""
    from stackaudit.source import read_file  # noqa: PLC0415 - an installed pack reads no YAML

    label = f"{_name_of(root)}/{file.relative_to(root).as_posix()}"
    reading = read_file(file, file=label)
    if reading.problems:
        return None, list(reading.problems)
    document = reading.documents[0]
    reader = RuleReader(family=_family(file, root), pack=pack, place=document.place(()), allow_code=allow_code)
    rule = reader.read(document.data)
    problems = []
    for mistake in reader.mistakes:
        word, route = mistake.word, mistake.route
        place = document.place(route, key=mistake.key) if word is None else document.place_of(route, word)
        problems.append(Problem(mistake.message, place, mistake.hint, document.excerpt(place)))
    return rule, problems


def compiled_pack(path: Path) -> dict[str, Any]:
    """The pack in a folder as plain data, for one JSON file. Each rule is proved as it stands there.

    Raises:
        RuleError: every mistake in every file.
    """
    from stackaudit.source import read_file  # noqa: PLC0415 - only builds compile packs

    pack = folder(path, name="stackaudit", allow_code=True)
    held: dict[str, dict[str, Any]] = {}
    rules, problems = [], []
    for file in _files(path):
        data = json.loads(json.dumps(read_file(file).documents[0].data, default=str))
        place = Place(f"{_name_of(path)}/{file.relative_to(path).as_posix()}", 1, 1, 1, 1)
        reader = RuleReader(family=_family(file, path), pack=pack.name, place=place, allow_code=True)
        rule = reader.read(data)
        problems += [Problem(mistake.message, place, mistake.hint) for mistake in reader.mistakes]
        if rule is not None:
            held[rule.id] = as_plain(rule, data)
            rules.append(rule)
    if problems:
        raise RuleError(problems)
    return {"name": pack.name, "version": pack.version, "rules": [held[rule.id] for rule in _sorted(rules)]}


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
        file for file in path.rglob("*") if file.suffix in {".yaml", ".yml"} and file.name != INDEX and file.is_file()
    )


def _leading_out(path: Path, label: str) -> list[Problem]:
    """The files of a folder of rules that are links to somewhere else: what they lead to is not for a rule to read."""
    root = os.path.realpath(path)
    return [
        Problem(f"{label}/{file.relative_to(path).as_posix()} is a link that leads out of its folder")
        for file in (path / INDEX, *_files(path))
        if not Path(os.path.realpath(file)).is_relative_to(root)  # that of pathlib bears no links in a circle
    ]


def _name_of(path: Path) -> str:
    """The name of a folder, also where its path does not end in it, as ``.`` and ``..`` do not."""
    return Path(os.path.abspath(path)).name  # noqa: PTH100 - a link keeps its own name


def _family(file: Path, root: Path) -> str:
    return file.parent.name if file.parent != root else ""


def _sorted(rules: list[Rule]) -> tuple[Rule, ...]:
    return tuple(
        sorted(rules, key=lambda rule: (rule.id.partition("-")[0], int(re.sub(r"\D", "", rule.id.partition("-")[2]))))
    )
