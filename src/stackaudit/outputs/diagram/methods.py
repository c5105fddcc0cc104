"""What the ways to move data are called: beside a line of a picture, in a table, on a step of a path."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stackaudit.model.words import Method

__all__ = ["METHODS", "method_words"]

METHODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Method.NATIVE: "connector",
        Method.API: "API",
        Method.WEBHOOK: "webhook",
        Method.SDK: "SDK",
        Method.TAG: "tag",
        Method.IPAAS: "iPaaS",
        Method.ETL: "ETL",
        Method.REVERSE_ETL: "reverse ETL",
        Method.SCRIPT: "script",
        Method.FILE: "file drop",
        Method.CSV_MANUAL: "CSV by hand",
        Method.SPREADSHEET: "spreadsheet by hand",
        Method.EMAIL_ATTACHMENT: "mailed by hand",
        Method.MANUAL_ENTRY: "typed in by hand",
    }
)
"""The name of each method, short enough to stand beside a line."""


def method_words(word: str) -> str:
    """The name of a method; of what is none, the word itself with spaces."""
    return METHODS.get(word) or word.replace("_", " ")
