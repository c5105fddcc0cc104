"""The command that searches the product catalogue."""

from __future__ import annotations

import click

from stackaudit.catalogue import Product, catalogue
from stackaudit.cli.completing import complete_products
from stackaudit.cli.printing import form_option, say, say_data, style
from stackaudit.cli.values import WholeNumber
from stackaudit.outputs.plain import plain

__all__ = ["products"]


@click.command(short_help="Find products in the catalogue.")
@click.argument("words", nargs=-1, shell_complete=complete_products)
@click.option("--limit", type=WholeNumber(min=1), default=20, show_default=True, help="At most so many.")
@form_option
def products(words: tuple[str, ...], limit: int, form: str) -> None:
    """Find products by name, former name, vendor or category; the id is what goes into `product:`.

    Exit code 1 where nothing is found.

    \b
    Example:
      stackaudit products hubs
      stackaudit products survey
    """
    known = catalogue()
    found = known.find(" ".join(words), limit=limit) if words else tuple(known.products.values())[:limit]
    if form == "json":
        say_data([_data(product) for product in found])
    for product in found if form == "text" else ():
        end = f" · ended {product.end_of_life}" if product.status == "ended" and product.end_of_life else ""
        also = f" · also known as {', '.join(product.aliases)}" if product.aliases else ""
        say(f"{style(product.id, bold=True)}  {plain(product.name)} ({plain(product.vendor)})")
        say(f"    {', '.join(product.capabilities)}{plain(also)}{end}")
    if not found:
        asked = plain(" ".join(words))
        say(f"no product is like {asked!r}; one of your own can be declared under 'products'", err=True)
        raise click.exceptions.Exit(1)
    if form == "text":
        say(f"{len(found)} of {len(known.products)} products, catalogue of {known.as_of}")


def _data(product: Product) -> dict[str, object]:
    return {
        "id": product.id,
        "name": product.name,
        "vendor": product.vendor,
        "category": product.category,
        "capabilities": list(product.capabilities),
        "also": list(product.also),
        "aliases": list(product.aliases),
        "status": str(product.status),
        "end_of_life": product.end_of_life.isoformat() if product.end_of_life else None,
        "mark": str(product.mark),
    }
