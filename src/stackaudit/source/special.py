"""What is rare in a text: keys that are refused or repeated, tags, anchors and aliases, merges, and the bounds.

The loop over the events calls these; none of them is on the path of a usual key or value.
"""

from __future__ import annotations

import re
from typing import Any, Final

from stackaudit.errors import Problem
from stackaudit.source.characters import control_character
from stackaudit.source.limits import Limits
from stackaudit.source.lines import Lines
from stackaudit.source.positions import Positions, Slot
from stackaudit.source.scalars import RefusedError, Scalar, convert, kind_of, resolve, tag_name
from stackaudit.source.wording import did_you_mean, shown

__all__ = ["Anchor", "Special", "StopReading"]

_GUESSES: Final = 20
# What stands before a key that is the rest of a number: digits and a comma, which may be its second.
_CUT_NUMBER: Final = r"(?:^|[^\d,])\d+((?:,\d+)*),$"
_LOOK_BACK: Final = 40
_COLLECTIONS: Final[dict[str, type]] = {"!!map": dict, "!!seq": list}


class StopReading(Exception):  # noqa: N818 - not an error: the way out of the loop
    """Nothing more can be read. The arguments are problems that stand after all others."""


class Anchor:
    """A node with a name, and what each alias of it costs."""

    __slots__ = ("before", "height", "nodes", "number", "value")

    def __init__(self, number: int, value: object, before: tuple[int, int, int] | None = None) -> None:
        self.number = number
        self.value = value
        # As long as a list or mapping is open: collections opened, surplus of aliases, and depth reached when it began.
        self.before = before
        self.nodes = 1
        self.height = 0


