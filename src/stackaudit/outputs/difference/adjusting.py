"""What settings have changed of the audits that are compared, in words."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.audit.difference import Difference
from stackaudit.outputs.adjusting import adjusted_words

__all__ = ["settings_notes"]


def settings_notes(difference: Difference) -> Iterator[str]:
    """A sentence for each file of settings that was in force; what holds for both sides is said once."""
    said = [adjusted_words(one.audit) for one in (difference.old, difference.new) if one.audit is not None]
    yield from (f"{words}." for words in dict.fromkeys(said) if words)
