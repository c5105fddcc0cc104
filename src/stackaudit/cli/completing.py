"""What a shell offers for rules, families, formats and products, where one is being written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

__all__ = ["complete_formats", "complete_products", "complete_rule", "complete_rules"]


def complete_rules(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids and families of the rules, with commas between them."""
    from stackaudit.rules.pack import loaded  # noqa: PLC0415 - only where rules are completed

    rules = [rule for pack in loaded(()) for rule in pack.rules]
    families = sorted({rule.family for rule in rules})
    offered = [*((rule.id, rule.title) for rule in rules), *((family, "family of rules") for family in families)]
    return _listed(offered, incomplete)


def complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """One rule's id."""
    return [item for item in complete_rules(ctx, param, incomplete) if item.help != "family of rules"]


def complete_formats(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Formats, with commas between them."""
    from stackaudit.outputs.formats import FORMATS  # noqa: PLC0415 - only where formats are completed

    return _listed(((name, made.about) for name, made in FORMATS.items()), incomplete)


def complete_products(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of the products in the catalogue."""
    from stackaudit.catalogue.products import product_shelf  # noqa: PLC0415 - only where products are completed

    return _listed(((name, "") for name in product_shelf()), incomplete)


def _listed(offered: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    """What the last word of a list with commas may become; words that the list has already are left out."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only while a shell completes

    before, comma, last = incomplete.rpartition(",")
    taken = before.split(",")
    return [
        CompletionItem(f"{before}{comma}{word}", help=about)
        for word, about in offered
        if word.lower().startswith(last.lower()) and word not in taken
    ]
