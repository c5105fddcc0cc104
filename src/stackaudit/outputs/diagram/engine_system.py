"""The other engine: the Graphviz that is installed on this machine, for those who ask for it."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from stackaudit.errors import LayoutError, Problem

if TYPE_CHECKING:
    from stackaudit.outputs.diagram.limits import LayoutLimits

__all__ = ["render"]

# Before it, clusters with newrank lose edges or abort.
_OLDEST: Final = (2, 50)
_VERSION: Final = re.compile(r"graphviz version (\d+)\.(\d+)\S*")
_INSTALL: Final = "install Graphviz 2.50 or later, or leave --engine out: stackaudit brings its own"


def render(dot: bytes, limits: LayoutLimits) -> bytes:
    """Lay out DOT text (UTF-8) with the ``dot`` of this machine, within ``seconds`` and ``output_bytes``.

    Returns:
        The SVG document as Graphviz wrote it.

    Raises:
        LayoutError: Graphviz is missing, too old, too slow, or failed.
    """
    program = shutil.which("dot")
    if program is None:
        raise LayoutError(Problem("there is no system Graphviz: the program 'dot' was not found", hint=_INSTALL))
    _check_version(_run([program, "-V"], b"", limits))
    done = _run([program, "-Kdot", "-Tsvg"], dot, limits)
    if done.returncode:
        raise LayoutError(Problem(f"the system Graphviz failed: {_first_line(done.stderr)}"))
    if len(done.stdout) > limits.output_bytes:
        message = f"the diagram has {len(done.stdout)} bytes, more than the {limits.output_bytes} that it may have"
        raise LayoutError(Problem(message, hint="draw fewer tools and flows at once"))
    return done.stdout


def _run(command: list[str], text: bytes, limits: LayoutLimits) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - no part of the command comes from a stack
            command, input=text, capture_output=True, check=False, timeout=limits.seconds
        )
    except subprocess.TimeoutExpired as error:
        message = f"the system Graphviz took longer than {limits.seconds} s"
        raise LayoutError(Problem(message, hint="draw fewer tools and flows at once")) from error
    except OSError as error:
        raise LayoutError(Problem(f"the system Graphviz cannot be run: {error}", hint=_INSTALL)) from error


def _check_version(done: subprocess.CompletedProcess[bytes]) -> None:
    said = (done.stderr + done.stdout).decode(errors="replace")
    found = _VERSION.search(said)
    if found is None:
        message = f"the system Graphviz does not say which version it is: {_first_line(done.stderr + done.stdout)}"
        raise LayoutError(Problem(message, hint=_INSTALL))
    if (int(found[1]), int(found[2])) < _OLDEST:
        version = found[0].removeprefix("graphviz version ")
        raise LayoutError(Problem(f"the system Graphviz is {version}, expected 2.50 or later", hint=_INSTALL))


def _first_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[0][:300] if lines else "it said nothing"
