"""The report in a real browser: it stays offline, can be used by everybody, on a phone, and with scripts off."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from stackaudit import run
from stackaudit.audit import Audit, audit_stack
from stackaudit.audit.baseline import Baseline, KnownFinding
from stackaudit.finding import Outcome, Severity
from stackaudit.load import load, load_data
from stackaudit.outputs.diagram import pictures
from stackaudit.outputs.html import to_html

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
HOSTILE = "\"'><script>document.title = 'broken into'</script>\u202e\u2066" + "x" * 10_000


def _hostile() -> Audit:
    tools = {
        f"t{number}": {
            "name": HOSTILE,
            "sends": ["email"],
            "captures_opt_out": ["email"],
            "owner": "team",
            "source": HOSTILE,
        }
        for number in range(12)
    }
    flows = [
        {"from": f"t{number}", "to": f"t{number + 1}", "method": "csv_manual", "every": "1w", "name": HOSTILE}
        for number in range(11)
    ]
    return audit_stack(
        load_data(
            {
                "stackaudit": 1,
                "as_of": "2026-11-22",
                "complete": ["tools", "flows"],
                "company": {"name": HOSTILE, "regions": ["us"], "contacts": 5},
                "report": {"client": HOSTILE, "prepared_by": HOSTILE, "notice": HOSTILE},
                "teams": {"team": {"name": HOSTILE}},
                "tools": tools,
                "flows": flows,
                "questions": [{"ask": HOSTILE, "answer": HOSTILE}],
            }
        )
    )


def _everything() -> Audit:
    """What the samples lack: a baseline of which something is gone, commentary, and a business case."""
    described = load_data(
        {
            "stackaudit": 1,
            "as_of": "2026-11-22",
            "complete": ["tools", "flows"],
            "company": {"regions": ["us"], "contacts": 1_200_000},
            "teams": {"sales": {}},
            "tools": {
                "hub": {
                    "capabilities": ["crm"],
                    "sends": ["email"],
                    "captures_opt_out": ["email"],
                    "cost": {"amount": 100, "currency": "eur", "per": "month"},
                    "contract": {"renews": "2027-01-31", "notice": "60d", "auto_renew": True},
                },
                "mailer": {"capabilities": ["crm"], "sends": ["email"], "captures_opt_out": ["email"]},
            },
            "requests": {"banner": {"asked_on": "2026-11-19", "from": "sales", "objective": "Sales", "effort": 5}},
            "report": {
                "commentary": {"summary": "| a | b |\n| - | - |\n| **1** | 2 |", "business_case": "- One\n- Two"}
            },
        }
    )
    gone = KnownFinding("STK-04:tools.lost", "STK-04", "tools.lost", Severity.P3, Outcome.FLAGGED)
    return audit_stack(described).against(Baseline.holding([gone]))


def _empty() -> Audit:
    """A company that says that it has nothing at all."""
    lists = ("tools", "flows", "processes", "metrics", "reports", "goals", "teams")
    return audit_stack(load_data({"stackaudit": 1, "as_of": "2026-11-22", "complete": list(lists)}))


REPORTS: dict[str, Callable[[], Audit]] = {
    "hostile names": _hostile,
    "baseline and business case": _everything,
    "empty": _empty,
    "nothing known": lambda: audit_stack(load_data({"stackaudit": 1, "as_of": "2026-11-22"})),
    **{path.stem: partial(lambda path: audit_stack(load(path)), path) for path in sorted(SAMPLES.glob("*.yaml"))},
}
# Of parts that are built alike, with the same classes around them, two stay: what is said of those holds for all.
ALIKE = """() => {
  const [seen, places] = [new Map(), new Map()];
  for (const part of document.querySelectorAll("details.cause, div.rule, details.finding, tbody > tr, ul > li, ol > li, g.sa-node, g.sa-line, svg")) {
    if (!part.isConnected) continue;
    const inside = new Set(Array.from(part.querySelectorAll("*"), (one) => `${one.localName}.${one.getAttribute("class") || ""}`));
    const around = part.closest("table, section, figure");
    if (around && !places.has(around)) places.set(around, places.size);
    const key = [part.localName, part.className.baseVal ?? part.className, places.get(around), ...[...inside].sort()].join("|");
    seen.set(key, (seen.get(key) || 0) + 1);
    if (seen.get(key) > 2) part.remove();
  }
}"""


# All details open, and all that is off the screen laid out.
OPENED = """() => {
  document.querySelectorAll("details").forEach((part) => { part.open = true; });
  document.querySelectorAll(".depth > section").forEach((part) => { part.style.contentVisibility = "visible"; });
}"""


@pytest.fixture(scope="module", params=sorted(REPORTS))
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with its pictures, as a file."""
    audit = REPORTS[request.param]()
    return _written(audit, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def red_flags(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report that has the most to show."""
    return _written(REPORTS["red_flags"](), tmp_path_factory.mktemp("red_flags"))


def _written(audit: Audit, folder: Path) -> Path:
    path = folder / "report.html"
    text = to_html(audit, pictures=pictures(audit.stack, audit.graph, audit.findings))
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def show(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a report; ``page.requests`` is what it asked for, ``page.complaints`` what it complained about."""
    contexts = []

    def opened(report: Path, *, width: int = 1200, fragment: str = "", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(report.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_axe_finds_no_violation_light_and_dark(show, axe, report):
    page = show(report, color_scheme="light", bypass_csp=True)
    page.wait_for_function("!document.querySelector('.canvas.live .sa-node[id]:not([role])')")
    page.evaluate(axe)
    page.evaluate(ALIKE)
    page.evaluate(OPENED)
    sized = {"rules": {"target-size": {"enabled": True}}}
    for scheme, rules in (("light", sized), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("(rules) => axe.run(document, {resultTypes: ['violations'], ...rules})", rules)
        broken = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found["violations"]]
        assert (scheme, broken) == (scheme, [])
        assert len(found["passes"]) > (20 if rules is sized else 0)


def _validated(page: Path, folder: Path) -> tuple[int, str]:
    """What html-validate says of a page."""
    program = Path(os.environ.get("STACKAUDIT_AXE", "")).parents[1] / ".bin" / "html-validate"
    if not program.is_file():
        pytest.fail("install html-validate beside axe-core: `npm install axe-core html-validate`")
    (folder / "settings.json").write_text('{"root": true, "extends": ["html-validate:standard"]}', encoding="utf-8")
    command = [str(program), "-c", str(folder / "settings.json"), "--formatter", "text", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_validator_accepts_the_page(report, tmp_path):
    assert _validated(report, tmp_path) == (0, "")


def test_the_validator_does_not_accept_any_page(tmp_path):
    broken = tmp_path / "broken.html"
    broken.write_text('<!DOCTYPE html><p id="a">twice</p><p id="a">the same</p>', encoding="utf-8")
    assert _validated(broken, tmp_path)[0] == 1


def test_nothing_is_asked_for_beside_the_page_nothing_is_refused_and_the_policy_is_in_force(show, report):
    page = show(report)
    page.mouse.wheel(0, 100_000)
    assert page.requests == [report.as_uri()]
    assert page.complaints == []
    assert page.title() != "broken into"
    page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: 'h1 {}'}))")
    page.evaluate("() => { new Image().src = 'https://example.invalid/x.png'; }")
    page.wait_for_timeout(200)
    assert len(page.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in page.complaints)


def test_the_page_never_scrolls_sideways(show, report):
    page = show(report)
    page.evaluate(OPENED)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width


SETTLED = """
document.querySelector("#node-mailchimp[tabindex]") !== null
&& Array.from(document.querySelectorAll(".depth > section:not(#summary)")).every((one) => one.style.contentVisibility === "visible")
"""
"""What the page does when the browser has time for it is done: all is laid out, and the diagram has its keys."""
LAID_OUT = "(part) => part.checkVisibility({contentVisibilityAuto: true})"


def test_what_is_off_the_screen_is_laid_out_after_what_is_on_it_and_on_paper(show, until, red_flags):
    """So a report of 200 tools and 500 findings is there in half of the time."""
    page = show(red_flags, java_script_enabled=False)
    last = page.locator("#method p").last
    assert page.locator("#summary p").first.evaluate(LAID_OUT)
    assert not last.evaluate(LAID_OUT)
    page.emulate_media(media="print")
    assert last.evaluate(LAID_OUT)
    page = show(red_flags)
    until(page, LAID_OUT, page.locator("#method p").last.element_handle())


def test_a_link_leads_to_its_place_before_all_is_laid_out(show, red_flags):
    page = show(red_flags, fragment="#rule-STK-13")
    assert -1 <= page.evaluate("document.querySelector('#rule-STK-13').getBoundingClientRect().top") <= 40


def test_no_word_in_a_table_is_broken_on_a_tablet(show, red_flags):
    page = show(red_flags, width=768)
    for part in ("#glance", "#opt-outs", "#score", "#tools"):
        assert (part, page.locator(part).evaluate(BROKEN)) == (part, [])


def test_no_table_of_many_columns_is_cut_on_a_tablet(show, red_flags):
    page = show(red_flags, width=768)
    cut = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).length"
    assert page.locator(".scroll:has(.wide)").evaluate_all(cut) == 0
    assert page.locator("#tools .zero").first.is_hidden()


def test_a_long_name_of_a_column_has_its_own_lines_on_a_phone(show, red_flags):
    page = show(red_flags, width=360)
    heights = [page.locator(f"#score td[data-label='{name}']").first.bounding_box()["height"] for name in LABELS]
    assert heights[1] > 1.5 * heights[0]
    assert page.locator("#tools .zero").first.is_hidden()


LABELS = ("Points", "If unknown is bad, or good")

# The words of a part of the page that stand on two lines.
BROKEN = """(part) => {
  const found = [];
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/[a-z]{4,}/gi)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set(Array.from(range.getClientRects(), (box) => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""


def test_no_word_of_the_first_page_is_broken(show, red_flags):
    """At the widths at which it is laid out otherwise, too."""
    page = show(red_flags)
    for width in (360, 704, 768, 960, 961, 1151, 1152, 1200, 1344, 1345, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, page.locator("#summary").evaluate(BROKEN)) == (width, [])


def test_long_names_stay_in_their_cells_and_beside_their_marks(show, tmp_path):
    page = tmp_path / "report.html"
    page.write_text(to_html(_hostile()), encoding="utf-8")
    shown = show(page, width=1440)
    cut = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).length"
    assert shown.locator(".matrix th").evaluate_all(cut) == 0
    shown.set_viewport_size({"width": 360, "height": 900})
    left = [
        shown.locator(f"details.cause > summary > {part}").first.bounding_box()["x"]
        for part in ("h4", ".counts", ".said")
    ]
    assert left[0] == left[1] == left[2]


def test_the_cells_of_a_phone_say_upright_what_they_are(show, red_flags):
    page = show(red_flags, width=360)
    cell = page.locator("#tools td.none").first
    assert cell.evaluate("(cell) => getComputedStyle(cell).fontStyle") == "italic"
    assert cell.evaluate("(cell) => getComputedStyle(cell, '::before').fontStyle") == "normal"


def test_what_is_pressed_is_at_least_24_pixels_each_way(show, until, red_flags):
    """Beside links in sentences and in tables, as WCAG 2.2 has it (2.5.8)."""
    page = show(red_flags)
    until(page, SETTLED)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        small = page.locator(
            ".contents a, thead button, .filter :is(button, select, input[type=search], label), .badges button, summary"
        ).evaluate_all(
            """(all) => all.filter((one) => one.checkVisibility()).map((one) => [one.textContent.trim().slice(0, 20), one.getBoundingClientRect()])
                 .filter(([, box]) => Math.min(box.width, box.height) < 24).map(([text, box]) => `${text} ${box.width} x ${box.height}`)"""
        )
        assert (width, small) == (width, [])


def test_the_page_works_with_scripts_off(show, red_flags):
    page = show(red_flags, java_script_enabled=False)
    assert page.locator("[data-filter]").is_hidden()
    cause = page.locator("details.cause").nth(1)
    assert cause.get_attribute("open") is None
    cause.locator("summary").first.click()
    finding = cause.locator("details.finding").first
    assert finding.get_attribute("open") is None
    finding.locator("summary").click()
    assert finding.locator("table").first.is_visible()


def test_a_link_opens_the_evidence_that_it_leads_to(show, red_flags):
    page = show(red_flags)
    page.get_by_role("link", name=re.compile("^Evidence")).first.click()
    target = page.locator(":target")
    assert target.get_attribute("open") is not None
    assert target.locator("table").first.is_visible()


def test_the_id_of_a_finding_is_its_address_and_opens_what_it_is_folded_into(show, red_flags):
    closed = show(red_flags).locator("details.cause:not([open]) details.finding").last.get_attribute("id")
    page = show(red_flags, fragment=f"#{closed}")
    target = page.locator(":target")
    assert target.get_attribute("id") == closed
    assert target.locator("table").first.is_visible()


def test_findings_can_be_filtered_by_words_severity_and_outcome(show, red_flags):
    page = show(red_flags)
    cards = page.locator("details.finding")
    every = cards.count()
    page.get_by_role("searchbox", name="Find").fill("gra-02")
    assert page.locator("details.finding:visible").count() == page.locator("#findings h4:visible").count() == 1
    assert page.locator("[data-filter] output").inner_text() == f"1 of {every} shown"
    page.get_by_role("searchbox", name="Find").fill("")
    page.get_by_label("P1", exact=True).uncheck()
    assert page.locator("details.finding[data-severity=P1]:visible").count() == 0
    assert page.locator("details.finding[data-severity=P2]:visible").count() > 0
    page.get_by_label("P1", exact=True).check()
    page.get_by_role("combobox", name="Outcome").select_option("suspected")
    assert page.locator("details.finding[data-outcome=proved]:visible").count() == 0


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        (None, ["1,200 of 1,211 shown", "11 of 1,211 shown"]),
        ("de-DE", ["1.200 of 1.211 shown", "11 of 1.211 shown"]),
        ("fr", ["1\u202f200 of 1\u202f211 shown", "11 of 1\u202f211 shown"]),
    ],
)
def test_what_a_filter_leaves_is_counted_in_the_manner_of_the_page(tmp_path, show, locale, told):
    data = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "report": {"locale": locale} if locale else {},
        "tools": {
            f"{name}_{number}": {"owner": "none"}
            for name, count in (("bought", 1200), ("rented", 11))
            for number in range(count)
        },
    }
    audit = run(load_data(data), select=["STK-06"])
    (tmp_path / "report.html").write_text(audit.to_html(), encoding="utf-8")
    page = show(tmp_path / "report.html")
    for word, counted in zip(("bought", "rented"), told, strict=True):
        page.get_by_role("searchbox", name="Find").fill(word)
        assert page.locator("[data-filter] output").inner_text() == counted
    assert page.complaints == []


def test_a_count_longer_than_any_that_the_page_has_a_form_for_is_written_plainly(show, red_flags):
    page = show(red_flags)
    written = page.evaluate("[7, 42, 999, 1000, 98765, 654321, 7654321, 87654321].map(counted)")
    assert written == ["7", "42", "999", "1,000", "98,765", "654,321", "7,654,321", "87654321"]
    page.evaluate("document.querySelector('[data-counts]').removeAttribute('data-counts')")
    assert page.evaluate("counted(1234)") == "1234"


def test_a_table_is_sorted_by_the_column_that_is_pressed(show, red_flags):
    page = show(red_flags)
    heads = page.locator("#tools thead th")
    heads.filter(has_text="Cost").get_by_role("button").click()
    assert heads.filter(has_text="Cost").get_attribute("aria-sort") == "ascending"
    heads.filter(has_text="Cost").get_by_role("button").click()
    assert heads.filter(has_text="Cost").get_attribute("aria-sort") == "descending"
    costs = page.locator("#tools tbody td:nth-child(7)").evaluate_all(
        "(cells) => cells.map((cell) => cell.dataset.sort)"
    )
    known = [int(cost) for cost in costs if cost]
    assert len(known) > 3
    assert known == sorted(known, reverse=True)
    assert costs == [str(cost) for cost in known] + [""] * (len(costs) - len(known))


def test_the_keyboard_gets_to_the_report_and_the_focus_is_seen(show, red_flags):
    page = show(red_flags)
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Skip to the report"
    assert focused.evaluate("(element) => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_diagram_is_looked_at_by_view_and_zoomed_by_button_key_and_mouse(show, until, red_flags):
    page = show(red_flags)
    until(page, SETTLED)
    canvas = page.locator(".canvas")
    box = lambda: [float(part) for part in canvas.locator("svg").get_attribute("viewBox").split()]  # noqa: E731 - read anew each time
    whole = box()
    page.get_by_label("View").select_option("Opt-outs")
    assert 0 < canvas.locator(".on").count() < canvas.locator(".sa-node, .sa-line").count()
    page.get_by_role("button", name="Zoom in").click()
    near = box()
    assert near[2] < whole[2]
    canvas.focus()
    page.keyboard.press("ArrowRight")
    assert box()[0] > near[0]
    moved, place = box(), canvas.bounding_box()
    page.mouse.move(place["x"] + 300, place["y"] + 200)
    page.mouse.down()
    page.mouse.move(place["x"] + 340, place["y"] + 200, steps=3)
    page.mouse.up()
    assert box()[0] < moved[0]
    page.keyboard.press("0")
    assert box() == whole
    assert canvas.locator(".on").count() == 0
    assert page.complaints == []


def test_what_is_focused_in_the_diagram_tells_its_facts_and_enter_leads_to_its_findings(show, until, red_flags):
    page = show(red_flags)
    until(page, SETTLED)
    page.locator("#node-mailchimp").focus()
    facts = page.locator("[data-facts]")
    assert facts.locator("strong").inner_text() == "Mailchimp"
    page.keyboard.press("Enter")
    assert facts.locator("a").first.evaluate("(link) => link === document.activeElement")
    page.keyboard.press("Escape")
    assert page.locator("#node-mailchimp").evaluate("(node) => node === document.activeElement")


def test_the_bar_of_the_findings_works_by_keyboard_alone(show, red_flags):
    page = show(red_flags)
    press = page.keyboard.press
    focused = lambda: page.evaluate(  # noqa: E731 - read anew each time
        "(({ localName, name, value, textContent }) => [localName, name || '', localName === 'input' && name === 'severity' ? value : textContent.trim().slice(0, 9)])(document.activeElement)"
    )
    page.get_by_role("searchbox", name="Find").focus()
    page.keyboard.type("gra-02")
    assert page.locator("details.finding:visible").count() == 1
    press("Control+a")
    press("Delete")
    for level in ("P1", "P2", "P3", "P4", "P5"):
        press("Tab")
        assert focused() == ["input", "severity", level]
        press("Space")
        assert page.locator(f"details.finding[data-severity={level}]:visible").count() == 0
        press("Space")
    press("Tab")
    press("ArrowDown")
    assert page.get_by_role("combobox", name="Outcome").input_value() == "proved"
    press("ArrowUp")
    press("Tab")
    press("Enter")
    assert focused()[2] == "Close all"
    assert page.locator("#findings details:not([open])").count() == 0
    press("Space")
    assert page.locator("#findings details[open]").count() == 0
    assert page.complaints == []


def test_the_diagram_works_by_keyboard_alone(show, until, red_flags):
    """From a finding to the picture; then its bar, which leads into it, and its parts one by one."""
    page = show(red_flags)
    until(page, SETTLED)
    press = page.keyboard.press
    card = page.locator("[id='GRA-02:tools.customerio:email']")
    for part in (page.locator("details.cause:has([id='GRA-02:tools.customerio:email'])"), card):
        part.locator("> summary").focus()
        press("Enter")
        assert part.get_attribute("open") is not None
    card.get_by_role("button", name="Show in the diagram").focus()
    press("Enter")
    canvas = page.locator(".canvas").first
    assert canvas.evaluate("(part) => part === document.activeElement")
    assert page.locator(".canvas .on").count() > 0
    press("Escape")
    assert page.locator(".canvas .on").count() == 0
    page.get_by_label("View").focus()
    press("ArrowDown")
    assert page.locator(".canvas .on").count() > 0
    box = lambda: float(canvas.locator("svg").get_attribute("viewBox").split()[2])  # noqa: E731 - read anew each time
    whole = box()
    press("Tab")
    press("Enter")
    near = box()
    press("Tab")
    press("Enter")
    assert near < box() == whole
    press("Tab")
    press("Enter")
    assert page.get_by_label("View").evaluate("(list) => list.selectedIndex") == 0
    press("Tab")
    assert canvas.evaluate("(part) => part === document.activeElement")
    press("+")
    assert box() < whole
    press("-")
    assert box() == whole
    press("Tab")
    assert page.evaluate("document.activeElement.matches('.sa-node, .sa-line')")
    assert page.complaints == []


def test_a_table_is_sorted_by_keyboard_alone(show, red_flags):
    page = show(red_flags)
    head = page.locator("#tools thead th").filter(has_text="Cost")
    head.get_by_role("button").focus()
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"


def test_no_control_is_out_of_reach_of_the_keyboard(show, until, red_flags):
    """Whatever can be pressed is a control of the browser's own or can be focused."""
    page = show(red_flags)
    page.evaluate(OPENED)
    until(page, SETTLED)
    unreachable = page.evaluate(
        """() => Array.from(document.querySelectorAll("a[href], button, input, select, summary, .sa-node[id], .sa-line[id], .canvas.live, .scroll"))
             .filter((part) => part.checkVisibility() && part.tabIndex < 0
               && !(part.matches(".scroll") && part.scrollWidth <= part.clientWidth))
             .map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert unreachable == []


def test_nothing_that_is_gone_to_stands_below_what_stays_on_the_screen(show, until, red_flags):
    """Below the filter, which has two rows at this width, or the list of facts."""
    page = show(red_flags, fragment="#GRA-02:tools.customerio:email")
    until(page, SETTLED)
    edge = lambda place, side: place.evaluate(f"(part) => part.getBoundingClientRect().{side}")  # noqa: E731 - read anew each time
    assert edge(page.locator(":target > summary"), "top") >= edge(page.locator("[data-filter]"), "bottom") > 80
    causes = page.locator("details.cause > summary")
    page.mouse.wheel(0, 5000)
    causes.nth(0).focus()
    assert edge(causes.nth(0), "top") >= edge(page.locator("[data-filter]"), "bottom")
    lowest = page.locator("#node-zendesk")
    lowest.focus()
    page.keyboard.press("Shift")  # whoever uses keys sees the focus
    page.locator("#node-survey").focus()
    lowest.focus()
    assert edge(lowest, "bottom") <= edge(page.locator("[data-facts]"), "top")


def test_a_view_keeps_the_legend_and_a_pressed_flow_both_its_ends(show, until, red_flags):
    page = show(red_flags)
    until(page, SETTLED)
    opacity = "(part) => getComputedStyle(part).opacity"
    page.get_by_label("View").select_option("Opt-outs")
    assert page.locator(".sa-legend .sa-line").first.evaluate(opacity) == "1"
    flow = page.locator("[id='flow-bridge--salesforce--3c5fbcc6']")
    assert flow.evaluate(opacity) == "0.15"
    flow.focus()
    page.keyboard.press("Enter")
    assert {"flow-bridge--salesforce--3c5fbcc6", "node-bridge", "node-salesforce"} <= set(
        page.locator(".canvas .on").evaluate_all("(all) => all.map((one) => one.id)")
    )


def test_what_leads_to_a_section_that_was_left_out_looks_like_no_link(show, tmp_path):
    audit = audit_stack(
        load_data(
            {
                "stackaudit": 1,
                "as_of": "2026-11-22",
                "tools": {"a": {}},
                "report": {"leave_out": ["diagram", "score"]},
            }
        )
    )
    page = show(_written(audit, tmp_path))
    assert page.locator("#tools .to-picture").is_hidden()
    ink = "(part) => getComputedStyle(part).color"
    dead = page.locator("#summary a:not([href])").first
    assert dead.evaluate(ink) == dead.locator("..").evaluate(ink)


def test_with_colours_of_the_readers_own_borders_say_what_grounds_said(show, red_flags):
    page = show(red_flags, forced_colors="active")
    for part, said in ((".key.late", "solid"), (".key.unknown", "dotted"), (".matrix .never", "solid")):
        assert page.locator(part).first.evaluate("(part) => getComputedStyle(part).outlineStyle") == said


def test_the_diagram_is_zoomed_and_moved_by_touch(show, until, red_flags):
    page = show(red_flags, width=390, has_touch=True, is_mobile=True)
    until(page, SETTLED)
    canvas = page.locator(".canvas").first
    canvas.scroll_into_view_if_needed()
    box = lambda: [float(part) for part in canvas.locator("svg").get_attribute("viewBox").split()]  # noqa: E731 - read anew each time
    place, whole = canvas.bounding_box(), box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        held = [{"x": left, "y": top, "id": number} for number, (left, top) in enumerate(points)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": held})

    touch("touchStart", (x - 20, y), (x + 20, y))
    for apart in (30, 45, 60, 80):
        touch("touchMove", (x - apart, y), (x + apart, y))
    touch("touchEnd")
    near = box()
    assert near[2] < whole[2] / 2
    touch("touchStart", (x, y))
    for far in (10, 25, 40):
        touch("touchMove", (x - far, y))
    touch("touchEnd")
    moved = box()
    assert moved[0] > near[0]
    assert moved[2] == near[2]
    page.get_by_role("button", name="Whole picture").tap()
    assert box() == whole
    page.locator("#node-mailchimp").tap()
    assert page.locator("[data-facts] strong").first.inner_text() == "Mailchimp"
    assert page.complaints == []


def test_a_finding_lights_its_path_up(show, until, red_flags):
    page = show(red_flags, fragment="#GRA-02:tools.customerio:email")
    until(page, SETTLED)
    card = page.locator(":target")
    card.get_by_role("button", name="Show in the diagram").click()
    lit = page.locator(".canvas .on").evaluate_all("(parts) => parts.map((part) => part.id)")
    assert set(lit) == set(card.get_attribute("data-lit").split())
    assert page.get_by_role("link", name="Back to the finding").is_visible()


def test_all_is_on_paper(show, red_flags):
    page = show(red_flags, java_script_enabled=False)
    page.emulate_media(media="print")
    assert page.locator(".contents").is_hidden()
    closed = page.locator("details.cause:not([open]) details.finding table").first
    assert closed.evaluate("(table) => table.getBoundingClientRect().height") > 0


PAPERS = {"A4": [596, 843], "Letter": [612, 792]}  # points, as Chromium makes them


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.yaml")))
def test_what_leadership_reads_is_one_page_of_the_paper_that_there_is(show, tmp_path, sample, paper):
    page = show(_written(REPORTS[sample](), tmp_path))
    page.evaluate("document.querySelectorAll('#story > :not(#glance), #appendix').forEach((part) => part.remove())")
    sheets = _printed(page, paper)
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == PAPERS[paper]
    assert ["At a glance" in sheet.extract_text() for sheet in sheets[:2]] == [False, True]


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_on_paper_no_head_stands_alone_at_the_foot_of_a_column(show, tmp_path, paper):
    page = show(_written(REPORTS["nothing known"](), tmp_path))
    page.evaluate("document.querySelector('#appendix').remove()")
    heads = page.locator("#findings :is(h4, h5, .meaning, p:has(+ ul))").all_text_contents()
    assert "What would prove or refute it:" in heads
    words = {"".join(text.split()) for text in heads}
    found, alone = 0, []
    for sheet in _printed(page, paper):
        lines = _lines(sheet)
        for (high, text), (next_high, _) in zip(lines, [*lines[1:], (1e9, "")], strict=True):
            found += text in words
            alone += [text] if text in words and next_high > high else []  # what follows is further up, or overleaf
    assert found >= 9
    assert alone == []


def test_the_head_of_a_long_table_is_on_each_page(show, tmp_path):
    page = show(_written(REPORTS["govuk"](), tmp_path))
    page.evaluate("document.querySelectorAll('.depth > :not(#tools), .cover, footer').forEach((part) => part.remove())")
    texts = [text for sheet in _printed(page, "A4") if "built in house" in (text := sheet.extract_text())]
    assert len(texts) > 2
    assert all("Used for" in text for text in texts)


def test_a_tall_picture_beside_a_wide_one_is_whole_on_a_page_that_stands(show, tmp_path):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">'
        '<text y="30">Head</text><text y="{1}">Foot</text></svg>'
    )
    audit = audit_stack(load_data({"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {}}}))
    drawn = pictures(audit.stack, audit.graph, ())
    wide, tall = (replace(drawn.main, svg=svg.format(*size)) for size in ((900, 300), (600, 1400)))
    path = tmp_path / "report.html"
    path.write_text(to_html(audit, pictures=replace(drawn, main=wide, domains=(tall, tall, wide))), encoding="utf-8")
    page = show(path)
    page.evaluate(
        "document.querySelectorAll('.depth > :not(#diagram), .cover, footer').forEach((part) => part.remove())"
    )
    sheets = [
        ("lies" if sheet.mediabox.width > sheet.mediabox.height else "stands", text.count("Head"), text.count("Foot"))
        for sheet in _printed(page, "Letter")
        if "Head" in (text := sheet.extract_text()) or "Foot" in text
    ]
    assert sheets == [("lies", 1, 1), ("stands", 1, 1), ("stands", 1, 1), ("lies", 1, 1)]


def _printed(page, paper):
    return PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=True, print_background=True))).pages


def _lines(sheet):
    """The lines of a page in the order in which they were written: how high each stands, and its text without spaces."""
    lines = [(1e9, "")]

    def take(text, matrix, own, *_):
        high, held = matrix[5] + own[5] * matrix[3], "".join(normalize("NFKC", text).split())
        if held and abs(high - lines[-1][0]) < 3:
            lines[-1] = (lines[-1][0], lines[-1][1] + held)
        elif held:
            lines.append((high, held))

    sheet.extract_text(visitor_text=take)
    return lines[1:]
