"""The open questions as Markdown, to be sent to those who can answer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.interview import Topic
from stackaudit.audit.questions import OpenQuestion
from stackaudit.outputs.markdown import code, escaped
from stackaudit.outputs.plain import shortened

__all__ = ["questionnaire"]

_TEXT: Final = 600
_NAME: Final = 80
_PLACES: Final = 40


def questionnaire(audit: Audit, topics: Sequence[Topic]) -> str:
    """The topics with what is to be answered in each: a list to fill in, each line with the field of the stack file."""
    return "\n".join(_lines(audit, topics)) + "\n"


def _lines(audit: Audit, topics: Sequence[Topic]) -> Iterator[str]:
    company = audit.stack.company
    name = f" of {escaped(shortened(company.title, _NAME))}" if company is not None and company.name else ""
    yield f"# Questions about the marketing stack{name}"
    yield ""
    yield (
        f"As of {audit.stack.as_of.isoformat()}, {audit.coverage.percent} % of what the rules ask is known. "
        'Answer what you know. "We do not know" is an answer, and "there is none" is one, too.'
    )
    for topic in topics:
        yield ""
        yield from _topic(topic)


def _topic(topic: Topic) -> Iterator[str]:
    if topic.question is None:
        yield "## Further questions"
    else:
        yield f"## {topic.question.id}. {escaped(topic.question.ask)}"
        yield ""
        yield f"For: {escaped(topic.question.whom)}. To show: {escaped(topic.question.show)}."
    yield ""
    yield f"Waiting for it: {', '.join(topic.rules)}"
    yield ""
    for one in topic.asked:
        yield from _asked(one)


def _asked(one: OpenQuestion) -> Iterator[str]:
    if len(one.places) == 1 and one.topic.startswith("complete."):
        yield f"- [ ] {escaped(shortened(one.text, _TEXT))} ({code(one.places[0].path)})"
        return
    yield f"- {escaped(shortened(one.text, _TEXT))}"
    for place in one.places[:_PLACES]:
        disagree = f" (sources say: {escaped(shortened('; '.join(place.answers), _TEXT))})" if place.answers else ""
        name, path = escaped(shortened(place.title, _NAME)), code(shortened(place.path, _TEXT))
        yield f"  - [ ] {name} ({path}){disagree}"
    left = len(one.places) - _PLACES
    if left > 0:
        yield f"  - and {left} more"
