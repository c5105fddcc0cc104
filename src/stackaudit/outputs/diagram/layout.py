r"""From DOT text to an SVG element that can be put into a page: the one door to both layout engines.

What a writer of DOT has to know about the pinned engine:

- Give ``fontname="Helvetica"`` to graph, node and edge. The engine has no fonts, but it knows the widths of Helvetica's
  letters exactly, and the SVG then names fonts of the same widths. A list of fonts, a bold font, or any name that it
  does not know is measured as Times: some 10 % too narrow.
- Labels are plain: ``\n``, ``\l`` and ``\r`` end a centred, left or right line. ``<...>`` is refused. In text, write
  ``&`` as ``&amp;`` and double a backslash, or else ``&copy;`` and ``\N`` turn into something else. A ``tooltip`` is
  read twice: double its backslashes twice.
- ``id``, ``class`` and ``tooltip`` come through. Without an ``id`` the engine counts ``node1``, ``node2``, which clash
  when a page holds two diagrams.
- A ``URL`` needs a ``tooltip``, or else the label becomes one. Only http, https, mailto and ``#`` links are kept.
- Images are not drawn, gradients are refused.
- ``nslimit=1`` makes a dense layout up to three times as quick, and ``mclimit=0.2`` twice, with a few more crossings.
- Never write ``splines=curved``, ``pack=true`` with ``newrank=true`` and clusters, or ``clusterrank`` with ``rank=min``
  or ``rank=max``: many such layouts never end, or trap.
- A nested cluster takes over the attributes of the outer one, its ``id`` and ``tooltip`` too: set them in each.
"""

from __future__ import annotations

import re
from typing import Final, Literal
from xml.etree.ElementTree import Element

from stackaudit.errors import LayoutError, Problem
from stackaudit.outputs.diagram import engine_system, engine_wasm, svg
from stackaudit.outputs.diagram.limits import LayoutLimits

__all__ = ["LayoutLimits", "layout"]

_DEFAULT: Final = LayoutLimits()

# What XML cannot hold, not even as a character reference. Half of a surrogate pair is no text at all.
_CONTROLS: Final = "".join(map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20))))
_FORBIDDEN: Final = re.compile(f"[{_CONTROLS}\ud800-\udfff\ufffe\uffff]")

# Quoted strings and comments are stepped over; a "<" anywhere else opens an HTML-like label.
_HTML_LABEL: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|/\*.*?\*/|//[^\n]*|^#[^\n]*|(?P<html><)', re.DOTALL | re.MULTILINE)


def layout(dot: str, *, engine: Literal["pinned", "dot"] = "pinned", limits: LayoutLimits = _DEFAULT) -> Element:
    """Lay out a diagram.

    Args:
        dot: One graph as DOT text. Of several graphs the first is drawn.
        engine: ``pinned`` is the Graphviz that stackaudit brings along as WebAssembly: the same text gives the same
            bytes on every machine, with no file, network or clock in its reach. ``dot`` is the Graphviz that this
            machine has installed, with its own fonts and its own picture.
        limits: ``fuel`` and ``memory`` bind the pinned engine, ``seconds`` the system one, ``output_bytes`` both.

    Returns:
        One ``<svg>`` element without namespace, its size in points, without comments and generated titles. A
        ``tooltip`` is a ``<title>``, a link an ``<a href>``.

    Raises:
        LayoutError: The text is no diagram, a limit was reached, or the engine is missing or failed.
    """
    _check(dot)
    text = dot.encode()
    raw = engine_wasm.render(text, limits) if engine == "pinned" else engine_system.render(text, limits)
    return svg.clean(raw)


def _check(dot: str) -> None:
    # To look for each control by itself is much quicker, and most texts hold nothing else that could be forbidden.
    may_be = not dot.isascii() or any(one in dot for one in _CONTROLS)
    if may_be and (found := _FORBIDDEN.search(dot)):
        line = dot.count("\n", 0, found.start()) + 1
        message = f"line {line} of the DOT text holds the character U+{ord(found[0]):04X}, which an SVG cannot hold"
        raise LayoutError(Problem(message, hint="remove it from the name or note that it stands in"))
    if "<" in dot and any(match["html"] for match in _HTML_LABEL.finditer(dot)):
        # The pinned engine is built without them: it would draw the node's id instead, and say nothing.
        message = "the DOT text holds an HTML-like label '<...>', which the diagram engine cannot draw"
        raise LayoutError(Problem(message, hint="write a plain label in double quotes, with \\n for a new line"))
