"""`detente add`: keep texts and their events in a project file of one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.many import fail_if_nothing_read, reject_rows, rejects_option, say_end, workers_option, write_rejects
from detente.cli.options import DAY, command_line, counted, dictionary_options, print_json


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The project file; made if it is not there.")
@click.option("--date", "day", type=DAY, help="Date of documents that state none.")
@workers_option
@dictionary_options
@rejects_option
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def add(
    inputs: tuple[str, ...],
    store: Path,
    day: date | None,
    workers: int,
    actors: tuple[Path, ...],
    verbs: tuple[Path, ...],
    rejects_file: Path | None,
    as_json: bool,
) -> None:
    """Read texts, code them and keep them with their events and claims in a project file. The same text again changes nothing.

    All or nothing: an add that is stopped leaves the file as it was.

    \b
    Examples:
      detente add articles.jsonl --store mine.duckdb
      detente add articles.jsonl --store mine.duckdb --actors my_actors.toml
      detente index FRA DZA --store mine.duckdb
    """
    from detente.documents import Rejects
    from detente.project import Project

    rejects = Rejects()
    project = Project.open(store)
    added = project.add(inputs, on=day, workers=workers, actors=actors, verbs=verbs, rejects=rejects)
    read = added.documents + added.revisions + added.already
    write_rejects(rejects_file, rejects)
    if not read:
        fail_if_nothing_read(rejects)
    if as_json:
        print_json({"documents": added.documents, "revisions": added.revisions, "already": added.already,
                    "events": added.events, "claims": added.claims, "rejects": reject_rows(rejects)})  # fmt: skip
    else:
        click.echo(
            f"{counted(added.documents, 'document')} added, {counted(added.revisions, 'new version')}, "
            f"{added.already:,} already there, {counted(added.events, 'event')}, {counted(added.claims, 'claim')}, "
            f"{counted(len(rejects), 'row')} set aside"
        )
    say_end(read, added.events, rejects, rejects_file)
    if read:
        click.echo(f"next: {command_line('index', 'A', 'B', store=store)}", err=True)
    if rejects:
        click.get_current_context().exit(3)
