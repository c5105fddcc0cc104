"""What the part of a suite has in common with it: one contract, one login, one place where the data lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from stackaudit.finding import Origin
from stackaudit.load.prepared import Prepared

__all__ = ["COMMON", "fill_parts", "whole_of"]

COMMON: Final = (
    *("terms", "terms_allow_sensitive", "hosting_region", "transfer_basis"),
    *("security", "account_owner", "procured", "vendor_reviewed"),
)
"""Facts of a suite that hold for its parts too, unless these say otherwise."""
_NONE_OF_ITS_OWN: Final = ("contract", "cost", "seats")
"""What a part has none of, as the suite has it for all of them."""


def whole_of(key: str, read: Callable[[str, str], Any]) -> str | None:
    """The tool that a part shares contract and login with, the outermost one of its suite; None for no such part.

    A part with a product of its own may have been bought by itself. ``read`` gives a field of a tool; None where the
    tool or the field is not there.
    """
    seen = [key]
    while isinstance(above := read(seen[-1], "part_of"), str) and above not in seen:
        product = read(seen[-1], "product")
        if read(above, "") is None or product not in (None, "none", read(above, "product")):
            break
        seen.append(above)
    return seen[-1] if len(seen) > 1 else None


def fill_parts(tools: dict[str, dict[str, Any]], prepared: Prepared) -> None:
    """Fill what parts leave out from their wholes."""

    def read(key: str, field: str) -> Any:
        tool = tools.get(key)
        return tool if tool is None or not field else tool.get(field)

    for key, tool in tools.items():
        whole = whole_of(key, read)
        for field, value in _shared(tools[whole]) if whole is not None else ():
            prepared.fill("tools", key, tool, field, value, Origin.DERIVED)


def _shared(whole: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, "none") for name in _NONE_OF_ITS_OWN)
    yield from ((name, whole[name]) for name in COMMON if whole.get(name) not in (None, "unknown"))
