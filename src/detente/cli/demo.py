"""`detente demo`: the US-Russia outlook as of 27 October 2020, from the shipped chronicle, offline."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path

import click

from detente.cli.options import DAY, command_line, judgement_option, print_json

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
@judgement_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def demo(output: Path, as_of: date, judgement: Path | None, as_json: bool) -> None:
    """Show the whole road on real history: United States and Russia, a week before the election of November 2020.

    Reads the shipped chronicle, codes it, measures the relation, looks ahead under each outcome of the election, prints
    the table and leaves one HTML report. No network is used.

    \b
    Examples:
      detente demo
      detente demo --as-of 2020-07-01 -o july.html
    """
    from detente.cli.outlook import print_outlook
    from detente.project import Project
    from detente.report import check_target, save
    from detente.words import with_command

    check_target(output)  # before the work, not after it
    pair = Project.chronicles().pair(*PAIR)
    result = pair.outlook(ELECTION, as_of=as_of, judgement=judgement)
    result = with_command(result, "outlook", judgement=judgement)
    path = save(result, output, comparisons=pair.comparisons(result.index))
    if as_json:
        print_json({**result.as_dict(), "report": str(path)})
    else:
        print_outlook(result)
    click.echo(f"\nreport written: open {path} in a browser", err=True)
    command = command_line("index", "IND", "PAK").replace("detente", _as_called(), 1)
    click.echo(f"next: {command}     {_as_called()} --help", err=True)


def _as_called() -> str:
    """Return the command by which this program can be called again: its path where it is not on the search path."""
    called = Path(sys.argv[0])
    if shutil.which("detente") or called.name != "detente":
        return "detente"
    from detente.words import quote

    return quote(os.path.relpath(called))
