"""`detente ledger`: keep what was foretold, say what came of it, and score who foretold it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.ledger_entering import add, import_
from detente.cli.ledger_options import (
    by_option,
    elections_option,
    json_option,
    ledger_option,
    next_command,
    open_ledger,
    today_option,
)
from detente.cli.ledger_showing import export, list_, log, print_entries, scores, show
from detente.cli.options import open_project

if TYPE_CHECKING:
    from detente.ledger.ledger import Ledger

OUTCOMES = ("yes", "no", "annulled", "unclear")


class _InOrder(click.Group):
    """A group that lists its commands in the order of a claim's life."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder)
def ledger() -> None:
    """Keep forecasts with their speakers, say what came of them, and score who made them.

    A claim is open until its last day, then due. The program proposes what came, with the events shown; a person confirms;
    then it is scored. The log of all this only grows.

    \b
    Example:
      detente ledger import questions.csv
      detente ledger due
      detente ledger propose
      detente ledger confirm 3f9a --by "Ana Ruiz"
      detente ledger scores
    """


for command in (add, import_, list_):
    ledger.add_command(command)


@ledger.command(short_help="List what is due, and what waits for a person.")
@today_option
@elections_option
@ledger_option
@json_option
def due(today: date | None, elections: tuple[str, ...], file: Path, as_json: bool) -> None:
    """List entries whose last day has passed, and those that wait for a person to confirm.

    \b
    Example:
      detente ledger due --as-of 2021-11-30
    """
    with open_ledger(file, read_only=True) as book:
        found = [s for s in book.standings(today=today or date.today()) if s.state in ("due", "proposed")]
    print_entries(found, elections, as_json, none="nothing is due")
    proposed = [s.entry.id for s in found if s.state == "proposed"]
    if len(proposed) < len(found):
        click.echo(f"next: {next_command('propose', file)}", err=True)
    elif proposed:
        click.echo(f"next: {next_command('confirm', file, proposed[0])} --by NAME", err=True)


@ledger.command(short_help="Say what seems to have come, with the events behind it.")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--store", type=click.Path(path_type=Path), help="Events that decide; default: the shipped chronicles.")
@today_option
@elections_option
@ledger_option
@json_option
def propose(
    ids: tuple[str, ...], store: Path | None, today: date | None, elections: tuple[str, ...], file: Path, as_json: bool
) -> None:
    """Say what seems to have come of the entries named, or of all that can be told, with the events behind it.

    First whether the scenario came true, else the entry is annulled; then the deed, or the trend of the index.

    \b
    Examples:
      detente ledger propose
      detente ledger propose 3f9a --store events.duckdb --as-of 2021-11-30
    """
    from detente.scorekeeping import propose_all

    day = today or date.today()
    with open_ledger(file) as book:
        waiting = book.find(ids) if ids else [s for s in book.standings() if s.state in ("open", "proposed")]
        entries = [s.entry for s in waiting]
        # a file may be both: it is open already
        project = _same(file, store, book) or open_project(store)
        proposals = propose_all(entries, project, today=day, elections=elections)
        kept = book.propose(proposals)
        found = [s for s in book.standings(today=day) if s.entry.id in proposals]
    print_entries(found, elections, as_json, with_reasons=True, none="nothing can be told yet")
    click.echo(f"{len(proposals)} proposals ({kept} new), {len(entries) - len(proposals)} cannot be told yet", err=True)
    if found:
        click.echo(f"next: {next_command('confirm', file, found[0].entry.id)} --by NAME", err=True)


@ledger.command(short_help="Confirm what was proposed, or say what came.")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--speaker", help="Instead of ids: all that is proposed for this speaker (the whole name).")
@by_option
@click.option("--as", "outcome", type=click.Choice(OUTCOMES), help="What came; by default what was proposed.")
@click.option("--note", default="", help="Reason and source; needed where you depart from the proposal.")
@ledger_option
@json_option
def confirm(ids: tuple[str, ...], speaker: str | None, by: str, outcome: Any, note: str, file: Path, as_json: bool) -> None:
    """Confirm what was proposed, or say what came; the entry is scored at once.

    \b
    Examples:
      detente ledger confirm 3f9a 77b1 --by "Ana Ruiz"
      detente ledger confirm 3f9a --as no --note "the ministry denied it, 4 March 2021" --by "Ana Ruiz"
    """
    if bool(ids) == (speaker is not None):
        raise click.UsageError("name entries by their ids, or --speaker NAME")
    with open_ledger(file) as book:
        if speaker is not None:
            ids = tuple(s.entry.id for s in book.standings() if (s.entry.speaker, s.state) == (speaker, "proposed"))
        found = book.confirm(ids, by=by, outcome=outcome, note=note)
    print_entries(found, (), as_json)
    click.echo(f"next: {next_command('scores', file)}", err=True)


@ledger.command(short_help="Take a confirmation back, and its scores with it.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@by_option
@click.option("--reason", required=True, help="Why it is taken back.")
@ledger_option
@json_option
def unresolve(ids: tuple[str, ...], by: str, reason: str, file: Path, as_json: bool) -> None:
    """Take a confirmation back: its scores go with it, the log keeps both.

    \b
    Example:
      detente ledger unresolve 3f9a --reason "the event was dated a month late" --by "Ana Ruiz"
    """
    with open_ledger(file) as book:
        found = book.unresolve(ids, by=by, reason=reason)
    print_entries(found, (), as_json)


@ledger.command(short_help="Take entries out of all counts, with the reason.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@by_option
@click.option("--reason", required=True, help="Why it does not count: misread, a duplicate, not about the future.")
@ledger_option
@json_option
def void(ids: tuple[str, ...], by: str, reason: str, file: Path, as_json: bool) -> None:
    """Take entries out of all counts, for good and with the reason.

    \b
    Example:
      detente ledger void 3f9a --reason "the same statement as 77b1" --by "Ana Ruiz"
    """
    with open_ledger(file) as book:
        found = book.void(ids, by=by, reason=reason)
    print_entries(found, (), as_json)


def _same(file: Path, store: Path | None, book: Ledger) -> Any:
    """Return the project of the file that is open as the ledger, where the two are one."""
    if store is None or not store.exists() or not file.exists() or not store.samefile(file):
        return None
    from detente.project import Project

    return Project(book.store, store.name)


for command in (show, scores, export, log):
    ledger.add_command(command)
