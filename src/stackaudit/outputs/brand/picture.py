"""The size of a picture in pixels, by the first bytes of its file."""

from __future__ import annotations

import struct
from typing import Final

__all__ = ["NotAPictureError", "size_of_jpeg", "size_of_png"]

# Frames of JPEG that say how large the picture is: all of C0 to CF but tables of codes.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class NotAPictureError(ValueError):
    """A file is no picture, though it may look like one; the text says what it is."""


def size_of_png(content: bytes) -> tuple[int, int]:
    """Width and height. PNG (third edition), 11.2.1: the header is the first part of the file.

    Raises:
        NotAPictureError: the header is missing, or the file is cut off.
    """
    if content[12:16] != b"IHDR" or b"IEND" not in content[-16:]:
        raise NotAPictureError("is no whole PNG")
    return _checked(*struct.unpack(">II", content[16:24]))


def size_of_jpeg(content: bytes) -> tuple[int, int]:
    """Width and height. ITU-T T.81, B.2.2: they stand in the header of the frame.

    Raises:
        NotAPictureError: there is no frame.
    """
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - how a marker begins
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return _checked(width, height)
        at += 2 + length
    raise NotAPictureError("is no whole JPEG")


def _checked(width: int, height: int) -> tuple[int, int]:
    if not width or not height:
        raise NotAPictureError("has no size")
    return width, height
