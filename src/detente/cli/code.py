"""`detente code`: texts to events, one a line."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.many import (
    Progress,
    copied,
    fail_if_nothing_read,
    leave_interrupts_to_parent,
    reading_options,
    reject_rows,
    say_end,
    say_set_aside,
    write_rejects,
)
from detente.cli.options import dictionary_options, read_dictionaries, whole_file

if TYPE_CHECKING:
    from detente.records import Document, Event

_CSV = (
    "id", "document", "date", "date_basis", "source", "source_sector", "source_name", "source_text", "target", "target_sector",
    "target_name", "target_text", "event", "mode", "context", "cameo", "quad", "goldstein", "status", "reciprocal", "mentions",
    "place", "place_code", "trigger", "start", "end", "attributed_to", "rule",
)  # fmt: skip
_COLUMNS = (("date", 10), ("source", 12), ("event", 9), ("target", 12), ("status", 12), ("words", 32), ("document", 0))


@click.command()
@click.argument("inputs", nargs=-1, metavar="INPUT…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table", "csv", "json"]),
    help="jsonl: one event a line, as they come. table: for reading. csv: for a spreadsheet. json: one object at the end. "
    "Default: table on a terminal, jsonl in a pipe or file.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--explain", metavar="TEXT", help="Code this text and say who, what, to whom, by which rule.")
@dictionary_options
@click.option(
    "--no-merge",
    "merge",
    is_flag=True,
    flag_value=False,
    default=True,
    help="One line for every telling. Otherwise a deed told twice in a document is one line with two mentions.",
)
@click.option(
    "--no-learned",
    "learned",
    is_flag=True,
    flag_value=False,
    default=True,
    help="By rules alone. Otherwise a small learned finder is asked where the rules find no event in a sentence "
    "(rule learned.TYPE).",
)
@reading_options
def code(
    inputs: tuple[str, ...],
    form: str | None,
    as_json: bool,
    explain: str | None,
    day: date | None,
    workers: int,
    model: str | None,
    merge: bool,
    learned: bool,
    actors: tuple[Path, ...],
    verbs: tuple[Path, ...],
    texts: Path | None,
    rejects_file: Path | None,
) -> None:
    """Code texts into events: who did what to whom, when, by which words.

    INPUT is a file (.jsonl, .json, .txt, .html), a folder of such files, or - for standard input. A row of JSON Lines is
    {"id", "text"} with "date", "title", "url", "outlet", "author" where known.

    \b
    Examples:
      detente code articles.jsonl > events.jsonl
      detente code pages/ --date 2020-10-27 --workers 2
      detente code --explain "Algeria recalled its ambassador from Paris on Tuesday."
      cat note.txt | detente code - --format table
      detente code articles.jsonl --actors my_actors.toml --verbs CAMEO.verbs.txt

    Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rows set aside.
    """
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} contradict each other")
    form = "json" if as_json else form or ("table" if sys.stdout.isatty() else "jsonl")
    if explain is not None:
        if inputs:
            raise click.UsageError("--explain takes its text from the command line: leave out INPUT, or leave out --explain")
        _explain(explain, day, model, actors, verbs, learned=learned, as_json=form == "json")
        return
    if not inputs:
        raise click.UsageError("give files, folders, or - for standard input; or --explain TEXT")
    _code(inputs, form, day, workers, model, actors, verbs, texts, rejects_file, merge=merge, learned=learned)


def _code(
    inputs: tuple[str, ...],
    form: str,
    day: date | None,
    workers: int,
    model: str | None,
    actors: tuple[Path, ...],
    verbs: tuple[Path, ...],
    texts: Path | None,
    rejects_file: Path | None,
    *,
    merge: bool,
    learned: bool,
) -> None:
    from detente.documents import Rejects, read_documents

    rejects = Rejects()
    of_dictionaries = Rejects()
    documents: Iterable[Document] = read_documents(inputs, date=day, rejects=rejects)  # says at once what is missing
    own = read_dictionaries(actors, verbs, of_dictionaries)
    from detente.coding import code_documents  # loads the parser: later than the checks above

    if workers > 1:
        leave_interrupts_to_parent()
    count, coded = 0, 0
    kept: list[dict[str, Any]] = []
    with ExitStack() as files:
        if texts is not None:
            documents = copied(documents, files.enter_context(whole_file(texts)))
        with Progress(shown=sys.stderr.isatty() and not (sys.stdout.isatty() and form != "json")) as progress:
            write = _writer(form, kept)
            coded_documents = code_documents(documents, model=model, workers=workers, merge=merge, own=own, learned=learned)
            for _document, events in coded_documents:
                count, coded = count + 1, coded + len(events)
                for event in events:
                    write(event)
                progress.show(count, coded)
        every = Rejects([*of_dictionaries.rows, *rejects.rows], rejects.skipped, rejects.notes)
        write_rejects(rejects_file, every)
        if not count:
            fail_if_nothing_read(rejects)
    if form == "json":
        result = {"ok": True, "documents": count, "events": kept, "rejects": reject_rows(every)}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    say_end(count, coded, every, rejects_file)
    if every:
        click.get_current_context().exit(3)


def _explain(
    text: str,
    day: date | None,
    model: str | None,
    actors: tuple[Path, ...],
    verbs: tuple[Path, ...],
    *,
    learned: bool,
    as_json: bool,
) -> None:
    from detente.coding import code_document, explain
    from detente.documents import Rejects
    from detente.records import Document, event_as_dict

    rejects = Rejects()
    own = read_dictionaries(actors, verbs, rejects)
    said = explain(text, on=day, model=model, own=own, learned=learned)
    if as_json:
        events = code_document(Document("text", text, day), model=model, own=own, learned=learned)
        rows = {"rejects": reject_rows(rejects)} if own is not None else {}
        found = {"ok": True, "events": [event_as_dict(e) for e in events], "explanation": said, **rows}
        said = json.dumps(found, ensure_ascii=False)
    sys.stdout.write(said + "\n")
    if rejects:
        say_set_aside(rejects, "the text was coded with the rest", None, "detente dictionaries check FILE")
        click.get_current_context().exit(3)


def _writer(form: str, kept: list[dict[str, Any]]) -> Callable[[Event], Any]:
    """Return what is done with each event; a head is written at once where the format has one."""
    from detente.records import event_as_dict

    if form == "jsonl":
        return lambda event: sys.stdout.write(json.dumps(event_as_dict(event), ensure_ascii=False) + "\n")
    if form == "json":
        return lambda event: kept.append(event_as_dict(event))
    if form == "csv":
        rows = csv.DictWriter(sys.stdout, _CSV, lineterminator="\n")
        rows.writeheader()
        return lambda event: rows.writerow(_flat(event_as_dict(event)))
    sys.stdout.write("  ".join(name.ljust(width) for name, width in _COLUMNS) + "\n")
    return _print_table_row


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return an event as one row of a table: source, target and place spread over columns."""
    place = row["place"] or {}
    values: dict[str, Any] = {"place": place.get("name"), "place_code": place.get("code"), "trigger": row["trigger"]["text"]}
    for side in ("source", "target"):
        actor = row[side] or {}
        values[side] = actor.get("code")
        values |= {f"{side}_{name}": actor.get(name) for name in ("sector", "name", "text")}
    return {name: values.get(name, row.get(name)) for name in _CSV}


def _print_table_row(event: Event) -> None:
    def actor(side: Any) -> str:
        return "–" if side is None else (side.code or "?") + (f" {side.sector}" if side.sector else "")

    words = " ".join(event.trigger.text.split())
    cells = (
        event.date.isoformat() if event.date else "–",
        actor(event.source),
        event.event,
        actor(event.target) + (" (both)" if event.reciprocal else ""),
        event.status,
        words if len(words) <= 32 else words[:31] + "…",
        event.document,
    )
    sys.stdout.write("  ".join(cell.ljust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)).rstrip() + "\n")
