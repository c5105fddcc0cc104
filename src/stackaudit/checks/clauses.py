"""Red flags that are a row of statements about one element: all must hold, and each knows its fact and what to ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stackaudit.checks.reading import has_capability, in_use, whether_whole
from stackaudit.checks.verdict import FactRef, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.graph import StackGraph
from stackaudit.model.elements import Tool
from stackaudit.truth import FALSE_AS_LISTED, TRUE, Truth, all_of, any_of, is_false, is_true

__all__ = ["Clause", "either", "judged", "some_tool", "there_for", "together", "used"]


class Clause(NamedTuple):
    """Whether something holds, the facts that say so, and those that would say it."""

    truth: Truth
    facts: tuple[FactRef, ...] = ()
    missing: tuple[Missing, ...] = ()


def used(tool: Tool) -> Clause:
    """Whether a tool is in use. That it is shows nothing, so there is no fact to it."""
    return Clause(in_use(tool), (), (Missing(("tools", tool.id, "status")),))


def there_for(tool: Tool, wanted: Iterable[str]) -> Clause:
    """Whether a tool is there for one of the wanted capabilities."""
    route = ("tools", tool.id, "capabilities")
    return Clause(has_capability(tool, wanted), (FactRef(*route),), (Missing(route),))


def some_tool(graph: StackGraph, truths: Iterable[Truth], field: str) -> Clause:
    """Whether something holds of some tool in use: ``truths`` say of each tool whether it does, by this field of it."""
    stack = graph.stack
    found: list[Truth] = []
    asked: list[Missing] = []
    for key, used_now, truth in zip(stack.tools, graph.tools_in_use, truths, strict=True):
        here = all_of((used_now, truth))
        if is_true(here):
            return Clause(TRUE, (FactRef("tools", key, field),))
        if not is_false(here):
            found.append(here)
            asked += [Missing(("tools", key, field))] if truth != TRUE else []
            asked += [Missing(("tools", key, "status"))] if used_now != TRUE else []
    if not stack.is_complete("tools"):
        found.append(FALSE_AS_LISTED)
        asked += whether_whole(stack, "tools")
    return Clause(any_of(found), (), tuple(asked))


def together(*clauses: Clause) -> Clause:
    """One clause for several that must all hold."""
    return Clause(
        all_of(clause.truth for clause in clauses),
        tuple(fact for clause in clauses for fact in clause.facts),
        tuple(one for clause in clauses if _is_open(clause) for one in clause.missing),
    )


def either(*clauses: Clause) -> Clause:
    """One clause for several of which one must hold; the facts are those of all that do for certain."""
    return Clause(
        any_of(clause.truth for clause in clauses),
        tuple(fact for clause in clauses if is_true(clause.truth) for fact in clause.facts),
        tuple(one for clause in clauses if _is_open(clause) for one in clause.missing),
    )


def _is_open(clause: Clause) -> bool:
    return not (is_true(clause.truth) or is_false(clause.truth))


def judged(given: Iterable[Clause], where: Iterable[Clause]) -> tuple[Outcome, tuple[Missing, ...]]:
    """The outcome where all of ``given`` is the precondition and all of ``where`` the red flag, and what to ask for.

    Asked for is what would settle the clauses that are open, and only where none is false: then nothing else matters.
    """
    conditions, signs = tuple(given), tuple(where)
    applies = all_of(clause.truth for clause in conditions)
    outcome = outcome_of(all_of((applies, *(clause.truth for clause in signs))), applies)
    if outcome is not Outcome.UNKNOWN:
        return outcome, ()
    open_clauses = [clause for clause in (*conditions, *signs) if _is_open(clause)]
    return outcome, tuple(dict.fromkeys(one for clause in open_clauses for one in clause.missing))
