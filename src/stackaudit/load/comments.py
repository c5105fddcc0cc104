"""Waivers in comments: ``# stackaudit: waive RULE until DAY owner WHO: WHY`` beside the element that they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from stackaudit.errors import Place, Problem
from stackaudit.frozen import dataclass
from stackaudit.load.beside import GONE, Beside, Nowhere
from stackaudit.load.prepared import Prepared
from stackaudit.load.waivers import MARKER
from stackaudit.load.wording import did_you_mean, nearest
from stackaudit.source import Comment, Document
from stackaudit.source.wording import shown

__all__ = ["FORM", "CommentedWaiver", "commented_waivers"]

FORM: Final = "# stackaudit: waive STK-06 until 2027-03-31 owner head of operations: replaced in spring"
"""How such a comment is written."""

_WORD: Final = re.compile(r"\S+")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class CommentedWaiver:
    """A waiver from a comment: its fields as ``waivers:`` has them, and the place of each; under "" of the whole."""

    fields: dict[str, Any]
    places: dict[str, Place]


def commented_waivers(
    document: Document, prepared: Prepared, found: Sequence[tuple[Document, Sequence[Comment]]]
) -> tuple[list[CommentedWaiver], list[Problem]]:
    """The waivers in comments, and what is wrong with them.

    Args:
        document: the whole, of one file or of several.
        prepared: its data.
        found: each file's document with the comments in it that are meant for us.
    """
    waivers: list[CommentedWaiver] = []
    problems: list[Problem] = []
    beside = Beside(document, [part for part, _ in found], prepared)
    for part, comments in found:
        for comment in comments:
            reader = _Reader(part, comment)
            fields = reader.fields()
            if fields is not None:
                element = beside.of(part, comment)
                if isinstance(element, Nowhere):
                    reader.refuse(element.message, element.hint)
                elif element != GONE:
                    waivers.append(reader.waiver(fields, element))
            problems += reader.problems
    return waivers, problems


class _Reader:
    """Reads one comment."""

    def __init__(self, document: Document, comment: Comment) -> None:
        self.document = document
        self.comment = comment
        self.problems: list[Problem] = []
        self._places: dict[str, Place] = {}

    def refuse(self, message: str, hint: str | None = None, at: tuple[int, int] | None = None) -> None:
        """Note what is wrong, at a part of the comment or all of it."""
        place = self._place(at)
        self.problems.append(Problem(message, place, hint, self.document.excerpt(place)))

    def waiver(self, fields: dict[str, Any], element: str) -> CommentedWaiver:
        """The waiver of the comment."""
        return CommentedWaiver({**fields, "element": element}, {"": self._place(None), **self._places})

    def fields(self) -> dict[str, Any] | None:
        """Rule, owner, reason and last day; None where something is wrong."""
        text = self.comment.text
        head = MARKER.match(text)
        begin = head.end() if head is not None else 0
        if head is not None and ":" not in head[0]:
            self.refuse("a colon is missing after 'stackaudit'", FORM, (head.start(), begin))
            return None
        colon = text.find(":", begin)
        words = list(_WORD.finditer(text, begin, colon if colon >= 0 else len(text)))
        verb = words[0] if words else None
        if verb is None or verb[0] != "waive":
            word = "" if verb is None else verb[0]
            near = nearest(word, ("waive",))
            hint = f"{did_you_mean(near)} {FORM}" if near else FORM
            self.refuse(f"a comment to stackaudit can only waive, found {shown(word)}", hint, verb and verb.span())
            return None
        held = self._parts(words[1:])
        reason = text[colon + 1 :].strip() if colon >= 0 else ""
        return self._checked(held, reason)

    def _parts(self, words: list[re.Match[str]]) -> dict[str, list[re.Match[str]]]:
        """The words of each part: those before the first of ``until`` and ``owner`` are the rule."""
        held: dict[str, list[re.Match[str]]] = {"rule": []}
        name = "rule"
        for word in words:
            if word[0] in {"until", "owner"} and word[0] not in held:
                name = word[0]
                held[name] = []
            else:
                held[name].append(word)
        return held

    def _checked(self, held: dict[str, list[re.Match[str]]], reason: str) -> dict[str, Any] | None:
        missing = [name for name in ("rule", "until", "owner") if not held.get(name)]
        missing += [] if reason else ["reason, after a colon"]
        if missing:
            self.refuse(
                f"a waiver in a comment needs a rule, until, owner and a reason; missing: {', '.join(missing)}", FORM
            )
            return None
        for name in ("rule", "until"):
            if len(held[name]) > 1:
                self.refuse(
                    f"expected one word for {name}, found {shown(held[name][1][0])} too", FORM, held[name][1].span()
                )
        rule, until = held["rule"][0], held["until"][0]
        self._places = {name: self._place((words[0].start(), words[-1].end())) for name, words in held.items()}
        owner = " ".join(word[0] for word in held["owner"]).rstrip(",")
        last = _day(until[0].rstrip(","))
        if last is None:
            self.refuse(f"expected a day for until, found {shown(until[0])}", "such as 2027-03-31", until.span())
        if not owner or max(len(owner), len(reason)) > _LONGEST:
            self.refuse(f"expected from 1 to {_LONGEST:,} characters for owner and reason")
        if self.problems:
            return None
        return {"rule": rule[0].rstrip(","), "owner": owner, "reason": reason, "until": last}

    def _place(self, at: tuple[int, int] | None) -> Place:
        start, end = (0, len(self.comment.text)) if at is None else at
        return self.document.range(self.comment.start + start, self.comment.start + end)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
