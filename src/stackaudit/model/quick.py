"""Stand-ins for the parts of pydantic that the model uses: the same declarations, the same values, no reasons.

They accept what pydantic accepts and make the same of it, as far as plain data from YAML goes. What they refuse, they
refuse without saying why: ``twin`` then asks pydantic. Nothing is built before a value of it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Final, Self, get_args, get_origin

from stackaudit.model.checking import REFUSED, Check, Constraint, Strict, check_of, pattern_of

__all__ = [
    "BaseModel",
    "BeforeValidator",
    "ConfigDict",
    "Field",
    "FieldInfo",
    "GetCoreSchemaHandler",
    "PrivateAttr",
    "Strict",
    "StrictFloat",
    "StrictInt",
    "StringConstraints",
    "TypeAdapter",
    "ValidationError",
    "WithJsonSchema",
]

StrictInt = Annotated[int, Strict()]
StrictFloat = Annotated[float, Strict()]
ConfigDict = dict
GetCoreSchemaHandler = Any


class ValidationError(ValueError):
    """The model does not allow a value."""


class BeforeValidator(Constraint):
    """Has a function look at the value first; it raises ValueError for what does not fit."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def around(self, check: Check) -> Check:
        """The check of what the function makes of a value."""
        function = self.function

        def first(value: Any) -> Any:
            try:
                return check(function(value))
            except ValueError:
                return REFUSED

        return first


class StringConstraints(Constraint):
    """Bounds on the length of a text, and a pattern that it fits."""

    def __init__(self, *, min_length: int = 0, max_length: int | None = None, pattern: str | None = None) -> None:
        self.min_length = min_length
        self.max_length = max_length
        self.pattern = pattern

    def around(self, check: Check) -> Check:
        """The check of a text that is long enough, not too long, fits the pattern, and can be written as UTF-8."""
        least, most = self.min_length, float("inf") if self.max_length is None else self.max_length
        fits = None if self.pattern is None else pattern_of(self.pattern).search

        def bounded(value: Any) -> Any:
            text = check(value)
            if text is REFUSED or not least <= len(text) <= most or (fits is not None and not fits(text)):
                return REFUSED
            return text if text.isascii() or _can_be_written(text) else REFUSED

        return bounded


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class WithJsonSchema:
    """Says something of the JSON Schema, which only pydantic makes."""

    def __init__(self, schema: Any) -> None:
        self.schema = schema


class FieldInfo(Constraint):
    """What a field was declared with; inside an annotation only its bounds count."""

    __slots__ = ("alias", "annotation", "bounds", "default", "description", "json_schema_extra", "metadata", "whole")

    def __init__(
        self,
        default: Any = ...,
        *,
        alias: str | None = None,
        description: str | None = None,
        json_schema_extra: dict[str, Any] | None = None,
        union_mode: str = "",  # noqa: ARG002 - the first arm that fits counts in any case
        **bounds: float,
    ) -> None:
        self.default = default
        self.alias = alias
        self.description = description
        self.json_schema_extra = json_schema_extra
        self.bounds = bounds
        self.annotation: Any = None
        self.metadata: list[Any] = []
        self.whole: Any = None

    def around(self, check: Check) -> Check:
        """The check of a number, or of a list, within the bounds."""
        for name, bound in self.bounds.items():
            check = _BOUNDS[name](check, bound)
        return check

    def declared(self, annotation: Any) -> FieldInfo:
        """The field of a class. As pydantic has it, what is added to the whole type is not part of its annotation."""
        self.whole = self.annotation = annotation
        if get_origin(annotation) is Annotated:
            self.annotation, *self.metadata = get_args(annotation)
        return self


Field = FieldInfo


def _bounded(fits: Callable[[Any, float], bool]) -> Callable[[Check, float], Check]:
    def around(check: Check, bound: float) -> Check:
        def bounded(value: Any) -> Any:
            held = check(value)
            return held if held is not REFUSED and fits(held, bound) else REFUSED

        return bounded

    return around


_BOUNDS: Final[Mapping[str, Callable[[Check, float], Check]]] = {
    "ge": _bounded(lambda value, bound: bool(value >= bound)),
    "le": _bounded(lambda value, bound: bool(value <= bound)),
    "min_length": _bounded(lambda value, bound: len(value) >= bound),
    "max_length": _bounded(lambda value, bound: len(value) <= bound),
}


