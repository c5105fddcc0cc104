"""What the consultant says of findings and sections, by finding id or section, ready for a page."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from stackaudit.model.report import ReportSettings

__all__ = ["commentary"]


def commentary(settings: ReportSettings | None) -> Mapping[str, Markup]:
    """Each commentary as markup; without any, nothing that reads Markdown is imported."""
    if settings is None or not settings.commentary:
        return {}
    from stackaudit.outputs.brand.markdown import markup  # noqa: PLC0415 - most reports have no commentary

    return {name: markup(text) for name, text in settings.commentary.items()}
