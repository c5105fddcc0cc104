"""All waivers of a description: those that it lists, those in its comments, and none of them twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stackaudit.errors import Place, Problem
from stackaudit.load.merging import Merged
from stackaudit.load.prepared import Prepared
from stackaudit.source import Document
from stackaudit.source.wording import shown

if TYPE_CHECKING:
    from stackaudit.load.comments import CommentedWaiver

__all__ = ["MARKER", "take_waivers"]

# A word has to follow: "# stackaudit: 1" is a head that somebody took out. Without a colon only what means us for sure.
MARKER: Final = re.compile(
    r"#[# \t]*[Ss]tackaudit(?:[ \t]*:[ \t]*(?=[A-Za-z])|[ \t]+(?=(?:waive|ignore|disable|suppress|noqa)\b))"
)
"""How a comment begins that is meant for us."""


def take_waivers(document: Document, prepared: Prepared) -> None:
    """Add the waivers in comments to those that are listed, with their places.

    What is wrong is noted: comments that cannot be read, and what is waived twice. A description without such comments
    costs one search through its text.
    """
    parts = document.documents if isinstance(document, Merged) else (document,)
    found = [(part, part.comments(MARKER)) for part in parts]
    commented: list[CommentedWaiver] = []
    if any(comments for _, comments in found):
        from stackaudit.load.comments import commented_waivers  # noqa: PLC0415 - most descriptions have no such comment

        commented, prepared.problems = commented_waivers(document, prepared, found)
    listed = prepared.data.get("waivers")
    waivers = listed if isinstance(listed, list) else []
    places = prepared.commented = {number: one.places for number, one in enumerate(commented, len(waivers))}
    if commented and (listed is None or isinstance(listed, list)):
        waivers = prepared.data["waivers"] = [*waivers, *(one.fields for one in commented)]
    seen: dict[tuple[str, str], Place] = {}
    for number, one in enumerate(waivers):
        rule, element = (one.get("rule"), one.get("element")) if isinstance(one, dict) else (None, None)
        if isinstance(rule, str) and isinstance(element, str):
            place = places[number][""] if number in places else document.place(("waivers", number))
            other = seen.setdefault((rule, element), place)
            if other is not place:
                message = f"{shown(rule)} is waived twice for {shown(element)}: it is waived at {other} too"
                prepared.problems.append(Problem(message, place, "leave one of them out", document.excerpt(place)))
