"""Layers point one way: no module imports from a layer above its own. The layers stand in ``pyproject.toml``."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS = [[name.strip() for name in layer.split("|")] for layer in SETTINGS["contracts"][0]["layers"]]
"""From the top down; modules that stand beside each other know nothing of each other."""

PACKAGE = "stackaudit"
FRONT = {PACKAGE, f"{PACKAGE}.__main__"}
"""The package itself gives names from any layer, when they are first asked for; `python -m` opens the command line."""

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((SOURCE / PACKAGE).rglob("*.py"))
}


def layer_of(module: str) -> tuple[int, int] | None:
    """The number of a module's layer from the top, and its place in it."""
    for number, layer in enumerate(LAYERS):
        for place, name in enumerate(layer):
            if module == name or module.startswith(f"{name}."):
                return number, place
    return None


def imports_of(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[str]:
    """The modules of ours that a module imports, wherever in it; what only the type checker sees counts, too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] == PACKAGE)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")[: len(module.split(".")) - node.level + is_package]
                base = ".".join([*parts, *([base] if base else [])])
            if base.partition(".")[0] == PACKAGE:
                yield from (
                    f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names
                )


def upward(module: str, imported: str) -> bool:
    """Whether an import leads to a layer above, or beside."""
    own, other = layer_of(module), layer_of(imported)
    if own is None or other is None:
        return False
    return other[0] < own[0] or (other[0] == own[0] and other[1] != own[1])


def wrong_in(text: str, module: str, *, is_package: bool = False) -> list[str]:
    return sorted({one for one in imports_of(ast.parse(text), module, is_package=is_package) if upward(module, one)})


def test_every_module_stands_in_a_layer():
    assert len(MODULES) > 50
    assert [module for module in MODULES if layer_of(module) is None and module not in FRONT] == []
    assert [name for layer in LAYERS for name in layer if name not in MODULES] == []


@pytest.mark.parametrize("module", [module for module in MODULES if module not in FRONT])
def test_a_module_imports_from_below_alone(module):
    path = MODULES[module]
    assert wrong_in(path.read_text(encoding="utf-8"), module, is_package=path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "text", "wrong"),
    [
        ("stackaudit.graph.reach", "from stackaudit.rules.pack import Pack", ["stackaudit.rules.pack"]),
        ("stackaudit.graph.reach", "import stackaudit.cli.run", ["stackaudit.cli.run"]),
        ("stackaudit.graph.reach", "def f():\n    from stackaudit.audit import audit", ["stackaudit.audit.audit"]),
        ("stackaudit.graph.reach", "from ..rules import pack", ["stackaudit.rules.pack"]),
        ("stackaudit.graph.reach", "from .. import cli", ["stackaudit.cli"]),
        ("stackaudit.outputs.json", "from stackaudit.testing import prove", ["stackaudit.testing"]),
        ("stackaudit.graph.reach", "from stackaudit.model.stack import Stack\nfrom . import facts\nimport json", []),
    ],
)
def test_an_import_from_above_or_beside_is_found(module, text, wrong):
    assert wrong_in(text, module) == wrong


@pytest.mark.skipif(find_spec("importlinter") is None, reason="import-linter is not installed")
def test_the_contract_of_import_linter_is_kept():
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 kept, 0 broken." in ran.stdout


def test_pydantic_is_imported_in_one_place_so_that_a_short_run_can_do_without():
    """What takes its names from ``stackaudit.model.base`` works with the quick classes, too."""
    direct = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("import pydantic", "from pydantic"))
    }
    # It reads an audit with classes of its own, and is imported only where one is compared.
    assert direct == {"stackaudit/audit/difference/recorded.py"}
