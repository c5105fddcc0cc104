"""Questions that were opened and answered, and those that nobody needs to ask any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stackaudit.audit.difference.record import Asked, Record
from stackaudit.audit.evidence import element_at
from stackaudit.frozen import dataclass, replace
from stackaudit.model.base import BaseModel
from stackaudit.model.stack import COLLECTIONS, OWN, PROMISES, Stack, field_name, parts_of
from stackaudit.model.values import is_settled

__all__ = ["QuestionChanges", "changed_questions"]


@dataclass(frozen=True, slots=True)
class QuestionChanges:
    """What became of the open questions, each with only those paths of which it is so.

    ``opened`` are open now and were not before. ``answered`` were open, and the fact is stated now. ``dropped`` were
    open, and are no longer asked for another reason: the element is gone, or no rule needs the fact any more; where
    only the data of an audit were kept, it is not known which, and all that is no longer asked stands there.
    """

    opened: tuple[Asked, ...]
    answered: tuple[Asked, ...]
    dropped: tuple[Asked, ...]


def changed_questions(old: Record, new: Record) -> QuestionChanges:
    """The questions that two audits do not both ask, by topic, most useful first."""
    stack = None if new.audit is None else new.audit.stack

    def answered(path: str) -> bool:
        return stack is not None and _is_stated(stack, path)

    return QuestionChanges(
        tuple(_only_in(new, old, lambda _: True)),
        tuple(_only_in(old, new, answered)),
        tuple(_only_in(old, new, lambda path: not answered(path))),
    )


def _only_in(one: Record, other: Record, keep: Callable[[str], bool]) -> Iterator[Asked]:
    for topic, asked in one.asked.items():
        there = other.asked.get(topic)
        known = frozenset(() if there is None else there.paths)
        paths = tuple(path for path in asked.paths if path not in known and keep(path))
        if paths:
            yield replace(asked, paths=paths)


def _is_stated(stack: Stack, path: str) -> bool:
    """Whether a stack states the fact at a path: a value that is neither left out nor unknown nor open-ended."""
    collection, rest = parts_of(path)
    if collection == "complete":
        return rest in stack.complete
    held = element_at(stack, collection, "")
    if collection in {*COLLECTIONS.values(), *OWN, PROMISES}:
        # Ids may hold dots, so the longest one that is there is meant.
        identity = max((one for one in held or {} if rest == one or rest.startswith(f"{one}.")), key=len, default=None)
        if identity is None:
            return False
        held, rest = held[identity], rest[len(identity) + 1 :]
    for name in filter(None, rest.split(".")):
        if isinstance(held, dict):
            held = held.get(name)
        elif isinstance(held, BaseModel):
            held = getattr(held, field_name(name), None)
    return is_settled(held)
