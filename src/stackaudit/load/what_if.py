"""What-if files: what a plan adds to a stack, changes in it and takes out of it, each mistake with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackaudit.errors import Place, Problem
from stackaudit.load.changed import Changed, parts_of
from stackaudit.load.draft import Draft
from stackaudit.load.merging import BY_FIELD, BY_ID, ITEMS, Route
from stackaudit.load.prepare import LIST_EXAMPLES
from stackaudit.load.what_if_paths import HEAD, item_ids
from stackaudit.load.wording import did_you_mean, nearest
from stackaudit.model import words
from stackaudit.model.stack import LISTS
from stackaudit.source import Document
from stackaudit.source.wording import found, shown

__all__ = ["PLAN", "changed", "is_plan", "no_part_of_a_stack"]

PLAN: Final = ("add", "change", "remove")
"""What a what-if file holds, beside its head."""

_NEW: Final = ("questions", "waivers", "complete")
_WHOLE: Final = frozenset(word.value for word in words.Collection)
_IDENTITY: Final = frozenset({"from", "to", "between", "signal"})


def changed(before: Document, plans: Sequence[Document]) -> tuple[Changed, list[Problem]]:
    """A stack as a plan changes it, and what is wrong with the plan.

    What a plan removes goes first, then it changes, then it adds, in whatever order and files that is written.

    Args:
        before: the stack; its data is a mapping.
        plans: the documents of the plan, each a mapping; of one that begins otherwise the head alone counts.
    """
    plan = _Plan(before, plans)
    for number, document in enumerate(plans, len(parts_of(before))):
        plan.head(number, document)
    for do in (plan.remove, plan.change, plan.add):
        for number, document in enumerate(plans, len(parts_of(before))):
            do(number, document)
    return plan.draft.made(plans), plan.problems


def is_plan(document: Document) -> Problem | None:
    """What is wrong with a document that is no what-if file at all."""
    if isinstance(document.data, dict) or document.data is None:
        return None
    message = f"expected a what-if file, that is a mapping, found {found(document.data)}"
    return document.problem((), message, "such as remove: [tools.hubspot]")


def no_part_of_a_stack(document: Document) -> Problem | None:
    """What is wrong with a what-if file among the files of a stack; None for a document that is none."""
    data: Any = document.data
    said = [name for name in data if name in PLAN]
    if not said or not set(data) <= {*PLAN, *HEAD}:
        return None
    message = "this is a what-if file: it says what a plan changes in a stack, and is no part of one"
    hint = "keep it outside of the stack's folder, and compare: stackaudit diff STACK --what-if FILE"
    return document.problem((said[0],), message, hint, key=True)


class _Plan:
    """Applies a plan, step by step."""

    def __init__(self, before: Document, plans: Sequence[Document]) -> None:
        self.problems: list[Problem] = []
        self._documents = (*parts_of(before), *plans)
        self.draft = Draft(before)
        self._paths = self.draft.paths

    def head(self, number: int, document: Document) -> None:
        """Take over the day, and the defaults for what is new; refuse what is no part of a plan."""
        data: Any = document.data
        for name in data:
            place = document.place((name,), key=True)
            if name == "defaults":
                defaults = self.draft.mapping_at((name,))
                defaults[number] = data[name]
            elif name == "as_of":
                self._merge((name,), data[name], number, (name,))
            elif name == "stackaudit" and (type(data[name]) is not int or data[name] != 1):
                self._refuse(document, document.place((name,)), f"expected format version 1, found {found(data[name])}")
            elif name not in (*PLAN, *HEAD):
                whole = name in (*BY_ID, *BY_FIELD, *LISTS, *_NEW)
                near = did_you_mean(nearest(name, (*PLAN, *HEAD)))
                hint = "put it under 'add' or 'change'; two whole stacks are compared by naming both" if whole else near
                self._refuse(document, place, f"a what-if file has no key {shown(name)}", hint)

    def remove(self, number: int, document: Document) -> None:
        """Take out elements and facts."""
        data: Any = document.data
        named = data.get("remove")
        if named is not None and not isinstance(named, list):
            message = f"expected a list of paths for remove, found {found(named)}"
            self._refuse(document, document.place(("remove",)), message, "such as [tools.hubspot, tools.crm.users]")
        for index, path in enumerate(named if isinstance(named, list) else ()):
            own = ("remove", index)
            place = document.place(own)
            if not isinstance(path, str):
                message = f"expected the path of an element or a fact, found {found(path)}"
                self._refuse(document, place, message, "such as tools.hubspot or tools.crm.users")
                continue
            routes = self._paths.matching(path)
            if not routes:
                hint = self._paths.meant(path) or self._of_defaults(path)
                self._refuse(document, place, f"there is no {shown(path)} to remove", hint)
            for route in routes:
                self.draft.take_out(route, (number, own), place)

    def change(self, number: int, document: Document) -> None:
        """State facts of elements that are there."""
        for name, held in self._part(document, "change"):
            own = ("change", name)
            here = self.draft.data.get(name)
            if here is None:
                hint = did_you_mean(nearest(name, tuple(self._paths.below(())))) or "put it under 'add'"
                message = f"the stack has no {shown(name)} to change"
                self._refuse(document, document.place(own, key=True), message, hint)
            elif name in LISTS:
                self._change_items(number, document, name, held)
            elif name in {"questions", "waivers"}:
                self._refuse(document, document.place(own, key=True), f"{name} cannot be changed", "add or remove them")
            elif name in BY_ID and isinstance(held, dict):
                self._change_elements(number, document, (name,), own, held)
            elif name == ITEMS[0] and isinstance(held, dict) and isinstance(here, dict):
                for key, value in held.items():
                    if key == ITEMS[1] and isinstance(value, dict):
                        self._change_elements(number, document, ITEMS, (*own, key), value)
                    else:
                        self._merge((name, key), value, number, (*own, key))
            else:
                self._merge((name,), held, number, own)

    def add(self, number: int, document: Document) -> None:
        """Put in elements, and sections that are not there."""
        for name, held in self._part(document, "add"):
            own = ("add", name)
            here = self.draft.data.get(name)
            if here == "none" and name in _WHOLE:
                # That there were none said that the list is whole, and it still is.
                self.draft.data[name] = here = None
                self.draft.list_at(("complete",)).append(name)
            if name in (*LISTS, *_NEW) and isinstance(held, list) and (here is None or isinstance(here, list)):
                for index, item in enumerate(held):
                    self._add_item(number, document, (*own, index), item)
            elif name in (*BY_ID, *BY_FIELD) and isinstance(held, dict) and (here is None or isinstance(here, dict)):
                if here is None:
                    self.draft.state((name,), {}, (number, own))
                for key, value in held.items():
                    if (name, key) == ITEMS and isinstance(value, dict) and isinstance((here or {}).get(key), dict):
                        for item, said in value.items():
                            self._add(number, document, (*ITEMS, item), (*own, key, item), said)
                    else:
                        self._add(number, document, (name, key), (*own, key), value)
            else:
                self._add(number, document, (name,), own, held)

    def _part(self, document: Document, name: str) -> Iterator[tuple[str, Any]]:
        data: Any = document.data
        held = data.get(name)
        if held is not None and not isinstance(held, dict):
            message = f"expected what to {name}, written as in a stack, found {found(held)}"
            self._refuse(
                document, document.place((name,)), message, f"such as {name}: {{tools: {{crm: {{users: 40}}}}}}"
            )
        for key, value in held.items() if isinstance(held, dict) else ():
            if key in HEAD:
                message, hint = f"{shown(key)} stands at the head of a what-if file", f"put it beside {shown(name)}"
                self._refuse(document, document.place((name, key), key=True), message, hint)
            else:
                yield key, value

    def _change_elements(self, number: int, document: Document, route: Route, own: Route, held: dict[str, Any]) -> None:
        path = ".".join(map(str, route))
        for key, value in held.items():
            place = document.place((*own, key), key=True)
            if self._paths.part(route, key) is None:
                hint = did_you_mean(nearest(key, tuple(self._paths.below(route)))) or "put it under 'add'"
                self._refuse(document, place, f"there is no {shown(key)} in {path} to change", hint)
            elif value is None:
                hint = f"to take it out, list {path}.{key} under 'remove'"
                self._refuse(document, place, f"nothing is said of {shown(key)}", hint)
            else:
                self._merge((*route, key), value, number, (*own, key))

    def _change_items(self, number: int, document: Document, name: str, held: Any) -> None:
        own: Route = ("change", name)
        if not isinstance(held, list):
            message = f"expected a list for {name}, found {found(held)}"
            self._refuse(document, document.place(own), message, LIST_EXAMPLES[name])
            return
        for index, item in enumerate(held):
            ids = item_ids(name, item) if isinstance(item, dict) else ()
            if not ids:
                hint = "from and to, or between, or the id of a flow" if name == "flows" else "signal, from and to"
                message = f"this does not say which of the {name} is changed"
                self._refuse(document, document.place((*own, index)), message, hint)
                continue
            there = next((part for one in ids if (part := self._paths.part((name,), one)) is not None), None)
            if there is None:
                hint = did_you_mean(nearest(ids[0], tuple(self._paths.below((name,))))) or "put it under 'add'"
                message = f"there is no {shown(ids[0])} in {name} to change"
                self._refuse(document, document.place((*own, index)), message, hint)
                continue
            known = {"id"} if "id" in item else _IDENTITY
            for key, value in item.items():
                if key not in known:
                    self._merge((name, there, key), value, number, (*own, index, key))

    def _add_item(self, number: int, document: Document, own: Route, item: Any) -> None:
        name = str(own[1])
        held = self.draft.list_at((name,))
        for one in item_ids(name, item) if name in LISTS and isinstance(item, dict) else ():
            there = self._paths.part((name,), one)
            if there is not None:
                self._twice(document, document.place(own), one, (name, there))
                return
        if name == "complete" and item in held:
            return
        self.draft.append(name, item, (number, own))

    def _add(self, number: int, document: Document, route: Route, own: Route, value: Any) -> None:
        above = self.draft.mapping_at(route[:-1])
        if above.get(str(route[-1])) is not None or (len(route) > 1 and route[0] in BY_ID and route[-1] in above):
            self._twice(document, document.place(own, key=True), str(route[-1]), route)
        else:
            self.draft.state(route, value, (number, own))

    def _twice(self, document: Document, place: Place, what: str, route: Route) -> None:
        number, own = self.draft.where(route)
        there = self._documents[number].place(own, key=True)
        self._refuse(document, place, f"{shown(what)} is there already, at {there}", "put it under 'change'")

    def _merge(self, route: Route, value: Any, number: int, own: Route) -> None:
        """State a value; of a mapping each field by itself. Nothing in place of a value takes it out."""
        document = self._documents[number]
        here = self.draft.at(route)
        if isinstance(value, dict) and isinstance(here, dict):
            for key, one in value.items():
                self._merge((*route, key), one, number, (*own, key))
        elif value is None and here is None:
            path = ".".join(map(str, route))
            self._refuse(
                document,
                document.place(own, key=True),
                f"nothing is said of {shown(str(route[-1]))}, and nothing was",
                self._of_defaults(path) or "leave it out",
            )
        elif value is None:
            self.draft.take_out(route, (number, own), document.place(own, key=True))
        else:
            before = self.draft.changed_by(route)
            if before is not None and here != value:
                other = self._documents[before[0]].place(before[1], key=True)
                message = f"{shown(str(route[-1]))} is changed twice: it is changed at {other} too"
                self._refuse(document, document.place(own, key=True), message, "leave one of them out")
                return
            self.draft.state(route, value, (number, own))

    def _of_defaults(self, path: str) -> str | None:
        """A hint for a fact that an element has from ``defaults``."""
        above, _, name = path.rpartition(".")
        element = self._paths.matching(above) if above.count(".") else []
        if len(element) != 1:
            return None
        number, _ = self.draft.where(element[0])
        held = self.draft.data.get("defaults")
        own = held.get(number) if isinstance(held, dict) else None
        of_kind = own.get(str(element[0][0])) if isinstance(own, dict) else None
        if isinstance(own, dict) and (name in own or (isinstance(of_kind, dict) and name in of_kind)):
            return f"it comes from defaults: to have it open, change {name} to unknown"
        return None

    def _refuse(self, document: Document, place: Place, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(message, place, hint, document.excerpt(place)))
