"""From templates to text: the one place where values become markup, and where each of them is escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote, unquote

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from stackaudit.model.writing import number
from stackaudit.outputs.diagram.labels import identifier
from stackaudit.outputs.plain import visible

__all__ = ["asset", "furnished", "policy", "render", "without_dead_links"]

TEMPLATES: Final = Path(__file__).with_name("templates")
"""The folder of templates, the style sheet and the script."""

E = TypeVar("E", bound=Environment)

_ID: Final = re.compile(r' id="([^"]*)"')
_INSIDE: Final = re.compile(r' href="#([^"]*)"')
_UNIT: Final = re.compile(r"(?<=\d) (?=%|h\b)")
_BREAK: Final = re.compile(r"(?<=[._/])(?=\w)|(?=:\d+$)", re.ASCII)
_LINK: Final = re.compile(r"(?:https?://|mailto:|#)[^\s<>\"'`]+", re.IGNORECASE)


def render(template: str, values: Mapping[str, Any], environment: Environment | None = None) -> str:
    """A template filled with values, each escaped and with its hidden characters shown.

    Args:
        template: its name.
        values: what it is filled with.
        environment: where it is found; by default among the report's own.

    Raises:
        jinja2.UndefinedError: the template names something that is not there.
    """
    return (environment or _environment()).get_template(template).render(values)


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """The text of a style sheet or script."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def policy(styles: Iterable[str], scripts: Iterable[str], *, pictures: bool = False, connects: bool = False) -> str:
    """What the page may load and run: these style sheets and scripts, by their hashes, and nothing else.

    With ``pictures``, also pictures that are inside the page. ``connects`` is whether its scripts may ask the server
    that it came from.
    """
    allowed = [f"style-src {_hashes(styles)}", f"script-src {_hashes(scripts)}", *(["img-src data:"] * pictures)]
    allowed += ["connect-src 'self'"] * connects
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def without_dead_links(page: str) -> str:
    """The page without links to places that it does not have, such as a section left out; their words stay."""
    ids = {unescape(one) for one in _ID.findall(page)}
    return _INSIDE.sub(lambda link: link[0] if unquote(unescape(link[1])) in ids else "", page)


def furnished(kind: type[E], loader: BaseLoader) -> E:
    """An environment of a kind, with all that the report's templates use."""
    environment = kind(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.tests["link"] = _is_link
    environment.filters["rule_anchor"] = _rule_anchor
    environment.filters["fragment"] = _fragment
    environment.filters["number"] = number
    environment.filters["breakable"] = _breakable
    return environment


def _hashes(texts: Iterable[str]) -> str:
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return furnished(Environment, FileSystemLoader(TEMPLATES))


def _visible(value: Any) -> Any:
    """A value for the page: hidden characters, such as those that turn text round, stand there as ``\\u202e``.

    No line ends between a number and its sign: ``15 %``.
    """
    return _text(value) if type(value) is str else value


@lru_cache(maxsize=1 << 12)  # the cells of tables say few things often
def _text(text: str) -> str:
    return _UNIT.sub("\u00a0", visible(text))


def _breakable(path: str) -> Markup:
    """A path or place for a narrow column: a line ends between its words, and never within a number of a line."""
    return Markup("<wbr>").join(_BREAK.split(visible(path)))


def _rule_anchor(rule: str) -> str:
    """The id of a rule's row in the page."""
    return identifier("rule", rule)


def _fragment(anchor: str) -> str:
    """An id as it stands in a link to it: what an address cannot hold is written by its number."""
    return quote(anchor, safe="-._~:@/+")


def _is_link(text: str) -> bool:
    """Whether a text as a whole is an address that a page may link to: http, https, mailto, or a place in the page."""
    return _LINK.fullmatch(text) is not None
