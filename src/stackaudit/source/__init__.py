"""YAML text to plain values that know their places; every mistake is collected, none is raised."""

from __future__ import annotations

from stackaudit.source.comments import Comment
from stackaudit.source.document import Document, Reading
from stackaudit.source.limits import Limits
from stackaudit.source.reading import file_bytes, read, read_file

__all__ = ["Comment", "Document", "Limits", "Reading", "file_bytes", "read", "read_file"]
