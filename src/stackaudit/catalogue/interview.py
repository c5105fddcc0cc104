"""The questions of an audit interview: what to ask, of whom, what to see, and the rules that wait for the answer."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stackaudit.catalogue import fields
from stackaudit.catalogue.fields import Field
from stackaudit.catalogue.records import DATA, read_yaml
from stackaudit.frozen import dataclass

__all__ = ["InterviewQuestion", "interview_questions", "read_interview"]


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """A question of the interview. ``rules`` are the ids of those that wait for its answer, in no other question.

    ``facts`` are kinds of facts that belong here whichever rules wait for them, as in ``tool.status``.
    """

    id: str
    ask: str
    whom: str
    show: str
    rules: tuple[str, ...]
    facts: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """Its place in the interview, from 1."""
        return int(self.id[1:])


@cache
def interview_questions() -> tuple[InterviewQuestion, ...]:
    """The questions that come with stackaudit, in their order; read once.

    Raises:
        CatalogueError: their file is broken.
    """
    return read_interview()


def read_interview(path: Path = DATA / "interview.yaml") -> tuple[InterviewQuestion, ...]:
    """The questions of a file, in its order.

    Raises:
        CatalogueError: with every mistake in the file.
    """
    return read_yaml(path, _FIELDS, InterviewQuestion)


_FIELDS: Final = MappingProxyType(
    {
        "id": Field(fields.matching(r"Q[1-9][0-9]?", "an id as in Q12")),
        "ask": Field(fields.text),
        "whom": Field(fields.text),
        "show": Field(fields.text),
        "rules": Field(fields.matching(r"[A-Z]+-[0-9]+", "the id of a rule"), many=True),
        "facts": Field(
            fields.matching(r"[a-z_]+\.[a-z_]+", "a kind of fact as in tool.status"), many=True, optional=True, empty=()
        ),
    }
)
