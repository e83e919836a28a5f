"""`detente outlook A B --election ID`: the chance that relations get better or worse under each outcome."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from detente.cli.options import (
    claims_at_hand,
    claims_option,
    command_line,
    common_options,
    horizon_option,
    judgement_option,
    open_pair,
    pair_arguments,
    plain,
    print_json,
    terminal,
    whole_file,
)

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
@horizon_option
@judgement_option
@claims_option
@click.option(
    "--freeze", type=click.Path(path_type=Path), metavar="FILE", help="Keep the outlook in a sealed file, to be scored later."
)
@common_options
def outlook(
    a: str,
    b: str,
    election_id: str,
    horizon: int,
    judgement: Path | None,
    ledger: Path | None,
    freeze: Path | None,
    store: Path | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Look ahead at the relation between two states under each outcome of an election of one of them.

    \b
    Examples:
      detente outlook USA RUS --election usa-2020 --as-of 2020-10-27
      detente outlook IND PAK --election pak-2018 --horizon 6 --json
      detente outlook USA RUS --election usa-2024 --freeze usa-rus-2024.json
    """
    from detente.elections import election
    from detente.scorekeeping import with_claims
    from detente.words import with_command

    vote = election(election_id)
    claims = claims_at_hand(ledger, store)
    with open_pair(store, a, b) as pair:
        result = with_claims(pair.outlook(vote, as_of=as_of, horizon=horizon, judgement=judgement), claims)
    result = with_command(result, "outlook", election=election_id, judgement=judgement, store=store, ledger=ledger)
    if freeze is not None:
        _freeze(result, freeze)
    if as_json:
        print_json(result.as_dict())
        return
    print_outlook(result)
    more = command_line(
        "report", *result.index.pair, election=election_id, as_of=result.index.as_of, horizon=horizon,
        judgement=judgement, store=store, ledger=ledger,
    )  # fmt: skip
    click.echo(f"next: {more} -o report.html", err=True)


def _freeze(result: Outlook, target: Path) -> None:
    """Write an outlook with a hash of all of it; a file that is there is left alone."""
    import json

    from detente.errors import OutputError
    from detente.ledger.frozen import freeze

    if target.exists():
        raise OutputError("W02", f"{target} is there already", help="what is frozen is not written over: choose another name")
    kept = freeze(result.as_dict(), vote=result.election.date, change=result.judgement.change)
    with whole_file(target) as sink:
        json.dump(kept, sink, ensure_ascii=False, indent=1, allow_nan=False)
        sink.write("\n")
    click.echo(f"frozen in {target}, SHA-256 {kept['sha256']}", err=True)
    click.echo(f"to be scored after {kept['until']}: detente score {target}", err=True)


def print_outlook(result: Outlook) -> None:
    """Print one row an outcome, whether the outcome matters, and the past record."""
    from detente import words

    console = terminal()
    console.print(plain(words.outlook_title(result)), style="bold")
    console.print(plain(f"{words.lead(result.index, change=result.result.change)} {words.headline(result.index)}"))
    console.print("outcome".ljust(_LABEL) + "".join(name.rjust(_CELL) for _, name in words.CHANCES), style="bold")
    for branch in result.result.outcomes:
        cells = [f"{said} · {figure}".rjust(_CELL) for _, _, said, figure in words.chances(branch.forecast)]
        first, *rest = wrap(plain(branch.label), _LABEL - 1) or [""]
        console.print(plain(first.ljust(_LABEL) + "".join(cells)))
        for line in rest:
            console.print(line)
        console.print(plain(f"  {words.weight_name(result)} {words.percent(branch.prob)}"), style="dim")
        console.print(plain(f"  {words.forecast_sentence(result, branch)}"), style="dim")
        _print_chambers(result, branch.id)
    _print_claims(result)
    for sentence in (
        words.resolution(result),
        words.verdict(result),
        words.matters_sentence(result.result.matters),
        *filter(None, [words.split_sentence(result)]),
        "Past record: " + " ".join(words.record_sentences(result.record)),
        words.weights_sentence(result),
        *words.chambers_sentences(result),
        *(words.act_sentence(c.title, c.since, c.effect) for c in result.constraints),
        result.result.caution,
    ):
        console.print(plain(sentence))


def _print_chambers(result: Outlook, outcome: str) -> None:
    """Print one row for each way the chambers can go below an outcome; one line where that makes no difference."""
    from detente import words

    console = terminal()
    rows = words.branch_rows(result, outcome)
    if words.chambers_change_nothing(result):
        if rows:
            for line in wrap(plain(words.alike_sentence(rows)), console.width - 2):
                console.print(f"  {line}", style="dim")
        return
    for row in rows:
        cells = [f"{said} · {figure}".rjust(_CELL) for _, _, said, figure in row.chances]
        first, *rest = wrap(plain(f"{row.label} ({row.share})"), _LABEL - 3)
        console.print(plain(f"  {first}".ljust(_LABEL) + "".join(cells)))
        for line in rest:
            console.print(f"  {line}")


def _print_claims(result: Outlook) -> None:
    """Print what others foretold, beside the model's chances."""
    from detente import words

    if result.claims is None:
        return
    console = terminal()
    console.print("What others foretold", style="bold")
    branches = {branch.id: branch for branch in result.result.outcomes}
    for row in result.claims.rows:
        console.print(plain(f"If {row.label}"))
        model = {kind: figure for kind, _, _, figure in words.chances(branches[row.outcome].forecast)}
        for column, standings in row.cells.items():
            if not standings:
                continue
            beside = f" (model {model[column]})" if column in model else ""
            said = "; ".join(words.voice(s) for s in standings)
            console.print(plain(f"  {words.MATRIX_COLUMNS[column]}{beside}: {said}"))
    console.print(plain(words.matrix_note(result.claims, result.index.as_of)), style="dim")
