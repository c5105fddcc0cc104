"""Frozen dataclasses that are made in a tenth of the time: most of a start-up would be spent on making them.

``dataclass(frozen=True, slots=True)`` of the standard library writes and compiles six methods for each class. Here they
are the same functions for all classes but for ``__init__``, which is compiled when the first object is made. What comes
out is a dataclass to whoever looks: ``fields``, ``replace`` and ``asdict`` of ``dataclasses`` work on it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import field, fields, replace
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

__all__ = ["Portable", "dataclass", "field", "fields", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**options: bool):  # noqa: ANN201 - what type checkers see is above
        """As ``dataclasses.dataclass``, which is used itself for all but frozen classes with slots."""
        return _quick if options == {"frozen": True, "slots": True} else dataclasses.dataclass(**options)


_FIELDS: Final = "__dataclass_fields__"
_PARAMETERS: Final = "__dataclass_params__"


def _quick(declared: type) -> type:
    names = tuple(declared.__annotations__)
    if not names or hasattr(declared, _FIELDS):
        return dataclasses.dataclass(frozen=True, slots=True)(declared)
    given = {name: declared.__dict__[name] for name in names if name in declared.__dict__}
    kept = {key: value for key, value in vars(declared).items() if key not in {*names, "__dict__", "__weakref__"}}
    values = attrgetter(*names)
    hidden = {name for name, one in given.items() if isinstance(one, dataclasses.Field) and not one.repr}
    shown = [name for name in names if name not in hidden]

    def first(self: Any, *arguments: Any, **named: Any) -> None:
        made.__init__ = _init(made, names, given)
        made.__init__(self, *arguments, **named)

    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def shown_as(self: Any) -> str:
        held = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({held})"

    made: Any = type(declared)(
        declared.__name__,
        declared.__bases__,
        {
            "__init__": first,
            "__eq__": equal,
            "__hash__": hashed,
            "__repr__": shown_as,
            "__setattr__": _no_assignment,
            "__delattr__": _no_deletion,
            "__getstate__": _state,
            "__setstate__": _restored,
            **kept,
            "__slots__": names,
            "__match_args__": names,
            _FIELDS: _Asked(declared, _FIELDS),
            _PARAMETERS: _Asked(declared, _PARAMETERS),
        },
    )
    made.__qualname__ = declared.__qualname__
    quick: type = made
    return quick


def _init(made: type, names: tuple[str, ...], given: dict[str, Any]) -> Any:
    """The method that takes the fields in their order, compiled as the standard library does."""
    known: dict[str, Any] = {"_set": object.__setattr__}
    heads, lines = [], []
    for name in names:
        value = name
        if name in given:
            one = given[name]
            if not isinstance(one, dataclasses.Field):
                known[f"_{name}"] = one
            elif one.default_factory is not dataclasses.MISSING:
                known[f"_{name}"] = _LEFT_OUT
                known[f"_made_{name}"] = one.default_factory
                known["_LEFT_OUT"] = _LEFT_OUT
                value = f"_made_{name}() if {name} is _LEFT_OUT else {name}"
            elif one.default is not dataclasses.MISSING:
                known[f"_{name}"] = one.default
        heads.append(f"{name}=_{name}" if f"_{name}" in known else name)
        lines.append(f"    _set(self, {name!r}, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("    self.__post_init__()")
    text = "\n".join([f"def __init__(self, {', '.join(heads)}):", *lines])
    exec(text, known)  # noqa: S102 - the names are those of our own classes
    return known["__init__"]


_LEFT_OUT: Final = object()


def _no_assignment(_self: Any, name: str, _value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deletion(_self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [_picklable(getattr(self, name)) for name in self.__slots__]


class Portable:
    """A base of the standard library's frozen dataclasses without slots: lets them be copied and pickled, too.

    What was computed from the fields is left behind, and computed again.
    """

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: _picklable(getattr(self, one.name)) for one in fields(self)}  # type: ignore[arg-type]  # its heirs are dataclasses

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value.mapping if type(value) is _Mapped else value)


def _unchangeable(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)  # which pickle does not find by its name


def _picklable(value: Any) -> Any:
    return _Mapped(value) if type(value) is MappingProxyType else value


def _restored(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value.mapping if type(value) is _Mapped else value)


class _Mapped:
    """Stands in a state for a mapping that cannot be changed, which Python neither pickles nor copies."""

    def __init__(self, mapping: MappingProxyType[Any, Any]) -> None:
        self.mapping = mapping

    def __reduce__(self) -> tuple[Any, tuple[dict[Any, Any]]]:
        return _unchangeable, ({key: _picklable(value) for key, value in self.mapping.items()},)


class _Asked:
    """What ``dataclasses`` asks a class for: taken from a dataclass of the same declaration, once somebody asks."""

    def __init__(self, declared: type, attribute: str) -> None:
        self._declared = declared
        self._attribute = attribute

    def __get__(self, instance: object, owner: type) -> Any:
        return getattr(_by_the_standard_library(self._declared), self._attribute)


@lru_cache(maxsize=1024)
def _by_the_standard_library(declared: type) -> type:
    names = declared.__annotations__
    given = {name: vars(declared)[name] for name in names if name in vars(declared)}
    held = type(declared.__name__, (), {"__annotations__": names, "__module__": declared.__module__, **given})
    return dataclasses.dataclass(frozen=True)(held)
