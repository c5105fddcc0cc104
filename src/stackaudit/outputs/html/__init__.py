"""The report: one HTML page that needs nothing else, works offline, on a phone and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stackaudit.audit.audit import Audit
from stackaudit.model.words import ReportSection
from stackaudit.outputs import method
from stackaudit.outputs.adjusting import adjusted_words
from stackaudit.outputs.brand.commentary import commentary
from stackaudit.outputs.brand.logo import logo_of
from stackaudit.outputs.brand.style import style_of
from stackaudit.outputs.diagram.palette import STYLE
from stackaudit.outputs.html.baseline import baseline_section
from stackaudit.outputs.html.drawings import drawings, ids
from stackaudit.outputs.html.findings import Cards
from stackaudit.outputs.html.glance import glance
from stackaudit.outputs.html.inventory import anchors, flow_rows, spending, tool_rows
from stackaudit.outputs.html.leadership import leadership
from stackaudit.outputs.html.matrix import matrices
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.outcomes import broken_rows, clock_rows, demand_rows, figures, outside_the_facts, rule_rows
from stackaudit.outputs.html.page import asset, policy, render, without_dead_links
from stackaudit.outputs.html.questions import asked, written
from stackaudit.outputs.html.requests import requests_section
from stackaudit.outputs.html.roadmap import roadmap_section
from stackaudit.outputs.html.scoring import score_section
from stackaudit.outputs.html.sections import absent, depths
from stackaudit.outputs.html.story import levels
from stackaudit.outputs.html.summary import cover, summary
from stackaudit.outputs.html.verdicts import business_case, verdicts_section
from stackaudit.outputs.html.views import views
from stackaudit.outputs.html.waiving import waiver_rows
from stackaudit.outputs.rewording import reworded_words

if TYPE_CHECKING:
    from stackaudit.outputs.diagram import Pictures
    from stackaudit.outputs.html.overriding import Templates

__all__ = ["to_html", "values_of"]


def to_html(audit: Audit, *, pictures: Pictures | None = None, templates: Templates | None = None) -> str:
    """The report of an audit as one HTML page. The same audit and pictures give the same text.

    Args:
        audit: what was found.
        pictures: the diagrams, as ``stackaudit.outputs.diagram.pictures`` draws them; without them the report says that
            none was drawn.
        templates: those that stand in place of the report's own, as ``stackaudit.outputs.html.overriding`` reads them.

    Raises:
        StackError: the logo that the report names cannot be read, or is no picture.
        OutputError: one of the templates fails.
    """
    values = values_of(audit, pictures=pictures, added=templates.style if templates is not None else "")
    text = render("report.html.j2", values) if templates is None else templates.render(values)
    settings = audit.stack.report
    return without_dead_links(text) if templates or values["absent"] or (settings and settings.commentary) else text


def values_of(audit: Audit, *, pictures: Pictures | None = None, added: str = "") -> dict[str, Any]:
    """What the templates are filled with, for a template that extends ``report.html.j2``; as ``to_html``.

    ``added`` is a style sheet that follows the report's own.
    """
    names = Names(audit.stack)
    known = anchors(audit)
    questions = asked(audit, names)
    standings = audit.comparison.standings if audit.comparison is not None else {}
    asked_in = {place.path: (question.anchor, question.text) for question in questions for place in question.places}
    is_blank = pictures is not None and not (audit.stack.tools or audit.stack.capture_points)
    drawn, looks = drawings(None if is_blank else pictures)
    linked = ids(drawn)
    settings = audit.stack.report
    logo = logo_of(audit.stack)
    sheet = asset("report.css")
    style, script = (
        sheet + looks + style_of(settings, sheet) + added,
        asset("report.js") + (asset("diagram.js") if linked else ""),
    )
    spent = spending(audit)
    said = commentary(settings)
    values = {
        "style": style,
        "script": script,
        "policy": policy(styles=(style, STYLE), scripts=(script,), pictures=logo is not None),
        "logo": logo,
        "commentary": {section.value: said.get(section.value, "") for section in ReportSection},
        "cover": cover(audit, names),
        "method": method,
        "summary": summary(audit),
        "leadership": leadership(audit, spent),
        "score": score_section(audit),
        "broken": broken_rows(audit),
        "levels": levels(audit, Cards(names, asked_in, known, standings, linked, said), known, joined=True),
        "glance": glance(audit, names, known),
        "matrices": matrices(audit, names),
        "requests": requests_section(audit, names),
        "roadmap": roadmap_section(audit, names),
        "verdicts": verdicts_section(audit, names, known),
        "case": business_case(audit),
        "notice": "" if pictures is None else pictures.notice or "",
        "drawings": drawn,
        "blank": is_blank,
        "views": views(audit, [ids([one]) for one in drawn]),
        "tools": tool_rows(audit, names, known, linked),
        "spending": spent,
        "flows": flow_rows(audit, names, known, linked),
        "questions": questions,
        "written": written(audit, names),
        "baseline": baseline_section(audit),
        "waivers": waiver_rows(audit, names),
        "rules": rule_rows(audit, names),
        "adjusted": adjusted_words(audit),
        "reworded": reworded_words(audit),
        "left_out": audit.left_out,
        "figures": figures(audit),
        "clocks": clock_rows(audit),
        "demands": demand_rows(audit),
        "outside_the_facts": outside_the_facts(audit),
    }
    return {**values, "depths": depths(values, settings), "absent": absent(values, settings)}
