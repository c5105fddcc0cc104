"""Whether data of people in Europe may be in the countries where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

from stackaudit.catalogue import adequacy_for
from stackaudit.checks.alike import if_plain, plain_tools
from stackaudit.checks.clauses import Clause
from stackaudit.checks.reading import in_use, named
from stackaudit.checks.receiving import Receiving
from stackaudit.checks.regions import speaks_to
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Tool
from stackaudit.model.regions import lies_in, region_name
from stackaudit.model.values import is_open, listed
from stackaudit.model.words import TransferBasis
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate

__all__ = ["left_without_basis"]

_PEOPLE: Final = ("eea", "gb")
_MAY_HOLD: Final = ("emea", "worldwide")
"""Groups of regions that may include either."""
_FRAMEWORKS: Final = frozenset({TransferBasis.DPF, TransferBasis.PRIVACY_SHIELD})


class _Hold(NamedTuple):
    """Whether data is outside without a basis, where it then is, and what would say so: a region, the basis."""

    truth: Truth
    regions: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class _Law:
    """What the law of one place says of data of the people there, on a day."""

    def __init__(self, people: str, as_of: date) -> None:
        self.people = people
        decided = adequacy_for(people, as_of)
        certain = [one for one in decided if one.mark.decides]
        self._inside = {people, *(r for one in certain if one.basis is TransferBasis.ADEQUACY for r in one.regions)}
        self._certified = {r for one in certain if one.basis in _FRAMEWORKS for r in one.regions}
        self._doubtful = {r for one in decided if not one.mark.decides for r in one.regions}
        self._frameworks = {one.basis: TRUE if one.mark.decides else UNKNOWN_TRUTH for one in decided}
        self._held: dict[tuple[Any, Any], _Hold] = {}

    def without_basis(self, hosted: Any, basis: Any) -> _Hold:
        """Whether data that lies in some regions on a stated basis is outside of the law."""
        held = self._held.get((hosted, basis))
        if held is None:
            held = self._held[hosted, basis] = self._without_basis(hosted, basis)
        return held

    def _without_basis(self, hosted: Any, basis: Any) -> _Hold:
        truths, asks = {}, dict[str, None]()
        for region in listed(hosted):
            outside = self._outside(region)
            truth = truths[region] = all_of((outside, negate(self._permitted(basis, region))))
            if truth == UNKNOWN_TRUTH:
                vague = lies_in(region, self._inside) == UNKNOWN_TRUTH
                asks |= dict.fromkeys(["hosting_region"] if vague else ["transfer_basis"])
                asks |= dict.fromkeys(["transfer_basis"] if is_open(basis) else [])
        if TRUE not in truths.values() and is_open(hosted) and self._permitted(basis, None) != TRUE:
            truths[""] = UNKNOWN_TRUTH
            asks |= dict.fromkeys(["hosting_region", *(["transfer_basis"] if is_open(basis) else [])])
        truth = any_of(truths.values())
        return _Hold(truth, tuple(r for r, one in truths.items() if one == TRUE), tuple(asks))

    def _outside(self, region: str) -> Truth:
        """Whether a region is one to which data may go only on a basis of its own."""
        truth = negate(lies_in(region, self._inside))
        return UNKNOWN_TRUTH if truth == TRUE and region in self._doubtful else truth

    def _permitted(self, basis: Any, region: str | None) -> Truth:
        """Whether one of the stated bases holds for a region; without a region, whether one holds wherever it is."""
        truth = any_of(self._holds(one, region) for one in listed(basis))
        return any_of((truth, UNKNOWN_TRUTH)) if is_open(basis) else truth

    def _holds(self, basis: TransferBasis, region: str | None) -> Truth:
        if basis in _FRAMEWORKS:
            return self._frameworks.get(basis, FALSE)
        if basis is not TransferBasis.ADEQUACY:
            return TRUE
        if region is None:
            return UNKNOWN_TRUTH
        truth = lies_in(region, self._inside | self._certified)
        return UNKNOWN_TRUTH if region in self._doubtful and truth == FALSE else truth


_Holding: TypeAlias = tuple[_Law, Clause, _Hold]
"""A law, whether it is about people to whom the company speaks, and what it says of where their data is."""


@check("tool", "hosted", "people", "reason")
def left_without_basis(view: View) -> Iterator[Verdict]:
    """Tools that hold personal data of people in Europe elsewhere, with nothing that permits it.

    Values: the ``tool``, where it is ``hosted`` without a basis, whose data it is (``people``), and the ``reason``.
    """
    receiving = Receiving(view)
    laws = [(_Law(people, view.stack.as_of), speaks_to(view.stack, (people,), _MAY_HOLD)) for people in _PEOPLE]
    concerned = any_of(clause.truth for _, clause in laws)

    def judged(used: Truth, personal: Truth, hosted: Any, basis: Any) -> tuple[list[_Holding], Truth, Outcome]:
        applies = all_of((used, concerned, personal))
        holds = [(law, clause, law.without_basis(hosted, basis)) for law, clause in laws]
        red_flag = any_of(all_of((clause.truth, hold.truth)) for _, clause, hold in holds)
        return holds, red_flag, outcome_of(all_of((applies, red_flag)), applies)

    columns = view.graph.columns
    facts = (receiving.truths, columns.of("tool", "hosting_region"), columns.of("tool", "transfer_basis"))
    for plain_ones, node, tool in plain_tools(view, facts, lambda *row: if_plain(judged(*row)[2])):
        yield from plain_ones
        if tool is None:
            continue
        key, element, used = tool.id, (f"tools.{tool.id}",), in_use(tool)
        personal = receiving.at(node, key)
        holds, red_flag, outcome = judged(used, personal.truth, tool.hosting_region, tool.transfer_basis)
        if outcome is Outcome.UNKNOWN:
            missing = [Missing(("tools", key, "status"))] if used != TRUE else []
            missing += _missing(key, holds) if red_flag != TRUE else ()
            missing += receiving.missing(key, personal)
            yield Verdict(element, outcome, missing=tuple(dict.fromkeys(missing)))
        else:
            yield Verdict(
                element,
                outcome,
                facts=(
                    FactRef("tools", key, "transfer_basis"),
                    FactRef("tools", key, "hosting_region"),
                    FactRef("company", "", "regions"),
                    *receiving.facts(key, personal),
                ),
                values=_values(tool, holds),
                related=receiving.flows(personal),
            )


def _missing(key: str, holds: list[_Holding]) -> Iterator[Missing]:
    """What would say whether there is a basis; and whether it needs one, where whose data it is may decide."""
    for _, clause, hold in holds:
        if FALSE in (clause.truth, hold.truth):
            continue
        if clause.truth != TRUE:
            yield from clause.missing
        yield from (Missing(("tools", key, name)) for name in hold.asks if hold.truth != TRUE)


def _values(tool: Tool, holds: list[_Holding]) -> dict[str, str]:
    proven = [(law, hold) for law, clause, hold in holds if clause.truth == hold.truth == TRUE]
    regions = [region_name(one) for one in dict.fromkeys(one for _, hold in proven for one in hold.regions)]
    return {
        "tool": tool.title,
        "hosted": named(regions),
        "people": named(region_name(law.people) for law, _ in proven),
        "reason": named(_reason(one, regions) for one in listed(tool.transfer_basis)) or "nothing permits it",
    }


def _reason(basis: TransferBasis, regions: list[str]) -> str:
    """Why a stated basis permits nothing."""
    if basis is TransferBasis.ADEQUACY:
        return f"no decision on adequacy covers {named(regions)}"
    if basis is TransferBasis.DPF:
        return "the Data Privacy Framework is not in force"
    return "the Privacy Shield ended in July 2020"
