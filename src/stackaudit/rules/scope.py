"""What a condition looks at while it judges: the stack, the element outside, lookups, and a trace of what decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from stackaudit.checks.reading import aspect_fact
from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Evidence, Missing
from stackaudit.graph.columns import Columns
from stackaudit.graph.facts import in_use as tool_in_use
from stackaudit.graph.facts import is_running
from stackaudit.graph.running import flows_running
from stackaudit.model.elements import Element, Flow, Tool
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, KINDS, PROMISES, SINGLETONS, Stack, yaml_name
from stackaudit.model.values import NONE, UNKNOWN, is_settled
from stackaudit.truth import FALSE, TRUE, Truth

__all__ = ["FieldOf", "Pair", "Scope", "Subjects", "Trace", "in_use", "is_record", "missing_fact", "read"]

T = TypeVar("T")

_COMPUTED: Final = frozenset({"from_", "to", "sends"})
"""The fields whose value is worked out from more than one field, or from a shape that a condition does not know."""

_ENDS: Final = frozenset({"from_", "to"})

Pair = tuple[Any, Truth]
"""An element, and whether it is in use."""


class Subjects(NamedTuple):
    """The elements of a kind: their paths, themselves, and of each the truth that it is in use."""

    paths: list[str]
    elements: list[Any]
    used: bytes


class FieldOf(NamedTuple):
    """A field of a kind of element, by its Python name; ``record`` marks one that is none where it is left out."""

    kind: str
    name: str
    record: bool

    def reference(self, element: Any) -> FactRef:
        """The fact that an element's field is."""
        if self.kind in SINGLETONS:
            return FactRef(self.kind, "", self.name)
        return FactRef(COLLECTIONS.get(self.kind, PROMISES), element.id, self.name)

    def getter(self) -> Callable[[Any], Any]:
        """What reads the field, in the quickest way."""
        if self.name not in _COMPUTED and "." not in self.name:
            plain: Callable[[Any], Any] = attrgetter(self.name)
            return plain
        return lambda element: read(element, self.name)


def missing_fact(reference: FactRef) -> Missing:
    """The fact as one that is missing, by its route in the file."""
    parts = (*reference.collection.split("."), reference.id, *yaml_name(reference.field).split("."))
    return Missing(tuple(part for part in parts if part))


class Trace:
    """The facts that decided a condition, and those that are missing to decide it, each in the order of reading.

    ``share`` is what a share came to: how many elements met the condition, and how many there were; None where that is
    not known of each, and where no share was looked at.
    """

    __slots__ = ("facts", "missing", "share")

    def __init__(self) -> None:
        self.facts: dict[FactRef, None] = {}
        self.missing: dict[Missing, None] = {}
        self.share: tuple[int, int] | None = None

    def add(self, other: Trace) -> None:
        """Take over what another trace holds."""
        self.facts.update(other.facts)
        self.missing.update(other.missing)
        self.share = self.share or other.share


