"""`detente report A B`: one HTML file that opens from disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import command_line, common_options, open_pair, pair_arguments, print_json


@click.command()
@pair_arguments
@click.option("--election", "election_id", metavar="ID|FILE", help="Add the outlook under each outcome of this election.")
@click.option("--horizon", type=click.IntRange(1, 60), default=12, show_default=True, help="Months ahead.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; default: detente-report-A-B.html here.")
@common_options
def report(
    a: str,
    b: str,
    election_id: str | None,
    horizon: int,
    output: Path | None,
    store: Path | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Write one self-contained HTML report on two states; with --election also the outlook.

    \b
    Examples:
      detente report USA RUS --election usa-2020 --as-of 2020-10-27 -o usa-rus.html
      detente report India Pakistan
    """
    from detente.elections import election
    from detente.report import save

    vote = election(election_id) if election_id else None
    pair = open_pair(store, a, b)
    if vote is not None:
        result = pair.outlook(vote, as_of=as_of, horizon=horizon, command=command_line())
        path = save(result, output or Path(f"detente-report-{'-'.join(pair.codes)}.html"))
        print_made(path, result.as_dict() if as_json else None)
    else:
        index = pair.index(as_of=as_of, command=command_line())
        path = save(index, output or Path(f"detente-report-{'-'.join(pair.codes)}.html"))
        print_made(path, index.as_dict() if as_json else None)


def print_made(path: Path, result: dict[str, object] | None) -> None:
    """Say where the report is; with --json print the result and the path."""
    if result is not None:
        print_json({**result, "report": str(path)})
        return
    click.echo(str(path))
    click.echo(f"report written: open {path} in a browser", err=True)
