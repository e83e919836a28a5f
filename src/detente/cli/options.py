"""Options and small helpers that the commands share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

    from detente.coding import Own
    from detente.documents import Rejects
    from detente.ledger.ledger import Standing
    from detente.project import Pair, Project

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
    """Add the two states, A before B in the usage line."""
    return click.argument("a", metavar="A")(click.argument("b", metavar="B")(command))


def dictionary_options(command: F) -> F:
    """Add --actors and --verbs."""
    for name, holds in (("--verbs", "Rules"), ("--actors", "Names")):
        command = click.option(
            name,
            type=click.Path(path_type=Path),
            multiple=True,
            metavar="FILE",
            help=f"{holds} of your own, before ours: TOML, TABARI or PETRARCH (docs/dictionaries.md). May be repeated.",
        )(command)
    return command


def read_dictionaries(actors: Sequence[Path], verbs: Sequence[Path], rejects: Rejects) -> Own | None:
    """Read the files of --actors and --verbs; None where there are none."""
    if not (actors or verbs):
        return None
    from detente.dictionaries import read_own

    return read_own(actors, verbs, rejects=rejects)


def horizon_option(command: F) -> F:
    """Add --horizon."""
    return click.option("--horizon", type=click.IntRange(1, 60), default=12, show_default=True, help="Months ahead.")(command)


def judgement_option(command: F) -> F:
    """Add --judgement."""
    return click.option(
        "--judgement",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Assumptions of your own: a changed copy of judgement.toml (docs/method.md).",
    )(command)


def claims_option(command: F) -> F:
    """Add --ledger."""
    return click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Show beside it what others foretold (detente ledger).",
    )(command)


def claims_at_hand(ledger: Path | None, store: Path | None) -> list[Standing]:
    """Return what others foretold: from a ledger, else from the claims of a project file; neither: nothing."""
    from detente.errors import NotFoundError
    from detente.scorekeeping import standings_in
    from detente.store import Store

    source = ledger or store
    if source is None:
        return []
    if not source.exists():
        raise NotFoundError("L00", f"there is no ledger {source}", help="make one: detente ledger import FILE.csv")
    with Store.open(source, read_only=True) as opened:
        return standings_in(opened)


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


def open_project(store: Path | None) -> Project:
    """Return a project file, opened for reading only, or the shipped chronicles."""
    from detente.project import Project

    _check_store(store)
    return Project.chronicles() if store is None else Project.open(store, read_only=True)


def _check_store(store: Path | None) -> None:
    from detente.errors import InputError

    if store is not None and not store.exists():
        raise InputError(
            "S10", f"there is no project file {store}", help="make one: detente add FILE… --store PATH; or leave --store out"
        )


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file that gets its name only when it is complete.

    Raises
    ------
    OutputError
        It cannot be written (D13).
    """
    from detente.errors import OutputError

    part = path.with_name(path.name + ".part")
    try:
        sink = part.open("w", encoding="utf-8", newline="\n")
    except OSError as cause:
        raise OutputError("D13", f"{path} cannot be written: {cause.strerror}", help="choose another place") from cause
    try:
        with sink:
            yield sink
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def open_pair(store: Path | None, a: str, b: str) -> Iterator[Pair]:
    """Give the pair of a project file, opened for reading only, or of the shipped chronicles.

    A refusal for want of events names the pairs that the file does hold.
    """
    from detente.errors import RefusalError

    _check_store(store)
    _check_states(a, b)  # before any work is done
    project = open_project(store)
    try:
        yield project.pair(a, b)
    except RefusalError as error:
        if error.code != "I01" or store is None:
            raise
        add = command_line("add", "FILE…", store=store)
        raise RefusalError("I01", error.message, help=f"{_pairs_held(project)}; to add texts: {add}") from error


def _check_states(a: str, b: str) -> None:
    """Raise what `Project.pair` would raise; of a name that we know as something else, say as what."""
    from detente.actors import resolve
    from detente.errors import NotFoundError
    from detente.project import Project

    try:
        Project.check_names(a, b)
    except NotFoundError as error:
        for name in (a, b):
            if f'"{name}"' in error.message and (known := resolve(name)) is not None:
                same = known.name == name
                raise NotFoundError(
                    error.code, f"{name} is not a state" + ("" if same else f" but {known.name}") + f" ({known.kind})",
                    help=error.help, near=error.near,
                ) from error  # fmt: skip
        raise


def _pairs_held(project: Project, *, most: int = 5) -> str:
    """Name the pairs of states of which a project holds most events."""
    named = [f"{first} {second} ({number:,})" for (first, second), number in project.pairs().items()]
    if not named:
        return "it holds no events between two states"
    more = f" and {len(named) - most:,} more" if len(named) > most else ""
    return f"it holds events of {', '.join(named[:most])}{more}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "document"), counted(1200, "reply", "replies")
    ('1 document', '1,200 replies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def command_line(*words: object, **options: object) -> str:
    """Write a command with those of its options that have a value.

    Examples
    --------
    >>> command_line("index", "USA", "RUS", store="my file.duckdb", as_of=None)
    "detente index USA RUS --store 'my file.duckdb'"
    """
    from detente.words import quote

    given = [f"--{name.replace('_', '-')} {quote(value)}" for name, value in options.items() if value is not None]
    return " ".join(["detente", *map(quote, words), *given])


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Make a text safe to print: characters that steer a terminal are replaced, no-break spaces are spaces."""
    return _CONTROLS.sub("\ufffd", text).replace("\N{NO-BREAK SPACE}", " ")


def terminal() -> Console:
    """Return the terminal, which takes no word of a text for mark-up."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def print_json(value: Any) -> None:
    """Print a result on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
