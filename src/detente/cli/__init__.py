"""The command line: `detente COMMAND`. Data on standard output, talk on standard error.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rows set aside; 130 stopped with Ctrl-C.
A command is imported when it is called, so that `detente --help` loads no parser and no database.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import click

from detente import __version__
from detente.errors import DetenteError

# Name -> what it does, in the order of the help page. The command is the object of the same name in detente.cli.<name>.
COMMANDS = {
    "demo": "The US-Russia outlook of October 2020, offline, as table and HTML report.",
    "code": "Texts to events: who did what to whom.",
    "claims": "Texts to claims: who says what will happen.",
    "index": "The relations index of two states.",
    "outlook": "What may become of it under each outcome of an election.",
    "report": "One HTML file on two states.",
    "ledger": "Keep forecasts, say what came of them, score who made them.",
    "leaders": "Whose term was tougher; do leader and officials speak alike.",
    "shocks": "What followed sanctions, expulsions, uses of force before.",
    "linked": "Which other relations moved with this one.",
    "score": "Outlooks frozen before a vote, against what came.",
    "backtest": "How good such forecasts were: a test on the past.",
    "add": "Keep texts and their events in a project file of your own.",
    "mentions": "Events told more than once: list, split, join.",
    "actors": "Who is who, and when.",
    "dictionaries": "Check actor and verb dictionaries of your own (TOML, TABARI, PETRARCH).",
    "elections": "The elections that ship with détente.",
}


class _Commands(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"detente.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="detente")
def cli() -> None:
    """What will become of relations between two states: read, code, measure, look ahead."""


def main(args: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; the only place where errors become messages."""
    given = list(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    try:
        result = cli.main(given, prog_name="detente", standalone_mode=False)
        sys.stdout.flush()
    except DetenteError as error:
        return _fail(error, given)
    except click.UsageError as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # click below 8.2 prints it itself
            click.echo(error.format_message())
            return 0
        path = error.ctx.command_path if error.ctx else "detente"
        return _fail(DetenteError("U01", error.format_message(), help=f"{path} --help"), given, exit_code=2)
    except click.ClickException as error:
        return _fail(DetenteError("U02", error.format_message()), given)
    except BrokenPipeError:
        # The reader has closed (`| head`). What is buffered must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        return 130
    return result if isinstance(result, int) else 0


def _fail(error: DetenteError, given: Sequence[str], *, exit_code: int | None = None) -> int:
    as_json = "--json" in given or "--format=json" in given or ("--format", "json") in pairwise(given)
    click.echo(json.dumps(error.as_dict(), ensure_ascii=False) if as_json else str(error), err=not as_json)
    return error.exit_code if exit_code is None else exit_code
