"""Whether the record of who opted out would outlive the tool that sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.reading import in_use, named, sending, sends_any_marketing, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_stated
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, all_of, any_of, of

__all__ = ["suppression_without_copy"]

_SECTION = "systems_of_record"
_RECORD = "suppression"


@check("inside")
def suppression_without_copy(view: View) -> Iterator[Verdict]:
    """For the stack: is there a master of who opted out, and a copy of it outside the tool that sends?

    Values: the tools ``inside`` which alone that record is; empty where none is named.
    """
    stack = view.stack
    alone = _alone(stack)
    messages = _messages(view)
    outcome, missing = judged((messages,), (alone,))
    if outcome is not Outcome.FLAGGED:
        yield Verdict(("stack",), outcome, missing=missing)
        return
    tools = [stack.tools[fact.id].title for fact in alone.facts if fact.collection == "tools"]
    facts = (*alone.facts, *messages.facts)
    yield Verdict(("stack",), outcome, facts=facts, values={"inside": named(dict.fromkeys(tools))})


def _messages(view: View) -> Clause:
    """Whether the company sends marketing messages to people from any tool."""
    stack, graph = view.stack, view.graph
    truths = dict(
        zip(
            stack.tools,
            map(all_of, zip(graph.tools_in_use, sending(graph, sends_any_marketing), strict=True)),
            strict=True,
        )
    )
    truth = any_of((*truths.values(), FALSE if stack.is_complete("tools") else FALSE_AS_LISTED))
    surely = [FactRef("tools", key, "sends") for key, held in truths.items() if held == TRUE]
    missing = [
        Missing(("tools", key, name))
        for key, held in truths.items()
        if held not in {TRUE, FALSE}
        for name, part in (("sends", sends_any_marketing(stack.tools[key])), ("status", in_use(stack.tools[key])))
        if part != TRUE
    ]
    if not missing and truth != TRUE:
        missing += whether_whole(stack, "tools")
    return Clause(truth, tuple(surely[:1]), tuple(missing))


def _alone(stack: Stack) -> Clause:
    """Whether no tool is the master of who opted out, or only such as send, with no copy outside of them."""
    owners = stack.systems_of_record
    if owners is None or owners is UNKNOWN:
        return Clause(UNKNOWN_TRUTH, (), (Missing((_SECTION,)),))
    holder = owners.get(_RECORD, NONE) if isinstance(owners, Mapping) else NONE
    held = _tools_of(holder)
    if UNKNOWN in held:
        return Clause(UNKNOWN_TRUTH, (), (Missing((_SECTION, _RECORD)),))
    keys = [one for one in dict.fromkeys(held) if one != NONE]
    if not keys:
        return Clause(TRUE, (FactRef(_SECTION),))
    clauses = [_only_inside(key, stack.tools[key]) for key in keys]
    return Clause(
        all_of(clause.truth for clause in clauses),
        (FactRef(_SECTION), *(fact for clause in clauses for fact in clause.facts)),
        tuple(one for clause in clauses if clause.truth != TRUE for one in clause.missing),
    )


def _tools_of(holder: Any) -> tuple[str, ...]:
    """The words of a record, whether it names one tool, several, or some field by field."""
    if isinstance(holder, Mapping):
        return tuple(one for words in holder.values() for one in _tools_of(words))
    return holder if isinstance(holder, tuple) else (holder,)


def _only_inside(key: str, tool: Tool) -> Clause:
    """Whether a tool sends, and the record of who opted out was never copied out of it."""
    sends, copied = sends_any_marketing(tool), tool.opt_outs_copied
    never = of(copied is NONE) if is_stated(copied) else UNKNOWN_TRUTH
    missing = [
        Missing(("tools", key, name))
        for name, part in (("sends", sends), ("opt_outs_copied", never))
        if part == UNKNOWN_TRUTH
    ]
    return Clause(
        all_of((sends, never)),
        (FactRef("tools", key, "opt_outs_copied"), FactRef("tools", key, "sends")),
        tuple(missing),
    )
