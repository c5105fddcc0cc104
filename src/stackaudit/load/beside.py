"""The element that a comment stands beside: by the lines that the elements take in their files."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from stackaudit.errors import Place
from stackaudit.load.changed import Changed
from stackaudit.load.prepared import Prepared, Route
from stackaudit.model.stack import COLLECTIONS, PROMISES, SINGLETONS
from stackaudit.source import Comment, Document
from stackaudit.source.wording import shown

__all__ = ["GONE", "Beside", "Nowhere"]

_NAMES: Final = frozenset((*SINGLETONS, *COLLECTIONS.values()))
GONE: Final = ""
"""Stands for an element that a what-if file takes away."""
_WHOLE: Final = "stackaudit"  # this key stands for the stack as a whole
_NAMED: Final = 3


class Nowhere(NamedTuple):
    """Why a comment stands beside no element."""

    message: str
    hint: str


class _Span(NamedTuple):
    """An element, and the lines from its key to its end."""

    start: int
    end: int
    path: str


_NO_ELEMENT: Final = Nowhere(
    "this waiver stands beside no element",
    "put it on a line of the element, or on the line above its key; for the whole stack, on the line of 'stackaudit'",
)


class Beside:
    """The elements of a stack by file and line. Making it takes time in proportion to their number."""

    def __init__(self, document: Document, parts: Sequence[Document], prepared: Prepared) -> None:
        self._document = document
        # By file: the elements in the order of their lines, the sections (which may hold elements), and other keys.
        self._elements: defaultdict[str, list[_Span]] = defaultdict(list)
        self._sections: defaultdict[str, list[_Span]] = defaultdict(list)
        self._keys: defaultdict[str, list[_Span]] = defaultdict(list)
        self._after: dict[tuple[str, int], int | None] = {}
        for path, route in _elements(prepared):
            span = self._span(document, path, route)
            self._elements[document.place(route, key=True).file].append(span)
        for number, route in document.taken_away() if isinstance(document, Changed) else ():
            self._elements[parts[number].file].append(self._span(parts[number], GONE, route))
        for part in parts:
            for name in part.data if isinstance(part.data, dict) else ():
                span = self._span(part, "stack" if name == _WHOLE else name, (name,))
                if name in SINGLETONS:
                    self._sections[part.file].append(span)
                elif name in _NAMES or name == _WHOLE:
                    self._keys[part.file].append(span)
            self._elements[part.file].sort()

    def of(self, part: Document, comment: Comment) -> str | Nowhere:
        """The path of the element that a comment in a file stands beside; ``GONE`` for one that was taken away.

        A comment that is alone in its line belongs to the next line that is more than a comment. The element whose key
        is in that line wins over the one that it is inside of.
        """
        line = self._line_after(part, comment.line) if comment.alone else comment.line
        if line is None:
            return _NO_ELEMENT
        elements, sections = self._elements[part.file], self._sections[part.file]
        begin = bisect_left(elements, (line,))
        here = [one for one in elements[begin : begin + _NAMED + 1] if one.start == line]
        here = here or [one for one in (*sections, *self._keys[part.file]) if one.start == line]
        # Elements lie beside one another: of those that begin above, only the last can reach down to here.
        here = here or [one for one in elements[max(begin - 1, 0) : begin] if one.end >= line]
        here = here or [one for one in sections if one.start <= line <= one.end]
        if len(here) > 1:
            named = ", ".join(shown(one.path) for one in here[:_NAMED]) + (" and more" if len(here) > _NAMED else "")
            return Nowhere(f"this waiver stands beside several elements: {named}", "give each a line of its own")
        return here[0].path if here else _NO_ELEMENT

    def _span(self, document: Document, path: str, route: Route) -> _Span:
        key, value = document.place(route, key=True), document.place(route)
        end = value.end_line
        last = document.excerpt(Place(value.file, end, 1, end, 1))[: value.end_column - 1]
        # A block ends where the next thing begins: its own last line is above.
        return _Span(key.line, max(key.end_line, end if last.strip() else end - 1), path)

    def _line_after(self, part: Document, line: int) -> int | None:
        """The line that comments alone in their lines belong to; None where it is empty. Looks at each line once."""
        walked = []
        while True:
            known = (part.file, line)
            if known in self._after:
                found = self._after[known]
                break
            walked.append(known)
            line += 1
            text = part.excerpt(Place(part.file, line, 1, line, 1)).strip()
            if not text.startswith("#"):
                found = line if text else None
                break
        self._after.update(dict.fromkeys(walked, found))
        return found


def _elements(prepared: Prepared) -> Iterator[tuple[str, Route]]:
    """Path and route of every element that a waiver can name."""
    data = prepared.data
    for name in (*COLLECTIONS.values(), "data_classes"):
        held = data.get(name)
        for identity in held if isinstance(held, dict) else ():
            yield f"{name}.{identity}", prepared.element(name, identity)
    roadmap = data.get("roadmap")
    promises = roadmap.get("items") if isinstance(roadmap, dict) else None
    for identity in promises if isinstance(promises, dict) else ():
        yield f"{PROMISES}.{identity}", ("roadmap", "items", identity)
