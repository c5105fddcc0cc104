"""Each test that the threat model names is there."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


@lru_cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_test_that_the_page_names_is_there(file, name):
    assert name in functions_of(file)


def test_every_row_names_one():
    rows = [
        line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| A stranger", "| ---"))
    ]
    assert rows
    assert all(re.search(r"`tests/[\w/]+\.py::\w+`", row) for row in rows)
