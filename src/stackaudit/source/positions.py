"""Where every key and value of a text stands: flat tables, filled while reading, walked when a place is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, TypeAlias

__all__ = ["Positions", "Slot", "Span"]

Span: TypeAlias = tuple[int, int]
"""Start and end, as indexes into a text."""


class Slot(Enum):
    """What stands in place of a key's text."""

    MAPPING = "a mapping starts here"
    LIST = "a list starts here"
    REFUSED = "a key that no route can name"
    MERGE = "the key '<<'"
    WANTED = "a key comes next"
    INDEX = "items are appended"


_MAPPING: Final = Slot.MAPPING
_LIST: Final = Slot.LIST
_SHORT: Final = 64
"""Mappings of so many keys are searched each time: tables of thousands of elements would take more room than time."""


class Positions:
    """The tables, indexed by the number of an event in the text.

    ``starts`` and ``ends`` hold indexes into the text. For the start of a list or mapping, ``ends`` holds the number of
    the event that ends it. ``keys`` holds the text of a key, a slot, or None for what is no key. ``targets`` leads from
    an alias to the node that it repeats, ``merges`` from a mapping to the mappings that its key ``<<`` takes in, the
    weakest first. ``rows`` are mappings whose inside has no events: it is looked up in the text.
    """

    __slots__ = ("_lists", "_mappings", "_text", "ends", "keys", "merges", "rows", "starts", "targets")

    def __init__(self, text: str) -> None:
        # Four bytes each, as long as that is enough.
        code = "I" if len(text) < 1 << 32 else "Q"
        self._text = text
        self.starts = array(code)
        self.ends = array(code)
        self.keys: list[str | Slot | None] = []
        self.targets: dict[int, int] = {}
        self.merges: dict[int, list[int]] = {}
        self.rows: set[int] = set()
        self._lists: dict[int, list[int]] = {}
        self._mappings: dict[int, dict[str, tuple[int, int]]] = {}

    def find(self, number: int, route: tuple[str | int, ...]) -> tuple[Span, Span]:
        """Where the key and the value at a route from node ``number`` stand, or those of the nearest parent."""
        key, value, _ = self._found(number, route)
        return key, value

    def leads(self, number: int, route: tuple[str | int, ...]) -> bool:
        """Whether there is something at a route from node ``number``."""
        return self._found(number, route)[2]

    def end_blocks(self, ends: Mapping[int, int]) -> None:
        """Have blocks among the rows, by the index at which they begin, end where the parser would have them end."""
        for number in self.rows:
            end = ends.get(self.starts[number])
            if end is not None:
                self.ends[self.ends[number]] = end

    def _found(self, number: int, route: tuple[str | int, ...]) -> tuple[Span, Span, bool]:
        """Key and value as far as a route leads, and whether that is all the way."""
        key, number, steps = self._walk(number, route)
        spans = self.span(key), self.span(number)
        if steps < len(route) and number in self.rows:
            from stackaudit.source.rows import span_in_row  # noqa: PLC0415 - few texts have rows

            return span_in_row(self._text, *spans, route[steps:])
        return (*spans, steps == len(route))

    def _walk(self, number: int, route: tuple[str | int, ...]) -> tuple[int, int, int]:
        """The numbers of key and value as far as a route leads by events, and how many steps that is."""
        key = number
        for steps, step in enumerate(route):
            parent = self.targets.get(number, number) if self.targets else number
            if self.keys[parent] is _LIST:
                items = self._items(parent)
                if not isinstance(step, int) or not 0 <= step < len(items):
                    return key, number, steps
                key = number = items[step]
            else:
                # Every route begins at the same mapping: what is in that one is found once.
                look = self._pair if steps else self._top
                pair = look(parent, step) if isinstance(step, str) else None
                if pair is None:
                    return key, number, steps
                key, number = pair
        return key, number, len(route)

    def span(self, number: int) -> Span:
        """Start and end of a whole node, as indexes into the text."""
        end = self.ends[number]
        return self.starts[number], self.ends[end] if self.is_collection(number) else end

    def children(self, first: int, stop: int) -> Iterator[int]:
        """The numbers of the nodes from ``first`` until event ``stop``, without what is inside them."""
        while first < stop:
            yield first
            first = self.ends[first] + 1 if self.is_collection(first) else first + 1

    def is_collection(self, number: int) -> bool:
        """Whether a list or mapping starts with this event."""
        slot = self.keys[number]
        return slot is _MAPPING or slot is _LIST

    def _items(self, number: int) -> list[int]:
        """The items of a list, found once."""
        items = self._lists.get(number)
        if items is None:
            items = self._lists[number] = []
            keys, ends, item, stop = self.keys, self.ends, number + 1, self.ends[number]
            while item < stop:
                items.append(item)
                slot = keys[item]
                item = ends[item] + 1 if slot is _MAPPING or slot is _LIST else item + 1
        return items

    def _top(self, number: int, name: str) -> tuple[int, int] | None:
        """As ``_pair``, of the mapping at which routes begin."""
        return self._fields(number).get(name)

    def _pair(self, number: int, name: str) -> tuple[int, int] | None:
        """The numbers of a key and its value in a mapping; what is found once is kept for long mappings alone."""
        if number in self._mappings or number in self.merges or self.keys[number] is not _MAPPING:
            return self._fields(number).get(name)
        keys, ends, key, stop = self.keys, self.ends, number + 1, self.ends[number]
        for _ in range(_SHORT):
            if key >= stop:
                return None
            slot = keys[key]
            if slot == name:
                return key, key + 1
            value = ends[key] + 1 if slot is _MAPPING or slot is _LIST else key + 1
            slot = keys[value]
            key = ends[value] + 1 if slot is _MAPPING or slot is _LIST else value + 1
        return self._fields(number).get(name)

    def _fields(self, number: int) -> dict[str, tuple[int, int]]:
        """Keys and values of a mapping by the key's text, found once. Not recursive: a chain of merges can be long."""
        todo = [number]
        while number not in self._mappings:
            missing = [source for source in self.merges.get(todo[-1], ()) if source not in self._mappings]
            todo.extend(missing)
            if not missing:
                made = todo.pop()
                self._mappings[made] = self._own_fields(made)
        return self._mappings[number]

    def _own_fields(self, number: int) -> dict[str, tuple[int, int]]:
        fields: dict[str, tuple[int, int]] = {}
        if self.keys[number] is _MAPPING:
            for source in self.merges.get(number, ()):
                fields.update(self._mappings[source])
            keys, ends, key, stop = self.keys, self.ends, number + 1, self.ends[number]
            while key < stop:  # keys and values take turns
                value = ends[key] + 1 if self.is_collection(key) else key + 1
                name = keys[key]
                if isinstance(name, str):
                    fields[name] = (key, value)
                slot = keys[value]
                key = ends[value] + 1 if slot is _MAPPING or slot is _LIST else value + 1
        return fields
