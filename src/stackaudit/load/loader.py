"""From YAML to a stack: everything that is wrong is reported at once, and nothing is loaded by half."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stackaudit.collector import no_collector
from stackaudit.errors import Problem, ReadError, StackError
from stackaudit.load.consistency import check_consistency
from stackaudit.load.disputes import check_disputes
from stackaudit.load.mistakes import refusals
from stackaudit.load.plain import not_plain
from stackaudit.load.prepare import prepare
from stackaudit.load.prepared import Note, Prepared
from stackaudit.load.references import check_references
from stackaudit.load.wording import found
from stackaudit.model.provenance import Provenance
from stackaudit.model.stack import Stack
from stackaudit.source import Document, Limits, Reading, read, read_file

__all__ = ["load", "load_data", "load_text"]

_BEGIN = "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from"


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
        return _stack(read_file(Path(path), file=file, limits=limits or Limits()))


def load_text(text: str | bytes, *, file: str = "<text>", limits: Limits | None = None) -> Stack:
    """Load a stack from YAML text; as ``load``."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with no_collector():
        return _stack(read(content, file=file, limits=limits or Limits()))


def load_data(data: dict[str, Any]) -> Stack:
    """Load a stack from plain data, as ``yaml.safe_load`` gives it. Facts then have no place.

    Raises:
        StackError: it does not fit the model; every mistake with the route to it.
    """
    if not isinstance(data, dict):
        raise StackError(Problem(f"expected a stack, that is a mapping, found {found(data)}", None, _BEGIN))
    notes = list(not_plain(data))
    stack = None
    if not notes:
        prepared = prepare(data)
        stack, notes = _validated(prepared)
    if stack is None:
        raise StackError(
            [Problem(f"{'.'.join(map(str, note.route))}: {note.message}", None, note.hint) for note in notes]
        )
    return stack


def _stack(reading: Reading) -> Stack:
    problems = list(reading.problems)
    if not reading.documents:
        raise ReadError(problems)
    document = reading.documents[0]
    if len(reading.documents) > 1:
        place = reading.documents[1].place(())
        message = "expected one document, found a second one"
        problems.append(Problem(message, place, "one file holds one stack", document.excerpt(place.line)))
    data = document.data
    if not isinstance(data, dict):
        place = document.place(())
        message = f"expected a stack, that is a mapping, found {found(data)}"
        problems.append(Problem(message, place, _BEGIN, document.excerpt(place.line)))
        raise StackError(problems)
    prepared = prepare(data)
    stack, notes = _validated(prepared)
    # What could not be read is None: that it is missing needs no second problem.
    spoilt = {problem.place for problem in reading.problems}
    mistakes = [mistake for mistake in (_problem(note, document) for note in notes) if mistake.place not in spoilt]
    if stack is None or problems:
        raise (StackError if mistakes else ReadError)([*problems, *mistakes])
    stack._provenance = Provenance(document, prepared.indexes, prepared.filled)  # noqa: SLF001 - the loader is what knows the places
    return stack


def _validated(prepared: Prepared) -> tuple[Stack | None, list[Note]]:
    """The stack, or all that is wrong with it, by route in the document."""
    stack = None
    notes = list(_placed(prepared.notes, prepared))
    try:
        stack = Stack.model_validate(prepared.data)
        stack._filled = prepared.filled  # noqa: SLF001 - the loader is what fills in
    except ValidationError as error:
        notes += _beyond(notes, _placed(refusals(error, prepared.data), prepared))
    for more in (check_disputes(prepared), check_references(prepared), check_consistency(prepared)):
        notes += _beyond(notes, _placed(more, prepared))
    return (None if notes else stack), notes


def _placed(notes: Iterable[Note], prepared: Prepared) -> Iterator[Note]:
    """The notes by their route in the document; each once, though a default may have reached a hundred elements."""
    seen: set[Note] = set()
    for note in notes:
        route = prepared.in_document(note.route)
        if route is not None:
            placed = Note(route, note.message, note.hint, note.key)
            if placed not in seen:
                seen.add(placed)
                yield placed


def _beyond(notes: list[Note], more: Iterator[Note]) -> list[Note]:
    """The notes about values that are not refused already, as a whole or in a part."""
    refused = {note.route for note in notes if not note.key}
    return [
        note for note in more if not any(note.route[:length] in refused for length in range(1, len(note.route) + 1))
    ]


def _problem(note: Note, document: Document) -> Problem:
    place = document.place(note.route, key=note.key)
    return Problem(note.message, place, note.hint, document.excerpt(place.line))
