"""Frozen dataclasses that are quickly made: to whoever looks, the same as those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
from dataclasses import field
from types import MappingProxyType

import pytest

import stackaudit
from stackaudit.errors import Place
from stackaudit.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Quick:
    """A class with every kind of field."""

    name: str = field(compare=True)
    size: int = 3
    held: dict[str, int] = field(default_factory=dict)
    hidden: str = field(default="x", repr=False)

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError("too small")

    @property
    def twice(self) -> int:
        return 2 * self.size


@dataclasses.dataclass(frozen=True, slots=True)
class Plain:
    """The same, by the standard library."""

    name: str = field(compare=True)
    size: int = 3
    held: dict[str, int] = field(default_factory=dict)
    hidden: str = field(default="x", repr=False)


def test_it_is_made_by_place_by_name_and_by_default():
    one = Quick("a")
    assert (one.name, one.size, one.held, one.hidden, one.twice) == ("a", 3, {}, "x", 6)
    assert Quick("a").held is not one.held
    assert Quick(size=4, name="b", held={"y": 1}) == Quick("b", 4, {"y": 1})
    assert repr(one) == repr(Plain("a")).replace("Plain", "Quick")
    assert inspect.signature(Quick.__init__).parameters.keys() == inspect.signature(Plain.__init__).parameters.keys()


@pytest.mark.parametrize("make", [Quick, lambda **more: Quick("a", nam="b", **more), lambda: Quick("a", 1, {}, "x", 5)])
def test_what_does_not_fit_is_a_type_error(make):
    with pytest.raises(TypeError):
        make()


def test_what_a_class_checks_is_checked():
    with pytest.raises(ValueError, match="too small"):
        Quick("a", -1)


def test_it_is_frozen_and_has_no_room_for_more():
    one = Quick("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        one.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
        del one.name
    assert not hasattr(one, "__dict__")


def test_it_is_equal_by_its_fields_and_its_class():
    assert Quick("a") == Quick("a")
    assert Quick("a") != Quick("b")
    assert Quick("a") != Plain("a")
    assert hash(Place("f", 1, 1, 1, 1)) == hash(Place("f", 1, 1, 1, 1))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Quick("a"))


def test_it_is_a_dataclass_to_those_who_ask():
    assert dataclasses.is_dataclass(Quick)
    assert [(one.name, one.type, one.default, one.repr) for one in dataclasses.fields(Quick)] == [
        (one.name, one.type, one.default, one.repr) for one in dataclasses.fields(Plain)
    ]
    assert dataclasses.replace(Quick("a"), size=9) == Quick("a", 9)
    assert dataclasses.asdict(Quick("a")) == dataclasses.asdict(Plain("a"))
    match Quick("a", 5):
        case Quick(name, size):
            assert (name, size) == ("a", 5)


def test_it_can_be_copied_and_pickled():
    one = Quick("a", 5, {"y": 1})
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 - our own bytes
        assert other == one
        assert other.held == {"y": 1}


def test_it_can_be_copied_and_pickled_with_a_mapping_that_cannot_be_changed():
    one = Quick("a", 5, MappingProxyType({"y": MappingProxyType({"z": [1]})}))
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 - our own bytes
        assert other == one
        assert type(other.held) is type(other.held["y"]) is MappingProxyType
    assert copy.deepcopy(one).held["y"]["z"] is not one.held["y"]["z"]


def test_other_dataclasses_are_the_standard_librarys():
    @dataclass(slots=True)
    class Open:
        size: int

    @dataclass(frozen=True, slots=True)
    class Below(Quick):
        more: int = 1

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    one = Open(1)
    one.size = 2
    assert (one, Empty()) == (Open(2), Empty())
    assert Below("a", more=2) != Below("a")


def classes():
    for module in pkgutil.walk_packages(stackaudit.__path__, "stackaudit."):
        if not module.name.endswith("__main__"):
            for held in vars(importlib.import_module(module.name)).values():
                if isinstance(held, type) and held.__module__ == module.name and dataclasses.is_dataclass(held):
                    yield held


def test_every_class_of_ours_takes_the_fields_that_it_declares():
    found = [one for one in classes() if not isinstance(vars(one).get("__dataclass_fields__", {}), dict)]
    assert len(found) > 100
    for one in found:
        assert [name.name for name in dataclasses.fields(one)] == list(one.__match_args__), one
