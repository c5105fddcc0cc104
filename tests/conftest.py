"""What tests of all parts share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stackaudit.load import load_text as load
from stackaudit.model.stack import Stack


@pytest.fixture
def load_text() -> Callable[[str], Stack]:
    """Loads YAML text as ``stack.yaml``, below the two lines that every stack begins with."""

    def loaded(text: str) -> Stack:
        return load(f"stackaudit: 1\nas_of: 2026-11-22\n{text}", file="stack.yaml")

    return loaded
