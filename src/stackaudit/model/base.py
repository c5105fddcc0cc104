"""What the classes of the model are made of.

A library user gets pydantic models. To import pydantic, and to have it build the model, takes most of the time of a
short run of the program, in which nobody sees the objects: there the same declarations make quick classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackaudit.model import choice

if TYPE_CHECKING or not choice.QUICK:
    from pydantic import (
        BaseModel,
        BeforeValidator,
        ConfigDict,
        Field,
        GetCoreSchemaHandler,
        PrivateAttr,
        Strict,
        StrictFloat,
        StrictInt,
        StringConstraints,
        TypeAdapter,
        ValidationError,
        WithJsonSchema,
    )
    from pydantic.fields import FieldInfo
else:
    from stackaudit.model.quick import (
        BaseModel,
        BeforeValidator,
        ConfigDict,
        Field,
        FieldInfo,
        GetCoreSchemaHandler,
        PrivateAttr,
        Strict,
        StrictFloat,
        StrictInt,
        StringConstraints,
        TypeAdapter,
        ValidationError,
        WithJsonSchema,
    )

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
