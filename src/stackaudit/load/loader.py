"""From YAML to a stack: everything that is wrong is reported at once, and nothing is loaded by half."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stackaudit.collector import no_collector
from stackaudit.errors import Problem, ReadError, StackError
from stackaudit.load.mistakes import refusals
from stackaudit.load.prepare import Note, prepare
from stackaudit.load.references import check_references
from stackaudit.model.provenance import Provenance
from stackaudit.model.stack import Stack
from stackaudit.source import Document, Limits, Reading, read, read_file

__all__ = ["load", "load_data", "load_text"]


def load(path: Path | str, *, file: str | None = None, limits: Limits | None = None) -> Stack:
    """Load a stack from a file.

    Args:
        path: the YAML file.
        file: how messages name the file; by default its path as given.
        limits: bounds on size, depth and aliases.

    Raises:
        ReadError: the file cannot be read as YAML.
        StackError: it does not fit the model; every mistake with its place.
    """
    with no_collector():
        return _stack(read_file(Path(path), file=file or str(path), limits=limits or Limits()), file or str(path))


def load_text(text: str | bytes, *, file: str = "<text>", limits: Limits | None = None) -> Stack:
    """Load a stack from YAML text; as ``load``."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with no_collector():
        return _stack(read(content, file=file, limits=limits or Limits()), file)


def load_data(data: dict[str, Any]) -> Stack:
    """Load a stack from plain data, as ``yaml.safe_load`` gives it. Facts then have no place.

    Raises:
        StackError: it does not fit the model; every mistake with the route to it.
    """
    stack, notes, _ = _built(data)
    if stack is None:
        raise StackError(
            [Problem(f"{'.'.join(map(str, note.route)) or 'stack'}: {note.message}", None, note.hint) for note in notes]
        )
    return stack


def _stack(reading: Reading, file: str) -> Stack:
    problems = list(reading.problems)
    if not reading.documents:
        raise ReadError(problems or [Problem(f"{file} holds no document")])
    document = reading.documents[0]
    if len(reading.documents) > 1:
        place = reading.documents[1].place(())
        problems.append(
            Problem(
                "expected one document, found a second one",
                place,
                "one file holds one stack",
                document.excerpt(place.line),
            )
        )
    data = document.data
    if not isinstance(data, dict):
        place = document.place(())
        found = "nothing" if data is None else "a list" if isinstance(data, list) else "a plain value"
        hint = "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from"
        problems.append(
            Problem(f"expected a stack, that is a mapping, found {found}", place, hint, document.excerpt(place.line))
        )
        raise StackError(problems)
    stack, notes, provenance = _built(data, document)
    problems += [_problem(note, document) for note in notes]
    if problems or stack is None:
        raise (StackError if notes else ReadError)(problems)
    stack._provenance = provenance  # noqa: SLF001 - the loader is what knows the places
    return stack


def _built(
    data: dict[str, Any], document: Document | None = None
) -> tuple[Stack | None, list[Note], Provenance | None]:
    prepared = prepare(data)
    notes = list(prepared.notes)
    stack = None
    try:
        stack = Stack.model_validate(prepared.data)
    except ValidationError as error:
        notes += refusals(error, prepared)
    refused = {note.route for note in notes}
    notes += [note for note in check_references(prepared) if note.route not in refused]
    provenance = None if document is None else Provenance(document, prepared.indexes, prepared.filled)
    return (stack if not notes else None), notes, provenance


def _problem(note: Note, document: Document) -> Problem:
    place = document.place(note.route, key=note.key)
    return Problem(note.message, place, note.hint, document.excerpt(place.line))
