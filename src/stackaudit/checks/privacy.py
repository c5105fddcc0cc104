"""Whether personal data is where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from stackaudit.checks.alike import if_plain, plain_tools
from stackaudit.checks.reading import in_use
from stackaudit.checks.receiving import Personal, Receiving
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Tool
from stackaudit.model.values import NONE, is_stated
from stackaudit.model.words import Built
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, of

__all__ = ["personal_data_without_terms"]


@check("tool", "data", "flows")
def personal_data_without_terms(view: View) -> Iterator[Verdict]:
    """For each tool made outside the company: does personal data get there without terms on which it is held?"""
    receiving = Receiving(view)

    def judged(used: Truth, built: Any, terms: Any, personal: Truth) -> Outcome:
        outside = all_of((used, _made_outside(built)))
        without = UNKNOWN_TRUTH if not is_stated(terms) else of(terms is NONE)
        if FALSE in (outside, without):  # then it does not matter what gets there
            return outcome_of(FALSE, outside)
        return outcome_of(all_of((outside, without, personal)), all_of((outside, personal)))

    columns = view.graph.columns
    facts = (columns.of("tool", "built"), columns.of("tool", "terms"), receiving.truths)
    for plain_ones, node, tool in plain_tools(view, facts, lambda *row: if_plain(judged(*row))):
        yield from plain_ones
        if tool is None:
            continue
        key, element = tool.id, (f"tools.{tool.id}",)
        personal = receiving.at(node, key)
        outcome = judged(in_use(tool), tool.built, tool.terms, personal.truth)
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=tuple(_missing(key, tool, receiving, personal)))
        else:
            yield Verdict(
                element,
                outcome,
                facts=(
                    FactRef("tools", key, "terms"),
                    *receiving.facts(key, personal),
                    FactRef("tools", key, "built"),
                ),
                values=MappingProxyType(
                    {
                        "tool": tool.title,
                        "data": ", ".join(receiving.classes(key, personal)),
                        "flows": str(receiving.count(personal)),
                    }
                ),
                related=receiving.flows(personal),
            )


def _made_outside(built: Any) -> Truth:
    return of(built in {Built.VENDOR, Built.AGENCY}) if is_stated(built) else UNKNOWN_TRUTH


def _missing(key: str, tool: Tool, receiving: Receiving, personal: Personal) -> Iterator[Missing]:
    """What would decide it: the terms, who made it; and whether personal data gets there, unless that is certain."""
    facts = {"status": in_use(tool) == TRUE, "terms": is_stated(tool.terms), "built": is_stated(tool.built)}
    yield from (Missing(("tools", key, name)) for name, is_known in facts.items() if not is_known)
    yield from receiving.missing(key, personal)
