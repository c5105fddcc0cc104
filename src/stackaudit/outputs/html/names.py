"""What the report calls things: names of elements, ids to link to, places in the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import Any, Final

from stackaudit.audit.evidence import element_at
from stackaudit.catalogue import catalogue
from stackaudit.errors import Place
from stackaudit.model.elements import Element, Flow, Gap
from stackaudit.model.stack import PROMISES, Stack, parts_of
from stackaudit.model.words import CAPABILITIES, DATA_CLASSES
from stackaudit.outputs.html.wording import spaced
from stackaudit.outputs.plain import shortened

__all__ = ["NAME", "TEXT", "Names"]

NAME: Final = 120
"""How much of a name is shown: nobody reads more, and ten thousand characters must not push the rest off the page."""
TEXT: Final = 1_000
"""How much of a sentence or value is shown."""

_WHOLE: Final = {"stack": "the stack as a whole", "complete": "completeness of the lists"}


class Names:
    """The names of a stack's elements by their paths, and of the words that they use."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._known: dict[str, str] = {}

    def title(self, path: str) -> str:
        """The name of the element at a path such as ``tools.hubspot``, cut where it is long; else its id."""
        return self._found(path) or shortened(path.partition(".")[2] or spaced(path), NAME)

    def element(self, path: str) -> Any:
        """The element at a path, or the section, as they are described; None where there is none."""
        return element_at(self.stack, *parts_of(path))

    def subject(self, path: str) -> str:
        """The name of what a rule looked at: several elements are joined by ``+``, a topic follows after a colon."""
        *others, last = path.split("+")
        head, _, topic = ("", "", "") if self._found(last) else last.rpartition(":")
        names = " and ".join(self.title(part) for part in (*others, head or last))
        return f"{names} ({spaced(topic)})" if head else names

    def reference(self, collections: tuple[str, ...]) -> Callable[[str], str]:
        """A function from an id to the name of the element in the first of these collections that has it."""

        def name(identity: str) -> str:
            for collection in collections:
                if identity in getattr(self.stack, collection):
                    return self.title(f"{collection}.{identity}")
            return shortened(identity, NAME)

        return name

    @cached_property
    def person(self) -> Callable[[str], str]:
        """From the id of a person or team to its name."""
        return self.reference(("people", "teams"))

    @cached_property
    def node(self) -> Callable[[str], str]:
        """From the id of a tool or capture point to its name."""
        return self.reference(("tools", "capture_points"))

    def capability(self, word: str) -> str:
        """What a capability is, in words."""
        built_in = CAPABILITIES.get(word)
        return built_in.doc if built_in is not None else self.title(f"capabilities.{word}")

    def data_class(self, word: str) -> str:
        """What a data class is, in words."""
        return DATA_CLASSES.get(word) or self.title(f"data_classes.{word}")

    def product(self, identity: str) -> str:
        """The name of a product, of the catalogue or of the company's own."""
        known = None if identity in self.stack.products else catalogue().get(identity)
        return known.name if known is not None else self.title(f"products.{identity}")

    def where(self, place: Place | None) -> str:
        """File and line, ``stack.yaml:13``, without folders; empty for a stack that was not read from a file."""
        return f"{_file_name(place.file)}:{place.line}" if place is not None else ""

    def where_is(self, path: str) -> str:
        """File and line of a step of a path: a flow, a capture point, or the send gate of a tool."""
        provenance = self.stack.provenance
        if provenance is None:
            return ""
        collection, _, identity = path.partition(".")
        field = ""
        if collection == "tools":
            identity, _, field = identity.rpartition(".")
        return self.where(provenance.place(collection, identity, field))

    @property
    def file(self) -> str:
        """The name of the file that the stack was read from; empty where there is none."""
        provenance = self.stack.provenance
        return _file_name(provenance.document.file) if provenance is not None else ""

    def _found(self, path: str) -> str:
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = shortened(self._title(path), NAME)
        return known

    def _title(self, path: str) -> str:
        """The name of an element; empty where there is none at this path."""
        if path in _WHOLE:
            return _WHOLE[path]
        collection, identity = parts_of(path)
        if collection == PROMISES:
            return _name(self.element(path))
        held = getattr(self.stack, collection, None)
        if not identity:
            return (held.name or "") if isinstance(held, Element) else ""
        element = held.get(identity) if isinstance(held, dict) else None
        if isinstance(element, Flow):
            return element.name or self._ends(element.ends, both=element.between is not None)
        if isinstance(element, Gap):
            what = f"no {spaced(element.signal)} from"
            return element.name or f"{what} {self.node(element.from_)} to {self.node(element.to)}"
        return _name(element)

    def _ends(self, ends: tuple[tuple[str, str], ...], *, both: bool) -> str:
        source, target = ends[0]
        return f"{self.node(source)} {'↔' if both else '→'} {self.node(target)}"


@lru_cache(maxsize=64)
def _file_name(file: str) -> str:
    return shortened(PurePath(file).name or file, NAME)


def _name(element: Any) -> str:
    return element.title if isinstance(element, Element) else ""
