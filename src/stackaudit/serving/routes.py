"""Which address gives what: a pure function from a request to an answer. There is nothing but four addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from stackaudit.frozen import dataclass
from stackaudit.outputs.diagram.palette import STYLE
from stackaudit.outputs.html.page import policy
from stackaudit.serving.live import Shown

__all__ = ["METHODS", "Answer", "answer", "refusal"]

METHODS: Final = ("GET", "HEAD")
_NOTHING: Final = "default-src 'none'"
_ALWAYS: Final = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: status, headers and body. With ``stream``, the body is what happens from now on, as events."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    stream: bool = False


def answer(method: str, target: str, hosts: Collection[str], host: str | None, shown: Shown) -> Answer:
    """What a request gets.

    Args:
        method: its method.
        target: what it asks for, as it stands in its first line.
        hosts: the names that the server is called by. Who calls it otherwise was led here by a stranger's name.
        host: the name that it calls the server by.
        shown: what there is to show.
    """
    if host is None or host.lower() not in hosts:
        return refusal(HTTPStatus.MISDIRECTED_REQUEST, "this server answers to its own address only")
    if method not in METHODS:
        return refusal(HTTPStatus.METHOD_NOT_ALLOWED, "GET and HEAD are all that there is")
    route = _ROUTES.get(target.partition("?")[0])
    return refusal(HTTPStatus.NOT_FOUND, f"there is {', '.join(_ROUTES)}") if route is None else route(shown)


def refusal(status: HTTPStatus, reason: str) -> Answer:
    """An answer that says why there is no other."""
    given = _given("text/plain; charset=utf-8", f"{reason}\n".encode("utf-8", "backslashreplace"), _NOTHING, status)
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        return Answer(status, (*given.headers, ("Allow", ", ".join(METHODS))), given.body)
    return given


def _page(shown: Shown) -> Answer:
    return _given("text/html; charset=utf-8", shown.page.body, shown.page.policy)


def _svg(shown: Shown) -> Answer:
    return _held("image/svg+xml", shown.svg, shown.missing, policy(styles=(STYLE,), scripts=()))


def _json(shown: Shown) -> Answer:
    return _held("application/json", shown.json, shown.missing, _NOTHING)


def _events(_shown: Shown) -> Answer:
    return Answer(HTTPStatus.OK, _headers("text/event-stream", _NOTHING), stream=True)


_ROUTES: Final[Mapping[str, Callable[[Shown], Answer]]] = MappingProxyType(
    {"/": _page, "/diagram.svg": _svg, "/audit.json": _json, "/events": _events}
)


def _held(kind: str, body: bytes | None, missing: str, allowed: str) -> Answer:
    return refusal(HTTPStatus.NOT_FOUND, missing) if body is None else _given(kind, body, allowed)


def _given(kind: str, body: bytes, allowed: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return Answer(status, (*_headers(kind, allowed), ("Content-Length", str(len(body)))), body)


def _headers(kind: str, allowed: str) -> tuple[tuple[str, str], ...]:
    return ("Content-Type", kind), ("Content-Security-Policy", f"{allowed}; frame-ancestors 'none'"), *_ALWAYS
