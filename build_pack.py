"""A step of the build: the rules in the wheel, as their YAML and as one validated JSON file beside it."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackBuildHook(BuildHookInterface):  # type: ignore[misc]  # hatchling ships no types
    """Loads every rule, so that a broken one stops the build, and writes them as plain data."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the file and add it to the wheel; an editable install reads the YAML itself."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from stackaudit.rules.pack import compiled_pack  # noqa: PLC0415 - the source tree is on the path only now

        folder = Path(tempfile.mkdtemp(prefix="stackaudit-pack-"))
        target = folder / "pack.json"
        text = json.dumps(compiled_pack(root / "rules"), ensure_ascii=False, default=str)
        target.write_text(text + "\n", encoding="utf-8")
        build_data["force_include"][str(root / "rules")] = "stackaudit/_rules"
        build_data["force_include"][str(target)] = "stackaudit/_rules/pack.json"
