"""From YAML to a stack: everything that is wrong is reported at once, and nothing is loaded by half."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from stackaudit.collector import no_collector
from stackaudit.errors import Problem, ReadError, StackError
from stackaudit.load.assembling import assembled
from stackaudit.load.consistency import check_consistency
from stackaudit.load.disputes import check_disputes
from stackaudit.load.folders import Folder
from stackaudit.load.merging import merged
from stackaudit.load.mistakes import refusals
from stackaudit.load.parts import read_parts, second_document
from stackaudit.load.plain import not_plain
from stackaudit.load.prepare import prepare
from stackaudit.load.prepared import Note, Prepared
from stackaudit.load.references import check_references
from stackaudit.load.waivers import take_waivers
from stackaudit.model.base import ValidationError
from stackaudit.model.provenance import Provenance
from stackaudit.model.stack import Stack
from stackaudit.model.twin import reasons
from stackaudit.source import Document, Limits, read
from stackaudit.source.wording import found

__all__ = ["load", "load_data", "load_files", "load_text", "stack_of"]

_BEGIN = "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from"


def load(
    path: Path | str,
    *,
    file: str | None = None,
    limits: Limits | None = None,
    what_if: Path | str | Sequence[Path | str] = (),
) -> Stack:
    """Load a stack from a file, or from the files of a folder.

    Args:
        path: the YAML file, or the folder.
        file: how messages name the file or folder; by default its path as given.
        limits: bounds on size, depth and aliases.
        what_if: what-if files, whose changes are made to the stack, one after the other.

    Raises:
        ReadError: a file cannot be read as YAML.
        StackError: it does not fit the model; every mistake with its place.
    """
    return load_files([path], names=None if file is None else [file], limits=limits, what_if=what_if)


def load_files(
    paths: Sequence[Path | str],
    *,
    names: Sequence[str] | None = None,
    limits: Limits | None = None,
    noted: Callable[[Path], None] | None = None,
    what_if: Path | str | Sequence[Path | str] = (),
) -> Stack:
    """Load one stack from several files and folders, merged by element; their order does not matter.

    Args:
        paths: YAML files, and folders, of which every YAML file is read.
        names: how messages name them; by default their paths as given.
        limits: bounds on each file, and on the size of all together.
        noted: called with each path before it is looked at, also where there is nothing: what to watch for changes.
        what_if: what-if files, whose changes are made to the stack, one after the other.

    Raises:
        ReadError: a file cannot be read as YAML, or leads out of its folder.
        StackError: they do not fit the model, or say something twice; every mistake with its place.
    """
    with no_collector():
        called = list(map(_written, paths)) if names is None else names
        trees = [Folder(Path(path), name, noted) for path, name in zip(paths, called, strict=True)]
        documents, problems = read_parts(trees, limits)
        plans = []
        for plan in [what_if] if isinstance(what_if, (str, Path)) else what_if:
            changes, more = read_parts([Folder(Path(plan), _written(plan), noted)], limits)
            plans.append(changes)
            problems += more
        return stack_of(documents, called[0] if len(paths) == 1 else "", problems, plans)


def stack_of(
    documents: Sequence[Document], file: str, problems: list[Problem], plans: Sequence[Sequence[Document]] = ()
) -> Stack:
    """The stack that the documents of its files make, with the changes of those of what-if files.

    ``file`` is how it is named where they are several. ``problems`` are those of reading them. As for errors, ``load``.
    """
    parts = [document for document in documents if document.data is not None or len(documents) == 1]
    if not parts:
        raise ReadError(problems)
    wrong = [problem for problem in map(_no_mapping, parts) if problem is not None]
    mappings = [document for document in parts if _no_mapping(document) is None]
    if not mappings:
        raise StackError([*problems, *wrong])
    whole = parts[0]
    if len(parts) > 1:
        whole, twice = merged(mappings, file)
        wrong += twice
    for plan in plans:
        from stackaudit.load.what_if import changed, is_plan  # noqa: PLC0415 - few stacks are asked what if

        wrong += [problem for problem in map(is_plan, plan) if problem is not None]
        whole, mistakes = changed(whole, [document for document in plan if isinstance(document.data, dict)])
        wrong += mistakes
    return _made(whole, problems, wrong)


def load_text(text: str | bytes, *, file: str = "<text>", limits: Limits | None = None) -> Stack:
    """Load a stack from YAML text.

    Args:
        text: the YAML.
        file: how messages name it.
        limits: bounds on size, depth and aliases.

    Raises:
        ReadError: it cannot be read as YAML.
        StackError: it does not fit the model; every mistake with its place.
    """
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with no_collector():
        reading = read(content, file=file, limits=limits or Limits())
        problems = list(reading.problems)
        if not reading.documents:
            raise ReadError(problems)
        document = reading.documents[0]
        problems += second_document(reading)
        if isinstance(document.data, dict) and document.data.get("include"):
            message = "what comes from no file has no folder to include files from"
            problems.append(document.problem(("include",), message, "put it into a file", key=True))
        wrong = _no_mapping(document)
        if wrong is not None:
            raise StackError([*problems, wrong])
        return _made(document, problems, [])


def load_data(data: dict[str, Any]) -> Stack:
    """Load a stack from plain data, as ``yaml.safe_load`` gives it. Facts then have no place.

    Raises:
        StackError: it does not fit the model; every mistake with the route to it.
    """
    if not isinstance(data, dict):
        raise StackError(Problem(f"expected a stack, that is a mapping, found {found(data)}", None, _BEGIN))
    stack, notes = stack_or_mistakes(data)
    if stack is None:
        raise StackError(
            [Problem(f"{'.'.join(map(str, note.route))}: {note.message}", None, note.hint) for note in notes]
        )
    return stack


def stack_or_mistakes(data: dict[str, Any]) -> tuple[Stack | None, Sequence[Note]]:
    """The stack that plain data holds; else None, and every mistake by its route in the data."""
    notes = list(not_plain(data))
    if notes:
        return None, notes
    stack, notes, _ = _validated(data)
    return stack, notes


def _written(path: Path | str) -> str:
    """A path as a name: one that is not UTF-8 holds halves of characters, which no output can write."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _no_mapping(document: Document) -> Problem | None:
    """What is wrong with a document that is no part of a stack at all."""
    if isinstance(document.data, dict):
        # Few stacks have such a key, and this is asked of each file of a stack.
        if document.data.keys().isdisjoint(("add", "change", "remove")):
            return None
        from stackaudit.load.what_if import no_part_of_a_stack  # noqa: PLC0415 - as above

        return no_part_of_a_stack(document)
    return document.problem((), f"expected a stack, that is a mapping, found {found(document.data)}", _BEGIN)


