"""`detente outlook A B --election ID`: the chance that relations improve or worsen under each outcome."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from detente.cli.options import command_line, common_options, open_pair, pair_arguments, print_json

if TYPE_CHECKING:
    from detente.results import Outlook


# Widths that fit a terminal of 80 columns.
_LABEL, _CELL = 30, 16


@click.command()
@pair_arguments
@click.option(
    "--election",
    "election_id",
    required=True,
    metavar="ID|FILE",
    help="An election (see: detente elections), or a TOML file of yours.",
)
@click.option("--horizon", type=click.IntRange(1, 60), default=12, show_default=True, help="Months ahead.")
@common_options
def outlook(a: str, b: str, election_id: str, horizon: int, store: Path | None, as_of: date | None, as_json: bool) -> None:
    """Look ahead at the relation between two states under each outcome of an election of one of them.

    \b
    Examples:
      detente outlook USA RUS --election usa-2020 --as-of 2020-10-27
      detente outlook IND PAK --election pak-2018 --horizon 6 --json
    """
    from detente.elections import election

    vote = election(election_id)
    result = open_pair(store, a, b).outlook(vote, as_of=as_of, horizon=horizon, command=command_line())
    if as_json:
        print_json(result.as_dict())
        return
    print_outlook(result)
    pair = " ".join(result.index.pair)
    click.echo(f"next: detente report {pair} --election {election_id} --as-of {result.index.as_of} -o report.html", err=True)


def print_outlook(result: Outlook) -> None:
    """Print one row an outcome, whether the outcome matters, and the past record."""
    from rich.console import Console

    from detente import words

    console = Console()
    console.print(f"[bold]{words.outlook_title(result)}[/bold]", highlight=False)
    console.print(words.index_sentence(result.index), highlight=False)
    kinds = ("worsen", "unchanged", "improve")
    console.print("outcome".ljust(_LABEL) + "".join(k.rjust(_CELL) for k in kinds), style="bold", highlight=False)
    for branch in result.result.branches:
        chances, forecast = branch.forecast.chances, branch.forecast
        cells = [f"{chances.words(k)} · {words.percent(getattr(chances, k))}".rjust(_CELL) for k in kinds]
        first, *rest = wrap(branch.label, _LABEL - 1)
        console.print(first.ljust(_LABEL) + "".join(cells), highlight=False)
        for line in rest:
            console.print(line, highlight=False)
        interval = f"90 % interval {words.signed(forecast.low90)} to {words.signed(forecast.high90)}"
        chance = f"  chance of it {words.percent(branch.prob)} · level then {words.signed(forecast.mean)} ({interval})"
        console.print(chance, style="dim", highlight=False)
    for sentence in words.outlook_sentences(result):
        console.print(sentence, highlight=False)
