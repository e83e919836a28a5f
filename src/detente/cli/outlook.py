"""`detente outlook A B --election ID`: the chance that relations improve or worsen under each outcome."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import command_line, common_options, open_pair, pair_arguments, print_json

if TYPE_CHECKING:
    from detente.results import Outlook


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
    from rich.table import Table

    from detente import words

    console = Console()
    console.print(f"[bold]{words.outlook_title(result)}[/bold]", highlight=False)
    console.print(words.index_sentence(result.index), highlight=False)
    table = Table(box=None, pad_edge=False)
    for name in ("outcome", "chance of it", "relations worsen", "unchanged", "improve", "level (90 % interval)"):
        table.add_column(name, justify="left" if name == "outcome" else "right")
    for branch in result.result.branches:
        chances, low, high = branch.forecast.chances, branch.forecast.low90, branch.forecast.high90
        table.add_row(
            branch.label,
            words.percent(branch.prob),
            f"{chances.words('worsen')} ({words.percent(chances.worsen)})",
            f"{chances.words('unchanged')} ({words.percent(chances.unchanged)})",
            f"{chances.words('improve')} ({words.percent(chances.improve)})",
            f"{words.signed(branch.forecast.mean)} ({words.signed(low)} … {words.signed(high)})",
        )
    console.print(table)
    for sentence in words.outlook_sentences(result):
        console.print(sentence, highlight=False)
