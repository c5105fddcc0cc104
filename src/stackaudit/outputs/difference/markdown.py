"""A difference as Markdown, for a comment on a pull request: findings first, the rest folded away, never too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from stackaudit.audit.difference import Difference
from stackaudit.audit.difference.elements import ElementChange, ElementKind, FactChange
from stackaudit.audit.difference.findings import FindingChange, Kind
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
from stackaudit.outputs.markdown import code, code_in_table, escaped
from stackaudit.outputs.plain import plain

__all__ = ["LONGEST", "to_markdown"]

LONGEST: Final = 60_000
"""Characters of a comment: GitHub takes 65,536."""

_SECTION: Final = 24_000
"""Characters of one section, so that none takes the room of all the others."""
_ROOM: Final = 400
"""What saying what was left out may take."""
_TEXT: Final = 600
_LEAST: Final = 0.05
"""Points that are printed as nothing."""
_OPEN: Final = frozenset({Kind.NEW, Kind.WORSE})
_VERB: Final = {ElementKind.ADDED: "added", ElementKind.REMOVED: "removed", ElementKind.CHANGED: "changed"}


def to_markdown(difference: Difference, threshold: Severity, *, strict: bool) -> str:
    """The difference as Markdown. What would make it longer than a comment can be is left out, and that is said."""
    head = "## What this changes in the stack"
    sides = f"{escaped(side_words(difference.old))} → {escaped(side_words(difference.new))}"
    failing = f"**{escaped(failing_words(difference, threshold, strict=strict))}**"
    counts = escaped(" · ".join(summary_parts(difference)))
    score = escaped(" · ".join(score_words(difference)))
    text = "\n\n".join([head, sides, f"{failing} · {counts}", score, *map(escaped, difference.notes)]) + "\n"
    left_out = []
    for title, lines, is_open in _sections(difference):
        section = _section(title, lines, LONGEST - len(text) - _ROOM, is_open=is_open)
        text += section
        if not section:
            left_out.append(title)
    return f"{text}\nFor want of room, left out here: {', '.join(left_out)}.\n" if left_out else text


def _sections(difference: Difference) -> Iterator[tuple[str, list[str], bool]]:
    """Heading, lines, and whether it stands open. The first two lines of a section of findings make its table."""
    for kind in Kind:
        found = difference.of(kind)
        if found:
            rows = [_row(one, difference) for one in found]
            table = ["| | Rule | Finding | Where |\n| --- | --- | --- | --- |\n", *rows]
            yield f"{HEADINGS[kind]} ({len(found)})", table, kind in _OPEN
    yield from (
        (title, lines, False)
        for title, lines in (
            ("Elements", [_element(one) for one in difference.elements or ()]),
            ("Where data get to", _reached(difference)),
            ("Opt-outs, at worst", _times(difference)),
            ("Questions opened", _questions(difference.questions.opened)),
            ("Questions answered", _questions(difference.questions.answered)),
            ("No longer asked", _questions(difference.questions.dropped)),
            ("What moved the score", _moves(difference)),
        )
        if lines
    )


def _section(title: str, lines: list[str], room: int, *, is_open: bool) -> str:
    """A section, open or folded, with as many lines as there is room for."""
    head = f"\n### {title}\n\n" if is_open else f"\n<details><summary>{title}</summary>\n\n"
    foot = "" if is_open else "\n</details>\n"
    room = min(room, _SECTION) - len(head) - len(foot) - _ROOM
    if room < len(lines[0]):
        return ""
    text = ""
    for number, line in enumerate(lines):
        if len(text) + len(line) > room:
            return f"{head}{text}\n{len(lines) - number:,} more are left out here.\n{foot}"
        text += line
    return f"{head}{text}{foot}"


def _row(one: FindingChange, difference: Difference) -> str:
    said = one.after if one.after.severity is not None else one.before
    severity = escaped(standing(said))
    if one.kind in _OPEN and said.severity is not None and said.severity <= Severity.P2:
        severity = f"**{severity}**"
    words = f"{_cell(said.message)} *{_cell(change_words(one, difference))}*"
    return f"| {severity} | {_cell(f'{one.rule} {one.title}')} | {words} | {_where(said.place, one)} |\n"


def _cell(text: str) -> str:
    return escaped(plain(text, _TEXT))


def _where(place: Place | None, one: FindingChange) -> str:
    # Also in a code span, a bar would end the cell.
    return code_in_table(f"{place.file}:{place.line}") if place is not None else escaped(one.elements[0])


def _element(one: ElementChange) -> str:
    at = f" {code(f'{one.place.file}:{one.place.line}')}" if one.place is not None else ""
    facts = "".join(_fact(fact) for fact in one.facts)
    return f"- {_VERB[one.kind]} {code(plain(one.path, _TEXT))}{at}\n{facts}"


def _fact(fact: FactChange) -> str:
    field = f"{escaped(fact.field)}: " if fact.field else ""
    shared = f" ({counted(fact.elements, 'element')})" if fact.elements > 1 else ""
    return f"  - {field}{code(plain(fact.before, _TEXT))} → {code(plain(fact.after, _TEXT))}{shared}\n"


def _reached(difference: Difference) -> list[str]:
    return [
        f"- {code(one.data_class)}{' (personal)' if one.personal else ''} {_cell(reach_words(one))}\n"
        for one in difference.reach or ()
    ]


def _times(difference: Difference) -> list[str]:
    return [
        f"- {one.channel}: {code(one.place)} to {code(one.sender)}: "
        f"{escaped(arrival_words(one.before))} → {escaped(arrival_words(one.after))} ({one.trend})\n"
        for one in difference.opt_outs or ()
    ]


def _questions(asked: Iterable[Asked]) -> list[str]:
    return [
        f"- {_cell(one.text)} {code(one.paths[0])}"
        + (f" and {counted(len(one.paths) - 1, 'more place')}" if len(one.paths) > 1 else "")
        + "\n"
        for one in asked
    ]


def _moves(difference: Difference) -> list[str]:
    return [
        f"- {one.points:+.1f} {_cell(f'{one.rule} {one.title}')}\n"
        for one in difference.score.moves
        if abs(one.points) >= _LEAST
    ]
