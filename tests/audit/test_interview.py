"""Open questions under the questions of the interview."""

from __future__ import annotations

from dataclasses import replace

from stackaudit.audit.interview import interview
from stackaudit.audit.questions import OpenQuestion
from stackaudit.rules.pack import builtin

RULES = {rule.id: rule for rule in builtin().rules}
OWN = {**RULES, "MY-01": replace(RULES["GRA-01"], id="MY-01")}


def open_question(topic: str, *rules: str, weight: float = 1.0) -> OpenQuestion:
    return OpenQuestion(topic, f"{topic}?", (), rules, weight, "")


def found(*questions: OpenQuestion) -> list[tuple[str | None, list[str]]]:
    topics = interview(questions, OWN)
    return [(topic.question.id if topic.question else None, [one.topic for one in topic.asked]) for topic in topics]


def test_each_fact_is_asked_once_where_the_rules_weigh_most():
    assert found(open_question("a", "STK-06", "GRA-01"), open_question("b", "STK-06")) == [
        ("Q1", ["b"]),
        ("Q12", ["a"]),
    ]


def test_of_topics_that_weigh_the_same_the_first_asks():
    assert found(open_question("a", "MEA-01", "MEA-03")) == [("Q22", ["a"])]


def test_a_fact_that_a_topic_names_is_asked_there_whichever_rules_wait():
    asked = [open_question("tool.status", "GRA-01"), open_question("complete.capture_points", "GRA-20")]
    assert found(*asked) == [("Q12", ["complete.capture_points"]), ("Q27", ["tool.status"])]


def test_rules_of_other_packs_ask_last_and_only_what_no_topic_asks():
    assert found(open_question("a", "MY-01"), open_question("b", "MY-01", "STK-06")) == [("Q1", ["b"]), (None, ["a"])]


def test_a_topic_sums_the_weights_and_names_the_rules_that_wait():
    (topic,) = interview([open_question("a", "GRA-02", "GRA-01", weight=3), open_question("b", "GRA-01")], OWN)
    assert topic.weight == 4.0
    assert topic.rules == ("GRA-01", "GRA-02")


def test_without_questions_there_is_no_interview():
    assert interview([], OWN) == ()
