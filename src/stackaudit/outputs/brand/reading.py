"""An audit as a client reads it: in the words of the consultant, and with numbers and days as their locale has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from stackaudit.audit.audit import Audit
from stackaudit.audit.rewording import reworded
from stackaudit.model.report import ReportSettings
from stackaudit.outputs.extras import require_locales

__all__ = ["as_read"]


@contextmanager
def as_read(audit: Audit, settings: ReportSettings) -> Iterator[Audit]:
    """The audit for what a client reads; numbers and days are written that way for as long as the block runs.

    Raises:
        OutputError: the report names a locale, and the package that knows them is not installed.
    """
    if settings.locale is None:
        yield reworded(audit)
        return
    require_locales()
    from stackaudit.outputs.brand.manner import as_in  # noqa: PLC0415 - it imports what may not be installed

    with as_in(audit, settings) as local:
        yield reworded(local)
