"""Loading: YAML text to a typed stack, enriched by the product catalogue."""

from stackaudit.load.loader import load, load_data, load_files, load_text

__all__ = ["load", "load_data", "load_files", "load_text"]
