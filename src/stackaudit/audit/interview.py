"""What is not known, as an interview: each open question under the one of the thirty that a person would be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from stackaudit.audit.coverage import WEIGHTS
from stackaudit.audit.questions import OpenQuestion
from stackaudit.catalogue.interview import InterviewQuestion, interview_questions
from stackaudit.frozen import dataclass
from stackaudit.rules.rule import Rule

__all__ = ["Topic", "interview"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of the interview, and the facts that it is to bring.

    ``question`` is None for the facts that only rules wait for which are in no question of the interview: those of
    other packs. ``asked`` are the open questions, the most useful first.
    """

    question: InterviewQuestion | None
    asked: tuple[OpenQuestion, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that wait for the answers, in the order of their ids."""
        return tuple(sorted({rule for one in self.asked for rule in one.rules}))

    @property
    def weight(self) -> float:
        """How much the answers decide: the sum of the weights of the open questions."""
        return fsum(one.weight for one in self.asked)


def interview(open_questions: Sequence[OpenQuestion], rules: Mapping[str, Rule]) -> tuple[Topic, ...]:
    """Open questions by topic of the interview, in its order; what belongs to none comes last.

    A fact is asked once, though rules of several topics may wait for it: in the topic that names it, else where the
    rules weigh most, and of topics that weigh the same in the first.
    """
    topics = interview_questions()
    place = {rule: number for number, topic in enumerate(topics) for rule in topic.rules}
    named = {fact: number for number, topic in enumerate(topics) for fact in topic.facts}
    found: dict[int, list[OpenQuestion]] = {}
    for one in open_questions:
        if one.topic in named:
            found.setdefault(named[one.topic], []).append(one)
            continue
        weights: dict[int, float] = {}
        for rule in one.rules:
            number = place.get(rule, len(topics))
            weights[number] = weights.get(number, 0.0) + WEIGHTS[rules[rule].severity]
        # A topic of the interview before none, whatever the rules of other packs weigh.
        best = min(weights, key=lambda number: (number == len(topics), -weights[number], number))
        found.setdefault(best, []).append(one)
    return tuple(
        Topic(topics[number] if number < len(topics) else None, tuple(found[number])) for number in sorted(found)
    )
