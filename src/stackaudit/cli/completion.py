"""The command that prints the script with which a shell completes."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from stackaudit.cli.printing import say

__all__ = ["completion"]

_HOW = {
    "bash": 'add to ~/.bashrc: eval "$(stackaudit completion bash)"',
    "zsh": 'add to ~/.zshrc: eval "$(stackaudit completion zsh)"',
    "fish": "save as ~/.config/fish/completions/stackaudit.fish",
}


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(list(_HOW)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script with which bash, zsh or fish completes commands, options, rules, families, formats and products.

    \b
    Example:
      stackaudit completion bash
    """
    kind = get_completion_class(shell)
    assert kind is not None, "click knows each shell that the argument allows"  # noqa: S101 - narrows the type
    made = kind(ctx.find_root().command, {}, "stackaudit", "_STACKAUDIT_COMPLETE")
    # Not the shell's own method: bash's runs bash for its version, and the script may be for another machine.
    say(f"# {_HOW[shell]}\n{ShellComplete.source(made)}", nl=False)
