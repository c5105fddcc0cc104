"""Whether personal data is where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from stackaudit.checks.reading import in_use
from stackaudit.checks.receiving import Personal, Receiving
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Tool
from stackaudit.model.values import NONE, is_stated
from stackaudit.model.words import Built
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, is_true_as_listed, of

__all__ = ["personal_data_without_terms"]


@check("tool", "data", "flows")
def personal_data_without_terms(view: View) -> Iterator[Verdict]:
    """For each tool made outside the company: does personal data get there without terms on which it is held?"""
    receiving = Receiving(view)
    plain = {one: view.plain("tools", one) for one in Outcome}
    for node, (key, tool) in enumerate(view.stack.tools.items()):
        outside = all_of((in_use(tool), _made_outside(tool)))
        without = UNKNOWN_TRUTH if not is_stated(tool.terms) else of(tool.terms is NONE)
        if FALSE in (outside, without):
            yield plain[outcome_of(FALSE, outside)][key]
            continue
        element = (f"tools.{key}",)
        personal = receiving.at(node, key)
        truth = all_of((outside, without, personal.truth))
        outcome = outcome_of(truth, all_of((outside, personal.truth)))
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=tuple(_missing(key, tool, receiving, personal)))
        elif is_true_as_listed(truth):
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
                        "tool": tool.title or key,
                        "data": ", ".join(receiving.classes(key, personal)),
                        "flows": str(receiving.count(personal)),
                    }
                ),
                related=receiving.flows(personal),
            )
        else:
            yield Verdict(element, outcome)


def _made_outside(tool: Tool) -> Truth:
    return of(tool.built in {Built.VENDOR, Built.AGENCY}) if is_stated(tool.built) else UNKNOWN_TRUTH


def _missing(key: str, tool: Tool, receiving: Receiving, personal: Personal) -> Iterator[Missing]:
    """What would decide it: the terms, who made it; and whether personal data gets there, unless that is certain."""
    facts = {"status": in_use(tool) == TRUE, "terms": is_stated(tool.terms), "built": is_stated(tool.built)}
    yield from (Missing(("tools", key, name)) for name, is_known in facts.items() if not is_known)
    yield from receiving.missing(key, personal)
