"""`detente shocks A B`: what followed such events before, in this pair and in others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import common_options, open_pair, pair_arguments, plain, print_json, terminal

if TYPE_CHECKING:
    from detente.analyses import Shocks

_SHOWN_DAYS = 5


class _Trigger(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases of click
    """An id of a class of triggers."""

    name = "CLASS"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from detente.triggers import load_triggers

        known = [trigger.id for trigger in load_triggers().triggers]
        if value not in known:
            self.fail(f"{value!r} is no class of triggers; there are {', '.join(known)}", param, ctx)
        return value


@click.command()
@pair_arguments
@click.option(
    "--after", "after", type=_Trigger(), multiple=True, metavar="CLASS",
    help="Only after these: sanctions, expulsion, charges, break, force, posture, threat, agreement … May be repeated.",
)  # fmt: skip
@common_options
def shocks(a: str, b: str, after: tuple[str, ...], store: Path | None, as_of: date | None, as_json: bool) -> None:
    """Say what followed sanctions, expulsions, arrests, uses of force … between two states within 1, 3 and 6 months.

    Beside each share stands what came otherwise, in months without such an event not far from it; and what followed in
    other pairs.

    \b
    Examples:
      detente shocks USA RUS
      detente shocks India Pakistan --after force --after expulsion
      detente shocks USA RUS --as-of 2018-03-01 --json
    """
    with open_pair(store, a, b) as pair:
        found = pair.shocks(*after, as_of=as_of)
    if as_json:
        print_json(found.as_dict())
        return
    print_shocks(found, quotes=bool(after))
    click.echo(f"next: detente linked {' '.join(found.pair)}", err=True)


def print_shocks(found: Shocks, *, quotes: bool) -> None:
    """Print one table a class; with the sentences of its latest days where asked."""
    from rich.table import Table

    from detente import words
    from detente.triggers import HORIZONS

    console = terminal()
    for shock in found.measured:
        console.print(plain(words.shock_title(shock)), style="bold")
        if quotes:
            for quote in shock.quotes[:_SHOWN_DAYS]:
                console.print(f"     {quote.date} {plain(quote.text)}", style="dim")
        table = Table(box=None, pad_edge=False)
        table.add_column("what came")
        for months in HORIZONS:
            table.add_column(f"in {words.count(months, 'month')}", justify="right")
        table.add_column("other pairs, 3", justify="right")
        by_response: dict[str, list[str]] = {}
        panel: dict[str, str] = {}
        for response in shock.responses:
            by_response.setdefault(response.name, []).append(words.response_cell(response, interval=False))
            if response.months == 3:
                panel[response.name] = words.panel_cell(response.panel)
        for name, cells in by_response.items():
            table.add_row(name, *map(plain, cells), plain(panel[name]))
        console.print(table)
    for sentence in (
        words.shocks_refused(found), words.shocks_note(found), words.fall_note(found), words.panel_note(found),
    ):  # fmt: skip
        if sentence:
            console.print(plain(sentence), style="dim")