class Scope:
    """One run of the rules over one stack. Lookups are built when first needed and shared by all rules.

    ``evidence`` is what was told of facts so far.
    """

    __slots__ = (
        "_columns",
        "_computed",
        "_elements",
        "_indexes",
        "_inner",
        "_once",
        "_subjects",
        "_values",
        "evidence",
        "outer",
        "parameters",
        "stack",
    )

    def __init__(
        self, stack: Stack, parameters: Mapping[str, Any] | None = None, columns: Columns | None = None
    ) -> None:
        self.stack = stack
        self._columns = Columns(stack) if columns is None else columns
        self.parameters: Mapping[str, Any] = parameters or {}
        self.outer: Any = None
        self._inner: Scope | None = None
        self._elements: dict[str, list[Pair]] = {}
        self._subjects: dict[str, Subjects] = {}
        self._indexes: dict[tuple[str, str], tuple[dict[Any, list[int]], list[Pair]]] = {}
        self._computed: dict[tuple[str, str], list[Any]] = {}
        self._values: dict[tuple[str, str], frozenset[Any] | None] = {}
        self.evidence: dict[FactRef, Evidence] = {}
        self._once: dict[Any, Any] = {}

    def with_parameters(self, parameters: Mapping[str, Any]) -> Scope:
        """The same stack and lookups, under another rule's parameters."""
        scope = Scope(self.stack, parameters, self._columns)
        scope._elements, scope._indexes, scope._subjects = self._elements, self._indexes, self._subjects
        scope._computed, scope._values, scope.evidence = self._computed, self._values, self.evidence
        return scope

    def within(self, element: Any) -> Scope:
        """The scope of a condition on other elements, seen from this one."""
        scope = self._inner
        if scope is None or scope.outer is not element:  # the parts of one condition ask for the same, one by one
            scope = self._inner = object.__new__(Scope)
            scope.stack, scope.parameters, scope._columns = self.stack, self.parameters, self._columns
            scope._elements, scope._indexes, scope._subjects = self._elements, self._indexes, self._subjects
            scope._computed, scope._values = self._computed, self._values
            scope.evidence, scope._once = self.evidence, self._once
            scope._inner, scope.outer = None, element
        return scope

    def once(self, work: Callable[[Scope], T]) -> T:
        """What some work gives under these parameters, done when first asked for."""
        if work not in self._once:
            self._once[work] = work(self)
        made: T = self._once[work]
        return made

    def known_by(self, condition: Callable[..., Truth]) -> dict[int, Truth]:
        """What a condition has given so far under these parameters, by the identity of the element."""
        known: dict[int, Truth] = self._once.setdefault(condition, {})
        return known

    @property
    def as_of(self) -> date:
        """Today, as far as rules are concerned."""
        return self.stack.as_of

    def elements(self, kind: str) -> list[Pair]:
        """The elements of a kind that are, or may be, in use, each with whether it is."""
        if kind not in self._elements:
            _, elements, used = self.subjects(kind)
            self._elements[kind] = [pair for pair in zip(elements, used, strict=True) if pair[1] != FALSE]
        return self._elements[kind]

    def subjects(self, kind: str) -> Subjects:
        """Every element of a kind, in the order of the file."""
        if kind not in self._subjects:
            elements = self._columns.elements(kind)
            used = bytes(self._flows_run() if kind == "flow" else map(in_use, elements))
            self._subjects[kind] = Subjects(self._columns.paths(kind), elements, used)
        return self._subjects[kind]

    def column(self, kind: str, field: str) -> Sequence[Any]:
        """The values of a field, by its Python name, of every element of a kind, in the order of the file."""
        if field not in _COMPUTED:
            return self._columns.of(kind, field)
        key = (kind, field)
        if key not in self._computed:
            if kind == "flow" and field in _ENDS:  # as `read` has it
                ends = zip(self._columns.of(kind, field), self._columns.of(kind, "between"), strict=True)
                self._computed[key] = [one if both is None else both for one, both in ends]
            else:
                self._computed[key] = [read(element, field) for element in self._columns.elements(kind)]
        return self._computed[key]

    def values(self, kind: str, field: str) -> frozenset[Any] | None:
        """The different values of a field of all elements of a kind; None where they cannot be compared by hashes."""
        key = (kind, field)
        if key not in self._values:
            try:
                self._values[key] = frozenset(self.column(kind, field))
            except TypeError:  # a mapping, say
                self._values[key] = None
        return self._values[key]

    def matching(self, kind: str, field: str, value: Any) -> tuple[list[Pair], list[Pair]]:
        """The elements of a kind whose field is this value, and those of which it may be, by an index.

        Of lists: that share an item. The value is one that is known whole.
        """
        if value is NONE or value == ():
            return [], []
        key = (kind, field)
        if key not in self._indexes:
            self._indexes[key] = self._index(kind, field)
        known, unsure = self._indexes[key]
        wanted = value if isinstance(value, tuple) else (value,)
        # Each once, in the order of the values that are wanted.
        numbers = known.get(wanted[0], ()) if len(wanted) == 1 else dict.fromkeys(_each(known, wanted))
        return self._pairs(kind, numbers), unsure

    def _pairs(self, kind: str, numbers: Iterable[int]) -> list[Pair]:
        """Some elements by their numbers, without those that are not in use."""
        _, elements, used = self.subjects(kind)
        return [(elements[number], used[number]) for number in numbers if used[number] != FALSE]

    def _index(self, kind: str, field: str) -> tuple[dict[Any, list[int]], list[Pair]]:
        """The numbers of the elements by the values of a field; and the elements for which a value may come on top."""
        by_value: dict[Any, list[int]] = defaultdict(list)
        for number, held in enumerate(self.column(kind, field)):
            by_value[held].append(number)
        known: dict[Any, list[int]] = defaultdict(list)
        unsure: list[int] = []
        is_none_left_out = is_record(kind, field)  # and has no value in common with anything then
        for held, numbers in by_value.items():
            if held is NONE or (held is None and is_none_left_out):
                continue
            if not is_settled(held):
                unsure += numbers
                continue
            for one in dict.fromkeys(held) if isinstance(held, tuple) else (held,):
                known[one] += numbers
        for numbers in known.values():
            numbers.sort()  # where several lists hold a value
        return known, self._pairs(kind, sorted(unsure))

    def unlisted(self, kind: str) -> tuple[str, ...]:
        """The partial lists that may hide an element of a kind; for flows that of tools, too: a tool brings its flows.

        Gaps are what the company has stated, so that there are no others.
        """
        needed = {"flow": ("flows", "tools"), "gap": ()}.get(kind, (COLLECTIONS[kind],))
        return tuple(name for name in needed if not self.stack.is_complete(name))

    def missing_status(self, element: Any) -> tuple[Missing, ...]:
        """What to ask where nobody knows whether an element is in use: its status, or that of the tools at its ends."""
        if type(element) is not Flow:
            return (Missing(("tools", element.id, "status")),)
        own = (Missing(("flows", element.id, "status")),) if element.status is UNKNOWN else ()
        ends = (self.stack.tools.get(end) for end in element.ends[0])
        unsure = [tool.id for tool in ends if tool is not None and tool.status is UNKNOWN]
        return (*own, *(Missing(("tools", tool, "status")) for tool in unsure))

    def _flows_run(self) -> list[Truth]:
        """Whether each flow runs: it does itself, and both its ends are in use."""
        return flows_running(self._columns, {key: in_use(tool) for key, tool in self.stack.tools.items()})


def _each(known: Mapping[Any, list[int]], wanted: tuple[Any, ...]) -> Iterator[int]:
    """The numbers of the elements of several values."""
    return chain.from_iterable(known.get(one, ()) for one in wanted)


def is_record(kind: str, field: str) -> bool:
    """Whether a field of a kind of element, by its Python name, counts as none where it is left out."""
    head, _, inner = field.partition(".")
    return not inner and facts_of(KINDS[kind], head).record


def read(element: Any, field: str) -> Any:
    """The value of a field. A two-way flow has both ends at ``from`` and at ``to``; what a tool sends is channels.

    Of an aspect that is not there (``contract: none``) every fact is none, and of one that nobody knows none is known.
    """
    if "." in field:
        return aspect_fact(element, field)
    if type(element) is Flow and field in _ENDS and element.between is not None:
        return element.between
    value = getattr(element, field)
    if type(value) is dict and field == "sends":
        return tuple(value)
    return value


def in_use(element: Element) -> Truth:
    """Whether a tool is in use or a flow runs; every other element is there where it is listed."""
    if isinstance(element, Tool):
        return tool_in_use(element)
    return is_running(element.status) if isinstance(element, Flow) else TRUE
