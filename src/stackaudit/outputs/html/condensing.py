"""Pictures with what their elements share said once: a page of ten pictures is a third of its length shorter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Final

from stackaudit.outputs.diagram.palette import STYLE

__all__ = ["condensed"]

_STYLE: Final = f"<style>{STYLE}</style>"
_SHAPE: Final = re.compile(r"<(path|polygon|polyline|ellipse|circle|rect|text)((?: [-:\w]+=\"[^\"]*\")+)( ?/?)>")
_ATTRIBUTE: Final = re.compile(r" ([-:\w]+)=\"([^\"]*)\"")
_BREAK: Final = re.compile(r"\n(?=<(?!text))")  # those before a text part its words from those of the text before it
_DECIMALS: Final = re.compile(r"(\.\d)\d+")
_PLACES: Final = frozenset({"d", "points"})
_LOOKS: Final = frozenset(
    {
        *("fill", "fill-opacity", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-width"),
        *("font-family", "font-size", "font-style", "font-weight", "text-anchor"),
    }
)
_SAFE: Final = re.compile(r"[-#.,% \w]+")
"""What the value of a look may be, to stand in a style sheet: colours, numbers and names of fonts."""


def condensed(pictures: Iterable[str]) -> tuple[list[str], str]:
    """The pictures for one page, and the style sheet that they need there: the looks of all elements that look alike.

    The style sheet of the pictures themselves stays in the first alone. The wide lines without colour that make a flow
    easy to point at are left out; ``diagram.js`` draws them anew. A look has no weight against any rule of a style
    sheet (``:where``), as an attribute has none, so that dark colours and severities still win.
    """
    looks: dict[str, str] = {}
    written: list[str] = []
    for picture in pictures:
        before, style, after = picture.partition(_STYLE)  # its bytes stay: the policy of the page names their hash
        texts = [_BREAK.sub("", _SHAPE.sub(partial(_element, looks), text)) for text in (before, after)]
        written.append(("" if written else style).join(texts))
    rules = [f":where(.{name}){{{look}}}" for look, name in looks.items()]
    return written, "".join(f"{rule}\n" for rule in rules)


def _element(looks: dict[str, str], match: re.Match[str]) -> str:
    tag, attributes, closing = match.groups()
    if 'stroke-opacity="0"' in attributes:
        return ""
    kept, look, own = [], [], ""
    for name, value in _ATTRIBUTE.findall(attributes):
        if name in _LOOKS and _SAFE.fullmatch(value) and (value != "none" or tag in {"path", "polyline"}):
            look.append(f"{name}:{value}{'px' if name == 'font-size' and not value.endswith('px') else ''}")
        elif name == "class":
            own = value
        elif name in _PLACES:
            kept.append(f' {name}="{_DECIMALS.sub(_shorter, value)}"')
        elif name != "xml:space":
            kept.append(f' {name}="{value}"')
    if look:
        shared = looks.setdefault(";".join(sorted(look)), f"l{len(looks)}")
        own = f"{own} {shared}" if own else shared
    classes = f' class="{own}"' if own else ""
    return f"<{tag}{classes}{''.join(kept)}{closing.strip()}>"


def _shorter(match: re.Match[str]) -> str:
    return match[1]
