"""How old a conversion may be, by product."""

from __future__ import annotations

from stackaudit.catalogue import catalogue
from stackaudit.catalogue import windows as windows_module
from stackaudit.catalogue.windows import conversion_windows, window_of
from stackaudit.load import load_text

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def test_every_product_of_an_entry_is_in_the_catalogue():
    assert all(catalogue().get(product) is not None for entry in conversion_windows() for product in entry.products)


def test_a_tool_gets_the_window_of_its_product_unless_it_says_otherwise():
    tools = load_text(
        HEAD + "tools: {a: {product: meta-ads}, b: {product: meta-ads, accepts_conversions_within: 3d}}"
    ).tools
    assert [tool.accepts_conversions_within for tool in tools.values()] == ["7d", "3d"]


def test_an_entry_from_memory_fills_in_nothing(tmp_path, monkeypatch):
    path = tmp_path / "windows.yaml"
    entry = "{{id: W-{}, products: [{}], within: 7d, statement: s, source: s, as_of: 2026-11-22, mark: {}}}"
    path.write_text("\n".join(f"- {entry.format(*one)}" for one in [(1, "ga4", "memory"), (2, "looker", "verified")]))
    monkeypatch.setattr(windows_module, "conversion_windows", lambda: windows_module.read_windows(path))
    assert dict(window_of.__wrapped__()) == {"looker": "7d"}
