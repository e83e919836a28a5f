"""`detente index A B`: where the relation stands and what moved it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.cli.options import command_line, common_options, open_pair, pair_arguments, print_json

if TYPE_CHECKING:
    from detente.results import Index


@click.command()
@pair_arguments
@click.option("--freq", type=click.Choice(["year", "month"]), default="year", show_default=True, help="Rows of the table.")
@common_options
def index(a: str, b: str, freq: Literal["year", "month"], store: Path | None, as_of: date | None, as_json: bool) -> None:
    """Measure the relation between two states, A and B, from the events coded in its texts.

    \b
    Examples:
      detente index USA RUS
      detente index India Pakistan --as-of 2018-07-01 --freq month
      detente index USA RUS --json | jq '.rows[-1]'
    """
    result = open_pair(store, a, b).index(as_of=as_of, command=command_line())
    if as_json:
        print_json(result.as_dict())
        return
    print_index(result, freq)
    click.echo(
        f"next: detente outlook {result.pair[0]} {result.pair[1]} --election ID     elections: detente elections", err=True
    )


def print_index(result: Index, freq: Literal["year", "month"]) -> None:
    """Print the index as a table with its bands, turning points and coverage."""
    from rich.console import Console
    from rich.table import Table

    from detente.words import index_sentence, index_title, signed

    console = Console()
    console.print(f"[bold]{index_title(result)}[/bold]", highlight=False)
    console.print(index_sentence(result), highlight=False)
    table = Table(box=None, pad_edge=False)
    for name in (freq, "index", "90 % interval", "events"):
        table.add_column(name, justify="left" if name == freq else "right")
    for row in result.table(freq):
        table.add_row(row.label, signed(row.level), f"{signed(row.low)} … {signed(row.high)}", str(row.events))
    console.print(table)
    if result.result.sufficiency.reason:
        console.print(f"note: {result.result.sufficiency.reason}", highlight=False, style="dim")
    for turn in result.turning_points():
        console.print(f"{turn.letter}  {turn.month:%Y-%m}  {signed(turn.change)}", highlight=False)
        for event in turn.events[:2]:
            console.print(f"     {event.date} {event.text}", highlight=False, style="dim")
