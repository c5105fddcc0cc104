"""A difference that writes itself: ``stackaudit.Difference``."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Self

from stackaudit.audit.audit import Audit
from stackaudit.audit.difference import Difference as _Difference
from stackaudit.audit.difference import difference
from stackaudit.audit.difference.record import Record
from stackaudit.finding import Severity
from stackaudit.outputs.difference.adjusting import settings_notes
from stackaudit.outputs.difference.forms import FORMS

__all__ = ["Difference"]


class Difference(_Difference):
    """What differs between two audits, as typed values, with its forms.

    Attributes:
        old, new: what each audit says, as far as it is compared.
        findings: the findings that are not the same in both, by kind, worst first.
        unchanged: how many are the same in both.
        elements: elements that came, went or changed, by collection and id.
        reach: classes of data that reach tools where they did not, or no longer do.
        opt_outs: opt-outs whose worst case is another one, grown ones first.
        questions: what was opened, answered and dropped.
        score: score, level and coverage before and after, and what moved the score.
        notes: what limits the comparison, in sentences.

    ``elements``, ``reach`` and ``opt_outs`` are None where only the data of an audit were kept: they are not in them.

    In the forms, ``fail_on`` is the severity from which on what is new or worse is counted as failing, ``strict``
    whether suspected findings are.
    """

    @classmethod
    def between(cls, old: Audit | Record, new: Audit | Record) -> Self:
        """What differs between two audits, or what was kept of them."""
        made = difference(old, new)
        made = replace(made, notes=(*settings_notes(made), *made.notes))
        return cls(**{one.name: getattr(made, one.name) for one in fields(made)})

    def to_text(self, *, fail_on: str = "P2", strict: bool = False) -> str:
        """The difference as a terminal shows it."""
        return self._as("text", fail_on, strict)

    def to_markdown(self, *, fail_on: str = "P2", strict: bool = False) -> str:
        """The difference as Markdown for a comment on a pull request, never longer than one can be."""
        return self._as("md", fail_on, strict)

    def to_html(self, *, fail_on: str = "P2", strict: bool = False) -> str:
        """The difference as one HTML page that works offline."""
        return self._as("html", fail_on, strict)

    def to_json(self, *, fail_on: str = "P2", strict: bool = False) -> str:
        """The difference as JSON text; the reference documents its shape."""
        return self._as("json", fail_on, strict)

    def _as(self, form: str, fail_on: str, strict: bool) -> str:  # noqa: FBT001 - private
        return FORMS[form].render(self, Severity(fail_on), strict=strict)
