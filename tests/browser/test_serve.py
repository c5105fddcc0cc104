"""``stackaudit serve`` in a real browser: a file is edited, and the page follows."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: Northwind, regions: [us], contacts: 5000}
tools:
  web: {sends: [email], captures_opt_out: [email]}
  crm: {}
  mailer: {sends: [email], captures_opt_out: [email]}
flows:
  - {from: web, to: mailer, method: csv_manual, every: 1w, signals: [opt_out]}
"""

PROGRAM = """\
import signal
from stackaudit.cli import main

# Where the tests are run in the background, the process would be deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""


@pytest.fixture
def served(tmp_path):
    """The program, which serves a file; gives the file, the address, and the process."""
    file = tmp_path / "stack.yaml"
    file.write_text(STACK, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "stack.yaml", "--port", "0"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
    yield file, address, process
    process.kill()
    process.communicate()


@pytest.fixture
def page(browser, served):
    context = browser.new_context(viewport={"width": 1200, "height": 600})
    shown = context.new_page()
    shown.complaints = []
    shown.on("console", lambda message: shown.complaints.append(message.text))
    shown.on("pageerror", lambda error: shown.complaints.append(str(error)))
    shown.goto(served[1])
    shown.get_by_role("heading", name="Northwind").wait_for()
    yield shown
    context.close()


def test_the_page_shows_a_new_finding_then_a_mistake_then_that_it_is_mended(page, served):
    file, _, process = served
    assert not page.get_by_text("Blogger").count()
    file.write_text(STACK.replace("crm: {}", "crm: {name: Blogger, sends: [email]}"), encoding="utf-8")
    page.locator("#findings").get_by_text("Blogger").first.wait_for(state="attached")

    file.write_text(STACK.replace("sends: [email]", "sends: [emial]"), encoding="utf-8")
    mistakes = page.get_by_role("region", name="2 mistakes, nothing was audited")
    mistakes.wait_for()
    assert "stack.yaml:6:" in mistakes.inner_text()
    assert "^^^^^" in mistakes.inner_text()
    assert "did you mean 'email'?" in mistakes.inner_text()
    assert page.locator("#findings").get_by_text("Blogger").count() > 0

    file.write_text(STACK, encoding="utf-8")
    mistakes.wait_for(state="detached")
    assert not page.get_by_text("Blogger").count()
    assert page.complaints == []

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out.endswith("Stopped.\n")
    assert "Traceback" not in err
    page.get_by_text("stackaudit does not answer").wait_for()


def test_the_reader_stays_where_he_was_and_what_was_unfolded_stays_so(page, until, served):
    page.evaluate(
        "document.querySelectorAll('#rules details, #tools details').forEach((part) => { part.open = true; })"
    )
    page.evaluate("document.querySelectorAll('#findings details').forEach((part) => { part.open = false; })")
    page.get_by_role("searchbox", name="Find").fill("opt")
    page.evaluate("document.getElementById('rules').scrollIntoView()")
    before = page.evaluate("document.getElementById('rules').getBoundingClientRect().top")
    shown = "Array.from(document.querySelectorAll('details'), (part) => part.open).join()"
    folded = page.evaluate(shown)
    served[0].write_text(STACK.replace("contacts: 5000", "contacts: 5001"), encoding="utf-8")
    page.wait_for_event("load")
    until(page, "document.readyState === 'complete'")
    assert abs(page.evaluate("document.getElementById('rules').getBoundingClientRect().top") - before) < 2
    assert page.get_by_role("searchbox", name="Find").input_value() == "opt"
    assert page.evaluate(shown) == folded


def test_axe_finds_no_violation_in_the_list_of_mistakes(browser, served, axe):
    file, address, _ = served
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(address)
        page.get_by_role("heading", name="Northwind").wait_for()
        file.write_text(STACK.replace("sends: [email]", "sends: [emial]"), encoding="utf-8")
        page.locator(".mistakes").wait_for()
        page.evaluate(axe)
        found = page.evaluate("axe.run('.live', {resultTypes: ['violations']})")
        assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found["violations"]] == []
        context.close()
        file.write_text(STACK, encoding="utf-8")


@pytest.mark.parametrize("width", [360, 1440])
def test_mistakes_never_scroll_the_page_sideways(page, served, width):
    page.set_viewport_size({"width": width, "height": 700})
    served[0].write_text(STACK + "x" * 500 + ": y\n", encoding="utf-8")
    page.locator(".mistakes").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
