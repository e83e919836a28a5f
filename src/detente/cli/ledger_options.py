"""What the commands of `detente ledger` share: options, the open file, the next step to name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.options import DAY, command_line

if TYPE_CHECKING:
    from detente.ledger.ledger import Ledger

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT = Path("detente-ledger.duckdb")


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


def next_command(verb: str, file: Path, *words: str) -> str:
    """Return the command line of a next step, with --ledger where the file is not the default one."""
    return command_line("ledger", verb, *words, ledger=None if file == DEFAULT else file)
