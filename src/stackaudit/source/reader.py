"""One loop over the parser's events: plain values, positions, and every mistake.

The parser's own composer is not used: it recurses in C, and 50,000 open brackets end the process. This loop is the
hottest of the product: what is usual stays in it, on local names, and what is rare is a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from yaml import CSafeLoader
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from stackaudit.errors import Problem
from stackaudit.source.characters import stand_ins
from stackaudit.source.document import Document
from stackaudit.source.limits import Limits
from stackaudit.source.lines import Lines
from stackaudit.source.positions import Slot
from stackaudit.source.scalars import LEADS
from stackaudit.source.special import Anchor, Special, StopReading
from stackaudit.source.wording import TOO_DEEP_TO_PARSE

if TYPE_CHECKING:
    from stackaudit.source.rows import Rows

__all__ = ["read_events"]

# Events that are taken from the parser at once; with more, they leave the processor's cache before they are used.
_CHUNK: Final = 256

# Characters from which on a text is looked through for rows: below, that takes as long as it saves.
_LARGE: Final = 1 << 16

# How many collections a row or block is deep at most: itself, a row in it, and a list in that.
_ROW: Final = 3

_start_of = attrgetter("start_mark.index")
_end_of = attrgetter("end_mark.index")


def read_events(
    text: str, lines: Lines, limits: Limits, problems: list[Problem]
) -> tuple[list[Document], list[Problem]]:
    """The documents of a text, and its problems sorted by place, together with those that are known already.

    ``text`` is that of ``lines``, with forbidden characters replaced one by one.

    Raises:
        yaml.reader.ReaderError: The text holds a control character.
    """
    documents: list[Document] = []
    if len(text) >= _LARGE and not problems and _read_by_rows(text, Special(lines, limits, []), documents):
        return documents, []
    documents.clear()
    special = Special(lines, limits, [*problems])
    last: tuple[Problem, ...] = ()
    try:
        try:
            _read(text, special, documents, None)
        except MarkedYAMLError as error:
            from stackaudit.source.syntax import explain  # noqa: PLC0415 - only a mistake needs it

            special.add(explain(error, lines))
    except StopReading as stop:
        last = stop.args
    if not documents and not special.problems:
        documents.append(_nothing(special))
    return documents, [*sorted(special.problems, key=lambda problem: problem.sort_key), *last]


def _read_by_rows(text: str, special: Special, documents: list[Document]) -> bool:
    """Read a text that holds rows; False where it holds none, or anything that is not as usual."""
    from stackaudit.source.rows import rows_of  # noqa: PLC0415 - a small text needs none

    rows = rows_of(text)
    if rows is None:
        return False
    try:
        _read(rows.text, special, documents, rows)
    except (MarkedYAMLError, StopReading):
        return False
    special.positions.end_blocks(rows.ends)
    # A row that the parser did not meet stands in a text of several lines, which now lacks it.
    return bool(documents) and not special.problems and not rows.made


def _read(  # noqa: C901, PLR0912, PLR0915 - one loop is what is fast
    text: str, special: Special, documents: list[Document], rows: Rows | None
) -> None:
    lines, positions, depth_limit = special.lines, special.positions, special.limits.depth
    starts, ends, keys = positions.starts, positions.ends, positions.keys
    names, known, closing = special.names, special.known, special.closing
    made = {} if rows is None else rows.made
    wanted, index, mapping, sequence = Slot.WANTED, Slot.INDEX, Slot.MAPPING, Slot.LIST
    events = _events(text)
    # The collection that is being filled, its next key (or: a key is wanted, or: it is a list), and its number.
    container: Any = []
    key: Any = index
    node = 0
    stack: list[tuple[Any, Any, int]] = []
    base = root = opened = peak = 0
    failure: MarkedYAMLError | None = None
    size = _CHUNK
    while size == _CHUNK and failure is None:
        chunk: list[Any] = []
        try:
            chunk.extend(islice(events, _CHUNK))
        except MarkedYAMLError as error:
            # What stands before the mistake is in the chunk.
            failure = error
            if error.problem == TOO_DEEP_TO_PARSE and error.problem_mark is not None:
                chunk.extend(_held_back(text[: error.problem_mark.index], base + len(chunk)))
        size = len(chunk)
        starts.extend(map(_start_of, chunk))
        ends.extend(map(_end_of, chunk))
        keys.extend(repeat(None, size))
        for number, event in enumerate(chunk, base):
            kind = type(event)
            if kind is ScalarEvent:
                value = written = event.value
                plain, quoted = event.implicit
                if key is wanted:
                    key = names.get(written) if plain else None
                    if key is None:
                        key = special.key(number, event, node)
                    if key in container:
                        key = special.repeated_key(number, node, key)
                    keys[number] = key
                else:
                    if plain:
                        # The table itself stands for "not in it": None is a value.
                        value = known.get(written, known)
                        if value is known:
                            if written[:1] in LEADS:
                                value = special.scalar(number, event)
                            else:
                                value = known[written] = written
                    elif not quoted or not written.isprintable():
                        value = special.scalar(number, event)
                    if key is index:
                        container.append(value)
                    else:
                        container[key] = value
                        key = wanted
                if event.anchor is not None:
                    special.anchors[event.anchor] = Anchor(number, value)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                new: Any = {} if kind is MappingStartEvent else []
                if made and kind is MappingStartEvent:
                    row = made.pop(starts[number], None)
                    if row is not None:
                        if len(stack) + _ROW > depth_limit:
                            raise StopReading
                        new = row
                        positions.rows.add(number)
                if key is index:
                    container.append(new)
                elif key is wanted:
                    key = special.collection_key(number, node, new)
                else:
                    container[key] = new
                    key = wanted
                stack.append((container, key, node))
                container = new
                node = number
                opened += 1
                depth = len(stack)
                if depth > peak:
                    peak = depth
                    if depth > depth_limit:
                        special.too_deep(number)
                if event.tag is not None:
                    special.collection_tag(number, event.tag, new)
                if event.anchor is not None:
                    special.open(number, event.anchor, new, opened, peak)
                    peak = depth
                # Only now: a problem above would take the end of the collection for known.
                if kind is MappingStartEvent:
                    key = wanted
                    keys[number] = mapping
                else:
                    key = index
                    keys[number] = sequence
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                ends[node] = number
                if node in closing:
                    peak = special.close(node, container, opened, len(stack), peak)
                container, key, node = stack.pop()
            elif kind is AliasEvent:
                # What is merged comes into this mapping, not below it.
                depth = len(stack) - 1 if key is Slot.MERGE else len(stack)
                value, depth = special.alias(number, event.anchor, depth)
                peak = max(peak, depth)
                if key is index:
                    container.append(value)
                elif key is wanted:
                    key = special.alias_key(number, node, value)
                    if key in container:
                        key = special.repeated_key(number, node, key)
                    keys[number] = key
                else:
                    container[key] = value
                    key = wanted
            elif kind is DocumentStartEvent:
                special.start_document()
                container = []
                key = index
                root = number + 1
                peak = 0
            elif kind is DocumentEndEvent:
                documents.append(Document(container[0], lines, positions, root))
        base += size
    if failure is not None:
        raise failure


def _events(text: str) -> Iterator[Any]:
    substitutes = stand_ins(text)
    events: Iterator[Any] = iter(CSafeLoader(text.translate(substitutes) if substitutes else text).get_event, None)
    return (
        map(partial(_restored, {there: here for here, there in substitutes.items()}), events) if substitutes else events
    )


def _held_back(text: str, known: int) -> Iterator[Any]:
    """The events of a text that ends where the parser met its own bound on depth, but for those that are known.

    It reads ahead, and gives up before it has told of the brackets that it did read.
    """
    try:
        yield from islice(_events(text), known, None)
    except MarkedYAMLError:
        return


def _restored(originals: dict[int, int], event: Any) -> Any:
    """The event with the characters that others stood for."""
    if type(event) is ScalarEvent:
        event.value = event.value.translate(originals)
    return event


def _nothing(special: Special) -> Document:
    """The document of a text without one: nothing, at the start of the text."""
    positions = special.positions
    positions.starts.append(0)
    positions.ends.append(0)
    positions.keys.append(None)
    return Document(None, special.lines, positions, len(positions.keys) - 1)
