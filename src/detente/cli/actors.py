"""`detente actors`: who is who, and when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from detente.cli.options import DAY, plain, print_json, terminal

if TYPE_CHECKING:
    from detente.records import Identity


@click.group()
def actors() -> None:
    """Look up states, office-holders, bodies, agencies and groups as the coder knows them.

    \b
    Examples:
      detente actors search macron
      detente actors show "President Clinton" --date 1996-05-01
    """


@actors.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Names to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def search(name: str, limit: int, as_json: bool) -> None:
    """List names near NAME.

    \b
    Examples:
      detente actors search "foreign intelligence"
      detente actors search macron --limit 3
    """
    from detente.actors import search as near

    if not name.strip():
        raise click.UsageError("NAME is empty: give a name or a part of one")
    found = near(name, limit)
    if not found:
        click.echo(f'note: no name is like "{name}"', err=True)
    if found or as_json:
        _show([(i.name, i.code, i.sector, i.kind, i.source) for i in found], as_json)


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

    if not text.strip():
        raise click.UsageError("TEXT is empty: give a name")

    found = resolve(text, day)
    if found is None:
        when = f" on {day.isoformat()}" if day else ""
        raise NotFoundError(
            "A02", f'"{text}" stands for nobody we know{when}, or for several', help=f'near: detente actors search "{text}"'
        )
    row = (found.name, found.code, found.sector, found.role or found.kind, *_term(found, day), found.source)
    _show([row], as_json, ("name", "code", "sector", "kind", "from", "to", "source"))


def _term(found: Identity, day: date | None) -> tuple[str | None, str | None]:
    """Return first and last day of the office that a person is shown with; None where not known, or still held."""
    from detente.actors.gazetteer import default_gazetteer

    person = default_gazetteer().people.get(found.id)
    term = person.term_at(day) if person is not None and found.role else None
    if term is None:
        return None, None
    start, end = (None if day is None else day.isoformat() for day in (term.start, term.end))
    return start, end


def _show(
    rows: list[tuple[str | None, ...]], as_json: bool, names: tuple[str, ...] = ("name", "code", "sector", "kind", "source")
) -> None:
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name)
    for row in rows:
        table.add_row(*(plain(cell) if cell else "–" for cell in row))
    terminal().print(table)
