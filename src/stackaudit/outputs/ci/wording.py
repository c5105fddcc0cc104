"""What the formats for other tools share: a finding in one line, its file as an address, its fingerprint."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from urllib.parse import quote

from stackaudit.finding import Finding, Outcome
from stackaudit.outputs.adjusting import rated_words
from stackaudit.outputs.plain import plain

__all__ = ["fingerprint", "headline", "uri"]

_FINDING_ADDRESS = "/:@!$&'()*+,;=-._~"


def headline(finding: Finding, remark: str = "") -> str:
    """The finding in one line; one that is only suspected, waived, known or rated by settings says so."""
    suspected = "Suspected: " if finding.outcome is Outcome.SUSPECTED else ""
    notes = [plain(note) for note in (rated_words(finding), remark) if note]
    return f"{suspected}{plain(finding.message)}" + "".join(f" ({note})" for note in notes)


def fingerprint(finding: Finding) -> str:
    """The finding's stable id as 64 hexadecimal digits: the rule and its elements, no lines, no order."""
    return hashlib.sha256(finding.id.encode("utf-8", "backslashreplace")).hexdigest()


def uri(file: str) -> str:
    """A file's name as a relative reference (RFC 3986); an absolute path as a ``file:`` address."""
    path = PurePath(file).as_posix()
    text = quote(path.encode("utf-8", "backslashreplace"), safe=_FINDING_ADDRESS)
    if path.startswith("/"):
        return f"file://{text}"
    # Before the first slash a colon would make what stands before it a scheme.
    head, slash, rest = text.partition("/")
    return head.replace(":", "%3A") + slash + rest
