"""Reading of the catalogue's data files: each entry checked field by field, each mistake told with its place."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from stackaudit.catalogue.fields import Field
from stackaudit.errors import CatalogueError, Place, Problem
from stackaudit.frozen import dataclass

__all__ = ["DATA", "Shelf", "read_csv", "read_yaml"]

DATA: Final = Path(__file__).with_name("data")
"""The folder of the data files."""

T = TypeVar("T")


def read_csv(path: Path, fields: Mapping[str, Field], make: Callable[..., T]) -> tuple[T, ...]:
    """What ``make`` makes of each row: its arguments are the columns, which are the fields in their order.

    Semicolons part the values of a list. ``make`` may raise ``ValueError`` where the values do not fit together.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return _make_all(path, _csv_entries(path, fields), fields, make)


class Shelf(Mapping[str, T]):
    """The rows of a file by their first cell, each made into what it stands for when it is first asked for.

    A run asks for a few products of many hundred. Whether all rows are as they should be is what ``read_csv`` tells.

    Raises:
        CatalogueError: with every mistake in the file, once a row that is asked for cannot be made.
    """

    def __init__(self, path: Path, fields: Mapping[str, Field], make: Callable[..., T]) -> None:
        self._path, self._fields, self._make = path, fields, make
        rows = csv.reader(_lines(path), strict=True)
        next(rows, None)
        self._rows = {cells[0]: cells for cells in rows if cells}
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        made = self._made.get(key)
        if made is None:
            entry = _Entry(_cells(self._rows[key], self._fields), lambda _: (Place(self._path.name, 1, 1, 1, 1), None))
            left_out = _left_out(self._fields)
            values, mistakes = _parsed(entry, self._fields, left_out)
            if mistakes or len(self._rows[key]) != len(self._fields):
                read_csv(self._path, self._fields, self._make)
            made = self._made[key] = self._make(**values)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def read_yaml(path: Path, fields: Mapping[str, Field], make: Callable[..., T]) -> tuple[T, ...]:
    """What ``make`` makes of each entry of a list of mappings.

    A value is the text as it is written, so that ``no`` is Norway. See ``read_csv`` for the rest.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return _make_all(path, _yaml_entries(path), fields, make)


_Raw = str | tuple[str, ...]
_Where = tuple[Place, str | None]
"""A place and the line there."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry states. ``where`` tells where a field is, or the entry where it lacks the field."""

    values: Mapping[str, _Raw]
    where: Callable[[str], _Where]

    def problem(self, name: str, message: str) -> Problem:
        place, line = self.where(name)
        return Problem(message, place, excerpt=line)


def _make_all(
    path: Path, entries: Iterable[_Entry | Problem], fields: Mapping[str, Field], make: Callable[..., T]
) -> tuple[T, ...]:
    made: list[T] = []
    problems: list[Problem] = []
    ids: set[object] = set()
    left_out = _left_out(fields)
    for entry in entries:
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        values, mistakes = _parsed(entry, fields, left_out)
        if "id" in values:
            if values["id"] in ids:
                mistakes.append(entry.problem("id", f"id: {values['id']!r} is there twice"))
            ids.add(values["id"])
        problems += mistakes
        if not mistakes:
            try:
                made.append(make(**values))
            except ValueError as error:
                problems.append(entry.problem("", str(error)))
    if not (made or problems):
        problems.append(_at_top(path, "expected an entry, found none"))
    if problems:
        raise CatalogueError(problems)
    return tuple(made)


def _left_out(fields: Mapping[str, Field]) -> dict[str, object]:
    return {name: () if field.many else field.empty for name, field in fields.items() if field.optional}


def _cells(cells: Sequence[str], fields: Mapping[str, Field]) -> dict[str, _Raw]:
    """What the cells of a row state; an empty one states nothing."""
    return {
        name: tuple(cell.split(";")) if field.many else cell
        for (name, field), cell in zip(fields.items(), cells, strict=False)
        if cell
    }


