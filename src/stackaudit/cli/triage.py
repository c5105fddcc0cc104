"""The command that judges requests: ``triage``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from stackaudit.audit.advice import Advice, Judged, Triage
from stackaudit.audit.triage import triage as judged
from stackaudit.cli.options import own_stack_argument, read_stack
from stackaudit.cli.printing import say, say_data, style
from stackaudit.cli.settings_options import settings_options, stack_in_force
from stackaudit.cli.weighing import asking, roadmap_share_option
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE
from stackaudit.outputs.plain import as_bytes, plain
from stackaudit.outputs.triage_words import HEADINGS, UNRATED, about, counts, facts, hours_words, reasons, right_words

__all__ = ["triage"]

_NAME: Final = 80
_TEXT: Final = 600
_COLOUR: Final = {Advice.TAKE: "green", Advice.ASK: "yellow", Advice.PUT_OFF: "blue", Advice.DECLINE: "red"}


@click.command(short_help="Judge the requests.")
@own_stack_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Print them as text or as data; markdown is to be sent to those who asked.",
)
@roadmap_share_option("Per cent of the hours that are kept for the roadmap.")
@settings_options
def triage(stack: tuple[Path, ...], max_size: int, form: str, roadmap_share: float) -> None:
    """Judge the requests in the intake log of STACK, files or folders (- for standard input).

    Says which to take and in which order, which to question first and with which question, which to put off, which to
    decline and why, and what is left of a month's hours for the roadmap. What reaches customers (P1, P2) comes first,
    what stops a team (P3) next; all else has to serve a goal, and to fit into the hours. Runs no rules.

    Without STACK, the nearest stackaudit.toml says which stack it is.

    \b
    Example:
      stackaudit triage stack.yaml
      stackaudit triage stack.yaml --roadmap-share 70 --format markdown > requests.md
    """
    description = read_stack(stack_in_force(stack), max_size)
    made = judged(description, roadmap_share=roadmap_share)
    if form == "json":
        from stackaudit.outputs.triage_data import triage_data  # noqa: PLC0415 - only this form needs it

        say_data(triage_data(made))
    elif form == "markdown":
        from stackaudit.outputs.triage_markdown import to_markdown  # noqa: PLC0415 - only this form needs it

        say(as_bytes(to_markdown(description, made)), nl=False)
    else:
        _say_triage(description, made)


def _say_triage(stack: Stack, made: Triage) -> None:
    for advice in Advice:
        found = made.of(advice)
        if found:
            say(style(HEADINGS[advice], fg=_COLOUR[advice], bold=True))
            for one in found:
                _say_request(stack, made, one)
            say()
    lines = [*hours_words(made, recorded=stack.capacity is not NONE), right_words(made)]
    for line in lines:
        if line:
            say(plain(line, _TEXT))
    for question in made.questions:
        say(f"  {asking(question)} ({plain(question.path)})")
    say()
    say(style(counts(made), bold=True))


def _say_request(stack: Stack, made: Triage, one: Judged) -> None:
    """A request: what it is, why, the facts that decided, the questions."""
    mark = f"{one.place}." if one.place is not None else "-"
    name = "" if one.request.name is None else f"  {plain(one.request.name, _NAME)}"
    level = one.severity.value if one.severity is not None else UNRATED
    say(f"{mark:>5} {style(plain(one.id, _NAME), bold=True)}{name}  {level}, {plain(about(stack, one), _TEXT)}")
    for reason in reasons(made, one):
        say(f"      {plain(reason, _TEXT)}")
    for question in one.questions:
        say(f"      {asking(question)}")
    if one.facts:
        say(style(f"      by {plain(facts(one.facts, f'requests.{one.id}.'), _TEXT)}", dim=True))