def _made(document: Document, problems: list[Problem], mistakes: list[Problem]) -> Stack:
    """The stack of a document whose reading had these problems, and in which these mistakes are known."""
    stack, notes, prepared = _validated(cast("dict[str, Any]", document.data), document)
    # What could not be read is None: that it is missing needs no second problem.
    spoilt = {problem.place for problem in problems}
    refused = [mistake for mistake in (_problem(note, document) for note in notes) if mistake.place not in spoilt]
    mistakes = [*mistakes, *prepared.problems, *refused]
    if stack is None or problems or mistakes:
        raise (StackError if mistakes else ReadError)([*problems, *mistakes])
    document.let_go()
    stack._provenance = Provenance(document, prepared.indexes, prepared.filled, prepared.commented)  # noqa: SLF001 - the loader is what knows the places
    return stack


def _validated(raw: dict[str, Any], document: Document | None = None) -> tuple[Stack | None, list[Note], Prepared]:
    """The stack, or all that is wrong with it, by route in the document; and what it was made from."""
    prepared = _prepared(raw, document)
    notes = list(_placed(prepared.notes, prepared))
    found = [list(check(prepared)) for check in (check_disputes, check_references, check_consistency)]
    stack = assembled(prepared)
    if stack is None:
        prepared = _prepared(raw, document)  # what it was may be used up
        notes += _beyond(notes, _placed(_refused(prepared), prepared))
    else:
        stack._filled = prepared.filled  # noqa: SLF001 - the loader is what fills in
    for more in found:
        notes += _beyond(notes, _placed(more, prepared))
    return (None if notes else stack), notes, prepared


def _prepared(raw: dict[str, Any], document: Document | None) -> Prepared:
    prepared = prepare(raw, document)
    if document is not None:
        take_waivers(document, prepared)
    return prepared


def _refused(prepared: Prepared) -> Iterator[Note]:
    """What the model refuses."""
    try:
        Stack.model_validate(prepared.data)
    except ValidationError as error:
        told = reasons(error, Stack, lambda model: model.model_validate(prepared.data))
        yield from refusals(told, prepared.data)


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
    return document.problem(note.route, note.message, note.hint, key=note.key)
