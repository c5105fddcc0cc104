"""The judged requests as Markdown, to be sent to those who asked and to those who decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackaudit.audit.advice import Advice, Judged, Triage
from stackaudit.audit.asking import RequestQuestion
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE
from stackaudit.outputs.markdown import code, escaped
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.triage_words import HEADINGS, UNRATED, about, counts, facts, hours_words, reasons, right_words

__all__ = ["to_markdown"]

_NAME: Final = 80
_TEXT: Final = 600


def to_markdown(stack: Stack, triage: Triage) -> str:
    """The requests by what to do with them, each with reasons, facts and questions."""
    return "\n".join(_lines(stack, triage)) + "\n"


def _lines(stack: Stack, triage: Triage) -> Iterator[str]:
    company = stack.company
    name = f" of {escaped(shortened(company.title, _NAME))}" if company is not None and company.name else ""
    yield f"# Requests to marketing operations{name}"
    yield ""
    yield f"As of {stack.as_of.isoformat()}: {escaped(counts(triage))}."
    for advice in Advice:
        found = triage.of(advice)
        if found:
            yield ""
            yield f"## {HEADINGS[advice]}"
            yield ""
        for one in found:
            yield from _request(stack, triage, one)
    yield ""
    yield "## Hours"
    yield ""
    lines = [*hours_words(triage, recorded=stack.capacity is not NONE), right_words(triage)]
    yield " ".join(escaped(line) for line in lines if line)
    if triage.questions:
        yield ""
    yield from (f"- [ ] {_asked(question)}" for question in triage.questions)


def _request(stack: Stack, triage: Triage, one: Judged) -> Iterator[str]:
    mark = f"{one.place}." if one.place is not None else "-"
    pad = " " * (len(mark) + 1)
    title, what = escaped(shortened(one.request.title, _NAME)), escaped(shortened(about(stack, one), _TEXT))
    level = one.severity.value if one.severity is not None else UNRATED
    yield f"{mark} **{title}** ({code(f'requests.{one.id}')}): {level}, {what}"
    for reason in reasons(triage, one):
        yield f"{pad}- {escaped(shortened(reason, _TEXT))}"
    if one.facts:
        yield f"{pad}- Decided by {code(shortened(facts(one.facts, f'requests.{one.id}.'), _TEXT))}"
    yield from (f"{pad}- [ ] {_asked(question)}" for question in one.questions)


def _asked(question: RequestQuestion) -> str:
    whom = escaped(shortened(question.whom, _NAME))
    return f"{escaped(shortened(question.text, _TEXT))} Ask: {whom} ({code(shortened(question.path, _TEXT))})"
