"""Other values that a fact could take: words of its vocabulary, people, tools, dates and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from stackaudit.frozen import dataclass
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Team
from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import Shape, shape_of
from stackaudit.model.stack import COLLECTIONS, Stack
from stackaudit.model.values import NONE, listed
from stackaudit.model.words import RequestSeverity

__all__ = ["NOTHING", "SOMEBODY", "Near", "figure", "other_values", "somebody"]

SOMEBODY: Final = "somebody"
"""A team that answers for something where nobody is named who could."""
_CAN_END: Final = frozenset({"expires"})
"""Facts that can be mended by there being none of them any more. Of others, to say `none` only denies them."""
_TEXT: Final = "written down"
_MOST_GOALS: Final = 3
_FIGURES: Final = (100, 0, 1)
"""The greatest and the least of a share, and the least of what there is at all."""


@dataclass(frozen=True, slots=True)
class Near:
    """What a finding names beside a fact: ids of tools, its own ones first, figures, and its topic."""

    tools: tuple[str, ...] = ()
    figures: tuple[int | float, ...] = ()
    topic: str = ""


NOTHING: Final = Near()


def other_values(stack: Stack, model: type[BaseModel], field: str, now: Any, near: Near) -> Iterator[Any]:
    """Values that a field can take, plain ones first; ``unknown`` is no answer, and ``none`` seldom a remedy."""
    shape = shape_of(model, field)
    yield from _words(shape, field)
    yield from _people(stack, shape)
    if "goal" in shape.kinds:
        yield from ((goal,) if shape.many else goal for goal in list(stack.goals)[:_MOST_GOALS])
    if "tool" in shape.kinds:
        yield from (tuple(dict.fromkeys((*listed(now), *near.tools))),) if shape.many else near.tools
    if "date" in shape.holds:
        yield from (stack.as_of, stack.as_of + timedelta(days=365))
    if "number" in shape.holds:
        usual = figure(facts_of(model, field).example)  # one that somebody could have
        yield from dict.fromkeys((*near.figures, usual, *_FIGURES))
    if field == "key":
        yield from dict.fromkeys(key for tool in stack.tools.values() for key in listed(tool.keys))
    elif shape.holds == {"text"} and not shape.words and not shape.kinds:
        yield (_TEXT,) if shape.many else _TEXT
    if field in _CAN_END:
        yield NONE


def _words(shape: Shape, field: str) -> Iterator[Any]:
    """Durations, yes and no, and the words of a vocabulary: each, and all of them where the field is a list."""
    if field == "every":
        yield from ("on_event", "1h", "1d")
    if "duration" in shape.holds:
        yield from ("1m", "1d", "1mo")
    if "bool" in shape.holds:
        yield from (True, False)
    if field == "scale":
        yield tuple(word.value for word in RequestSeverity)
    for word in shape.words:
        yield (word,) if shape.many else word
    if shape.many and len(shape.words) > 1:
        yield shape.words


def figure(text: str) -> int | float:
    """The number that a text is, whole where it is written so."""
    return float(text) if "." in text else int(text)


def _people(stack: Stack, shape: Shape) -> Iterator[Any]:
    """A few of those who can answer for something: one of them, or two where the field is a list and there are two.

    Last a team that nobody named yet: `stackaudit.audit.remedies` adds it to the stack.
    """
    kinds = [kind for kind in shape.kinds if kind in {"team", "person"}]
    people: Sequence[str] = [identity for kind in kinds for identity in list(getattr(stack, COLLECTIONS[kind]))[:3]]
    yield from (
        (tuple(people[start : start + 2]) for start in range(max(len(people) - 1, min(len(people), 1))))
        if shape.many
        else people
    )
    if "team" in kinds:
        yield (SOMEBODY,) if shape.many else SOMEBODY


def somebody() -> Team:
    """The team of that name."""
    return Team.model_validate({"id": SOMEBODY})
