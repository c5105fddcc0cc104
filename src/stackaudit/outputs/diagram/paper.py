"""How a picture lies on paper."""

from __future__ import annotations

from typing import Final

__all__ = ["lies"]

_WIDE: Final = 1.15  # width by height
_ROOM: Final = 640.0  # CSS pixels: what a page that stands has across


def lies(width: float, height: float) -> bool:
    """Whether a picture gets larger on a page in landscape; width and height are in CSS pixels."""
    return width > _ROOM and width >= _WIDE * height
