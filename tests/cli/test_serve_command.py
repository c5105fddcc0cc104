"""``stackaudit serve``, from its first line to Ctrl-C. What would sleep changes files, and looks at what is served."""

from __future__ import annotations

import http.client
import re

import pytest

from stackaudit.cli import serve as module
from stackaudit.serving.live import Live
from stackaudit.serving.server import Server

STACK = """\
stackaudit: 1
as_of: 2026-11-22
company: {name: Northwind}
tools: {web: {}}
"""
BROKEN = "stackaudit: 1\nas_of: 2026-11-22\ntools: {web: {ownr: x}}\n"


class Pages:
    """Stands in for time: in each pause it does the next step, and at the end it is Ctrl-C."""

    def __init__(self):
        self.steps = []
        self.port = None

    def sleep(self, _seconds):
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()

    def page(self, path="/"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse().read().decode()


@pytest.fixture
def pages(monkeypatch, folder):
    """Steps to take, and the pages that are served."""
    made = Pages()
    monkeypatch.setattr(module, "time", made)

    class Here(Server):
        def __init__(self, live, port):
            super().__init__(live, port)
            made.port = int(self.address.rstrip("/").rpartition(":")[2])

    monkeypatch.setattr(module, "Server", Here)
    return made


@pytest.fixture
def stack(folder):
    """A file with a stack."""
    path = folder / "stack.yaml"
    path.write_text(STACK, encoding="utf-8")
    return path


def steps(pages, *changes):
    """Each change, and a pause in which nothing happens, so that it counts as done. Gives the pages after each audit."""
    seen = []
    for change in changes:
        pages.steps += [lambda change=change: (seen.append(pages.page()), change()), lambda: None]
    pages.steps.append(lambda: seen.append(pages.page()))
    return seen


def test_it_says_where_it_serves_and_one_line_for_each_audit_until_ctrl_c(program, pages, stack):
    seen = steps(pages, lambda: stack.write_text(STACK.replace("Northwind", "Southwind"), encoding="utf-8"))
    ran = program("serve", "stack.yaml", "--port", 0)
    assert ran.code == 0
    first, *audits, last = ran.out.splitlines()
    assert re.fullmatch(r"Serving stack\.yaml at http://127\.0\.0\.1:\d+/ \(Ctrl-C ends it\)", first)
    assert [line for line in audits if "red flag" in line and "coverage" in line] == audits[:2]
    assert last == "Stopped."
    assert ["Northwind" in page for page in seen] == [True, False]
    assert ["Southwind" in page for page in seen] == [False, True]


def test_a_mistake_is_shown_above_the_last_report_and_goes_when_it_is_mended(program, pages, stack):
    seen = steps(
        pages,
        lambda: stack.write_text(BROKEN, encoding="utf-8"),
        lambda: stack.write_text(STACK, encoding="utf-8"),
    )
    ran = program("serve", "stack.yaml", "--port", 0)
    assert ["stack.yaml:3:15" in page for page in seen] == [False, True, False]
    assert all("Northwind" in page for page in seen)
    assert "stack.yaml:3:15: error: a tool has no field 'ownr'" in ran.err
    assert "1 mistake; the last report stays." in ran.out


def test_a_stack_that_begins_with_a_mistake_is_served_until_it_is_mended(program, pages, stack):
    stack.write_text(BROKEN, encoding="utf-8")
    seen = steps(pages, lambda: stack.write_text(STACK, encoding="utf-8"))
    ran = program("serve", "stack.yaml", "--port", 0)
    assert ["There is no report yet" in page for page in seen] == [True, False]
    assert "1 mistake; there is no report yet." in ran.out


def test_a_file_that_is_deleted_is_a_mistake_until_it_is_back(program, pages, stack):
    seen = steps(pages, stack.unlink, lambda: stack.write_text(STACK, encoding="utf-8"))
    program("serve", "stack.yaml", "--port", 0)
    assert ["1 mistake" in page for page in seen] == [False, True, False]


def test_files_that_are_new_in_a_folder_or_included_are_audited_too(program, pages, folder):
    (folder / "stack").mkdir()
    (folder / "stack/stack.yaml").write_text(STACK, encoding="utf-8")
    (folder / "one.yaml").write_text(STACK.replace("tools: {web: {}}", "include: [shared/two.yaml]"), encoding="utf-8")
    (folder / "shared").mkdir()
    two = folder / "shared/two.yaml"
    seen = steps(
        pages,
        lambda: two.write_text("tools: {mailer: {name: The mailer}}\n", encoding="utf-8"),
        lambda: two.write_text("tools: {mailer: {name: Another one}}\n", encoding="utf-8"),
    )
    program("serve", "one.yaml", "--port", 0)
    assert ["there is no file" in page for page in seen] == [True, False, False]
    assert ["The mailer" in page for page in seen] == [False, True, False]
    assert ["Another one" in page for page in seen] == [False, False, True]
    new = folder / "stack/more.yaml"
    seen = steps(pages, lambda: new.write_text("tools: {crm: {name: The CRM}}\n", encoding="utf-8"), new.unlink)
    program("serve", "stack", "--port", 0)
    assert ["The CRM" in page for page in seen] == [False, True, False]


def test_settings_are_watched_where_they_could_be_and_mistakes_in_them_are_shown(program, pages, stack, folder):
    settings = folder / "stackaudit.toml"
    seen = steps(
        pages,
        lambda: settings.write_text('ignore = ["STK-99"]\n', encoding="utf-8"),
        lambda: settings.write_text('ignore = ["STK-06"]\n', encoding="utf-8"),
        settings.unlink,
    )
    ran = program("serve", "stack.yaml", "--port", 0)
    assert ["stackaudit.toml:1:11" in page for page in seen] == [False, True, False, False]
    assert ["stackaudit.toml" in page for page in seen] == [False, True, True, False]
    assert "STK-99" in ran.err


def test_rules_and_the_baseline_are_watched(program, pages, stack, folder, own_rules, rule_text):
    rules = own_rules()
    (folder / "known.json").write_text("{}", encoding="utf-8")
    seen = steps(
        pages,
        (folder / "known.json").unlink,
        lambda: program_baseline(folder),
        lambda: own_rules(text=rule_text.replace("severity: P3", "severity: P9")),
        lambda: own_rules(text=rule_text.replace("A tool without an owner", "A title of ours")),
    )
    ran = program("serve", "stack.yaml", "--port", 0, "--rules", rules, "--baseline", "known.json")
    assert ['class="mistakes"' in page for page in seen] == [True, True, False, True, False]
    assert "known.json" in ran.err
    assert "P9" in ran.err
    assert ["A title of ours" in page for page in seen] == [False, False, False, False, True]


def program_baseline(folder):
    """An empty baseline, as the program writes it."""
    from stackaudit.audit.baseline import Baseline
    from stackaudit.audit.baseline_file import to_json

    (folder / "known.json").write_text(to_json(Baseline.of(())), encoding="utf-8")


def test_the_logo_is_watched_and_shown(program, pages, stack, folder):
    stack.write_text(STACK + "report: {logo: logo.svg}\n", encoding="utf-8")
    logo = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9v9z"/></svg>'
    seen = steps(pages, lambda: (folder / "logo.svg").write_text(logo, encoding="utf-8"))
    program("serve", "stack.yaml", "--port", 0)
    assert ['class="mistakes"' in page for page in seen] == [True, False]
    assert ["img-src data:" in page for page in seen] == [False, True]


def test_without_a_stack_the_settings_say_which_and_may_cease_to(program, pages, stack, folder):
    settings = folder / "stackaudit.toml"
    settings.write_text('stack = ["stack.yaml"]\n', encoding="utf-8")
    seen = steps(pages, lambda: settings.write_text("stack = []\n", encoding="utf-8"))
    ran = program("serve", "--port", 0)
    assert ran.out.startswith("Serving stack.yaml at ")
    assert ["belongs to no stack" in page for page in seen] == [False, True]


def test_a_change_during_an_audit_is_not_missed(program, pages, stack, monkeypatch):
    audited = module.audited

    def slow(*arguments):
        made = audited(*arguments)
        stack.write_text(STACK.replace("Northwind", "Southwind"), encoding="utf-8")
        monkeypatch.setattr(module, "audited", audited)
        return made

    monkeypatch.setattr(module, "audited", slow)
    seen = []
    pages.steps += [lambda: None, lambda: seen.append(pages.page())]
    program("serve", "stack.yaml", "--port", 0)
    assert "Southwind" in seen[0]


def test_a_broken_rule_is_in_the_page_and_its_traceback_on_the_terminal(program, pages, stack, broken_pack):
    seen = steps(pages)
    ran = program("serve", "stack.yaml", "--port", 0)
    assert "BAD-01" in seen[0]
    assert "The rule BAD-01 is broken:" in ran.err
    assert "RuntimeError" in ran.err


def test_a_mistake_of_our_own_is_shown_and_the_next_save_is_audited(program, pages, stack, monkeypatch):
    audited = module.audited

    def fails(*_):
        monkeypatch.setattr(module, "audited", audited)
        raise FileNotFoundError("gone while it was read")

    monkeypatch.setattr(module, "audited", fails)
    seen = steps(pages, lambda: stack.write_text(f"{STACK}# again\n", encoding="utf-8"))
    ran = program("serve", "stack.yaml", "--port", 0)
    assert ["stackaudit itself failed: FileNotFoundError" in page for page in seen] == [True, False]
    assert "gone while it was read" in ran.err


def test_what_could_not_be_drawn_is_told(program, pages, stack, monkeypatch):
    monkeypatch.setattr(Live, "show", lambda *_: ("diagram.svg: out of time",))
    ran = program("serve", "stack.yaml", "--port", 0)
    assert "not drawn: diagram.svg: out of time" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.yaml"], "there is no file or folder missing.yaml"),
        (["-"], "standard input never changes, and cannot be served"),
        ([], "Missing argument 'STACK...'"),
        (["stack.yaml", "--port", "70000"], "70000 is not in the range"),
    ],
)
def test_what_cannot_be_served_ends_at_once(program, stack, arguments, said):
    ran = program("serve", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_a_port_that_is_taken_ends_at_once(program, stack):
    other = Server(Live("other", "pinned"), 0)
    other.start()
    port = other.address.rstrip("/").rpartition(":")[2]
    ran = program("serve", "stack.yaml", "--port", port)
    other.stop()
    assert ran.code == 2
    assert f"cannot listen at port {port} of 127.0.0.1" in ran.err
    assert "--port 0" in ran.err


def test_the_browser_is_opened_where_asked(program, pages, stack, monkeypatch):
    opened = []
    monkeypatch.setattr(module.click, "launch", opened.append)
    program("serve", "stack.yaml", "--port", 0, "--open")
    assert opened == [f"http://127.0.0.1:{pages.port}/"]


def test_settings_that_are_named_are_looked_at_as_well(program, pages, stack):
    settings = stack.with_name("own.toml")
    settings.write_text('select = ["STK-06"]\n', encoding="utf-8")
    seen = steps(pages, lambda: settings.write_text('select = ["STK-07"]\n', encoding="utf-8"))
    ran = program("serve", "stack.yaml", "--port", 0, "--config", "own.toml")
    assert ran.code == 0
    assert len([line for line in ran.out.splitlines() if "coverage" in line]) == len(seen) == 2
