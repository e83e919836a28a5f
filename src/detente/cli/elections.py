"""`detente elections`: the elections that ship with the package."""

from __future__ import annotations

import click

from detente.cli.options import print_json, terminal


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def elections(as_json: bool) -> None:
    """List the elections that ship with détente, with their outcomes. A TOML file of your own works too (docs/elections.md).

    \b
    Examples:
      detente elections
      detente outlook USA RUS --election usa-2020 --as-of 2020-10-27
    """
    from rich.table import Table

    from detente.elections import election, list_elections

    votes = [election(i) for i in list_elections()]
    if as_json:
        print_json(
            [
                {"id": v.id, "country": v.country, "date": v.date.isoformat(), "outcomes": [o.id for o in v.outcomes]}
                for v in votes
            ]
        )
        return
    table = Table(box=None, pad_edge=False)
    for name in ("id", "vote", "name", "outcomes"):
        table.add_column(name)
    for vote in votes:
        table.add_row(vote.id, vote.date.isoformat(), vote.name, ", ".join(o.id for o in vote.outcomes))
    terminal().print(table)
