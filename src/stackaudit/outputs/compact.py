"""JSON text with one line for each item of a list: quick to write, and a difference shows what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any, Final

__all__ = ["Lists", "Quoted", "compact", "compact_fields", "lines", "quoted"]

# The encoder written in C only writes all on one line; it is an order of magnitude quicker than the other. What is
# written is made for it and holds nothing that holds itself: to look for that would take as long as writing.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)


def compact(value: Any) -> str:
    """Plain data on one line.

    Raises:
        ValueError: it holds a number that JSON has not.
    """
    return _ENCODER.encode(value)


quoted: Final[Callable[[str], str]] = encode_basestring
"""A text as it stands in JSON."""


_BETWEEN: Final = '", "'
"""What stands between two texts of a list that are quoted together."""


class Quoted(dict[str, str]):
    """Texts as they stand in JSON, each quoted once: the id of a finding on many tools is long, and told of each."""

    __slots__ = ()

    def __missing__(self, text: str) -> str:
        made = self[text] = quoted(text)
        return made

    def listed(self, texts: Iterable[str]) -> str:
        """A list of texts, put together from what is quoted already."""
        return f"[{', '.join(map(self.__getitem__, texts))}]"


class Lists(dict[tuple[str, ...], str]):
    """Lists of texts as they stand in JSON, each written once: many rules say the same of the same elements.

    Texts that stand there as they are, as nearly all paths do, are looked at once as well, and only joined after that.
    """

    def __init__(self) -> None:
        super().__init__()
        self._plain: set[str] = set()

    def __missing__(self, texts: tuple[str, ...]) -> str:
        plain = self._plain
        if not plain.issuperset(texts):
            plain.update([text for text in texts if text not in plain and quoted(text) == f'"{text}"'])
        is_plain = texts and plain.issuperset(texts)
        made = self[texts] = f'["{_BETWEEN.join(texts)}"]' if is_plain else compact(texts)
        return made

    def listed(self, texts: Iterable[str]) -> str:
        """A list of texts, as it was written before."""
        return self[tuple(texts)]


def compact_fields(held: Mapping[str, Any], texts: Iterable[str], listed: Callable[[Iterable[str]], str]) -> str:
    """A mapping on one line, as ``compact`` writes it.

    Args:
        held: the mapping.
        texts: those of its keys that hold a list of texts.
        listed: what writes such a list.

    Raises:
        ValueError: it holds a number that JSON has not.
    """
    found = {key: listed(held[key]) for key in texts}
    return f"{{{', '.join([f'{quoted(key)}: {found.get(key) or compact(value)}' for key, value in held.items()])}}}"


def lines(items: Iterable[Any], indent: str, write: Callable[[Any], str] = compact) -> Iterator[str]:
    """A list with each item on a line of its own, below what stands at this indent, bit by bit; an empty one on one."""
    is_empty = True
    for item in items:
        yield f"{'[' if is_empty else ','}\n{indent}  {write(item)}"
        is_empty = False
    yield "[]" if is_empty else f"\n{indent}]"