def PrivateAttr(default: Any = None, default_factory: Callable[[], Any] | None = None) -> Any:  # noqa: N802 - pydantic's name
    """The value of an attribute that is no field, until one is set; it is shared, so nobody may change it."""
    return default if default_factory is None else default_factory()


class BaseModel:
    """A frozen object with the fields that its class declares; unknown keys are refused."""

    __slots__ = ("__dict__", "__pydantic_private__", "model_fields_set")

    model_config: ClassVar[dict[str, Any]] = {}
    model_fields: ClassVar[dict[str, FieldInfo]] = {}
    model_fields_set: set[str]
    __pydantic_private__: dict[str, Any]
    _checks: ClassVar[dict[str, tuple[str, Check]]] = {}
    """By the name of a field in the file: its Python name and its check; of fields that had a value so far."""
    _keys: ClassVar[dict[str, str]] = {}
    _defaults: ClassVar[dict[str, Any]] = {}
    _private: ClassVar[dict[str, Any]] = {}
    """The attributes that are no fields."""

    def __init_subclass__(cls) -> None:
        fields, cls._private = dict(cls.model_fields), dict(cls._private)
        for name, annotation in cls.__annotations__.items():
            held = cls.__dict__.get(name, ...)
            if name.startswith("_"):
                cls._private[name] = held
            else:
                info = held if isinstance(held, FieldInfo) else FieldInfo(held)
                fields[name] = info.declared(annotation)
            if held is not ...:
                delattr(cls, name)
        cls.model_fields = fields
        cls._checks = {}
        cls._keys = {info.alias or name: name for name, info in fields.items()}
        cls._defaults = {name: info.default for name, info in fields.items()}

    def __init__(self, **data: Any) -> None:
        made = self.model_validate(data)
        self.__dict__.update(made.__dict__)
        object.__setattr__(self, "__pydantic_private__", made.__pydantic_private__)
        object.__setattr__(self, "model_fields_set", made.model_fields_set)

    @classmethod
    def checked(cls, value: Any) -> Any:
        """The element that a mapping of fields makes, or an element as it is; else ``REFUSED``."""
        if not isinstance(value, dict):
            return value if isinstance(value, cls) else REFUSED
        checks, made = cls._checks, {}
        for key, one in value.items():
            name, check = checks.get(key) or cls._learnt(key)
            held = check(one)
            if held is REFUSED:
                return REFUSED
            made[name] = held
        whole = {**cls._defaults, **made}
        for name, held in whole.items():
            if held is ...:
                return REFUSED
            if held.__class__ is dict and name not in made:
                whole[name] = {}
        return cls._of(whole, set(made), cls._private)

    @classmethod
    def _learnt(cls, key: str) -> tuple[str, Check]:
        """A field by its name in the file, and how it is checked; from then on it is known."""
        name = cls._keys.get(key)
        if name is None:
            return "", _never
        cls._checks[key] = name, check_of(cls.model_fields[name].whole)
        return cls._checks[key]

    @classmethod
    def _of(cls, held: dict[str, Any], stated: set[str], private: Mapping[str, Any]) -> Self:
        made = object.__new__(cls)
        made.__dict__.update(held)
        object.__setattr__(made, "__pydantic_private__", dict(private))
        object.__setattr__(made, "model_fields_set", stated)
        return made

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """The element that plain data makes.

        Raises:
            ValidationError: it does not fit.
        """
        made = cls.checked(data)
        if made is REFUSED:
            raise ValidationError(cls.__name__)
        element: Self = made
        return element

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """The same with other values, which are not checked."""
        stated = {*self.model_fields_set, *update}
        return self._of({**self.__dict__, **update}, stated, self.__pydantic_private__)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._private:
            raise AttributeError(f"{type(self).__name__} is frozen")
        self.__pydantic_private__[name] = value

    def __getattr__(self, name: str) -> Any:
        if name not in self._private:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return self.__pydantic_private__[name]

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in self.model_fields)))

    def __repr__(self) -> str:
        held = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.model_fields)
        return f"{type(self).__name__}({held})"


def _never(value: Any) -> Any:  # noqa: ARG001 - the signature of checks
    return REFUSED


class TypeAdapter:
    """Checks values of one type."""

    def __init__(self, annotation: Any) -> None:
        self.check = check_of(annotation)

    def validate_python(self, value: Any) -> Any:
        """What the model makes of a value.

        Raises:
            ValidationError: it does not fit.
        """
        held = self.check(value)
        if held is REFUSED:
            raise ValidationError
        return held
