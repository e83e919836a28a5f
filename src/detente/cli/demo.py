"""`detente demo`: the US-Russia outlook as of 27 October 2020, from the shipped chronicle, offline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import DAY, print_json

PAIR = ("USA", "RUS")
ELECTION = "usa-2020"
AS_OF = date(2020, 10, 27)


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("detente-report.html"),
    show_default=True,
    help="Report to write.",
)
@click.option("--as-of", type=DAY, default=AS_OF.isoformat(), show_default=True, help="See nothing dated later than this day.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def demo(output: Path, as_of: date, as_json: bool) -> None:
    """Show the whole road on real history: United States and Russia, a week before the election of November 2020.

    Reads the shipped chronicle, codes it, measures the relation, looks ahead under each outcome of the election, prints
    the table and leaves one HTML report. No network is used.
    """
    from detente.cli.outlook import print_outlook
    from detente.project import Project
    from detente.report import save

    command = f"detente outlook {' '.join(PAIR)} --election {ELECTION} --as-of {as_of}"
    result = Project.chronicles().pair(*PAIR).outlook(ELECTION, as_of=as_of, command=command)
    path = save(result, output)
    if as_json:
        print_json({**result.as_dict(), "report": str(path)})
    else:
        print_outlook(result)
    click.echo(f"\nreport written: open {path} in a browser", err=True)
    click.echo(f"next: {command} --json     detente index IND PAK     detente --help", err=True)
