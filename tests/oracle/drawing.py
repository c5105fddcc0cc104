"""Small descriptions to hold rules against: a stack that is known whole is drawn first, then some of its facts are forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from stackaudit.model.stack import KIND_OF

from .worlds import MORE, Domain, Fills, OneOf, Some, is_record

ABSENT = "(left out)"
Draw = Callable[[st.SearchStrategy[Any]], Any]


def one_of(draw: Draw, values: Any) -> Any:
    return draw(st.sampled_from(list(values)))


def element(draw: Draw, **fields: Any) -> dict[str, Any]:
    """An element with a value for each field: one of those that are given, or none where it is left out."""
    drawn = {name.rstrip("_"): one_of(draw, values) for name, values in fields.items()}
    return {name: value for name, value in drawn.items() if value != ABSENT}


def complete(draw: Draw, *collections: str) -> list[str]:
    """Which collections are whole: often all of them, often none, else some."""
    manner = draw(st.integers(0, 3))
    if manner < 2:
        return list(collections)
    return [] if manner == 2 else [one for one in collections if draw(st.booleans())]


def pairs(draw: Draw, starts: Any, ends: Any, most: int, least: int = 0) -> list[tuple[str, str]]:
    """Different pairs of ends for flows."""
    possible = [(one, other) for one in starts for other in ends if one != other]
    return draw(st.permutations(possible))[: draw(st.integers(least, most))] if possible else []


def forget(draw: Draw, data: dict[str, Any], fills: Fills, most: int = 4) -> dict[str, Any]:
    """The description without some of the facts that matter: left out, unknown, disputed, or a list that goes on."""
    known = list(_known(data, fills))
    if known:
        for number in draw(st.lists(st.integers(0, len(known) - 1), unique=True, max_size=most)):
            _forget_one(draw, *known[number])
    return data


def _known(data: dict[str, Any], fills: Fills) -> Iterator[tuple[dict[str, Any], str, Any, bool, bool]]:
    for (collection, name), domain in fills.items():
        held = data.get(collection)
        if collection not in KIND_OF:
            elements = [held] if isinstance(held, dict) else []
        else:
            elements = [
                one for one in (held.values() if isinstance(held, dict) else held or []) if isinstance(one, dict)
            ]
        for whole in elements:
            head, _, inner = name.partition(".")
            one = whole.get(head) if inner else whole
            last = inner or name
            if isinstance(one, dict) and last in one and one[last] != "unknown":
                yield (
                    one,
                    last,
                    domain,
                    is_record((collection, "", name) if collection in KIND_OF else (collection, name)),
                    not inner,
                )


def _forget_one(
    draw: Draw,
    holder: dict[str, Any],
    name: str,
    domain: Domain | Callable[..., Domain],
    record: bool,
    can_be_disputed: bool,
) -> None:
    value = holder[name]
    manners = ["unknown", "unknown"] + ([] if record else ["absent", "absent", "absent"])
    manners += ["disputed"] if can_be_disputed else []
    if isinstance(value, list) and value and not isinstance(domain, OneOf) and getattr(domain, "can_be_open", True):
        manners += ["open"] * 3
    manner = one_of(draw, manners)
    if manner == "open":
        holder[name] = [value[0], *[item for item in value[1:] if draw(st.booleans())], MORE]
    elif manner == "unknown":
        holder[name] = "unknown"
    else:
        del holder[name]
        if manner == "disputed":
            holder.setdefault("disputed", {})[name] = [{"value": value, "source": "one of them"}]


__all__ = ["ABSENT", "Mapping", "Some", "complete", "element", "forget", "one_of", "pairs"]
