"""Git for the tests of this folder: as itself alone, whatever the settings of whoever runs them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "x"), ("EMAIL", "x@example.org"))
}


def git(folder: Path, *words: str) -> str:
    """What git prints to a command in a folder; a command that fails is an error."""
    environment = {**os.environ, **_NOBODY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-c", "init.defaultBranch=main", *words]
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return ended.stdout.strip()
