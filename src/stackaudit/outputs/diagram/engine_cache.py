"""The compiled engine, kept between runs: compiling takes a second, loading 10 ms.

What is kept is native code that gets executed, so it is taken only from a folder and a file that nobody but this user
can have written, and only whole. In every other case the engine is compiled again: a cache never makes a run fail.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import wasmtime

__all__ = ["VARIABLE", "folder", "load"]

VARIABLE: Final = "STACKAUDIT_CACHE_DIR"

# Counted up when the configuration of the engine changes, which the compiled code depends on.
_CONFIGURATION: Final = "fuel-1"
_DIGEST_SIZE: Final = 32
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH

# No link is followed, since it could lead to a file that this user has from somebody else. Windows has no such flag,
# but has to be told not to change line ends.
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def folder() -> Path:
    """Where compiled engines are kept: below ``STACKAUDIT_CACHE_DIR``, else below the user's cache folder."""
    import platformdirs  # noqa: PLC0415 - only a diagram needs it

    chosen = os.environ.get(VARIABLE) or platformdirs.user_cache_dir("stackaudit", appauthor=False)
    return Path(chosen) / "engine"


def load(engine: wasmtime.Engine, program: bytes, place: Path) -> wasmtime.Module:
    """Compile a program for an engine, or take what an earlier run has compiled and kept in the folder ``place``."""
    import wasmtime  # noqa: PLC0415 - loading the runtime is slow, and only a diagram needs it

    path = place / f"{_key(program)}.cwasm"
    kept = _read(path)
    if kept is not None:
        # The runtime refuses what was compiled for another processor, release or configuration.
        with contextlib.suppress(wasmtime.WasmtimeError):
            return wasmtime.Module.deserialize(engine, kept)
    module = wasmtime.Module(engine, program)
    # Without a cache the next run compiles again, which is slow but right.
    with contextlib.suppress(OSError):
        _write(path, bytes(module.serialize()))
    return module


def _key(program: bytes) -> str:
    parts = (
        hashlib.sha256(program).hexdigest(),
        metadata.version("wasmtime"),
        sys.platform,
        platform.machine(),
        _CONFIGURATION,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _read(path: Path) -> bytes | None:
    """What was written as ``path``, if it is whole and nobody else can have written it."""
    try:
        if not _is_private(path.parent.lstat()):
            return None
        with os.fdopen(os.open(path, _READ), "rb") as file:
            held = file.read() if _is_private(os.fstat(file.fileno())) else b""
    except OSError:
        return None
    digest, kept = held[:_DIGEST_SIZE], held[_DIGEST_SIZE:]
    return kept if hashlib.sha256(kept).digest() == digest else None


def _write(path: Path, kept: bytes) -> None:
    """Write a file whole or not at all, unless other users can write to its folder."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_private(path.parent.lstat()):
        return
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(kept).digest() + kept)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink()
        raise


def _is_private(info: os.stat_result) -> bool:
    """Whether a file or folder is no link, and is this user's alone; on Windows a user's folders are anyway."""
    if stat.S_ISLNK(info.st_mode):
        return False
    return sys.platform == "win32" or (info.st_uid == os.geteuid() and not info.st_mode & _OTHERS_WRITE)
