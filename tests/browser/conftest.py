"""One browser for all tests.

STACKAUDIT_AXE names axe.min.js of axe-core, beside which html-validate is installed. Chromium is the system's own: STACKAUDIT_CHROMIUM, else /usr/bin/chromium.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core. Whoever asks for these tests has to bring it."""
    path = os.environ.get("STACKAUDIT_AXE")
    if not path or not Path(path).is_file():
        pytest.fail("set STACKAUDIT_AXE to the path of axe.min.js, from `npm install axe-core`")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as started:
        yield started


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("STACKAUDIT_CHROMIUM", "/usr/bin/chromium")
    if not Path(path).is_file():
        pytest.fail(f"there is no browser at {path}; set STACKAUDIT_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def until():
    """Waits until an expression holds in a page; the browser's own way evaluates text there, which our policy forbids."""

    def waited(page, expression, argument=None):
        for _ in range(400):
            if page.evaluate(expression, argument):
                return
            page.wait_for_timeout(50)
        pytest.fail(f"this never came to hold: {expression}")

    return waited
