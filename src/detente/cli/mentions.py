"""`detente mentions`: which tellings were put together as one event, why, and how to take them apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from detente.cli.options import DAY, command_line, open_pair, plain, print_json

_STORE = click.option("--store", type=click.Path(path_type=Path), required=True, help="The project file (detente add).")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_WHY = click.option("--reason", default="", help="Why, for whoever reads the list of decisions.")


@click.group()
def mentions() -> None:
    """One event told by several outlets is one event: see what was put together and why, split it, join what was missed.

    Nothing is lost by merging: the codings stay as they are, and every decision can be undone.
    """


@mentions.command(name="list")
@click.argument("a")
@click.argument("b")
@_STORE
@click.option("--as-of", type=DAY, help="As known on this day.")
@click.option("--all", "every", is_flag=True, help="Also the events that are told once.")
@_JSON
def list_(a: str, b: str, store: Path, as_of: date | None, every: bool, as_json: bool) -> None:
    """List the events between two states, A and B, that are told more than once, with the reason for each telling.

    \b
    Example:
      detente mentions list FRA DZA --store mine.duckdb
    """
    with open_pair(store, a, b) as pair:
        found = [t for t in pair.told_events(as_of=as_of) if every or t.event.mentions > 1]
        rows: list[dict[str, Any]] = []
        for told in found:
            tellings = [
                {
                    "id": e.id, "document": e.document, "date": e.date and e.date.isoformat(), "reason": why,
                    "text": " ".join(pair.project.store.sentence_of(e).split()),
                    "in_document": [{"id": m.id, "reason": m.reason} for m in e.mention_spans],
                }
                for e, why in zip(told.tellings, told.reasons, strict=True)
            ]  # fmt: skip
            event = told.event
            rows.append({
                "id": event.id, "date": event.date and event.date.isoformat(), "event": event.event,
                "source": event.source and event.source.code, "target": event.target and event.target.code,
                "mentions": event.mentions, "outlets": list(told.outlets), "tellings": tellings,
            })  # fmt: skip
        decided = pair.project.store.decisions()
    if as_json:
        decisions = [{"kind": d.kind, "first": d.first, "second": d.second, "reason": d.reason} for d in decided]
        print_json({"events": rows, "decisions": decisions})
        return
    for row in rows:
        outlets = f" · {', '.join(row['outlets'])}" if row["outlets"] else ""
        click.echo(plain(f"{row['date']}  {row['source']} {row['event']} {row['target']}  told {row['mentions']}×{outlets}"))
        for telling in row["tellings"]:
            click.echo(plain(f"  {telling['id']}  {telling['document']}  {telling['text']}"))
            for why in (telling["reason"], *(f"{m['id']} {m['reason']}" for m in telling["in_document"])):
                if why:
                    click.echo(plain(f"      {why}"))
    for decision in decided:
        words = " ".join(part for part in (decision.kind, decision.first, decision.second) if part)
        click.echo(plain(f"decided: {words}" + (f" ({decision.reason})" if decision.reason else "")))
    if not rows:
        click.echo("note: no event is told more than once", err=True)
    click.echo(f"next: {command_line('mentions', 'split', 'ID', 'ID', store=store)}", err=True)


def _decision(kind: str, said: str, help_text: str) -> click.Command:
    @click.command(name=kind, help=help_text)
    @click.argument("first", metavar="ID")
    @click.argument("second", metavar="ID")
    @_STORE
    @_WHY
    def command(first: str, second: str, store: Path, reason: str) -> None:
        _keep(store, kind, first, second, reason)
        click.echo(said.format(first=first, second=second))

    return command


mentions.add_command(
    _decision("split", "{first} and {second} are two events", "Keep two tellings apart, whatever the rule says.")
)
mentions.add_command(
    _decision("join", "{first} and {second} are one event", "Put two tellings together, whatever the rule says.")
)
mentions.add_command(_decision("undo", "{first} and {second} are as the rule has them", "Take back a split or a join."))


@mentions.command()
@click.argument("state", type=click.Choice(["on", "off"]))
@_STORE
@_WHY
def rule(state: str, store: Path, reason: str) -> None:
    """Merge by rule (on, the default), or count every document's telling as an event (off)."""
    _keep(store, f"rule {state}", "", "", reason)
    click.echo(f"merging by rule is {state}")


def _keep(store: Path, kind: str, first: str, second: str, reason: str) -> None:
    from detente.errors import StoreError
    from detente.records import Decision
    from detente.store import Store

    if not store.exists():
        raise StoreError("S01", f"there is no store {store}", help=f"make one: {command_line('add', 'FILE…', store=store)}")
    with Store.open(store) as opened:
        opened.decide(Decision(kind, first, second, reason))  # type: ignore[arg-type]
