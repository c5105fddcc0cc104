"""Sphinx settings, each with its reason."""

from __future__ import annotations

import runpy
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent

project = "stackaudit"
# From the file that holds it, so that building the site needs no installed package.
release = runpy.run_path(str(_ROOT / "src" / "stackaudit" / "_version.py"))["__version__"]

# The pages are Markdown, which hosts of repositories show as well.
extensions = ["myst_parser"]
# Readable on a phone, light and dark, without a request to anybody else.
html_theme = "furo"
# The version in the title: a printed page says what it is about.
html_title = f"stackaudit {release}"

# Links such as stack.md#tool lead to a heading, in the site as on the host of the repository.
myst_heading_anchors = 3
# What is built, and the Python that writes the generated pages.
exclude_patterns = ["_build", "writers", "**/__pycache__"]
# A link that leads nowhere is an error under -W.
nitpicky = True
# Commands, YAML and options are shown as they are typed: no typographic quotes or dashes.
smartquotes = False

# The source is in the repository; a second copy in the site would only go stale.
html_copy_source = False
html_show_sourcelink = False
# Neither names a person nor a year, so that the same sources give the same pages in any year.
html_show_copyright = False
# Nothing on a page that does not help its reader.
html_show_sphinx = False
