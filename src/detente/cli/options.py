"""Options and small helpers that the analysis commands share."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from detente.project import Pair

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases of click
    """A calendar day, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with what was seen and what is allowed."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is not a day; write it as YYYY-MM-DD, such as 2020-10-27', param, ctx)


DAY = Day()


def pair_arguments(command: F) -> F:
    """Add the two states."""
    return click.argument("b", metavar="B")(click.argument("a", metavar="A")(command))


def common_options(command: F) -> F:
    """Add --store, --as-of and --json."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
        click.option("--as-of", type=DAY, help="See nothing dated later than this day."),
        click.option(
            "--store",
            type=click.Path(path_type=Path),
            help="A project file of your own; default: the chronicles that ship with détente.",
        ),
    ):
        command = option(command)
    return command


def open_pair(store: Path | None, a: str, b: str) -> Pair:
    """Return the pair of the given store, or of the shipped chronicles."""
    from detente.errors import InputError
    from detente.project import Project

    if store is not None and not store.exists():
        raise InputError(
            "S10", f"there is no project file {store}", help="make one: detente add FILE… --store PATH; or leave --store out"
        )
    # The names are checked before any work is done.
    Project.check_names(a, b)
    project = Project.chronicles() if store is None else Project.open(store)
    return project.pair(a, b)


def command_line() -> str:
    """Return the command as it was typed, for provenance."""
    words = ["detente", *sys.argv[1:]]
    return " ".join(
        w if w and all(c.isalnum() or c in "-_./:=," for c in w) else "'" + w.replace("'", "'\\''") + "'" for w in words
    )


def print_json(value: Any) -> None:
    """Print a result on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
