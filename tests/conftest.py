"""What tests of all parts share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator

import pytest
from hypothesis import HealthCheck, Phase, settings

from stackaudit.load import load_text as load
from stackaudit.model.stack import Stack

# The gate has to say the same twice, also on a machine that has other things to do: how long it takes to draw is no
# failure. HYPOTHESIS_PROFILE=default in the environment lets chance look further; with "first" the first failure is enough,
# and no smaller one is looked for.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("first", settings.get_profile("steady"), phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is of examples that are written out: what only chance runs, some other day it does not.

    Property tests and tests that judge thousands of stacks are not measured. They would also be what takes longest. They
    come last, so that what is worked out or imported only once is so where it counts.
    """
    for item in items:
        by_chance = hasattr(getattr(item, "obj", None), "hypothesis")
        if by_chance or item.path.parent.name == "oracle" or item.path.stem.endswith("every_completion"):
            item.add_marker("no_cover")
    items.sort(key=lambda item: item.get_closest_marker("no_cover") is not None)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Let nothing watch a test that is not measured.

    Side by side with others, pytest-cov only stops what it started last, and the test takes three times as long.
    """
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    watching = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(watching)


@pytest.fixture
def load_text() -> Callable[[str], Stack]:
    """Loads YAML text as ``stack.yaml``, below the two lines that every stack begins with."""

    def loaded(text: str) -> Stack:
        return load(f"stackaudit: 1\nas_of: 2026-11-22\n{text}", file="stack.yaml")

    return loaded
