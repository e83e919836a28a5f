"""`detente linked A B`: which relations of A or B to others moved with theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import common_options, open_pair, pair_arguments, plain, print_json, terminal

_SHOWN = 12


@click.command()
@pair_arguments
@common_options
def linked(a: str, b: str, store: Path | None, as_of: date | None, as_json: bool) -> None:
    """Show which relations of A or B to other states (allies, neighbours, rivals) moved in the same months as theirs.

    Needs texts about these too: in the shipped chronicles other relations have too few events, and the command says so.

    \b
    Examples:
      detente linked CHN JPN --store asia.duckdb
      detente linked USA RUS --store mine.duckdb --as-of 2020-10-27 --json
    """
    from detente import words

    with open_pair(store, a, b) as pair:
        found = pair.linked(as_of=as_of)
    if as_json:
        print_json(found.as_dict())
        return
    console = terminal()
    console.print(f"Who moved with {' and '.join(found.names)}, as of {found.as_of.isoformat()}", style="bold")
    for other in found.measured[:_SHOWN]:
        console.print(plain(words.linked_sentence(other)))
    short = [other for other in found.linked if not other.lags]
    if short:
        console.print(f"{len(short)} more have too few common months.", style="dim")
    console.print(plain(words.linked_note(found)), style="dim")
    click.echo(f"next: detente index {' '.join(found.measured[0].pair)}", err=True)
