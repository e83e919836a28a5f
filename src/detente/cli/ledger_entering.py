"""`detente ledger add` and `detente ledger import`: how claims, questions and frozen outlooks enter the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.ledger_options import elections_option, json_option, ledger_option, next_command, open_ledger
from detente.cli.options import DAY, plain, print_json

if TYPE_CHECKING:
    from detente.records import Claim, Reject

_SHOWN_REJECTS = 5


@click.command(short_help="Enter claims of texts or a project file, or frozen outlooks.")
@click.argument("inputs", nargs=-1, metavar="[INPUT…]")
@click.option("--store", type=click.Path(path_type=Path), help="Enter the forecasts, vows and threats of this project file.")
@click.option("--date", "day", type=DAY, help="Date of texts that state none.")
@click.option(
    "--horizon", type=click.IntRange(1, 120), default=12, show_default=True, help="Months, for claims that name none."
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read the texts.")
@elections_option
@ledger_option
@json_option
def add(
    inputs: tuple[str, ...],
    store: Path | None,
    day: date | None,
    horizon: int,
    workers: int,
    elections: tuple[str, ...],
    file: Path,
    as_json: bool,
) -> None:
    """Enter the forecasts, vows and threats of texts or of a project file, and frozen outlooks.

    INPUT is a text as for `detente claims` (.txt, .html, .json, .jsonl, a folder), which the ledger's file then keeps, or an
    outlook frozen by `detente outlook … --freeze FILE`.

    \b
    Examples:
      detente ledger add article.html --date 2020-10-27
      detente ledger add --store mine.duckdb
      detente ledger add usa-rus-2020.json
    """
    from detente.documents import Rejects, read_documents
    from detente.errors import InputError
    from detente.ledger.frozen import entries_of_outlook, is_frozen, read_frozen
    from detente.scorekeeping import add_texts, entries_in
    from detente.store import Store

    if not inputs and store is None:
        raise click.UsageError("name texts or frozen outlooks, or --store FILE with claims in it")
    if store is not None and not store.exists():
        raise InputError("S10", f"there is no project file {store}", help="make one: detente add FILE… --store PATH")
    frozen = [path for path in inputs if is_frozen(path)]
    texts = [path for path in inputs if path not in frozen]
    entries = [entry for path in frozen for entry in entries_of_outlook(read_frozen(path), document=Path(path).name)]
    undated: list[Claim] = []
    rejects = Rejects()
    documents = read_documents(texts, date=day, rejects=rejects) if texts else iter(())  # says at once what is missing
    if store is not None and not (file.exists() and store.samefile(file)):
        with Store.open(store, read_only=True) as source:
            entries_there, undated = entries_in(source, horizon_months=horizon)
        entries += entries_there
    with open_ledger(file) as book:
        if texts:
            ids = add_texts(book.store, documents, rejects=rejects, elections=elections, workers=workers)
            own, aside = entries_in(book.store, horizon_months=horizon, documents=ids)
            entries, undated = [*entries, *own], [*undated, *aside]
        if store is not None and store.samefile(file):
            own, aside = entries_in(book.store, horizon_months=horizon)
            entries, undated = [*entries, *own], [*undated, *aside]
        new, already = book.enter(entries)
    _say_entered(new, already, len(undated) + len(rejects), file, as_json, rejects.rows)
    for claim in undated[:_SHOWN_REJECTS]:
        said = plain(" ".join(claim.text.split()))[:60]
        click.echo(f"set aside[L24]: {claim.document}: no day is known of “{said}…”; give one: --date", err=True)
    for reject in rejects.rows[:_SHOWN_REJECTS]:
        click.echo(plain(f"set aside[{reject.code}]: {reject.reason}"), err=True)
    if undated or rejects:
        click.get_current_context().exit(3)


@click.command(name="import", short_help="Enter questions and claims from a CSV table of your own.")
@click.argument("table", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--horizon", type=click.IntRange(1, 120), default=12, show_default=True, help="Months, for rows without `until`.")
@elections_option
@ledger_option
@json_option
def import_(table: Path, horizon: int, elections: tuple[str, ...], file: Path, as_json: bool) -> None:
    """Enter questions and claims from a CSV table of your own. Bad rows are set aside, and the exit code is 3.

    Columns speaker, date and text are needed; a, b, expects (improve, unchanged, worsen, or a deed such as
    "USA SANCTION RUS"), scenario (usa-2020/biden; several with ;), condition, prob or low and high, phrase, until, vow,
    document and url are taken where given. docs/ledger.md has an example.

    \b
    Example:
      detente ledger import questions.csv --ledger peru.duckdb
    """
    from detente.scorekeeping import read_table

    entries, rejects = read_table(table, elections=elections, horizon_months=horizon)
    with open_ledger(file) as book:
        new, already = book.enter(entries)
    _say_entered(new, already, len(rejects), file, as_json, rejects)
    for reject in rejects[:_SHOWN_REJECTS]:
        click.echo(plain(f"set aside[{reject.code}]: {reject.reason}" + (f"; {reject.help}" if reject.help else "")), err=True)
    if len(rejects) > _SHOWN_REJECTS:
        click.echo(f"… and {len(rejects) - _SHOWN_REJECTS} more", err=True)
    if rejects:
        click.get_current_context().exit(3)


def _say_entered(new: int, already: int, aside: int, file: Path, as_json: bool, rejects: Sequence[Reject] = ()) -> None:
    if as_json:
        rows = [{"file": r.file, "line": r.line, "code": r.code, "reason": r.reason} for r in rejects]
        print_json({"entered": new, "already": already, "set_aside": aside, "rejects": rows})
    else:
        click.echo(f"{new:,} entered, {already:,} already there, {aside:,} set aside")
    click.echo(f"next: {next_command('list', file)}", err=True)
