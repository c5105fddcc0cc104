"""The command that lists what is taken from outside a stack file: ``facts``."""

from __future__ import annotations

from typing import Final

import click

from stackaudit.catalogue import Mark
from stackaudit.catalogue.ledger import KINDS, Entry, ledger
from stackaudit.cli.printing import form_option, say, say_data, style
from stackaudit.outputs.plain import plain

__all__ = ["facts"]

_MARKS: Final = {
    Mark.VERIFIED: "read in the source",
    Mark.SECOND_HAND: "read second-hand",
    Mark.MEMORY: "not verified: it decides nothing, and no report states it",
}


@click.command(short_help="List the facts from outside: laws, platform rules, market, products.")
@click.argument("words", nargs=-1)
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only facts of this kind.")
@click.option("--all", "every", is_flag=True, help="Those that nobody has verified, too.")
@form_option
def facts(
    words: tuple[str, ...],
    kind: tuple[str, ...],
    every: bool,  # noqa: FBT001 - click hands options in by name
    form: str,
) -> None:
    """List the facts that do not come from a stack file: laws, platform rules, terms, market, interfaces, products.

    Each with its source, the day on which it was looked at, and how sure it is. WORDS leave only the facts that hold
    all of them.

    \b
    Example:
      stackaudit facts --kind law
      stackaudit facts pinpoint
    """
    wanted = [word.casefold() for word in words]
    known = [entry for entry in ledger() if (not kind or entry.kind in kind) and _holds(entry, wanted)]
    shown = [entry for entry in known if every or entry.mark.decides]
    if form == "json":
        say_data([_data(entry) for entry in shown])
        return
    for entry in shown:
        say(f"{style(plain(entry.id), bold=True)}  {entry.kind}  {plain(entry.statement)}")
        if entry.valid:
            say(f"    in force {entry.valid}")
        if entry.caution:
            say(f"    {plain(entry.caution)}")
        said = f"    {plain(entry.source)}; " if entry.source else "    "
        say(style(f"{said}looked at {entry.as_of}; {_MARKS[entry.mark]}", dim=True))
    left = len(known) - len(shown)
    more = f"; {left} more that nobody has verified: --all" if left else ""
    say(f"{len(shown)} fact{'s' if len(shown) != 1 else ''}{more}")


def _holds(entry: Entry, words: list[str]) -> bool:
    text = f"{entry.id} {entry.kind} {entry.statement} {entry.caution} {entry.source}".casefold()
    return all(word in text for word in words)


def _data(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "statement": entry.statement,
        "valid": entry.valid or None,
        "caution": entry.caution or None,
        "source": entry.source or None,
        "as_of": entry.as_of.isoformat(),
        "mark": str(entry.mark),
        "decides": entry.mark.decides,
    }
