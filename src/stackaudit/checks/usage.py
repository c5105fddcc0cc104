"""Checks of what is paid for and not used: tools, seats and features, and contacts that cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stackaudit.checks.alike import if_plain, plain_tools
from stackaudit.checks.costs import in_a_year, part_in_a_year
from stackaudit.checks.reading import aspect_fact, capable, in_use, runs
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Tool
from stackaudit.model.values import DAY, NONE, UNKNOWN, Word, day_before, listed, longest_gap, seconds
from stackaudit.model.words import Built
from stackaudit.model.writing import number, short_day
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, of

__all__ = ["idle_contacts", "nobody_uses", "shelfware"]

_SEATS_WITHIN: Final = 90 * DAY
"""``seats.used`` counts who has used one within so many seconds."""


@check("tool", "last", "cost")
def nobody_uses(view: View) -> Iterator[Verdict]:
    """Tools that were last used longer ago than the rule's ``idle``, or never.

    Where nobody stated when that was, the tool is used if it certainly did something within that time: it runs a flow
    that runs that often, or has run well since; a report is made in it that often; or somebody has used a seat. That
    nothing of this is known proves nothing.

    Values: the ``tool``, the day on which it was ``last`` used (empty: never), and its ``cost`` a year, where known.
    """
    idle = view.parameters["idle"]
    earliest = day_before(view.as_of, idle)

    def plain(used: Truth, last: Any) -> Outcome | None:
        if used == FALSE:
            return Outcome.NOT_APPLICABLE
        return None if used != TRUE or isinstance(last, Word) or last is None or last < earliest else Outcome.CLEAR

    stated = view.graph.columns.of("tool", "usage.last_used")
    for plain_ones, node, tool in plain_tools(view, (stated,), plain):
        yield from plain_ones
        if tool is None:
            continue
        last, red = stated[node], UNKNOWN_TRUTH
        values = {"last": "", "cost": ""}
        if last in (None, UNKNOWN):
            at_work = view.graph.once((_at_work, idle), lambda: _at_work(view))
            if tool.id in at_work or (_somebody_has_a_seat(tool) and seconds(idle) >= _SEATS_WITHIN):
                red = FALSE
        else:
            red = of(last is NONE or last < earliest)
            values = {"last": "" if last is NONE else short_day(last), "cost": in_a_year([tool]) or ""}
        decided = ["usage.last_used", *(["cost"] if values["cost"] else ())]
        asked = ["usage.last_used"] if red == UNKNOWN_TRUTH else []
        yield _verdict(tool.id, tool, red, TRUE, asked, decided, values)


def _at_work(view: View) -> set[str]:
    """The tools that certainly did something within the time after which the rule calls a tool idle."""
    idle = view.parameters["idle"]
    earliest, most = day_before(view.as_of, idle), seconds(idle)
    used = set()
    columns = view.graph.columns
    for flow, via in zip(columns.elements("flow"), columns.of("flow", "via"), strict=True):
        if via in (None, NONE, UNKNOWN) or via in used:
            continue
        ran = flow.last_success
        if (runs(flow) == TRUE and _comes_within(flow.every, most)) or (
            ran is not None and not isinstance(ran, Word) and earliest <= ran <= view.as_of
        ):
            used.add(via)
    for report in view.stack.reports.values():
        if _comes_within(report.cadence, most):
            used.update(listed(report.built_in))
    return used


def _comes_within(cadence: Any, most: float) -> bool:
    """Whether something comes at least once in so many seconds; what comes on an event may not come for long."""
    return cadence != "on_event" and longest_gap(cadence)[1] <= most


def _somebody_has_a_seat(tool: Tool) -> bool:
    taken = aspect_fact(tool, "seats.used")
    return taken not in (None, NONE, UNKNOWN) and taken > 0


@check("tool", "use", "cost", "idle")
def shelfware(view: View) -> Iterator[Verdict]:
    """Tools of which few seats are used, or little of what they can do.

    Few are fewer than the rule's ``seats`` per cent of those that are paid for, little is less than its ``features``
    per cent. One of the two is enough. A tool that is not paid for by seat has no seats: ``seats: none``; one that the
    company built itself has no features that are paid for.

    Values: the ``tool``, and how much is in ``use``. Where few seats are used and the cost is known: the ``cost`` a
    year, and the part of it that is ``idle`` if each seat costs the same; else both are empty.
    """
    seats, columns = view.parameters["seats"], view.graph.columns

    def is_little(features: Any, built: Any) -> Truth:
        if features is None and built in (Built.IN_HOUSE, NONE):
            return FALSE  # of what the company built itself, or does not use, nothing is paid for and left unused
        if features in (None, UNKNOWN):
            return UNKNOWN_TRUTH
        return of(features is not NONE and features < view.parameters["features"])

    def plain(applies: Truth, used: Any, bought: Any, features: Any, built: Any) -> Outcome | None:
        return _if_plain(applies, any_of((_below(used, bought, seats), is_little(features, built))))

    facts = [columns.of("tool", name) for name in ("seats.used", "seats.bought", "usage.features", "built")]
    for plain_ones, node, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is None:
            continue
        used, bought, features, built = (column[node] for column in facts)
        few, little = _below(used, bought, seats), is_little(features, built)
        taken = 0 if used is NONE else used
        wrong = {f"{taken} of {bought} seats": few, f"{features} % of what it can do": little}
        idle = part_in_a_year(tool, 1 - taken / bought) if few == TRUE else None
        cost = {"cost": (in_a_year([tool]) or "") if idle else "", "idle": idle or ""}
        asked = [
            *(("seats.bought", "seats.used") if few == UNKNOWN_TRUTH else ()),
            *(("usage.features",) if little == UNKNOWN_TRUTH else ()),
        ]
        decided = [
            *(("seats.used", "seats.bought") if few == TRUE else ()),
            *(("usage.features",) if little == TRUE else ()),
            *(("cost",) if idle else ()),
        ]
        use = " and ".join(words for words, truth in wrong.items() if truth == TRUE)
        yield _verdict(tool.id, tool, any_of((few, little)), TRUE, asked, decided, {"use": use, **cost})


@check("tool", "billed", "reached", "idle")
def idle_contacts(view: View) -> Iterator[Verdict]:
    """Tools paid by contact, of whose contacts fewer than the rule's ``mailable`` per cent can be mailed.

    Values: the ``tool``, how many contacts are ``billed``, how many of them can be ``reached``, and the rest, ``idle``.
    """
    graph, mailable = view.graph, view.parameters["mailable"]

    def plain(used: Truth, job: Truth, reached: Any, billed: Any) -> Outcome | None:
        return _if_plain(all_of((used, job)), _below(reached, billed, mailable))

    kinds = capable(graph, view.parameters["jobs"])
    contacts = [graph.columns.of("tool", f"usage.contacts_{name}") for name in ("mailable", "billed")]
    for plain_ones, node, tool in plain_tools(view, (kinds, *contacts), plain):
        yield from plain_ones
        if tool is None:
            continue
        reached, billed = (column[node] for column in contacts)
        red, jobs = _below(reached, billed, mailable), kinds[node]
        facts = ["usage.contacts_mailable", "usage.contacts_billed"]
        values = {}
        if red == TRUE:
            count = 0 if reached is NONE else reached
            values = {"billed": number(billed), "reached": number(count), "idle": number(billed - count)}
        yield _verdict(tool.id, tool, red, jobs, facts if red == UNKNOWN_TRUTH else [], facts, values)


def _if_plain(applies: Truth, red: Truth) -> Outcome | None:
    """The outcome where no more is to say of a tool than that."""
    return if_plain(outcome_of(all_of((applies, red)), applies))


def _below(part: Any, whole: Any, percent: float) -> Truth:
    """Whether a part is less than so many per cent of the whole; of nothing, no part is."""
    if whole is NONE or whole == 0:
        return FALSE
    if UNKNOWN in (part, whole) or None in (part, whole):
        return UNKNOWN_TRUTH
    return of((0 if part is NONE else part) * 100 < whole * percent)


def _verdict(
    key: str, tool: Tool, red: Truth, jobs: Truth, asked: list[str], decided: list[str], values: dict[str, str]
) -> Verdict:
    """The verdict on a tool in use; ``jobs`` is whether what it is there for makes it one that is looked at."""
    elements, applies = (f"tools.{key}",), all_of((in_use(tool), jobs))
    outcome = outcome_of(all_of((applies, red)), applies)
    if outcome is Outcome.FLAGGED:
        facts = tuple(FactRef("tools", key, name) for name in decided)
        return Verdict(elements, outcome, facts=facts, values={"tool": tool.title, **values})
    names = [name for name in asked if aspect_fact(tool, name) in (None, UNKNOWN)]
    names += ["status"] if in_use(tool) == UNKNOWN_TRUTH else []
    names += ["capabilities"] if jobs == UNKNOWN_TRUTH else []
    return Verdict(elements, outcome, missing=tuple(Missing(("tools", key, *name.split("."))) for name in names))
