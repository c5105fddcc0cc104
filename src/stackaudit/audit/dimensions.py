"""The six dimensions of the score, and which rule counts in which."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stackaudit.rules.rule import Dimension, Rule

__all__ = ["BUILT_IN", "dimension_of"]

BUILT_IN: Final = "stackaudit"
"""The pack whose rules have their dimension by their id."""

_BY_FAMILY: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "STR": Dimension.STRATEGY,
        "COM": Dimension.STRATEGY,
        "PRO": Dimension.PROCESS,
        "MEA": Dimension.MEASUREMENT,
        "GRA": Dimension.DATA,
        "TEC": Dimension.DATA,
        "DEL": Dimension.CONSENT,
        "LEG": Dimension.CONSENT,
        "STK": Dimension.STACK,
    }
)
_BY_ID: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        **{f"GRA-{number:02}": Dimension.CONSENT for number in range(1, 18)},
        "GRA-35": Dimension.CONSENT,
        "TEC-01": Dimension.STACK,
        "TEC-02": Dimension.CONSENT,
    }
)


def dimension_of(rule: Rule) -> Dimension | None:
    """What a rule says of itself, else the dimension of its id in the built-in pack, else none: it is not scored."""
    if rule.dimension is not None:
        return rule.dimension
    if rule.pack != BUILT_IN:
        return None
    return _BY_ID.get(rule.id) or _BY_FAMILY.get(rule.id.partition("-")[0])
