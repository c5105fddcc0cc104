"""Checks of what is measured, and by which tool."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.checks.reading import named, unlisted_links, whether_whole
from stackaudit.checks.spending import Meetings
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome

__all__ = ["spend_judged_by_web_analytics"]

_COMPANY = ("company",)


@check("ads", "where")
def spend_judged_by_web_analytics(view: View) -> Iterator[Verdict]:
    """Ads are bought, and no tool but one for web analytics alone gets both what they cost and what customers brought.

    One verdict for the stack. See `stackaudit.checks.spending.Meetings` for what counts as getting there.

    Values: the tools for ``ads``, and ``where`` spend meets revenue for certain: in tools for web analytics alone;
    nothing where they meet nowhere.
    """
    stack = view.stack
    meetings = Meetings(view.graph)
    can_fail = (
        not meetings.certain() if meetings.ads else any(not meetings.certain(node) for node in meetings.perhaps_ads)
    )
    if can_fail and meetings.ads and not meetings.possible:
        yield _red_flag(view, meetings)
    elif can_fail:
        missing = meetings.missing() if meetings.ads else (*meetings.missing_ads(), *whether_whole(stack, "tools"))
        yield Verdict(_COMPANY, Outcome.UNKNOWN, missing=missing)
    elif meetings.ads or stack.is_complete("tools"):
        yield Verdict(_COMPANY, Outcome.CLEAR if meetings.ads or meetings.perhaps_ads else Outcome.NOT_APPLICABLE)
    elif meetings.certain():  # by what tools are said to keep, whatever ad platform nobody listed
        yield Verdict(_COMPANY, Outcome.CLEAR)
    else:
        yield Verdict(_COMPANY, Outcome.UNKNOWN, missing=whether_whole(stack, "tools"))


def _red_flag(view: View, meetings: Meetings) -> Verdict:
    stack = view.stack
    keys, titles = view.graph.nodes, [tool.title for tool in stack.tools.values()]
    where = meetings.in_web_analytics()
    facts = [FactRef("tools", keys[node], "capabilities") for node in (*meetings.ads, *where)]
    facts += [FactRef("tools", keys[node], "stores") for node in meetings.kept(where)]
    facts += [FactRef("gaps", key) for key, gap in stack.gaps.items() if gap.signal.partition(":")[0] == "spend"]
    outcome = Outcome.FLAGGED
    missing: tuple[Missing, ...] = ()
    if meetings.at_large:
        outcome = Outcome.SUSPECTED
        missing = unlisted_links(stack)
    return Verdict(
        _COMPANY,
        outcome,
        facts=(*facts, FactRef("flows")),
        missing=missing,
        values={
            "ads": named(titles[node] for node in meetings.ads),
            "where": named(titles[node] for node in where),
        },
    )
