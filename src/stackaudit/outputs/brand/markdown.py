"""The consultant's commentary: Markdown made into markup that can do nothing but be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from stackaudit.outputs.plain import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["as_text", "markup", "parser"]

_LINK: Final = re.compile(r"(?:https?://|mailto:|#)[^\s<>\"'`]+", re.IGNORECASE)
_TAGS: Final = frozenset(
    {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong"}
    | {"table", "tbody", "td", "th", "thead", "tr", "ul"}
)


def markup(text: str) -> Markup:
    """A text in Markdown as HTML: paragraphs, lists, tables, emphasis, code and links.

    HTML in it is text. Pictures and links other than http, https, mailto and to places in the page are none. Headings
    become strong words: the page has an order of its own.
    """
    import nh3  # noqa: PLC0415 - most reports have no commentary

    made = parser().render(visible(text))
    attributes = {"a": {"href"}, "ol": {"start"}}
    return Markup(nh3.clean(made, tags=set(_TAGS), attributes=attributes, url_schemes={"http", "https", "mailto"}))  # noqa: S704 - what was cleaned


def as_text(text: str) -> str:
    """A text in Markdown as plain text on one line: items and rows after bullets, links with their addresses."""
    parts: list[str] = []
    for token in parser().parse(text):
        if token.type == "list_item_open":
            parts.append("•" if token.markup in "-*+" else f"{token.info}{token.markup}")
        elif token.type == "tr_open":
            parts.append("•")
        elif token.type in {"th_open", "td_open"} and parts[-1] != "•":
            parts.append("|")
        elif token.type == "inline":
            parts.append("".join(_words(token.children or ())))
        elif token.type in {"fence", "code_block"}:
            parts.append(token.content)
    return " ".join(" ".join(parts).split())


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    target = ""
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrGet("href"))
        elif token.type == "link_close" and not target.startswith("#"):
            yield f" ({target})"
        else:
            yield " " if token.type.endswith("break") else token.content


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Reads Markdown as commentary may have it."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most reports have no commentary

    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    made.validateLink = lambda url: _LINK.fullmatch(url) is not None  # type: ignore[method-assign]  # how it is set
    made.add_render_rule("heading_open", lambda *_: "<p><strong>")
    made.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    return made
