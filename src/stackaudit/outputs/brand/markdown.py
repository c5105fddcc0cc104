"""The consultant's commentary: Markdown made into markup that can do nothing but be read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from stackaudit.outputs.plain import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["markup", "parser"]

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


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Reads Markdown as commentary may have it."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most reports have no commentary

    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    made.validateLink = lambda url: _LINK.fullmatch(url) is not None  # type: ignore[method-assign]  # how it is set
    made.add_render_rule("heading_open", lambda *_: "<p><strong>")
    made.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    return made
