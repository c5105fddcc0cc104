"""The server: on this machine alone, a thread a request. What it answers stands in ``routes``."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import BoundedSemaphore, Thread
from types import MappingProxyType
from typing import Any, Final

from stackaudit.errors import OutputError, Problem
from stackaudit.serving.live import Live, Moment
from stackaudit.serving.routes import METHODS, Answer, answer, refusal

__all__ = ["Server"]

_HEARTBEAT: Final = 15.0  # seconds; also how long a reader that went away is held
_PATIENCE: Final = 10.0  # seconds for a request to come in, or for its answer to be taken
_READERS: Final = 64
_HTTP_PORT: Final = 80
_FAMILIES: Final[Mapping[str, socket.AddressFamily]] = MappingProxyType(
    {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
)


class Server:
    """Serves what is shown at 127.0.0.1, and at ::1 where this machine has it."""

    def __init__(self, live: Live, port: int) -> None:
        """Take the port; 0 takes one that is free.

        Raises:
            OutputError: it is taken, or may not be used.
        """
        self._live = live
        readers = BoundedSemaphore(_READERS)
        try:
            first = _Http("127.0.0.1", port, live, readers)
        except OSError as error:
            message = f"cannot listen at port {port} of 127.0.0.1: {error.strerror or type(error).__name__}"
            raise OutputError(Problem(message, hint="name another one with --port, or --port 0 for any")) from error
        self._port = first.server_port
        self._https = [first]
        with suppress(OSError):  # not every machine has it; the address that is told is the other one
            self._https.append(_Http("::1", self._port, live, readers))

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        for http in self._https:
            Thread(target=http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Answer no more, and give the port back. Only after ``start``."""
        self._live.close()
        for http in self._https:
            http.shutdown()
            http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # Elsewhere it lets a port be used again soon; on Windows it would let two programs listen at one.
    allow_reuse_address = os.name != "nt"

    def __init__(self, host: str, port: int, live: Live, readers: BoundedSemaphore) -> None:
        self.address_family = _FAMILIES[host]
        self.live = live
        self.readers = readers
        super().__init__((host, port), _Handler)
        names = ("127.0.0.1", "[::1]", "localhost")
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in names)
        if self.server_port == _HTTP_PORT:
            self.hosts |= {*names}

    def server_bind(self) -> None:
        """As that of the standard library, which also asks for the name of this machine: that may take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, *_: Any) -> None:
        """A reader who went away is no mistake to print."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    timeout = _PATIENCE

    def do_GET(self) -> None:
        """Answer by the routes."""
        given = answer(self.command, self.path, self.server.hosts, self.headers.get("Host"), self.server.live.now.shown)
        if not given.stream or self.command == "HEAD":
            self._send(given)
        elif self.server.readers.acquire(blocking=False):
            try:
                self._stream(given)
            finally:
                self.server.readers.release()
        else:
            self._send(refusal(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages are open"))

    do_HEAD = do_GET  # noqa: N815 - the standard library's name

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - the signature of the standard library
        """What is no request that can be answered. A method that there is not is told by the routes' own answer."""
        status = HTTPStatus(code)
        unknown = status is HTTPStatus.NOT_IMPLEMENTED
        if unknown:
            status = HTTPStatus.METHOD_NOT_ALLOWED
        self._send(refusal(status, f"{' and '.join(METHODS)} are all that there is" if unknown else status.phrase))
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Requests are not printed: the terminal has a line for each audit."""

    def _send(self, given: Answer) -> None:
        self._head(given)
        if self.command != "HEAD":
            self.wfile.write(given.body)

    def _head(self, given: Answer) -> None:
        self.send_response_only(given.status)
        for name, value in given.headers:
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, given: Answer) -> None:
        """Events, until the reader goes or the server stops; a comment now and then finds out whether that is so."""
        self._head(given)
        moment = self.server.live.now
        self.wfile.write(_event(moment))
        while not moment.closed:
            last, moment = moment, self.server.live.wait(moment.number, _HEARTBEAT)
            self.wfile.write(b":\n\n" if moment is last else _event(moment))


def _event(moment: Moment) -> bytes:
    kind = "busy" if moment.busy else "shown"
    return f"event: {kind}\ndata: {moment.shown.page.version}\n\n".encode("ascii")
