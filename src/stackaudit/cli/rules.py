"""The commands about rules: ``rules``, ``explain`` and ``test-rules``."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

import click

from stackaudit.cli.completing import complete_rule
from stackaudit.cli.options import rule_options
from stackaudit.cli.printing import form_option, say, say_data, style
from stackaudit.cli.values import PathName, words
from stackaudit.outputs.plain import plain
from stackaudit.outputs.terminal import problem_lines
from stackaudit.rules.choosing import find_rule, selected
from stackaudit.rules.pack import Pack, clashes, folder, loaded
from stackaudit.rules.rule import Rule

__all__ = ["explain", "rules", "test_rules"]

_WIDTH = 96


@click.command(short_help="List the rules.")
@form_option
@rule_options
def rules(form: str, folders: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    """List the rules: id, severity, family, kind (declared in YAML, or a check in Python) and title.

    \b
    Example:
      stackaudit rules --select consent
    """
    known = selected((rule for pack in loaded(folders) for rule in pack.rules), words(select), words(ignore))
    if form == "json":
        say_data([_data(rule) for rule in known])
        return
    width = max((len(rule.family) for rule in known), default=0)
    for rule in known:
        kind = f"see {', '.join(rule.alias_of)}" if rule.alias_of else rule.kind
        family = f"{plain(rule.family):<{width}}"
        say(f"{style(f'{rule.id:<8}', bold=True)} {rule.severity}  {family}  {kind:<9} {plain(rule.title)}")
    say(f"{len(known)} rule{'s' if len(known) != 1 else ''}")


@click.command(short_help="Print one rule whole.")
@click.argument("rule", shell_complete=complete_rule)
@click.option(
    "--rules",
    "folders",
    multiple=True,
    metavar="DIR",
    type=PathName(),
    help="A folder with further rules.",
)
def explain(rule: str, folders: tuple[Path, ...]) -> None:
    """Print the rule RULE (an id or a name) whole; or, for the word score, how the score is computed.

    What it asks, which answer is a red flag, why, how it is found, what it means, and how it is mended.

    \b
    Example:
      stackaudit explain STR-13
      stackaudit explain score
    """
    if rule.lower() == "score":
        _explain_score()
        return
    packs = loaded(folders)
    known = [one for pack in packs for one in pack.rules]
    found = find_rule(known, rule)
    say(style(f"{found.id}  {plain(found.title)}", bold=True))
    say(plain(f"{found.severity} · {found.family} · {found.kind} · pack {found.pack} · name {found.name}"))
    for title, text in _parts(found):
        say()
        say(style(title, bold=True))
        say(text)
    example = next(_example(found, pack) for pack in packs if found in pack.rules)
    if example:
        say()
        say(style("An example that it flags", bold=True))
        say(example)


def _explain_score() -> None:
    from stackaudit.outputs.score_explained import explained  # noqa: PLC0415 - beside its only use

    say(style("The score", bold=True))
    for title, text in explained():
        say()
        say(style(title, bold=True))
        say("\n".join(textwrap.fill(line, _WIDTH) for line in text.splitlines()))


@click.command("test-rules", short_help="Prove the rules of a folder by their own examples.")
@click.argument("path", metavar="[DIR]", required=False, type=PathName())
def test_rules(path: Path | None) -> None:
    """Run the examples of every rule in the folder DIR (by default: the built-in rules), and say exactly what is wrong.

    Exit code 0: every example came out as it says; 1: some did not; 2: a rule could not be loaded.

    \b
    Example:
      stackaudit test-rules my-rules/
    """
    from stackaudit.rules.pack import builtin, builtin_folder  # noqa: PLC0415 - beside their only use
    from stackaudit.testing import prove  # noqa: PLC0415 - only this command proves rules

    is_builtin = path is None or path.resolve() == builtin_folder().resolve()
    pack = folder(path) if path is not None and not is_builtin else builtin()
    proof = prove(pack, least=is_builtin)
    problems = [*clashes(pack), *proof.problems]
    for problem in problems:
        for line in problem_lines(problem, style):
            say(line, err=True)
    wrong = len(problems)
    state = "all as they say" if not wrong else f"{wrong} mistake{'s' if wrong != 1 else ''}"
    say(f"{proof.rules} rule{'s' if proof.rules != 1 else ''}, {proof.examples} examples: {state}")
    sys.exit(1 if wrong else 0)


def _parts(rule: Rule) -> list[tuple[str, str]]:
    parts = [("Ask", rule.ask), ("Red flag", rule.red_flag), ("Why", rule.why), ("How it is found", rule.found)]
    if rule.alias_of:
        parts.append(("Leads to", ", ".join(rule.alias_of)))
    parts += [("For leadership", text) for text in rule.impact[-1:]]
    parts += [("Fix now", rule.fix.now), ("Fix later", rule.fix.later)]
    if rule.parameters:
        held = [
            f"{name} = {_shown(one.value)}: {one.about} (source: {one.source})" for name, one in rule.parameters.items()
        ]
        parts.append(("Parameters", "\n".join(held)))
    if rule.steps:
        parts.append(("Severity", "\n".join(f"{step.to} where {step.because}" for step in rule.steps)))
    parts += [("Notes", rule.notes), ("Sources", "\n".join(f"- {source}" for source in rule.sources))]
    return [
        (title, "\n".join(textwrap.fill(plain(line), _WIDTH) for line in text.splitlines()))
        for title, text in parts
        if text
    ]


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _example(rule: Rule, pack: Pack) -> str:
    """The lines of the rule's first flagged example, as they stand in its file; nothing where it has none."""
    from stackaudit.source import read_file  # noqa: PLC0415 - only explain shows an example

    path = pack.file_of(rule)
    documents = read_file(path).documents
    data = documents[1].data if len(documents) > 1 else None
    if not isinstance(data, dict) or not data.get("flagged"):
        return ""
    place = documents[1].place(("flagged", 0, "stack"))
    lines = path.read_text(encoding="utf-8").splitlines()
    # A block ends where the next thing begins, and the line on which that stands is no part of it.
    is_part = lines[place.end_line - 1][: place.end_column - 1].strip() if place.end_line <= len(lines) else ""
    last = place.end_line if is_part else place.end_line - 1
    text = textwrap.dedent("\n".join(lines[place.line - 1 : last])).rstrip()
    return textwrap.indent("\n".join(map(plain, text.splitlines())), "  ")


def _data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "title": rule.title,
        "severity": rule.severity.value,
        "family": rule.family,
        "kind": rule.kind,
        "pack": rule.pack,
        "alias_of": list(rule.alias_of),
        "ask": rule.ask,
        "red_flag": rule.red_flag,
        "why": rule.why,
        "found": rule.found,
        "impact": list(rule.impact),
        "fix": {"now": rule.fix.now, "later": rule.fix.later},
        "sources": list(rule.sources),
        "notes": rule.notes,
        "parameters": {
            name: {
                "value": list(one.value) if isinstance(one.value, tuple) else one.value,
                "about": one.about,
                "source": one.source,
            }
            for name, one in rule.parameters.items()
        },
    }
