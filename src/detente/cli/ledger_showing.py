"""`detente ledger list`, `show`, `scores`, `export`, `log`: what the ledger holds, without changing it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.ledger_options import elections_option, json_option, ledger_option, open_ledger, today_option
from detente.cli.options import plain, print_json, terminal, whole_file

if TYPE_CHECKING:
    from detente.ledger.ledger import Standing


@click.command(name="list")
@click.option("--state", type=click.Choice(["open", "due", "proposed", "confirmed", "scored", "void"]), help="Only these.")
@click.option("--speaker", help="Only speakers whose name holds this.")
@today_option
@elections_option
@ledger_option
@json_option
def list_(
    state: str | None, speaker: str | None, today: date | None, elections: tuple[str, ...], file: Path, as_json: bool
) -> None:
    """List entries, oldest first.

    \b
    Example:
      detente ledger list --state due --speaker "foreign ministry"
    """
    with open_ledger(file, read_only=True) as book:
        found = book.standings(today=today or date.today())
    if state:
        found = [s for s in found if s.state == state]
    if speaker:
        found = [s for s in found if speaker.casefold() in s.entry.speaker.casefold()]
    print_entries(found, elections, as_json)


@click.command(short_help="Show one entry with its evidence and its log.")
@click.argument("name", metavar="ID")
@today_option
@elections_option
@ledger_option
@json_option
def show(name: str, today: date | None, elections: tuple[str, ...], file: Path, as_json: bool) -> None:
    """Show one entry with its proposal, the events behind it, and its part of the log.

    \b
    Example:
      detente ledger show 3f9a
    """
    with open_ledger(file, read_only=True) as book:
        found = book.find([name], today=today or date.today())
        log = [row for row in book.log() if row.entry == found[0].entry.id]
    print_entries(found, elections, as_json, with_reasons=True)
    if not as_json:
        for row in log:
            who = f" by {row.person}" if row.person else ""
            said = row.detail.get("reason") or row.detail.get("outcome") or ""
            click.echo(plain(f"  {row.at:%Y-%m-%d %H:%M} UTC  {row.action}{who}  {said}".rstrip()))


@click.command(short_help="Print how each speaker did.")
@ledger_option
@json_option
def scores(file: Path, as_json: bool) -> None:
    """Print how each speaker did, and how well all probabilities held.

    \b
    Examples:
      detente ledger scores
      detente ledger scores --ledger peru.duckdb --json
    """
    from dataclasses import asdict

    from detente.cli.scoreboard import print_board
    from detente.ledger.board import make_board

    with open_ledger(file, read_only=True) as book:
        board = make_board(book.standings())
    if as_json:
        print_json(asdict(board))
        return
    print_board(board)


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl", "jsonld"]), default="csv", show_default=True,
    help="jsonld: schema.org Claim and Quotation; ClaimReview where a person confirmed.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; default: standard output.")
@ledger_option
def export(form: str, output: Path | None, file: Path) -> None:
    """Print the ledger as CSV, JSON Lines or JSON-LD.

    \b
    Example:
      detente ledger export --format jsonld -o claims.jsonld
    """
    from detente.ledger import exports

    with open_ledger(file, read_only=True) as book:
        found = book.standings(today=date.today())
    if form == "csv":
        text = exports.as_csv(found)
    elif form == "jsonl":
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in exports.as_records(found))
    else:
        text = json.dumps(exports.as_json_ld(found), ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    with whole_file(output) as sink:
        sink.write(text)
    click.echo(f"{len(found)} entries written to {output}", err=True)


@click.command(short_help="Print everything that was done, seals checked.")
@ledger_option
@json_option
def log(file: Path, as_json: bool) -> None:
    """Print everything that was done, in order; each row is sealed with the hash of all before it, which is checked.

    \b
    Example:
      detente ledger log --ledger peru.duckdb
    """
    with open_ledger(file, read_only=True) as book:
        rows = book.log()
    if as_json:
        print_json(
            [
                {"number": r.number, "at": r.at.isoformat(), "entry": r.entry, "action": r.action, "person": r.person,
                 "detail": r.detail, "hash": r.hash}
                for r in rows
            ]
        )  # fmt: skip
        return
    for r in rows:
        click.echo(plain(f"{r.number:>5}  {r.at:%Y-%m-%d %H:%M}  {r.entry}  {r.action:<9}  {r.person or ''}".rstrip()))
    if rows:
        click.echo(
            f"seal of row {rows[-1].number}: {rows[-1].hash} (noted elsewhere, it proves that no row was changed)", err=True
        )


def print_entries(
    found: Sequence[Standing],
    elections: Sequence[str],
    as_json: bool,
    *,
    with_reasons: bool = False,
    none: str = "no such entry",
) -> None:
    """Print entries as a table, or as JSON; `none` is said where there are none."""
    from detente.cli.scoreboard import print_standings
    from detente.ledger.exports import as_records
    from detente.scorekeeping import known_elections

    if as_json:
        print_json(as_records(found))
        return
    if not found:
        click.echo(f"note: {none}", err=True)
        return
    print_standings(terminal(), found, known_elections([s.entry for s in found], elections), with_reasons=with_reasons)
