"""A difference for a terminal: findings by what became of them, elements fact by fact, and a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum
from typing import Final

from stackaudit.audit.difference import Difference
from stackaudit.audit.difference.elements import ElementChange, ElementKind, FactChange
from stackaudit.audit.difference.findings import FindingChange, Kind
from stackaudit.audit.difference.opt_out_times import Trend
from stackaudit.audit.difference.record import Asked
from stackaudit.errors import Place
from stackaudit.finding import Severity
from stackaudit.model.writing import counted
from stackaudit.outputs.difference.words import (
    HEADINGS,
    arrival_words,
    change_words,
    failing_words,
    reach_words,
    score_words,
    side_words,
    standing,
    summary_parts,
)
from stackaudit.outputs.plain import plain, shortened
from stackaudit.outputs.terminal import Style

__all__ = ["difference_lines", "to_text"]

_COLOUR: Final = {
    Kind.NEW: "red",
    Kind.WORSE: "red",
    Kind.CHANGED: "yellow",
    Kind.BETTER: "green",
    Kind.MENDED: "green",
    Kind.REMOVED: "green",
    Kind.REPLACED: "blue",
    Kind.OPEN: "yellow",
}
_SIGN: Final = {ElementKind.ADDED: "+", ElementKind.REMOVED: "-", ElementKind.CHANGED: "~"}
_SIGN_COLOUR: Final = {ElementKind.ADDED: "green", ElementKind.REMOVED: "red", ElementKind.CHANGED: "yellow"}
_MESSAGE: Final = 600
_VALUE: Final = 120
_NAME: Final = 80
_MOST: Final = 50
"""So many elements, ways of data, times and questions are listed; the data hold all."""
_MOVES: Final = 5
_LEAST: Final = 0.05
"""Points that are printed as nothing."""


def to_text(difference: Difference, threshold: Severity, *, strict: bool) -> str:
    """The difference as plain text."""

    def unstyled(text: str, **_how: object) -> str:
        return text

    return "".join(f"{line}\n" for line in difference_lines(difference, threshold, unstyled, strict=strict))


def difference_lines(difference: Difference, threshold: Severity, style: Style, *, strict: bool) -> Iterator[str]:
    """The lines of a difference. What is new or worse at or above ``threshold`` is counted in the last line."""
    yield f"{style('old', bold=True)}  {plain(side_words(difference.old))}"
    yield f"{style('new', bold=True)}  {plain(side_words(difference.new))}"
    yield ""
    for kind in Kind:
        found = difference.of(kind)
        if found:
            yield style(HEADINGS[kind], fg=_COLOUR[kind], bold=True)
            for one in found:
                yield from _finding(one, difference, style)
            yield ""
    yield from _elements(difference.elements or (), style)
    yield from _reach(difference, style)
    yield from _times(difference, style)
    yield from _questions(difference, style)
    yield from _score(difference, style)
    yield from (style(plain(note), fg="yellow") for note in difference.notes)
    yield summary(difference, threshold, style, strict=strict)


def summary(difference: Difference, threshold: Severity, style: Style, *, strict: bool) -> str:
    """One line: what fails, then the counts."""
    head = style(failing_words(difference, threshold, strict=strict), bold=True)
    return " · ".join([head, *summary_parts(difference)])


def _finding(one: FindingChange, difference: Difference, style: Style) -> Iterator[str]:
    said = one.after if one.after.severity is not None else one.before
    element = shortened(plain(one.elements[0] if one.elements else ""), _NAME)
    more = f" and {len(one.elements) - 1} more" if len(one.elements) > 1 else ""
    head = style(f"{standing(said)} {one.rule}", bold=True)
    yield f"  {head}  {element}{more}{_where(said.place, style)}"
    yield f"      {plain(said.message, _MESSAGE)}"
    yield style(f"      {plain(change_words(one, difference), _MESSAGE)}", dim=True)


def _where(place: Place | None, style: Style) -> str:
    return "" if place is None else f"  {style(plain(str(place)), dim=True)}"


def _elements(changes: Sequence[ElementChange], style: Style) -> Iterator[str]:
    if not changes:
        return
    yield style("Elements", bold=True)
    for one in changes[:_MOST]:
        sign = style(_SIGN[one.kind], fg=_SIGN_COLOUR[one.kind], bold=True)
        yield f"  {sign} {shortened(plain(one.path), _NAME)}{_where(one.place, style)}"
        yield from (_fact(fact, style) for fact in one.facts)
    yield from _left(len(changes))
    yield ""


def _fact(fact: FactChange, style: Style) -> str:
    field = f"{plain(fact.field)}: " if fact.field else ""
    shared = f" ({fact.elements:,} elements)" if fact.elements > 1 else ""
    values = f"{plain(fact.before, _VALUE)} -> {plain(fact.after, _VALUE)}"
    return f"      {field}{values}{shared}{_where(fact.after_place, style)}"


def _reach(difference: Difference, style: Style) -> Iterator[str]:
    changes = difference.reach or ()
    if changes:
        yield style("Where data get to", bold=True)
        for one in changes[:_MOST]:
            personal = " (personal)" if one.personal else ""
            yield f"  {shortened(plain(one.data_class), _NAME)}{personal} {plain(reach_words(one), _MESSAGE)}"
        yield from _left(len(changes))
        yield ""


def _times(difference: Difference, style: Style) -> Iterator[str]:
    changes = difference.opt_outs or ()
    if changes:
        yield style("Opt-outs, at worst", bold=True)
        for one in changes[:_MOST]:
            trend = style(one.trend, fg="red" if one.trend is Trend.GREW else None)
            words = f"{arrival_words(one.before)} -> {arrival_words(one.after)}"
            route = f"{shortened(plain(one.place), _NAME)} to {shortened(plain(one.sender), _NAME)}"
            yield f"  {one.channel}  {route}: {words} ({trend})"
        yield from _left(len(changes))
        yield ""


def _questions(difference: Difference, style: Style) -> Iterator[str]:
    asked = difference.questions
    for title, held in (
        ("Questions opened", asked.opened),
        ("Questions answered", asked.answered),
        ("No longer asked", asked.dropped),
    ):
        if held:
            yield style(title, bold=True)
            yield from (f"  {_asked(one)}" for one in held[:_MOST])
            yield from _left(len(held))
            yield ""


def _asked(one: Asked) -> str:
    first = shortened(plain(one.paths[0]), _NAME)
    more = f" and {counted(len(one.paths) - 1, 'more place')}" if len(one.paths) > 1 else ""
    return f"{plain(one.text, _MESSAGE)}  {first}{more}"


def _score(difference: Difference, style: Style) -> Iterator[str]:
    head, *others = score_words(difference)
    yield " · ".join([style(head, bold=True), *others])
    moves = difference.score.moves
    named = [one for one in moves[:_MOVES] if abs(one.points) >= _LEAST]
    for one in named:
        yield f"  {one.points:+.1f}  {one.rule}  {plain(one.title, _MESSAGE)}"
    rest = moves[len(named) :]
    if named and rest:
        yield f"  {fsum(one.points for one in rest):+.1f}  {counted(len(rest), 'other rule')}"
    yield ""


def _left(number: int) -> Iterator[str]:
    if number > _MOST:
        yield f"  … and {number - _MOST:,} more; --format json holds all"
