"""`detente ledger`: keep what was foretold, say what came of it, and score who foretold it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.options import DAY, command_line, open_project, plain, print_json, terminal, whole_file

if TYPE_CHECKING:
    from detente.ledger.ledger import Ledger, Standing
    from detente.records import Claim, Reject

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT = Path("detente-ledger.duckdb")
OUTCOMES = ("yes", "no", "annulled", "unclear")
_SHOWN_REJECTS = 5


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


def ledger_option(command: F) -> F:
    """Add --ledger."""
    return click.option(
        "--ledger", "file", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="The ledger's file."
    )(command)


def today_option(command: F) -> F:
    """Add --as-of, the day that counts as today."""
    return click.option("--as-of", "today", type=DAY, help="The day that counts as today; nothing dated later is seen.")(
        command
    )


def elections_option(command: F) -> F:
    """Add --election."""
    return click.option(
        "--election", "elections", metavar="FILE", multiple=True, help="An election file of yours that scenarios name (repeat)."
    )(command)


def json_option(command: F) -> F:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


def by_option(command: F) -> F:
    """Add --by."""
    return click.option("--by", required=True, metavar="NAME", help="The person who says so.")(command)


@contextmanager
def open_ledger(file: Path, *, read_only: bool = False) -> Iterator[Ledger]:
    """Give the ledger of a file, which is made where it is to be written."""
    from detente.errors import NotFoundError
    from detente.ledger.ledger import Ledger
    from detente.store import Store

    if read_only and not file.exists():
        raise NotFoundError(
            "L00", f"there is no ledger {file}", help="make one: detente ledger import FILE.csv, or detente ledger add FILE…"
        )
    with Store.open(file, read_only=read_only) as store:
        yield Ledger(store)


@ledger.command(short_help="Enter claims of texts or a project file, or frozen outlooks.")
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


@ledger.command(name="import", short_help="Enter questions and claims from a CSV table of your own.")
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


@ledger.command(name="list")
@click.option("--state", type=click.Choice(["open", "due", "proposed", "confirmed", "scored", "void"]), help="Only these.")
@click.option("--speaker", help="Only speakers whose name holds this.")
@today_option
@elections_option
@ledger_option
@json_option
def list_(
    state: str | None, speaker: str | None, today: date | None, elections: tuple[str, ...], file: Path, as_json: bool
) -> None:
    """List entries, oldest first."""
    with open_ledger(file, read_only=True) as book:
        found = book.standings(today=today or date.today())
    if state:
        found = [s for s in found if s.state == state]
    if speaker:
        found = [s for s in found if speaker.casefold() in s.entry.speaker.casefold()]
    _print(found, elections, as_json)


@ledger.command(short_help="List what is due, and what waits for a person.")
@today_option
@elections_option
@ledger_option
@json_option
def due(today: date | None, elections: tuple[str, ...], file: Path, as_json: bool) -> None:
    """List entries whose last day has passed, and those that wait for a person to confirm."""
    with open_ledger(file, read_only=True) as book:
        found = [s for s in book.standings(today=today or date.today()) if s.state in ("due", "proposed")]
    _print(found, elections, as_json, none="nothing is due")
    proposed = [s.entry.id for s in found if s.state == "proposed"]
    if len(proposed) < len(found):
        click.echo(f"next: {_command('propose', file)}", err=True)
    elif proposed:
        click.echo(f"next: {_command('confirm', file, proposed[0])} --by NAME", err=True)


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
    _print(found, elections, as_json, with_reasons=True, none="nothing can be told yet")
    click.echo(f"{len(proposals)} proposals ({kept} new), {len(entries) - len(proposals)} cannot be told yet", err=True)
    if found:
        click.echo(f"next: {_command('confirm', file, found[0].entry.id)} --by NAME", err=True)


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
    _print(found, (), as_json)
    click.echo(f"next: {_command('scores', file)}", err=True)


@ledger.command(short_help="Take a confirmation back, and its scores with it.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@by_option
@click.option("--reason", required=True, help="Why it is taken back.")
@ledger_option
@json_option
def unresolve(ids: tuple[str, ...], by: str, reason: str, file: Path, as_json: bool) -> None:
    """Take a confirmation back: its scores go with it, the log keeps both."""
    with open_ledger(file) as book:
        found = book.unresolve(ids, by=by, reason=reason)
    _print(found, (), as_json)


@ledger.command(short_help="Take entries out of all counts, with the reason.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@by_option
@click.option("--reason", required=True, help="Why it does not count: misread, a duplicate, not about the future.")
@ledger_option
@json_option
def void(ids: tuple[str, ...], by: str, reason: str, file: Path, as_json: bool) -> None:
    """Take entries out of all counts, for good and with the reason."""
    with open_ledger(file) as book:
        found = book.void(ids, by=by, reason=reason)
    _print(found, (), as_json)


@ledger.command(short_help="Show one entry with its evidence and its log.")
@click.argument("name", metavar="ID")
@today_option
@elections_option
@ledger_option
@json_option
def show(name: str, today: date | None, elections: tuple[str, ...], file: Path, as_json: bool) -> None:
    """Show one entry with its proposal, the events behind it, and its part of the log."""
    with open_ledger(file, read_only=True) as book:
        found = book.find([name], today=today or date.today())
        log = [row for row in book.log() if row.entry == found[0].entry.id]
    _print(found, elections, as_json, with_reasons=True)
    if not as_json:
        for row in log:
            who = f" by {row.person}" if row.person else ""
            said = row.detail.get("reason") or row.detail.get("outcome") or ""
            click.echo(plain(f"  {row.at:%Y-%m-%d %H:%M} UTC  {row.action}{who}  {said}".rstrip()))


@ledger.command(short_help="Print how each speaker did.")
@ledger_option
@json_option
def scores(file: Path, as_json: bool) -> None:
    """Print how each speaker did, and how well all probabilities held."""
    from dataclasses import asdict

    from detente.cli.scoreboard import print_board
    from detente.ledger.board import make_board

    with open_ledger(file, read_only=True) as book:
        board = make_board(book.standings())
    if as_json:
        print_json(asdict(board))
        return
    print_board(board)


@ledger.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl", "jsonld"]), default="csv", show_default=True,
    help="jsonld: schema.org Claim and Quotation; ClaimReview where a person confirmed.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; default: standard output.")
@ledger_option
def export(form: str, output: Path | None, file: Path) -> None:
    """Print the ledger as CSV, JSON Lines or JSON-LD."""
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


@ledger.command(short_help="Print everything that was done, seals checked.")
@ledger_option
@json_option
def log(file: Path, as_json: bool) -> None:
    """Print everything that was done, in order; each row is sealed with the hash of all before it, which is checked."""
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


def _say_entered(new: int, already: int, aside: int, file: Path, as_json: bool, rejects: Sequence[Reject] = ()) -> None:
    if as_json:
        rows = [{"file": r.file, "line": r.line, "code": r.code, "reason": r.reason} for r in rejects]
        print_json({"entered": new, "already": already, "set_aside": aside, "rejects": rows})
    else:
        click.echo(f"{new:,} entered, {already:,} already there, {aside:,} set aside")
    click.echo(f"next: {_command('list', file)}", err=True)


def _print(
    found: Sequence[Standing],
    elections: Sequence[str],
    as_json: bool,
    *,
    with_reasons: bool = False,
    none: str = "no such entry",
) -> None:
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


def _same(file: Path, store: Path | None, book: Ledger) -> Any:
    """Return the project of the file that is open as the ledger, where the two are one."""
    if store is None or not store.exists() or not file.exists() or not store.samefile(file):
        return None
    from detente.project import Project

    return Project(book.store, store.name)


def _command(verb: str, file: Path, *words: str) -> str:
    return command_line("ledger", verb, *words, ledger=None if file == DEFAULT else file)
