"""The command that draws a stack without auditing it."""

from __future__ import annotations

from pathlib import Path

import click

from stackaudit.cli.options import own_stack_argument, read_stack
from stackaudit.cli.printing import say
from stackaudit.cli.run_options import engine_option
from stackaudit.cli.settings_options import settings_options, stack_in_force
from stackaudit.cli.values import filled
from stackaudit.errors import OutputError, Problem
from stackaudit.graph import StackGraph
from stackaudit.model.stack import Stack
from stackaudit.outputs.diagram import diagram as draw
from stackaudit.outputs.extras import require
from stackaudit.outputs.files import write_all
from stackaudit.outputs.plain import plain

__all__ = ["diagram"]

_TEXTS = ("svg", "dot", "mmd")
_FORMATS = (*_TEXTS, "png", "pdf")


@click.command(short_help="Draw a stack.")
@own_stack_argument
@click.option(
    "--output",
    "-o",
    default="diagram.svg",
    show_default=True,
    callback=filled,
    metavar="FILE",
    help="A file that ends in .svg, .png, .pdf, .dot or .mmd.",
)
@click.option(
    "--by",
    type=click.Choice(["layer", "team"]),
    default="layer",
    show_default=True,
    help="What the frames in the picture are.",
)
@engine_option
@settings_options
def diagram(stack: tuple[Path, ...], max_size: int, output: str, by: str, engine: str) -> None:
    """Draw the stack in the files or folders STACK (- for standard input) as a picture, or as DOT or Mermaid text.

    PNG and PDF need 'pip install "stackaudit[pdf]"'. Without STACK, the nearest stackaudit.toml says which stack it is.

    \b
    Example:
      stackaudit diagram stack.yaml -o stack.svg
      stackaudit diagram stack.yaml -o stack.mmd
    """
    target = Path(output)
    kind = target.suffix.removeprefix(".").lower()
    if kind not in _FORMATS:
        raise OutputError(
            Problem(
                f"cannot tell the format of {output!r}", hint="end the file's name in .svg, .png, .pdf, .dot or .mmd"
            )
        )
    if kind not in _TEXTS:
        require({kind: "pdf"})
    description = read_stack(stack_in_force(stack), max_size)
    text = draw(description, StackGraph(description), (), kind if kind in _TEXTS else "svg", by=by, engine=engine)
    write_all(target.parent, {target.name: text if kind in _TEXTS else _painted(text, kind, description)})
    say(f"Written: {plain(str(target))}")


def _painted(svg: str, kind: str, stack: Stack) -> bytes:
    from stackaudit.outputs.diagram.raster import to_pdf, to_png  # noqa: PLC0415 - text needs nothing of an extra

    return to_png(svg) if kind == "png" else to_pdf(svg, stack.as_of)
