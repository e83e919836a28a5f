"""`detente report A B`: one HTML file that opens from disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import (
    claims_at_hand,
    claims_option,
    common_options,
    horizon_option,
    judgement_option,
    open_pair,
    pair_arguments,
    print_json,
)

if TYPE_CHECKING:
    from detente.results import Index


@click.command()
@pair_arguments
@click.option("--election", "election_id", metavar="ID|FILE", help="Add the outlook under each outcome of this election.")
@horizon_option
@judgement_option
@claims_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; default: detente-report-A-B.html here.")
@common_options
def report(
    a: str,
    b: str,
    election_id: str | None,
    horizon: int,
    judgement: Path | None,
    ledger: Path | None,
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
    from detente.report import check_target, save
    from detente.results import Outlook
    from detente.scorekeeping import with_claims
    from detente.words import with_command

    vote = election(election_id) if election_id else None
    if judgement is not None and vote is None:
        raise click.UsageError("--judgement holds the assumptions of an outlook: give --election too")
    if ledger is not None and vote is None:
        raise click.UsageError("--ledger holds what others foretold of an election: give --election too")
    if output is not None:
        check_target(output)  # before the work, not after it
    claims = claims_at_hand(ledger, store) if vote is not None else []
    result: Index | Outlook
    with open_pair(store, a, b) as pair:
        target = output or Path(f"detente-report-{'-'.join(pair.codes)}.html")
        check_target(target)
        if vote is not None:
            outlook = pair.outlook(vote, as_of=as_of, horizon=horizon, judgement=judgement)
            outlook = with_claims(outlook, claims)
            result = with_command(outlook, "report", election=election_id, judgement=judgement, store=store, ledger=ledger)
        else:
            result = with_command(pair.index(as_of=as_of), "report", store=store)
        comparisons = pair.comparisons(result.index if isinstance(result, Outlook) else result)
    path = save(result, target, comparisons=comparisons)
    if as_json:
        print_json({**result.as_dict(), "report": str(path)})
        return
    click.echo(str(path))
    click.echo(f"report written: open {path} in a browser", err=True)
