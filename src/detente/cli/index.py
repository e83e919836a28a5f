"""`detente index A B`: where the relation stands and what moved it."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.cli.options import command_line, common_options, open_pair, pair_arguments, plain, print_json, terminal

if TYPE_CHECKING:
    from detente.results import Index

SHOWN_EVENTS = 2
"""Events shown with a turning point; the report shows more."""


@click.command()
@pair_arguments
@click.option(
    "--freq", type=click.Choice(["year", "month"]), default="year", show_default=True, help="Rows of the printed table."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="csv: the series by month, for a spreadsheet. json: the whole result.",
)
@common_options
def index(
    a: str,
    b: str,
    freq: Literal["year", "month"],
    form: Literal["table", "csv", "json"],
    store: Path | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Measure the relation between two states, A and B, from the events coded in its texts.

    \b
    Examples:
      detente index USA RUS
      detente index India Pakistan --as-of 2018-07-01 --freq month
      detente index USA RUS --format csv > usa-rus.csv
      detente index USA RUS --json | jq '.rows[-1]'
    """
    from detente.words import with_command

    with open_pair(store, a, b) as pair:
        result = with_command(pair.index(as_of=as_of), "index", store=store)
    if as_json or form == "json":
        print_json(result.as_dict())
        return
    if form == "csv":
        rows = result.rows()
        sheet = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        sheet.writeheader()
        sheet.writerows(rows)
        return
    print_index(result, freq)
    click.echo(f"next: {_next_step(result, store)}", err=True)


def print_index(result: Index, freq: Literal["year", "month"]) -> None:
    """Print the index as a table with its bands, turning points and coverage."""
    from rich.table import Table

    from detente import words
    from detente.priors import load_judgement

    console = terminal()
    console.print(words.index_title(result), style="bold")
    said = f"{words.lead(result, change=load_judgement().change)} {words.headline(result)} {words.place_in_past(result)}"
    console.print(plain(said))
    table = Table(box=None, pad_edge=False)
    for name in (freq, "index", "90 % interval", "events"):
        table.add_column(name, justify="left" if name == freq else "right")
    for row in result.table(freq):
        table.add_row(row.label, words.signed(row.level), words.interval(row.low, row.high), str(row.events))
    console.print(table)
    console.print(plain(words.directions_sentence(result, result.directions())))
    console.print(plain(words.coverage_sentence(result)))
    console.print(plain(words.scale_note(result)), style="dim")
    turns = result.turning_points()
    if turns:
        console.print(plain(f"Turning points. {words.TURNS_NOTE}"), style="dim")
    for turn in turns:
        chance = plain(words.percent(turn.prob))
        console.print(f"{turn.letter}  {turn.month:%Y-%m}  {words.signed(turn.change)}  (chance {chance})")
        shown = turn.events[:SHOWN_EVENTS]
        for event in shown:
            told = f" ({words.told_by(event)})" if event.mentions > 1 else ""
            console.print(f"     {words.signed(event.contribution, 2)}  {event.date} {plain(event.text)}{told}", style="dim")
        if note := words.turn_note(turn, shown):
            console.print(f"     {note}", style="dim")


def _next_step(result: Index, store: Path | None) -> str:
    """Return what can be done with this index: an outlook where an election and enough events are there."""
    from detente.elections import election, list_elections

    pair = result.pair
    if result.result.sufficiency.level == "refuse":
        return f"add texts for an outlook: {command_line('add', 'FILE…', store=store or 'FILE')}"
    first, last = (date(m.year, m.month, 1) for m in (result.months()[0], result.months()[-1]))
    votes = [election(i) for i in list_elections()]
    # later than a year after the last event an index is refused, and an outlook with it
    known = [v.id for v in votes if v.country in pair and first < v.date and (v.date - last).days < 365]
    if not known:
        return "for an outlook describe an election of one of the two in a file of your own: docs/elections.md"
    return f"{command_line('outlook', *pair, '--election', 'ID', store=store)}     ID: {', '.join(known)}"
