"""Checks of AI features: which data of people they read, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stackaudit.checks.alike import gist, plain_tools
from stackaudit.checks.reading import (
    aspect_fact,
    classes_missing,
    in_use,
    named,
    names_personal,
    personal_classes,
)
from stackaudit.checks.sensitive import is_sensitive, sensitive_missing
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_stated, listed
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of

__all__ = ["reads_without_terms"]

_READS: Final = "ai_features.reads"


@check("tool", "data", "why")
def reads_without_terms(view: View) -> Iterator[Verdict]:
    """Tools whose AI features read data of people without terms for it, or where nobody knows what the vendor may do.

    Here ``unknown`` is an answer: it was asked, and nobody knows. P2 where the data is sensitive.

    Values: the ``tool``, the ``data`` that its features read, and ``why`` that is a red flag.
    """

    def plain(used: Truth, features: Any) -> Outcome | None:
        return Outcome.NOT_APPLICABLE if used == FALSE or features is NONE else None

    for plain_ones, _, tool in plain_tools(view, (gist(view.graph.columns.of("tool", "ai_features")),), plain):
        yield from plain_ones
        if tool is not None:
            yield _judged(view.stack, tool.id, tool)


def _judged(stack: Stack, key: str, tool: Tool) -> Verdict:
    elements, used, route = (f"tools.{key}",), in_use(tool), ("tools", key, "ai_features", "reads")
    if not is_stated(tool.ai_features):  # what else there is to know matters once something is read
        return Verdict(elements, Outcome.UNKNOWN, missing=(Missing(route),))
    reads = aspect_fact(tool, _READS)
    personal = names_personal(stack, reads)
    applies = all_of((used, personal))
    if applies == FALSE:
        return Verdict(elements, Outcome.NOT_APPLICABLE)
    held = aspect_fact(tool, "ai_features.terms")
    without = _without_terms(held)
    train = _lost(aspect_fact(tool, "ai_features.may_train"))
    outcome = outcome_of(all_of((applies, any_of((without, train)))))
    if outcome is Outcome.CLEAR:
        return Verdict(elements, outcome)
    if outcome is Outcome.UNKNOWN:
        missing = [Missing(("tools", key, "status"))] if used != TRUE else []
        if personal != TRUE:
            missing += classes_missing(stack, route, reads)
        elif TRUE not in (without, train):
            open_ones = [name for name, truth in (("terms", without), ("may_train", train)) if truth == UNKNOWN_TRUTH]
            missing += [Missing(("tools", key, "ai_features", name)) for name in open_ones]
        return Verdict(elements, outcome, missing=tuple(missing))
    sensitive = any_of(is_sensitive(stack, name) for name in listed(reads))
    facts = [("ai_features.terms", without), ("ai_features.may_train", train), (_READS, TRUE)]
    terms = "nobody knows whether terms cover that" if held is UNKNOWN else "no terms cover that"
    words = {terms: without, "nobody knows whether the vendor may train on it": train}
    return Verdict(
        elements,
        outcome,
        facts=tuple(FactRef("tools", key, name) for name, truth in facts if truth == TRUE),
        missing=() if sensitive == TRUE else tuple(sensitive_missing(stack, route, reads)),
        values={
            "tool": tool.title,
            "data": named(personal_classes(stack, reads)),
            "why": named(said for said, truth in words.items() if truth == TRUE),
        },
        severity=Severity.P2 if sensitive == TRUE else None,
    )


def _without_terms(terms: Any) -> Truth:
    return TRUE if terms is False or terms is NONE or terms is UNKNOWN else UNKNOWN_TRUTH if terms is None else FALSE


def _lost(answer: Any) -> Truth:
    return TRUE if answer is UNKNOWN else UNKNOWN_TRUTH if answer is None else FALSE
