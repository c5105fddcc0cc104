"""Checks of what the company wrote itself: whether it is kept somewhere, and who can repair it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from stackaudit.checks.alike import plain_flows, plain_tools
from stackaudit.checks.reading import at_least_two_maintainers, in_use, least_heads, stated_yes, whether_runs
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.columns import by_value
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.model.words import Built, Method
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["unkept_code"]

_TWO: Final = 2


@check("element", "lack")
def unkept_code(view: View) -> Iterator[Verdict]:
    """Tools built in house and flows run by a script that stand in no repository, or that fewer than two can repair.

    Values: the ``element``, and what is the ``lack``.
    """
    stack, graph = view.stack, view.graph

    def plain(used: Truth, own: Truth, kept: Truth, several: Truth) -> Outcome | None:
        if FALSE in (used, own):
            return Outcome.NOT_APPLICABLE
        return Outcome.CLEAR if kept == several == TRUE else None

    in_house = by_value(graph.columns.of("tool", "built"), lambda built: _is(built, Built.IN_HOUSE))
    keeping = view.parameters["keeping"]
    own = [
        truth if truth == FALSE else all_of((truth, negate(_is_table(tool, keeping))))
        for truth, tool in zip(in_house, graph.columns.elements("tool"), strict=True)
    ]
    for plain_ones, node, tool in plain_tools(view, (own, *_kept_facts(view, "tool")), plain):
        yield from plain_ones
        if tool is not None:
            yield _kept(stack, "tools", tool.id, tool, in_use(tool), own[node])

    scripts = by_value(graph.columns.of("flow", "method"), lambda method: _is(method, Method.SCRIPT))
    for plain_ones, flow in plain_flows(view, (scripts, *_kept_facts(view, "flow")), plain):
        yield from plain_ones
        if flow is not None:
            yield _kept(stack, "flows", flow.id, flow, graph.running[flow.id], _is(flow.method, Method.SCRIPT))


def _kept_facts(view: View, kind: str) -> tuple[Sequence[Truth], ...]:
    """Of each tool or flow, whether it stands in a repository, and whether two people can repair it for certain."""
    columns, heads = view.graph.columns, least_heads(view.stack)

    def several(maintainers: Any) -> Truth:
        return of(sum(heads.get(name, 1) for name in dict.fromkeys(listed(maintainers))) >= _TWO)

    return (
        by_value(columns.of(kind, "repository"), stated_yes),
        by_value(columns.of(kind, "maintainers"), several),
    )


def _is(value: Built | Method | object, wanted: Built | Method) -> Truth:
    return of(value == wanted) if is_stated(value) else UNKNOWN_TRUTH


def _is_table(tool: Tool, keeping: Collection[str]) -> Truth:
    """Whether a tool is a part of another one in which data is only kept: a table is no code."""
    if tool.part_of is None or tool.part_of is NONE:
        return FALSE
    other = [name for name in listed(tool.capabilities) if name not in keeping]
    if other or tool.capabilities in (NONE, ()):
        return FALSE
    return UNKNOWN_TRUTH if tool.part_of is UNKNOWN or is_open(tool.capabilities) else TRUE


def _kept(stack: Stack, collection: str, key: str, element: Tool | Flow, used: Truth, own: Truth) -> Verdict:
    elements, applies = (f"{collection}.{key}",), all_of((used, own))
    loose = negate(stated_yes(element.repository))
    several, _, asked = at_least_two_maintainers(stack, element.maintainers)
    few = negate(several)
    outcome = outcome_of(all_of((applies, any_of((loose, few)))), applies)
    if outcome is Outcome.UNKNOWN:
        missing = [*_whether_own(collection, key, element)] if own != TRUE else []
        if used != TRUE:
            missing += (
                [Missing(("tools", key, "status"))] if isinstance(element, Tool) else whether_runs(stack, element)
            )
        if TRUE not in (loose, few):
            missing += [Missing((collection, key, "repository"))] if loose != FALSE else []
            if few != FALSE:
                missing += [Missing((collection, key, "maintainers"))] if is_open(element.maintainers) else []
                missing += asked
        return Verdict(elements, outcome, missing=tuple(missing))
    wrong = {"repository": loose, "maintainers": few}
    words = {"repository": "no repository", "maintainers": "fewer than two people who can repair it"}
    return Verdict(
        elements,
        outcome,
        facts=(
            *(FactRef(collection, key, name) for name, truth in wrong.items() if truth == TRUE),
            FactRef(collection, key, "built" if collection == "tools" else "method"),
        ),
        values={
            "element": element.title if collection == "tools" else key,
            "lack": " and ".join(words[name] for name, truth in wrong.items() if truth == TRUE),
        },
    )


def _whether_own(collection: str, key: str, element: Tool | Flow) -> Iterator[Missing]:
    """What would say whether a tool or flow is code of the company's own."""
    if isinstance(element, Flow):
        yield Missing((collection, key, "method"))
        return
    if not is_stated(element.built):
        yield Missing((collection, key, "built"))
    if element.part_of not in (None, NONE):
        doubts = {"part_of": element.part_of is UNKNOWN, "capabilities": is_open(element.capabilities)}
        yield from (Missing((collection, key, name)) for name, is_so in doubts.items() if is_so)
