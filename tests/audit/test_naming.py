"""What flows are called: by their name, else by the names of their ends."""

from __future__ import annotations

import pytest

from stackaudit.audit.naming import flow_title
from stackaudit.load import load_text

TEXT = """\
stackaudit: 1
as_of: 2026-11-22
tools: {shop: {name: Shop}, mailer: {}}
capture_points: {form: {name: Sign-up form, tool: shop}}
flows:
  - {id: named, from: shop, to: mailer, name: Orders}
  - {id: unnamed, from: shop, to: mailer}
  - {id: both, between: [shop, mailer]}
  - {id: captured, from: form, to: shop}
"""


@pytest.mark.parametrize(
    ("flow", "title"),
    [
        ("named", "Orders"),
        ("unnamed", "Shop → mailer"),
        ("both", "Shop ↔ mailer"),
        ("captured", "Sign-up form → Shop"),
    ],
)
def test_a_flow_is_called_by_its_name_else_by_the_names_of_its_ends(flow, title):
    stack = load_text(TEXT)
    assert flow_title(stack, stack.flows[flow]) == title
