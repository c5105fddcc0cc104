"""Which classes the model is made of: pydantic's, or the quick ones. To be chosen before the model is imported."""

from __future__ import annotations

__all__ = ["QUICK"]

QUICK: bool = False
"""Whether the program runs alone on a small stack, and nobody but us sees the model's objects."""
