"""Checks of what is said of facts: sources that contradict each other, and what still runs on what has been retired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from typing import Any, Final, NamedTuple

from stackaudit.checks.alike import plain_flows
from stackaudit.checks.reading import is_running, is_standing, runs, standing
from stackaudit.checks.reading import named as listing
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Element, Tool, Versions
from stackaudit.model.stack import COLLECTIONS, PROMISES, SINGLETONS
from stackaudit.model.values import UNKNOWN
from stackaudit.model.words import ToolStatus
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, of

__all__ = ["contradiction", "runs_on_the_retired"]

_TWO: Final = 2


@check("element", "field", "answers")
def contradiction(view: View) -> Iterator[Verdict]:
    """Facts on which sources give different answers; one verdict for each, and one for the stack where there is none.

    Answers that are the same are no contradiction, and a source that cannot say contradicts nobody. Where only one
    answer is written down, what the other one is has to be asked.

    Values: the ``element``, the ``field``, and the ``answers``, each with who gives it.
    """
    found = False
    for collection, key, element in _elements(view):
        for field, answers in sorted((element.disputed or {}).items()):
            found = True
            yield _disputed(collection, key, element, field, answers)
    if not found:
        yield Verdict(("stack",), Outcome.CLEAR)


def _disputed(collection: str, key: str, element: Element, field: str, answers: tuple[Versions, ...]) -> Verdict:
    path = (f"{collection}.{key}" if key else collection,)
    given = [one for one in answers if one.value != UNKNOWN]
    if len(answers) < _TWO:
        route = (*collection.split("."), *((key,) if key else ()), field)
        return Verdict(path, Outcome.UNKNOWN, topic=field, missing=(Missing(route),))
    differ = any(one.value != given[0].value for one in given[1:])
    said = [f"{_shown(one.value)} ({one.source or 'no source'})" for one in given]
    return Verdict(
        path,
        Outcome.FLAGGED if differ else Outcome.CLEAR,
        topic=field,
        facts=(FactRef(collection, key, "disputed"),),
        values={"element": element.title or collection, "field": field, "answers": "; ".join(said)},
    )


def _elements(view: View) -> Iterator[tuple[str, str, Element]]:
    """What sources may differ on: collection, id and element; what nobody disputes may be left out."""
    columns = view.graph.columns
    for kind, collection in (*COLLECTIONS.items(), ("roadmap_item", PROMISES)):
        for element in compress(columns.elements(kind), columns.of(kind, "disputed")):
            yield collection, element.id, element
    for name in SINGLETONS:
        section = getattr(view.stack, name)
        if isinstance(section, Element):
            yield name, "", section


def _shown(value: object) -> str:
    """A value as a file writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_shown(held)}" for name, held in value.items()) + "}"
    return ", ".join(map(_shown, value)) if isinstance(value, list | tuple) else str(value)


@check("element", "tools")
def runs_on_the_retired(view: View) -> Iterator[Verdict]:
    """Flows that run again and again, and automations, with a tool that is retired.

    A flow is judged by its ends and by the tool that runs it (``via``). One that runs once, on request or not at all
    does not count; a planned tool is none that is retired.

    Values: the ``element``, and the retired ``tools``.
    """
    tools = view.stack.tools
    truths = {key: _retired(tool) for key, tool in tools.items()}
    # A tool that nobody named may be a retired one only where there may be such a tool.
    any_tool = (
        FALSE if view.stack.is_complete("tools") and all(one == FALSE for one in truths.values()) else UNKNOWN_TRUTH
    )
    doubtful = {key for key, truth in truths.items() if truth != FALSE}
    none_is = any_tool == FALSE and not doubtful
    facts = [view.graph.columns.of("flow", name) for name in ("every", "status")]

    def plain(_runs_between_tools_in_use: Truth, every: Any, status: Any) -> Outcome | None:
        if not none_is:  # as it is in most stacks
            return None
        return Outcome.NOT_APPLICABLE if FALSE in (is_standing(every), is_running(status)) else Outcome.CLEAR

    for plain_ones, flow in plain_flows(view, facts, plain):
        yield from plain_ones
        if flow is None:
            continue
        key, cadence, running = flow.id, standing(flow), runs(flow)
        named = dict.fromkeys((*flow.ends[0], flow.via))
        missing = [
            *([Missing(("flows", key, "every"))] if cadence == UNKNOWN_TRUTH else []),
            *([Missing(("flows", key, "status"))] if running == UNKNOWN_TRUTH else []),
        ]
        applies = all_of((cadence, running))
        yield _judged(tools, truths, any_tool, _Subject("flows", key, "via", flow, applies, tuple(missing)), named)
    for key, automation in view.stack.automations.items():
        subject = _Subject("automations", key, "tool", automation, TRUE, ())
        yield _judged(tools, truths, any_tool, subject, (automation.tool,))


class _Subject(NamedTuple):
    """What may run: where it stands, the field that names a tool, whether it does run, and what would tell."""

    collection: str
    key: str
    field: str
    element: Element
    applies: Truth
    missing: tuple[Missing, ...]


def _retired(tool: Tool) -> Truth:
    return UNKNOWN_TRUTH if tool.status is UNKNOWN else of(tool.status is ToolStatus.RETIRED)


def _judged(
    tools: Mapping[str, Tool], truths: Mapping[str, Truth], any_tool: Truth, subject: _Subject, named: Iterable[Any]
) -> Verdict:
    collection, key, field, element, applies, missing = subject
    held = [name for name in named if isinstance(name, str) and name in tools]
    whom = getattr(element, field)
    # A flow that no other tool runs needs none; an automation runs somewhere.
    unnamed = any_tool if whom is UNKNOWN or (whom is None and collection == "automations") else FALSE
    red_flag = any_of((*(truths[name] for name in held), unnamed))
    outcome = outcome_of(all_of((applies, red_flag)), applies)
    path = (f"{collection}.{key}",)
    if outcome is Outcome.UNKNOWN:
        own: tuple[Missing, ...] = ()
        unsure: Iterable[str] = () if red_flag == TRUE else held
        if red_flag != TRUE and unnamed != FALSE:
            # Whichever tool it turns out to be, whether that one is retired has to be known as well.
            own, unsure = (Missing((collection, key, field)),), truths
        asked = [Missing(("tools", name, "status")) for name in unsure if truths[name] == UNKNOWN_TRUTH]
        return Verdict(path, outcome, missing=(*missing, *own, *asked))
    if outcome is not Outcome.FLAGGED:
        return Verdict(path, outcome)
    gone = [name for name in held if truths[name] == TRUE]
    names = ("every", "status") if collection == "flows" else (field,)
    return Verdict(
        path,
        outcome,
        facts=(
            *(FactRef(collection, key, name) for name in names),
            *(FactRef("tools", name, "status") for name in gone),
        ),
        values={"element": element.title, "tools": listing(tools[name].title for name in gone)},
        related=tuple(f"tools.{name}" for name in gone),
    )
