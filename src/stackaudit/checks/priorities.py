"""Checks of where the effort goes: whether the roadmap works on what weighs most among the goals."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, fsum, inf
from typing import Any, Final, NamedTuple

from stackaudit.checks.reading import named, roadmap_items, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.stack import PROMISES, Stack
from stackaudit.model.values import NONE, UNKNOWN, is_stated
from stackaudit.model.words import GoalTheme
from stackaudit.model.writing import trimmed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH

__all__ = ["effort_elsewhere"]

_MOST_FACTS: Final = 10


class _Range(NamedTuple):
    """A figure of which the least and the greatest that it can be are known."""

    least: float
    most: float


@check("theme", "share")
def effort_elsewhere(view: View) -> Iterator[Verdict]:
    """Whether the theme that weighs most among the goals gets little of the roadmap's effort: one verdict on the stack.

    Little is less than the rule's ``share`` per cent. An item of the roadmap serves the theme of its goal. Where
    several themes weigh most, each of them has to get little.

    Values: the ``theme`` that weighs most, and the ``share`` of the effort in per cent that it gets at most.
    """
    stack, limit = view.stack, view.parameters["share"] / 100
    weights = _weights(stack)
    tops = [theme for theme in GoalTheme if _may_weigh_most(theme, weights)]
    efforts = _efforts(stack)
    whole = stack.is_complete("goals")
    if (whole and not tops) or efforts == {}:
        yield Verdict(("stack",), Outcome.NOT_APPLICABLE)
        return
    shares = {theme: _share(efforts or {}, _served(stack, theme)) for theme in tops}
    truth = UNKNOWN_TRUTH
    if efforts is not None and tops:
        is_certain = any(range_.least > 0 for range_ in weights.values()) and any(one.least for one in efforts.values())
        if is_certain and all(share.most < limit for share in shares.values()):
            truth = TRUE if whole else TRUE_AS_LISTED
        elif _gets_enough(shares, weights, limit):
            truth = FALSE if whole else FALSE_AS_LISTED
    outcome = outcome_of(truth)
    if outcome is Outcome.CLEAR:
        yield Verdict(("stack",), outcome)
        return
    asked = whether_whole(stack, "goals")
    if outcome is Outcome.UNKNOWN:
        yield Verdict(("stack",), outcome, missing=(*_missing(stack, tops), *asked))
        return
    yield Verdict(
        ("stack",),
        outcome,
        facts=tuple(_facts(stack, tops)),
        missing=asked,
        values={
            "theme": named(theme.doc for theme in tops),
            "share": _at_most(max(share.most for share in shares.values()) * 100),
        },
    )


# -- what weighs ------------------------------------------------------------------------------------------------------


def _weights(stack: Stack) -> dict[GoalTheme, _Range]:
    """What the goals of each theme weigh together; a goal of unknown theme may be of any."""
    found = dict.fromkeys(GoalTheme, _Range(0, 0))
    for goal in stack.goals.values():
        least, most = _figure(goal.weight)
        for theme in GoalTheme:
            if goal.theme == theme:
                found[theme] = _Range(found[theme].least + least, found[theme].most + most)
            elif not is_stated(goal.theme):
                found[theme] = _Range(found[theme].least, found[theme].most + most)
    return found


def _figure(value: Any) -> _Range:
    if value is None or value is UNKNOWN:
        return _Range(0, inf)
    return _Range(0, 0) if value is NONE else _Range(value, value)


def _may_weigh_most(theme: GoalTheme, weights: dict[GoalTheme, _Range]) -> bool:
    return weights[theme].most > 0 and all(weights[theme].most >= other.least for other in weights.values())


def _weighs_most(theme: GoalTheme, weights: dict[GoalTheme, _Range]) -> bool:
    """Whether it does for certain, if perhaps not alone."""
    own = weights[theme].least
    return own > 0 and all(other.most <= own for name, other in weights.items() if name is not theme)


def _gets_enough(shares: dict[GoalTheme, _Range], weights: dict[GoalTheme, _Range], limit: float) -> bool:
    """Whether a theme that weighs most gets enough, whichever it is."""
    enough = {theme for theme, share in shares.items() if share.least >= limit}
    return enough == set(shares) or any(_weighs_most(theme, weights) for theme in enough)


# -- what is worked on ------------------------------------------------------------------------------------------------


def _efforts(stack: Stack) -> dict[str, _Range] | None:
    """How much work each item is, without those that are none."""
    items = roadmap_items(stack)
    if items is None:
        return None
    efforts = {key: _figure(item.effort) for key, item in items.items()}
    return {key: effort for key, effort in efforts.items() if effort.most}


def _served(stack: Stack, theme: GoalTheme) -> dict[str, bool]:
    """The items that serve a theme, or may; and whether they do for certain."""
    could_be = any(not is_stated(goal.theme) or goal.theme == theme for goal in stack.goals.values())
    found = {}
    for key, item in (roadmap_items(stack) or {}).items():
        goal = stack.goals.get(str(item.goal))
        if goal is None:
            if not is_stated(item.goal) and could_be:
                found[key] = False
        elif goal.theme == theme or not is_stated(goal.theme):
            found[key] = goal.theme == theme
    return found


def _share(efforts: dict[str, _Range], served: dict[str, bool]) -> _Range:
    """The share of the effort that serves a theme."""
    least = fsum(effort.least for key, effort in efforts.items() if served.get(key))
    most = fsum(effort.most for key, effort in efforts.items() if key in served)
    others_least = fsum(effort.least for key, effort in efforts.items() if key not in served)
    others_most = fsum(effort.most for key, effort in efforts.items() if not served.get(key))
    if not others_most:  # whatever it is, all of it serves the theme
        return _Range(1, 1)
    return _Range(
        least / (least + others_most),  # nothing, beside work that may be any amount
        1 if most == inf else most / (most + others_least) if most else 0,
    )


# -- facts ------------------------------------------------------------------------------------------------------------


def _missing(stack: Stack, tops: list[GoalTheme]) -> Iterator[Missing]:
    """What would say which theme weighs most, and how much work it gets."""
    items = roadmap_items(stack)
    if items is None:
        yield Missing(("roadmap", "items"))
    for key, goal in stack.goals.items():
        if not is_stated(goal.theme):
            yield Missing(("goals", key, "theme"))
        if goal.weight is UNKNOWN and goal.theme is not NONE:
            yield Missing(("goals", key, "weight"))
    for key, item in (items or {}).items() if tops else ():
        if not is_stated(item.goal):
            yield Missing(("roadmap", "items", key, "goal"))
        if not is_stated(item.effort):
            yield Missing(("roadmap", "items", key, "effort"))


def _at_most(percent: float) -> str:
    """A share as an upper bound, in tenths of a per cent: rounded up, as a lower figure would be wrong."""
    return trimmed(ceil(round(percent * 10, 6)) / 10)


def _facts(stack: Stack, tops: list[GoalTheme]) -> Iterator[FactRef]:
    """The goals that have a theme, and the items of the roadmap with their effort: first those that weigh most."""
    themed = [key for key, goal in stack.goals.items() if goal.theme is not NONE]
    for key in sorted(themed, key=lambda one: stack.goals[one].theme not in tops)[:_MOST_FACTS]:
        yield FactRef("goals", key, "theme")
        yield FactRef("goals", key, "weight")
    efforts = _efforts(stack) or {}
    for key in sorted(efforts, key=lambda one: (-efforts[one].least, one))[:_MOST_FACTS]:
        yield FactRef(PROMISES, key, "goal")
        yield FactRef(PROMISES, key, "effort")
