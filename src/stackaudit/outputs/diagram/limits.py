"""What a diagram may ask of the layout engine: a bound for its time, its memory and its size."""

from __future__ import annotations

from stackaudit.errors import SettingsError
from stackaudit.frozen import dataclass, fields

__all__ = ["LayoutLimits"]


@dataclass(frozen=True, slots=True)
class LayoutLimits:
    """How much one layout may use before it ends with an error.

    ``fuel`` counts instructions, not seconds, so that a diagram either fits on every machine or on none. Where this was
    measured, one second used up 2 to 8 thousand million, fewer the larger the diagram; the default then ends a hopeless
    layout after 6 to 15 seconds. In thousand millions, a diagram of 30 tools and 80 flows takes 0.2, of 100 and 350
    it takes 4, of 150 and 600 through hubs 25; 150 tools with 750 flows from any to any, which nobody can read, 80 or
    more.

    Attributes:
        fuel: Instructions of the pinned engine. A release of the runtime may count up to 2 % differently.
        memory: Bytes of the pinned engine's memory. A diagram of 150 tools with 600 flows takes 25 MB.
        output_bytes: Bytes of the SVG that an engine writes.
        seconds: Real time of a system Graphviz.

    Raises:
        SettingsError: A limit is below 1, or beyond what the engine can count.
    """

    fuel: int = 40_000_000_000
    memory: int = 256 * 1024 * 1024
    output_bytes: int = 16 * 1024 * 1024
    seconds: int = 60

    def __post_init__(self) -> None:
        """Refuse a limit that would bind nothing: the runtime takes a negative number for "no limit"."""
        for field in fields(self):
            value = getattr(self, field.name)
            most = 2**63 if field.name == "fuel" else 2**31
            if not 1 <= value < most:
                message = f"the layout limit {field.name!r} is {value}, expected a number from 1 to {most - 1}"
                raise SettingsError(message)
