"""`detente actors`: who is who, and when."""

from __future__ import annotations

from datetime import date

import click

from detente.cli.options import DAY, print_json


@click.group()
def actors() -> None:
    """Look up states, office-holders, bodies, agencies and groups as the coder knows them."""


@actors.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Names to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def search(name: str, limit: int, as_json: bool) -> None:
    """List names near NAME."""
    from detente.actors import search as near

    _show([(i.name, i.code, i.sector, i.kind, i.source) for i in near(name, limit)], as_json)


@actors.command()
@click.argument("text")
@click.option("--date", "day", type=DAY, help="On this day; default: the latest known.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def show(text: str, day: date | None, as_json: bool) -> None:
    """Say who TEXT stands for, such as "Secretary Clinton" on a date.

    \b
    Example:
      detente actors show "President Clinton" --date 1996-05-01
    """
    from detente.actors import resolve
    from detente.errors import NotFoundError

    found = resolve(text, day)
    if found is None:
        when = f" on {day.isoformat()}" if day else ""
        raise NotFoundError(
            "A02", f'"{text}" stands for nobody we know{when}, or for several', help=f'near: detente actors search "{text}"'
        )
    _show([(found.name, found.code, found.sector, found.role or found.kind, found.source)], as_json)


def _show(rows: list[tuple[str, str | None, str | None, str, str]], as_json: bool) -> None:
    names = ("name", "code", "sector", "kind", "source")
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name)
    for row in rows:
        table.add_row(*(cell or "–" for cell in row))
    Console().print(table)