class Special:
    """The state that only rare events change."""

    def __init__(self, lines: Lines, limits: Limits, problems: list[Problem]) -> None:
        self.lines = lines
        self.limits = limits
        self.positions = Positions(lines.text)
        self.problems = problems
        # Lines with characters that are not allowed: what else is wrong there comes from those.
        self._spoilt = {problem.place.line for problem in problems if problem.place}
        # Plain text that is a good key, and what other plain text means: one object each, however often it is written.
        self.names: dict[str, str] = {}
        self.known: dict[str, Scalar] = {}
        self.anchors: dict[str, Anchor] = {}
        # Lists and mappings that need more than usual when they end, by the number of their start.
        self.closing: dict[int, Anchor | None] = {}
        self._merge_keys: dict[int, int] = {}
        # For mappings with repeated keys: how far first keys were looked for, and those found.
        self._first_keys: dict[int, tuple[int, dict[str | Slot | None, int]]] = {}
        # Nodes that the aliases of a document repeat, and how many of them are more than the alias itself.
        self._repeated = 0
        self._surplus = 0
        # Nodes that a problem was reported for.
        self._reported: set[int] = set()

    def add(self, problem: Problem) -> None:
        """Keep a problem, unless there are too many."""
        if problem.place and problem.place.line in self._spoilt:
            return
        if len(self.problems) >= self.limits.problems:
            raise StopReading(self.lines.too_many(self.problems))
        self.problems.append(problem)

    def start_document(self) -> None:
        """Forget the anchors of the document before."""
        self.anchors.clear()
        self._repeated = 0

    def scalar(self, number: int, event: Any) -> Scalar:
        """The value of a scalar that is not plain text; None where it is refused."""
        text: str = event.value
        plain, quoted = event.implicit
        try:
            if plain:
                value = self.known[text] = resolve(text)
                return value
            value = text if quoted else convert(event.tag, text)
        except RefusedError as refusal:
            self._report(number, refusal.message, refusal.hint)
            return None
        if isinstance(value, str) and (found := control_character(value)):
            self._report(number, f"the text holds the control character {found}", "remove the escape")
            return None
        return value

    def key(self, number: int, event: Any, node: int) -> str | Slot:
        """The name of a scalar key that is not among the known names."""
        text: str = event.value
        plain, _ = event.implicit
        if plain and text == "<<":
            self.closing.setdefault(node)
            self._merge_keys.setdefault(node, number)  # a second one is refused below
            return Slot.MERGE
        try:
            value = resolve(text) if plain else self.scalar(number, event)
        except RefusedError:
            value = None
        if isinstance(value, str):
            if plain:
                self.names[text] = text
            return value
        if not text:
            return self._refuse_key(number, node, "nothing", "write the key before the ':'")
        found = shown(text) if value is None else f"the{kind_of(value).removeprefix('a')} {text}"
        start, _ = self.positions.span(number)
        cut = re.search(_CUT_NUMBER, self.lines.text[max(0, start - _LOOK_BACK) : start]) if text.isdecimal() else None
        if cut is None:
            return self._refuse_key(number, node, found, f"write it in quotes: {shown(text)}")
        if cut[1]:  # told where its first comma stands
            self._reported.add(number)
        hint = "a comma ends a value here: write thousands without one, and a fraction with a point"
        return self._refuse_key(number, node, found, hint)

    def collection_key(self, number: int, node: int, collection: object) -> Slot:
        """Refuse a list or mapping as a key."""
        return self._refuse_key(number, node, kind_of(collection), "if it is text, write it in quotes")

    def alias_key(self, number: int, node: int, value: object) -> str | Slot:
        """The name of a key that is an alias."""
        if isinstance(value, str):
            return value
        return self._refuse_key(number, node, kind_of(value), "write the key itself")

    def repeated_key(self, number: int, node: int, name: str | Slot) -> Slot:
        """Report a key that its mapping has already; its value will be dropped when the mapping ends."""
        if name is not Slot.REFUSED:
            line, _ = self.lines.position(self.positions.starts[self._first_key(number, node, name)])
            hint = f"the first is in line {line}"
            if name is Slot.MERGE:
                hint += "; write one '<<' with a list: <<: [*a, *b]"
            written = name if isinstance(name, str) else "<<"
            self._report(number, f"the key {shown(written)} stands twice in one mapping", hint)
            self.closing.setdefault(node)
        return Slot.REFUSED

    def collection_tag(self, number: int, tag: str, collection: object) -> None:
        """Report a tag of a list or mapping, unless it says what it is anyway."""
        name = tag_name(tag)
        if name not in _COLLECTIONS and name != "!":
            self._report(number, f"the tag {shown(name)} is not supported, only plain data is", "remove the tag")
        elif name != "!" and type(collection) is not _COLLECTIONS[name]:
            self._report(number, f"the tag '{name}' does not fit {kind_of(collection)}", "remove the tag")

    def too_deep(self, number: int) -> None:
        """Report lists and mappings that are nested too deep, and stop."""
        self._report(number, f"lists and mappings are nested more than {self.limits.depth} levels deep")
        raise StopReading

    def open(self, number: int, name: str, value: object, opened: int, peak: int) -> None:
        """Keep the anchor of a list or mapping that starts. ``opened`` and ``peak`` count it already."""
        self.closing[number] = self.anchors[name] = Anchor(number, value, (opened, self._surplus, peak))

    def alias(self, number: int, name: str, depth: int) -> tuple[Any, int]:
        """What an alias in ``depth`` collections repeats, and the depth that it reaches."""
        anchor = self.anchors.get(name)
        if anchor is None:
            message = f"no anchor {shown('&' + name)} stands before this alias"
            # Comparing names is slow; where so much is wrong, a guess helps nobody.
            few = len(self.problems) < _GUESSES
            self._report(number, message, did_you_mean(name, self.anchors) if few else None)
            return None, 0
        if anchor.before is not None:
            self._report(number, f"the alias {shown('*' + name)} stands inside the value that it repeats")
            return None, 0
        self.positions.targets[number] = anchor.number
        self._repeated += anchor.nodes
        self._surplus += anchor.nodes - 1
        if self._repeated > self.limits.alias_nodes:
            self._report(number, f"aliases repeat more than {self.limits.alias_nodes:,} keys and values")
            raise StopReading
        depth += anchor.height
        if depth > self.limits.depth:
            self.too_deep(number)
        return anchor.value, depth

    def close(self, node: int, collection: Any, opened: int, depth: int, peak: int) -> int:
        """End a list or mapping with an anchor, a merge, or refused keys; gives the depth reached so far."""
        if isinstance(collection, dict):
            collection.pop(Slot.REFUSED, None)
            if Slot.MERGE in collection:
                self._merge(node, collection)
        anchor = self.closing.pop(node)
        if anchor is None or anchor.before is None:
            return peak
        opened_before, surplus_before, peak_before = anchor.before
        anchor.before = None
        events = self.positions.ends[node] - node + 1
        # Each collection has two events and is one node; this one is among those opened before.
        anchor.nodes = events - (opened - opened_before + 1) + self._surplus - surplus_before
        anchor.height = peak - depth + 1
        return max(peak, peak_before)

    def _merge(self, node: int, collection: dict[Any, Any]) -> None:
        positions = self.positions
        number = self._merge_keys[node] + 1
        merged = collection.pop(Slot.MERGE)
        target = positions.targets.get(number, number)
        if isinstance(merged, list):
            numbers = list(positions.children(target + 1, positions.ends[target]))
            values = merged
        else:
            numbers, values = [number], [merged]
        own = dict(collection)
        collection.clear()
        # The first of several wins, and the mapping's own keys win over all.
        sources = positions.merges[node] = []
        for item, value in zip(reversed(numbers), reversed(values), strict=True):
            if isinstance(value, dict):
                collection.update(value)
                sources.append(positions.targets.get(item, item))
            elif item not in self._reported:
                self._report(item, f"'<<' takes in a mapping or a list of mappings, found {kind_of(value)}")
        collection.update(own)

    def _refuse_key(self, number: int, node: int, found: str, hint: str) -> Slot:
        self.closing.setdefault(node)
        if number not in self._reported:
            self._report(number, f"a key must be text, found {found}", hint)
        return Slot.REFUSED

    def _first_key(self, number: int, node: int, name: str | Slot) -> int:
        # Going on where the last search ended keeps many repeated keys linear.
        start, found = self._first_keys.get(node, (node + 1, {}))
        nodes = self.positions.children(start, number)
        for key, _ in zip(nodes, nodes, strict=True):
            found.setdefault(self.positions.keys[key], key)
        self._first_keys[node] = (number, found)
        return found[name]

    def _report(self, number: int, message: str, hint: str | None = None) -> None:
        self._reported.add(number)
        self.add(self.lines.problem(message, *self.positions.span(number), hint))
