"""Which request gets what, without a socket."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from stackaudit.serving.routes import answer

HOSTS = frozenset({"127.0.0.1:8787", "localhost:8787", "[::1]:8787"})


def ask(live, target, method="GET", host="127.0.0.1:8787"):
    return answer(method, target, HOSTS, host, live.now.shown)


@pytest.mark.parametrize(
    ("target", "kind", "begins"),
    [
        ("/", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("/?from=editor", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("/diagram.svg", "image/svg+xml", b"<svg "),
        ("/audit.json", "application/json", b"{"),
    ],
)
def test_report_diagram_and_data_have_an_address(shown, target, kind, begins):
    given = ask(shown, target)
    assert given.status is HTTPStatus.OK
    assert dict(given.headers)["Content-Type"] == kind
    assert given.body.startswith(begins)
    assert dict(given.headers)["Content-Length"] == str(len(given.body))


def test_events_are_a_stream(shown):
    given = ask(shown, "/events")
    assert given.stream
    assert dict(given.headers)["Content-Type"] == "text/event-stream"


@pytest.mark.parametrize(
    "target",
    [
        "/stack.yaml",
        "/../stack.yaml",
        "/%2e%2e/etc/passwd",
        "//",
        "",
        "*",
        "/index.html",
        "http://127.0.0.1:8787/",
        "/a\x00",
    ],
)
def test_nothing_else_is_there(shown, target):
    given = ask(shown, target)
    assert given.status is HTTPStatus.NOT_FOUND
    assert b"/diagram.svg" in given.body


@pytest.mark.parametrize("host", sorted(HOSTS | {"LOCALHOST:8787"}))
def test_the_server_answers_to_its_own_names(shown, host):
    assert ask(shown, "/", host=host).status is HTTPStatus.OK


@pytest.mark.parametrize(
    "host", [None, "", "evil.example", "evil.example:8787", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8787.evil.example"]
)
@pytest.mark.parametrize("target", ["/", "/audit.json", "/events"])
def test_a_strangers_name_that_leads_here_gets_nothing(shown, host, target):
    given = ask(shown, target, host=host)
    assert given.status is HTTPStatus.MISDIRECTED_REQUEST
    assert not given.stream


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(shown, method):
    given = ask(shown, "/", method=method)
    assert given.status is HTTPStatus.METHOD_NOT_ALLOWED
    assert dict(given.headers)["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("target", ["/", "/diagram.svg", "/audit.json", "/events", "/nothing"])
def test_no_answer_can_be_framed_kept_or_read_by_another_site(shown, target):
    headers = dict(ask(shown, target).headers)
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("frame-ancestors 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_before_the_first_report_there_is_a_page_and_no_data(live):
    assert b"The audit is running" in ask(live, "/").body
    for target in ("/diagram.svg", "/audit.json"):
        given = ask(live, target)
        assert (given.status, given.body) == (HTTPStatus.NOT_FOUND, b"the first audit is running\n")
