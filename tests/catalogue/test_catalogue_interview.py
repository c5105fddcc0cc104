"""The interview: thirty questions, each rule in one of them."""

from __future__ import annotations

from collections import Counter

import pytest

from stackaudit.catalogue.interview import interview_questions, read_interview
from stackaudit.errors import CatalogueError
from stackaudit.model.stack import KINDS
from stackaudit.model.words import Collection
from stackaudit.rules.pack import builtin

QUESTIONS = interview_questions()


def test_there_are_thirty_in_order():
    assert [question.number for question in QUESTIONS] == list(range(1, 31))


def test_every_rule_waits_for_exactly_one_question():
    named = Counter(rule for question in QUESTIONS for rule in question.rules)
    assert {rule.id for rule in builtin().rules} <= set(named)
    assert set(named.values()) == {1}


def test_the_facts_that_a_question_names_are_ones_that_the_model_has():
    facts = [fact for one in QUESTIONS for fact in one.facts]
    assert len(facts) == len(set(facts)) > 0
    for kind, _, field in (fact.partition(".") for fact in facts):
        assert field in (list(Collection) if kind == "complete" else KINDS[kind].model_fields)


def test_they_are_questions_in_few_words():
    assert all(question.ask.endswith("?") and len(question.ask) < 180 for question in QUESTIONS)
    assert all(question.whom and question.show for question in QUESTIONS)


def test_a_broken_file_is_refused(tmp_path):
    path = tmp_path / "interview.yaml"
    path.write_text("- {id: 7, ask: What?, whom: sales, show: a page, rules: [x]}\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_interview(path)
    assert [problem.message for problem in caught.value.problems] == [
        "id: expected an id as in Q12, not '7'",
        "rules: expected the id of a rule, not 'x'",
    ]