def _parsed(
    entry: _Entry, fields: Mapping[str, Field], left_out: Mapping[str, object]
) -> tuple[dict[str, Any], list[Problem]]:
    values = dict(left_out)
    mistakes = []
    for name, raw in entry.values.items():
        try:
            values[name] = _value(fields.get(name), raw)
        except ValueError as error:
            mistakes.append(entry.problem(name, f"{name}: {error}"))
    if len(values) < len(fields):
        missing = [name for name in fields if name not in values and name not in entry.values]
        mistakes += [entry.problem(name, f"{name}: expected a value, found none") for name in missing]
    return values, mistakes


def _value(field: Field | None, raw: _Raw) -> object:
    if field is None:
        raise ValueError("there is no such field")
    if isinstance(raw, str):
        if field.many:
            raise ValueError(f"expected a list, not {raw!r}")
        return field.parse(raw)
    if not field.many:
        raise ValueError("expected one value, not a list")
    values = tuple(map(field.parse, raw))
    if len(set(values)) < len(values):
        raise ValueError("expected each value once")
    return values


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(_at_top(path, f"the file cannot be read: {error}")) from error


def _at_top(path: Path, message: str) -> Problem:
    return Problem(message, Place(path.name, 1, 1, 1, 1))


def _csv_entries(path: Path, fields: Mapping[str, Field]) -> Iterator[_Entry | Problem]:
    lines = _lines(path)
    rows = csv.reader((line + "\n" for line in lines), strict=True)
    names = list(fields)

    def where(number: int, name: str = "") -> _Where:
        line = lines[number - 1]
        start = _column(line, names.index(name)) if name else 1
        return Place(path.name, number, start, number, len(line) + 1), line

    try:
        if next(rows, []) != names:
            yield _at_top(path, f"expected the columns {','.join(names)}")
            return
        for cells in rows:
            if len(cells) != len(names):
                place, line = where(rows.line_num)
                yield Problem(f"expected {len(names)} cells, not {len(cells)}", place, excerpt=line)
                continue
            yield _Entry(_cells(cells, fields), partial(where, rows.line_num))
    except csv.Error as error:
        place, line = where(rows.line_num)
        yield Problem(f"the row cannot be read: {error}", place, excerpt=line)


def _column(line: str, index: int) -> int:
    """Where a cell of a line begins, from 1. A comma between quotes parts nothing."""
    quoted = False
    for position, letter in enumerate(line, start=1):
        if not index:
            return position
        quoted ^= letter == '"'
        index -= letter == "," and not quoted
    return len(line) + 1


def _yaml_entries(path: Path) -> Iterator[_Entry | Problem]:
    # 20 ms, and most uses of the catalogue need none of it.
    import yaml  # noqa: PLC0415

    lines = _lines(path)

    def where(start: yaml.Mark, end: yaml.Mark) -> _Where:
        place = Place(path.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        return place, lines[start.line] if start.line < len(lines) else None

    def entry(node: yaml.MappingNode) -> Sequence[_Entry | Problem]:
        values: dict[str, _Raw] = {}
        places = {"": where(node.start_mark, node.end_mark)}
        mistakes = []
        for key, value in node.value:
            place, line = where(key.start_mark, value.end_mark)
            many = isinstance(value, yaml.SequenceNode)
            if not all(isinstance(part, yaml.ScalarNode) for part in (key, *(value.value if many else [value]))):
                mistakes.append(Problem("expected a field with a value or a list of values", place, excerpt=line))
            elif key.value in values:
                mistakes.append(Problem(f"{key.value}: the field is there twice", place, excerpt=line))
            else:
                places[key.value] = place, line
                values[key.value] = tuple(part.value for part in value.value) if many else value.value
        values = {name: raw for name, raw in values.items() if raw}
        return mistakes or [_Entry(values, lambda name: places.get(name, places[""]))]

    try:
        root = yaml.compose("\n".join(lines), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if mark is None:  # a character that YAML forbids
            yield _at_top(path, f"the file cannot be read: {error}")
        else:
            place, line = where(mark, mark)
            yield Problem(f"the file cannot be read: {error}".splitlines()[0], place, excerpt=line)
        return
    for node in root.value if isinstance(root, yaml.SequenceNode) else [root]:
        if isinstance(node, yaml.MappingNode):
            yield from entry(node)
        else:
            yield _at_top(path, "expected a list of entries, each with its fields")
