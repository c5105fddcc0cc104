"""Checks of how many tools a team works with."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.checks import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome
from stackaudit.model.values import is_open, listed


@check("team", "count", "tools")
def too_many_tools(view: View) -> Iterator[Verdict]:
    """Each team that works with more tools than the rule allows. Values: the team, how many tools, and their names."""
    for team in view.stack.teams:
        yield _judged(view, team)


def _judged(view: View, team: str) -> Verdict:
    stack, graph = view.stack, view.graph
    subject, most = (f"teams.{team}",), view.parameters["most"]
    sure: list[str] = []
    unsure: list[str] = []
    asked: list[Missing] = []
    for key, tool in stack.tools.items():
        node = graph.index[key]
        works_with_it = team in listed(tool.teams)
        if not graph.used[node] or not (works_with_it or is_open(tool.teams)):
            continue  # not in use, or a whole list of teams without this one
        if works_with_it and graph.sure[node]:
            sure.append(key)
            continue
        unsure.append(key)
        if not works_with_it:
            asked.append(Missing(("tools", key, "teams")))
        if not graph.sure[node]:
            asked.append(Missing(("tools", key, "status")))
    if len(sure) > most:
        # Further tools, listed or not, only make it worse: this holds in every completion.
        facts = tuple(FactRef("tools", key, "teams") for key in sure)
        names = ", ".join(stack.tools[key].title for key in sure)
        values = {"team": stack.teams[team].title, "count": str(len(sure)), "tools": names}
        return Verdict(subject, Outcome.FLAGGED, facts=facts, values=values)
    if not stack.is_complete("tools"):
        asked.append(Missing(("complete", "tools")))
    elif len(sure) + len(unsure) <= most:
        return Verdict(subject, Outcome.CLEAR)
    return Verdict(subject, Outcome.UNKNOWN, missing=tuple(asked))
