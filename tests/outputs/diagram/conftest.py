"""What the tests of diagrams share: an engine that is compiled once, stacks from text, and generated stacks."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.outputs.diagram import compose, engine_cache
from stackaudit.outputs.diagram.chart import Chart, chart_of
from stackaudit.outputs.diagram.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from stackaudit.finding import Finding
    from stackaudit.outputs.diagram.chart import By

GENERATED = Path(__file__).with_name("generated.py")


@pytest.fixture(scope="session", autouse=True)
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for the compiled engine, so that nothing goes into the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(engine_cache.VARIABLE, str(tmp_path_factory.mktemp("engine")))
        yield


@pytest.fixture(scope="session")
def generated() -> ModuleType:
    """The module that makes stacks from seeds."""
    spec = importlib.util.spec_from_file_location("generated_stacks", GENERATED)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def chart_from(text: str, findings: Iterable[Finding] = (), by: By = "layer") -> Chart:
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{text}")
    return chart_of(stack, StackGraph(stack), findings, by)


@pytest.fixture(scope="session")
def chart() -> Callable[..., Chart]:
    """The chart of a stack given as YAML text."""
    return chart_from


@pytest.fixture(scope="session")
def scene() -> Callable[..., Scene]:
    """The scene of a whole stack given as YAML text."""
    return lambda text, findings=(), by="layer": compose.whole(chart_from(text, findings, by))
