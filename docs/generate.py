"""Writes what the documentation takes from the code; with --check it only says what is stale.

``python docs/generate.py`` writes the pages of the rules, the JSON Schemas, and the blocks between
``<!-- generated: name -->`` and ``<!-- end -->`` in the other pages.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from writers.audit_schema import audit_schema
from writers.blocks import with_blocks
from writers.rules import rule_pages

from stackaudit.model.schema import stack_schema

DOCS: Final = Path(__file__).resolve().parent
REFERENCE: Final = DOCS / "reference"
RULES: Final = REFERENCE / "rules"


def pages() -> Iterator[tuple[Path, str]]:
    """Path and text of everything that is written from the code, in whole or in part."""
    yield REFERENCE / "stack.schema.json", json.dumps(stack_schema(), ensure_ascii=False, indent=2) + "\n"
    page = (REFERENCE / "json.md").read_text(encoding="utf-8")
    yield REFERENCE / "audit.schema.json", json.dumps(audit_schema(page), ensure_ascii=False, indent=2) + "\n"
    page = (REFERENCE / "diff-json.md").read_text(encoding="utf-8")
    yield (
        REFERENCE / "diff.schema.json",
        json.dumps(audit_schema(page, "difference"), ensure_ascii=False, indent=2) + "\n",
    )
    yield from ((RULES / name, text) for name, text in rule_pages())
    for path in sorted([*DOCS.glob("*.md"), *REFERENCE.glob("*.md"), RULES / "index.md"]):
        text = path.read_text(encoding="utf-8")
        if "<!-- generated: " in text:
            yield path, with_blocks(path, text)


def main(arguments: list[str]) -> int:
    """Write what is stale, or say so. Gives 1 where a check finds something, 2 for a wrong argument."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python docs/generate.py [--check]\n")
        return 2
    made = dict(pages())
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    left = [path for path in sorted(RULES.glob("*.md")) if path not in made]
    for path in (*stale, *left):
        what = "is stale: run python docs/generate.py" if arguments else "written" if path in made else "removed"
        sys.stdout.write(f"{path.relative_to(DOCS.parent).as_posix()} {what}\n")
    if arguments:
        return 1 if stale or left else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8", newline="\n")
    for path in left:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
