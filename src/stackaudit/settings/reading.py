"""From a file of settings to typed values. Every mistake is reported at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from stackaudit.errors import Place, Problem
from stackaudit.finding import Severity
from stackaudit.outputs.formats import FORMATS
from stackaudit.settings.files import PYPROJECT, SettingsFile, nearest
from stackaudit.settings.keys import KEYS, TABLE
from stackaudit.settings.settings import Settings
from stackaudit.settings.table import table_of, toml_of
from stackaudit.settings.toml import Route, TomlDocument
from stackaudit.source.inside import is_inside
from stackaudit.source.wording import did_you_mean, found

__all__ = ["Draft", "draft"]


class Draft:
    """What a file says, before its rules are known: settings, and the mistakes so far."""

    def __init__(self, file: SettingsFile, document: TomlDocument) -> None:
        self.problems: list[Problem] = []
        self.wrong: set[str] = set()
        self.settings = Settings(file=file.name)
        self._base: Route = TABLE if file.path.name == PYPROJECT else ()
        self._file = file
        self._document = document

    def mistake(self, route: Route, message: str, hint: str | None = None, *, key: bool = False) -> None:
        """Note a mistake at a route below the table of settings; ``wrong`` holds the keys that have one."""
        self.wrong |= {str(part) for part in route[:1]}
        self.problems.append(self._document.problem((*self._base, *route), message, hint, key=key))

    def read(self, table: Any) -> None:
        """Read every key."""
        if not isinstance(table, dict):
            self.mistake((), f"expected a table of settings, found {found(table)}")
            return
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in KEYS:
                hint = "leave [tool.stackaudit] out: it is for pyproject.toml" if key == TABLE[0] else None
                self.mistake((key,), f"there is no setting {key!r}", hint or did_you_mean(key, KEYS), key=True)
                continue
            read = _READERS[KEYS[key].kind](self, (key,), value)
            if read is not None:
                values[key.replace("-", "_")] = read
        self.settings = replace(self.settings, **values, places=MappingProxyType(dict(self._places(table))))

    def _places(self, table: Mapping[str, Any]) -> Iterator[tuple[str, Place]]:
        """Where each value stands, by its key with dots between."""
        todo: list[tuple[Route, Any]] = [((key,), value) for key, value in table.items() if key in KEYS]
        for route, value in todo:
            if isinstance(value, dict):
                todo += [((*route, key), inner) for key, inner in value.items()]
            else:
                yield ".".join(map(str, route)), self._document.place((*self._base, *route))

    # -- kinds of values, each None where it does not fit -----------------------------------------------------------

    def words(self, route: Route, value: Any) -> tuple[str, ...] | None:
        """A list of texts."""
        if isinstance(value, str):
            self.mistake(route, f"expected a list, found {found(value)}", f'write it as ["{value}"]')
            return None
        if not isinstance(value, list):
            self.mistake(route, f"expected a list of words, found {found(value)}")
            return None
        wrong = [number for number, one in enumerate(value) if not isinstance(one, str) or not one.strip()]
        for number in wrong:
            self.mistake((*route, number), f"expected a word, found {found(value[number])}")
        return None if wrong else tuple(value)

    def severity(self, route: Route, value: Any) -> Severity | None:
        """P1 to P5."""
        if isinstance(value, str) and value in list(Severity):
            return Severity(value)
        if isinstance(value, str):
            off = "to leave a rule out, name it under ignore" if value in {"off", "none", "ignore"} else None
            hint = off or did_you_mean(value.upper(), [one.value for one in Severity])
        else:
            hint = None
        self.mistake(route, f"expected a severity from P1 to P5, found {found(value)}", hint)
        return None

    def flag(self, route: Route, value: Any) -> bool | None:
        """True or false."""
        if isinstance(value, bool):
            return value
        self.mistake(route, f"expected true or false, found {found(value)}")
        return None

    def formats(self, route: Route, value: Any) -> tuple[str, ...] | None:
        """Names of formats, at least one."""
        names = self.words(route, value)
        if names is None:
            return None
        listed = f"there are {', '.join(FORMATS)}"
        if not names:
            self.mistake(route, "expected a format, found an empty list", listed)
        for number, name in enumerate(names):
            if name not in FORMATS:
                self.mistake((*route, number), f"no format is called {name!r}", did_you_mean(name, FORMATS) or listed)
        return tuple(dict.fromkeys(names))

    def paths(self, route: Route, value: Any) -> tuple[Path, ...] | None:
        """Files and folders that are to be read: inside the repository, links and all."""
        names = self.words(route, value)
        if names is None:
            return None
        return tuple(
            path
            for number, name in enumerate(names)
            if (path := self._path((*route, number), name, self._file.root)) is not None
        )

    def file(self, route: Route, value: Any) -> Path | None:
        """A file that is to be read: inside the repository."""
        if not isinstance(value, str) or not value.strip():
            self.mistake(route, f"expected the name of a file, found {found(value)}")
            return None
        return self._path(route, value, self._file.root)

    def folder(self, route: Route, value: Any) -> Path | None:
        """A folder to write into: below the folder of the file."""
        if not isinstance(value, str) or not value.strip():
            self.mistake(route, f"expected the name of a folder, found {found(value)}")
            return None
        here = self._file.path.parent.resolve()
        path = self._path(route, value, here)
        if path is None:
            return None
        below = path.resolve().relative_to(here)
        if not below.parts or any(part.startswith(".") for part in below.parts):
            self.mistake(route, f"{value!r} is no folder for outputs", "name one below this file that is not hidden")
            return None
        return path

    def _path(self, route: Route, name: str, root: Path) -> Path | None:
        """A path from the folder of the file, where it stays inside a folder."""
        path = self._file.path.parent / name
        if Path(name).is_absolute() or not is_inside(path, root):
            hint = f"name one inside that folder, by its path from {self._file.name}"
            self.mistake(route, f"{name!r} leads out of {root.resolve().name or str(root)}", hint)
            return None
        return nearest(path)

    def packs(self, route: Route, value: Any) -> tuple[str, ...] | None:
        """Names of packs that are installed."""
        from stackaudit.rules.pack import installed_names  # noqa: PLC0415 - looks at every installed package

        names = self.words(route, value)
        known = installed_names() if names else []
        for number, name in enumerate(names or ()):
            if name not in known:
                hint = did_you_mean(name, known) or f"installed: {', '.join(known) or 'none'}"
                self.mistake((*route, number), f"no installed package offers a pack {name!r}", hint)
        return names

    def severities(self, route: Route, value: Any) -> Mapping[str, Severity] | None:
        """Severities by rule."""
        if not isinstance(value, dict):
            self.mistake(route, f"expected a table of severities by rule, found {found(value)}")
            return None
        read = {rule: self.severity((*route, rule), one) for rule, one in value.items()}
        return MappingProxyType({rule: one for rule, one in read.items() if one is not None})

    def parameters(self, route: Route, value: Any) -> Mapping[str, Mapping[str, Any]] | None:
        """Tables of parameters by rule."""
        if not isinstance(value, dict):
            self.mistake(route, f"expected tables of parameters by rule, found {found(value)}")
            return None
        for rule, held in value.items():
            if not isinstance(held, dict):
                self.mistake((*route, rule), f"expected parameters by name, found {found(held)}")
        return MappingProxyType({rule: held for rule, held in value.items() if isinstance(held, dict)})


_READERS: Final[Mapping[str, Callable[[Draft, Route, Any], Any]]] = MappingProxyType(
    {
        "words": Draft.words,
        "severity": Draft.severity,
        "flag": Draft.flag,
        "formats": Draft.formats,
        "paths": Draft.paths,
        "file": Draft.file,
        "folder": Draft.folder,
        "packs": Draft.packs,
        "severities": Draft.severities,
        "parameters": Draft.parameters,
    }
)


def draft(file: SettingsFile) -> Draft:
    """What a file says, and what is wrong with it.

    Raises:
        SettingsError: it cannot be read, or is not TOML.
    """
    document = toml_of(file)
    made = Draft(file, document)
    made.read(table_of(document, file))
    return made
