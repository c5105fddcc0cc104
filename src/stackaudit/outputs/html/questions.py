"""What is not known, as the page asks for it: the most useful question first, with its places and YAML to paste."""

from __future__ import annotations

from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.questions import OpenPlace, OpenQuestion
from stackaudit.frozen import dataclass
from stackaudit.model.stack import COLLECTIONS
from stackaudit.model.writing import number
from stackaudit.outputs.diagram.labels import identifier
from stackaudit.outputs.html.names import TEXT, Names
from stackaudit.outputs.html.wording import spaced
from stackaudit.outputs.plain import shortened
from stackaudit.rules.wording import join

__all__ = ["Asked", "Written", "asked", "written"]

_PLACES: Final = 1_000  # a page that lists more can no longer be read; the data has them all
_LINES: Final = 400
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place that waits for an answer; ``answers`` are those on which sources disagree."""

    name: str
    path: str
    where: str
    answers: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question. ``about`` names what it is asked of.

    ``more`` is how many places are left out, ``more_lines`` how many lines of the YAML.
    """

    anchor: str
    text: str
    about: str
    rules: tuple[str, ...]
    places: tuple[Waiting, ...]
    more: int
    yaml: str
    more_lines: int


@dataclass(frozen=True, slots=True)
class Written:
    """A question that the description itself holds, and the answer where there is one."""

    ask: str
    whom: str
    about: str
    answer: str


def asked(audit: Audit, names: Names) -> tuple[Asked, ...]:
    """The open questions, in the audit's order."""
    return tuple(_asked(question, names) for question in audit.questions)


def _asked(question: OpenQuestion, names: Names) -> Asked:
    lines = question.yaml.splitlines()
    count = len(question.places)
    return Asked(
        anchor=identifier("question", question.topic),
        text=shortened(question.text, TEXT),
        about=_about(question, names),
        rules=question.rules,
        places=tuple(_waiting(place, names) for place in question.places[:_PLACES]),
        more=max(0, count - _PLACES),
        yaml="\n".join(shortened(line, TEXT) for line in lines[:_LINES]),
        more_lines=max(0, len(lines) - _LINES),
    )


def _waiting(place: OpenPlace, names: Names) -> Waiting:
    return Waiting(
        name=names.title(place.element),
        path=shortened(place.path, TEXT),
        where=names.where(place.place),
        answers=shortened("; ".join(place.answers), TEXT),
    )


def _about(question: OpenQuestion, names: Names) -> str:
    """What a question is asked of: ``for 7 flows: ...``; empty where the question itself says so."""
    kind = question.topic.partition(".")[0]
    titles = [names.title(place.element) for place in question.places[:_NAMED]]
    more = len(question.places) - len(titles)
    if kind == "complete" or titles == [spaced(question.topic)]:
        return ""
    if len(question.places) == 1:
        return f"for {titles[0]}"
    which = spaced(COLLECTIONS.get(kind, "places"))
    listed = f"{', '.join(titles)} and {number(more)} more" if more else join(titles)
    return f"for {number(len(question.places))} {which}: {listed}"


def written(audit: Audit, names: Names) -> tuple[Written, ...]:
    """The questions that the description itself holds, those without an answer first."""
    about = names.reference(("tools", "flows", "processes", "automations", "metrics", "reports"))
    found = [
        Written(
            shortened(one.ask, TEXT),
            shortened(one.whom or "", TEXT),
            about(one.about) if one.about else "",
            shortened(one.answer or "", TEXT),
        )
        for one in audit.stack.questions
    ]
    return tuple(sorted(found, key=lambda one: bool(one.answer)))
