"""Whether tags of Google's say about a visitor's choice what Google demands of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Any

from stackaudit.checks.alike import LEFT_OUT, plain_flows
from stackaudit.checks.arriving import flows_into, running_into
from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.reading import holds, moves_by, named
from stackaudit.checks.regions import speaks_to
from stackaudit.checks.verdict import FactRef, Verdict, View
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph.columns import by_value
from stackaudit.model.elements import Tool
from stackaudit.model.values import is_stated
from stackaudit.truth import FALSE, UNKNOWN_TRUTH, Truth, all_of, negate, of

__all__ = ["tags_without_parameters"]


def tags_without_parameters(view: View) -> Iterator[Verdict]:
    """For each tag of some products that runs in Europe: does it send every parameter that is demanded?"""
    stack, parameters = view.stack, view.parameters
    regions = speaks_to(stack, parameters["europe"], parameters["may_be_in_europe"])
    if regions.truth == FALSE or view.as_of < date.fromisoformat(parameters["demanded_from"]):
        return

    def is_one(product: Any) -> Truth:
        return of(product in parameters["products"]) if is_stated(product) else UNKNOWN_TRUTH

    def is_meant(key: str, tool: Tool) -> Clause:
        route = ("tools", key, "product")
        return Clause(is_one(tool.product), (FactRef(*route),), (Missing(route),))

    def is_tag(method: Any) -> Truth:
        return moves_by(method, parameters["methods"])

    def plain(runs_now: Truth, is_into: Truth, method: Any) -> str | None:
        return LEFT_OUT if FALSE in (runs_now, is_into, is_tag(method)) else None

    kinds = dict(zip(stack.tools, by_value(view.graph.columns.of("tool", "product"), is_one), strict=True))
    facts = (flows_into(view.graph, kinds), view.graph.columns.of("flow", "method"))
    for _, flow in plain_flows(view, facts, plain):
        if flow is None:
            continue
        key = flow.id
        sent = {name: holds(flow.consent_mode, (name,)) for name in parameters["demanded"]}
        route = ("flows", key, "consent_mode")
        lacking = Clause(negate(all_of(sent.values())), (FactRef(*route),), (Missing(route),))
        there = running_into(stack, key, flow, is_meant)
        how = Clause(is_tag(flow.method), (FactRef("flows", key, "method"),), (Missing(("flows", key, "method")),))
        outcome, missing = judged((there.clause, how, regions), (lacking,))
        if outcome is not Outcome.FLAGGED:
            yield Verdict((f"flows.{key}",), outcome, "consent_mode", missing=missing)
            continue
        yield Verdict(
            (f"flows.{key}",),
            outcome,
            "consent_mode",
            facts=(*lacking.facts, *how.facts, *there.clause.facts, *regions.facts),
            values=MappingProxyType(
                {
                    "target": stack.tools[there.target].title,
                    "lacks": named(name for name, held in sent.items() if held == FALSE),
                }
            ),
            severity=Severity.P3,
            related=(f"tools.{there.target}",),
        )
