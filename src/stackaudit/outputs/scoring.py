"""The score in words, for every output that prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackaudit.audit.coverage import percent
from stackaudit.model.writing import trimmed

if TYPE_CHECKING:
    from stackaudit.audit.audit import Audit
    from stackaudit.audit.mending import Mending
    from stackaudit.audit.score import Score

__all__ = ["becomes", "in_figures", "level_words", "mended_words", "notes", "sensitivity_words"]

_COUNTS = {1: "this", 2: "these two", 3: "these three"}


def in_figures(score: Score) -> list[str]:
    """The number, or the range; the level; the coverage. Rules that are scored must apply."""
    return [f"Score {becomes(score)} of 100", level_words(score), f"coverage {percent(score.coverage)} %"]


def becomes(score: Score) -> str:
    """The total as it is printed: a number, or the range."""
    return str(score.points) if score.points is not None else "{} to {}".format(*score.bounds)


def level_words(score: Score) -> str:
    """The level with its name, or the range of levels; empty where there is none."""
    if score.levels is None:
        return ""
    first, last = score.levels
    return (
        f"level {first} of 5, {score.level_name}" if first == last else f"level {first} to {last} ({score.level_name})"
    )


def notes(audit: Audit) -> Iterator[str]:
    """What the number rests on: why there is a range, caps, what is not known, what is in no figure."""
    score = audit.score
    if score.levels is not None:
        if score.ranged:
            yield f"A range, not a number: {'; '.join(score.ranged)}"
        elif score.coverage < 1:
            yield "{} if all that is unknown were bad, {} if it were good".format(*score.bounds)
        if score.caps:
            cap = score.caps[0]
            same = [one.because for one in score.caps if one.level == cap.level]
            yield f"Level at most {cap.level}: {'; '.join(same)}"
        suspected = len(audit.suspected)
        if suspected:
            one = suspected == 1
            yield f"{suspected} suspected finding{'' if one else 's'} cost{'s' if one else ''} nothing until proved"
    else:
        yield f"No score: {'; '.join(score.ranged)}"
    if score.waived:
        yield f"{score.waived} waived, counted neither for nor against"
    if score.unscored:
        yield f"Not scored, as they name no dimension: {', '.join(score.unscored)}"
    if score.broken:
        yield f"Not in the score, as they failed to run: {', '.join(score.broken)}"


def mended_words(score: Score, mending: Mending) -> str:
    """The line above the findings to mend first; empty where there is none to name and no reason to give."""
    if mending.skipped:
        return f"What to mend first was not worked out: {mending.skipped}."
    if mending.after is None:
        return ""
    before, after = becomes(score), becomes(mending.after)
    effect = f"stays {after}" if before == after else f"becomes {after}"
    return f"Fix {_COUNTS[len(mending.first)]} and the score {effect}. The facts then say, for instance:"


def sensitivity_words(score: Score) -> Iterator[str]:
    """For other weights: what the total is, and whether level and order stay."""
    for one in score.sensitivity:
        if one.total is None or score.ranged:
            continue
        level = "the level stays" if one.same_level else f"the level is {one.level}"
        order = "the order of the dimensions stays" if one.same_order else "dimensions change places"
        weights = "/".join(trimmed(weight, grouped=False) for weight in one.weights)
        yield f"With {one.name} weights ({weights}) the score is {one.total:.0f}; {level}, and {order}."
