"""The garbage collector is out of the way while something is built, and as it was afterwards."""

from __future__ import annotations

import gc

import pytest

from stackaudit.collector import no_collector


def test_the_collector_is_off_inside_and_on_again_after() -> None:
    with no_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_is_on_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), no_collector():
        _ = 1 // 0
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with no_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
