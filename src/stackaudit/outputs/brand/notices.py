"""What to know of the settings of a report: colours that were changed, and words that stand nowhere."""

from __future__ import annotations

from stackaudit.audit.audit import Audit
from stackaudit.model.words import ReportSection
from stackaudit.outputs.brand.style import adjusted_colours
from stackaudit.outputs.html.page import asset
from stackaudit.source.wording import did_you_mean

__all__ = ["notices"]


def notices(audit: Audit) -> tuple[str, ...]:
    """A line for each colour that was changed so that it can be read, and for all words that no reader will see."""
    settings = audit.stack.report
    if settings is None:
        return ()
    shown = {finding.id for finding in audit.findings}
    found = {finding.id for result in audit.results for finding in result.findings}
    sections = {section.value for section in ReportSection}
    told = [f"report.colours: {line}" for line in adjusted_colours(settings, asset("report.css"))]
    for name in settings.commentary:
        if name in found and name not in shown:
            told.append(f"report.commentary: {name} is waived, so that the report does not show what is said of it")
        elif name not in sections and name not in shown:
            rule = name.partition(":")[0]
            hint = did_you_mean(name, sorted(one for one in shown if one.partition(":")[0] == rule))
            told.append(f"report.commentary: there is no finding {name} (any more){f'; {hint}' if hint else ''}")
    if settings.wording:
        told += [
            f"report.wording: {name} was not run, so that no reader will see its words"
            for name in settings.wording
            if name not in audit.rules
        ]
    return tuple(told)
