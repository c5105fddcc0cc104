"""The server on a real socket of this machine."""

from __future__ import annotations

import http.client
import socket
from http import HTTPStatus
from threading import BoundedSemaphore

import pytest

from stackaudit.errors import OutputError
from stackaudit.serving import server as module
from stackaudit.serving.server import Server


@pytest.fixture
def server(shown):
    made = Server(shown, 0)
    made.start()
    yield made
    made.stop()


def port_of(server):
    return int(server.address.rstrip("/").rpartition(":")[2])


def ask(server, target, method="GET", *, host="127.0.0.1", headers=None):
    """An answer, and what it came in."""
    connection = http.client.HTTPConnection(host, port_of(server), timeout=10)
    connection.request(method, target, headers=headers or {})
    return connection.getresponse()


def said(server, text):
    """What comes back for these very bytes."""
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=10) as connection:
        connection.sendall(text)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_the_page_is_served_at_the_address_that_is_told(server, shown):
    assert server.address.startswith("http://127.0.0.1:")
    answer = ask(server, "/")
    assert answer.status == HTTPStatus.OK
    assert answer.read() == shown.now.shown.page.body
    assert answer.getheader("Server") is None


def test_no_other_machine_can_reach_it(server):
    for one in server._https:
        assert one.socket.getsockname()[0] in {"127.0.0.1", "::1"}


def test_localhost_leads_to_it_also_where_that_is_ipv6(server):
    if len(server._https) == 1:
        pytest.skip("this machine has no ::1")
    assert ask(server, "/audit.json", host="::1").status == HTTPStatus.OK


def test_a_machine_without_ipv6_is_served_all_the_same(shown, monkeypatch):
    monkeypatch.setattr(module, "_FAMILIES", {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET})
    made = Server(shown, 0)
    made.start()
    assert len(made._https) == 1
    assert ask(made, "/audit.json").status == HTTPStatus.OK
    made.stop()


def test_head_gives_the_head_alone(server, shown):
    answer = ask(server, "/", "HEAD")
    assert answer.getheader("Content-Length") == str(len(shown.now.shown.page.body))
    assert answer.read() == b""
    assert ask(server, "/events", "HEAD").status == HTTPStatus.OK


def test_a_strangers_name_gets_nothing(server):
    assert ask(server, "/", headers={"Host": "evil.example"}).status == HTTPStatus.MISDIRECTED_REQUEST


@pytest.mark.parametrize("method", ["POST", "PROPFIND"])
def test_other_methods_are_refused(server, method):
    answer = ask(server, "/", method)
    assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer.getheader("Allow") == "GET, HEAD"


@pytest.mark.parametrize("text", [b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"x" * 70_000])
def test_what_is_no_request_is_refused_in_plain_text(server, text):
    answer = said(server, text)
    assert b"<" not in answer
    assert b"Bad Request" in answer or b"URI Too Long" in answer or b"Version Not Supported" in answer


def test_events_tell_what_is_shown_then_each_change_and_end_with_the_server(server, shown):
    stream = ask(server, "/events")
    assert stream.read(13) == b"event: shown\n"
    assert stream.readline() == f"data: {shown.now.shown.page.version}\n".encode()
    stream.readline()
    shown.begin()
    assert stream.readline() == b"event: busy\n"
    shown.close()
    assert stream.read().endswith(b"\n\n")


def test_a_comment_now_and_then_keeps_a_stream_alive(shown, monkeypatch):
    monkeypatch.setattr(module, "_HEARTBEAT", 0.001)
    made = Server(shown, 0)
    made.start()
    stream = ask(made, "/events")
    while stream.readline() != b":\n":
        pass
    made.stop()
    assert shown.now.closed


def test_only_so_many_pages_are_told_of_changes(shown, monkeypatch):
    monkeypatch.setattr(module, "_READERS", 1)
    made = Server(shown, 0)
    made.start()
    held = ask(made, "/events")
    assert held.readline() == b"event: shown\n"
    refused = ask(made, "/events")
    assert refused.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert ask(made, "/").status == HTTPStatus.OK
    made.stop()


def test_a_port_that_is_taken_is_told_with_what_to_do(server, live):
    with pytest.raises(OutputError, match=f"cannot listen at port {port_of(server)} of 127.0.0.1: ") as error:
        Server(live, port_of(server))
    assert error.value.problems[0].hint == "name another one with --port, or --port 0 for any"


def test_a_reader_who_goes_away_leaves_no_traceback(server, shown, capfd):
    stream = ask(server, "/events")
    stream.readline()
    stream.close()
    for _ in range(3):
        shown.begin()
    assert ask(server, "/").status == HTTPStatus.OK
    assert capfd.readouterr() == ("", "")


def test_port_80_needs_no_number_in_the_name(shown, monkeypatch):
    monkeypatch.setattr(module._Http, "server_bind", lambda one: setattr(one, "server_port", 80))
    monkeypatch.setattr(module._Http, "server_activate", lambda one: None)
    made = module._Http("127.0.0.1", 0, shown, BoundedSemaphore(1))
    made.server_close()
    assert {"localhost", "localhost:80"} <= made.hosts
