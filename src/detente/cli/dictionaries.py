"""`detente dictionaries`: what actor and verb dictionaries of a user's hold."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import counted, plain, print_json

if TYPE_CHECKING:
    from detente.dictionaries import Entries
    from detente.documents import Rejects


@click.group()
def dictionaries() -> None:
    """Check dictionaries before you code with them: detente code --actors FILE --verbs FILE.

    \b
    Example:
      detente dictionaries check CAMEO.verbs.txt
    """


@dictionaries.command(short_help="Say what was read, and which lines were set aside.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--to", "target", type=click.Choice(["toml"]), help="Print the entries in our own TOML, to edit and go on with.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and lines set aside as JSON.")
def check(files: tuple[Path, ...], target: str | None, as_json: bool) -> None:
    """Say what was read of each FILE and which lines were set aside, with the reason.

    \b
    Formats, recognised by content:
      TOML                    [[actors]], [[roles]], verbs, nouns
      TABARI, PETRARCH        actors, agents, verbs

    \b
    Examples:
      detente dictionaries check Phoenix.Countries.actors.txt
      detente dictionaries check CAMEO.verbs.txt --to toml > my_verbs.toml

    Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with lines set aside.
    """
    from detente.dictionaries import read_file, to_toml
    from detente.documents import Rejects

    if target and as_json:
        raise click.UsageError("--to toml and --json contradict each other")
    found: list[tuple[Entries, Rejects]] = []
    for path in files:
        rejects = Rejects()
        found.append((read_file(path, rejects=rejects), rejects))
    if as_json:
        print_json([_as_dict(entries, rejects) for entries, rejects in found])
    for entries, rejects in found:
        if target:
            sys.stdout.write(to_toml(entries))
        if not as_json:
            _say(entries, rejects, err=target is not None)
    if any(rejects for _, rejects in found):
        click.get_current_context().exit(3)


def _counts(entries: Entries) -> dict[str, int]:
    names = {name for row in entries.actors for name in (row.name, *row.other_names)}
    words = {key for row in entries.verbs for key in row["verbs"].split()}
    counts = {"name": len(names), "dated code": len(entries.actors), "role": len(entries.roles), "verb": len(words),
              "verb rule": len(entries.verbs), "noun rule": len(entries.nouns)}  # fmt: skip
    return {what: count for what, count in counts.items() if count}


def _as_dict(entries: Entries, rejects: Rejects) -> dict[str, Any]:
    from detente.dictionaries.reading import FORMATS

    read = {f"{what}s": count for what, count in _counts(entries).items()}
    return {
        "file": entries.file, "format": FORMATS[entries.form], "read": read,
        "set_aside": [{"line": row.line, "code": row.code, "reason": row.reason, "help": row.help} for row in rejects],
    }  # fmt: skip


def _say(entries: Entries, rejects: Rejects, *, err: bool) -> None:
    from detente.dictionaries.reading import FORMATS

    read = ", ".join(counted(count, what) for what, count in _counts(entries).items())
    click.echo(f"{entries.file}: {FORMATS[entries.form]}: {read}; {counted(len(rejects), 'line')} set aside", err=err)
    for row in rejects:
        click.echo(f"  set aside[{row.code}]: {plain(row.reason)}", err=err)
    for (code, advice), count in Counter((row.code, row.help) for row in rejects).most_common():
        click.echo(f"  {count:,} of {code}: {advice}", err=err)
