"""What settings have changed of an audit, in words: severities, thresholds, rules that were left out."""

from __future__ import annotations

from stackaudit.audit.audit import Audit
from stackaudit.finding import Finding
from stackaudit.outputs.plain import shortened

__all__ = ["adjusted_words", "rated_words"]

_LONGEST = 400


def rated_words(finding: Finding) -> str:
    """Whose severity a finding has, where settings have set it; nothing of one that has the rule's own."""
    return "" if finding.rated is None else f"{finding.severity} by settings; the rule says {finding.rated}"


def adjusted_words(audit: Audit) -> str:
    """What the file of settings has changed, in one line; nothing where there is none."""
    if not audit.settings_file:
        return ""
    parts = [f"Settings: {audit.settings_file}"]
    if audit.left_out:
        parts.append(_counted(len(audit.left_out), "rule", "left out", audit.left_out))
    if audit.severities:
        parts.append(_counted(len(audit.severities), "severity", "set", sorted(audit.severities)))
    changed = sorted(f"{rule} {name}" for rule, values in audit.parameters.items() for name in values)
    if changed:
        parts.append(_counted(len(changed), "threshold", "set", changed))
    return " · ".join(parts)


def _counted(count: int, what: str, done: str, names: tuple[str, ...] | list[str]) -> str:
    several = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else several} {done}: {shortened(', '.join(names), _LONGEST)}"
