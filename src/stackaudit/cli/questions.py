"""The command that asks: ``questions``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from stackaudit.audit.interview import Topic, interview
from stackaudit.audit.questions import OpenQuestion
from stackaudit.cli.auditing import audited, say_broken
from stackaudit.cli.in_force import in_force, own_stack
from stackaudit.cli.options import own_stack_argument, rule_options
from stackaudit.cli.printing import say, say_data, style
from stackaudit.cli.settings_options import settings_file, settings_options
from stackaudit.cli.values import WholeNumber
from stackaudit.outputs.plain import as_bytes, plain

__all__ = ["questions"]

# What fits a line or two, and a screen.
_PLACES: Final = 8
_LINES: Final = 12


@click.command(short_help="List what is not known.")
@own_stack_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Print them as text or as data; markdown is to be sent to those who can answer.",
)
@click.option("--limit", type=WholeNumber(min=1), metavar="N", help="Ask only for the N most useful facts.")
@click.option(
    "--order",
    type=click.Choice(["useful", "interview"]),
    help="By how much the answers decide, or as an interview would go.  [default: useful; markdown: interview]",
)
@rule_options
@settings_options
def questions(
    stack: tuple[Path, ...],
    max_size: int,
    form: str,
    limit: int | None,
    order: str | None,
    **_options: object,
) -> None:
    """List what the rules need to know of the stack in the files or folders STACK and nobody has said, as an interview.

    Each of its thirty questions comes with whom to ask, the rules that wait for the answer, and the facts that it is to
    bring, with YAML to paste; the values in it are examples. Exit code 2: a rule is broken, and its questions are
    missing. Without STACK, the nearest stackaudit.toml says which stack it is.

    \b
    Example:
      stackaudit questions stack.yaml --limit 5
      stackaudit questions stack.yaml --format markdown > questions.md
    """
    file = settings_file(stack)
    holds = in_force(file)
    audit = audited(stack or own_stack(file, holds.settings), max_size, holds)
    topics = interview(audit.questions[:limit], audit.rules)
    if (order or ("interview" if form == "markdown" else "useful")) == "useful":
        topics = tuple(sorted(topics, key=lambda topic: -round(topic.weight, 6)))
    if form == "json":
        from stackaudit.outputs.json import topic_data  # noqa: PLC0415 - only this form needs it

        say_data([topic_data(topic) for topic in topics])
    elif form == "markdown":
        from stackaudit.outputs.questionnaire import questionnaire  # noqa: PLC0415 - only this form needs it

        say(as_bytes(questionnaire(audit, topics)), nl=False)
    else:
        _say_topics(topics)
        count = len(audit.questions)
        say(f"{count} open question{'s' if count != 1 else ''}, coverage {audit.coverage.percent} %")
    say_broken(audit)
    sys.exit(2 if audit.broken else 0)


def _say_topics(topics: Sequence[Topic]) -> None:
    number = 0
    for topic in topics:
        if topic.question is None:
            say(style("Further questions", bold=True))
        else:
            say(style(f"{topic.question.id}  {plain(topic.question.ask)}", bold=True))
            say(f"   ask: {topic.question.whom}; to show: {topic.question.show}")
        for one in topic.asked:
            number += 1
            _say_question(number, one)
        say()


def _say_question(number: int, question: OpenQuestion) -> None:
    """A question, the first places that wait for it, and the first lines of YAML to paste."""
    say(f"{number:>4}. {plain(question.text)}")
    named = ", ".join(plain(place.title, 60) for place in question.places[:_PLACES])
    left = len(question.places) - _PLACES
    about = "" if question.topic.startswith("complete.") else f"for {named}{f' and {left} more' if left > 0 else ''}; "
    say(f"      {about}waiting: {', '.join(question.rules)}")
    for place in question.places:
        if place.answers:
            say(f"      sources disagree on {plain(place.title, 60)}: {plain('; '.join(place.answers), 200)}")
    lines = question.yaml.splitlines()
    for line in lines[:_LINES]:
        say(style(f"        {plain(line)}", dim=True))
    if len(lines) > _LINES:
        say(style(f"        # and {len(lines) - _LINES} more lines; --format json has them all", dim=True))
