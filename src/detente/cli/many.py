"""What the commands that read many documents share: progress, what was set aside, the documents as read, workers."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from detente.cli.options import DAY, F, counted, whole_file

if TYPE_CHECKING:
    from detente.documents import Rejects
    from detente.records import Document

_SHOWN_REJECTS = 5


def copied(documents: Iterable[Document], sink: TextIO) -> Iterator[Document]:
    """Pass documents on, each written down as it passes."""
    from detente.records import document_as_dict

    for document in documents:
        sink.write(json.dumps(document_as_dict(document), ensure_ascii=False) + "\n")
        yield document


def leave_interrupts_to_parent() -> None:
    """Let workers ignore Ctrl-C, which a terminal sends to all processes: the parent ends them, and no one prints a trace."""
    import signal

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN) and None)


def reject_rows(rejects: Rejects) -> list[dict[str, Any]]:
    """Return what was set aside as plain rows."""
    from dataclasses import asdict

    return [asdict(row) for row in rejects]


def workers_option(command: F) -> F:
    """Add --workers."""
    return click.option(
        "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that share the documents."
    )(command)


def rejects_option(command: F) -> F:
    """Add --rejects."""
    return click.option(
        "--rejects", "rejects_file", type=click.Path(path_type=Path), metavar="FILE",
        help="Write what was set aside, with reasons (JSON Lines).",
    )(command)  # fmt: skip


def reading_options(command: F) -> F:
    """Add what commands that only read share: --date, --workers, --model, --texts, --rejects."""
    for option in (
        rejects_option,
        click.option(
            "--texts", type=click.Path(path_type=Path), metavar="FILE",
            help="Write the documents as read (JSON Lines), to which all offsets refer.",
        ),
        click.option("--model", metavar="NAME", help="Another spaCy pipeline: an installed package or a folder."),
        workers_option,
        click.option("--date", "day", type=DAY, help="Date of documents that state none (decides who held which office)."),
    ):  # fmt: skip
        command = option(command)
    return command


def write_rejects(path: Path | None, rejects: Rejects) -> None:
    """Write what was set aside to a file, if one is wanted."""
    if path is not None:
        with whole_file(path) as sink:
            sink.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in reject_rows(rejects))


def fail_if_nothing_read(rejects: Rejects) -> None:
    """Raise what set everything aside: the error itself where it is one (D…), else D12."""
    from detente.errors import FormatError

    if not rejects:
        return
    first = rejects.rows[0]
    if len(rejects) == 1:
        raise FormatError(first.code, first.reason, help=first.help)
    raise FormatError("D12", f"nothing could be read: {len(rejects)} set aside; the first: {first.reason}", help=first.help)


def say_end(count: int, coded: int, rejects: Rejects, rejects_file: Path | None, what: str = "event") -> None:
    """Say on standard error what a reader of the data would otherwise not know."""
    for note in rejects.notes[:_SHOWN_REJECTS]:
        click.echo(f"note: {note}", err=True)
    if len(rejects.notes) > _SHOWN_REJECTS:
        click.echo(f"note: {len(rejects.notes) - _SHOWN_REJECTS} more such notes", err=True)
    if rejects.skipped:
        kinds = ", ".join(f"{n} {kind}" for kind, n in rejects.skipped.most_common(5))
        click.echo(f"note: files of other kinds passed over in folders: {kinds}", err=True)
    if rejects:
        say_set_aside(rejects, "the rest was read", rejects_file, "--rejects FILE")
    if not count and not rejects:
        click.echo("note: the input holds no document", err=True)
    elif sys.stderr.isatty():
        click.echo(f"{counted(count, 'document')} · {counted(coded, what)}", err=True)


def say_set_aside(rejects: Rejects, rest: str, rejects_file: Path | None, command: str) -> None:
    """Say what was set aside, with the first reasons and the command that gives them all."""
    for row in rejects.rows[:_SHOWN_REJECTS]:
        click.echo(f"set aside[{row.code}]: {row.reason}", err=True)
    more = len(rejects) - _SHOWN_REJECTS
    total = ", ".join(f"{code} {n}" for code, n in rejects.counts().items())
    click.echo(f"{len(rejects)} set aside ({total}){f', {more} not shown' if more > 0 else ''}; {rest}", err=True)
    if rejects_file is None:
        click.echo(f"next: all of them with their reasons: {command}", err=True)


class Progress:
    """A line on the terminal, from the second second on; nothing anywhere else."""

    def __init__(self, *, shown: bool, what: str = "event") -> None:
        self.shown, self.what = shown, what
        self.start = self.last = time.monotonic()
        self.wrote = False

    def __enter__(self) -> Progress:
        return self

    def show(self, documents: int, events: int) -> None:
        """Rewrite the line, five times a second at most."""
        now = time.monotonic()
        if not self.shown or now - self.start < 1 or now - self.last < 0.2:
            return
        self.last, self.wrote = now, True
        rate = documents / (now - self.start)
        sys.stderr.write(f"\r{counted(documents, 'document')} · {counted(events, self.what)} · {rate:,.0f} documents/s ")
        sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self.wrote:
            sys.stderr.write("\r" + " " * 70 + "\r")
            sys.stderr.flush()
