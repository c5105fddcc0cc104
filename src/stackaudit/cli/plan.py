"""The command that plans: ``plan``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from stackaudit.audit.actions import Action, Horizon
from stackaudit.audit.audit import Audit
from stackaudit.audit.gains import MEASURED, Gain, gains
from stackaudit.audit.plan import Plan
from stackaudit.audit.plan import plan as planned
from stackaudit.cli.auditing import audited, say_broken
from stackaudit.cli.in_force import in_force, own_stack
from stackaudit.cli.options import own_stack_argument, rule_options
from stackaudit.cli.printing import say, say_data, style
from stackaudit.cli.settings_options import settings_file, settings_options
from stackaudit.cli.weighing import asking, roadmap_share_option
from stackaudit.model.values import NONE
from stackaudit.outputs.plain import as_bytes, plain
from stackaudit.outputs.plan.verdict_words import VERDICTS
from stackaudit.outputs.plan.words import HEADINGS, about, counts, dues, first_fix, hours_words, when_words

__all__ = ["plan"]

_NAME: Final = 80
_TEXT: Final = 600
_RULES: Final = 8
_TOOLS: Final = 12
_COLOUR: Final = {Horizon.NOW: "red", Horizon.NEXT: "yellow", Horizon.LATER: "blue"}


@click.command(short_help="Plan what to do about the findings.")
@own_stack_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "yaml"]),
    default="text",
    show_default=True,
    help="Print it as text or as data; yaml is a section to paste into the stack file.",
)
@roadmap_share_option("Per cent of all hours that mending takes at most, where nobody has said how many it may.")
@rule_options
@settings_options
def plan(
    stack: tuple[Path, ...],
    max_size: int,
    form: str,
    roadmap_share: float,
    **_options: object,
) -> None:
    """Plan what to do about the proved findings in the files or folders STACK (- for standard input).

    One action for each root cause, or as `actions:` in the stack file plans them, in now, next and later: by severity
    and by the days that bear on it, as far as the team's hours go. Says who takes it on, what it takes, and what it
    brings; for the first five that is measured, by mending their facts and running the rules again. What nobody has
    said, owners, sizes, hours, is asked. Exit code 2: a rule is broken, and what it looks for is missing. Without
    STACK, the nearest stackaudit.toml says which stack it is.

    \b
    Example:
      stackaudit plan stack.yaml
      stackaudit plan stack.yaml --format markdown > plan.md
      # owners and hours to be filled in, and pasted into the stack file:
      stackaudit plan stack.yaml --format yaml
    """
    file = settings_file(stack)
    holds = in_force(file)
    audit = audited(stack or own_stack(file, holds.settings), max_size, holds)
    if form in {"text", "markdown"} and audit.stack.report is not None:
        from stackaudit.audit.rewording import reworded  # noqa: PLC0415 - most stacks say nothing of their report

        audit = reworded(audit)
    made = planned(audit.stack, audit.rules, audit.causes, audit.score, audit.renewals, roadmap_share=roadmap_share)
    if form == "yaml":
        from stackaudit.outputs.plan.skeleton import to_yaml  # noqa: PLC0415 - only this form needs it

        say(as_bytes(to_yaml(audit.stack, made)), nl=False)
    else:
        _say_plan(audit, made, form)
    say_broken(audit)
    sys.exit(2 if audit.broken else 0)


def _say_plan(audit: Audit, made: Plan, form: str) -> None:
    first = made.actions[:MEASURED]
    measured = gains(audit.stack, audit.rules, audit.parameters, audit.score, first, audit.waived)
    if form == "json":
        from stackaudit.outputs.plan.case_data import judged_data  # noqa: PLC0415 - as below
        from stackaudit.outputs.plan.data import plan_data  # noqa: PLC0415 - only this form needs it

        say_data({**plan_data(made, measured), **judged_data(audit)})
    elif form == "markdown":
        from stackaudit.outputs.plan.markdown import to_markdown  # noqa: PLC0415 - only this form needs it

        say(as_bytes(to_markdown(audit, made, measured)), nl=False)
    else:
        _say_text(audit, made, measured)


def _say_text(audit: Audit, made: Plan, measured: dict[str, Gain]) -> None:
    for horizon in Horizon:
        found = made.of(horizon)
        if found:
            say(style(HEADINGS[horizon], fg=_COLOUR[horizon], bold=True))
            for one in found:
                _say_action(one, measured.get(one.element))
            say()
    for line in hours_words(made, recorded=audit.stack.capacity is not NONE):
        say(plain(line, _TEXT))
    for question in made.questions:
        say(f"  {asking(question)} ({plain(question.path)})")
    for idle in made.idle:
        say(f"  actions.{plain(idle.action)}: nothing is proved at {plain(idle.mends, _TEXT)}")
    if audit.verdicts:
        say()
        say(style("Tools", bold=True))
    for verdict in VERDICTS:
        tools = [audit.stack.tools[one.tool].title for one in audit.verdicts if one.verdict is verdict]
        if tools:
            more = f" and {len(tools) - _TOOLS} more" if len(tools) > _TOOLS else ""
            say(f"  {VERDICTS[verdict]}: {', '.join(plain(name, _NAME) for name in tools[:_TOOLS])}{more}")
    say()
    say(style(counts(made), bold=True))


def _say_action(one: Action, gain: Gain | None) -> None:
    """An action: what it is about, who does it and what it takes, why it stands there, what to do."""
    say(f"  {style(plain(one.title, _NAME), bold=True)}  {one.severity}, {plain(about(one, gain), _TEXT)}")
    for line in (*dues(one), *when_words(one)):
        say(f"      {plain(line, _TEXT)}")
    say(f"      now: {plain(first_fix(one), _TEXT)}")
    if one.ask:
        say(f"      ask: {plain(one.ask, _TEXT)}")
    rules = list(dict.fromkeys(finding.rule for finding in one.findings))
    more = f" and {len(rules) - _RULES} more" if len(rules) > _RULES else ""
    count = len(one.findings)
    mends = f"{count} finding{'' if count == 1 else 's'} of {', '.join(rules[:_RULES])}{more}"
    say(style(f"      {plain(one.element, _NAME)}: {mends}", dim=True))
